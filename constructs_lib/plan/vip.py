"""What is kept out of the pools: the virtual IP, and MetalLB's ranges."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.plan.addresses import EVERY, GATEWAY, METALLB, POOLS, SUBNET, VIP, AddressPlan
from constructs_lib.plan.problems import LEAVE_OUT, Problem
from constructs_lib.plan.spans import Span, hosts


def metallb(plan: AddressPlan) -> Iterator[Problem]:
    """MetalLB's ranges: inside the node network, in no pool, none another's, without the gateway. The VIP is for `problems`."""
    inside = hosts(plan.subnet_nodes)
    for at, run in enumerate(plan.metallb_ranges):
        path = f"{METALLB}[{at}]"
        conflicts: list[tuple[str, tuple[str, ...]]] = []
        if run not in inside:
            conflicts.append((f"is not inside {SUBNET} {plan.subnet_nodes}, whose host addresses are {inside}", (SUBNET,)))
        for index, pool in enumerate(plan.allocation_pools):
            if run.overlaps(pool):
                says = f"overlaps {POOLS}[{index}] {pool}, so Neutron may give its addresses to servers"
                conflicts.append((says, (f"{POOLS}[{index}]", SUBNET)))
        if plan.gateway in run:
            conflicts.append((f"holds {GATEWAY} {plan.gateway}", (GATEWAY, SUBNET)))
        for index, other in enumerate(plan.metallb_ranges[:at]):
            if run.overlaps(other):
                conflicts.append((f"overlaps {METALLB}[{index}] {other}", (f"{METALLB}[{index}]", SUBNET)))
        if not conflicts:
            continue
        offer, fix = _other_range(plan, at)
        for says, against in conflicts:
            yield Problem(path=path, says=f"{run} {says}", offer=offer, against=against, offer_against=EVERY, fix=fix)


def _other_range(plan: AddressPlan, at: int) -> tuple[str, tuple[str, object]]:
    """What is left of a range, or else the widest run that is free; where nothing is, the list without it."""
    run = plan.metallb_ranges[at]
    others = [other for index, other in enumerate(plan.metallb_ranges) if index != at]
    free = plan.left((*plan.allocation_pools, *others, *plan.singles()))
    kept = [Span(max(run.first, each.first), min(run.last, each.last)) for each in free if run.overlaps(each)]
    best = max(kept, key=len, default=None) or max(free, key=len, default=None)
    if best is not None:
        return f"take {best}", (f"{METALLB}[{at}]", str(best))
    return "no address is free: leave it out, or let the pool start later", (f"{METALLB}[{at}]", LEAVE_OUT)


def problems(plan: AddressPlan) -> Iterator[Problem]:
    """The virtual IP: a host address of the node network that nobody else has or may be given."""
    vip = plan.vrrp_ip
    if vip is None:
        return
    inside = hosts(plan.subnet_nodes)
    conflicts: list[tuple[str, tuple[str, ...]]] = []
    if vip not in inside:
        what = "is no host address of" if vip in Span.of(str(plan.subnet_nodes)) else "lies outside"
        conflicts.append((f"{what} {SUBNET} {plan.subnet_nodes}, so no node can announce it", (SUBNET,)))
    if vip == plan.gateway:
        conflicts.append((f"is {GATEWAY} {plan.gateway}, the router's own address", (GATEWAY, SUBNET)))
    for index, pool in enumerate(plan.allocation_pools):
        if vip in pool:
            says = f"lies inside {POOLS}[{index}] {pool}, so Neutron may give it to a server"
            conflicts.append((says, (f"{POOLS}[{index}]", SUBNET)))
    for index, run in enumerate(plan.metallb_ranges):
        if vip in run:
            says = f"lies inside {METALLB}[{index}] {run}, so MetalLB may give it to a service"
            conflicts.append((says, (f"{METALLB}[{index}]", SUBNET)))
    if not conflicts:
        return
    offer, fix = _other_vip(plan)
    for says, against in conflicts:
        yield Problem(path=VIP, says=f"{vip} {says}", offer=offer, against=against, offer_against=EVERY, fix=fix)


def _other_vip(plan: AddressPlan) -> tuple[str, tuple[str, object] | None]:
    """What to take for a VIP: a free address, below the pools where there is one, or one cut off a pool's start."""
    free = plan.free()
    if free:
        # .10 by habit, where it is free: low numbers are for what people remember
        habit = plan.subnet_nodes.network_address + 10
        chosen = habit if any(habit in run for run in free) else free[0].first
        below = plan.allocation_pools and chosen < min(pool.first for pool in plan.allocation_pools)
        return f"take a free one{' below the pool' if below else ''}, for example {chosen}", (VIP, str(chosen))
    inside = hosts(plan.subnet_nodes)
    for index, pool in enumerate(plan.allocation_pools):
        if pool in inside and len(pool) > 1:
            shorter = Span(pool.first + 1, pool.last)
            says = f"no address is free: let {POOLS}[{index}] be {shorter}, and take {pool.first}"
            return says, (f"{POOLS}[{index}]", str(shorter))
    return "no address is free: take a wider network", None
