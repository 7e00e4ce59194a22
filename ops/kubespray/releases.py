"""Kubespray's releases that this project runs, and the commits that their tags have to be."""

from __future__ import annotations

import re

from ops.errors import OpsError

# A tag can be moved and a mirror can be wrong; a commit cannot.
COMMITS = {
    "v2.31.0": "1c9add48975060f45396b34d8e022c30d7f80dab",
    "v2.30.0": "f4ccdb5e72395eaf9f3444056ebd1a6625ddb89a",
}

HARDENING = "https://github.com/dev-sec/ansible-collection-hardening.git"
HARDENING_RELEASE = "10.6.0"
HARDENING_COMMIT = "f5a6c4b652eca494e5ece586b45677ecfb0feec8"


def commit_of(release: str) -> str:
    """OpsError: a release that nobody has pinned."""
    if release not in COMMITS:
        known = ", ".join(COMMITS)
        raise OpsError(f"no commit of Kubespray {release} is pinned in ops/kubespray/releases.py; there are {known}")
    return COMMITS[release]


def numbers(version: str) -> tuple[int, int, int]:
    """The numbers of v2.31.0 or 1.35.4. OpsError: it is no such version."""
    found = re.fullmatch(r"v?(\d+)\.(\d+)\.(\d+)", version)
    if found is None:
        raise OpsError(f"{version} is no version; write three numbers, like v2.31.0 or 1.35.4")
    major, minor, patch = found.groups()
    return int(major), int(minor), int(patch)
