"""Which cloud a command works on: the user's by OS_CLOUD or OS_AUTH_URL, else the lab on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import lab.api
from lab.errors import LabError
from ops.errors import OpsError


@dataclass(frozen=True, kw_only=True)
class Cloud:
    """A cloud, and the variables that lead every OpenStack client to it."""

    name: str
    variables: Mapping[str, str]  # on top of the user's environment; empty where that says it all
    is_lab: bool = False


def choose(environment: Mapping[str, str], *, start_lab: bool = True) -> Cloud:
    """The cloud that the environment names. Where it names none, the lab, started unless `start_lab` is False.

    OpsError: the lab does not start.
    """
    if name := environment.get("OS_CLOUD"):
        return Cloud(name=name, variables={})
    if url := environment.get("OS_AUTH_URL"):
        return Cloud(name=url, variables={})
    print(
        "OS_CLOUD is not set: using the lab, an OpenStack on this machine (OS_CLOUD=name takes one of your clouds.yaml)",
        flush=True,
    )
    if not start_lab:
        return _lab()
    try:
        lab.api.up(say=lambda line: print(f"lab: {line}", flush=True))
    except LabError as error:
        raise OpsError(f"the lab does not start: {error}") from None
    return _lab()


def _lab() -> Cloud:
    variables = {"OS_CLOUD": "lab", "OS_CLIENT_CONFIG_FILE": str(lab.api.clouds_yaml())}
    return Cloud(name="lab", variables=variables, is_lab=True)
