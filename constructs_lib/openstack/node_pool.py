"""Servers of one kind, each with a port of its own, and the server group that keeps them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdktf import ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_openstack.compute_instance_v2 import (
    ComputeInstanceV2,
    ComputeInstanceV2BlockDevice,
    ComputeInstanceV2Network,
    ComputeInstanceV2SchedulerHints,
)
from cdktf_cdktf_provider_openstack.compute_servergroup_v2 import ComputeServergroupV2
from cdktf_cdktf_provider_openstack.data_openstack_images_image_v2 import DataOpenstackImagesImageV2
from cdktf_cdktf_provider_openstack.networking_port_v2 import (
    NetworkingPortV2,
    NetworkingPortV2AllowedAddressPairs,
    NetworkingPortV2FixedIp,
)
from constructs import Construct

from constructs_lib.openstack.ids import Protection, addressed


@dataclass(frozen=True, kw_only=True)
class BootVolume:
    """A volume of Cinder's, made from the image for each node."""

    size: int  # GiB
    volume_type: str | None = None  # None takes the cloud's default
    delete_on_termination: bool = True


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
    allowed_addresses: Sequence[str] = ()  # addresses and networks that a node may send from beside its own
    server_group_affinity: str | None = None  # a policy of Nova's server groups; None makes no group
    availability_zone: str | None = None
    boot_volume: BootVolume | None = None  # None boots from the hypervisor's own disk
    protection: Protection | None = None  # None: Terraform may destroy any of them
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
        self._block_device: list[ComputeInstanceV2BlockDevice] | None = None
        if props.boot_volume is not None:
            self._block_device = [self._from_volume(props, props.boot_volume)]
        self.addresses: dict[str, str] = {name: self._node(name, props) for name in props.names}

    def _lifecycle(self, name: str, props: NodePoolProps) -> TerraformResourceLifecycle | None:
        # the image of a boot volume is looked up by name each time, and a newer one of that name must replace no node
        ignored = ["block_device[0].uuid"] if props.boot_volume is not None else None
        if props.protection is not None:
            return props.protection.of(name, ignore_changes=ignored)
        return TerraformResourceLifecycle(ignore_changes=ignored) if ignored else None

    def _from_volume(self, props: NodePoolProps, volume: BootVolume) -> ComputeInstanceV2BlockDevice:
        image = DataOpenstackImagesImageV2(self, "image", name=props.image, most_recent=True)
        return ComputeInstanceV2BlockDevice(
            uuid=addressed(image, f"{props.pool}-image").id,
            source_type="image",
            destination_type="volume",
            boot_index=0,
            volume_size=volume.size,
            volume_type=volume.volume_type,
            delete_on_termination=volume.delete_on_termination,
        )

    def _node(self, name: str, props: NodePoolProps) -> str:
        port = NetworkingPortV2(
            self,
            f"{name}-port",
            name=name,
            network_id=props.network_id,
            admin_state_up=True,
            fixed_ip=[NetworkingPortV2FixedIp(subnet_id=props.subnet_id)],
            security_group_ids=list(props.security_group_ids),
            allowed_address_pairs=[NetworkingPortV2AllowedAddressPairs(ip_address=each) for each in props.allowed_addresses]
            or None,
        )
        addressed(port, name)
        server = ComputeInstanceV2(
            self,
            name,
            name=name,
            flavor_name=props.flavor,
            # by name, and read once: a newer image of that name replaces no node
            image_name=props.image if props.boot_volume is None else None,
            block_device=self._block_device,
            lifecycle=self._lifecycle(name, props),
            key_pair=props.key_pair,
            availability_zone=props.availability_zone,
            network=[ComputeInstanceV2Network(port=port.id)],
            scheduler_hints=self._hints,
            depends_on=[props.way_out] if props.way_out is not None else None,
        )
        addressed(server, name)
        return f"${{openstack_networking_port_v2.{name}.all_fixed_ips[0]}}"
