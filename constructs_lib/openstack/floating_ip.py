"""A floating IP on a port, made when the router is joined to the port's subnet."""

from __future__ import annotations

from dataclasses import dataclass

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_openstack.networking_floatingip_v2 import NetworkingFloatingipV2
from constructs import Construct

from constructs_lib.openstack.ids import Protection, addressed


@dataclass(frozen=True, kw_only=True)
class FloatingIpProps:
    name: str  # its address in Terraform's state
    pool: str  # name of the external network that it comes from
    description: str
    port_id: str
    router_interface: ITerraformDependable | None  # of the port's subnet
    protection: Protection | None = None  # None: Terraform may destroy it

    @classmethod
    def of_api(
        cls, cluster: str, *, pool: str, port_id: str, router_interface: ITerraformDependable | None, protection: Protection
    ) -> FloatingIpProps:
        """Of the Kubernetes API, whatever kind of endpoint its port belongs to."""
        return cls(
            name=f"{cluster}-api",
            pool=pool,
            description=f"The Kubernetes API of {cluster}",
            port_id=port_id,
            router_interface=router_interface,
            protection=protection,
        )


class FloatingIp(Construct):
    """`address` is known at apply.

    Neutron refuses a floating IP on a subnet that no router joins to the external network, and takes no router
    interface away while one is there: so it waits for the interface, and goes before it.
    """

    def __init__(self, scope: Construct, id_: str, *, props: FloatingIpProps) -> None:
        super().__init__(scope, id_)
        made = NetworkingFloatingipV2(
            self,
            "floating-ip",
            pool=props.pool,
            description=props.description,
            port_id=props.port_id,
            lifecycle=props.protection.of(props.name) if props.protection is not None else None,
            depends_on=[props.router_interface] if props.router_interface is not None else None,
        )
        self.address: str = addressed(made, props.name).address
