"""Which planned changes hurt, read from a plan in Terraform's JSON."""

from __future__ import annotations

from typing import Any

import pytest

from ops.changes import hurts, members, quorum, report
from ops.guard import Planned

SERVER, PORT = "openstack_compute_instance_v2", "openstack_networking_port_v2"


def change(type_: str, name: str, actions: list[str], **more: Any) -> dict[str, Any]:
    before: dict[str, Any] | None = None if actions == ["create"] else {}
    return {"type": type_, "name": name, "change": {"actions": actions, "before": before, "after": {}, **more}}


def found(*changes: dict[str, Any]) -> list[str]:
    plan = {"resource_changes": [*changes]}
    return [hurt.name for hurt in hurts(plan, cluster="stage", control_plane="cp")]


@pytest.mark.parametrize(
    ("type_", "name"),
    [
        ("openstack_networking_network_v2", "stage-network"),
        ("openstack_networking_subnet_v2", "stage-subnet"),
        (PORT, "stage-vrrp"),
        ("openstack_networking_floatingip_v2", "stage-api"),
        ("openstack_lb_loadbalancer_v2", "stage-api"),
        (SERVER, "stage-cp12"),
    ],
)
def test_what_a_cluster_does_not_survive_hurts_when_it_goes_and_when_it_is_replaced(type_: str, name: str) -> None:
    assert found(change(type_, name, ["delete"])) == [name]
    assert found(change(type_, name, ["delete", "create"])) == [name]
    assert found(change(type_, name, ["create", "delete"])) == [name]
    for harmless in (["create"], ["update"], ["no-op"], ["read"]):
        assert found(change(type_, name, harmless)) == []


@pytest.mark.parametrize(
    ("type_", "name"),
    [(SERVER, "stage-wn0"), (PORT, "stage-cp0"), (SERVER, "stage-bastion"), (SERVER, "other-cp0"), (SERVER, "stage-cpu0")],
)
def test_the_rest_may_go(type_: str, name: str) -> None:
    assert found(change(type_, name, ["delete"])) == []


def test_the_setting_and_its_values_are_named() -> None:
    planned = change(
        SERVER,
        "stage-cp0",
        ["delete", "create"],
        before={"image_name": "Ubuntu 22.04"},
        after={"image_name": "Ubuntu 24.04"},
        replace_paths=[["image_name"]],
    )
    (hurt,) = hurts({"resource_changes": [planned]}, cluster="stage", control_plane="cp")
    assert "control_plane.image Ubuntu 22.04 -> Ubuntu 24.04" in hurt.says


def test_only_what_stands_counts_as_a_member_of_etcd() -> None:
    plan = {
        "resource_changes": [
            change(SERVER, "stage-cp0", ["no-op"]),
            change(SERVER, "stage-cp1", ["delete"]),
            change(SERVER, "stage-cp2", ["create"]),
            change(SERVER, "stage-wn0", ["no-op"]),
        ]
    }
    assert members(plan, cluster="stage", control_plane="cp") == 2


@pytest.mark.parametrize(
    ("before", "gone", "lost"), [(3, 1, False), (3, 2, True), (3, 3, True), (5, 2, False), (5, 3, True), (1, 1, True)]
)
def test_the_quorum_is_lost_when_no_majority_is_left(before: int, gone: int, lost: bool) -> None:
    assert ("the quorum is lost" in quorum(before, gone)) is lost


def test_each_name_has_to_be_said() -> None:
    plan = {"resource_changes": [change(PORT, "stage-vrrp", ["delete"]), change(SERVER, "stage-cp0", ["delete"])]}
    planned = Planned("stage", hurts(plan, cluster="stage", control_plane="cp"), 3)
    both = planned.refused("")
    assert both is not None
    assert "ALLOW_DESTROY=stage-vrrp,stage-cp0 make deploy" in both
    one = planned.refused("stage-vrrp")
    assert one is not None
    assert "stage-cp0" in one
    assert "stage-vrrp" not in one
    assert planned.refused("stage-cp0, stage-vrrp") is None
    assert planned.refused("all") is None


def test_the_report_counts() -> None:
    plan = {"resource_changes": [change(PORT, "stage-vrrp", ["delete"])]}
    text = report("stage", hurts(plan, cluster="stage", control_plane="cp"), etcd_members=3)
    assert text.startswith("stage: 1 planned change would hurt:")
    assert "etcd" not in text
