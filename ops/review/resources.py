"""What will exist, counted from the synthesized Terraform, beside the quota that it counts against."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from constructs_lib.plan import Plan
from constructs_lib.plan.addresses import NEUTRON_OWN_ADDRESSES
from ops.review.flavors import Flavor, Flavors

Resource = Mapping[str, Any]

_GROUP = re.compile(r"\$\{openstack_compute_servergroup_v2\.([^.]+)\.id\}")


@dataclass(frozen=True, kw_only=True)
class Servers:
    """Servers that are alike. `flavor_has` None: nobody said what the flavor has."""

    pool: str
    count: int
    flavor: str
    flavor_has: Flavor | None
    image: str
    volume: int | None  # GiB of the Cinder volume they boot from; None: the hypervisor's disk
    zone: str | None
    placement: str | None  # the policy of their server group; None: wherever Nova likes

    @property
    def each_has(self) -> str:
        has = self.flavor_has
        return f"{has.vcpus:,} vCPU, {gib(has.ram)}" if has else "unknown"

    @property
    def boots(self) -> str:
        return f"{self.image}, {self.volume:,} GiB volume" if self.volume else self.image

    @property
    def where(self) -> str:
        return ", ".join(filter(None, (self.placement, self.zone))) or "any host"


@dataclass(frozen=True, kw_only=True)
class Quota:
    """How much of a quota the cluster takes. `name` as `openstack quota show` spells it; `need` None: unknown."""

    service: str
    name: str
    need: int | None
    why: str


class Output:
    """The synthesized Terraform of one stack, by type."""

    def __init__(self, output: Mapping[str, Any]) -> None:
        self.resources: Mapping[str, Mapping[str, Resource]] = output.get("resource", {})

    def of(self, kind: str) -> Mapping[str, Resource]:
        return self.resources.get(f"openstack_{kind}", {})

    def count(self, kind: str) -> int:
        return len(self.of(kind))


def servers(plan: Plan, output: Output, flavors: Flavors) -> tuple[Servers, ...]:
    """The servers in rows, control plane first; what is no node and no bastion stands under its own name."""
    pools = {node.name: node.pool for node in plan.nodes}
    if bastion := plan.settings.bastion:
        pools[f"{plan.name}-{bastion.name}"] = bastion.name
    rows = Counter(_row(server, pools, output, flavors) for server in output.of("compute_instance_v2").values())
    order = {pool: at for at, pool in enumerate(dict.fromkeys(pools.values()))}
    found = [Servers(count=count, **dict(row)) for row, count in rows.items()]
    return tuple(sorted(found, key=lambda row: (order.get(row.pool, len(order)), row.pool, row.flavor)))


def _row(server: Resource, pools: Mapping[str, str], output: Output, flavors: Flavors) -> tuple[tuple[str, Any], ...]:
    hints: list[Resource] = server.get("scheduler_hints") or [{}]
    group = _GROUP.fullmatch(hints[0].get("group", ""))
    policies = output.of("compute_servergroup_v2").get(group[1], {}).get("policies") if group else None
    sizes = _volumes(server)
    return (
        ("pool", pools.get(server["name"], server["name"])),
        ("flavor", server["flavor_name"]),
        ("flavor_has", flavors.get(server["flavor_name"])),
        ("image", server.get("image_name") or _image(server)),
        ("volume", sum(sizes) if sizes else None),
        ("zone", server.get("availability_zone")),
        ("placement", policies[0] if policies else None),
    )


def _image(server: Resource) -> str:
    """The image's id, where a server boots from a volume that is made of it; a reference to one is not shown."""
    ids = [str(device.get("uuid", "")) for device in server.get("block_device") or ()]
    return next((uuid for uuid in ids if uuid and "${" not in uuid), "by its id")


def _volumes(server: Resource) -> list[int]:
    """GiB of each volume that Nova has Cinder make for a server."""
    devices = server.get("block_device") or ()
    made = [d for d in devices if d.get("destination_type") == "volume" and d.get("source_type") != "volume"]
    return [int(device["volume_size"]) for device in made]


def quotas(plan: Plan, output: Output, rows: tuple[Servers, ...]) -> tuple[Quota, ...]:
    """Every quota that the cluster counts against, service by service."""
    return (*_nova(output, rows), *_cinder(output), *_neutron(output), *_octavia(output), *_others(output))


