"""Gets Kubespray at a release: a shallow clone of its tag, used only if it is the pinned commit."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ops.errors import OpsError
from ops.kubespray.layout import Layout
from tools.console import Step


@dataclass(frozen=True, kw_only=True)
class Pinned:
    """Something in a git repository. `source`: a URL, or the path of a checkout or of a bare repository."""

    title: str
    source: str
    tag: str
    commit: str


def fetch(pinned: Pinned, target: Path, layout: Layout) -> Path:
    """Have `pinned` in `target`, and give that back. Free where it is there already.

    A clone that was interrupted leaves nothing that counts: it becomes `target` only when it is whole and checked.
    OpsError: it cannot be had, is another commit than the pinned one, or was changed by hand.
    """
    if target.exists():
        _check_there(pinned, target, layout)
        return target
    scratch = target.with_name(f".{target.name}.{os.getpid()}")
    for left in target.parent.glob(f".{target.name}.*"):
        if not _alive(left.suffix[1:]):
            shutil.rmtree(left, ignore_errors=True)
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.parent.mkdir(parents=True, exist_ok=True)
    try:
        with Step(f"{pinned.title} {pinned.tag} from {pinned.source}"):
            _clone(pinned, scratch)
        _check_commit(pinned, scratch)
        if target.exists():  # another run was faster
            _check_there(pinned, target, layout)
        else:
            scratch.rename(target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return target


def _clone(pinned: Pinned, target: Path) -> None:
    source = pinned.source
    here = Path(source).expanduser()
    if "://" not in source and here.exists():
        source = here.resolve().as_uri()  # a plain path would ignore --depth
    line = ["git", "clone", "--quiet", "--depth=1", "--single-branch", "--branch", pinned.tag, "--", source, str(target)]
    # Nobody is there to answer a question for a password, and a configured hook or template has no place here.
    quiet = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_TEMPLATE_DIR": "", "LC_ALL": "C"}
    try:
        done = subprocess.run(line, env=_free(quiet), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        raise OpsError("there is no git; install it (Debian, Ubuntu: apt-get install git)") from None
    if done.returncode:
        said = next((text for text in reversed(done.stderr.splitlines()) if text.strip()), "it said nothing")
        raise OpsError(
            f"{pinned.title} {pinned.tag} cannot be cloned from {pinned.source}: {said.strip()}; "
            "check the network, or name a mirror or a local clone that has the tag (deploy.kubespray_source)"
        )


def _check_commit(pinned: Pinned, checkout: Path) -> None:
    found = _git(checkout, "rev-parse", "HEAD")
    if found != pinned.commit:
        raise OpsError(
            f"tag {pinned.tag} of {pinned.source} is commit {found}, but {pinned.title} {pinned.tag} is "
            f"{pinned.commit}: do not use it; take another source, and ask its owner what was changed"
        )


def _check_there(pinned: Pinned, checkout: Path, layout: Layout) -> None:
    again = f"remove {layout.short(checkout)} to have it fetched anew"
    found = _git(checkout, "rev-parse", "HEAD")
    if found != pinned.commit:
        raise OpsError(f"{layout.short(checkout)} is commit {found or 'none'}, expected {pinned.commit}; {again}")
    if changed := _git(checkout, "status", "--porcelain", "--untracked-files=no"):
        first = changed.splitlines()[0].split(maxsplit=1)[-1]
        raise OpsError(f"{layout.short(checkout)} was changed by hand ({first}); {again}")


def _git(checkout: Path, *arguments: str) -> str:
    line = ["git", "-C", str(checkout), *arguments]
    return subprocess.run(line, env=_free(os.environ), capture_output=True, text=True).stdout.strip()


def _free(variables: os._Environ[str] | dict[str, str]) -> dict[str, str]:
    """Without what a surrounding git (a hook, a rebase) says of its own repository."""
    return {name: value for name, value in variables.items() if name not in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")}


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:  # another user's
        return True
    return True
