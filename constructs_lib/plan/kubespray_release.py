"""Which Kubernetes versions a Kubespray release carries, and whether the page names one of them.

The table is `data/kubespray_releases.json`; `python -m constructs_lib.plan.data.update` renews it. kube-proxy's mode ipvs,
which is Kubespray's default, is deprecated from Kubernetes 1.35 on: it works, so nothing is said of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from constructs_lib.plan.page import Example, Refused
from constructs_lib.plan.problems import Problem
from constructs_lib.plan.shown import one_of


@dataclass(frozen=True)
class Carried:
    """What one release of Kubespray can install, newest first."""

    versions: tuple[str, ...]

    @property
    def default(self) -> str:
        return self.versions[0]

    @property
    def minimum(self) -> str:
        return self.versions[-1]


def _table() -> dict[str, Carried]:
    content = json.loads(Path(__file__).with_name("data").joinpath("kubespray_releases.json").read_text())
    return {tag: Carried(tuple(release["versions"])) for tag, release in content["releases"].items()}


RELEASES = _table()  # by tag, the newest first
NEWEST = next(iter(RELEASES), "v2.31.0")

_VERSION = re.compile(r"v?(\d{1,3})(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?")


def nearest(version: str, release: str) -> str:
    """The version that a release carries and that comes nearest: of the same minor release where there is one."""
    carried = RELEASES[release]
    read = _VERSION.fullmatch(version)
    if read is None or read[2] is None:
        return carried.default
    minor = [each for each in carried.versions if each.startswith(f"{read[1]}.{read[2]}.")]
    if minor:
        return min(minor, key=lambda each: abs(_numbers(each)[2] - int(read[3]))) if read[3] else minor[0]
    return carried.default if (int(read[1]), int(read[2])) > _numbers(carried.default)[:2] else carried.minimum


def problems(version: str, release: str) -> Iterator[Problem]:
    """Whether a release carries a version: Kubespray's own check, an hour earlier."""
    if version in RELEASES[release].versions:
        return
    carried, near = RELEASES[release], nearest(version, release)
    yield Problem(
        path="kubernetes.kubernetes_version",
        says=f"{version} is not carried by kubernetes.kubespray_version {release}, which has {_minors(carried)}",
        offer=f"take {near}",
        against=("kubernetes.kubespray_version",),
        fix=("kubernetes.kubernetes_version", near),
    )


def _minors(carried: Carried) -> str:
    """`1.35.0 to 1.35.4, ...`, for each minor release."""
    runs: dict[tuple[int, ...], list[str]] = {}
    for version in carried.versions:
        runs.setdefault(_numbers(version)[:2], []).append(version)
    return one_of([f"{run[-1]} to {run[0]}" for run in runs.values()])


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _release(text: str) -> str:
    if text not in RELEASES:
        given = _VERSION.fullmatch(text)
        same = [tag for tag in RELEASES if given and tag.startswith(f"v{given[1]}.{given[2]}.")]
        near = same[0] if same else NEWEST
        known = one_of([*RELEASES])
        raise Refused(f"is no release of Kubespray whose versions are known here ({known}); take {near}", fix=near)
    return text


def _version(text: str) -> str:
    """The form alone; whether the release has it is for `problems`."""
    if not re.fullmatch(r"\d{1,3}\.\d{1,3}\.\d{1,3}", text):
        near = nearest(text, NEWEST)
        raise Refused(f"is no version of Kubernetes as Kubespray wants it: three numbers, without a v; take {near}", fix=near)
    return text


Release = Annotated[str, AfterValidator(_release), Example(NEWEST)]
KubernetesVersion = Annotated[str, AfterValidator(_version), Example(RELEASES[NEWEST].default if RELEASES else "1.35.4")]
