"""What a review says of a cluster: counts beside quotas, who reaches whom, the ways in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ops.review.flavors import Flavor
from ops.review.model import Review, review
from tests.review.clusters import PAGES, output_of, plan_of
from tests.review.conftest import review_of


def needs(found: Review) -> dict[str, int | None]:
    return {quota.name: quota.need for quota in found.quotas}


def why(found: Review, name: str) -> str:
    return next(quota.why for quota in found.quotas if quota.name == name)


def test_the_stage_cluster_counts_against_these_quotas() -> None:
    assert needs(review_of("stage")) == {
        "instances": 9,
        "cores": 34,
        "ram": 67_584,
        "key-pairs": 1,
        "server-groups": 1,
        "server-group-members": 3,
        "volumes": 0,
        "gigabytes": 0,
        "networks": 1,
        "subnets": 1,
        "routers": 1,
        "ports": 13,
        "floating_ips": 2,
        "security_groups": 4,
        "security_group_rules": len(plan_of("stage").rules),
    }


def test_ports_that_nobody_asked_for_count_too() -> None:
    expected = "9 of servers, 1 without a server (stage-cluster-vrrp), 1 of the router, 2 at most for DHCP and metadata"
    assert why(review_of("stage"), "ports") == expected


def test_what_an_unknown_flavor_has_is_not_guessed_from_its_name() -> None:
    plan = plan_of("stage")
    found = review(plan, output_of(plan), {"gp.0.4.8": Flavor(vcpus=4, ram=8192)})
    assert (needs(found)["cores"], needs(found)["ram"]) == (None, None)
    assert why(found, "cores") == "unknown: what gp.0.2.2 has; tell it by --flavors FILE or --cloud NAME"
    assert [row.each_has for row in found.servers] == ["4 vCPU, 8 GiB", "4 vCPU, 8 GiB", "unknown"]


def test_boot_volumes_count_as_volumes_and_gigabytes() -> None:
    found = review_of("many-pools")
    assert (needs(found)["volumes"], needs(found)["gigabytes"]) == (78, 78 * 80)
    assert [row.boots for row in found.servers[:2]] == ["Ubuntu 24.04", "Ubuntu 24.04, 80 GiB volume"]


def test_pools_stand_in_the_order_of_the_page() -> None:
    settings = plan_of("many-pools").settings
    named = [settings.control_plane.name, *(pool.name for pool in settings.workers), "bastion"]
    assert [row.pool for row in review_of("many-pools").servers] == named


def test_a_thousand_workers_are_one_row() -> None:
    found = review_of("thousand")
    assert [(row.pool, row.count) for row in found.servers] == [("cp", 3), ("wn", 1000), ("bastion", 1)]
    assert (needs(found)["instances"], needs(found)["server-group-members"]) == (1004, 1000)
    assert "1,004 servers" in found.pool_use


def test_a_load_balancer_has_a_port_and_quotas_of_its_own() -> None:
    found = review_of("octavia")
    octavia = {quota.name: quota.need for quota in found.quotas if quota.service == "Octavia"}
    assert octavia == {"load_balancers": 1, "listeners": 1, "pools": 1, "members": 3, "health_monitors": 1}
    assert "1 of the load balancer" in why(found, "ports")
    assert "9 servers, 1 load balancer" in found.pool_use


def test_a_resource_without_a_quota_is_told_all_the_same() -> None:
    plan = plan_of("tiny")
    output = {"resource": output_of(plan)["resource"] | {"openstack_dns_recordset_v2": {"tiny-api": {}}}}
    assert review(plan, output).quotas[-1].name == "dns_recordset_v2"


def test_a_security_group_that_keeps_neutrons_rules_counts_them() -> None:
    plan = plan_of("tiny")
    kept = {"resource": output_of(plan)["resource"] | {"openstack_networking_secgroup_v2": {"tiny-node": {}}}}
    assert needs(review(plan, kept))["security_group_rules"] == len(plan.rules) + 2


@pytest.mark.parametrize("name", PAGES)
def test_each_rule_is_in_the_list_with_its_reason_and_in_the_matrix(name: str) -> None:
    plan, reach = plan_of(name), review_of(name).reach
    assert [flow.reason for flow in reach.flows] == [rule.reason for rule in plan.rules]
    sources, targets = {end.name for end in reach.sources}, {end.name for end in reach.targets}
    for rule, flow in zip(plan.rules, reach.flows, strict=True):
        ends = (rule.source_group or rule.cidr, rule.group)
        assert (flow.source, flow.target) == (ends if rule.direction == "ingress" else ends[::-1])
        assert flow.source in sources
        assert flow.target in targets
        assert flow.what in reach.cells[flow.source, flow.target]
    assert sum(map(len, reach.cells.values())) <= len(plan.rules)


def test_the_matrix_says_who_may_reach_etcd() -> None:
    reach = review_of("stage").reach
    etcd = [ends for ends, passes in reach.cells.items() if "tcp 2379-2380" in passes]
    assert etcd == [("control-plane", "control-plane")]


def test_a_network_of_the_clusters_own_is_not_called_outside() -> None:
    ends = {end.name: end.carriers for end in review_of("octavia").reach.sources}
    assert (ends["10.2.184.0/22"], ends["10.0.0.0/8"]) == ("node network", "outside")


def way(name: str, at: int) -> list[tuple[str, str]]:
    return [(hop.what, hop.where) for hop in review_of(name).routes[at].hops]


def test_a_client_gets_to_the_api_by_floating_ip_and_vip() -> None:
    assert way("stage", 0) == [
        ("client", "in 10.0.0.0/8"),
        ("floating IP", "of PUBLICNET"),
        ("VIP", "10.2.184.10"),
        ("enp3s0 of the leader", "one of stage-cluster-cp0, stage-cluster-cp1, stage-cluster-cp2"),
        ("kube-apiserver", "port 443"),
    ]


def test_a_node_gets_to_the_vip_past_no_router() -> None:
    assert way("stage", 1)[-1] == ("VIP", "10.2.184.10")
    assert "router" not in str(review_of("stage").routes[1])


def test_octavia_and_the_first_node_have_ways_of_their_own() -> None:
    assert [what for what, _ in way("octavia", 0)][2:] == [
        "load balancer",
        "enp3s0 of a member",
        "kube-apiserver",
    ]
    assert way("first-node", 0)[2] == ("enp3s0 of the first node", "first-node-cp0")


def test_where_nobody_outside_may_come_the_way_ends_there() -> None:
    assert way("tiny", 0) == [("client", "nobody outside")]
    assert way("tiny", 2) == [("person, Ansible", "nobody outside")]


def test_without_a_bastion_ssh_goes_to_the_nodes() -> None:
    plan = plan_of("stage")
    bare = replace(plan, settings=replace(plan.settings, bastion=None))
    assert [hop.what for hop in review(bare, output_of(bare)).routes[2].hops] == ["person, Ansible", "node"]


@pytest.mark.parametrize("name", PAGES)
def test_the_warnings_are_the_plans(name: str) -> None:
    assert review_of(name).warnings == tuple(map(str, plan_of(name).warnings))
