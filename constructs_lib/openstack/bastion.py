"""The one host that takes SSH from outside: a server with a floating IP."""

from __future__ import annotations

from dataclasses import dataclass

from constructs import Construct

from constructs_lib.openstack.floating_ip import FloatingIp, FloatingIpProps
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
        floating_ip = FloatingIpProps(
            name=name,
            pool=props.floatingip_pool,
            description=f"SSH to {name}",
            port_id=f"${{openstack_networking_port_v2.{name}.id}}",
            router_interface=props.server.way_out,
        )
        self.floating_ip: str = FloatingIp(self, "floating-ip", props=floating_ip).address
