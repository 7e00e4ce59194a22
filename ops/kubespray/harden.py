"""The OS hardening that a settings page may choose: dev-sec's role, at a pinned commit, before Kubespray's playbooks."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ops.kubespray import ansible, source
from ops.kubespray.layout import Layout
from ops.kubespray.releases import HARDENING, HARDENING_COMMIT, HARDENING_RELEASE

OWN_SOURCE = "KUBESPRAY_HARDENING_SOURCE"  # another place to clone the same commit from: a mirror


def harden(layout: Layout, environment: Path, *, limit: Sequence[str], timeout: float) -> None:
    """Harden the hosts of `limit`, or all. It changes nothing where it has been. Errors as `ansible.run`."""
    pinned = source.Pinned(
        title="the collection devsec.hardening",
        source=os.environ.get(OWN_SOURCE, HARDENING),
        tag=HARDENING_RELEASE,
        commit=HARDENING_COMMIT,
    )
    # a checkout of a collection is a collection, where its folder is named as Ansible looks for it
    source.fetch(pinned, layout.collections / "ansible_collections" / "devsec" / "hardening", layout)
    playbook = replace(ansible.ours("harden.yml", layout.inventory), limit=",".join(limit) or None)
    ansible.run(
        playbook,
        title="OS hardening",
        layout=layout,
        environment=environment,
        timeout=timeout,
        again="mend it and run the same command again: it goes on from here",
    )
