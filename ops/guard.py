"""Before a deploy: the state is of this cloud, and no planned change hurts unless it was allowed by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ops import changes
from ops.errors import OpsError
from ops.leftovers import Note, ids, sweep
from ops.runner import ALLOW, run
from ops.target import Target


def guard(target: Target) -> None:
    """OpsError: the state is of another project, or a change hurts that nobody allowed. Nothing was touched then."""
    target.engine.prepare()
    same_project(target)
    clear_leftovers(target)
    text = planned(target).refused(target.variables.get(ALLOW, ""))
    if text is not None:
        raise OpsError(f"{text}\nnothing was touched")


@dataclass(frozen=True)
class Planned:
    """What a deploy would change, as far as it hurts."""

    cluster: str
    hurts: list[changes.Hurt]
    etcd_members: int

    def refused(self, allowed: str) -> str | None:
        """The report of what was not allowed by name (`allowed`: names by comma, or `all`); None: nothing."""
        names = {name.strip() for name in allowed.split(",")}
        left = [hurt for hurt in self.hurts if hurt.name not in names and "all" not in names]
        return changes.report(self.cluster, left, etcd_members=self.etcd_members) if left else None


def planned(target: Target) -> Planned:
    """The hurtful part of what a deploy would change. The engine has to be prepared."""
    pool = target.plan.settings.control_plane.name
    found = target.engine.plan()
    return Planned(
        target.name,
        changes.hurts(found, cluster=target.name, control_plane=pool),
        changes.members(found, cluster=target.name, control_plane=pool),
    )


def same_project(target: Target) -> None:
    """OpsError: the state was written for another project, so that a deploy would lose sight of what stands there."""
    known, here = target.engine.outputs().get("project_id"), target.connection.current_project_id
    if known in (None, here):
        return
    name, cloud = target.name, target.cloud
    way_out = (
        f"If the lab was reset, its cluster is gone: forget it by moving terraform.{name}.tfstate away. Otherwise set OS_CLOUD"
        if cloud.is_lab
        else "Set OS_CLOUD to the cloud that it was deployed to"
    )
    raise OpsError(
        f"the state of {name} is of project {known}, and {cloud.name} is project {here}: a deploy here would lose sight of "
        f"what stands there. {way_out}; to have a cluster in both, give one another cluster_name"
    )


def clear_leftovers(target: Target) -> None:
    """Take away what a killed deploy made and could not write down."""
    since = Note(target.name).read(str(target.connection.current_project_id))
    if since is None:
        return
    print(f"the last deploy of {target.name} did not end well; looking for what it left", flush=True)
    known = ids(target.engine.pull())
    for what in sweep(target.plan, target.connection, known_ids=known, since=since):
        print(f"  taken away: {what}", flush=True)


def noted_run(target: Target, arguments: Sequence[str]) -> int:
    """Run the CLI for a deploy, with a note of it that stays where the run is killed, or fails."""
    note = Note(target.name)
    note.write(str(target.connection.current_project_id))
    status = run(arguments, target.variables)
    if status == 0:  # then all that it made is in the state; else something on the way may have been killed
        note.remove()
    return status
