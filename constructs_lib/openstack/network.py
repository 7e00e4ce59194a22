"""The node network: a network and its router, and the subnet with the reserved allocation pool."""

from __future__ import annotations

from dataclasses import dataclass

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_openstack.data_openstack_networking_network_v2 import (
    DataOpenstackNetworkingNetworkV2,
)
from cdktf_cdktf_provider_openstack.networking_network_v2 import NetworkingNetworkV2
from cdktf_cdktf_provider_openstack.networking_router_interface_v2 import NetworkingRouterInterfaceV2
from cdktf_cdktf_provider_openstack.networking_router_v2 import NetworkingRouterV2
from cdktf_cdktf_provider_openstack.networking_subnet_v2 import (
    NetworkingSubnetV2,
    NetworkingSubnetV2AllocationPool,
)
from constructs import Construct

from constructs_lib.openstack.ids import PROTECTED, Protection, addressed
from constructs_lib.plan.addresses import AddressPlan


@dataclass(frozen=True, kw_only=True)
class NodeNetworkProps:
    name: str  # the cluster's: prefix of every name
    external_network: str | None  # by name; None leaves out the router
    protection: Protection = PROTECTED


class NodeNetwork(Construct):
    """A network of the cluster's own, with a router to the external network where there is one."""

    def __init__(self, scope: Construct, id_: str, *, props: NodeNetworkProps) -> None:
        super().__init__(scope, id_)
        name = f"{props.name}-network"
        network = addressed(
            NetworkingNetworkV2(self, "network", name=name, admin_state_up=True, lifecycle=props.protection.of(name)), name
        )
        self.network_id: str = network.id
        self.router_id: str | None = None
        if props.external_network is not None:
            external = addressed(
                DataOpenstackNetworkingNetworkV2(self, "external", name=props.external_network, external=True),
                f"{props.name}-external",
            )
            name = f"{props.name}-router"
            router = NetworkingRouterV2(self, "router", name=name, admin_state_up=True, external_network_id=external.id)
            self.router_id = addressed(router, name).id


@dataclass(frozen=True, kw_only=True)
class NodeSubnetProps:
    name: str  # the cluster's: prefix of every name
    plan: AddressPlan
    network_id: str
    router_id: str | None  # None: no router, so no way out and no floating IPs
    protection: Protection = PROTECTED


class NodeSubnet(Construct):
    """The nodes' subnet. Neutron gives addresses of the allocation pools only; the rest is reserved."""

    def __init__(self, scope: Construct, id_: str, *, props: NodeSubnetProps) -> None:
        super().__init__(scope, id_)
        name = f"{props.name}-subnet"
        subnet = NetworkingSubnetV2(
            self,
            "subnet",
            name=name,
            network_id=props.network_id,
            cidr=str(props.plan.subnet_nodes),
            ip_version=4,
            gateway_ip=str(props.plan.gateway),
            enable_dhcp=True,
            lifecycle=props.protection.of(name),
            dns_nameservers=list(props.plan.dns_nameservers),
            allocation_pool=[
                NetworkingSubnetV2AllocationPool(start=str(pool.first), end=str(pool.last))
                for pool in props.plan.allocation_pools
            ],
        )
        self.subnet_id: str = addressed(subnet, name).id
        self.router_interface: ITerraformDependable | None = None
        if props.router_id is not None:
            interface = NetworkingRouterInterfaceV2(
                self, "router-interface", router_id=props.router_id, subnet_id=self.subnet_id
            )
            self.router_interface = addressed(interface, f"{props.name}-router-interface")
