"""Where the steps find and leave their files, all below the project's folder."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

PLAYBOOKS = Path(__file__).resolve().parent / "playbooks"


@dataclass(frozen=True)
class Layout:
    """The files of one cluster, and of the Kubespray that it runs. Nothing here looks at the disk."""

    project: Path
    cluster: str

    @property
    def folder(self) -> Path:
        """The inventory's folder: a deploy writes the inventory into it, the steps add what they remember."""
        return self.project / "inventory" / self.cluster

    @property
    def inventory(self) -> Path:
        return self.folder / "inventory.yaml"

    @property
    def group_vars(self) -> Path:
        return self.folder / "group_vars"

    @property
    def facts(self) -> Path:
        """What the deploy says beside the inventory: release, endpoint, ids of the servers."""
        return self.folder / "kubespray.json"

    @property
    def record(self) -> Path:
        """What the last run that ended well made of the cluster."""
        return self.folder / ".kubespray-run.json"

    @property
    def last_inventory(self) -> Path:
        """The inventory of a run at which no node was missing: it knows those that have left since."""
        return self.folder / ".kubespray-run.yaml"

    @property
    def removal_inventory(self) -> Path:
        """The present inventory with a node that has left it, while that is taken out of Kubernetes."""
        return self.folder / ".kubespray-remove.yaml"

    @property
    def lock(self) -> Path:
        return self.folder / ".kubespray-run.lock"

    @property
    def known_hosts(self) -> Path:
        """The name that the inventory's SSH arguments use."""
        return self.folder / "known_hosts"

    @property
    def known_servers(self) -> Path:
        """Whose host keys those are: the id of the server by its address."""
        return self.folder / ".known-servers.json"

    @property
    def ansible_facts(self) -> Path:
        """Ansible's fact cache. Kubespray's own is /tmp, which all clusters and users of a machine would share."""
        return self.folder / ".facts"

    @property
    def logs(self) -> Path:
        return self.folder / "log"

    @property
    def kubeconfig(self) -> Path:
        return self.project / "kubeconfig" / f"{self.cluster}.yaml"

    @property
    def tools(self) -> Path:
        return self.project / ".tools" / "kubespray"

    def checkout(self, release: str) -> Path:
        return self.tools / release / "source"

    def environment(self, release: str) -> Path:
        return self.tools / release / "venv"

    @property
    def collections(self) -> Path:
        return self.tools / "collections"

    @property
    def ssh_sockets(self) -> Path:
        """Where SSH keeps connections open. Of this cluster alone: two clusters may use the same private addresses.

        In the home folder, since a socket's path may hold little more than 100 characters.
        """
        mark = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:8]
        return Path.home() / ".ansible" / f"cp-{mark}"

    def short(self, path: Path) -> str:
        """A path as a message names it: below the project where it is there."""
        return str(path.relative_to(self.project)) if path.is_relative_to(self.project) else str(path)
