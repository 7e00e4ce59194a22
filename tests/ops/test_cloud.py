"""Which cloud a command works on, what is asked of it beforehand, and what may be destroyed there."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from constructs_lib.plan import check
from ops import cloud, destroy, preflight
from ops.cloud import Cloud
from ops.errors import OpsError
from stacks.stage_cluster import STAGE_CLUSTER

MINE = Cloud(name="mine", variables={})
LAB = Cloud(name="lab", variables={}, is_lab=True)


def connection(**lacking: list[str]) -> Any:
    """A cloud that has what stage-cluster names, but for what is given otherwise."""
    names = {"flavors": ["gp.0.4.8", "gp.0.2.2"], "images": ["Ubuntu 24.04"], "networks": ["PUBLICNET"]} | lacking

    def listed(kind: str) -> Any:
        return lambda **_: [SimpleNamespace(name=name) for name in names[kind]]

    return SimpleNamespace(
        compute=SimpleNamespace(flavors=listed("flavors")),
        image=SimpleNamespace(images=listed("images")),
        network=SimpleNamespace(networks=listed("networks")),
    )


def asked(**lacking: list[str]) -> str:
    with pytest.raises(OpsError) as refused:
        preflight.preflight(check(STAGE_CLUSTER), connection(**lacking), cloud=MINE, public_key="ssh-ed25519 AAAA")
    return str(refused.value)


def test_a_named_cloud_is_the_users_and_nothing_is_started() -> None:
    assert cloud.choose({"OS_CLOUD": "mine", "OS_AUTH_URL": "https://other"}) == MINE
    assert cloud.choose({"OS_AUTH_URL": "https://keystone"}).name == "https://keystone"


def test_a_cloud_that_has_everything_passes() -> None:
    preflight.preflight(check(STAGE_CLUSTER), connection(), cloud=MINE, public_key="ssh-ed25519 AAAA")


def test_everything_that_is_missing_is_told_at_once_by_its_setting() -> None:
    text = asked(flavors=["m1"], images=["Plan 9"], networks=[])
    assert text.startswith("cloud mine is not ready for stage-cluster (9 problems):")
    for path in ("control_plane.flavor", "workers[0].image", "bastion.flavor", "network.external_network"):
        assert f"  {path}: there is no" in text
    assert "there are m1" in text


def test_an_image_name_that_two_have_is_told() -> None:
    assert "2 images are called Ubuntu 24.04" in asked(images=["Ubuntu 24.04", "Ubuntu 24.04"])


def test_a_missing_key_file_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(OpsError, match=r"access\.ssh_public_key: there is no file ~/\.ssh/id_ed25519\.pub"):
        preflight.preflight(check(STAGE_CLUSTER), connection(), cloud=MINE, public_key=None)


def test_a_lab_may_be_destroyed_without_a_word_and_a_cloud_may_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONFIRM", raising=False)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: False))
    destroy.confirm("stage-cluster", LAB)
    with pytest.raises(OpsError, match="CONFIRM=stage-cluster make destroy"):
        destroy.confirm("stage-cluster", MINE)
    monkeypatch.setenv("CONFIRM", "another")
    with pytest.raises(OpsError):
        destroy.confirm("stage-cluster", MINE)
    monkeypatch.setenv("CONFIRM", "stage-cluster")
    destroy.confirm("stage-cluster", MINE)