def _nova(output: Output, rows: tuple[Servers, ...]) -> Iterator[Quota]:
    unknown = sorted({row.flavor for row in rows if row.flavor_has is None})
    known = [(row.count, row.flavor_has) for row in rows if row.flavor_has is not None]
    vague = f"unknown: what {', '.join(unknown)} has; tell it by --flavors FILE or --cloud NAME"
    yield Quota(service="Nova", name="instances", need=sum(row.count for row in rows), why=_pools(rows))
    cores = None if unknown else sum(count * flavor.vcpus for count, flavor in known)
    yield Quota(service="Nova", name="cores", need=cores, why=vague if unknown else "vCPUs")
    ram = None if unknown else sum(count * flavor.ram for count, flavor in known)
    yield Quota(service="Nova", name="ram", need=ram, why="MiB, unknown as cores are" if unknown else f"MiB: {gib(ram or 0)}")
    yield Quota(service="Nova", name="key-pairs", need=output.count("compute_keypair_v2"), why="counts for the user")
    groups = output.of("compute_servergroup_v2")
    policies = sorted({policy for group in groups.values() for policy in group.get("policies", ())})
    yield Quota(service="Nova", name="server-groups", need=len(groups), why=", ".join(policies))
    members = [row.count for row in rows if row.placement]
    yield Quota(service="Nova", name="server-group-members", need=max(members, default=0), why="in the largest of them")


def _pools(rows: tuple[Servers, ...]) -> str:
    return ", ".join(f"{row.count:,} {row.pool}" for row in rows)


def gib(mib: int) -> str:
    """`72 GiB`, or `0.5 GiB`."""
    return f"{mib / 1024:,g} GiB" if mib % 1024 else f"{mib // 1024:,} GiB"


def _cinder(output: Output) -> Iterator[Quota]:
    booted = [size for server in output.of("compute_instance_v2").values() for size in _volumes(server)]
    alone = [int(volume["size"]) for volume in output.of("blockstorage_volume_v3").values()]
    why = "servers boot from them" if booted else "servers have the hypervisor's own disks"
    yield Quota(service="Cinder", name="volumes", need=len(booted) + len(alone), why="" if alone else why)
    yield Quota(service="Cinder", name="gigabytes", need=sum(booted) + sum(alone), why="GiB of these volumes")


def _neutron(output: Output) -> Iterator[Quota]:
    def row(name: str, kind: str, why: str = "") -> Quota:
        return Quota(service="Neutron", name=name, need=output.count(kind), why=why)

    yield row("networks", "networking_network_v2")
    yield row("subnets", "networking_subnet_v2")
    yield row("routers", "networking_router_v2")
    yield _ports(output)
    yield row("floating_ips", "networking_floatingip_v2", _names(output.of("networking_floatingip_v2")))
    yield row("security_groups", "networking_secgroup_v2", "beside the project's own default")
    groups = output.of("networking_secgroup_v2").values()
    # Neutron puts two rules into a new group: egress by IPv4, and by IPv6
    default = 2 * sum(not group.get("delete_default_rules") for group in groups)
    need = output.count("networking_secgroup_rule_v2") + default
    yield Quota(service="Neutron", name="security_group_rules", need=need, why="each in the list below")


def _names(resources: Mapping[str, Resource]) -> str:
    return ", ".join(sorted(resources))


def _ports(output: Output) -> Quota:
    """Neutron's and Octavia's own ports belong to the project, and count, though no page of settings names them."""
    names = {server["name"] for server in output.of("compute_instance_v2").values()}
    ports = [port["name"] for port in output.of("networking_port_v2").values()]
    others = [port for port in ports if port not in names]
    interfaces = [one for one in output.of("networking_router_interface_v2").values() if not one.get("port_id")]
    parts = {
        "of servers": len(ports) - len(others),
        f"without a server ({', '.join(others)})": len(others),
        "of the router": len(interfaces),
        "of the load balancer": output.count("lb_loadbalancer_v2"),
        "at most for DHCP and metadata": NEUTRON_OWN_ADDRESSES * output.count("networking_subnet_v2"),
    }
    why = ", ".join(f"{count:,} {what}" for what, count in parts.items() if count)
    return Quota(service="Neutron", name="ports", need=sum(parts.values()), why=why)


_OCTAVIA = {
    "load_balancers": "lb_loadbalancer_v2",
    "listeners": "lb_listener_v2",
    "pools": "lb_pool_v2",
    "members": "lb_member_v2",
    "health_monitors": "lb_monitor_v2",
}


def _octavia(output: Output) -> Iterator[Quota]:
    for name, kind in _OCTAVIA.items():
        if need := output.count(kind):
            why = "see `openstack loadbalancer quota show`" if name == "load_balancers" else ""
            yield Quota(service="Octavia", name=name, need=need, why=why)


_COUNTED = {
    "compute_instance_v2",
    "compute_keypair_v2",
    "compute_servergroup_v2",
    "blockstorage_volume_v3",
    "networking_network_v2",
    "networking_subnet_v2",
    "networking_router_v2",
    "networking_router_interface_v2",
    "networking_port_v2",
    "networking_floatingip_v2",
    "networking_secgroup_v2",
    "networking_secgroup_rule_v2",
    *_OCTAVIA.values(),
}


def _others(output: Output) -> Iterator[Quota]:
    """What counts against none of the above is told all the same: nothing that will exist goes unsaid."""
    for kind, found in output.resources.items():
        if kind.startswith("openstack_") and kind.removeprefix("openstack_") not in _COUNTED:
            yield Quota(service="other", name=kind.removeprefix("openstack_"), need=len(found), why=_names(found))
