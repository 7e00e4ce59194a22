"""The command: what it takes, what it writes, and how it says no."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from constructs_lib.plan import check
from constructs_lib.plan.settings import KubeVip
from ops.errors import OpsError, command
from ops.review import __main__ as review_command
from ops.review import browser, flavors, pictures
from ops.review.html import page
from ops.review.model import review
from ops.review.synth import synthesized
from stacks import clusters
from stacks.stage_cluster import STAGE_CLUSTER
from tests.review.clusters import output_of
from tests.review.conftest import review_of

NAME = STAGE_CLUSTER.cluster_name


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Terraform without a synth: each test here would start main.py."""
    monkeypatch.setattr(review_command, "synthesized", lambda name: output_of(check(STAGE_CLUSTER)))


def run(*words: str, monkeypatch: pytest.MonkeyPatch) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["review", *words])
    with pytest.raises(SystemExit) as end:
        command(review_command.main)
    return end.value.code


def test_without_a_cluster_it_says_which_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch=monkeypatch) == f"error: no cluster given; stacks/clusters.py has: {NAME}"


@pytest.mark.parametrize("name", ["review.svg", "review", "review.pdf"])
def test_another_format_than_html_is_wrong_usage(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(NAME, "--out", name, monkeypatch=monkeypatch) == 2
    assert f"--out {name}: only .html is written; take review.html" in capsys.readouterr().err


@pytest.mark.usefixtures("stand_in")
def test_it_prints_the_review(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(NAME, monkeypatch=monkeypatch) == 0
    assert capsys.readouterr().out.startswith(f"{NAME}\n")


@pytest.mark.usefixtures("stand_in")
def test_it_writes_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "review.HTML"
    assert run(NAME, "--out", str(file), monkeypatch=monkeypatch) == 0
    plan = check(STAGE_CLUSTER)
    assert file.read_text(encoding="utf-8") == page(review(plan, output_of(plan)))


@pytest.mark.usefixtures("stand_in")
def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "none" / "review.html"
    assert run(NAME, "--out", str(file), monkeypatch=monkeypatch) == (
        f"error: {file} cannot be written: No such file or directory"
    )


def test_a_page_that_does_not_hold_together_ends_with_its_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = replace(STAGE_CLUSTER, endpoint=KubeVip(vrrp_ip="10.2.184.60"))
    monkeypatch.setattr(clusters, "CLUSTERS", [broken])
    said = str(run(NAME, monkeypatch=monkeypatch))
    assert said.startswith(f"{NAME}: the settings do not hold together (1 problem):\n  endpoint.vrrp_ip: 10.2.184.60")


def test_flavors_come_from_what_the_openstack_client_writes(tmp_path: Path) -> None:
    file = tmp_path / "flavors.json"
    file.write_text(json.dumps([{"ID": "1", "Name": "gp.0.4.8", "RAM": 8192, "Disk": 40, "VCPUs": 4}]))
    assert flavors.of_file(file) == {"gp.0.4.8": flavors.Flavor(vcpus=4, ram=8192)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is no list of flavors"),
        ("3", "is no list of flavors"),
        ('["m1"]', "is no list of flavors"),
        ('[{"Name": "m1", "RAM": "much", "VCPUs": 1}]', "is no list of flavors"),
        ('[{"Name": "m1", "RAM": 1}]', "a flavor lacks 'VCPUs'"),
        (None, "cannot be read: No such file"),
    ],
)
def test_a_file_of_no_flavors_is_refused_with_the_command_that_makes_one(text: str | None, says: str, tmp_path: Path) -> None:
    file = tmp_path / "flavors.json"
    if text is not None:
        file.write_text(text)
    with pytest.raises(OpsError, match=says) as refused:
        flavors.of_file(file)
    assert str(refused.value).endswith("make one with `openstack flavor list -f json > flavors.json`")


def test_a_cloud_is_asked_for_its_flavors(monkeypatch: pytest.MonkeyPatch) -> None:
    class Found:
        name, vcpus, ram = "gp.0.4.8", 4, 8192

    class Connection:
        class compute:
            flavors = staticmethod(lambda: iter([Found]))

    def connect(cloud: Any) -> type[Connection]:
        assert (cloud.name, cloud.variables) == ("mine", {"OS_CLOUD": "mine"})
        return Connection

    monkeypatch.setattr(flavors, "connect", connect)
    assert flavors.of_cloud("mine") == {"gp.0.4.8": flavors.Flavor(vcpus=4, ram=8192)}


def test_the_terminals_picture_loads_nothing_and_is_the_same_each_time() -> None:
    drawn = pictures.terminal_svg(review_of("stage"), command="make review")
    assert drawn == pictures.terminal_svg(review_of("stage"), command="make review")
    urls = {word for word in drawn.replace('"', " ").replace(">", " ").split() if "://" in word}
    assert urls <= {"http://www.w3.org/2000/svg", "https://www.textualize.io"}  # a name space, and a comment
    assert "@font-face" not in drawn
    assert "url(http" not in drawn


def test_a_machine_without_chromium_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(OpsError, match=r"^no chromium on PATH; install it: apt-get install -y chromium$"):
        browser.measure("<p>", 360)


@pytest.mark.e2e
def test_the_stand_in_for_terraform_is_what_main_py_makes() -> None:
    plan = check(STAGE_CLUSTER)
    real = review(plan, synthesized(NAME))
    assert real == review(plan, output_of(plan))


@pytest.mark.e2e
def test_the_command_as_a_user_types_it() -> None:
    line = [sys.executable, "-m", "ops.review", NAME]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Address map of 10.2.184.0/22 (1,024 addresses)" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.e2e
def test_a_project_that_does_not_synthesize_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("ops.review.synth.PROJECT", tmp_path)
    (tmp_path / "main.py").write_text("raise SystemExit('no such network')")
    with pytest.raises(OpsError, match=r"main\.py does not synthesize stage-cluster:\nno such network"):
        synthesized(NAME)
