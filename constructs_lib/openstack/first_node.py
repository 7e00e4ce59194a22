"""The API at the first control-plane node's own address, with a floating IP where one is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from cdktf import ITerraformDependable
from constructs import Construct

from constructs_lib.openstack.floating_ip import FloatingIp, FloatingIpProps
from constructs_lib.openstack.ids import PROTECTED, Protection


@dataclass(frozen=True, kw_only=True)
class FirstNodeControlPlaneProps:
    name: str  # the cluster's: prefix of every name
    address: str  # the first node's
    port_id: str  # of the first node
    floatingip_pool: str | None = None  # None keeps the API private to the subnet
    router_interface: ITerraformDependable | None = None  # the floating IP waits for it
    protection: Protection = PROTECTED


class FirstNodeControlPlane(Construct):
    """No high availability: the API is gone when this node is."""

    def __init__(self, scope: Construct, id_: str, *, props: FirstNodeControlPlaneProps) -> None:
        super().__init__(scope, id_)
        self.k8s_internal_ip = props.address
        self.floating_ip: str | None = None
        if props.floatingip_pool is not None:
            floating_ip = FloatingIpProps.of_api(
                props.name,
                pool=props.floatingip_pool,
                port_id=props.port_id,
                router_interface=props.router_interface,
                protection=props.protection,
            )
            self.floating_ip = FloatingIp(self, "floating-ip", props=floating_ip).address
        self.k8s_api_ip: str = self.floating_ip or self.k8s_internal_ip
