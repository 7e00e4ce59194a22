"""`up`, `down`, `reset` and `status`, and what they make of a lab that was killed."""

from __future__ import annotations

import os
import signal
import stat
import time
from collections.abc import Iterator
from typing import Any

import pytest
from openstack import exceptions

from lab import identity, offer
from tests.lab import stage
from tests.lab.conftest import LabUnderTest

pytestmark = pytest.mark.e2e

HEALING_SECONDS = 60


@pytest.fixture
def cluster(lab: LabUnderTest) -> Iterator[stage.StageCluster]:
    tenant = lab.tenant()
    made = stage.create(tenant, "survivor")
    yield made
    lab.up()
    stage.delete(tenant, made)


def test_two_commands_at_once_made_one_lab(one_lab: LabUnderTest) -> None:
    one_lab.up()
    assert len(one_lab.processes()) == 6  # the supervisor and five services


def test_up_again_changes_nothing(lab: LabUnderTest) -> None:
    def picture() -> tuple[Any, ...]:
        admin = lab.admin()
        return (
            lab.pid("supervisor"),
            sorted(network.id for network in admin.network.networks()),
            sorted(image.id for image in admin.image.images()),
            sorted(flavor.id for flavor in admin.compute.flavors()),
            lab.layout.clouds_yaml.read_text(),
        )

    before = picture()
    lab.up()
    assert picture() == before
    lab.run("down")
    lab.up()
    assert picture()[1:] == before[1:]


def test_it_offers_what_the_data_says(lab: LabUnderTest) -> None:
    tenant = lab.tenant()
    flavors = {each.name: (each.vcpus, each.ram, each.disk) for each in tenant.compute.flavors()}
    assert flavors == {each.name: (each.vcpus, each.ram_mb, each.disk_gb) for each in offer.FLAVORS}
    assert flavors["gp.0.4.8"] == (4, 8192, 40)
    assert [image.name for image in tenant.image.images()] == ["Ubuntu 24.04"]
    external = tenant.network.find_network("PUBLICNET", ignore_missing=False)
    subnet = lab.admin().network.get_subnet(external.subnet_ids[0])
    assert external.is_router_external
    assert (subnet.cidr, subnet.gateway_ip, subnet.is_dhcp_enabled) == (
        "203.0.113.0/24",
        "203.0.113.1",
        False,
    )
    assert subnet.allocation_pools == [{"start": "203.0.113.10", "end": "203.0.113.250"}]


def test_the_quotas_hold_a_hundred_nodes(lab: LabUnderTest) -> None:
    tenant = lab.tenant()
    compute = tenant.compute.get("/limits").json()["limits"]["absolute"]
    assert compute["maxTotalInstances"] >= 100
    assert compute["maxTotalCores"] >= 100 * 8
    assert compute["maxTotalRAMSize"] >= 100 * 16384
    assert compute["maxServerGroupMembers"] >= 100
    assert tenant.network.get_quota(tenant.current_project_id).ports >= 2 * 100


def test_the_tenant_is_no_admin(lab: LabUnderTest) -> None:
    with pytest.raises(exceptions.ForbiddenException):
        lab.tenant().network.create_network(name="mine", is_router_external=True)


def test_nobody_else_can_read_a_secret(lab: LabUnderTest) -> None:
    assert stat.S_IMODE(lab.layout.clouds_yaml.stat().st_mode) == 0o600
    assert stat.S_IMODE(lab.layout.root.stat().st_mode) == 0o700
    mine = identity.load(lab.layout)
    assert mine
    secrets = (mine.admin_password, mine.tenant_password, mine.service_password)
    for file in (path for path in lab.layout.root.rglob("*") if path.is_file()):
        if any(secret.encode() in file.read_bytes() for secret in secrets):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
            assert file.parent != lab.layout.log, f"{file} shows a password"


def test_servers_outlive_a_kill_of_the_whole_tree(lab: LabUnderTest, cluster: stage.StageCluster) -> None:
    for pid in lab.processes():
        os.kill(pid, signal.SIGKILL)
    lab.up()
    compute = lab.tenant().compute
    assert [compute.get_server(server.id).status for server in cluster.servers] == ["ACTIVE"] * 3
    # The hypervisor has its guests again, not just their records: it cannot stop one that it does not know.
    compute.stop_server(cluster.servers[0])
    compute.wait_for_server(cluster.servers[0], status="SHUTOFF", wait=30, interval=0.3)
    # One more: the hypervisors still know what is taken, and Nova still talks to Neutron and Placement.
    more = stage.create_server(lab.tenant(), "late", cluster)
    assert lab.admin().compute.get_server(more.id).status == "ACTIVE"
    compute.delete_server(more)
    compute.wait_for_delete(more, wait=60, interval=0.3)


def test_services_end_with_a_killed_supervisor(lab: LabUnderTest) -> None:
    supervisor = lab.pid("supervisor")
    assert supervisor
    os.kill(supervisor, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while lab.processes() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert lab.processes() == set()


@pytest.mark.parametrize("service", ["keystone", "nova", "neutron"])
def test_a_killed_service_comes_back_alone(lab: LabUnderTest, service: str) -> None:
    before = {name: lab.pid(name) for name in ("supervisor", "keystone", "nova", "neutron")}
    victim = before.pop(service)
    assert victim
    os.kill(victim, signal.SIGKILL)
    deadline = time.monotonic() + HEALING_SECONDS
    while lab.pid(service) in (victim, None) or lab.outcome("status")[0] != 0:
        assert time.monotonic() < deadline, f"{service} did not come back"
        time.sleep(0.2)
    assert {name: lab.pid(name) for name in before} == before
    assert f"{service} (pid {victim}) ended with -9" in lab.layout.supervisor_log.read_text()


def test_other_ports_for_the_same_lab_are_refused(lab: LabUnderTest) -> None:
    status, _, errors = lab.outcome("up", "--port-base", "29000")
    assert status == 1
    assert str(lab.port_base) in errors
    assert "Traceback" not in errors


def test_down_is_idempotent_and_leaves_no_process(lab: LabUnderTest) -> None:
    assert lab.run("down") == "stopped\n"
    assert lab.processes() == set()
    assert lab.run("down") == "nothing was running\n"
    assert lab.outcome("status")[0] == 1


def test_reset_wipes_and_an_interrupted_bootstrap_is_made_again(lab: LabUnderTest) -> None:
    old = identity.load(lab.layout)
    lab.tenant().network.create_network(name="forgotten")
    lab.run("reset")
    assert lab.processes() == set()
    assert [path.name for path in lab.root.iterdir()] == ["lab.lock"]

    with lab.start("up", "--port-base", str(lab.port_base)) as process:
        assert process.stdout
        while "making the databases" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
    assert lab.processes() == set()
    assert not lab.layout.complete.exists()

    lab.up()
    new = identity.load(lab.layout)
    assert old
    assert new
    assert old.tenant_password != new.tenant_password
    assert [network.name for network in lab.tenant().network.networks()] == ["PUBLICNET"]
