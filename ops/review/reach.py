"""Who reaches whom: the plan's security-group rules as a matrix, and as a list with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from constructs_lib.plan import Plan, firewall
from constructs_lib.plan.firewall import Group, Rule

# How servers carry a group; stacks/cluster_stack.py hands them out.
_CARRIERS: dict[Group, str] = {
    "node": "every node",
    "control-plane": "with node",
    "worker": "with node",
    "bastion": "on its own",
}


@dataclass(frozen=True, kw_only=True)
class End:
    """An end of a flow: a security group and how servers carry it, or a network outside."""

    name: str
    carriers: str
    is_group: bool


@dataclass(frozen=True, kw_only=True)
class Flow:
    """One rule: what may go from one end to the other, and why."""

    source: str
    target: str
    what: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Reach:
    """`cells` holds what may pass for each pair of ends that has a rule; what is not there is dropped."""

    sources: tuple[End, ...]
    targets: tuple[End, ...]
    cells: Mapping[tuple[str, str], tuple[str, ...]]
    flows: tuple[Flow, ...]

    def between(self, source: End, target: End) -> tuple[str, ...]:
        return self.cells.get((source.name, target.name), ())


def reach(plan: Plan) -> Reach:
    """The matrix of a plan: groups first, then the networks that a rule names, in the rules' order."""
    groups = tuple(
        End(name=group, carriers=_CARRIERS.get(group, ""), is_group=True) for group in firewall.groups(plan.settings)
    )
    flows = tuple(_flow(rule) for rule in plan.rules)
    cells: dict[tuple[str, str], tuple[str, ...]] = {}
    for flow in flows:
        known = cells.get((flow.source, flow.target), ())
        cells[flow.source, flow.target] = known if flow.what in known else (*known, flow.what)
    names = {group.name for group in groups}
    return Reach(
        sources=(*groups, *_outside(plan, [flow.source for flow in flows], names)),
        targets=(*groups, *_outside(plan, [flow.target for flow in flows], names)),
        cells=cells,
        flows=flows,
    )


def _flow(rule: Rule) -> Flow:
    other = rule.source_group or rule.cidr or "anywhere"
    source, target = (other, rule.group) if rule.direction == "ingress" else (rule.group, other)
    return Flow(source=source, target=target, what=_what(rule), reason=rule.reason)


def _what(rule: Rule) -> str:
    """`tcp 443`, `udp 30000-32767`, `icmp`, `all`."""
    if rule.protocol is None:
        return "all"
    if rule.ports is None:
        return rule.protocol
    first, last = rule.ports
    return f"{rule.protocol} {first}" if first == last else f"{rule.protocol} {first}-{last}"


def _outside(plan: Plan, names: list[str], groups: set[str]) -> tuple[End, ...]:
    known = {
        "0.0.0.0/0": "anywhere",
        plan.settings.network.subnet_nodes: "node network",
        plan.settings.kubernetes.subnet_pods: "pods",
        plan.settings.kubernetes.subnet_services: "services",
    }
    found = (name for name in dict.fromkeys(names) if name not in groups)
    return tuple(End(name=name, carriers=known.get(name, "outside"), is_group=False) for name in found)
