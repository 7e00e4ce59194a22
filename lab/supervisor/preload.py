"""Loads once, before the forks, what the services have in common: it halves the CPU that a start takes."""

from __future__ import annotations

import gc
import importlib
import importlib.abc
import sys
import threading
import types
import warnings
from collections.abc import Sequence
from importlib.machinery import ModuleSpec

# Entry modules of shared libraries; each brings its own dependencies. No service's own code: importing that
# registers options in the one global configuration, which each service must have for itself. An entry that is
# missing here costs time only.
SHARED = (
    "OpenSSL.SSL",
    "alembic.command",
    "castellan.key_manager",
    "jsonschema",
    "keystoneauth1.loading",
    "keystoneclient.v3.client",
    "keystonemiddleware.auth_token",
    "openstack.connection",
    "os_traits",
    "oslo_limit.limit",
    "osprofiler.web",
    "oslo_db.sqlalchemy.enginefacade",
    "oslo_messaging.rpc.server",
    "oslo_messaging._drivers.impl_fake",
    "oslo_middleware.cors",
    "oslo_policy.policy",
    "oslo_reports.guru_meditation_report",
    "oslo_versionedobjects.fields",
    "paste.deploy",
    "routes.middleware",
    "sqlalchemy.dialects.sqlite",
    "stevedore.named",
    "waitress.server",
    "webob.dec",
)


class NoEventlet(importlib.abc.MetaPathFinder):
    """Everything runs on native threads. Some libraries would take eventlet just because it is installed."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: object = None) -> ModuleSpec | None:
        if fullname.partition(".")[0] == "eventlet":
            raise ImportError("the lab runs on native threads")
        return None


def preload() -> None:
    warnings.simplefilter("ignore")  # deprecations in code that is not ours would fill the logs
    sys.meta_path.insert(0, NoEventlet())
    _choose_threads()
    for name in SHARED:
        importlib.import_module(name)
    from lab.services import sqlite

    sqlite.install()
    if threading.active_count() > 1:
        # A fork copies only the thread that calls it, and with it every lock that another one holds.
        raise RuntimeError(f"a shared library started a thread: {threading.enumerate()}")
    gc.collect()
    gc.freeze()  # a collection in a child would touch, and so copy, all pages it shares with the others


def _choose_threads() -> None:
    import oslo_service.backend

    oslo_service.backend.init_backend(oslo_service.backend.BackendType.THREADING)
    # Neutron reads options from oslo_service.wsgi, which imports eventlet but needs just two of its names.
    import futurist  # noqa: F401  (decides here, for good, that there is no eventlet)

    wsgi = types.ModuleType("eventlet.wsgi")
    # stand-ins for two modules: a module has no such attributes by its type
    wsgi.HttpProtocol = object  # type: ignore[attr-defined]
    eventlet = types.ModuleType("eventlet")
    eventlet.wsgi = wsgi  # type: ignore[attr-defined]
    sys.modules.update({"eventlet": eventlet, "eventlet.wsgi": wsgi})
    import oslo_service.wsgi

    del sys.modules["eventlet"], sys.modules["eventlet.wsgi"]
