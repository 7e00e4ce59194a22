"""The lab carries a stage cluster: everything becomes what Terraform waits for, and goes without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pytest
from openstack import exceptions

from tests.lab import stage
from tests.lab.conftest import LabUnderTest

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def tenant(one_lab: LabUnderTest) -> Any:
    one_lab.up()
    return one_lab.tenant()


@pytest.fixture(scope="module")
def cluster(tenant: Any) -> Iterator[stage.StageCluster]:
    made = stage.create(tenant)
    yield made
    if any(stage.left_over(tenant).values()):
        stage.delete(tenant, made)


def test_the_router_becomes_active(tenant: Any, cluster: stage.StageCluster) -> None:
    router = tenant.network.get_router(cluster.router.id)
    assert router.status == "ACTIVE"
    assert len(router.external_gateway_info["external_fixed_ips"]) == 1
    assert [port.status for port in tenant.network.ports(device_id=router.id)] == ["ACTIVE"]


def test_the_vrrp_port_keeps_an_address_outside_the_pool_and_stays_down(tenant: Any, cluster: stage.StageCluster) -> None:
    port = tenant.network.get_port(cluster.vip_port.id)
    assert [each["ip_address"] for each in port.fixed_ips] == [stage.VIP]
    assert (port.status, port.device_id) == ("DOWN", "")


def test_the_floating_ip_leads_to_the_unbound_port(tenant: Any, cluster: stage.StageCluster) -> None:
    floating_ip = tenant.network.get_ip(cluster.floating_ip.id)
    assert (floating_ip.fixed_ip_address, floating_ip.port_id) == (stage.VIP, cluster.vip_port.id)
    assert (floating_ip.router_id, floating_ip.status) == (cluster.router.id, "ACTIVE")
    assert IPv4Address(floating_ip.floating_ip_address) in IPv4Network("203.0.113.0/24")


def test_a_detached_floating_ip_goes_down_and_up_again(tenant: Any, cluster: stage.StageCluster) -> None:
    tenant.network.update_ip(cluster.floating_ip.id, port_id=None)
    assert tenant.network.get_ip(cluster.floating_ip.id).status == "DOWN"
    tenant.network.update_ip(cluster.floating_ip.id, port_id=cluster.vip_port.id)
    assert tenant.network.get_ip(cluster.floating_ip.id).status == "ACTIVE"


def test_servers_have_two_active_ports_from_the_pool_each(tenant: Any, cluster: stage.StageCluster) -> None:
    first, last = IPv4Address("10.2.184.50"), IPv4Address("10.2.184.254")
    for server in cluster.servers:
        ports = list(tenant.network.ports(device_id=server.id))
        assert [port.status for port in ports] == ["ACTIVE", "ACTIVE"]
        for port in ports:
            assert first <= IPv4Address(port.fixed_ips[0]["ip_address"]) <= last
            assert [pair["ip_address"] for pair in port.allowed_address_pairs] == [stage.VIP]


def test_hard_anti_affinity_puts_three_servers_on_three_hosts(one_lab: LabUnderTest, cluster: stage.StageCluster) -> None:
    compute = one_lab.admin().compute
    hosts = {compute.get_server(server.id).hypervisor_hostname for server in cluster.servers}
    assert len(hosts) == 3


def test_there_are_no_dhcp_ports(one_lab: LabUnderTest, cluster: stage.StageCluster) -> None:
    owners = {port.device_owner for port in one_lab.admin().network.ports(network_id=cluster.network.id)}
    assert owners == {"", "compute:nova", "network:router_interface"}


def test_neutron_refuses_the_vip_a_second_time(tenant: Any, cluster: stage.StageCluster) -> None:
    fixed_ip = {"subnet_id": cluster.subnet.id, "ip_address": stage.VIP}
    with pytest.raises(exceptions.ConflictException):
        tenant.network.create_port(network_id=cluster.network.id, fixed_ips=[fixed_ip])


def test_deleting_everything_leaves_nothing(one_lab: LabUnderTest, tenant: Any, cluster: stage.StageCluster) -> None:
    stage.delete(tenant, cluster)
    assert stage.left_over(tenant) == {kind: [] for kind in stage.left_over(tenant)}
    placement = one_lab.admin().placement
    providers = list(placement.resource_providers())
    usages = [placement.get(f"/resource_providers/{each.id}/usages").json()["usages"] for each in providers]
    assert len(usages) == 4
    assert not any(amount for usage in usages for amount in usage.values()), usages
