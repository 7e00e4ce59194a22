"""The address map of the node subnet: whose each address is, and how wide each run is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from constructs_lib.plan import Plan
from constructs_lib.plan.spans import Span

Kind = Literal["network", "gateway", "vip", "metallb", "pool", "free", "broadcast"]

KEYS: dict[Kind, str] = {
    "network": "N",
    "gateway": "G",
    "vip": "V",
    "metallb": "M",
    "pool": "P",
    "free": "F",
    "broadcast": "B",
}
_TITLES: dict[Kind, str] = {
    "network": "network",
    "gateway": "gateway",
    "vip": "VIP",
    "metallb": "MetalLB",
    "pool": "pool",
    "free": "free",
    "broadcast": "broadcast",
}


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A run of addresses with one owner. `whose` says who gets them, in a few words."""

    kind: Kind
    span: Span
    whose: str

    @property
    def key(self) -> str:
        """The letter that stands for it in the strip."""
        return KEYS[self.kind]

    @property
    def title(self) -> str:
        return _TITLES[self.kind]

    @property
    def count(self) -> int:
        return len(self.span)

    @property
    def addresses(self) -> str:
        """`10.2.184.10`, or `10.2.184.50 - 10.2.184.254`."""
        first, last = self.span.first, self.span.last
        return str(first) if first == last else f"{first} - {last}"


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A segment's place in a strip, in whole units (columns, pixels). `widened`: too small to be seen at scale."""

    segment: Segment
    start: int
    width: int
    widened: bool


def segments(plan: Plan) -> tuple[Segment, ...]:
    """Every address of the node subnet, in order, each in exactly one segment."""
    return tuple(sorted(_segments(plan), key=lambda segment: segment.span))


def _segments(plan: Plan) -> Iterator[Segment]:
    addresses, settings = plan.addresses, plan.settings
    subnet = addresses.subnet_nodes
    router = f"router {plan.name}-router" if settings.network.external_network else "nobody: there is no router"
    installed = settings.kubernetes.metallb_enabled
    services = "services of type LoadBalancer" + ("" if installed else ", once MetalLB is installed")
    vip = f"the Kubernetes API; port {plan.name}-vrrp holds it"
    yield _one(subnet.network_address, "network", "the network itself")
    yield _one(addresses.gateway, "gateway", router)
    if addresses.vrrp_ip is not None:
        yield _one(addresses.vrrp_ip, "vip", vip)
    for run in addresses.metallb_ranges:
        yield Segment(kind="metallb", span=run, whose=services)
    for pool in addresses.allocation_pools:
        yield Segment(kind="pool", span=pool, whose="servers; Neutron gives them out")
    for rest in addresses.free():
        yield Segment(kind="free", span=rest, whose="nobody; Neutron gives none of them out")
    yield _one(subnet.broadcast_address, "broadcast", "all hosts")


def _one(address: object, kind: Kind, whose: str) -> Segment:
    return Segment(kind=kind, span=Span.of(str(address)), whose=whose)


def draw(found: Sequence[Segment], total: int, minimum: int) -> tuple[Drawn, ...]:
    """Lay segments side by side over `total` units: to scale, but none narrower than `minimum`.

    What the small ones take beyond their share comes off the others, which stay to scale among themselves.
    ValueError: there is not even the minimum for each.
    """
    if total < minimum * len(found):
        raise ValueError(f"{len(found)} segments of {minimum} do not fit into {total}")
    counts = [segment.count for segment in found]
    small: set[int] = set()
    while True:
        room = total - minimum * len(small)
        rest = sum(count for at, count in enumerate(counts) if at not in small)
        further = {at for at, count in enumerate(counts) if at not in small and count * room < minimum * rest}
        if not further:
            break
        small |= further
    widths = [minimum if at in small else count * room // rest for at, count in enumerate(counts)]
    large = [at for at in range(len(counts)) if at not in small]
    # the largest remainders get the units that rounding left over
    large.sort(key=lambda at: (-(counts[at] * room % rest), at))
    for at in large[: total - sum(widths)]:
        widths[at] += 1
    starts = [sum(widths[:at]) for at in range(len(widths))]
    return tuple(
        Drawn(segment=segment, start=start, width=width, widened=at in small)
        for at, (segment, start, width) in enumerate(zip(found, starts, widths, strict=True))
    )


def addresses_per_unit(drawn: Sequence[Drawn]) -> float:
    """How many addresses one unit of the strip stands for, where it is to scale."""
    scaled = [place for place in drawn if not place.widened]
    return sum(place.segment.count for place in scaled) / sum(place.width for place in scaled)
