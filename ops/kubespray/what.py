"""Which playbooks make of a cluster what its settings say, given what the last run made of it. Runs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ops.errors import OpsError
from ops.kubespray.releases import numbers
from ops.kubespray.state import Record, State


@dataclass(frozen=True, kw_only=True)
class Play:
    """A playbook of Kubespray, by its path there."""

    playbook: str
    limit: tuple[str, ...] = ()
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What to run, in order, and why. `notes`: what a person should know beside."""

    plays: tuple[Play, ...]
    why: str
    notes: tuple[str, ...] = ()


CLUSTER = Play(playbook="cluster.yml")


def decide(record: Record, wanted: State) -> Decision:
    """OpsError: what is wanted must not be done in one go, or at all; the error says how to get there."""
    done, begun = record.done, record.begun
    if not wanted.control_plane:
        raise OpsError("the inventory has no control-plane node; deploy again to have it written")
    for earlier in (done, begun):
        if earlier is not None:
            _refuse_going_back(earlier, wanted)
    if done is None:
        return Decision(plays=(CLUSTER,), why="no run is known that ended well")
    _refuse_skipping(done, wanted)
    change = _Change(done, wanted)
    _refuse_a_new_first_node(change)
    _refuse_lost_members(change)
    notes = tuple(change.notes())
    if change.upgrade:
        _refuse_a_mixture(change)
        return Decision(plays=(Play(playbook="upgrade-cluster.yml"),), why=change.upgrade, notes=notes)
    if reasons := [*change.reasons_for_the_whole()]:
        plays = (*map(_forget, change.rebuilt_control_plane), CLUSTER)
        return Decision(plays=plays, why="; ".join(reasons), notes=notes)
    if joining := change.joining:
        # Ansible has to know the facts of all nodes before it is limited to some
        plays = (Play(playbook="playbooks/facts.yml"), Play(playbook="scale.yml", limit=joining))
        return Decision(plays=plays, why=f"workers to join: {', '.join(joining)}", notes=notes)
    if begun is not None and begun != wanted:
        return Decision(plays=(CLUSTER,), why="a run with other settings did not end well", notes=notes)
    return Decision(plays=(), why="nothing has changed since the last run", notes=notes)


def _forget(node: str) -> Play:
    """Takes a machine that is no more out of etcd and out of Kubernetes, and leaves the new one of that name alone."""
    gone = {"node": node, "skip_confirmation": True, "reset_nodes": False, "allow_ungraceful_removal": True}
    return Play(playbook="remove-node.yml", variables=gone)


class _Change:
    """How two states differ."""

    def __init__(self, done: State, wanted: State) -> None:
        self.done, self.wanted = done, wanted
        self.added = tuple(name for name in wanted.hosts if name not in done.hosts)
        self.gone = tuple(name for name in done.hosts if name not in wanted.hosts)
        self.rebuilt = tuple(
            name for name, host in wanted.hosts.items() if name in done.hosts and host.server != done.hosts[name].server
        )
        self.joining = tuple(name for name in (*self.added, *self.rebuilt) if name in wanted.workers)
        self.rebuilt_control_plane = tuple(name for name in self.rebuilt if name in wanted.control_plane)

    @property
    def upgrade(self) -> str:
        parts = [
            f"{what} {old} -> {new}"
            for what, old, new in (
                ("Kubespray", self.done.release, self.wanted.release),
                ("Kubernetes", self.done.kubernetes, self.wanted.kubernetes),
            )
            if numbers(new) > numbers(old)
        ]
        return ", ".join(parts)

    def reasons_for_the_whole(self) -> Iterable[str]:
        done, wanted = self.done, self.wanted
        if done.variables != wanted.variables:
            yield "variables have changed"
        if done.os_hardening != wanted.os_hardening:
            yield "os_hardening_enabled has changed"
        if done.control_plane != wanted.control_plane:
            yield "the control plane is another, or in another order"
        if self.rebuilt_control_plane:
            yield f"rebuilt: {', '.join(self.rebuilt_control_plane)}"
        same = [name for name in wanted.hosts if name in done.hosts and name not in self.joining]
        if changed := [
            name
            for name in same
            if (done.hosts[name].variables, done.hosts[name].groups)
            != (wanted.hosts[name].variables, wanted.hosts[name].groups)
        ]:
            yield f"other variables or groups: {', '.join(changed)}"

    def notes(self) -> Iterable[str]:
        for name in self.gone:
            yield (
                f"{name} has left the inventory but not Kubernetes; take it out: "
                f"python -m ops.kubespray remove {name} CLUSTER --unreachable"
            )


def _refuse_going_back(earlier: State, wanted: State) -> None:
    for what, setting, old, new in _versions(earlier, wanted):
        if numbers(new) < numbers(old):
            raise OpsError(
                f"{setting}: {new} is older than {old}, which this cluster has or was being brought to; "
                f"{what} cannot go back: set {setting} to {old}"
            )


def _refuse_skipping(done: State, wanted: State) -> None:
    for what, setting, old, new in _versions(done, wanted):
        (major, minor, _), (newer_major, newer_minor, _) = numbers(old), numbers(new)
        if newer_major != major or newer_minor > minor + 1:
            raise OpsError(
                f"{setting}: {old} -> {new} skips a minor release, and {what} upgrades one at a time; "
                f"set {setting} to a {major}.{minor + 1} release and deploy, then go on to {new}"
            )


def _versions(old: State, new: State) -> tuple[tuple[str, str, str, str], ...]:
    return (
        ("Kubespray", "kubernetes.kubespray_version", old.release, new.release),
        ("Kubernetes", "kubernetes.kubernetes_version", old.kubernetes, new.kubernetes),
    )


def _refuse_lost_members(change: _Change) -> None:
    for name in change.gone:
        if name in change.done.control_plane:
            raise OpsError(
                f"{name} has left the inventory but is still a member of etcd, which counts it for its quorum; take it "
                f"out first: python -m ops.kubespray remove {name} CLUSTER --control-plane --unreachable"
            )


def _refuse_a_mixture(change: _Change) -> None:
    if others := (*change.added, *change.rebuilt):
        raise OpsError(
            f"an upgrade ({change.upgrade}) together with new nodes ({', '.join(others)}): an upgrade reads from every node "
            "what it has, and new ones have nothing; deploy the nodes first, with the old versions, then the upgrade"
        )


def _refuse_a_new_first_node(change: _Change) -> None:
    done, wanted = change.done, change.wanted
    first = wanted.control_plane[0]
    fresh = {*change.added, *change.rebuilt}
    others = [name for name in wanted.control_plane if name not in fresh]
    if first in fresh and others:
        number = others[0].rpartition("-")[2].lstrip("abcdefghijklmnopqrstuvwxyz") or "N"
        raise OpsError(
            f"{first} is the first control-plane node and a new machine, but Kubespray works from the first: it would begin a "
            f"cluster of its own there; let it work from {others[0]}: control_plane.first = {number}, and deploy again"
        )
    lost = [name for name in change.rebuilt_control_plane if name in done.control_plane]
    if len(done.control_plane) > 1 and len(lost) > (len(done.control_plane) - 1) // 2:
        raise OpsError(
            f"{', '.join(lost)} are new machines: more than etcd can lose at a time, so it has no quorum; restore a "
            "backup of etcd, or see Kubespray's recover-control-plane.yml, docs/operations/recover-control-plane.md"
        )
