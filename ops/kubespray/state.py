"""What a cluster is made of, as far as Kubespray is concerned; and the record of what the last run made of it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from ops.errors import OpsError
from ops.kubespray.facts import Data, Facts
from ops.kubespray.files import write_private
from ops.kubespray.layout import Layout

CONTROL_PLANE = "kube_control_plane"


class Host(Data):
    """`variables`: a hash over its own variables of the inventory, its addresses among them."""

    server: str  # Nova's id: another one is another machine, whatever its name and address
    groups: tuple[str, ...]
    variables: str


class State(Data):
    """`variables`: a hash over the inventory's common variables and all of group_vars, a user's own files too."""

    release: str
    kubernetes: str
    control_plane: tuple[str, ...]  # in order: Kubespray works from the first
    hosts: dict[str, Host]
    variables: str
    os_hardening: bool = False

    @property
    def workers(self) -> tuple[str, ...]:
        return tuple(name for name in self.hosts if name not in self.control_plane)


class Record(Data):
    """`done`: the last run that ended well. `begun`: one that did not, or not yet. `number`: of records before this."""

    done: State | None = None
    begun: State | None = None
    number: int = 0


def inventory_of(file: Path, layout: Layout) -> dict[str, Any]:
    """OpsError: it does not read as an inventory in Ansible's YAML form."""
    try:
        content = yaml.safe_load(file.read_text())
        assert isinstance(content["all"]["hosts"], dict)
        assert isinstance(content["all"]["children"], dict)
    except (OSError, yaml.YAMLError, KeyError, TypeError, AssertionError) as error:
        why = " ".join(str(error).split()) or "it has no all.hosts and all.children"
        raise OpsError(f"{layout.short(file)} does not read as an inventory: {why}; deploy again to have it written") from None
    everything: dict[str, Any] = content["all"]
    return everything


def present(layout: Layout, facts: Facts) -> State:
    """What the deployed inventory, its variables and the facts say now."""
    inventory = inventory_of(layout.inventory, layout)
    groups: dict[str, list[str]] = {
        name: list((group or {}).get("hosts") or {}) for name, group in inventory["children"].items()
    }
    hosts = {
        name: Host(
            server=facts.servers.get(name, ""),
            groups=tuple(sorted(group for group, members in groups.items() if name in members)),
            variables=_hash(variables or {}),
        )
        for name, variables in inventory["hosts"].items()
    }
    return State(
        release=facts.release,
        kubernetes=facts.kubernetes_version,
        control_plane=tuple(groups.get(CONTROL_PLANE, ())),
        hosts=hosts,
        variables=_hash([inventory.get("vars"), _files(layout.group_vars)]),
        os_hardening=facts.os_hardening,
    )


def read(layout: Layout) -> Record:
    """An empty one where no run is known. OpsError: the file is not a record."""
    try:
        return Record.model_validate_json(layout.record.read_text())
    except FileNotFoundError:
        return Record()
    except ValidationError:
        name = layout.short(layout.record)
        raise OpsError(f"{name} is damaged; restore it, or remove it: then the whole of cluster.yml runs again") from None


def write(layout: Layout, record: Record) -> None:
    write_private(layout.record, record.model_dump_json(indent=1) + "\n")


def finish(layout: Layout, made: State, *, before: Record) -> None:
    """Record that all of `made` is so now. What was there `before`, and nobody took out, is there still."""
    earlier = before.done.hosts if before.done else {}
    gone = {name: host for name, host in earlier.items() if name not in made.hosts}
    if not gone:
        write_private(layout.last_inventory, layout.inventory.read_text())
    everything = made.model_copy(update={"hosts": {**made.hosts, **gone}})
    write(layout, Record(done=everything, number=before.number + 1))


def drop(layout: Layout, node: str) -> None:
    """Record that a node has left the cluster."""
    record = read(layout)
    write(
        layout,
        Record(done=_without(record.done, node), begun=_without(record.begun, node), number=record.number + 1),
    )


def _without(state: State | None, node: str) -> State | None:
    if state is None:
        return None
    hosts = {name: host for name, host in state.hosts.items() if name != node}
    control_plane = tuple(name for name in state.control_plane if name != node)
    return state.model_copy(update={"hosts": hosts, "control_plane": control_plane})


def _files(folder: Path) -> dict[str, str]:
    found = (file for file in sorted(folder.rglob("*")) if file.is_file() and not file.name.startswith("."))
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in found}


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()
