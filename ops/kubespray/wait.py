"""Waits until SSH answers on every node and cloud-init has ended there."""

from __future__ import annotations

from ops.errors import OpsError
from ops.kubespray import ansible
from ops.kubespray.ansible import PlaybookError
from ops.kubespray.bastion import wait_for_bastion
from ops.kubespray.environment import environment
from ops.kubespray.facts import Facts
from ops.kubespray.hostkeys import forget_replaced_servers
from ops.kubespray.layout import Layout
from ops.kubespray.lock import alone
from ops.kubespray.progress import Progress
from ops.kubespray.state import inventory_of

# Names of tasks of the playbook
READY = "The node is ready"
SSH = "SSH answers"
KEY = "The host key is the known one"


def wait(layout: Layout, facts: Facts) -> None:
    """OpsError: some hosts are not ready in time; the error names them, what each waits for, and the next step."""
    with alone(layout):
        for address in forget_replaced_servers(layout, facts):
            print(f"another server has {address} now: its old host key is forgotten", flush=True)
        hosts = list(inventory_of(layout.inventory, layout)["hosts"])

        def show(progress: Progress) -> str:
            missing = [name for name in hosts if name not in progress.passed.get(READY, ())]
            few = ", ".join(missing[:4]) + (", …" if len(missing) > 4 else "")
            return f"{len(hosts) - len(missing)} of {len(hosts)} ready; waiting for {few or 'nothing'}"

        seconds = facts.wait_minutes * 60
        wait_for_bastion(layout, facts, seconds=seconds)
        try:
            ansible.run(
                ansible.ours("wait.yml", layout.inventory, wait_seconds=seconds),
                title=f"SSH and cloud-init on {len(hosts)} nodes (at most {facts.wait_minutes:g} minutes)",
                layout=layout,
                environment=environment(layout, facts.release),
                timeout=seconds + 30,  # Ansible's own end of waiting says more than ours
                again="",
                show=show,
            )
        except PlaybookError as error:
            raise OpsError(_explain(layout, facts, hosts, error)) from None


def _explain(layout: Layout, facts: Facts, hosts: list[str], error: PlaybookError) -> str:
    progress = error.progress
    wrong_key = [name for name in hosts if progress.failed.get(name) == KEY]
    no_ssh = [name for name in hosts if name not in wrong_key and name not in progress.passed.get(SSH, ())]
    ready = progress.passed.get(READY, set())
    no_end = [name for name in hosts if name not in (*wrong_key, *no_ssh, *ready)]
    way = f" through the bastion {facts.bastion.address}" if facts.bastion else ""
    known_hosts = layout.short(layout.known_hosts)
    reasons = {
        f"another host key than the one in {known_hosts}": (
            wrong_key,
            "find out why before you take its line out of that file: somebody else may answer there",
        ),
        f"no SSH{way}": (
            no_ssh,
            "look at the server's console log, at access.ssh_allowed_cidrs (it must have your address), and at your SSH key",
        ),
        "cloud-init has not ended well": (
            no_end,
            "look there with `cloud-init status --long` and at /var/log/cloud-init-output.log",
        ),
    }
    lines = [str(error).rstrip(), f"not ready: {len(hosts) - len(ready)} of {len(hosts)} hosts"]
    lines += [f"  {what}: {', '.join(names)}; {look}" for what, (names, look) in reasons.items() if names]
    return "\n".join([*lines, "then run the same command again"])
