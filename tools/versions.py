"""Version numbers as programs print them, compared as numbers."""

from __future__ import annotations

import re

Version = tuple[int, int, int]


def parse(text: str) -> Version | None:
    """The first x.y or x.y.z in the text, or None: "go version go1.26.8 linux/amd64" is (1, 26, 8)."""
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", text)
    if found is None:
        return None
    major, minor, patch = found.groups()
    return int(major), int(minor), int(patch or 0)


def show(version: Version) -> str:
    return ".".join(map(str, version))
