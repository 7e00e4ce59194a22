"""Forgets the SSH host keys of servers that are no more, and of no others.

A rebuilt node keeps its port and so its address, and comes with a new key. That is refused, as any changed key is,
unless Terraform made another server there: then, and only then, the old key is forgotten.
"""

from __future__ import annotations

import json
import subprocess

from ops.kubespray.facts import Facts
from ops.kubespray.files import write_private
from ops.kubespray.layout import Layout
from ops.kubespray.state import inventory_of


def forget_replaced_servers(layout: Layout, facts: Facts) -> list[str]:
    """The addresses whose keys were forgotten. Remembers which server each address belongs to now."""
    known: dict[str, str] = json.loads(layout.known_servers.read_text()) if layout.known_servers.is_file() else {}
    hosts = inventory_of(layout.inventory, layout)["hosts"]
    now = {
        _known_as(variables): facts.servers[name]
        for name, variables in hosts.items()
        if name in facts.servers and variables.get("ansible_host")
    }
    if facts.bastion:
        now[facts.bastion.address] = facts.bastion.server
    replaced = sorted(address for address, server in now.items() if known.get(address, server) != server)
    for address in replaced:
        if layout.known_hosts.is_file():
            line = ["ssh-keygen", "-q", "-R", address, "-f", str(layout.known_hosts)]
            subprocess.run(line, capture_output=True, check=False)  # 1: there was none
            layout.known_hosts.with_name(f"{layout.known_hosts.name}.old").unlink(missing_ok=True)
    if now != known:
        # addresses of nodes taken out stay known: a later server may get one of them
        write_private(layout.known_servers, json.dumps({**known, **now}, indent=1, sort_keys=True) + "\n")
    return replaced


def _known_as(variables: dict[str, object]) -> str:
    """The name of a host in known_hosts."""
    address, port = variables["ansible_host"], variables.get("ansible_port", 22)
    return str(address) if port == 22 else f"[{address}]:{port}"
