"""`python -m constructs_lib.plan.data.update CHECKOUT TAG`: read the Kubernetes versions that a Kubespray release carries.

CHECKOUT is a git clone of Kubespray, bare or not, that has TAG. The release's checksums file names every version that it
can install; the newest is its default and the oldest its minimum. Only the version numbers are kept.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

TABLE = Path(__file__).with_name("kubespray_releases.json")
CHECKSUMS = "roles/kubespray_defaults/vars/main/checksums.yml"
PROGRAMS = ("kubelet", "kubeadm", "kubectl")  # a version can be installed where all three have a checksum
USAGE = "usage: python -m constructs_lib.plan.data.update CHECKOUT TAG"


def versions(checksums: str) -> list[str]:
    """The Kubernetes versions of a release's checksums file, newest first. ValueError: it does not look like one."""
    content: Any = yaml.safe_load(checksums)
    try:
        carried = [set(map(str, content[f"{program}_checksums"]["amd64"])) for program in PROGRAMS]
    except (KeyError, TypeError):
        raise ValueError("these are not the checksums of a Kubespray release") from None
    found = sorted(set.intersection(*carried), key=_parts, reverse=True)
    if not found or not all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in found):
        raise ValueError("these checksums name no Kubernetes versions")
    return found


def updated(table: dict[str, Any], tag: str, found: list[str]) -> dict[str, Any]:
    """The table with a release added or read anew; the newest release comes first."""
    entry = {"default": found[0], "minimum": found[-1], "versions": found}
    releases = {**table["releases"], tag: entry}
    order = sorted(releases, key=lambda release: _parts(release.removeprefix("v")), reverse=True)
    return {**table, "releases": {release: releases[release] for release in order}}


def main(arguments: list[str]) -> int:
    if len(arguments) != 2 or not re.fullmatch(r"v\d+\.\d+\.\d+", arguments[1]):
        print(f"{USAGE}, where TAG is like v2.31.0", file=sys.stderr)
        return 2
    checkout, tag = arguments
    shown = subprocess.run(["git", "-C", checkout, "show", f"{tag}:{CHECKSUMS}"], capture_output=True, text=True, check=False)
    if shown.returncode:
        print(f"git finds no {CHECKSUMS} of {tag} in {checkout}: {shown.stderr.strip()}", file=sys.stderr)
        return 1
    try:
        found = versions(shown.stdout)
    except ValueError as error:
        print(f"{tag}: {error}", file=sys.stderr)
        return 1
    table = json.loads(TABLE.read_text())
    TABLE.write_text(json.dumps(updated(table, tag, found), indent=1) + "\n")
    print(f"{tag}: {len(found)} versions of Kubernetes, {found[-1]} to {found[0]}")
    return 0


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
