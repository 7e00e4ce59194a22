"""The two programs of the system's own that tests use: an SSH server and a browser. Nothing else of the project needs them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping

from tools.console import Step
from tools.errors import SetupError
from tools.paths import Paths
from tools.run import run

# Each program by the names that it goes by, and Debian's package of it.
PROGRAMS: Mapping[str, tuple[str, ...]] = {"openssh-server": ("sshd",), "chromium": ("chromium", "chromium-browser")}
SYSTEM_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])  # sshd is in no user's PATH


def missing(path: str = SYSTEM_PATH) -> list[str]:
    """Debian's packages of the programs that are not there."""
    return [package for package, names in PROGRAMS.items() if not any(shutil.which(name, path=path) for name in names)]


def ensure(paths: Paths) -> None:
    """Installs what is missing where that needs nobody's password: as root, with apt. Raises SetupError elsewhere."""
    wanted = missing()
    if not wanted:
        return
    command = f"apt-get install -y {' '.join(wanted)}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SetupError(
            f"the tests need {' and '.join(wanted)}, which only root can install: {command} (or your system's own way)."
        )
    next_step = f"Install them yourself: apt-get update && {command}."
    log = paths.logs / "apt.log"
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with Step(f"{' and '.join(wanted)}, for the tests") as step:
        run(["apt-get", "update"], step=step, log=log, next_step=next_step, cwd=paths.project, env=environment)
        line = ["apt-get", "install", "-y", "--no-install-recommends", *wanted]
        run(line, step=step, log=log, next_step=next_step, cwd=paths.project, env=environment)
