"""stage-cluster on real OpenStack APIs with the real provider: deployed, looked at, changed, refused, destroyed.

The tests run in this order on one cluster.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openstack.connection import Connection

from tests.e2e.conftest import Project

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("stage_cluster")]

NAMES = [f"stage-cluster-cp{n}" for n in range(3)]
WORKERS = [f"stage-cluster-wn{n}" for n in range(5)]


def port(cloud: Connection, name: str) -> Any:
    return cloud.network.find_port(name, ignore_missing=False)


def test_a_killed_deploy_is_finished_by_the_next_one(stage_cluster: str, project: Project, cloud: Connection) -> None:
    assert "did not end well; looking for what it left" in stage_cluster
    assert "stage-cluster is deployed" in stage_cluster
    assert sorted(server.name for server in cloud.compute.servers()) == sorted([*NAMES, *WORKERS, "stage-cluster-bastion"])
    assert all(server.status == "ACTIVE" for server in cloud.compute.servers())
    assert not list(project.folder.glob(".deploying.*"))
    known = set(project.ids().values())
    assert {thing.id for thing in [*cloud.network.ports(), *cloud.network.ips()]} <= known  # nothing is left over


def test_the_summary_says_where_everything_is(stage_cluster: str, project: Project) -> None:
    floating_ip = project.state()["outputs"]["k8s_api_ip"]["value"]
    for expected in ("https://10.2.184.10:443", floating_ip, "inventory/stage-cluster/inventory.yaml", "make destroy"):
        assert expected in stage_cluster


def test_neutron_gives_addresses_of_the_pool_alone(cloud: Connection) -> None:
    subnet = cloud.network.find_subnet("stage-cluster-subnet", ignore_missing=False)
    assert subnet.cidr == "10.2.184.0/22"
    assert subnet.allocation_pools == [{"start": "10.2.184.50", "end": "10.2.184.254"}]
    assert subnet.dns_nameservers == ["8.8.8.8", "8.8.4.4"]


def test_the_vrrp_port_holds_the_vip_with_a_floating_ip_on_it(cloud: Connection, project: Project) -> None:
    vrrp = port(cloud, "stage-cluster-vrrp")
    assert [fixed["ip_address"] for fixed in vrrp.fixed_ips] == ["10.2.184.10"]
    assert not vrrp.device_id
    (floating_ip,) = cloud.network.ips(port_id=vrrp.id)
    assert floating_ip.fixed_ip_address == "10.2.184.10"
    assert floating_ip.floating_ip_address == project.state()["outputs"]["k8s_api_ip"]["value"]


def test_the_vip_is_allowed_on_each_control_plane_port_and_on_no_worker(cloud: Connection) -> None:
    allowed = {
        name: [pair["ip_address"] for pair in port(cloud, name).allowed_address_pairs]
        for name in (*NAMES, *WORKERS, "stage-cluster-bastion")
    }
    expected = {name: ["10.2.184.10"] if name in NAMES else [] for name in allowed}
    assert allowed == expected


def test_control_plane_nodes_run_on_different_hypervisors(project: Project) -> None:
    admin = project.environment | {
        "OS_CLIENT_CONFIG_FILE": f"{project.environment['LAB_ROOT']}/clouds.yaml",
        "OS_CLOUD": "lab-admin",
    }
    listed = subprocess.run(
        [project.folder / ".venv/bin/openstack", "server", "list", "--all-projects", "--long", "-f", "json"],
        env=admin,
        capture_output=True,
        text=True,
        check=True,
    )
    hosts = {server["Name"]: server["Host"] for server in json.loads(listed.stdout)}
    assert len({hosts[name] for name in NAMES}) == 3


def test_the_security_groups_hold_what_the_plan_says_and_nothing_else(cloud: Connection) -> None:
    from constructs_lib.plan import check
    from stacks.stage_cluster import STAGE_CLUSTER

    groups = {group.id: group.name for group in cloud.network.security_groups() if group.name != "default"}
    found = {
        (
            groups[rule.security_group_id],
            rule.direction,
            rule.protocol,
            (rule.port_range_min, rule.port_range_max),
            groups.get(rule.remote_group_id) or rule.remote_ip_prefix,
            rule.description,
        )
        for rule in cloud.network.security_group_rules()
        if rule.security_group_id in groups
    }
    expected = {
        (
            f"stage-cluster-{rule.group}",
            rule.direction,
            rule.protocol,
            rule.ports or (None, None),
            f"stage-cluster-{rule.source_group}" if rule.source_group else rule.cidr,
            rule.reason,
        )
        for rule in check(STAGE_CLUSTER).rules
    }
    assert found == expected


def test_ansible_reads_the_inventory(project: Project) -> None:
    listed = subprocess.run(
        [project.folder / ".venv/bin/ansible-inventory", "-i", "inventory/stage-cluster/inventory.yaml", "--list"],
        cwd=project.folder,
        env=project.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    inventory = json.loads(listed.stdout)
    assert sorted(inventory["kube_control_plane"]["hosts"]) == NAMES
    assert sorted(inventory["etcd"]["hosts"]) == NAMES
    assert sorted(inventory["kube_node"]["hosts"]) == WORKERS
    outputs = project.state()["outputs"]
    addresses = outputs["control_plane_nodes"]["value"] | outputs["worker_nodes"]["value"]
    for name, variables in inventory["_meta"]["hostvars"].items():
        assert variables["ip"] == variables["access_ip"] == variables["ansible_host"] == addresses[name]
        assert variables["kube_vip_address"] == "10.2.184.10"
        assert variables["loadbalancer_apiserver"] == {"address": "10.2.184.10", "port": 443}
        assert outputs["k8s_api_ip"]["value"] in variables["supplementary_addresses_in_ssl_keys"]
        assert variables["kube_proxy_strict_arp"] is True
        assert f'UserKnownHostsFile="{project.folder}/inventory/stage-cluster/known_hosts"' in _filled(variables, project)


def _filled(variables: dict[str, Any], project: Project) -> str:
    arguments: str = variables["ansible_ssh_common_args"]
    return arguments.replace("{{ inventory_dir }}", f"{project.folder}/inventory/stage-cluster")


def test_no_file_of_a_deploy_is_for_everybody(project: Project) -> None:
    files = [*(project.folder / "inventory").rglob("*"), *project.folder.glob("terraform.*")]
    assert [file for file in files if file.stat().st_mode & 0o007] == []


def test_the_state_holds_no_private_key_and_no_password(project: Project) -> None:
    text = (project.folder / "terraform.stage-cluster.tfstate").read_text()
    assert "PRIVATE KEY" not in text
    passwords = _passwords(Path(project.environment["LAB_ROOT"]) / "clouds.yaml")
    assert passwords
    assert [password for password in passwords if password in text] == []


def _passwords(clouds: Path) -> list[str]:
    import yaml

    return [entry["auth"]["password"] for entry in yaml.safe_load(clouds.read_text())["clouds"].values()]


def test_a_second_deploy_changes_nothing(project: Project) -> None:
    before = project.ids()
    assert "No changes" in project.deploy()
    assert project.ids() == before


# What holds the names of all nodes: made anew with them, and harmless.
HOLDS_ALL_NAMES = {
    "local_file.stage-cluster-inventory",
    "local_file.stage-cluster-kubespray",
    "terraform_data.stage-cluster-workers",
}
HURTFUL = {
    "another subnet": (
        {"subnet": ("10.2.184.0/22", "10.2.184.0/23")},
        "stage-cluster-subnet",
        "network.subnet_nodes 10.2.184.0/22 -> 10.2.184.0/23",
    ),
    "another VIP": ({"vip": ('10.2.184.10", k8s', '10.2.184.9", k8s')}, "stage-cluster-vrrp", "10.2.184.10 -> 10.2.184.9"),
    "no floating IP": (
        {"pool": ("k8s_api_port=443, floatingip_pool=PUBLICNET", "k8s_api_port=443")},
        "stage-cluster-api",
        "endpoint has none any more",
    ),
    "another endpoint": (
        {
            "endpoint": ('KubeVip(vrrp_ip="10.2.184.10", k8s_api_port=443,', "FirstNode("),
            "import": ("KubeVip, Network", "FirstNode, Network"),
        },
        "stage-cluster-vrrp",
        "the port that holds the VIP would be destroyed",
    ),
    "another affinity": (
        {"affinity": ('affinity="anti-affinity"', 'affinity="soft-anti-affinity"')},
        "stage-cluster-cp0",
        "control_plane.server_group_affinity",
    ),
    "fewer control planes": ({"count": ("count=3", "count=1")}, "stage-cluster-cp1", "the quorum is lost"),
}


@pytest.mark.parametrize("change", HURTFUL)
def test_a_change_that_hurts_is_refused_by_name_and_setting_and_touches_nothing(project: Project, change: str) -> None:
    edits, name, why = HURTFUL[change]
    before = project.state()
    project.change(**edits)
    try:
        output = project.refused()
    finally:
        project.change()
    assert f"  {name}: " in output, output
    assert why in output, output
    assert f"ALLOW_DESTROY={name}" in output or f",{name}" in output, output
    assert project.state()["serial"] == before["serial"]


def test_the_bare_engine_refuses_too(project: Project) -> None:
    affinity, _, _ = HURTFUL["another affinity"]
    project.change(**affinity)
    try:
        status, output = project.outcome("ops.cdktf", "synth")
        assert status == 0, output
    finally:
        project.change()
    environment = project.environment | {
        "OS_CLIENT_CONFIG_FILE": f"{project.environment['LAB_ROOT']}/clouds.yaml",
        "OS_CLOUD": "lab",
        "TF_VAR_ssh_public_key": next(
            resource["instances"][0]["attributes"]["public_key"]
            for resource in project.state()["resources"]
            if resource["type"] == "openstack_compute_keypair_v2"
        ),
    }
    from tools import toolchain

    environment = toolchain.environment(project.folder, environment)
    planned = subprocess.run(
        [environment["TERRAFORM_BINARY_NAME"], "plan", "-input=false", "-no-color"],
        cwd=project.folder / "cdktf.out/stacks/stage-cluster",
        env=environment,
        capture_output=True,
        text=True,
    )
    assert planned.returncode == 1, planned.stdout
    assert "Instance cannot be destroyed" in planned.stderr
    assert "stage-cluster-cp0" in planned.stderr


def test_one_more_worker_touches_no_other_thing(project: Project) -> None:
    before = project.ids()
    project.change(count=("count=5", "count=6"))
    project.deploy()
    after = project.ids()
    new = {
        "openstack_compute_instance_v2.stage-cluster-wn5",
        "openstack_networking_port_v2.stage-cluster-wn5",
        "terraform_data.stage-cluster-remove-stage-cluster-wn5",
    }
    assert set(after) - set(before) == new
    changed = {address for address in before if before[address] != after[address]}
    assert changed == HOLDS_ALL_NAMES


def test_a_worker_taken_out_of_the_middle_touches_no_other_thing(project: Project) -> None:
    before = project.ids()
    project.change(count=("count=5", "count=5, retired=[2]"))
    project.deploy()
    after = project.ids()
    gone = {
        "openstack_compute_instance_v2.stage-cluster-wn2",
        "openstack_networking_port_v2.stage-cluster-wn2",
        "terraform_data.stage-cluster-remove-stage-cluster-wn2",
    }
    assert set(before) - set(after) == gone
    changed = {address for address in after if before[address] != after[address]}
    assert changed == HOLDS_ALL_NAMES
    project.change()


def test_a_hurtful_change_goes_through_where_its_name_was_said(project: Project, cloud: Connection) -> None:
    edits, name, _ = HURTFUL["another VIP"]
    project.change(**edits)
    project.deploy(ALLOW_DESTROY=name)
    assert port(cloud, "stage-cluster-vrrp").fixed_ips[0]["ip_address"] == "10.2.184.9"
    pairs = port(cloud, "stage-cluster-cp0").allowed_address_pairs
    assert [pair["ip_address"] for pair in pairs] == ["10.2.184.9"]
    project.change()
    project.deploy(ALLOW_DESTROY=name)


def test_a_state_of_another_project_is_not_deployed_over(project: Project) -> None:
    output = project.refused(
        OS_CLIENT_CONFIG_FILE=f"{project.environment['LAB_ROOT']}/clouds.yaml", OS_CLOUD="lab-admin", TF_VAR_ssh_public_key="x"
    )
    assert "would lose sight of what stands there" in output


def test_what_a_cloud_lacks_is_told_all_at_once_before_anything_is_made(project: Project) -> None:
    project.change(
        flavor=('flavor="gp.0.2.2"', 'flavor="huge"'),
        image=('UBUNTU = "Ubuntu 24.04"', 'UBUNTU = "Plan 9"'),
        net=('PUBLICNET = "PUBLICNET"', 'PUBLICNET = "the-internet"'),
    )
    try:
        output = project.refused()
    finally:
        project.change()
    for problem in (
        "bastion.flavor: there is no flavor huge; there are gp.0.2.2, gp.0.4.8, gp.0.8.16",
        "control_plane.image: there is no image Plan 9; there are Ubuntu 24.04",
        "network.external_network: there is no external network the-internet; there are PUBLICNET",
    ):
        assert problem in output


def test_an_unknown_cloud_is_told_with_those_that_there_are(project: Project) -> None:
    clouds = f"{project.environment['LAB_ROOT']}/clouds.yaml"
    output = project.refused(OS_CLIENT_CONFIG_FILE=clouds, OS_CLOUD="production")
    assert "no cloud production" in output
    assert "lab, lab-admin" in output


def test_a_cloud_out_of_reach_is_told(project: Project, tmp_path: Path) -> None:
    clouds = tmp_path / "clouds.yaml"
    clouds.write_text(
        "clouds: {away: {auth: {auth_url: 'http://127.0.0.1:9/v3', username: u, password: p, project_name: p,"
        " user_domain_name: d, project_domain_name: d}}}"
    )
    output = project.refused(OS_CLIENT_CONFIG_FILE=str(clouds), OS_CLOUD="away")
    assert "cloud away cannot be reached" in output


def test_a_missing_engine_is_told(project: Project) -> None:
    output = project.refused(TERRAFORM_BINARY_NAME="no-such-engine")
    assert "TERRAFORM_BINARY_NAME=no-such-engine is not there" in output


def test_a_page_that_does_not_hold_is_refused_before_anything_else(project: Project) -> None:
    project.change(vip=('10.2.184.10", k8s', '10.2.184.60", k8s'), count=("count=3", "count=4"))
    try:
        for module in ("ops.deploy", "ops.cdktf"):
            output = project.refused(module) if module == "ops.deploy" else _synth(project)
            assert "endpoint.vrrp_ip: 10.2.184.60 lies inside network.allocation_pools[0]" in output
            assert "control_plane.count: 4 is even" in output
    finally:
        project.change()


def _synth(project: Project) -> str:
    status, output = project.outcome("ops.cdktf", "synth")
    assert status == 1, output
    assert "Traceback" not in output
    return output


def test_destroy_leaves_nothing(project: Project, cloud: Connection) -> None:
    status, output = project.outcome("ops.destroy", "stage-cluster")
    assert status == 0, output
    assert project.ids() == {}
    network, compute = cloud.network, cloud.compute
    mine = {"project_id": cloud.current_project_id}
    assert list(compute.servers()) == []
    assert list(compute.keypairs()) == []
    assert list(compute.server_groups()) == []
    assert list(network.ports(**mine)) == []
    assert list(network.ips(**mine)) == []
    assert list(network.routers(**mine)) == []
    assert [found.name for found in network.networks(**mine)] == []
    assert [group.name for group in network.security_groups(**mine)] == ["default"]
    assert not (project.folder / "inventory" / "stage-cluster").exists()
