"""The ML2 driver in place of agents: it binds every port, and sets the statuses that agents would report."""

from __future__ import annotations

from typing import Any

from neutron_lib import constants, context
from neutron_lib.api.definitions import portbindings
from neutron_lib.callbacks import events, registry, resources
from neutron_lib.plugins import constants as plugin_constants
from neutron_lib.plugins import directory
from neutron_lib.plugins.ml2 import api
from oslo_log import log

LOG = log.getLogger(__name__)

# The host on which the routers would live.
NETWORK_NODE = "net1"
ROUTER_PORTS = (constants.DEVICE_OWNER_ROUTER_INTF, constants.DEVICE_OWNER_ROUTER_GW)


class LabMechanismDriver(api.MechanismDriver):
    """A port becomes ACTIVE when it gets a host, and a floating IP when it gets a port.

    A port without a server never gets a host and stays DOWN, as on a real cloud: the VRRP port, for one.
    """

    def initialize(self) -> None:
        for event in (events.AFTER_CREATE, events.AFTER_UPDATE):
            registry.subscribe(self._set_floating_ip_status, resources.FLOATING_IP, event)
        registry.subscribe(self._bind_router_port, resources.PORT, events.AFTER_CREATE)

    @property
    def connectivity(self) -> str:
        return str(portbindings.CONNECTIVITY_L2)

    def bind_port(self, context: Any) -> None:
        segment = context.segments_to_bind[0]
        details = {portbindings.CAP_PORT_FILTER: True, portbindings.OVS_HYBRID_PLUG: False}
        context.set_binding(segment[api.ID], portbindings.VIF_TYPE_OVS, details, status=constants.PORT_STATUS_ACTIVE)

    def _set_floating_ip_status(self, resource: str, event: str, trigger: Any, payload: Any) -> None:
        """The L3 agent's part. A failure is logged: Neutron has already made the change."""
        try:
            admin = context.get_admin_context()
            router_plugin = directory.get_plugin(plugin_constants.L3)
            floating_ip = router_plugin.get_floatingip(admin, payload.resource_id)
            active, down = constants.FLOATINGIP_STATUS_ACTIVE, constants.FLOATINGIP_STATUS_DOWN
            status = active if floating_ip["port_id"] else down
            if floating_ip["status"] != status:
                router_plugin.update_floatingip_status(admin, floating_ip["id"], status)
        except Exception:
            LOG.exception("the status of a floating IP could not be set")

    def _bind_router_port(self, resource: str, event: str, trigger: Any, payload: Any) -> None:
        """The L3 scheduler's part: a router's ports live on the network node."""
        port = payload.latest_state
        if port["device_owner"] not in ROUTER_PORTS:
            return
        try:
            change = {"port": {portbindings.HOST_ID: NETWORK_NODE}}
            directory.get_plugin().update_port(context.get_admin_context(), port["id"], change)
        except Exception:
            LOG.exception("a router's port could not be bound")
