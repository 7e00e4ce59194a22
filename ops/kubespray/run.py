"""Runs the playbooks that the settings call for, and records it when all of them have ended well."""

from __future__ import annotations

from pathlib import Path

from ops.kubespray import ansible, harden, releases, source, state
from ops.kubespray.environment import environment
from ops.kubespray.facts import Facts
from ops.kubespray.layout import Layout
from ops.kubespray.lock import alone
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
        record = state.read(layout)
        wanted = state.present(layout, facts)
        decision = decide(record, wanted)
        print(f"{layout.cluster}: {decision.why}", flush=True)
        for note in decision.notes:
            print(f"{layout.cluster}: {note.replace('CLUSTER', layout.cluster)}", flush=True)
        if decision.plays:
            checkout = fetch(layout, facts)
            python = environment(layout, facts.release)
            state.write(layout, state.Record(done=record.done, begun=wanted))
            if facts.os_hardening:
                limit = decision.plays[-1].limit
                harden.harden(layout, python, limit=limit, timeout=facts.timeout_minutes * 60)
            for play in decision.plays:
                run_play(play, layout, facts, checkout, python)
        if record.done != wanted or record.begun is not None:
            state.finish(layout, wanted, before=record.done)
    return decision


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
