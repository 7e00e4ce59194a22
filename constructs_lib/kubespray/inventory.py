"""Kubespray's inventory: which host is in which group, its addresses, and the way to it by SSH."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from constructs_lib.kubespray.files import Value


@dataclass(frozen=True, kw_only=True)
class Host:
    """A node as Ansible sees it. `address`: its address on the node network; labels and taints are Kubernetes'."""

    name: str
    address: str
    labels: Mapping[str, str] = field(default_factory=dict)
    taints: Sequence[str] = ()

    def variables(self) -> dict[str, Value]:
        # `ip` and `access_ip` for each host: without them Kubespray takes the address of the default route from a fact
        # cache, and a rebuilt node comes back into etcd with its old one.
        variables: dict[str, Value] = {
            "ansible_host": self.address,
            "ip": self.address,
            "access_ip": self.address,
        }
        if self.labels:
            variables["node_labels"] = dict(self.labels)
        if self.taints:
            variables["node_taints"] = [*self.taints]
        return variables


@dataclass(frozen=True, kw_only=True)
class SshAccess:
    """The way to the nodes. `bastion`: the address of the host that every connection goes through; None: straight."""

    user: str
    bastion: str | None


def inventory(*, control_plane: Sequence[Host], workers: Sequence[Host], ssh: SshAccess) -> dict[str, Value]:
    """The inventory in Ansible's YAML form. Kubespray works from the first of `control_plane`, in the order given."""
    hosts: dict[str, Value] = {host.name: host.variables() for host in (*control_plane, *workers)}
    return {
        "all": {
            "hosts": hosts,
            "vars": {
                "ansible_user": ssh.user,
                "ansible_become": True,
                # Kubespray's ansible.cfg turns the check of host keys off, in two places, and what it says there would
                # come before our own arguments: a run by hand from its folder would check nothing.
                "ansible_host_key_checking": True,
                "ansible_ssh_args": "-o ControlMaster=auto -o ControlPersist=30m -o ConnectionAttempts=10",
                "ansible_ssh_common_args": ssh_arguments(ssh),
            },
            "children": {
                "kube_control_plane": {"hosts": _names(control_plane)},
                "etcd": {"hosts": _names(control_plane)},
                # without workers the control plane runs the pods: Kubespray refuses an empty kube_node
                "kube_node": {"hosts": _names(workers or control_plane)},
                "k8s_cluster": {"children": {"kube_control_plane": None, "kube_node": None}},
            },
        }
    }


def ssh_arguments(ssh: SshAccess) -> str:
    """Arguments of every ssh that Ansible starts.

    Host keys are kept in a file of the cluster's own, beside the inventory: a key is taken at first sight and never
    replaced, so a host that changes it is refused. The jump is a ProxyCommand, since ProxyJump would look for the
    bastion's key elsewhere. Ansible fills in `inventory_dir` and splits the text as a shell does.
    """
    keys = "-o StrictHostKeyChecking=accept-new -o 'UserKnownHostsFile=\"{{ inventory_dir }}/known_hosts\"'"
    if ssh.bastion is None:
        return keys
    inner = keys.replace('"', '\\"')
    return f'{keys} -o "ProxyCommand=ssh -W %h:%p {inner} {ssh.user}@{ssh.bastion}"'


def _names(hosts: Sequence[Host]) -> dict[str, Value]:
    return {host.name: None for host in hosts}
