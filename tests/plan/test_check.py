"""Reading and checking a page as a whole: order, warnings, strictness, and what follows from a plan."""

from __future__ import annotations

import re
import time
from ipaddress import IPv4Address, IPv4Network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.kubespray.render import group_vars_files
from constructs_lib.plan import PlanError, check, extra_vars
from constructs_lib.plan.check import check_node_network
from constructs_lib.plan.kubernetes import KubeOvn
from constructs_lib.plan.names import csr_approver_regex
from constructs_lib.plan.pods import secure_addresses
from constructs_lib.plan.settings import KubeVip, Lease, Network, Octavia, WorkerPool
from stacks.stage_cluster import STAGE_CLUSTER
from tests.plan.everything import EVERY
from tests.plan.pages import GOOD, page, refused, settings_of

LABEL = st.from_regex(r"\A[a-z][a-z0-9-]{0,9}[a-z0-9]\Z")


def test_the_cluster_of_the_project_is_accepted_without_a_word() -> None:
    assert check(STAGE_CLUSTER, strict=True).warnings == ()


def test_warnings_do_not_stop_unless_they_are_to() -> None:
    cluster = page({"access.ssh_allowed_cidrs": []})
    assert [warning.path for warning in check(cluster).warnings] == ["access.ssh_allowed_cidrs"]
    for problems in (refused(cluster, strict=True), refused(page({"strict": True}, cluster))):
        assert [problem.path for problem in problems] == ["access.ssh_allowed_cidrs"]


def test_problems_come_in_the_order_of_the_page_each_once() -> None:
    broken = dict.fromkeys(
        ("access.ssh_user", "kubernetes.subnet_pods", "workers[0].count", "endpoint.vrrp_ip", "network.mtu", "cluster_name"),
        "?",
    )
    problems = refused(page({**broken, "control_plane.count": 2, "workers[0].node_labels": {"b c": "1", "a": "x y"}}))
    told = [problem.path for problem in problems]
    on_the_page = [*settings_of(GOOD), "workers[0].node_labels['b c']", "workers[0].node_labels['a']"]
    plain = [path for path in told if "node_labels" not in path]
    assert plain == [path for path in on_the_page if path in plain]
    assert len({*map(str, problems)}) == len(problems)
    assert told.index("workers[0].node_labels['b c']") < told.index("workers[0].node_labels['a']")


def test_a_message_is_told_once_where_two_rules_find_it() -> None:
    problems = refused(page({"network.external_network": None}))
    assert len({*problems}) == len(problems) == 2


@settings(max_examples=100, deadline=None)
@given(LABEL, st.lists(LABEL, min_size=1, max_size=4, unique=True), st.integers(1, 9), st.lists(st.integers(0, 9), unique=True))
def test_the_csr_approver_takes_every_node_and_no_stranger(name: str, pools: list[str], count: int, retired: list[int]) -> None:
    workers = [WorkerPool(name=pool, count=count, retired=retired, flavor="f", image="i") for pool in pools]
    cluster = page({"cluster_name": name, "workers": workers, "bastion": None, "network.other_networks": ["192.168.9.0/24"]})
    try:
        plan = check(cluster)
    except PlanError:
        return
    regex = re.compile(csr_approver_regex(plan.settings))
    assert all(regex.search(node.name) for node in plan.nodes)
    for node in plan.nodes:
        assert not regex.search(f"x{node.name}")
        assert not regex.search(f"{node.name}.evil")
        assert not regex.search(node.name.rstrip("0123456789"))


def test_the_secure_addresses_cover_nodes_pods_and_the_address_of_the_api() -> None:
    assert secure_addresses(GOOD) == "localhost link-local 10.42.0.0/16 10.2.184.0/22 10.2.184.10"
    kube_ovn = page({"kubernetes.network_plugin": KubeOvn()})
    assert secure_addresses(kube_ovn) == "localhost link-local 10.42.0.0/16 100.64.0.0/16 10.2.184.0/22 10.2.184.10"
    octavia = page({"endpoint": Octavia()})
    assert secure_addresses(octavia, "10.2.184.77") == "localhost link-local 10.42.0.0/16 10.2.184.0/22 10.2.184.77"
    for cluster in EVERY:
        plan = check(cluster)
        words = secure_addresses(plan.settings).split()
        networks = [IPv4Network(word) for word in words if word[0].isdigit()]
        for address in (*(pool.first for pool in plan.addresses.allocation_pools), plan.addresses.gateway):
            assert any(address in network for network in networks)
        assert plan.addresses.vrrp_ip is None or IPv4Network(plan.addresses.vrrp_ip) in networks


def test_every_variable_that_is_written_from_a_setting_is_known_as_owned() -> None:
    # hardening.yml holds the guide's own values beside those of settings: `extra_vars` may change these, in that file
    for cluster in EVERY:
        plain = page({"kubernetes.extra_vars": {}}, cluster)
        files = group_vars_files(check(plain), k8s_internal_ip="10.2.184.10", k8s_api_ip="198.51.100.1")
        for name in (name for file, variables in files.items() if file != "hardening" for name in variables):
            assert name in extra_vars.OWNED, f"{name} is written, and extra_vars.OWNED does not say from what"


def test_the_names_that_are_owned_can_be_given() -> None:
    cluster = page({"kubernetes.extra_vars": {"addons": {"helm_enabled": True}}})
    assert refused(cluster) == ()
    with pytest.raises(PlanError, match=r"helm_enabled'\]: is written from kubernetes.helm already.*set kubernetes.helm$"):
        check(cluster, owned={"helm_enabled": "kubernetes.helm"})


def test_a_node_network_alone_is_checked_with_its_lease() -> None:
    network = Network(subnet_nodes="10.2.186.0/23", allocation_pools=["10.2.186.50-10.2.187.99"], cni_iface="enp3s0")
    plan = check_node_network("own", network, KubeVip(vrrp_ip="10.2.186.10"), servers=9)
    assert plan.vrrp_ip == IPv4Address("10.2.186.10")
    endpoint = KubeVip(vrrp_ip="10.2.184.10", lease=Lease(leaseduration=2))
    with pytest.raises(PlanError) as error:
        check_node_network("own", network, endpoint, servers=9)
    assert [problem.path for problem in error.value.problems] == ["endpoint.vrrp_ip", "endpoint.lease.leaseduration"]


def test_large_clusters_are_checked_in_bounded_time() -> None:
    begun = time.monotonic()
    pools = [WorkerPool(name=f"p{at}-x", count=10_000, retired=[*range(1000)], flavor="f", image="i") for at in range(256)]
    (problem,) = [each for each in refused(page({"workers": pools})) if each.path == "workers"]
    assert "2,560,003 nodes" in str(problem)
    ranges = [f"10.2.184.{at}-10.2.187.{at}" for at in range(1, 65)]
    assert refused(page({"network.allocation_pools": ranges, "network.metallb_ranges": ranges}))
    assert time.monotonic() - begun < 5
