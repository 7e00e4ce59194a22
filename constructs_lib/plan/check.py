"""Reads a settings page and holds all of it against every rule: a `Plan`, or every problem at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from constructs_lib.plan import access, extra_vars, firewall, kubespray_release, names, networks, node_network, pods, services
from constructs_lib.plan import endpoint as endpoint_rules
from constructs_lib.plan import nodes as naming
from constructs_lib.plan.addresses import OCTAVIA_ADDRESSES, AddressPlan
from constructs_lib.plan.firewall import Rule
from constructs_lib.plan.nodes import Node
from constructs_lib.plan.page import read
from constructs_lib.plan.paths import order_of
from constructs_lib.plan.problems import PlanError, Problem, without_consequences
from constructs_lib.plan.settings import Cluster, KubeVip, Network, Octavia
from constructs_lib.plan.shown import shown


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A cluster that holds together: its settings, and what follows from them."""

    settings: Cluster
    addresses: AddressPlan
    nodes: tuple[Node, ...]
    rules: tuple[Rule, ...]
    warnings: tuple[Problem, ...]

    @property
    def name(self) -> str:
        return self.settings.cluster_name

    @property
    def control_plane(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.role == "control-plane")

    @property
    def workers(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.role == "worker")


def check(cluster: Cluster, strict: bool = False, *, owned: Mapping[str, str] = extra_vars.OWNED) -> Plan:
    """The plan of a settings page. PlanError: it does not hold together; the error has every problem.

    `strict` makes each warning an error, as `Cluster.strict` does. `owned`: variables of Kubespray that are written from
    settings, and which setting that is; `kubernetes.extra_vars` may not have them.
    """
    if type(cluster) is not Cluster:
        raise PlanError("the cluster", [Problem(path="the page", says=f"{shown(cluster)}: write Cluster(...)")])
    reading = read(cluster)
    page = reading.page
    found = [*reading.problems]
    if page is not None:
        found += without_consequences(_rules(page, owned), reading.broken)
        strict = strict or page.strict
    if found:
        found = _in_order(cluster, found)
    errors = [problem for problem in found if strict or not problem.warning]
    if errors or page is None:
        name = getattr(cluster, "cluster_name", None)
        raise PlanError(shown(name) if isinstance(name, str) and name.strip() else "the cluster", errors)
    return Plan(
        settings=page,
        addresses=AddressPlan.of(page.network, page.endpoint),
        nodes=naming.nodes(page),
        rules=firewall.rules(page),
        warnings=tuple(found),
    )


def check_node_network(name: str, network: Network, endpoint: KubeVip, *, servers: int) -> AddressPlan:
    """The address plan of a node network alone, for who uses `KubeVipControlPlane` in a stack of their own.

    `servers` is how many servers will take an address of its pools. PlanError: as `check`, with every problem.
    """
    for value, cls in ((network, Network), (endpoint, KubeVip)):
        if type(value) is not cls:
            raise PlanError(name, [Problem(path=cls.__name__, says=f"{shown(value)}: write {cls.__name__}(...)")])
    reading, vip = read(network), read(endpoint)
    found = [replace(problem, path=f"network.{problem.path}") for problem in reading.problems]
    found += [replace(problem, path=f"endpoint.{problem.path}") for problem in vip.problems]
    if reading.page is not None and vip.page is not None:
        broken = [*(f"network.{path}" for path in reading.broken), *(f"endpoint.{path}" for path in vip.broken)]
        plan = AddressPlan.of(reading.page, vip.page)
        rules = [
            *networks.problems({networks.NODES: reading.page.subnet_nodes}),
            *node_network.problems(reading.page, plan, servers),
            *endpoint_rules.lease(vip.page),
        ]
        found += without_consequences((problem for problem in rules if not problem.warning), broken)
        if not found:
            return plan
    raise PlanError(name, found)


def _rules(page: Cluster, owned: Mapping[str, str]) -> Iterator[Problem]:
    plan = AddressPlan.of(page.network, page.endpoint)
    nodes = naming.count(page)
    balancer = OCTAVIA_ADDRESSES[page.endpoint.loadbalancer_provider] if isinstance(page.endpoint, Octavia) else 0
    kubernetes = page.kubernetes
    yield from networks.problems(networks.of(page))
    yield from node_network.problems(page.network, plan, nodes + bool(page.bastion), balancer)
    yield from endpoint_rules.problems(page)
    yield from access.problems(page)
    yield from naming.problems(page)
    if nodes <= naming.MOST:  # each name is looked at
        yield from names.problems(page)
    yield from pods.problems(page, nodes)
    yield from services.problems(page, plan)
    yield from kubespray_release.problems(kubernetes.kubernetes_version, kubernetes.kubespray_version)
    yield from extra_vars.problems(kubernetes.extra_vars, kubernetes.kubespray_version, owned)


def _in_order(page: Any, found: Iterable[Problem]) -> list[Problem]:
    """In the order of the settings on the page, each once."""
    once = {(problem.path, problem.says): problem for problem in found}
    return sorted(once.values(), key=lambda problem: order_of(page, problem.path))
