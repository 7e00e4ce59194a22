"""Settings pages for tests: a whole one that is accepted, and changes to it by path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from constructs_lib.plan import PlanError, Problem, check
from constructs_lib.plan.kubernetes import Kubernetes
from constructs_lib.plan.settings import (
    Access,
    Bastion,
    Cluster,
    ControlPlane,
    KubeVip,
    Network,
    WorkerPool,
)

REMOVED = object()  # as a value: the setting is left out
_TOKEN = re.compile(r"(?:^|\.)([^.\[]+)|\[(\d+)\]|\['(.*?)'\]")

GOOD = Cluster(
    cluster_name="stage",
    network=Network(
        subnet_nodes="10.2.184.0/22",
        allocation_pools=["10.2.184.50-10.2.184.254"],
        metallb_ranges=["10.2.184.11-10.2.184.49"],
        cni_iface="enp3s0",
        external_network="PUBLICNET",
        dns_nameservers=["8.8.8.8"],
    ),
    endpoint=KubeVip(vrrp_ip="10.2.184.10", floatingip_pool="PUBLICNET"),
    access=Access(ssh_public_key="no/such/key.pub", ssh_allowed_cidrs=["10.0.0.0/8"], k8s_api_port_acl=["10.0.0.0/8"]),
    control_plane=ControlPlane(flavor="m1.large", image="Ubuntu 24.04"),
    workers=[WorkerPool(count=2, flavor="m1.large", image="Ubuntu 24.04")],
    bastion=Bastion(flavor="m1.small", image="Ubuntu 24.04", floatingip_pool="PUBLICNET"),
    kubernetes=Kubernetes(subnet_pods="10.42.0.0/16", subnet_services="10.43.0.0/16"),
)


def page(changes: Mapping[str, Any], start: Cluster = GOOD) -> Cluster:
    """`start` with the settings at these paths changed, in this order."""
    for path, value in changes.items():
        start = changed(start, path, value)
    return start


def changed(page: Any, path: str, value: Any) -> Any:
    """The page with another value at a path, as the messages write paths."""
    tokens = [name or (int(index) if index else key) for name, index, key in _TOKEN.findall(path)]
    return _changed(page, tokens, value)


def _changed(here: Any, tokens: list[Any], value: Any) -> Any:
    if not tokens:
        return value
    first, *rest = tokens
    if isinstance(here, list | tuple):
        inner = _changed(here[first] if first < len(here) else None, rest, value)
        kept = [*here[:first], *([] if inner is REMOVED else [inner]), *here[first + 1 :]]
        return type(here)(kept)
    if isinstance(here, dict):
        given = {**here, first: _changed(here.get(first), rest, value)}
        return {key: each for key, each in given.items() if each is not REMOVED}
    assert is_dataclass(here), f"nothing is at {tokens} of {here!r}"
    given = {**vars(here), first: _changed(getattr(here, first, None), rest, value)}
    cls: Any = type(here)
    return cls(**{name: each for name, each in given.items() if each is not REMOVED})


def refused(cluster: Any, *, strict: bool = False) -> tuple[Problem, ...]:
    """The problems of a page; none: it is accepted."""
    try:
        check(cluster, strict=strict)
    except PlanError as error:
        return error.problems
    return ()


def outcome(cluster: Cluster) -> str:
    """What a user reads of a page."""
    try:
        plan = check(cluster)
    except PlanError as error:
        return f"{error}\n"
    return "".join(f"warning: {warning}\n" for warning in plan.warnings) or "accepted\n"


def settings_of(here: Any, path: str = "") -> list[str]:
    """The paths of every setting of a page, of those that hold others too."""
    found: list[str] = []
    if is_dataclass(here):
        for each in fields(here):
            inner = f"{path}.{each.name}".lstrip(".")
            found += [inner, *settings_of(getattr(here, each.name, None), inner)]
    elif isinstance(here, list | tuple):
        for at, each in enumerate(here):
            found += [f"{path}[{at}]", *settings_of(each, f"{path}[{at}]")]
    elif isinstance(here, dict):
        for key, each in here.items():
            found += [f"{path}['{key}']", *settings_of(each, f"{path}['{key}']")]
    return found
