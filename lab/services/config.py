"""The pieces of configuration that all services share, and how a file of them is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lab.files import private_folder, write_private
from lab.identity import REGION, Identity
from lab.layout import Layout

# Glance's server looks for this one name; the others take any.
FILE_NAMES = {"glance": "glance-api.conf"}

Options = Mapping[str, str | int]
Sections = Mapping[str, Options]


@dataclass(frozen=True)
class Site:
    """One lab as its services see it."""

    layout: Layout
    identity: Identity

    def file(self, service: str) -> Path:
        return self.layout.etc / FILE_NAMES.get(service, f"{service}.conf")

    def database(self, name: str) -> Options:
        # No fsync: only a crash of the machine, not of a process, can lose data by it.
        return {"connection": self.database_url(name), "sqlite_synchronous": "false"}

    def database_url(self, name: str) -> str:
        return f"sqlite:///{self.layout.databases}/{name}.db?timeout=60"

    def folder(self, *parts: str) -> Path:
        return private_folder(self.layout.state.joinpath(*parts))

    def shipped(self, *parts: str) -> str:
        """A file that a service's package brought into the environment, such as its api-paste.ini."""
        return str(self.layout.venv.joinpath("etc", *parts))


def render(sections: Sections) -> str:
    return "\n".join(
        f"[{name}]\n" + "".join(f"{option} = {value}\n" for option, value in options.items())
        for name, options in sections.items()
    )


def write(site: Site, service: str, sections: Sections) -> None:
    private_folder(site.layout.etc)
    write_private(site.file(service), render(sections))


def common(site: Site, service: str, **default: str | int) -> dict[str, Options]:
    """Logging, locks, and messages that stay inside the process."""
    return {
        "DEFAULT": {
            "log_file": str(site.layout.service_log(service)),
            "default_log_levels": ",".join(
                f"{logger}=WARN" for logger in ("amqp", "sqlalchemy", "urllib3", "keystonemiddleware", "stevedore")
            ),
            # In memory: each service is one process, and none calls another but by its API.
            "transport_url": "fake://",
            **default,
        },
        "oslo_concurrency": {"lock_path": str(site.layout.state / "locks")},
        "oslo_messaging_notifications": {"driver": "noop"},
        "oslo_reports": {"log_dir": str(site.layout.log)},
    }


def service_user(site: Site, user: str, **more: str) -> Options:
    """How a service signs in to Keystone, to ask another one or to check a token."""
    return {
        "auth_url": site.identity.auth_url,
        "auth_type": "password",
        "project_domain_id": "default",
        "user_domain_id": "default",
        "project_name": "service",
        "username": user,
        "password": site.identity.service_password,
        "region_name": REGION,
        **more,
    }


def token_check(site: Site, user: str) -> dict[str, Options]:
    return {"keystone_authtoken": service_user(site, user, www_authenticate_uri=site.identity.auth_url, interface="internal")}
