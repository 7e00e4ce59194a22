"""Kubespray's own Python environment, with the Ansible that its release wants."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from ops.errors import OpsError
from ops.kubespray.layout import Layout
from tools.console import Step
from tools.errors import SetupError
from tools.python_packages import base_python
from tools.run import run
from tools.stamps import Stamp, fingerprint

OWN = "KUBESPRAY_ENVIRONMENT"  # a Python environment of the user's that has the release's requirements


def environment(layout: Layout, release: str, variables: Mapping[str, str] = os.environ) -> Path:
    """The folder of the environment, made if need be. OpsError: it cannot be made, or the user's has no Ansible."""
    if own := variables.get(OWN):
        return _with_ansible(Path(own).expanduser().absolute(), f"{OWN}={own}: it")
    requirements = layout.checkout(release) / "requirements.txt"
    folder = layout.environment(release)
    stamp = Stamp(folder.with_name("venv.stamp"), fingerprint(requirements, str(folder)), (folder / "bin" / "python",))
    if not stamp.is_fresh():
        stamp.take_off()
        try:
            _make(folder, requirements, layout, title=f"Python environment of Kubespray {release}")
        except SetupError as error:
            raise OpsError(str(error)) from None
        stamp.put_on()
    return _with_ansible(folder, f"the environment made from {layout.short(requirements)}")


def _make(folder: Path, requirements: Path, layout: Layout, *, title: str) -> None:
    log = folder.with_name("venv.log")
    again = "Check that pip reaches its package index (pip config list), then run the same command again"
    with Step(title) as step:
        shutil.rmtree(folder, ignore_errors=True)
        run(
            [base_python(), "-m", "venv", folder],
            step=step,
            log=log,
            cwd=layout.project,
            next_step="Repair the Python installation (python3 -m venv must work), then run the same command again",
        )
        pip = ("-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--requirement")
        run([folder / "bin" / "python", *pip, requirements], step=step, log=log, cwd=layout.project, next_step=again)


def _with_ansible(folder: Path, what: str) -> Path:
    if not (folder / "bin" / "ansible-playbook").is_file():
        raise OpsError(f"{what} has no ansible-playbook; its release's requirements.txt says what it needs")
    return folder
