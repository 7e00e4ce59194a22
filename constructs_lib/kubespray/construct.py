"""Writes the Kubespray inventory of a cluster at apply, when the nodes' addresses are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cdktf_cdktf_provider_local.file import File
from constructs import Construct

from constructs_lib.kubespray import group_vars
from constructs_lib.kubespray.files import yaml_file
from constructs_lib.kubespray.inventory import Host, SshAccess, inventory
from constructs_lib.kubespray.late import LateValues
from constructs_lib.plan.check import Plan


@dataclass(frozen=True, kw_only=True)
class KubesprayProps:
    plan: Plan
    k8s_internal_ip: str  # where nodes reach the API
    k8s_api_ip: str  # where clients outside reach it
    bastion: str | None  # its floating IP; None: Ansible goes straight to the nodes
    addresses: Mapping[str, str]  # the address of each node, by its name
    root: str  # the project's folder, relative to the one where Terraform runs


class Kubespray(Construct):
    """`inventory/<cluster>/`: inventory.yaml and group_vars/k8s_cluster/*.yml. Nothing else in that folder is touched."""

    def __init__(self, scope: Construct, id_: str, *, props: KubesprayProps) -> None:
        super().__init__(scope, id_)
        self._name = props.plan.name
        self._folder = f"{props.root}/inventory/{props.plan.name}"
        late = LateValues()
        internal, outside = late.word(props.k8s_internal_ip), late.word(props.k8s_api_ip)
        bastion = late.word(props.bastion) if props.bastion else None
        hosts = {name: Host(name=name, address=late.word(address)) for name, address in props.addresses.items()}
        contents = {
            "inventory.yaml": inventory(
                control_plane=[hosts[node.name] for node in props.plan.control_plane],
                workers=[hosts[node.name] for node in props.plan.workers],
                ssh=SshAccess(user=props.plan.settings.access.ssh_user, bastion=bastion),
            ),
            "group_vars/k8s_cluster/k8s-cluster.yml": group_vars.k8s_cluster(
                props.plan, k8s_internal_ip=internal, k8s_api_ip=outside
            ),
            "group_vars/k8s_cluster/addons.yml": group_vars.addons(props.plan),
        }
        for path, content in contents.items():
            self._write(path, late.text(yaml_file(content, source=f"the settings page of {self._name}")))

    def _write(self, path: str, content: str) -> None:
        id_ = f"{self._name}-{path.rsplit('/', 1)[-1].partition('.')[0]}"
        file = File(
            self,
            id_,
            filename=f"{self._folder}/{path}",
            content=content,
            file_permission="0640",
            directory_permission="0750",
        )
        file.override_logical_id(id_)
