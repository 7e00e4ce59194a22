"""What makes one lab differ from the next: ports and passwords, chosen once when the cloud is made."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass

from lab.errors import LabError
from lab.files import private_folder, write_private
from lab.layout import Layout
from lab.ports import Ports

REGION = "RegionOne"
TENANT = "demo"


@dataclass(frozen=True)
class Identity:
    """The catalog in Keystone's database repeats the ports, so they cannot change while the cloud lives."""

    ports: Ports
    admin_password: str
    tenant_password: str
    service_password: str

    @property
    def auth_url(self) -> str:
        return self.ports.url("keystone") + "/v3"

    def __repr__(self) -> str:
        return f"Identity(ports={self.ports})"  # never a password, not even in a traceback


def new(ports: Ports) -> Identity:
    # Hexadecimal: oslo.config would read a `$` as the start of a variable.
    admin, tenant, service = (secrets.token_hex(20) for _ in range(3))
    return Identity(ports, admin_password=admin, tenant_password=tenant, service_password=service)


def save(identity: Identity, layout: Layout) -> None:
    private_folder(layout.state)
    record = {
        "port_base": identity.ports.base,
        "admin_password": identity.admin_password,
        "tenant_password": identity.tenant_password,
        "service_password": identity.service_password,
    }
    write_private(layout.identity, json.dumps(record, indent=2) + "\n")


def load(layout: Layout) -> Identity | None:
    """The identity of the lab at this root; None where there is no lab yet."""
    try:
        record = json.loads(layout.identity.read_text())
        return Identity(
            ports=Ports(record["port_base"]),
            admin_password=record["admin_password"],
            tenant_password=record["tenant_password"],
            service_password=record["service_password"],
        )
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise LabError(f"{layout.identity} cannot be read ({error}); make the lab anew with `python3 -m lab reset`") from error


def require_same_ports(identity: Identity, port_base: int | None, layout: Layout) -> None:
    """A lab keeps its ports; None asks for whatever it has."""
    if port_base is None or port_base == identity.ports.base:
        return
    raise LabError(
        f"--port-base {port_base}: the lab at {layout.root} was made with other ports ({identity.ports}); "
        f"leave the option out, or `python3 -m lab reset` first, or take another --root"
    )
