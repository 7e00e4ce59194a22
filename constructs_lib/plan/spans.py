"""Runs of IPv4 addresses: overlap, containment, and what is left of one when others are taken out. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, summarize_address_range


@dataclass(frozen=True, order=True)
class Span:
    """The addresses from `first` to `last`, both included."""

    first: IPv4Address
    last: IPv4Address

    @classmethod
    def of(cls, text: str) -> Span:
        """Read `FIRST-LAST`, `NETWORK/LENGTH` or one address. ValueError: it is none of these, or ends before it starts."""
        if "/" in text:
            network = IPv4Network(text)
            return cls(network.network_address, network.broadcast_address)
        first, dash, last = text.partition("-")
        span = cls(IPv4Address(first.strip()), IPv4Address((last if dash else first).strip()))
        if span.first > span.last:
            raise ValueError(f"{text} ends before it starts")
        return span

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"

    def __len__(self) -> int:
        return int(self.last) - int(self.first) + 1

    def __contains__(self, other: IPv4Address | Span) -> bool:
        if isinstance(other, Span):
            return self.first <= other.first and other.last <= self.last
        return self.first <= other <= self.last

    def overlaps(self, other: Span) -> bool:
        return self.first <= other.last and other.first <= self.last

    def without(self, taken: Iterable[Span]) -> Iterator[Span]:
        """What is left of this span, in order, when every span of `taken` is cut out."""
        start = int(self.first)
        for cut in sorted(taken):
            if cut.last < self.first or cut.first > self.last:
                continue
            if int(cut.first) > start:
                yield Span(IPv4Address(start), cut.first - 1)
            start = max(start, int(cut.last) + 1)
        if start <= int(self.last):
            yield Span(IPv4Address(start), self.last)

    def networks(self) -> tuple[IPv4Network, ...]:
        """The fewest networks that hold these addresses and no other."""
        return tuple(summarize_address_range(self.first, self.last))


def hosts(network: IPv4Network) -> Span:
    """The addresses of a network that a host may have: all but the network's own and the broadcast address.

    ValueError: the network is a /31 or /32, where Neutron finds no room for a gateway and a node.
    """
    if network.prefixlen > 30:
        raise ValueError(f"{network} has no host addresses")
    return Span(network.network_address + 1, network.broadcast_address - 1)
