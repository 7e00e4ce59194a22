"""Writes the Kubespray inventory of a cluster at apply, when the nodes' addresses are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cdktf_cdktf_provider_local.file import File
from constructs import Construct

from constructs_lib.kubespray import cni
from constructs_lib.kubespray.files import yaml_file
from constructs_lib.kubespray.inventory import SshAccess, inventory
from constructs_lib.kubespray.late import LateValues
from constructs_lib.kubespray.render import control_plane_hosts, group_vars_files, worker_hosts
from constructs_lib.plan.check import Plan

SOURCE = "the cluster's settings page"


@dataclass(frozen=True, kw_only=True)
class KubesprayProps:
    plan: Plan
    k8s_internal_ip: str  # where nodes reach the API
    k8s_api_ip: str  # where clients outside reach it
    bastion: str | None  # its floating IP; None: Ansible goes straight to the nodes
    addresses: Mapping[str, str]  # the address of each node, by its name
    root: str  # the project's folder, relative to the one where Terraform runs


class Kubespray(Construct):
    """`inventory/<cluster>/`: inventory.yaml, group_vars/k8s_cluster/*.yml, and Helm values where an operator wants them.

    Nothing else in that folder is touched: what a user puts beside them (group_vars/k8s_cluster/zz-local.yml) stays.
    """

    def __init__(self, scope: Construct, id_: str, *, props: KubesprayProps) -> None:
        super().__init__(scope, id_)
        plan = props.plan
        late = LateValues()
        internal, outside = late.word(props.k8s_internal_ip), late.word(props.k8s_api_ip)
        addresses = {name: late.word(address) for name, address in props.addresses.items()}
        bastion = late.word(props.bastion) if props.bastion else None
        contents = {
            "inventory.yaml": inventory(
                control_plane=control_plane_hosts(plan, addresses),
                workers=worker_hosts(plan, addresses),
                ssh=SshAccess(user=plan.settings.access.ssh_user, bastion=bastion),
            ),
            **{
                f"group_vars/k8s_cluster/{name}.yml": variables
                for name, variables in group_vars_files(plan, k8s_internal_ip=internal, k8s_api_ip=outside).items()
            },
        }
        values = cni.operator_values(plan.settings, k8s_internal_ip=internal)
        if values is not None:
            contents["helm/calico-values.yaml"] = values
        self.contents = {path: late.text(yaml_file(content, source=SOURCE)) for path, content in contents.items()}
        self.files = [
            self._write(plan.name, f"{props.root}/inventory/{plan.name}/{path}", content)
            for path, content in self.contents.items()
        ]

    def _write(self, name: str, path: str, content: str) -> File:
        id_ = f"{name}-{path.rsplit('/', 1)[-1].partition('.')[0]}"
        file = File(self, id_, filename=path, content=content, file_permission="0640", directory_permission="0750")
        file.override_logical_id(id_)
        return file
