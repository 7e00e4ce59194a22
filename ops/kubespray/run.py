"""Runs the playbooks that the settings call for, and records it when all of them have ended well."""

from __future__ import annotations

from pathlib import Path

from ops.kubespray import ansible, harden, releases, source, state
from ops.kubespray.environment import environment
from ops.kubespray.facts import Facts
from ops.kubespray.layout import Layout
from ops.kubespray.lock import alone
from ops.kubespray.memory import recall, remember
from ops.kubespray.what import Decision, Play, decide

AGAIN = "mend it and run the same command again: it goes on from here"


def fetch(layout: Layout, facts: Facts) -> Path:
    """Kubespray's checkout. Errors as `source.fetch`."""
    pinned = source.Pinned(
        title="Kubespray",
        source=facts.source,
        tag=facts.release,
        commit=facts.commit or releases.commit_of(facts.release),
    )
    return source.fetch(pinned, layout.checkout(facts.release), layout)


def run(layout: Layout, facts: Facts) -> Decision:
    """Run what is to be run, if anything is. A run that fails is gone on with by the next."""
    with alone(layout):
        wanted = state.present(layout, facts)
        if not layout.record.is_file():
            fetch(layout, facts)
            record = recall(layout, environment(layout, facts.release), again=AGAIN)
        else:
            record = state.read(layout)
        decision = decide(record, wanted)
        print(f"{layout.cluster}: {decision.why}", flush=True)
        for note in decision.notes:
            print(f"{layout.cluster}: {note.replace('CLUSTER', layout.cluster)}", flush=True)
        if decision.plays:
            _run_all(decision, layout, facts, record, wanted)
        elif record.done != wanted or record.begun is not None:
            state.finish(layout, wanted, before=record)
    return decision


def _run_all(decision: Decision, layout: Layout, facts: Facts, record: state.Record, wanted: state.State) -> None:
    checkout = fetch(layout, facts)
    python = environment(layout, facts.release)
    state.write(layout, record.model_copy(update={"begun": wanted}))
    if facts.os_hardening:
        harden.harden(layout, python, limit=decision.plays[-1].limit, timeout=facts.timeout_minutes * 60)
    for play in decision.plays:
        run_play(play, layout, facts, checkout, python)
    state.finish(layout, wanted, before=record)
    remember(layout, python)


def run_play(play: Play, layout: Layout, facts: Facts, checkout: Path, python: Path) -> None:
    """One playbook of Kubespray. Errors as `ansible.run`."""
    playbook = ansible.Playbook(
        file=checkout / play.playbook,
        config=checkout / "ansible.cfg",
        inventory=layout.inventory,
        limit=",".join(play.limit) or None,
        variables=play.variables,
    )
    limit = f" for {', '.join(play.limit)}" if play.limit else ""
    ansible.run(
        playbook,
        title=f"Kubespray {facts.release}: {play.playbook}{limit}",
        layout=layout,
        environment=python,
        timeout=facts.timeout_minutes * 60,
        again=AGAIN,
    )
