"""Fetches the administrator's kubeconfig and points it at the endpoint: `kubeconfig/<cluster>.yaml`."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ops.errors import OpsError
from ops.kubespray import ansible
from ops.kubespray.environment import environment
from ops.kubespray.facts import Endpoint, Facts
from ops.kubespray.files import write_private
from ops.kubespray.layout import Layout
from ops.kubespray.lock import alone

Config = dict[str, Any]


def fetch(layout: Layout, facts: Facts) -> Path:
    """The kubeconfig's file, 0600. OpsError: the first control-plane node does not give it."""
    layout.kubeconfig.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".fetch-", dir=layout.kubeconfig.parent))  # 0700
    try:
        with alone(layout):
            fetched = scratch / "admin.conf"
            ansible.run(
                ansible.ours("kubeconfig.yml", layout.inventory, fetched=str(fetched)),
                title="kubeconfig from the first control-plane node",
                layout=layout,
                environment=environment(layout, facts.release),
                timeout=600,
                again="has Kubespray run to its end? `python -m ops.kubespray run` tells; then run the same command again",
            )
        admin = parse(fetched.read_text(), what="admin.conf of the first control-plane node")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    write_private(layout.kubeconfig, dump(pointed_at(facts.endpoint, admin, name=facts.cluster)))
    return layout.kubeconfig


def pointed_at(endpoint: Endpoint, admin: Config, *, name: str) -> Config:
    """A kubeconfig with the CA and the user of `admin`, and a context for each address of the endpoint.

    OpsError: `admin` has no CA, or would have the server's certificate go unchecked.
    """
    cluster, user = admin["clusters"][0]["cluster"], admin["users"][0]["user"]
    ca = cluster.get("certificate-authority-data")
    if not ca or cluster.get("insecure-skip-tls-verify"):
        raise OpsError("the cluster's admin.conf has no CA of its own, so nobody could tell who answers; renew it with kubeadm")
    servers = {name: endpoint.address}
    if endpoint.floating and endpoint.floating != endpoint.address:
        servers[f"{name}-floating"] = endpoint.floating
    user_name = f"{name}-admin"
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {"name": context, "cluster": {"certificate-authority-data": ca, "server": url(host, endpoint.port)}}
            for context, host in servers.items()
        ],
        "users": [{"name": user_name, "user": user}],
        "contexts": [{"name": context, "context": {"cluster": context, "user": user_name}} for context in servers],
        "current-context": name,
    }


def url(host: str, port: int) -> str:
    return f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"


def merge(ours: Config, theirs: Config) -> Config:
    """`theirs` with our clusters, users and contexts; those of the same names give way, all else stays."""
    merged = {"apiVersion": "v1", "kind": "Config", **theirs}
    for kind in ("clusters", "users", "contexts"):
        mine = ours[kind]
        names = {entry["name"] for entry in mine}
        merged[kind] = [*(entry for entry in theirs.get(kind) or [] if entry["name"] not in names), *mine]
    merged["current-context"] = theirs.get("current-context") or ours["current-context"]
    return merged


def merge_into_users(layout: Layout, variables: Mapping[str, str] = os.environ) -> Path:
    """Merge the cluster's kubeconfig into the user's, and give that file: the first of KUBECONFIG, or ~/.kube/config."""
    first = next((part for part in variables.get("KUBECONFIG", "").split(os.pathsep) if part), "")
    target = (Path(first).expanduser() if first else Path.home() / ".kube" / "config").resolve()
    if target == layout.kubeconfig.resolve():
        raise OpsError(f"KUBECONFIG names {layout.short(layout.kubeconfig)} itself; unset it to merge into ~/.kube/config")
    theirs = parse(target.read_text(), what=str(target), empty=True) if target.exists() else {}
    write_private(target, dump(merge(read(layout), theirs)))
    return target


def read(layout: Layout) -> Config:
    """OpsError: it was not fetched yet."""
    name = layout.short(layout.kubeconfig)
    if not layout.kubeconfig.is_file():
        raise OpsError(f"there is no {name}; fetch it: python -m ops.kubespray kubeconfig {layout.cluster}")
    return parse(layout.kubeconfig.read_text(), what=name)


def parse(text: str, *, what: str, empty: bool = False) -> Config:
    """OpsError, which shows nothing of the text: it is no kubeconfig."""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError:
        content = False
    if content is None and empty:
        return {}
    wanted = ("clusters", "users", "contexts")
    if not isinstance(content, dict) or not (empty or all(content.get(kind) for kind in wanted)):
        raise OpsError(f"{what} is no kubeconfig; nothing was changed")
    return content


def dump(config: Config) -> str:
    text: str = yaml.safe_dump(config, sort_keys=False)
    return text
