"""What a user wants to know after a deploy: where the API is, where the inventory lies, what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constructs_lib.plan import Plan
from ops.cloud import Cloud


def summary(plan: Plan, outputs: Mapping[str, Any], cloud: Cloud) -> str:
    """A short text for the terminal. `outputs`: of the deployed stack."""
    port = outputs["k8s_api_port"]
    control_plane, workers = outputs["control_plane_nodes"], outputs["worker_nodes"]
    rows = {
        "cloud": "lab (this machine; no server of it ever boots)" if cloud.is_lab else cloud.name,
        "API endpoint": f"https://{outputs['k8s_internal_ip']}:{port}",
        "VIP": outputs.get("vrrp_ip", "none: the endpoint is not kube-vip"),
        "floating IP": outputs["k8s_api_ip"] if outputs["k8s_api_ip"] != outputs["k8s_internal_ip"] else "none",
        "bastion": outputs.get("bastion_floating_ip", "none"),
        "control plane": _nodes(control_plane),
        "workers": _nodes(workers),
        "inventory": f"inventory/{plan.name}/inventory.yaml",
    }
    width = max(len(label) for label in rows)
    lines = [
        f"\n{plan.name} is deployed:",
        *(f"  {label:<{width}}  {value}" for label, value in rows.items()),
        "",
        *_next(plan, cloud),
    ]
    return "\n".join(lines)


def _nodes(nodes: Mapping[str, str]) -> str:
    shown = ", ".join(f"{name} {address}" for name, address in list(nodes.items())[:3])
    return f"{len(nodes)}: {shown}{', …' if len(nodes) > 3 else ''}" if nodes else "none"


def _next(plan: Plan, cloud: Cloud) -> list[str]:
    if cloud.is_lab:
        look = "OS_CLIENT_CONFIG_FILE=.lab/clouds.yaml OS_CLOUD=lab pipenv run openstack port list"
        return [
            f"next: look at it with `{look}`,",
            "      take it down with `make destroy`, or deploy it to a cloud of yours with `OS_CLOUD=name make deploy`",
        ]
    return [
        f"next: `make kubespray CLUSTER={plan.name}` runs Kubespray {plan.settings.kubernetes.kubespray_version} on it,",
        "      unless the deploy did so already;",
        f"      then `make verify CLUSTER={plan.name}` proves that the API answers, and kubeconfig/{plan.name}.yaml is yours",
    ]
