"""Waits for the bastion itself, before any node is looked for behind it.

SSH hides what the bastion's own connection says while it keeps a node's open, so a bastion whose host key has changed
looks like nodes that are silent.
"""

from __future__ import annotations

import subprocess
import time

from ops.errors import OpsError
from ops.kubespray.facts import Facts
from ops.kubespray.layout import Layout
from ops.kubespray.state import inventory_of
from tools.console import Step

BETWEEN = 2.0  # seconds between two attempts


def wait_for_bastion(layout: Layout, facts: Facts, *, seconds: float) -> None:
    """OpsError: its host key is another than the known one, or it does not answer in time."""
    if facts.bastion is None:
        return
    user = str(inventory_of(layout.inventory, layout).get("vars", {}).get("ansible_user", "root"))
    address = facts.bastion.address
    # the options of the inventory's own jump; quotes keep a path with spaces whole
    line = ["ssh", "-o", "StrictHostKeyChecking=accept-new", "-o", f'UserKnownHostsFile="{layout.known_hosts}"']
    line += ["-o", "BatchMode=yes", "-o", "ConnectTimeout=10", f"{user}@{address}", "exit"]
    deadline = time.monotonic() + seconds
    with Step(f"SSH on the bastion {address}") as step:
        while True:
            said = _attempt(line, timeout=max(1.0, deadline - time.monotonic()))
            if said is None:
                return
            if "Host key verification failed" in said:
                raise OpsError(
                    f"the bastion {address} has another host key than the one in {layout.short(layout.known_hosts)}; find out "
                    "why before you take its line out of that file: somebody else may answer there"
                )
            step.now = said
            if time.monotonic() > deadline - BETWEEN:
                raise OpsError(
                    f"the bastion {address} does not let {user} in: {said}; look at its console log, at "
                    "access.ssh_allowed_cidrs (it must have your address), and at your SSH key; then run the same command again"
                )
            time.sleep(BETWEEN)


def _attempt(line: list[str], timeout: float) -> str | None:
    """None: SSH got in. Else its last words."""
    try:
        done = subprocess.run(line, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=timeout)
    except FileNotFoundError:
        raise OpsError("there is no ssh; install it (Debian, Ubuntu: apt-get install openssh-client)") from None
    except subprocess.TimeoutExpired:
        return "it says nothing"
    if done.returncode != 255:  # whatever the bastion makes of a command: it may be there for jumps alone
        return None
    return next((text.strip() for text in reversed(done.stderr.splitlines()) if text.strip()), "it says nothing")
