"""The API behind a load balancer of the cloud: listener, pool, a member for each control-plane node, a monitor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_openstack.lb_listener_v2 import LbListenerV2
from cdktf_cdktf_provider_openstack.lb_loadbalancer_v2 import LbLoadbalancerV2
from cdktf_cdktf_provider_openstack.lb_member_v2 import LbMemberV2
from cdktf_cdktf_provider_openstack.lb_monitor_v2 import LbMonitorV2
from cdktf_cdktf_provider_openstack.lb_pool_v2 import LbPoolV2
from constructs import Construct

from constructs_lib.openstack.floating_ip import FloatingIp, FloatingIpProps
from constructs_lib.openstack.ids import PROTECTED, Protection, addressed


@dataclass(frozen=True, kw_only=True)
class OctaviaControlPlaneProps:
    name: str  # the cluster's: prefix of every name
    provider: str  # "amphora" or "ovn"
    port: int  # of the API, at the listener and at the members alike
    subnet_id: str
    members: Mapping[str, str]  # the address of each control-plane node, by its name
    allowed_cidrs: Sequence[str]  # who may use the listener: clients outside, and the nodes' own network
    floatingip_pool: str | None = None  # None keeps the API private to the subnet
    router_interface: ITerraformDependable | None = None  # the floating IP waits for it
    protection: Protection = PROTECTED


class OctaviaControlPlane(Construct):
    """A TCP load balancer for the API servers: TLS ends at them, so their certificate has to carry its address."""

    def __init__(self, scope: Construct, id_: str, *, props: OctaviaControlPlaneProps) -> None:
        super().__init__(scope, id_)
        name = f"{props.name}-api"
        balancer = LbLoadbalancerV2(
            self,
            "load-balancer",
            name=name,
            loadbalancer_provider=props.provider,
            vip_subnet_id=props.subnet_id,
            lifecycle=props.protection.of(name),
        )
        addressed(balancer, name)
        self.k8s_internal_ip: str = balancer.vip_address
        pool_id = self._pool(balancer.id, props)
        for node, address in props.members.items():
            member = LbMemberV2(
                self,
                node,
                name=node,
                pool_id=pool_id,
                address=address,
                protocol_port=props.port,
                subnet_id=props.subnet_id,
            )
            addressed(member, node)
        self.floating_ip: str | None = None
        if props.floatingip_pool is not None:
            floating_ip = FloatingIpProps.of_api(
                props.name,
                pool=props.floatingip_pool,
                port_id=balancer.vip_port_id,
                router_interface=props.router_interface,
                protection=props.protection,
            )
            self.floating_ip = FloatingIp(self, "floating-ip", props=floating_ip).address
        self.k8s_api_ip: str = self.floating_ip or self.k8s_internal_ip

    def _pool(self, balancer_id: str, props: OctaviaControlPlaneProps) -> str:
        name = f"{props.name}-api"
        listener = LbListenerV2(
            self,
            "listener",
            name=name,
            loadbalancer_id=balancer_id,
            protocol="TCP",
            protocol_port=props.port,
            # OVN's provider refuses them; it hands clients' own addresses on, so the nodes' security group holds them off
            allowed_cidrs=list(props.allowed_cidrs) if props.provider != "ovn" else None,
            timeout_client_data=600_000,  # milliseconds: watches of the API are silent for minutes
            timeout_member_data=600_000,
        )
        addressed(listener, name)
        # OVN's balancer knows no round robin
        method = "SOURCE_IP_PORT" if props.provider == "ovn" else "ROUND_ROBIN"
        pool = LbPoolV2(self, "pool", name=name, protocol="TCP", lb_method=method, listener_id=listener.id)
        monitor = LbMonitorV2(
            self,
            "monitor",
            name=name,
            pool_id=addressed(pool, name).id,
            type="TCP",
            delay=5,
            timeout=3,
            max_retries=3,
        )
        addressed(monitor, name)
        return pool.id
