"""Servers of one kind, each with a port of its own, and the server group that keeps them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_openstack.compute_instance_v2 import (
    ComputeInstanceV2,
    ComputeInstanceV2Network,
    ComputeInstanceV2SchedulerHints,
)
from cdktf_cdktf_provider_openstack.compute_servergroup_v2 import ComputeServergroupV2
from cdktf_cdktf_provider_openstack.networking_port_v2 import (
    NetworkingPortV2,
    NetworkingPortV2AllowedAddressPairs,
    NetworkingPortV2FixedIp,
)
from constructs import Construct

from constructs_lib.openstack.ids import addressed


@dataclass(frozen=True, kw_only=True)
class NodePoolProps:
    pool: str  # "stage-cluster-wn": name of the server group
    names: Sequence[str]  # of the servers; each is the address of its port and of itself in Terraform's state
    flavor: str
    image: str
    key_pair: str
    network_id: str
    subnet_id: str
    security_group_ids: Sequence[str]
    allowed_address_pairs: Sequence[NetworkingPortV2AllowedAddressPairs] = ()
    server_group_affinity: str | None = None  # a policy of Nova's server groups; None makes no group
    availability_zone: str | None = None
    # Where metadata and packages come from, so that a node's first boot finds both.
    way_out: ITerraformDependable | None = None


class NodePool(Construct):
    """Taking a name out, or adding one, touches no other server."""

    def __init__(self, scope: Construct, id_: str, *, props: NodePoolProps) -> None:
        super().__init__(scope, id_)
        self._hints: list[ComputeInstanceV2SchedulerHints] | None = None
        if props.server_group_affinity is not None:
            group = ComputeServergroupV2(self, "group", name=props.pool, policies=[props.server_group_affinity])
            self._hints = [ComputeInstanceV2SchedulerHints(group=addressed(group, props.pool).id)]
        self.addresses: dict[str, str] = {name: self._node(name, props) for name in props.names}

    def _node(self, name: str, props: NodePoolProps) -> str:
        port = NetworkingPortV2(
            self,
            f"{name}-port",
            name=name,
            network_id=props.network_id,
            admin_state_up=True,
            fixed_ip=[NetworkingPortV2FixedIp(subnet_id=props.subnet_id)],
            security_group_ids=list(props.security_group_ids),
            allowed_address_pairs=list(props.allowed_address_pairs) or None,
        )
        addressed(port, name)
        server = ComputeInstanceV2(
            self,
            name,
            name=name,
            flavor_name=props.flavor,
            image_name=props.image,  # by name, and read once: a newer image of that name replaces no node
            key_pair=props.key_pair,
            availability_zone=props.availability_zone,
            network=[ComputeInstanceV2Network(port=port.id)],
            scheduler_hints=self._hints,
            depends_on=[props.way_out] if props.way_out is not None else None,
        )
        addressed(server, name)
        return f"${{openstack_networking_port_v2.{name}.all_fixed_ips[0]}}"
