"""The one host that takes SSH from outside: a server with a floating IP."""

from __future__ import annotations

from dataclasses import dataclass

from cdktf_cdktf_provider_openstack.networking_floatingip_v2 import NetworkingFloatingipV2
from constructs import Construct

from constructs_lib.openstack.ids import addressed
from constructs_lib.openstack.node_pool import NodePool, NodePoolProps


@dataclass(frozen=True, kw_only=True)
class BastionProps:
    server: NodePoolProps  # with one name
    floatingip_pool: str


class Bastion(Construct):
    """A bastion that nothing waits for: nodes come up beside it."""

    def __init__(self, scope: Construct, id_: str, *, props: BastionProps) -> None:
        super().__init__(scope, id_)
        (name,) = props.server.names
        NodePool(self, "server", props=props.server)
        way_out = props.server.way_out
        floating_ip = NetworkingFloatingipV2(
            self,
            "floating-ip",
            pool=props.floatingip_pool,
            description=f"SSH to {name}",
            port_id=f"${{openstack_networking_port_v2.{name}.id}}",
            depends_on=[way_out] if way_out is not None else None,
        )
        self.floating_ip: str = addressed(floating_ip, name).address
