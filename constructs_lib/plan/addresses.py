"""The address plan of a cluster: which address of the node network is whose, and whether the plan holds together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from itertools import combinations

from constructs_lib.plan.problems import Problem
from constructs_lib.plan.settings import FirstNode, KubeVip, Network, Octavia
from constructs_lib.plan.spans import Span, hosts

# Neutron takes addresses of the pool for itself: a DHCP port for each agent of the network (two, where it is made
# highly available), or OVN's metadata port.
NEUTRON_OWN_ADDRESSES = 2

_RESERVED = {
    "0.0.0.0/8": "this network (RFC 1122)",
    "127.0.0.0/8": "loopback",
    "169.254.0.0/16": "link-local",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved (RFC 1112)",
}
_SHARED = {
    "100.64.0.0/10": "the shared address space of carriers (RFC 6598), which clouds and VPNs use inside",
    "172.17.0.0/16": "the default bridge of container runtimes",
}
_reserved = {Span.of(cidr): f"{cidr}, {why}" for cidr, why in _RESERVED.items()}
_shared = {Span.of(cidr): f"{cidr}, {why}" for cidr, why in _SHARED.items()}


@dataclass(frozen=True, kw_only=True)
class AddressPlan:
    """The node network's addresses as numbers: safe to compare, to count and to format."""

    subnet_nodes: IPv4Network
    gateway: IPv4Address
    allocation_pools: tuple[Span, ...]
    metallb_ranges: tuple[Span, ...]
    vrrp_ip: IPv4Address | None  # None: kube-vip is not the endpoint
    dns_nameservers: tuple[str, ...]

    @classmethod
    def of(cls, network: Network, endpoint: KubeVip | Octavia | FirstNode) -> AddressPlan:
        """The plan of settings whose values have been read; whether it holds together is for `problems`."""
        subnet = IPv4Network(network.subnet_nodes)
        return cls(
            subnet_nodes=subnet,
            gateway=IPv4Address(network.gateway_ip) if network.gateway_ip else subnet.network_address + 1,
            allocation_pools=tuple(Span.of(pool) for pool in network.allocation_pools),
            metallb_ranges=tuple(Span.of(run) for run in network.metallb_ranges),
            vrrp_ip=IPv4Address(endpoint.vrrp_ip) if isinstance(endpoint, KubeVip) else None,
            dns_nameservers=tuple(network.dns_nameservers),
        )

    def free(self) -> tuple[Span, ...]:
        """Addresses of the node network that nobody has: where a VIP or a further reserved range may lie."""
        taken = [*self.allocation_pools, *self.metallb_ranges, Span(self.gateway, self.gateway)]
        if self.vrrp_ip:
            taken.append(Span(self.vrrp_ip, self.vrrp_ip))
        return tuple(hosts(self.subnet_nodes).without(taken))


def problems(network: Network, plan: AddressPlan, servers: int) -> Iterator[Problem]:
    """Everything about the node network that does not hold together.

    `servers` is how many take an address of the pools. Nothing but the size of a network too small is told: every
    other fix would lie in it.
    """
    if plan.subnet_nodes.prefixlen > 28:
        wider = str(plan.subnet_nodes.supernet(new_prefix=24))
        yield Problem(
            path="network.subnet_nodes",
            says=f"{plan.subnet_nodes} is too small for a gateway, a VIP and nodes; take a /28 or wider, for example {wider}",
            fix=("network.subnet_nodes", wider),
        )
        return
    yield from _gateway(plan)
    yield from _pools(network, plan, servers)
    yield from _metallb(plan)
    yield from _vip(plan)


def network_problems(networks: Mapping[str, str]) -> Iterator[Problem]:
    """Networks that are reserved, or cover one another. `networks`: the path of each setting, and its CIDR.

    Of two that overlap, the later one is asked to move; a network outside the cluster (`network.other_networks`) never is.
    """
    spans = {path: Span.of(cidr) for path, cidr in networks.items()}
    for path, span in spans.items():
        for taken, why in _reserved.items():
            if span.overlaps(taken):
                free = _free_network(networks[path], [*spans.values()])
                yield Problem(path=path, says=f"{networks[path]} lies in {why}; take another, for example {free}", fix=(path, free))
        for taken, why in _shared.items():
            if span.overlaps(taken):
                yield Problem(path=path, says=f"{networks[path]} overlaps {why}; another network is safer", warning=True)
    for stay, move in combinations(networks, 2):
        if not spans[stay].overlaps(spans[move]):
            continue
        if _outside(move):
            stay, move = move, stay
        if _outside(move):  # two networks outside may well hold one another
            continue
        free = _free_network(networks[move], [span for path, span in spans.items() if path != move])
        yield Problem(
            path=move,
            says=f"{networks[move]} overlaps {stay} {networks[stay]}; take another, for example {free}",
            against=(stay,),
            fix=(move, free),
        )


