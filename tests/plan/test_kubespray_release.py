"""The table of Kubespray releases, how it is renewed, and the version that is offered."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from constructs_lib.plan.data import update
from constructs_lib.plan.kubespray_release import NEWEST, RELEASES, nearest
from tests.plan.pages import page, refused

CHECKSUMS = """
kubelet_checksums:
  arm64: {9.9.9: "sha256:0"}
  amd64: {1.10.0: "sha256:0", 1.9.11: "sha256:0", 1.9.2: "sha256:0", 1.8.0: "sha256:0"}
kubeadm_checksums:
  amd64: {1.10.0: "sha256:0", 1.9.11: "sha256:0", 1.9.2: "sha256:0"}
kubectl_checksums:
  amd64: {1.10.0: "sha256:0", 1.9.11: "sha256:0", 1.9.2: "sha256:0"}
"""


def test_the_table_has_the_two_releases_with_their_default_and_minimum() -> None:
    told = {tag: (carried.default, carried.minimum, len(carried.versions)) for tag, carried in RELEASES.items()}
    assert told == {"v2.31.0": ("1.35.4", "1.33.0", 25), "v2.30.0": ("1.34.3", "1.32.0", 24)}
    assert NEWEST == "v2.31.0"
    content = json.loads(update.TABLE.read_text())
    for release in content["releases"].values():
        assert (release["default"], release["minimum"]) == (release["versions"][0], release["versions"][-1])


@pytest.mark.parametrize("release", RELEASES)
def test_each_version_that_a_release_carries_is_accepted(release: str) -> None:
    for version in RELEASES[release].versions:
        assert refused(page({"kubernetes.kubespray_version": release, "kubernetes.kubernetes_version": version})) == ()


@pytest.mark.parametrize(
    ("given", "offered"),
    [
        ("v1.35.2", "1.35.2"),
        ("1.35", "1.35.4"),
        ("1.34.99", "1.34.7"),
        ("1.36.1", "1.35.4"),
        ("2.0.0", "1.35.4"),
        ("1.20.0", "1.33.0"),
        ("latest", "1.35.4"),
        ("", "1.35.4"),
        ("1.35.4-rc.1", "1.35.4"),
    ],
)
def test_the_nearest_version_is_offered(given: str, offered: str) -> None:
    assert nearest(given, "v2.31.0") == offered
    problems = refused(page({"kubernetes.kubernetes_version": given}))
    assert [problem.fix for problem in problems] == [("kubernetes.kubernetes_version", offered)]


def test_versions_are_those_that_all_three_programs_have_in_the_order_of_numbers() -> None:
    assert update.versions(CHECKSUMS) == ["1.10.0", "1.9.11", "1.9.2"]


@pytest.mark.parametrize(
    "text", ["", "a: b", "kubelet_checksums: 3", CHECKSUMS.replace("1.9.2", "latest").replace("1.10.0", "x")]
)
def test_what_is_no_checksums_file_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="these"):
        update.versions(text)


def test_the_command_reads_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout, table = tmp_path / "kubespray", tmp_path / "table.json"
    file = checkout / update.CHECKSUMS
    file.parent.mkdir(parents=True)
    file.write_text(CHECKSUMS)

    def git(*arguments: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false"]
        subprocess.run(["git", "-C", str(checkout), *who, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "a release")
    git("tag", "v2.9.0")
    table.write_text(json.dumps({"source": "s", "releases": {"v2.10.0": {"versions": ["1.11.0"]}}}))
    monkeypatch.setattr(update, "TABLE", table)
    assert update.main([str(checkout), "v2.9.0"]) == 0
    assert capsys.readouterr().out == "v2.9.0: 3 versions of Kubernetes, 1.9.2 to 1.10.0\n"
    written = json.loads(table.read_text())
    assert [*written["releases"]] == ["v2.10.0", "v2.9.0"]
    assert written["releases"]["v2.9.0"] == {"default": "1.10.0", "minimum": "1.9.2", "versions": ["1.10.0", "1.9.11", "1.9.2"]}
    assert update.main([str(checkout), "v2.99.0"]) == 1
    assert "git finds no" in capsys.readouterr().err
    assert update.main([str(checkout)]) == update.main([str(checkout), "--help"]) == 2
    assert capsys.readouterr().err.startswith("usage: ")
