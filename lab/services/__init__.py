"""One file per OpenStack service: its configuration, its first databases, its WSGI application.

Each has the same three functions, `config`, `create` and `application`; they import OpenStack inside, so
that the configuration can be looked at (and tested) by a Python that has none of it.
"""

from __future__ import annotations

import importlib
from typing import Any, Protocol

from lab.services.config import Sections, Site


class Service(Protocol):
    """What the supervisor needs of a service's module."""

    def config(self, site: Site) -> Sections:
        """The content of its one configuration file."""

    def create(self, site: Site) -> None:
        """Makes databases and keys, once in a cloud's life. No API is up while it runs."""

    def application(self, site: Site) -> Any:
        """Makes this process the service, and returns what its web server shall call."""


def service(name: str) -> Service:
    module: Any = importlib.import_module(f"lab.services.{name}")
    return module  # type: ignore[no-any-return]  # a module with the three functions
