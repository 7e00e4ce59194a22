"""Placement: how much of each hypervisor is taken."""

from __future__ import annotations

import os
from typing import Any

from lab.services.config import Sections, Site, common, token_check
from lab.services.manage import manage


def config(site: Site) -> Sections:
    return (
        common(site, "placement")
        | token_check(site, "placement")
        | {"api": {"auth_strategy": "keystone"}, "placement_database": site.database("placement")}
    )


def create(site: Site) -> None:
    manage("placement", site.file("placement"), "db", "sync")


def application(site: Site) -> Any:
    os.environ["OS_PLACEMENT_CONFIG_DIR"] = str(site.layout.etc)
    from placement.wsgi.api import application

    return application
