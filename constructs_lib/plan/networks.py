"""The cluster's networks among themselves and against reserved ranges. Plain arithmetic on CIDRs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from ipaddress import IPv4Network

from constructs_lib.plan.kubernetes import KubeOvn
from constructs_lib.plan.problems import LEAVE_OUT, Problem
from constructs_lib.plan.settings import Cluster
from constructs_lib.plan.spans import Span

NODES, PODS, SERVICES = "network.subnet_nodes", "kubernetes.subnet_pods", "kubernetes.subnet_services"
JOIN = "kubernetes.network_plugin.subnet_join"
OTHERS = "network.other_networks"
EACH = (NODES, PODS, SERVICES, "kubernetes.network_plugin", OTHERS)  # what an offered network keeps clear of

Run = tuple[int, int]  # the first and the last address

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
_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")


@lru_cache(maxsize=4096)
def run(cidr: str) -> Run:
    """A network's first and last address as numbers."""
    network = IPv4Network(cidr)
    return int(network.network_address), int(network.broadcast_address)


def overlap(one: Run, other: Run) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def length(cidr: str) -> int:
    """The prefix length of a CIDR."""
    return int(cidr.rpartition("/")[2])


_reserved = {run(cidr): f"{cidr}, {why}" for cidr, why in _RESERVED.items()}
_shared = {run(cidr): f"{cidr}, {why}" for cidr, why in _SHARED.items()}


def of(cluster: Cluster) -> dict[str, str]:
    """Every network of a page by the path of its setting; those that may be asked to move last stand first."""
    networks = {NODES: cluster.network.subnet_nodes, PODS: cluster.kubernetes.subnet_pods}
    networks[SERVICES] = cluster.kubernetes.subnet_services
    if isinstance(cluster.kubernetes.network_plugin, KubeOvn):
        networks[JOIN] = cluster.kubernetes.network_plugin.subnet_join
    return networks | {f"{OTHERS}[{at}]": cidr for at, cidr in enumerate(cluster.network.other_networks)}


def problems(networks: Mapping[str, str]) -> Iterator[Problem]:
    """Networks that are reserved, or cover one another. `networks`: the path of each setting, and its CIDR.

    Of two that overlap, the later one is asked to move; a network outside the cluster (`network.other_networks`) never is,
    and two of these may well hold one another.
    """
    runs = {path: run(cidr) for path, cidr in networks.items()}
    own = [path for path in networks if not path.startswith(OTHERS)]
    offers: dict[str, str | None] = {}

    def offer(move: str) -> str | None:
        if move not in offers:
            offers[move] = free_network(length(networks[move]), [cidr for path, cidr in networks.items() if path != move])
        return offers[move]

    for path, span in runs.items():
        yield from _ranges(path, networks, span)
    for at, stay in enumerate(own):
        for move in own[at + 1 :]:
            if overlap(runs[stay], runs[move]):
                yield _moved(move, stay, networks, offer(move))
    for outside in networks:
        if outside.startswith(OTHERS):
            for path in own:
                if overlap(runs[path], runs[outside]):
                    yield _moved(path, outside, networks, offer(path))


def _ranges(path: str, networks: Mapping[str, str], span: Run) -> Iterator[Problem]:
    cidr = networks[path]
    for taken, why in _reserved.items():
        if overlap(span, taken):
            says = f"{cidr} {'lies in' if taken[0] <= span[0] and span[1] <= taken[1] else 'covers'} {why}"
            if path.startswith(OTHERS):
                yield Problem(path=path, says=says, offer="no network can lie there; leave it out", fix=(path, LEAVE_OUT))
                return
            free = free_network(length(cidr), networks.values())
            yield Problem(
                path=path,
                says=says,
                offer=f"take another, for example {free}" if free else "no network can lie there",
                offer_against=EACH,
                fix=(path, free) if free else None,
            )
            return
    if path == JOIN:  # 100.64.0.0/16 is Kube-OVN's own choice
        return
    for taken, why in _shared.items():
        if overlap(span, taken):
            yield Problem(path=path, says=f"{cidr} overlaps {why}", offer="another network is safer", warning=True)


def _moved(move: str, stay: str, networks: Mapping[str, str], free: str | None) -> Problem:
    return Problem(
        path=move,
        says=f"{networks[move]} overlaps {stay} {networks[stay]}",
        offer=f"take another, for example {free}" if free else "no private network is free: give up one of these",
        against=(stay,),
        offer_against=EACH,
        fix=(move, free) if free else None,
    )


def free_network(prefix: int, taken: Iterable[str]) -> str | None:
    """A private network of this prefix length, or of the next that fits, that overlaps nothing of `taken` nor a reserved one.

    None: there is none. A /8 is the widest tried, a /28 the narrowest.
    """
    blocked = [*map(Span.of, taken), *map(Span.of, (*_RESERVED, *_SHARED))]
    room = [left for private in _PRIVATE for left in Span.of(private).without(blocked)]
    for size in range(max(prefix, 8), 29):
        step = 1 << (32 - size)
        for left in room:
            start = -(-int(left.first) // step) * step
            if start + step - 1 <= int(left.last):
                return str(IPv4Network((start, size)))
    return None
