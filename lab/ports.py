"""Which service listens where, and whether the port is free."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from lab.catalog import CATALOG, SERVICES
from lab.errors import LabError

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Ports:
    """The ports of one lab. `base` None means the ones that every OpenStack uses."""

    base: int | None = None

    def __post_init__(self) -> None:
        highest = 65535 - len(CATALOG) + 1
        if self.base is not None and not 1024 <= self.base <= highest:
            raise LabError(f"port base {self.base} is out of range; take one from 1024 to {highest}, for example 15000")

    def __getitem__(self, service: str) -> int:
        place = SERVICES.index(service)
        return CATALOG[place].usual_port if self.base is None else self.base + place

    def url(self, service: str) -> str:
        return f"http://{HOST}:{self[service]}"

    def __str__(self) -> str:
        return ", ".join(f"{service} {self[service]}" for service in SERVICES)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the services do: connections that were closed a moment ago do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def require_free(ports: Ports) -> None:
    """Names every taken port at once, and the ways out."""
    taken = {service: ports[service] for service in SERVICES if not is_free(ports[service])}
    if not taken:
        return
    names = ", ".join(f"port {port} ({service})" for service, port in taken.items())
    first = next(iter(taken.values()))
    raise LabError(
        f"{names} on {HOST} is taken by another program; stop that one "
        f"(`ss -ltnp 'sport = :{first}'` names it), "
        "or use other ports: `python3 -m lab reset`, then `python3 -m lab up --port-base 15000`"
    )
