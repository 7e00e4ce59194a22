"""What a killed deploy left in the cloud: made, but not in the state, so that the next deploy would meet a stranger.

A deploy that ends by itself leaves nothing of the kind: Terraform writes down what it made. One that is killed does, and its
note stays. With the note, what bears the cluster's names, is younger than that deploy and is unknown to the state is taken
away, and the deploy makes it anew. Without the note nothing is ever taken away.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from openstack.connection import Connection

from constructs_lib.plan import Plan, firewall
from ops.errors import PROJECT, OpsError

CLOCKS = timedelta(minutes=5)  # how far the cloud's clock may be from this machine's
WAIT = 300.0  # seconds for a server to go


@dataclass(frozen=True)
class Note:
    """That a deploy is under way, kept beside the state until it ends by itself."""

    name: str

    @property
    def file(self) -> Path:
        return PROJECT / f".deploying.{self.name}.json"

    def write(self, project_id: str) -> None:
        if self.read(project_id) is None:  # the time of the first of several killed deploys counts
            started = datetime.now(UTC).isoformat()
            self.file.write_text(json.dumps({"project_id": project_id, "started": started}))

    def read(self, project_id: str) -> datetime | None:
        """When the deploy that was killed began; None: there was none in this project."""
        try:
            note = json.loads(self.file.read_text())
            return datetime.fromisoformat(note["started"]) if note["project_id"] == project_id else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def remove(self) -> None:
        self.file.unlink(missing_ok=True)


@dataclass(frozen=True)
class Leftover:
    """A thing to take away, and how."""

    what: str
    remove: Callable[[], object]


def sweep(plan: Plan, connection: Connection, *, known_ids: frozenset[str], since: datetime) -> list[str]:
    """Take away what a deploy that began at `since` left, and say what it was. `known_ids`: all that the state knows.

    OpsError: something does not go.
    """
    gone: list[str] = []
    for find in (_servers, _floating_ips, _interfaces, _named, _rules, _groups, _keys):
        for leftover in list(find(plan, connection, known_ids, since - CLOCKS)):
            try:
                leftover.remove()
            except Exception as error:  # any of the client's: the next step is the same
                raise OpsError(f"{leftover.what}, left by a killed deploy, does not go: {error}; delete it by hand") from error
            gone.append(leftover.what)
    return gone


def _young(thing: Any, since: datetime) -> bool:
    made = getattr(thing, "created_at", None)
    if not isinstance(made, str):
        return False
    when = datetime.fromisoformat(made.replace("Z", "+00:00"))
    return (when if when.tzinfo else when.replace(tzinfo=UTC)) >= since


def _unknown(things: Iterable[Any], names: Iterable[str], known: frozenset[str], since: datetime) -> Iterator[Any]:
    wanted = frozenset(names)
    for thing in things:
        if thing.name in wanted and thing.id not in known and _young(thing, since):
            yield thing


def server_names(plan: Plan) -> list[str]:
    bastion = plan.settings.bastion
    return [*(node.name for node in plan.nodes), *([f"{plan.name}-{bastion.name}"] if bastion else [])]


def _servers(plan: Plan, connection: Connection, known: frozenset[str], since: datetime) -> Iterator[Leftover]:
    compute = connection.compute
    for server in _unknown(compute.servers(), server_names(plan), known, since):
        yield Leftover(f"server {server.name}", _deletion_of_server(connection, server))


def _deletion_of_server(connection: Connection, server: Any) -> Callable[[], object]:
    def delete() -> None:
        connection.compute.delete_server(server)
        connection.compute.wait_for_delete(server, interval=1, wait=WAIT)  # its port is free again only then

    return delete


def _floating_ips(plan: Plan, connection: Connection, known: frozenset[str], since: datetime) -> Iterator[Leftover]:
    described = {f"The Kubernetes API of {plan.name}", *(f"SSH to {name}" for name in server_names(plan))}
    for address in connection.network.ips(project_id=connection.current_project_id):
        if address.description in described and address.id not in known and _young(address, since):
            yield Leftover(f"floating IP {address.floating_ip_address}", _call(connection.network.delete_ip, address))


def _interfaces(plan: Plan, connection: Connection, known: frozenset[str], since: datetime) -> Iterator[Leftover]:
    network = connection.network
    for router in network.routers(name=f"{plan.name}-router", project_id=connection.current_project_id):
        for port in network.ports(device_id=router.id):
            ours = str(port.device_owner).startswith("network:router_interface")
            if ours and port.id not in known and _young(port, since):
                yield Leftover("router interface", _call(network.remove_interface_from_router, router, port_id=port.id))


def _named(plan: Plan, connection: Connection, known: frozenset[str], since: datetime) -> Iterator[Leftover]:
    network, name = connection.network, plan.name
    mine = {"project_id": connection.current_project_id}
    kinds: tuple[tuple[str, Callable[..., Any], Callable[..., Any], list[str]], ...] = (
        ("port", network.ports, network.delete_port, [f"{name}-vrrp", *server_names(plan)]),
        ("router", network.routers, network.delete_router, [f"{name}-router"]),
        ("subnet", network.subnets, network.delete_subnet, [f"{name}-subnet"]),
        ("network", network.networks, network.delete_network, [f"{name}-network"]),
    )
    for kind, find, delete, names in kinds:
        for thing in _unknown(find(**mine), names, known, since):
            yield Leftover(f"{kind} {thing.name}", _call(delete, thing))


def _rules(plan: Plan, connection: Connection, known: frozenset[str], since: datetime) -> Iterator[Leftover]:
    """Rules in groups that the state knows: these groups hold nothing but what the plan says."""
    network = connection.network
    for group in network.security_groups(project_id=connection.current_project_id):
        if group.id in known and group.name in _group_names(plan):
            for rule in network.security_group_rules(security_group_id=group.id):
                if rule.id not in known and _young(rule, since):
                    yield Leftover(f"a rule of {group.name}", _call(network.delete_security_group_rule, rule))


def _groups(plan: Plan, connection: Connection, known: frozenset[str], since: datetime) -> Iterator[Leftover]:
    network = connection.network
    found = network.security_groups(project_id=connection.current_project_id)
    for group in _unknown(found, _group_names(plan), known, since):
        yield Leftover(f"security group {group.name}", _call(network.delete_security_group, group))


def _group_names(plan: Plan) -> frozenset[str]:
    return frozenset(f"{plan.name}-{group}" for group in firewall.groups(plan.settings))


def _keys(plan: Plan, connection: Connection, known: frozenset[str], since: datetime) -> Iterator[Leftover]:
    compute = connection.compute
    for name in [str(pair.name) for pair in compute.keypairs()]:
        if name == plan.name and name not in known and _young(compute.get_keypair(name), since):
            yield Leftover(f"key pair {name}", _call(compute.delete_keypair, name))
    names = [plan.settings.control_plane.name, *(pool.name for pool in plan.settings.workers)]
    pools = {f"{plan.name}-{name}" for name in names}
    for group in compute.server_groups():
        # Nova gives them no date; one without members is nobody's
        if group.name in pools and group.id not in known and not group.member_ids:
            yield Leftover(f"server group {group.name}", _call(compute.delete_server_group, group))


def _call(function: Callable[..., object], *arguments: object, **named: object) -> Callable[[], object]:
    return lambda: function(*arguments, **named)


def ids(state: Mapping[str, Any]) -> frozenset[str]:
    """Every id that a state (`state pull`) holds; a key pair's is its name."""
    return frozenset(
        str(instance["attributes"]["id"])
        for resource in state.get("resources", [])
        if resource.get("mode") == "managed"
        for instance in resource.get("instances", [])
        if "id" in instance.get("attributes", {})
    )
