"""Glance: the images."""

from __future__ import annotations

import os
from typing import Any

from lab.services.config import Sections, Site, common, token_check
from lab.services.manage import manage


def config(site: Site) -> Sections:
    def store(name: str) -> dict[str, str]:
        return {"filesystem_store_datadir": str(site.layout.state / "glance" / name)}

    return (
        common(
            site,
            "glance",
            enabled_backends="file:file",
            enabled_import_methods="[glance-direct,web-download]",
            worker_self_reference_url=site.identity.ports.url("glance"),
        )
        | token_check(site, "glance")
        | {
            "database": site.database("glance"),
            "glance_store": {"default_backend": "file"},
            "file": store("images"),
            "os_glance_staging_store": store("staging"),
            "os_glance_tasks_store": store("tasks"),
            "paste_deploy": {
                "flavor": "keystone",
                "config_file": site.shipped("glance", "glance-api-paste.ini"),
            },
        }
    )


def create(site: Site) -> None:
    for store in ("images", "staging", "tasks"):
        site.folder("glance", store)
    manage("glance", site.file("glance"), "db", "sync")


def application(site: Site) -> Any:
    os.environ["OS_GLANCE_CONFIG_DIR"] = str(site.layout.etc)
    from glance.wsgi.api import application

    return application
