"""Reads a settings page and holds all of it against every rule: a `Plan`, or every problem at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from constructs_lib.plan import addresses, endpoint, firewall
from constructs_lib.plan import nodes as naming
from constructs_lib.plan.addresses import AddressPlan
from constructs_lib.plan.firewall import Rule
from constructs_lib.plan.nodes import Node
from constructs_lib.plan.page import read, shown
from constructs_lib.plan.problems import PlanError, Problem, without_consequences
from constructs_lib.plan.settings import Cluster, KubeVip, Network


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


def check(cluster: Cluster) -> Plan:
    """The plan of a settings page. PlanError: it does not hold together; the error has every problem."""
    reading = read(cluster)
    found = [*reading.problems]
    if reading.page is not None:
        found += without_consequences(_rules(reading.page), reading.broken)
    errors = [problem for problem in found if not problem.warning]
    if errors or reading.page is None:
        raise PlanError(shown(getattr(cluster, "cluster_name", None) or "the cluster"), errors)
    page = reading.page
    return Plan(
        settings=page,
        addresses=AddressPlan.of(page.network, page.endpoint),
        nodes=naming.nodes(page),
        rules=firewall.rules(page),
        warnings=tuple(problem for problem in found if problem.warning),
    )


def check_node_network(name: str, network: Network, endpoint: KubeVip, *, servers: int) -> AddressPlan:
    """The address plan of a node network alone, for who uses `KubeVipControlPlane` in a stack of their own.

    `servers` is how many servers will take an address of its pools. PlanError: as `check`, with every problem.
    """
    reading, vip = read(network), read(endpoint)
    found = [replace(problem, path=f"network.{problem.path}") for problem in reading.problems]
    found += [replace(problem, path=f"endpoint.{problem.path}") for problem in vip.problems]
    if reading.page is not None and vip.page is not None:
        broken = [*(f"network.{path}" for path in reading.broken), *(f"endpoint.{path}" for path in vip.broken)]
        plan = AddressPlan.of(reading.page, vip.page)
        networks = {"network.subnet_nodes": reading.page.subnet_nodes}
        rules = [*addresses.network_problems(networks), *addresses.problems(reading.page, plan, servers)]
        found += without_consequences((problem for problem in rules if not problem.warning), broken)
        if not found:
            return plan
    raise PlanError(name, found)


def _networks(page: Cluster) -> dict[str, str]:
    outside = {f"network.other_networks[{at}]": cidr for at, cidr in enumerate(page.network.other_networks)}
    return {
        "network.subnet_nodes": page.network.subnet_nodes,
        "kubernetes.subnet_pods": page.kubernetes.subnet_pods,
        "kubernetes.subnet_services": page.kubernetes.subnet_services,
        **outside,
    }


def _rules(page: Cluster) -> Iterator[Problem]:
    servers = page.control_plane.count + sum(pool.count for pool in page.workers) + bool(page.bastion)
    yield from addresses.network_problems(_networks(page))
    yield from addresses.problems(page.network, AddressPlan.of(page.network, page.endpoint), servers)
    yield from endpoint.problems(page)
    yield from naming.problems(page)
    yield from firewall.problems(page)
