"""What a flavor has. Its name says nothing that can be relied on, so a file or the cloud is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import openstack.exceptions

from ops.cloud import Cloud
from ops.errors import OpsError
from ops.preflight import connect


@dataclass(frozen=True, kw_only=True)
class Flavor:
    vcpus: int
    ram: int  # MiB, as Nova counts it


Flavors = Mapping[str, Flavor]


def of_file(file: Path) -> Flavors:
    """The flavors of a file that `openstack flavor list -f json` wrote. OpsError: it is no such file."""
    how = "make one with `openstack flavor list -f json > flavors.json`"
    try:
        rows = json.loads(file.read_text())
        return {str(row["Name"]): Flavor(vcpus=int(row["VCPUs"]), ram=int(row["RAM"])) for row in rows}
    except OSError as error:
        raise OpsError(f"{file} cannot be read: {error.strerror}; {how}") from None
    except KeyError as error:
        raise OpsError(f"{file}: a flavor lacks {error}; {how}") from None
    except (TypeError, ValueError) as error:
        raise OpsError(f"{file} is no list of flavors: {error}; {how}") from None


def of_cloud(name: str) -> Flavors:
    """The flavors that a cloud of clouds.yaml offers this project. OpsError: it cannot be asked."""
    connection = connect(Cloud(name=name, variables={"OS_CLOUD": name}))
    try:
        found = list(connection.compute.flavors())
    except openstack.exceptions.SDKException as error:
        raise OpsError(f"cloud {name} does not tell its flavors: {error}") from None
    return {flavor.name: Flavor(vcpus=flavor.vcpus, ram=flavor.ram) for flavor in found}
