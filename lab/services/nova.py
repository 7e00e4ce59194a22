"""Nova: the API, conductor, scheduler and every compute service in one process, joined by messages in memory.

Nova's own functional tests run it like this. Several computes are what lets anti-affinity mean something.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from lab import probe
from lab.offer import COMPUTE_QUOTA, HYPERVISORS
from lab.services.config import Sections, Site, common, service_user, token_check
from lab.services.manage import manage

# nova-compute starts no second time without one; the driver gives each node its own all the same.
NODE_IDENTITY = "11111111-2222-4333-8444-555555555555"


def config(site: Site) -> Sections:
    return (
        common(
            site,
            "nova",
            state_path=str(site.layout.state / "nova"),
            my_ip="127.0.0.1",
            host="lab",
            compute_driver="lab.LabDriver",
            # Nobody plugs an interface, so nobody would report it plugged.
            vif_plugging_is_fatal="false",
            vif_plugging_timeout=0,
            force_config_drive="false",
            report_interval=10,
            service_down_time=120,
        )
        | token_check(site, "nova")
        | {
            "database": site.database("nova_cell1"),
            "api_database": site.database("nova_api"),
            "api": {"auth_strategy": "keystone"},
            "wsgi": {"api_paste_config": site.shipped("nova", "api-paste.ini")},
            # Hosts are mapped at start, below. Servers of one anti-affinity group, made at the same time, may
            # meet on one host and be sent to the next one, more often than the default of 3 allows.
            "scheduler": {"discover_hosts_in_cells_interval": -1, "max_attempts": 10},
            "quota": COMPUTE_QUOTA,
            "compute": {"consecutive_build_service_disable_threshold": 0},
            "vnc": {"enabled": "false"},
            "key_manager": {"backend": "nova.keymgr.conf_key_mgr.ConfKeyManager"},
            "placement": service_user(site, "placement", valid_interfaces="internal"),
            "neutron": service_user(site, "neutron", valid_interfaces="internal"),
            "glance": service_user(site, "glance", valid_interfaces="internal"),
            "service_user": {**service_user(site, "nova"), "send_service_user_token": "true"},
        }
    )


def _keep_eventlet_out() -> None:
    os.environ["OS_NOVA_DISABLE_EVENTLET_PATCHING"] = "1"  # read when the first of Nova's modules is imported


def create(site: Site) -> None:
    _keep_eventlet_out()
    (site.folder("nova") / "compute_id").write_text(NODE_IDENTITY)
    file = site.file("nova")
    manage("nova", file, "api_db", "sync")
    manage("nova", file, "cell_v2", "map_cell0", "--database_connection", site.database_url("nova_cell0"))
    manage("nova", file, "cell_v2", "create_cell", "--name", "cell1")
    manage("nova", file, "db", "sync")


def application(site: Site) -> Any:
    _keep_eventlet_out()
    os.environ["OS_NOVA_CONFIG_FILES"] = f"{site.shipped('nova', 'api-paste.ini')};{site.file('nova')}"
    from nova import monkey_patch

    monkey_patch.patch(backend="threading")
    import nova.conf
    import nova.virt
    import os_vif
    from nova import context, objects
    from nova.api.openstack import wsgi_app

    from lab.services import nova_driver

    # `compute_driver` names a module under nova.virt.
    sys.modules["nova.virt.lab"] = nova_driver
    wsgi_app.init_global_data([str(site.file("nova"))], "osapi_compute", "nova")
    objects.register_all()
    os_vif.initialize()
    # Conductor and computes ask both while they start.
    for needed in ("keystone", "placement"):
        probe.wait_for(site.identity, needed, as_service="nova")
    _start_workers(nova.conf.CONF, context.get_admin_context())
    return wsgi_app.init_application("osapi_compute", "nova")


def _start_workers(conf: Any, admin: Any) -> None:
    from nova import exception, objects, service
    from nova.compute import rpcapi as compute
    from nova.scheduler import rpcapi as scheduler

    def start(binary: str, host: str, **topics: str) -> None:
        conf.set_override("host", host)
        service.Service.create(binary=binary, host=host, **topics).start()

    start("nova-conductor", "lab")
    start("nova-scheduler", "lab", topic=scheduler.RPC_TOPIC)
    cell = next(cell for cell in objects.CellMappingList.get_all(admin) if not cell.is_cell0())
    for host in HYPERVISORS:
        start("nova-compute", host, topic=compute.RPC_TOPIC, topic_alt=compute.RPC_TOPIC_ALT)
        try:
            objects.HostMapping.get_by_host(admin, host)
        except exception.HostMappingNotFound:
            objects.HostMapping(context=admin, host=host, cell_mapping=cell).create()
    conf.set_override("host", "lab")
