"""The stack of a cluster: what it makes, at which addresses, and what it must never make."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from constructs_lib.plan.settings import (
    Cluster,
    FirstNode,
    HttpBackend,
    KubeVip,
    LocalBackend,
    Octavia,
    PgBackend,
    S3Backend,
    WorkerPool,
)
from stacks.stage_cluster import STAGE_CLUSTER
from tests.synth import Synthesized, synthesized

GOLDEN = Path(__file__).parent / "stage-cluster.addresses"


@pytest.fixture(scope="module")
def stage() -> Synthesized:
    return synthesized(STAGE_CLUSTER)


def changed(**values: Any) -> Cluster:
    return replace(STAGE_CLUSTER, **values)


def test_addresses_in_the_terraform_state_are_a_contract(stage: Synthesized) -> None:
    assert stage.addresses() == GOLDEN.read_text().split()


def test_the_vip_is_allowed_on_every_control_plane_port_and_on_no_other(stage: Synthesized) -> None:
    ports = stage.resources("openstack_networking_port_v2")
    allowed = {name: port.get("allowed_address_pairs") for name, port in ports.items()}
    vip = [{"ip_address": "10.2.184.10"}]
    assert {name for name, pairs in allowed.items() if pairs} == {f"stage-cluster-cp{n}" for n in range(3)}
    assert all(pairs == vip for pairs in allowed.values() if pairs)


def test_control_plane_nodes_are_kept_apart_and_workers_are_free(stage: Synthesized) -> None:
    assert stage.only("openstack_compute_servergroup_v2")["policies"] == ["anti-affinity"]
    servers = stage.resources("openstack_compute_instance_v2")
    hints = {name for name, server in servers.items() if server.get("scheduler_hints")}
    assert hints == {f"stage-cluster-cp{n}" for n in range(3)}


def test_only_the_bastion_and_the_api_are_reachable_from_outside(stage: Synthesized) -> None:
    ports = {body["port_id"] for body in stage.resources("openstack_networking_floatingip_v2").values()}
    assert ports == {f"${{openstack_networking_port_v2.stage-cluster-{name}.id}}" for name in ("vrrp", "bastion")}


def test_nothing_waits_for_the_bastion(stage: Synthesized) -> None:
    for name, server in stage.resources("openstack_compute_instance_v2").items():
        assert server["depends_on"] == ["openstack_networking_router_interface_v2.stage-cluster-router-interface"], name


def test_no_rule_is_open_to_the_world_or_speaks_vrrp(stage: Synthesized) -> None:
    for name, rule in stage.resources("openstack_networking_secgroup_rule_v2").items():
        assert rule.get("protocol") not in ("112", "vrrp", "51", "ah"), name
        if rule["direction"] == "ingress":
            assert rule.get("remote_ip_prefix") != "0.0.0.0/0", name
            assert rule.get("remote_ip_prefix") or rule.get("remote_group_id"), name
            assert rule["protocol"], name


def test_every_rule_says_why_it_is_there(stage: Synthesized) -> None:
    rules = stage.resources("openstack_networking_secgroup_rule_v2")
    assert [name for name, rule in rules.items() if not rule["description"]] == []


def test_security_groups_hold_no_rule_that_is_not_written_down(stage: Synthesized) -> None:
    groups = stage.resources("openstack_networking_secgroup_v2")
    assert all(group["delete_default_rules"] for group in groups.values())


def test_the_output_holds_no_absolute_path_and_no_secret(stage: Synthesized) -> None:
    assert not re.search(r'"/(?!/)[a-z]', stage.text)  # a value that starts at the root; "//" are CDKTF's own notes
    assert not re.search(r"PRIVATE KEY|password|passwd|secret_key|OS_[A-Z]+\s*=", stage.text)
    assert not re.search(r"ssh-(rsa|ed25519) AAAA", stage.text)


def test_providers_take_fixes_of_their_major_release(stage: Synthesized) -> None:
    wanted = stage.json["terraform"]["required_providers"]
    assert {name: provider["version"] for name, provider in wanted.items()} == {"openstack": "~> 3.0", "local": "~> 2.5"}


def test_taking_out_a_node_touches_no_other() -> None:
    before = synthesized(STAGE_CLUSTER).json["resource"]
    pool = replace(STAGE_CLUSTER.workers[0], count=4, retired=[2])
    after = synthesized(changed(workers=[pool])).json["resource"]
    for type_ in ("openstack_compute_instance_v2", "openstack_networking_port_v2"):
        gone = set(before[type_]) - set(after[type_])
        assert gone == {"stage-cluster-wn2"}
        assert all(after[type_][name] == before[type_][name] for name in after[type_])


def test_further_worker_pools_reach_the_inventory() -> None:
    pools = [*STAGE_CLUSTER.workers, WorkerPool(name="gpu", count=2, flavor="gp.0.8.16", image="Ubuntu 24.04")]
    stack = synthesized(changed(workers=pools))
    assert "stage-cluster-gpu1" in stack.only("local_file", filename=f"{INVENTORY}/inventory.yaml")["content"]
    assert stack.resources("openstack_compute_instance_v2")["stage-cluster-gpu1"]["flavor_name"] == "gp.0.8.16"


INVENTORY = "${path.root}/../../../inventory/stage-cluster"


def test_without_a_bastion_ssh_goes_straight_to_the_nodes() -> None:
    stack = synthesized(changed(bastion=None))
    assert "stage-cluster-bastion" not in stack.text
    assert "ProxyCommand" not in stack.only("local_file", filename=f"{INVENTORY}/inventory.yaml")["content"]
    ssh = stack.resources("openstack_networking_secgroup_rule_v2")["stage-cluster-node-ssh-10-0-0-0-8"]
    assert ssh["remote_ip_prefix"] == "10.0.0.0/8"


def test_octavia_has_a_member_for_each_control_plane_node_at_the_api_port_and_no_vrrp_port() -> None:
    stack = synthesized(changed(endpoint=Octavia(k8s_api_port=6443, floatingip_pool="PUBLICNET")))
    assert stack.only("openstack_lb_listener_v2")["protocol_port"] == 6443
    members = stack.resources("openstack_lb_member_v2")
    assert {name: member["protocol_port"] for name, member in members.items()} == {
        f"stage-cluster-cp{n}": 6443 for n in range(3)
    }
    assert "vrrp" not in stack.text
    assert all(not port.get("allowed_address_pairs") for port in stack.resources("openstack_networking_port_v2").values())
    assert "kube_vip_enabled: false" in stack.only("local_file", filename=f"{ADDONS}")["content"]


ADDONS = f"{INVENTORY}/group_vars/k8s_cluster/addons.yml"


@pytest.mark.parametrize(("provider", "method"), [("amphora", "ROUND_ROBIN"), ("ovn", "SOURCE_IP_PORT")])
def test_octavia_is_asked_for_nothing_that_its_provider_refuses(provider: Any, method: str) -> None:
    stack = synthesized(changed(endpoint=Octavia(loadbalancer_provider=provider, floatingip_pool="PUBLICNET")))
    assert stack.only("openstack_lb_pool_v2")["lb_method"] == method
    assert ("allowed_cidrs" in stack.only("openstack_lb_listener_v2")) is (provider == "amphora")
    # the nodes hold strangers off, whichever provider there is
    acl = stack.resources("openstack_networking_secgroup_rule_v2")["stage-cluster-control-plane-api-10-0-0-0-8"]
    assert acl["remote_ip_prefix"] == "10.0.0.0/8"


def test_first_node_puts_the_floating_ip_on_the_first_control_plane_node() -> None:
    stack = synthesized(changed(endpoint=FirstNode(floatingip_pool="PUBLICNET")))
    assert stack.outputs()["k8s_internal_ip"] == "${openstack_networking_port_v2.stage-cluster-cp0.all_fixed_ips[0]}"
    api = stack.resources("openstack_networking_floatingip_v2")["stage-cluster-api"]
    assert api["port_id"] == "${openstack_networking_port_v2.stage-cluster-cp0.id}"


def test_kube_vip_without_a_pool_has_no_floating_ip_for_the_api() -> None:
    stack = synthesized(changed(endpoint=KubeVip(vrrp_ip="10.2.184.10")))
    assert set(stack.resources("openstack_networking_floatingip_v2")) == {"stage-cluster-bastion"}
    assert stack.outputs()["k8s_api_ip"] == "10.2.184.10"


@pytest.mark.parametrize(
    ("backend", "expected"),
    [
        (LocalBackend(), {"local": {"path": "../../../terraform.stage-cluster.tfstate"}}),
        (
            S3Backend(bucket="states", key="stage", region="eu"),
            {"s3": {"bucket": "states", "key": "stage", "region": "eu", "encrypt": True, "use_lockfile": True}},
        ),
        (
            HttpBackend(address="https://state/stage", lock_address="https://state/stage/lock"),
            {"http": {"address": "https://state/stage", "lock_address": "https://state/stage/lock"}},
        ),
        (PgBackend(schema_name="stage"), {"pg": {"schema_name": "stage"}}),
    ],
)
def test_the_backend_is_what_the_page_says_without_credentials(backend: Any, expected: dict[str, Any]) -> None:
    assert synthesized(changed(backend=backend)).json["terraform"]["backend"] == expected
