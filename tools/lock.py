"""`make lock`: renews every lock file, and keeps each free of the host that the packages came from.

A lock that names a host would send every user there, past their own pip and npm configuration.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from tools import node_packages, python_packages
from tools.console import Step
from tools.paths import Paths
from tools.pins import PYTHON_TOOLS
from tools.run import run
from tools.stamps import write


def renew(paths: Paths) -> None:
    program = python_packages.pipenv(paths)
    with Step("Pipfile.lock") as step:
        lock_folder(paths, program, paths.project, step)
    for tool in PYTHON_TOOLS:
        tool_lock(paths, program, tool)
    python_packages.sync(paths)  # npm comes with the packages that were just locked
    for folder in (paths.project, paths.project / "tests" / "tools" / "cdktf_cli"):
        npm_lock(paths, folder)


def lock_folder(paths: Paths, program: Path, folder: Path, step: Step) -> dict[str, Any]:
    """Locks the Pipfile of a folder and takes the host out, which pipenv does not miss (pipenv verify)."""
    lock = folder / "Pipfile.lock"
    env = {**python_packages.pipenv_environment(paths), "PIPENV_PIPFILE": str(folder / "Pipfile")}
    run(
        [program, *python_packages.python_for(folder / ".venv"), "lock"],
        step=step,
        log=paths.logs / "lock.log",
        cwd=folder,
        env=env,
        next_step=python_packages.CHECK_PIP,
    )
    content = without_sources(json.loads(lock.read_text()))
    write(lock, json.dumps(content, indent=4, sort_keys=True) + "\n")
    return content


def without_sources(lock: dict[str, Any]) -> dict[str, Any]:
    """A Pipfile.lock without its sources, and without the packages' references to them."""
    lock["_meta"]["sources"] = []
    for category in lock.keys() - {"_meta"}:
        for package in lock[category].values():
            package.pop("index", None)
    return lock


def tool_lock(paths: Paths, program: Path, tool: str) -> None:
    """A requirements file with hashes for every platform, from a Pipfile that exists for a moment."""
    with Step(f"tools/locks/{tool}.txt") as step, tempfile.TemporaryDirectory() as scratch:
        wanted = "".join(f'{name} = "{version}"\n' for name, version in PYTHON_TOOLS[tool].items())
        (Path(scratch) / "Pipfile").write_text(f"[packages]\n{wanted}")
        packages = lock_folder(paths, program, Path(scratch), step)["default"]
    write(paths.lock(tool), requirements(packages))


def requirements(packages: dict[str, dict[str, Any]]) -> str:
    """What pip reads, from a section of a Pipfile.lock."""
    lines = ["# Made by `make lock` from tools/pins.py."]
    for name, package in sorted(packages.items()):
        marker = f"; {package['markers']}" if "markers" in package else ""
        hashes = "".join(f" \\\n    --hash={value}" for value in package["hashes"])
        lines.append(f"{name}{package['version']}{marker}{hashes}")
    return "\n".join(lines) + "\n"


def npm_lock(paths: Paths, folder: Path) -> None:
    """Resolves package.json anew, without installing."""
    node = python_packages.node_of(paths.venv)
    lock = folder / "package-lock.json"
    with Step(str(lock.relative_to(paths.project))) as step, tempfile.TemporaryDirectory() as scratch:
        shutil.copyfile(folder / "package.json", Path(scratch) / "package.json")
        run(
            [*node_packages.npm(node), "install", "--package-lock-only", "--ignore-scripts", "--no-progress"],
            step=step,
            log=paths.logs / "lock.log",
            cwd=Path(scratch),
            env=node_packages.npm_environment(node),
            next_step=node_packages.CHECK_NPM,
        )
        content = without_addresses(json.loads((Path(scratch) / lock.name).read_text()))
    write(lock, json.dumps(content, indent=2) + "\n")


def without_addresses(lock: dict[str, Any]) -> dict[str, Any]:
    """Without funding links too: then "no address in a lock" is a rule that a test can hold."""
    for package in lock["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    return lock
