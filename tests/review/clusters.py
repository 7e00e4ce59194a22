"""Clusters to review, each with something that makes a review hard; and Terraform for them without CDKTF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from constructs_lib.plan import Plan, check
from constructs_lib.plan.settings import Bastion, BootVolume, Cluster, ControlPlane, FirstNode, KubeVip, Octavia, WorkerPool
from stacks.stage_cluster import STAGE_CLUSTER

FLAVOR, IMAGE = STAGE_CLUSTER.control_plane.flavor, STAGE_CLUSTER.control_plane.image
LONG = "a-name-of-a-cluster-that-is-as-long-as-names-of-hosts-allow-x"
HOSTILE = '<script>alert("1")</script> & [red]x[/] :smile: 画像'


def _network(**changes: Any) -> Cluster:
    return replace(STAGE_CLUSTER, network=replace(STAGE_CLUSTER.network, **changes))


def _workers(count: int, **changes: Any) -> WorkerPool:
    return WorkerPool(**{"name": "wn", "count": count, "flavor": FLAVOR, "image": IMAGE, **changes})


def _tiny() -> Cluster:
    small = _network(
        subnet_nodes="10.9.0.16/28",
        allocation_pools=["10.9.0.20-10.9.0.30"],
        metallb_ranges=[],
        external_network=None,
        other_networks=["192.0.2.0/24"],
    )
    endpoint = KubeVip(vrrp_ip="10.9.0.18", k8s_api_port=6443)
    one = replace(small.control_plane, count=1, server_group_affinity=None)
    access = replace(small.access, k8s_api_port_acl=(), ssh_allowed_cidrs=())
    return replace(
        small, cluster_name="tiny", endpoint=endpoint, control_plane=one, workers=[_workers(1)], bastion=None, access=access
    )


def _crowded() -> Cluster:
    """Twenty pools and as many MetalLB ranges, with gaps between them: eighty segments."""
    pools = [f"10.2.184.{at}-10.2.184.{at + 3}" for at in range(20, 220, 10)]
    ranges = [f"10.2.185.{at}-10.2.185.{at}" for at in range(20, 220, 10)]
    crowded = _network(allocation_pools=pools, metallb_ranges=ranges)
    access = replace(
        crowded.access,
        nodeport_allowed_cidrs=[f"198.51.{at}.0/24" for at in range(100, 112)],
        k8s_api_port_acl=["0.0.0.0/0", *(f"203.0.{at}.128/25" for at in range(100, 112))],
    )
    return replace(crowded, cluster_name="crowded", access=access)


def _thousand() -> Cluster:
    large = _network(subnet_nodes="10.16.0.0/16", allocation_pools=["10.16.4.0-10.16.11.255"], metallb_ranges=[])
    pods = replace(large.kubernetes, subnet_pods="10.64.0.0/12", subnet_services="10.43.0.0/16")
    return replace(
        large,
        cluster_name="thousand",
        endpoint=KubeVip(vrrp_ip="10.16.0.10"),
        workers=[_workers(1000, server_group_affinity="soft-anti-affinity")],
        kubernetes=pods,
    )


def _many_pools() -> Cluster:
    volume = BootVolume(size=80, volume_type="ssd")
    pools = [
        _workers(at + 1, name=f"pool{chr(97 + at)}", boot_volume=volume, availability_zone=f"zone-{at}") for at in range(12)
    ]
    return replace(STAGE_CLUSTER, cluster_name="many-pools", workers=pools)


def _public(name: str) -> Cluster:
    """The stage cluster, its external network called `name`."""
    named = _network(external_network=name)
    bastion = Bastion(flavor=FLAVOR, image=IMAGE, floatingip_pool=name)
    return replace(named, endpoint=replace(named.endpoint, floatingip_pool=name), bastion=bastion)


def _long_names() -> Cluster:
    image = "an-image-whose-name-has-no-space-in-it-and-goes-on-and-on-" * 4
    flavor, public = f"flavor-{'x' * 90}", _public("P" * 120)
    return replace(
        public,
        cluster_name=LONG[:58],
        control_plane=replace(public.control_plane, image=image, flavor=flavor),
        bastion=Bastion(name="b", flavor=flavor, image=image, floatingip_pool="P" * 120),
    )


def _hostile() -> Cluster:
    public = _public(HOSTILE)
    control_plane = replace(public.control_plane, image=HOSTILE, flavor=HOSTILE)
    return replace(public, cluster_name="hostile", control_plane=control_plane)


PAGES: dict[str, Cluster] = {
    "stage": STAGE_CLUSTER,
    "tiny": _tiny(),
    "octavia": replace(STAGE_CLUSTER, cluster_name="octavia", endpoint=Octavia(k8s_api_port=6443, floatingip_pool="PUBLICNET")),
    "first-node": replace(STAGE_CLUSTER, cluster_name="first-node", endpoint=FirstNode()),
    "crowded": _crowded(),
    "thousand": _thousand(),
    "many-pools": _many_pools(),
    "long-names": _long_names(),
    "hostile": _hostile(),
}


@cache
def plan_of(name: str) -> Plan:
    return check(PAGES[name])


def output_of(plan: Plan) -> Mapping[str, Any]:
    """What of the plan's cdk.tf.json a review reads; a test holds it against the real one."""
    cluster, found = plan.settings, dict[str, dict[str, Any]]()

    def add(kind: str, name: str, /, **values: Any) -> None:
        found.setdefault(f"openstack_{kind}", {})[name] = values

    def server(name: str, pool: Any, policy: str | None = None) -> None:
        values: dict[str, Any] = {"name": name, "flavor_name": pool.flavor, "image_name": pool.image}
        if policy:
            group = f"{plan.name}-{pool.name}"
            add("compute_servergroup_v2", group, policies=[policy])
            values["scheduler_hints"] = [{"group": f"${{openstack_compute_servergroup_v2.{group}.id}}"}]
        if pool.availability_zone:
            values["availability_zone"] = pool.availability_zone
        if volume := pool.boot_volume:
            device = {"source_type": "image", "destination_type": "volume", "volume_size": volume.size}
            values["block_device"] = [device]
        add("compute_instance_v2", name, **values)
        add("networking_port_v2", name, name=name)

    pools: dict[str, ControlPlane | WorkerPool] = {pool.name: pool for pool in cluster.workers}
    pools[cluster.control_plane.name] = cluster.control_plane
    for node in plan.nodes:
        server(node.name, pools[node.pool], pools[node.pool].server_group_affinity)
    if cluster.bastion:
        server(f"{plan.name}-{cluster.bastion.name}", cluster.bastion)
        add("networking_floatingip_v2", f"{plan.name}-{cluster.bastion.name}")
    if cluster.endpoint.floatingip_pool:
        add("networking_floatingip_v2", f"{plan.name}-api")
    if isinstance(cluster.endpoint, KubeVip):
        add("networking_port_v2", f"{plan.name}-vrrp", name=f"{plan.name}-vrrp")
    if isinstance(cluster.endpoint, Octavia):
        for kind in ("loadbalancer", "listener", "pool", "monitor"):
            add(f"lb_{kind}_v2", f"{plan.name}-api")
        for node in plan.control_plane:
            add("lb_member_v2", node.name)
    add("compute_keypair_v2", plan.name)
    add("networking_network_v2", f"{plan.name}-network")
    add("networking_subnet_v2", f"{plan.name}-subnet")
    if cluster.network.external_network:
        add("networking_router_v2", f"{plan.name}-router")
        add("networking_router_interface_v2", f"{plan.name}-router-interface")
    for group in dict.fromkeys(rule.group for rule in plan.rules) | {"worker": None}:
        add("networking_secgroup_v2", f"{plan.name}-{group}", delete_default_rules=True)
    for rule in plan.rules:
        add("networking_secgroup_rule_v2", f"{plan.name}-{rule.group}-{rule.name}")
    return {"resource": found}
