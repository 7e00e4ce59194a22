"""Names of the variables that each Kubespray release reads: facts taken from its roles, renewed by `update`."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def known_variables(release: str) -> frozenset[str]:
    """Every variable that the roles and playbooks of a release read. OSError: there is no list of that release."""
    return frozenset(Path(__file__).with_name(f"{release}.txt").read_text().split())
