"""The control plane's API address, held in Neutron and announced by kube-vip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdktf_cdktf_provider_openstack.networking_port_v2 import (
    NetworkingPortV2,
    NetworkingPortV2AllowedAddressPairs,
    NetworkingPortV2FixedIp,
)
from constructs import Construct

from constructs_lib.openstack.floating_ip import FloatingIp, FloatingIpProps
from constructs_lib.openstack.ids import PROTECTED, Protection, addressed
from constructs_lib.openstack.network import NodeSubnet, NodeSubnetProps
from constructs_lib.plan.addresses import AddressPlan
from constructs_lib.terraform_data import terraform_data


@dataclass(frozen=True, kw_only=True)
class KubeVipControlPlaneProps:
    name: str  # the cluster's: prefix of every name
    plan: AddressPlan  # concrete addresses, checked, with a VIP
    network_id: str
    router_id: str | None = None  # None: the subnet gets no router, and there can be no floating IP
    floatingip_pool: str | None = None  # None keeps the API private to the subnet
    security_group_ids: Sequence[str] = ()  # of the VRRP port; the nodes' own ports filter the traffic
    protection: Protection = PROTECTED


class KubeVipControlPlane(Construct):
    """The node subnet with its reserved range, and the VIP in it as a port that no server owns.

    Neutron gives the VIP to no other port; kube-vip moves it between the control-plane nodes by gratuitous ARP, which
    port security lets through where the node's port carries `allowed_address_pair()`. The port stays DOWN: nothing is
    ever plugged into it.
    """

    def __init__(self, scope: Construct, id_: str, *, props: KubeVipControlPlaneProps) -> None:
        super().__init__(scope, id_)
        if props.plan.vrrp_ip is None:
            raise ValueError("KubeVipControlPlane: the address plan has no VIP; make it with endpoint=KubeVip(vrrp_ip=...)")
        if props.floatingip_pool is not None and props.router_id is None:
            raise ValueError("KubeVipControlPlane: a floating IP needs a router; give router_id, or leave out floatingip_pool")
        self.vrrp_ip: str = str(props.plan.vrrp_ip)
        self.subnet = NodeSubnet(
            self,
            "subnet",
            props=NodeSubnetProps(
                name=props.name,
                plan=props.plan,
                network_id=props.network_id,
                router_id=props.router_id,
                protection=props.protection,
            ),
        )
        self.subnet_id: str = self.subnet.subnet_id
        name = f"{props.name}-vrrp"
        # Neutron moves no address that a floating IP is on. So another VIP is another port, and the floating IP goes over
        # to it: the public address stays.
        terraform_data(self, name, input_={"vrrp_ip": self.vrrp_ip})
        port = NetworkingPortV2(
            self,
            "port",
            name=name,
            description="Holds the virtual IP of the Kubernetes API; kube-vip announces it",
            network_id=props.network_id,
            admin_state_up=True,
            lifecycle=props.protection.of(name, replaced_with=f"terraform_data.{name}"),
            fixed_ip=[NetworkingPortV2FixedIp(subnet_id=self.subnet_id, ip_address=self.vrrp_ip)],
            security_group_ids=list(props.security_group_ids) or None,
        )
        self.vrrp_port_id: str = addressed(port, name).id
        self.floating_ip: str | None = self._floating_ip(props) if props.floatingip_pool is not None else None
        self.k8s_internal_ip: str = self.vrrp_ip
        self.k8s_api_ip: str = self.floating_ip or self.vrrp_ip

    def _floating_ip(self, props: KubeVipControlPlaneProps) -> str:
        floating_ip = FloatingIpProps.of_api(
            props.name,
            pool=str(props.floatingip_pool),
            port_id=self.vrrp_port_id,
            router_interface=self.subnet.router_interface,
            protection=props.protection,
        )
        return FloatingIp(self, "floating-ip", props=floating_ip).address

    def allowed_address_pair(self) -> NetworkingPortV2AllowedAddressPairs:
        """What each control-plane port needs, or port security drops the VIP's traffic. The VIP alone, no network."""
        return NetworkingPortV2AllowedAddressPairs(ip_address=self.vrrp_ip)
