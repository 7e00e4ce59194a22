"""What a message offers is itself valid: taken again and again, it makes any page of these whole."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from constructs_lib.plan import Problem, check
from constructs_lib.plan.kubernetes import Calico, Cilium, KubeOvn, NoCni
from constructs_lib.plan.problems import LEAVE_OUT
from constructs_lib.plan.settings import Cluster, FirstNode, KubeVip, Lease, Octavia, WorkerPool
from tests.plan.pages import GOOD, REMOVED, changed, page, refused
from tests.plan.test_broken import NAMES, broken

ROUNDS = 80
NO_WAY = (
    "no address is free",
    "no private network",
    "is free",
    "name one",
    "name them there",
    "add Bastion",
    "write ",
    "did you mean",
    "there are",
)


def mended(cluster: Cluster, *, strict: bool = False) -> tuple[Cluster, tuple[Problem, ...]]:
    """The page after taking the first offer of each round, and what is left when none has an offer."""
    for _ in range(ROUNDS):
        problems = refused(cluster, strict=strict)
        fix = next((problem.fix for problem in problems if problem.fix), None)
        if fix is None:
            return cluster, problems
        path, value = fix
        cluster = changed(cluster, path, REMOVED if value is LEAVE_OUT else value)
    raise AssertionError(f"not whole after {ROUNDS} rounds: {[str(problem) for problem in refused(cluster)]}")


def assert_mends(cluster: Cluster) -> None:
    _, left = mended(cluster)
    for problem in left:
        assert any(words in problem.offer for words in NO_WAY), f"no fix, though there is room: {problem}"


@st.composite
def subnets(draw: st.DrawFn) -> IPv4Network:
    length = draw(st.integers(16, 30))
    base = draw(
        st.sampled_from(
            ["10.2.184.0", "10.2.186.0", "172.16.186.0", "192.168.0.0", "10.42.3.0", "10.255.255.240", "172.17.1.0"]
        )
    )
    return IPv4Network(f"{base}/{length}", strict=False)


def near(subnet: IPv4Network) -> st.SearchStrategy[IPv4Address]:
    """An address in a network, or a little outside it."""
    first, last = int(subnet.network_address), int(subnet.broadcast_address)
    return st.integers(max(first - 4, 0), min(last + 4, 2**32 - 1)).map(IPv4Address)


@st.composite
def ranges(draw: st.DrawFn, subnet: IPv4Network) -> str:
    ends = sorted((draw(near(subnet)), draw(near(subnet))))
    return f"{ends[0]}-{ends[1]}"


@st.composite
def pages(draw: st.DrawFn) -> Cluster:
    subnet = draw(subnets())
    pool = st.builds(
        WorkerPool,
        count=st.integers(0, 40),
        flavor=st.just("f"),
        image=st.just("i"),
        name=st.sampled_from(["wn", "wn1", "cp", "gpu"]),
    )
    seconds = st.integers(1, 3600)
    lease = st.builds(Lease, leaseduration=seconds, renewdeadline=seconds, retryperiod=seconds)
    port = st.sampled_from([22, 443, 2112, 2379, 6443, 7946, 10250, 30000, 32767])
    endpoint = draw(
        st.one_of(
            st.builds(
                KubeVip,
                vrrp_ip=near(subnet).map(str),
                k8s_api_port=port,
                lease=st.one_of(st.just(Lease()), lease),
                cp_detect=st.booleans(),
                lb_enable=st.booleans(),
                floatingip_pool=st.sampled_from([None, "PUBLICNET", "OTHERNET"]),
            ),
            st.builds(Octavia, k8s_api_port=port, loadbalancer_provider=st.sampled_from(["amphora", "ovn"])),
            st.builds(FirstNode, k8s_api_port=port),
        )
    )
    numbers = st.lists(st.integers(0, 9), max_size=4)
    networks = st.sampled_from(
        ["10.42.0.0/16", "10.43.0.0/16", "10.2.0.0/16", "10.0.0.0/8", "10.42.0.0/24", "127.0.0.0/16", "10.9.0.0/30"]
    )
    plugin = st.sampled_from(
        [Calico(), Calico(installed_by="operator"), Cilium(), NoCni(), KubeOvn(), KubeOvn(subnet_join="10.42.0.0/24")]
    )
    changes: dict[str, Any] = {
        # the second has host bits set, as a /22 that starts at .186.0 has
        "network.subnet_nodes": draw(st.sampled_from([str(subnet), f"{subnet.network_address + 2}/{subnet.prefixlen}"])),
        "network.allocation_pools": draw(st.lists(ranges(subnet), max_size=3)),
        "network.metallb_ranges": draw(st.lists(ranges(subnet), max_size=3)),
        "network.gateway_ip": draw(st.one_of(st.none(), near(subnet).map(str))),
        "network.growth": draw(st.integers(0, 60)),
        "network.other_networks": draw(st.lists(networks, max_size=2)),
        "network.external_network": draw(st.sampled_from([None, "PUBLICNET"])),
        "endpoint": endpoint,
        "control_plane.count": draw(st.integers(1, 12)),
        "control_plane.retired": draw(numbers),
        "control_plane.first": draw(st.one_of(st.none(), st.integers(0, 9))),
        "workers": draw(st.lists(pool, max_size=3)),
        "kubernetes.network_plugin": draw(plugin),
        "kubernetes.subnet_pods": draw(networks),
        "kubernetes.subnet_services": draw(networks),
        "kubernetes.kube_network_node_prefix": draw(st.integers(16, 30)),
        "kubernetes.kubelet_max_pods": draw(st.integers(1, 1000)),
        "kubernetes.metallb_enabled": draw(st.booleans()),
        "kubernetes.kubespray_version": draw(st.sampled_from(["v2.31.0", "v2.30.0"])),
        "kubernetes.kubernetes_version": draw(st.sampled_from(["1.35.4", "1.34.3", "1.33.99", "1.99.0", "1.2.3"])),
        "bastion.name": draw(st.sampled_from(["bastion", "api", "cp0", "wn", "wn10"])),
    }
    return page(changes)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages())
def test_offers_make_any_page_whole(cluster: Cluster) -> None:
    assert_mends(cluster)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages())
def test_an_accepted_plan_gives_each_address_to_one(cluster: Cluster) -> None:
    whole, left = mended(cluster)
    assume(not left)
    plan = check(whole).addresses
    inside = {int(address) for address in plan.subnet_nodes.hosts()} if plan.subnet_nodes.prefixlen >= 20 else None
    runs = [*plan.allocation_pools, *plan.metallb_ranges, *plan.singles(), *plan.free()]
    for at, run in enumerate(runs):
        assert run.first in plan.subnet_nodes
        assert run.last in plan.subnet_nodes
        assert not any(run.overlaps(other) for other in runs[at + 1 :])
    if plan.vrrp_ip is not None:
        assert not any(plan.vrrp_ip in pool for pool in plan.allocation_pools)
    assert sum(len(run) for run in runs) == plan.subnet_nodes.num_addresses - 2
    if inside is not None:
        assert {number for run in runs for number in range(int(run.first), int(run.last) + 1)} == inside
    kubernetes = whole.kubernetes
    networks = [whole.network.subnet_nodes, kubernetes.subnet_pods, kubernetes.subnet_services]
    if isinstance(kubernetes.network_plugin, KubeOvn):
        networks.append(kubernetes.network_plugin.subnet_join)
    read = [IPv4Network(cidr) for cidr in networks]
    assert not any(one.overlaps(other) for at, one in enumerate(read) for other in read[at + 1 :])
    assert not any(one.overlaps(IPv4Network(other)) for one in read for other in whole.network.other_networks)
    names = [node.name for node in check(whole).nodes]
    assert len({*names}) == len(names)


@pytest.mark.parametrize("name", NAMES)
def test_the_offers_of_each_broken_page_mend_it(name: str) -> None:
    if name in ("wrong_class", "endpoint_of_no_kind"):  # all of their settings are lost
        return
    cluster, left = mended(broken(name).PAGE)
    for problem in left:
        offered = problem.offer or problem.says
        assert not any(words in offered for words in ("take 1", "take a free")), str(problem)
    if all(problem.fix for problem in refused(broken(name).PAGE)):
        assert left == ()
        assert refused(cluster) == ()


@pytest.mark.parametrize("name", NAMES)
def test_an_offer_that_names_an_address_has_its_fix(name: str) -> None:
    for problem in refused(broken(name).PAGE, strict=True):
        if problem.fix is None or problem.fix[1] is LEAVE_OUT:
            continue
        value = problem.fix[1]
        told = [str(each) for each in value] if isinstance(value, tuple) else [repr(value), str(value)]
        assert any(each[:50] in str(problem) for each in told) or "leave it out" in problem.offer, f"{problem}: {problem.fix}"


def test_nothing_is_offered_for_the_page_that_is_good() -> None:
    assert mended(GOOD) == (GOOD, ())
