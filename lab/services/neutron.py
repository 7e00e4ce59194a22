"""Neutron: networks, ports, routers, floating IPs and security groups, over a driver that wires nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from lab.offer import NETWORK_QUOTA
from lab.services.config import Sections, Site, common, service_user, token_check

# Neutron's migration that also writes data: the rules that every new security group starts with.
DEFAULT_RULES_MIGRATION = "c33da356b165_*.py"


def config(site: Site) -> Sections:
    return (
        common(
            site,
            "neutron",
            state_path=str(site.layout.state / "neutron"),
            core_plugin="ml2",
            service_plugins="router",
            auth_strategy="keystone",
            api_paste_config=site.shipped("neutron", "api-paste.ini"),
        )
        | token_check(site, "neutron")
        | {
            "database": site.database("neutron"),
            "nova": service_user(site, "nova", endpoint_type="internal"),
            "placement": service_user(site, "placement", endpoint_type="internal"),
            "quotas": NETWORK_QUOTA,
            "ml2": {
                "type_drivers": "flat,vlan,vxlan",
                "tenant_network_types": "vxlan",
                "mechanism_drivers": "lab",
                "extension_drivers": "port_security",
            },
            "ml2_type_flat": {"flat_networks": "*"},
            "ml2_type_vlan": {"network_vlan_ranges": "physnet1:100:999"},
            "ml2_type_vxlan": {"vni_ranges": "1000:9999"},
        }
    )


def create(site: Site) -> None:
    """The schema from the models, the default rules, and the mark that no migration is left to do.

    `neutron-db-manage upgrade` cannot: its migrations alter constraints, which SQLite has no statement for.
    """
    import sqlalchemy
    from neutron.db import migration
    from neutron.db.migration.models import head

    versions = Path(migration.__file__).parent / "alembic_migrations" / "versions"
    rules = _module(next(versions.glob(f"*/expand/{DEFAULT_RULES_MIGRATION}")))
    schema = head.get_metadata()
    with sqlalchemy.create_engine(site.database_url("neutron")).begin() as connection:
        schema.create_all(connection)
        for rule in rules.default_template_rules:
            columns = dict(rule)
            attributes = {"description": columns.pop("description"), "resource_type": rules.table_name}
            inserted = connection.execute(sqlalchemy.insert(rules.standardattr).values(**attributes))
            columns["standard_attr_id"] = inserted.inserted_primary_key[0]
            connection.execute(sqlalchemy.insert(schema.tables[rules.table_name]).values(**columns))
        connection.execute(
            sqlalchemy.text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        )
        for name in ("EXPAND_HEAD", "CONTRACT_HEAD"):
            revision = (versions / name).read_text().strip()
            connection.execute(sqlalchemy.text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})


def _module(path: Path) -> Any:
    """A migration, which is a file and no importable module, as a module."""
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def application(site: Site) -> Any:
    os.environ["OS_NEUTRON_CONFIG_DIR"] = str(site.layout.etc)
    os.environ["OS_NEUTRON_CONFIG_FILES"] = site.file("neutron").name
    from neutron.wsgi.api import application

    return application
