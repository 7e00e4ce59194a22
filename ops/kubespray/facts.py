"""What a deploy tells the steps: `inventory/<cluster>/kubespray.json`, written by Terraform."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ops.errors import OpsError
from ops.kubespray.layout import Layout


class Data(BaseModel):
    """Frozen, and nothing in it that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Endpoint(Data):
    """Where the API is. `floating`: for clients outside; None where there is no floating IP."""

    address: str
    port: int
    floating: str | None = None


class BastionServer(Data):
    server: str  # Nova's id
    address: str


class Facts(Data):
    """All that a step needs to know and that the inventory does not say."""

    cluster: str
    release: str  # of Kubespray: v2.31.0
    source: str  # a git URL, or a path
    commit: str | None = None  # what the release's tag must be in that source; None: the table in releases.py
    kubernetes_version: str
    endpoint: Endpoint
    servers: dict[str, str]  # Nova's id of each node, by its name
    bastion: BastionServer | None = None
    os_hardening: bool = False
    timeout_minutes: float = 120  # of one run of a playbook
    wait_minutes: float = 15  # for SSH and cloud-init
    schema_version: Literal[1] = 1


def read(layout: Layout) -> Facts:
    """OpsError: the cluster was never deployed from this folder, or the file is another program's."""
    name = layout.short(layout.facts)
    again = f"deploy {layout.cluster} from this folder first (make deploy CLUSTER={layout.cluster})"
    if not layout.facts.is_file() or not layout.inventory.is_file():
        missing = layout.short(layout.inventory) if layout.facts.is_file() else name
        raise OpsError(f"there is no {missing}; {again}")
    try:
        return Facts.model_validate_json(layout.facts.read_text())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise OpsError(f"{name} does not read: {where}: {first['msg']}; {again}") from None
