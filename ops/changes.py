"""Which planned changes a cluster does not survive unharmed, said by name and by the setting that causes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# What is protected: the type in Terraform, the name behind the cluster's, and what it is called to the user.
_PROTECTED = (
    ("openstack_networking_network_v2", "network", "network of all nodes"),
    ("openstack_networking_subnet_v2", "subnet", "subnet of all nodes"),
    ("openstack_networking_port_v2", "vrrp", "port that holds the VIP"),
    ("openstack_networking_floatingip_v2", "api", "floating IP of the API"),
    ("openstack_lb_loadbalancer_v2", "api", "load balancer of the API"),
)
_SERVER = "openstack_compute_instance_v2"

# The setting behind an attribute whose change makes Terraform destroy a thing.
_CAUSES = {
    ("openstack_networking_subnet_v2", "cidr"): "network.subnet_nodes",
    ("openstack_networking_subnet_v2", "network_id"): "the network, which is made anew",
    ("openstack_networking_port_v2", "network_id"): "the network, which is made anew",
    ("openstack_networking_port_v2", "fixed_ip"): "endpoint.vrrp_ip",
    ("openstack_networking_floatingip_v2", "pool"): "endpoint.floatingip_pool",
    ("openstack_lb_loadbalancer_v2", "loadbalancer_provider"): "endpoint.loadbalancer_provider",
    ("openstack_lb_loadbalancer_v2", "vip_subnet_id"): "the subnet, which is made anew",
    (_SERVER, "image_name"): "control_plane.image",
    (_SERVER, "image_id"): "control_plane.image",
    (_SERVER, "block_device"): "control_plane.boot_volume",
    (_SERVER, "availability_zone"): "control_plane.availability_zone",
    (_SERVER, "availability_zone_hints"): "control_plane.availability_zone",
    (_SERVER, "scheduler_hints"): "control_plane.server_group_affinity",
    (_SERVER, "key_pair"): "cluster_name",
    (_SERVER, "network"): "its port, which is made anew",
}


@dataclass(frozen=True, kw_only=True)
class Hurt:
    """A planned change that hurts. `name`: of the thing, and the word that allows it."""

    name: str
    says: str
    is_control_plane: bool = False


def hurts(plan: Mapping[str, Any], *, cluster: str, control_plane: str) -> list[Hurt]:
    """The changes of an engine's plan (`show -json`) that hurt. `control_plane`: the name of its pool ("cp")."""
    found: list[Hurt] = []
    for resource in plan.get("resource_changes", []):
        what = _what(resource, cluster, control_plane)
        if what is None:
            continue
        says = _says(resource, what)
        if says is not None:
            found.append(Hurt(name=resource["name"], says=says, is_control_plane=resource["type"] == _SERVER))
    return found


def members(plan: Mapping[str, Any], *, cluster: str, control_plane: str) -> int:
    """How many control-plane servers, and so etcd members, stand before the change."""
    server = re.compile(rf"{re.escape(cluster)}-{re.escape(control_plane)}\d+")
    return sum(
        resource["type"] == _SERVER and bool(server.fullmatch(resource["name"])) and resource["change"]["before"] is not None
        for resource in plan.get("resource_changes", [])
    )


def report(cluster: str, found: list[Hurt], *, etcd_members: int) -> str:
    """The text that a user reads before anything happens."""
    lines = [f"{cluster}: {len(found)} planned change{'s' if len(found) > 1 else ''} would hurt:"]
    lines += [f"  {hurt.name}: {hurt.says}" for hurt in found]
    gone = sum(hurt.is_control_plane for hurt in found)
    if gone:
        lines.append(f"  etcd: {quorum(etcd_members, gone)}")
    names = ",".join(hurt.name for hurt in found)
    lines.append(f"if all of it is meant: ALLOW_DESTROY={names} make deploy")
    return "\n".join(lines)


def quorum(before: int, gone: int) -> str:
    """What taking `gone` of `before` members away at once means for etcd."""
    need = before // 2 + 1
    left = before - gone
    if left < need:
        return (
            f"{before} members need {need} to agree; with {gone} taken away at once {max(left, 0)} are left: the quorum is "
            "lost, and the cluster's data with it unless you have a backup. Take one member out at a time, by Kubespray's "
            "remove-node.yml"
        )
    return (
        f"{before} members need {need} to agree; with {gone} taken away {left} are left, and no further one may fail. "
        "Take it out of etcd first, by Kubespray's remove-node.yml"
    )


def _what(resource: Mapping[str, Any], cluster: str, control_plane: str) -> str | None:
    type_, name = resource["type"], resource["name"]
    for protected, suffix, what in _PROTECTED:
        if type_ == protected and name == f"{cluster}-{suffix}":
            return what
    if type_ == _SERVER and re.fullmatch(rf"{re.escape(cluster)}-{re.escape(control_plane)}\d+", name):
        return "control-plane server"
    return None


def _says(resource: Mapping[str, Any], what: str) -> str | None:
    change = resource["change"]
    actions, before, after = change["actions"], change.get("before") or {}, change.get("after") or {}
    if actions == ["delete"]:
        return f"the {what} would be destroyed: {_removed_by(resource)}"
    if "delete" in actions:
        causes = ", ".join(dict.fromkeys(_causes(resource, before, after))) or "its configuration"
        return f"the {what} would be destroyed and made anew: {causes}"
    return None


def _removed_by(resource: Mapping[str, Any]) -> str:
    if resource["type"] == _SERVER:
        return "control_plane.count or control_plane.retired leaves it out"
    if resource["name"].endswith(("-vrrp", "-api")):
        return "endpoint has none any more"
    return "the page has none any more"


def _causes(resource: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if resource["name"].endswith("-vrrp") and _vip(before) != _vip(after):
        yield (
            f"endpoint.vrrp_ip {_vip(before)} -> {_vip(after)}; kubeconfigs, certificates and kubelets go on using "
            f"{_vip(before)} until Kubespray has run"
        )
    for path in resource["change"].get("replace_paths", []):
        attribute = str(path[0])
        setting = _CAUSES.get((resource["type"], attribute), attribute)
        old, new = before.get(attribute), after.get(attribute)
        shown = f" {_short(old)} -> {_short(new)}" if isinstance(old, str) and isinstance(new, str) else ""
        yield f"{setting}{shown}"


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:59]}…"


def _vip(port: Mapping[str, Any]) -> str:
    fixed = port.get("fixed_ip") or [{}]
    return str(fixed[0].get("ip_address", json.dumps(fixed)))
