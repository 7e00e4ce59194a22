"""The API at the first control-plane node's own address, with a floating IP where one is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_openstack.networking_floatingip_v2 import NetworkingFloatingipV2
from constructs import Construct

from constructs_lib.openstack.ids import addressed


@dataclass(frozen=True, kw_only=True)
class FirstNodeControlPlaneProps:
    name: str  # the cluster's: prefix of every name
    address: str  # the first node's
    port_id: str  # of the first node
    floatingip_pool: str | None = None  # None keeps the API private to the subnet
    router_interface: ITerraformDependable | None = None  # the floating IP waits for it


class FirstNodeControlPlane(Construct):
    """No high availability: the API is gone when this node is."""

    def __init__(self, scope: Construct, id_: str, *, props: FirstNodeControlPlaneProps) -> None:
        super().__init__(scope, id_)
        self.k8s_internal_ip = props.address
        self.floating_ip: str | None = None
        if props.floatingip_pool is not None:
            floating_ip = NetworkingFloatingipV2(
                self,
                "floating-ip",
                pool=props.floatingip_pool,
                description=f"The Kubernetes API of {props.name}",
                port_id=props.port_id,
                depends_on=[props.router_interface] if props.router_interface is not None else None,
            )
            self.floating_ip = addressed(floating_ip, f"{props.name}-api").address
        self.k8s_api_ip: str = self.floating_ip or self.k8s_internal_ip
