"""A stack of stand-ins for servers and inventory, with the steps on top: what is applied for real, without a cloud."""

from __future__ import annotations

from collections.abc import Mapping

from cdktf import DataResource, LocalBackend, TerraformStack, Testing
from cdktf_cdktf_provider_local.file import File
from cdktf_cdktf_provider_local.provider import LocalProvider

from constructs_lib.kubespray.steps import BastionServer, KubesprayRun, KubesprayRunProps
from tests.synth import app

NAME = "stage-cluster"


def props(
    stack: TerraformStack,
    *,
    images: Mapping[str, str],
    workers: tuple[str, ...] = ("wn0", "wn1"),
    variables: str = "sans: []\n",
    floating: str = "203.0.113.9",
    release: str = "v2.31.0",
    kubernetes: str = "1.35.4",
    deploy_cluster: bool = True,
    bastion: bool = True,
    python: str = ".venv/bin/python",
) -> KubesprayRunProps:
    """Servers are resources that are made anew for another image, as Nova's are."""
    LocalProvider(stack, "local")
    servers = {}
    for name in ("cp0", "cp1", "cp2", *workers, "bastion"):
        # like Nova's id, another one for another machine; told at destroy, to show when that happens
        server = DataResource(stack, name, triggers_replace={"image": images.get(name, "noble")}, input={"name": name})
        server.override_logical_id(name)
        servers[name] = f"${{terraform_data.{name}.id}}"
    bastion_id = servers.pop("bastion")
    contents = {"inventory.yaml": f"hosts: [{', '.join(servers)}]\n", "group_vars/k8s_cluster/k8s-cluster.yml": variables}
    files = []
    for path, content in contents.items():
        id_ = f"{NAME}-{path.rpartition('/')[2].partition('.')[0]}"
        file = File(stack, id_, filename=f"${{path.root}}/inventory/{NAME}/{path}", content=content)
        file.override_logical_id(id_)
        files.append(file)
    return KubesprayRunProps(
        name=NAME,
        root="${path.root}",
        deploy_cluster=deploy_cluster,
        kubespray_version=release,
        kubespray_source="https://github.com/kubernetes-sigs/kubespray.git",
        kubernetes_version=kubernetes,
        k8s_internal_ip="10.2.184.10",
        k8s_api_ip=floating,
        k8s_api_port=443,
        servers=servers,
        workers=workers,
        bastion=BastionServer(server_id=bastion_id, address="203.0.113.114") if bastion else None,
        inventory=files,
        python=python,
    )


def synthesize(**changes: object) -> str:
    """The stack's JSON."""
    with app() as made:
        stack = TerraformStack(made, "scratch")
        LocalBackend(stack, path="terraform.tfstate")
        stack.add_override("terraform.required_providers.local.version", "~> 2.5")  # as in stacks/cluster_stack.py
        images = changes.pop("images", {})
        KubesprayRun(stack, "kubespray-run", props=props(stack, images=images, **changes))  # type: ignore[arg-type]
        return str(Testing.synth(stack))
