"""The services of the lab, in one table. A new one is a row here and a file of its name in `services/`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CatalogEntry:
    """What Keystone's catalog says of a service, and how to see whether it works."""

    name: str
    type: str
    usual_port: int
    path: str  # follows host and port in the catalog
    question: str  # a cheap list that needs a valid token and reads the database


# With a port base, a service's place in this table is its distance from the base: new rows go to the end.
CATALOG = (
    CatalogEntry("keystone", "identity", 5000, "/v3", "/v3/auth/projects"),
    CatalogEntry("nova", "compute", 8774, "/v2.1", "/v2.1/servers?limit=1"),
    CatalogEntry("placement", "placement", 8778, "", "/resource_providers"),
    CatalogEntry("glance", "image", 9292, "", "/v2/images?limit=1"),
    CatalogEntry("neutron", "network", 9696, "", "/v2.0/networks?limit=1"),
)

SERVICES = tuple(entry.name for entry in CATALOG)
