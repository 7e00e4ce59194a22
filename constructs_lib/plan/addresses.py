"""The address plan of a cluster: which address of the node network is whose, as numbers, and what is free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from constructs_lib.plan.settings import FirstNode, KubeVip, Network, Octavia
from constructs_lib.plan.spans import Span, hosts

SUBNET, GATEWAY, VIP = "network.subnet_nodes", "network.gateway_ip", "endpoint.vrrp_ip"
POOLS, METALLB = "network.allocation_pools", "network.metallb_ranges"
EVERY = (SUBNET, GATEWAY, POOLS, METALLB, VIP)  # what an offered address keeps clear of

# Neutron takes addresses of the pool for itself: a DHCP port for each agent of the network (two, where it is made
# highly available), or OVN's metadata port.
NEUTRON_OWN_ADDRESSES = 2
# So does Octavia: the balancer's own address, and two amphorae that stand in for each other, or OVN's health monitor.
OCTAVIA_ADDRESSES = {"amphora": 3, "ovn": 2}


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
        """The plan of settings whose values have been read; whether it holds together is for `node_network.problems`."""
        subnet = IPv4Network(network.subnet_nodes)
        return cls(
            subnet_nodes=subnet,
            # of a /32, which has no second address, the network's own: its size is told, and nothing else
            gateway=IPv4Address(network.gateway_ip) if network.gateway_ip else IPv4Address(int(subnet.network_address) | 1),
            allocation_pools=tuple(Span.of(pool) for pool in network.allocation_pools),
            metallb_ranges=tuple(Span.of(run) for run in network.metallb_ranges),
            vrrp_ip=IPv4Address(endpoint.vrrp_ip) if isinstance(endpoint, KubeVip) else None,
            dns_nameservers=tuple(network.dns_nameservers),
        )

    def singles(self) -> tuple[Span, ...]:
        """The addresses that somebody holds alone: the gateway, and the VIP."""
        vip = (Span(self.vrrp_ip, self.vrrp_ip),) if self.vrrp_ip else ()
        return (Span(self.gateway, self.gateway), *vip)

    def free(self) -> tuple[Span, ...]:
        """Addresses of the node network that nobody has: where a VIP or a further reserved range may lie."""
        return self.left((*self.allocation_pools, *self.metallb_ranges, *self.singles()))

    def left(self, taken: Iterable[Span]) -> tuple[Span, ...]:
        """The host addresses of the node network that are not in `taken`."""
        return tuple(hosts(self.subnet_nodes).without(taken))
