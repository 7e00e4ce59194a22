"""The hypervisor that runs nothing: Nova's own fake driver, made to survive a restart."""

from __future__ import annotations

import uuid
from typing import Any

from nova import context, objects
from nova.virt import fake


def _node_uuid(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"lab-{name}"))


class LabDriver(fake.FakeDriver):
    """Knows its guests from the database, since the guests of a fake hypervisor end with its process.

    Without that, Nova would find its servers gone after a restart and call them SHUTOFF. The nodes' UUIDs
    stay the same, for Placement knows the nodes by them.
    """

    vcpus = 512
    memory_mb = 4 * 1024 * 1024
    local_gb = 100_000

    def init_host(self, host: str) -> None:
        super().init_host(host)
        wanted = ["info_cache", "flavor"]
        for server in objects.InstanceList.get_by_host(context.get_admin_context(), host, expected_attrs=wanted):
            if server.vm_state not in ("building", "error", "shelved_offloaded"):
                self._remember(server)

    def _remember(self, server: Any) -> None:
        self.instances[server.uuid] = fake.FakeInstance(server.name, server.power_state, server.uuid)
        self.resources.claim(vcpus=server.flavor.vcpus, mem=server.flavor.memory_mb, disk=server.flavor.root_gb)
        if server.info_cache and server.info_cache.network_info:
            self._interfaces.update({vif["id"]: vif for vif in server.info_cache.network_info})

    def get_nodenames_by_uuid(self, refresh: bool = False) -> dict[str, str]:
        return {_node_uuid(name): name for name in self.get_available_nodes()}

    def get_available_resource(self, nodename: str) -> dict[str, Any]:
        resources: dict[str, Any] = super().get_available_resource(nodename)
        return resources | {"uuid": _node_uuid(nodename)} if resources else resources
