"""The node network: size, gateway, DNS servers, and allocation pools that Neutron takes and that hold every server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from constructs_lib.plan import vip
from constructs_lib.plan.addresses import EVERY, GATEWAY, NEUTRON_OWN_ADDRESSES, POOLS, SUBNET, AddressPlan
from constructs_lib.plan.networks import free_network
from constructs_lib.plan.problems import LEAVE_OUT, Problem
from constructs_lib.plan.settings import Network
from constructs_lib.plan.spans import Span, hosts

NARROWEST = 28  # of the node network: room for a gateway, a VIP, three control-plane nodes and Neutron's own
COUNTS = ("control_plane.count", "workers", "bastion", "endpoint", "network.growth")


def problems(network: Network, plan: AddressPlan, servers: int, balancer: int = 0) -> Iterator[Problem]:
    """Everything about the node network that does not hold together.

    `servers` is how many servers take an address of the pools, `balancer` how many addresses Octavia takes. Nothing but
    the size of a network too small is told: every other fix would lie in it.
    """
    if plan.subnet_nodes.prefixlen > NARROWEST:
        wider = str(plan.subnet_nodes.supernet(new_prefix=24))
        yield Problem(
            path=SUBNET,
            says=f"{plan.subnet_nodes} is too small for a gateway, a VIP and nodes",
            offer=f"take a /{NARROWEST} or wider, for example {wider}",
            fix=(SUBNET, wider),
        )
        return
    yield from _gateway(plan)
    yield from _nameservers(network.dns_nameservers)
    yield from _pools(plan)
    yield from _room(network, plan, servers, balancer)
    yield from vip.metallb(plan)
    yield from vip.problems(plan)


def _gateway(plan: AddressPlan) -> Iterator[Problem]:
    inside = hosts(plan.subnet_nodes)
    if plan.gateway not in inside:
        free = plan.free()
        chosen = free[0].first if free else inside.first
        yield Problem(
            path=GATEWAY,
            says=f"{plan.gateway} is no host address of {SUBNET} {plan.subnet_nodes}",
            offer=f"take one of {inside}, for example {chosen}",
            against=(SUBNET,),
            offer_against=EVERY,
            fix=(GATEWAY, str(chosen)),
        )


def _nameservers(servers: Sequence[str]) -> Iterator[Problem]:
    path = "network.dns_nameservers"
    for at, server in enumerate(servers):
        if server in servers[:at]:
            yield Problem(
                path=f"{path}[{at}]",
                says=f"{server} stands there twice, and Neutron refuses the second",
                offer="leave it out",
                against=(f"{path}[{servers.index(server)}]",),
                fix=(f"{path}[{at}]", LEAVE_OUT),
            )
        if server.startswith(("127.", "0.")) or int(server.partition(".")[0]) >= 224:
            yield Problem(
                path=f"{path}[{at}]",
                says=f"{server} is no address of a server that nodes can reach",
                offer="leave it out",
                fix=(f"{path}[{at}]", LEAVE_OUT),
            )
    if len(servers) > 5:
        says = f"has {len(servers)} servers, where Neutron takes 5 unless its max_dns_nameservers says otherwise"
        yield Problem(path=path, says=says, warning=True)


def _pools(plan: AddressPlan) -> Iterator[Problem]:
    inside = hosts(plan.subnet_nodes)
    for at, pool in enumerate(plan.allocation_pools):
        path = f"{POOLS}[{at}]"
        others = [other for index, other in enumerate(plan.allocation_pools) if index != at]
        if pool not in inside:
            fitting = Span(max(pool.first, inside.first), min(pool.last, inside.last)) if pool.overlaps(inside) else inside
            left = _widest(fitting, (*others, *plan.metallb_ranges, *plan.singles()))
            yield Problem(
                path=path,
                says=f"{pool} is not inside {SUBNET} {plan.subnet_nodes}, whose host addresses are {inside}",
                offer=f"take for example {left}" if left else "leave it out",
                against=(SUBNET,),
                offer_against=EVERY,
                fix=(path, str(left)) if left else _without(plan, at),
            )
        elif plan.gateway in pool:
            left = _widest(pool, (*others, *plan.metallb_ranges, *plan.singles()))
            yield Problem(
                path=path,
                says=f"{pool} holds {GATEWAY} {plan.gateway}, which Neutron refuses",
                offer=f"take {left}" if left else "leave it out",
                against=(GATEWAY, SUBNET),
                offer_against=EVERY,
                fix=(path, str(left)) if left else _without(plan, at),
            )
    yield from _disjoint(plan)


def _disjoint(plan: AddressPlan) -> Iterator[Problem]:
    ordered = sorted(enumerate(plan.allocation_pools), key=lambda each: each[1])
    widest = ordered[0] if ordered else None
    for _, (at, pool) in pairwise(ordered):
        assert widest is not None
        index, before = widest
        if pool.overlaps(before):
            one, other = min(index, at), max(index, at)
            both = Span(min(before.first, pool.first), max(before.last, pool.last))
            rest = tuple(
                str(both) if place == one else str(each) for place, each in enumerate(plan.allocation_pools) if place != other
            )
            yield Problem(
                path=f"{POOLS}[{other}]",
                says=f"{plan.allocation_pools[other]} overlaps {POOLS}[{one}] {plan.allocation_pools[one]}: Neutron refuses it",
                offer=f"write one pool {both} for both",
                against=(f"{POOLS}[{one}]", POOLS),
                fix=(POOLS, rest),
            )
        if pool.last > before.last:
            widest = (at, pool)


def _without(plan: AddressPlan, at: int) -> tuple[str, object] | None:
    return (f"{POOLS}[{at}]", LEAVE_OUT) if len(plan.allocation_pools) > 1 else None


def _room(network: Network, plan: AddressPlan, servers: int, balancer: int) -> Iterator[Problem]:
    need = servers + NEUTRON_OWN_ADDRESSES + balancer + network.growth
    room = sum(len(pool) for pool in plan.allocation_pools)
    if room >= need:
        return
    free = plan.left((*plan.metallb_ranges, *plan.singles()))
    best = max(free, key=len, default=None)
    fix: tuple[str, object] | None = None
    if best is not None and len(best) >= need:
        offer, fix = f"take a wider one, for example [{best}]", (POOLS, (str(best),))
    elif (wide := _subnet_for(plan, need)) is not None:
        offer, fix = f"take a wider {SUBNET}, for example {wide}", (SUBNET, wide)
    else:
        offer = "no private network is wide enough: take fewer nodes"
    if not plan.allocation_pools:
        says, offer = "is empty, so no node gets an address", offer.replace("take a wider one, ", "")
    else:
        octavia = f", {balancer} addresses of Octavia's" if balancer else ""
        says = (
            f"hold {room:,} addresses, but {servers:,} servers, {NEUTRON_OWN_ADDRESSES} ports of Neutron's own (DHCP, metadata)"
            f"{octavia} and network.growth {network.growth:,} need {need:,}"
        )
    yield Problem(path=POOLS, says=says, offer=offer, against=(*COUNTS, SUBNET), offer_against=EVERY, fix=fix)


def _subnet_for(plan: AddressPlan, need: int) -> str | None:
    """A node network with room for `need` servers beside the reserved ranges of this plan; the same address where it can be."""
    prefix = 32 - (need + sum(len(run) for run in plan.metallb_ranges) + 16).bit_length()
    if not 8 <= prefix < plan.subnet_nodes.prefixlen:
        prefix = plan.subnet_nodes.prefixlen - 1
    return free_network(prefix, ()) if prefix >= 8 else None


def _widest(span: Span, taken: Sequence[Span]) -> Span | None:
    return max(span.without(taken), key=len, default=None)
