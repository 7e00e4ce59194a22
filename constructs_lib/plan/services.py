"""What the cluster offers and uses: MetalLB's addresses, DNS, registry mirrors, names in the API's certificate."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from constructs_lib.plan import allowed_addresses, networks
from constructs_lib.plan.addresses import EVERY, METALLB, AddressPlan
from constructs_lib.plan.kubernetes import KubeOvn
from constructs_lib.plan.problems import LEAVE_OUT, Problem
from constructs_lib.plan.settings import Cluster
from constructs_lib.plan.shown import shown

UPSTREAM = "kubernetes.upstream_dns_servers"

MOST_PAIRS = 10  # Neutron's max_allowed_address_pair, where nobody has raised it


def problems(cluster: Cluster, plan: AddressPlan) -> Iterator[Problem]:
    yield from _metallb(cluster, plan)
    yield from _dns(cluster)
    yield from _mirrors(cluster)
    name = cluster.kubernetes.api_dns_name
    if name and name.endswith((".svc.cluster.local", ".cluster.local")):
        says = f"{shown(name)} is a name inside the cluster, which no client outside can look up"
        yield Problem(path="kubernetes.api_dns_name", says=says, warning=True)


def _metallb(cluster: Cluster, plan: AddressPlan) -> Iterator[Problem]:
    path = "kubernetes.metallb_enabled"
    if not cluster.kubernetes.metallb_enabled:
        return
    if not plan.metallb_ranges:
        free = max(plan.free(), key=len, default=None) if plan.subnet_nodes.prefixlen <= 28 else None
        yield Problem(
            path=path,
            says=f"True, but {METALLB} is empty, so MetalLB has no address to give",
            offer=f"name a range, for example {METALLB} [{free}]" if free else "leave it out: no address is free for it",
            against=(METALLB,),
            offer_against=EVERY,
            fix=(METALLB, (str(free),)) if free else (path, False),
        )
        return
    pairs = len(allowed_addresses.of_workers(cluster))
    if pairs > MOST_PAIRS:
        yield Problem(
            path=METALLB,
            says=f"make {pairs} allowed address pairs of each worker's port, where Neutron takes {MOST_PAIRS} unless its "
            "max_allowed_address_pair says otherwise",
            offer="let ranges begin and end where a network does",
            against=(path, "kubernetes.network_plugin"),
            warning=True,
        )


def _dns(cluster: Cluster) -> Iterator[Problem]:
    """A DNS server under an address of the cluster's own would be looked for inside it."""
    kubernetes = cluster.kubernetes
    inside = {networks.PODS: kubernetes.subnet_pods, networks.SERVICES: kubernetes.subnet_services}
    if isinstance(kubernetes.network_plugin, KubeOvn):
        inside[networks.JOIN] = kubernetes.network_plugin.subnet_join
    lists = {
        "network.dns_nameservers": cluster.network.dns_nameservers,
        "kubernetes.upstream_dns_servers": kubernetes.upstream_dns_servers,
    }
    for path, servers in lists.items():
        for at, server in enumerate(servers):
            for other, cidr in inside.items():
                if "." in server and networks.overlap(networks.run(f"{server}/32"), networks.run(cidr)):
                    yield Problem(
                        path=f"{path}[{at}]",
                        says=f"{server} lies in {other} {cidr}, so it is looked for inside the cluster",
                        offer="leave it out",
                        against=(other,),
                        fix=(f"{path}[{at}]", LEAVE_OUT),
                    )
    for at, server in enumerate(kubernetes.upstream_dns_servers):
        address = ipaddress.ip_address(server)
        if address.is_loopback or address.is_unspecified or address.is_multicast:
            yield Problem(
                path=f"{UPSTREAM}[{at}]",
                says=f"{server} is no address of a server that the cluster's DNS can ask",
                offer="leave it out",
                fix=(f"{UPSTREAM}[{at}]", LEAVE_OUT),
            )


def _mirrors(cluster: Cluster) -> Iterator[Problem]:
    path = "kubernetes.registry_mirrors"
    for at, mirror in enumerate(cluster.kubernetes.registry_mirrors):
        if not mirror.mirrors:
            yield Problem(
                path=f"{path}[{at}].mirrors", says=f"is empty, so {shown(mirror.registry)} has no mirror", offer="name one"
            )
        # each of the earlier ones: one that could not be read, and so is an example here, hides no other
        for earlier in range(at):
            if cluster.kubernetes.registry_mirrors[earlier].registry == mirror.registry:
                yield Problem(
                    path=f"{path}[{at}].registry",
                    says=f"{shown(mirror.registry)} has mirrors by {path}[{earlier}] already",
                    offer="name them there",
                    against=(f"{path}[{earlier}].registry",),
                )
        for index, url in enumerate(mirror.mirrors):
            if url.startswith("http://"):
                says = f"{shown(url)} is not encrypted: whoever is in between can put another image in its place"
                yield Problem(path=f"{path}[{at}].mirrors[{index}]", says=says, warning=True)
