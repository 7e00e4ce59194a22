"""`python -m constructs_lib.kubespray.data.update CHECKOUT TAG`: list the variables that a Kubespray release reads.

CHECKOUT is a git clone of Kubespray, bare or not, that has TAG. A variable is what a role or a playbook has a default for,
tests for being defined, or takes with a default: what a user can set. Only the names are kept.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

USAGE = "usage: python -m constructs_lib.kubespray.data.update CHECKOUT TAG"
_DEFAULT = re.compile(r"^([a-zA-Z]\w*):", re.MULTILINE)
_ASKED = re.compile(r"\b([a-z]\w*)(?:\.\w+)* is (?:not )?defined|\b([a-z]\w*) *\| *default\(")


def variables(checkout: str, tag: str) -> set[str]:
    """Names found in the release. CalledProcessError: git finds no such tag there."""
    found: set[str] = set()
    for path in _git(checkout, "ls-tree", "-r", "--name-only", tag, "--", "roles", "playbooks").splitlines():
        if not path.endswith((".yml", ".yaml", ".j2")):
            continue
        text = _git(checkout, "show", f"{tag}:{path}")
        if "/defaults/" in path:
            found |= set(_DEFAULT.findall(text))
        found |= {name for pair in _ASKED.findall(text) for name in pair if name}
    return found


def _git(checkout: str, *arguments: str) -> str:
    return subprocess.run(["git", "-C", checkout, *arguments], check=True, capture_output=True, text=True).stdout


def main(arguments: list[str]) -> int:
    if len(arguments) != 2 or not re.fullmatch(r"v\d+\.\d+\.\d+", arguments[1]):
        print(f"{USAGE}, where TAG is like v2.31.0", file=sys.stderr)
        return 2
    try:
        found = variables(*arguments)
    except subprocess.CalledProcessError as error:
        print(f"git does not read {arguments[1]} in {arguments[0]}: {error.stderr.strip()}", file=sys.stderr)
        return 1
    target = Path(__file__).with_name(f"{arguments[1]}.txt")
    target.write_text("\n".join(sorted(found)) + "\n")
    print(f"{target.name}: {len(found)} variables")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