def _outside(path: str) -> bool:
    return path.startswith("network.other_networks")


def _free_network(like: str, taken: list[Span]) -> str:
    """A private network of the same length that overlaps nothing of `taken` and nothing reserved."""
    length = max(IPv4Network(like).prefixlen, 8)
    blocked = [*taken, *_reserved, *_shared]
    for private in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"):
        for room in Span.of(private).without(blocked):
            step = 1 << (32 - length)
            start = -(-int(room.first) // step) * step
            if start + step - 1 <= int(room.last):
                return str(IPv4Network((start, length)))
    return _free_network(f"10.0.0.0/{length + 1}", taken)


def _gateway(plan: AddressPlan) -> Iterator[Problem]:
    inside = hosts(plan.subnet_nodes)
    if plan.gateway not in inside:
        yield Problem(
            path="network.gateway_ip",
            says=f"{plan.gateway} is no host address of network.subnet_nodes {plan.subnet_nodes}; take one of {inside}, "
            f"for example {inside.first}",
            against=("network.subnet_nodes",),
            fix=("network.gateway_ip", str(inside.first)),
        )


def _pools(network: Network, plan: AddressPlan, servers: int) -> Iterator[Problem]:
    inside = hosts(plan.subnet_nodes)
    need = servers + NEUTRON_OWN_ADDRESSES + network.growth
    if not plan.allocation_pools:
        upper = _pool_for(plan, need)
        yield Problem(path="network.allocation_pools", says=f"is empty, so no node gets an address; for example [{upper}]")
        return
    for at, pool in enumerate(plan.allocation_pools):
        path = f"network.allocation_pools[{at}]"
        if pool not in inside:
            fitting = Span(max(pool.first, inside.first), min(pool.last, inside.last)) if pool.overlaps(inside) else None
            fitting = fitting or _pool_for(plan, need)
            yield Problem(
                path=path,
                says=f"{pool} is not inside network.subnet_nodes {plan.subnet_nodes}, whose host addresses are {inside}; "
                f"take for example {fitting}",
                against=("network.subnet_nodes",),
                fix=(path, str(fitting)),
            )
        if plan.gateway in pool:
            left = max(pool.without([Span(plan.gateway, plan.gateway)]), key=len, default=None)
            yield Problem(
                path=path,
                says=f"{pool} holds network.gateway_ip {plan.gateway}, which Neutron refuses"
                + (f"; take {left}" if left else "; take other addresses"),
                against=("network.gateway_ip", "network.subnet_nodes"),
                fix=(path, str(left)) if left else None,
            )
    for (a, one), (b, other) in combinations(enumerate(plan.allocation_pools), 2):
        if one.overlaps(other):
            yield Problem(
                path=f"network.allocation_pools[{b}]",
                says=f"{other} overlaps network.allocation_pools[{a}] {one}; write one pool "
                f"{Span(min(one.first, other.first), max(one.last, other.last))} for both",
                against=(f"network.allocation_pools[{a}]",),
            )
    room = sum(len(pool) for pool in plan.allocation_pools)
    if room < need:
        yield Problem(
            path="network.allocation_pools",
            says=f"hold {room} addresses, but {servers} servers, {NEUTRON_OWN_ADDRESSES} ports of Neutron's own (DHCP, metadata) "
            f"and network.growth {network.growth} need {need}; " + _wider(plan, need),
            against=("control_plane.count", "workers", "network.growth", "network.subnet_nodes"),
        )


def _pool_for(plan: AddressPlan, need: int) -> Span:
    """The widest run of addresses that nobody else has: where a pool fits."""
    taken = [*plan.metallb_ranges, Span(plan.gateway, plan.gateway)]
    if plan.vrrp_ip:
        taken.append(Span(plan.vrrp_ip, plan.vrrp_ip))
    inside = hosts(plan.subnet_nodes)
    return max(inside.without(taken), key=len, default=inside)


def _wider(plan: AddressPlan, need: int) -> str:
    best = _pool_for(plan, need)
    if len(best) >= need:
        return f"take a wider one, for example {best}"
    return "take a wider network.subnet_nodes, or fewer nodes"


def _metallb(plan: AddressPlan) -> Iterator[Problem]:
    inside = hosts(plan.subnet_nodes)
    for at, run in enumerate(plan.metallb_ranges):
        path = f"network.metallb_ranges[{at}]"
        others = [other for index, other in enumerate(plan.metallb_ranges) if index != at]
        taken = [*plan.allocation_pools, *others, Span(plan.gateway, plan.gateway)]
        if plan.vrrp_ip:
            taken.append(Span(plan.vrrp_ip, plan.vrrp_ip))
        held = Span(max(run.first, inside.first), min(run.last, inside.last)) if run.overlaps(inside) else inside
        left = max(held.without(taken), key=len, default=None) or max(inside.without(taken), key=len, default=None)
        fix = (path, str(left)) if left else None
        offer = f"take {left}" if left else "take it out, or make room in the pools"
        if run not in inside:
            yield Problem(
                path=path,
                says=f"{run} is not inside network.subnet_nodes {plan.subnet_nodes}, whose host addresses are {inside}; {offer}",
                against=("network.subnet_nodes",),
                fix=fix,
            )
        for index, pool in enumerate(plan.allocation_pools):
            if run.overlaps(pool):
                yield Problem(
                    path=path,
                    says=f"{run} overlaps network.allocation_pools[{index}] {pool}, so Neutron may give its addresses to servers; "
                    f"{offer}",
                    against=(f"network.allocation_pools[{index}]",),
                    fix=fix,
                )
        if plan.gateway in run:
            yield Problem(
                path=path,
                says=f"{run} holds network.gateway_ip {plan.gateway}; {offer}",
                against=("network.gateway_ip", "network.subnet_nodes"),
                fix=fix,
            )
        for index, other in enumerate(plan.metallb_ranges[:at]):
            if run.overlaps(other):
                yield Problem(
                    path=path,
                    says=f"{run} overlaps network.metallb_ranges[{index}] {other}; {offer}",
                    against=(f"network.metallb_ranges[{index}]",),
                    fix=fix,
                )


def _vip(plan: AddressPlan) -> Iterator[Problem]:
    vip = plan.vrrp_ip
    if vip is None:
        return
    path = "endpoint.vrrp_ip"
    offer, fix = _free_vip(plan)
    inside = hosts(plan.subnet_nodes)
    if vip not in inside:
        what = "lies outside" if vip not in Span.of(str(plan.subnet_nodes)) else "is no host address of"
        yield Problem(
            path=path,
            says=f"{vip} {what} network.subnet_nodes {plan.subnet_nodes}, so no node can announce it; {offer}",
            against=("network.subnet_nodes",),
            fix=fix,
        )
    if vip == plan.gateway:
        yield Problem(
            path=path,
            says=f"{vip} is network.gateway_ip {plan.gateway}, the router's own address; {offer}",
            against=("network.gateway_ip", "network.subnet_nodes"),
            fix=fix,
        )
    for index, pool in enumerate(plan.allocation_pools):
        if vip in pool:
            yield Problem(
                path=path,
                says=f"{vip} lies inside network.allocation_pools[{index}] {pool}, so Neutron may give it to a server; {offer}",
                against=(f"network.allocation_pools[{index}]",),
                fix=fix,
            )
    for index, run in enumerate(plan.metallb_ranges):
        if vip in run:
            yield Problem(
                path=path,
                says=f"{vip} lies inside network.metallb_ranges[{index}] {run}, so MetalLB may give it to a service; {offer}",
                against=(f"network.metallb_ranges[{index}]",),
                fix=fix,
            )


def _free_vip(plan: AddressPlan) -> tuple[str, tuple[str, str] | None]:
    """What to take for a VIP: a free address, below the pool where there is one."""
    free = plan.free()
    if not free:
        return "no address is free: let the pool start later, and take the address before it", None
    # .10 by habit, where it is free: low numbers are for what people remember
    habit = plan.subnet_nodes.network_address + 10
    chosen = habit if any(habit in run for run in free) else free[0].first
    below = plan.allocation_pools and chosen < min(pool.first for pool in plan.allocation_pools)
    return (
        f"take a free one{' below the pool' if below else ''}, for example {chosen}",
        ("endpoint.vrrp_ip", str(chosen)),
    )
