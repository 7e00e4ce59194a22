"""The inventory as Ansible and ssh read it: groups, addresses, and host keys that are checked on every way in."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from constructs_lib.kubespray.files import yaml_file
from constructs_lib.kubespray.inventory import Host, SshAccess, inventory, ssh_arguments

CONTROL_PLANE = [Host(name="c-cp0", address="10.0.0.5"), Host(name="c-cp1", address="10.0.0.6")]
WORKERS = [Host(name="c-wn0", address="10.0.0.7")]
BEHIND = SshAccess(user="ubuntu", bastion="203.0.113.5")


def listed(folder: Path, **changed: Any) -> dict[str, Any]:
    """What ansible-inventory makes of it, in a folder whose configuration is as careless as Kubespray's own."""
    given: dict[str, Any] = {"control_plane": CONTROL_PLANE, "workers": WORKERS, "ssh": BEHIND} | changed
    (folder / "inventory.yaml").write_text(yaml_file(inventory(**given), source="a test"))
    program = Path(sys.executable).with_name("ansible-inventory")
    done = subprocess.run([program, "-i", folder / "inventory.yaml", "--list"], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_host_has_its_groups_and_its_own_address(tmp_path: Path) -> None:
    found = listed(tmp_path)
    assert found["kube_control_plane"]["hosts"] == found["etcd"]["hosts"] == ["c-cp0", "c-cp1"]
    assert found["kube_node"]["hosts"] == ["c-wn0"]
    assert sorted(found["k8s_cluster"]["children"]) == ["kube_control_plane", "kube_node"]
    for host in (*CONTROL_PLANE, *WORKERS):
        variables = found["_meta"]["hostvars"][host.name]
        assert variables["ansible_host"] == variables["ip"] == variables["access_ip"] == host.address


def test_without_workers_the_control_plane_runs_the_pods(tmp_path: Path) -> None:
    assert listed(tmp_path, workers=[])["kube_node"]["hosts"] == ["c-cp0", "c-cp1"]


def test_the_inventory_itself_turns_the_check_of_host_keys_on(tmp_path: Path) -> None:
    variables = listed(tmp_path)["_meta"]["hostvars"]["c-cp0"]
    assert variables["ansible_host_key_checking"] is True
    assert "StrictHostKeyChecking=no" not in variables["ansible_ssh_args"]
    assert "UserKnownHostsFile" not in variables["ansible_ssh_args"]


@pytest.mark.parametrize("folder", ["/srv/clusters/stage", "/srv/my clusters/stage"])
def test_ssh_keeps_the_keys_of_nodes_and_bastion_in_the_clusters_own_file(folder: str) -> None:
    words = shlex.split(ssh_arguments(BEHIND).replace("{{ inventory_dir }}", folder))
    read = subprocess.run(["ssh", "-G", *words, "10.0.0.5"], capture_output=True, text=True, check=True).stdout.splitlines()
    options = dict(line.split(" ", 1) for line in read if " " in line)
    assert options["stricthostkeychecking"] == "accept-new"
    assert options["userknownhostsfile"].replace('"', "") == f"{folder}/known_hosts"
    jump = shlex.split(options["proxycommand"])
    assert jump[:3] == ["ssh", "-W", "%h:%p"] or jump[:3] == ["ssh", "-W", "[%h]:%p"]
    inner = subprocess.run(["ssh", "-G", *jump[3:]], capture_output=True, text=True, check=True).stdout.splitlines()
    inner_options = dict(line.split(" ", 1) for line in inner if " " in line)
    assert inner_options["hostname"] == "203.0.113.5"
    assert inner_options["user"] == "ubuntu"
    assert inner_options["stricthostkeychecking"] == "accept-new"
    assert inner_options["userknownhostsfile"].replace('"', "") == f"{folder}/known_hosts"


def test_without_a_bastion_there_is_no_jump() -> None:
    assert "ProxyCommand" not in ssh_arguments(SshAccess(user="ubuntu", bastion=None))
