"""Asks the cloud, before anything is made, whether it has what the plan names: flavors, images, networks, a key."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import keystoneauth1.exceptions
import openstack
import openstack.exceptions
from openstack.config import OpenStackConfig
from openstack.connection import Connection

from constructs_lib.plan import Plan
from ops.cloud import Cloud
from ops.errors import OpsError

_CLOUDS_YAML = "clouds.yaml (here, in ~/.config/openstack or in /etc/openstack; OS_CLIENT_CONFIG_FILE names another)"


def connect(cloud: Cloud) -> Connection:
    """A connection that has a token. OpsError: no such cloud, no way to it, or it does not take the credentials."""
    os.environ.update(cloud.variables)
    try:
        config = OpenStackConfig()
        if cloud.name not in config.get_cloud_names() and "OS_CLOUD" in os.environ:
            known = ", ".join(sorted(config.get_cloud_names())) or "none"
            raise OpsError(
                f"no cloud {cloud.name} in {_CLOUDS_YAML}; there are: {known}. Set OS_CLOUD to one, or unset it for the lab"
            )
        connection = openstack.connect()
        connection.authorize()
    except (keystoneauth1.exceptions.Unauthorized, keystoneauth1.exceptions.MissingRequiredOptions) as error:
        raise OpsError(
            f"cloud {cloud.name} does not take the credentials: {_line(error)}; mend them in {_CLOUDS_YAML}"
        ) from None
    except (keystoneauth1.exceptions.ClientException, openstack.exceptions.SDKException, OSError) as error:
        hint = "look with `make lab-status`" if cloud.is_lab else "check auth_url, your network and VPN"
        raise OpsError(f"cloud {cloud.name} cannot be reached: {_line(error)}; {hint}") from None
    return connection


def preflight(plan: Plan, connection: Connection, *, cloud: Cloud, public_key: str | None) -> None:
    """OpsError: the cloud lacks something that the plan names; the error names all of it, with the next step."""
    try:
        missing = [*_key(plan, public_key), *_missing(plan, connection)]
    except openstack.exceptions.SDKException as error:
        raise OpsError(f"cloud {cloud.name} does not answer: {_line(error)}") from None
    if missing:
        lines = "\n".join(f"  {line}" for line in missing)
        raise OpsError(f"cloud {cloud.name} is not ready for {plan.name} ({len(missing)} problems):\n{lines}")


def _missing(plan: Plan, connection: Connection) -> Iterator[str]:
    cluster = plan.settings
    pools: dict[str, tuple[str, str]] = {"control_plane": (cluster.control_plane.flavor, cluster.control_plane.image)}
    pools |= {f"workers[{at}]": (pool.flavor, pool.image) for at, pool in enumerate(cluster.workers)}
    if cluster.bastion:
        pools["bastion"] = (cluster.bastion.flavor, cluster.bastion.image)
    flavors = {flavor.name for flavor in connection.compute.flavors()}
    images: dict[str, int] = {}
    for found in connection.image.images():
        images[found.name] = images.get(found.name, 0) + 1
    for path, (flavor, image) in pools.items():
        if flavor not in flavors:
            yield f"{path}.flavor: there is no flavor {flavor}; there are {_some(flavors)}"
        if image not in images:
            yield f"{path}.image: there is no image {image}; there are {_some(images)}"
        elif images[image] > 1:
            yield f"{path}.image: {images[image]} images are called {image}; rename or deactivate all but one"
    external = {network.name for network in connection.network.networks(is_router_external=True)}
    named = {
        "network.external_network": cluster.network.external_network,
        "endpoint.floatingip_pool": cluster.endpoint.floatingip_pool,
        "bastion.floatingip_pool": cluster.bastion.floatingip_pool if cluster.bastion else None,
    }
    for path, network in named.items():
        if network is not None and network not in external:
            yield f"{path}: there is no external network {network}; there are {_some(external)}"


def _key(plan: Plan, public_key: str | None) -> Iterator[str]:
    given = plan.settings.access.ssh_public_key
    if public_key or given.startswith(("ssh-", "ecdsa-", "sk-")):
        return
    if not Path(given).expanduser().is_file():
        yield (
            f"access.ssh_public_key: there is no file {given}; make a key with `ssh-keygen -t ed25519`, name another file, "
            "or set TF_VAR_ssh_public_key to the key's text"
        )


def _some(names: Mapping[str, int] | set[str]) -> str:
    shown = sorted(names)[:8]
    return (", ".join(shown) + (", …" if len(names) > 8 else "")) or "none"


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
