"""Takes a node out of Kubernetes before its server is destroyed, by remove-node.yml."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

import yaml

from ops.errors import OpsError
from ops.kubespray import ansible, state
from ops.kubespray.environment import environment
from ops.kubespray.facts import Facts
from ops.kubespray.files import write_private
from ops.kubespray.layout import Layout
from ops.kubespray.lock import alone
from ops.kubespray.memory import recall, remember
from ops.kubespray.run import fetch

SKIP = "KUBESPRAY_SKIP_REMOVE"  # set where the whole cluster goes: nothing is worth draining then


def skipped(variables: Mapping[str, str] = os.environ) -> bool:
    return variables.get(SKIP, "") not in ("", "0")


def remove(layout: Layout, facts: Facts, node: str, *, control_plane: bool = False, unreachable: bool = False) -> bool:
    """Drain a node and take it out of the cluster; False where it is in none.

    `control_plane`: it may be one of the control plane. `unreachable`: it answers no more, so nothing is done on it.
    OpsError: it is one of the control plane and nobody said so, or the first of it; or the playbook failed.
    """
    with alone(layout):
        record = _record(layout, facts)
        hosts = {**(record.begun.hosts if record.begun else {}), **(record.done.hosts if record.done else {})}
        if node not in hosts:
            return False
        _refuse_control_plane(record, node, control_plane)
        gone = {"reset_nodes": False, "allow_ungraceful_removal": True} if unreachable else {}
        checkout, python = fetch(layout, facts), environment(layout, facts.release)
        playbook = ansible.Playbook(
            file=checkout / "remove-node.yml",
            config=checkout / "ansible.cfg",
            inventory=_inventory_with(node, layout),
            variables={"node": node, "skip_confirmation": True, **gone},
        )
        again = (
            f"mend it and run the same command again; where {node} answers no more, run "
            f"`python -m ops.kubespray remove {node} {layout.cluster} --unreachable` first"
        )
        ansible.run(
            playbook,
            title=f"Kubespray {facts.release}: remove-node.yml for {node}",
            layout=layout,
            environment=python,
            timeout=facts.timeout_minutes * 60,
            again=again,
        )
        state.drop(layout, node)
        remember(layout, python)
    return True


def remove_others(layout: Layout, facts: Facts, keep: Collection[str]) -> list[str]:
    """Take every worker out that the last run knows and that is not to be kept, and give their names. As `remove`."""
    with alone(layout):
        known = _record(layout, facts).done
    leaving = [worker for worker in known.workers if worker not in keep] if known else []
    return [worker for worker in leaving if remove(layout, facts, worker)]


def _record(layout: Layout, facts: Facts) -> state.Record:
    if layout.record.is_file():
        return state.read(layout)
    fetch(layout, facts)
    again = (
        f"mend the way to the nodes, or, where there is no Kubernetes on them, set {SKIP}=1; then run the same command again"
    )
    return recall(layout, environment(layout, facts.release), again=again)


def _inventory_with(node: str, layout: Layout) -> Path:
    """An inventory that has the node: the present one, or that with what an earlier one said of the node."""
    present = state.inventory_of(layout.inventory, layout)
    if node in present["hosts"]:
        return layout.inventory
    earlier = state.inventory_of(layout.last_inventory, layout)
    present["hosts"][node] = earlier["hosts"].get(node)
    for name, group in earlier["children"].items():
        if node in ((group or {}).get("hosts") or {}):
            present["children"].setdefault(name, {}).setdefault("hosts", {})[node] = None
    write_private(layout.removal_inventory, yaml.safe_dump({"all": present}, sort_keys=False))
    return layout.removal_inventory


def _refuse_control_plane(record: state.Record, node: str, allowed: bool) -> None:
    known = record.done or record.begun
    members = known.control_plane if known else ()
    if node not in members:
        return
    left = len(members) - 1
    if members[0] == node:
        raise OpsError(
            f"{node} is the first control-plane node, which Kubespray works from and cannot remove; put another first "
            "(control_plane.first), deploy, then remove this one"
        )
    if not allowed:
        raise OpsError(
            f"{node} is a control-plane node and a member of etcd: without it etcd has {left} members and may lose "
            f"{(left - 1) // 2} of them before the API stops writing; say --control-plane if that is what you want"
        )
