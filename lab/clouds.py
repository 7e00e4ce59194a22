"""`clouds.yaml`, the file by which every OpenStack client finds the lab."""

from __future__ import annotations

from lab.files import write_private
from lab.identity import REGION, TENANT, Identity
from lab.layout import Layout

TENANT_CLOUD = "lab"
ADMIN_CLOUD = "lab-admin"


def _cloud(name: str, user: str, project: str, password: str, auth_url: str) -> str:
    return f"""\
  {name}:
    auth:
      auth_url: {auth_url}
      username: {user}
      password: {password}
      project_name: {project}
      user_domain_name: Default
      project_domain_name: Default
    region_name: {REGION}
    interface: public
    identity_api_version: 3
"""


def render(identity: Identity) -> str:
    return (
        "# Made by `python3 -m lab up`; it is written again whenever the lab starts.\n"
        "clouds:\n"
        + _cloud(TENANT_CLOUD, TENANT, TENANT, identity.tenant_password, identity.auth_url)
        + _cloud(ADMIN_CLOUD, "admin", "admin", identity.admin_password, identity.auth_url)
    )


def write(identity: Identity, layout: Layout) -> None:
    write_private(layout.clouds_yaml, render(identity))
