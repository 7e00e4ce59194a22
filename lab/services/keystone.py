"""Keystone: users, projects, tokens and the catalog."""

from __future__ import annotations

import grp
import os
import pwd
from typing import Any

from lab.identity import REGION
from lab.services.config import Sections, Site, common
from lab.services.manage import manage


def config(site: Site) -> Sections:
    return common(site, "keystone") | {
        "database": site.database("keystone"),
        "token": {"provider": "fernet", "expiration": 24 * 3600},
        "fernet_tokens": {"key_repository": str(site.layout.state / "keystone" / "fernet")},
        "credential": {"key_repository": str(site.layout.state / "keystone" / "credential")},
        # The fewest rounds that bcrypt takes: the passwords are long and random, and every sign-in waits for
        # a hash. Bcrypt reads 72 characters; saying so spares a warning for each sign-in.
        "identity": {"password_hash_rounds": 4, "max_password_length": 72},
        "cache": {"enabled": "true", "backend": "dogpile.cache.memory"},
    }


def create(site: Site) -> None:
    site.folder("keystone")
    file = site.file("keystone")
    manage("keystone", file, "db_sync")
    # Root has to say to whom the keys shall belong.
    me: tuple[str, ...] = ()
    if os.geteuid() == 0:
        me = ("--keystone-user", pwd.getpwuid(0).pw_name, "--keystone-group", grp.getgrgid(0).gr_name)
    manage("keystone", file, "fernet_setup", *me)
    manage("keystone", file, "credential_setup", *me)
    url = site.identity.auth_url
    manage(
        "keystone", file, "bootstrap",
        "--bootstrap-password", site.identity.admin_password,
        "--bootstrap-region-id", REGION,
        "--bootstrap-public-url", url,
        "--bootstrap-internal-url", url,
        "--bootstrap-admin-url", url,
    )  # fmt: skip


def application(site: Site) -> Any:
    os.environ["OS_KEYSTONE_CONFIG_FILES"] = str(site.file("keystone"))
    from keystone.wsgi.api import application

    return application
