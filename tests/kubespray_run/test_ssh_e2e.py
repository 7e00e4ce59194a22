"""The inventory's SSH arguments, with a real sshd as the bastion and a second one as the node behind it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from constructs_lib.kubespray.files import yaml_file
from constructs_lib.kubespray.inventory import Host, SshAccess, inventory
from ops.kubespray.facts import BastionServer, Endpoint, Facts
from tests.kubespray_run.sshd import Network
from tests.kubespray_run.standin import CLUSTER, RELEASE, Project

pytestmark = pytest.mark.e2e

REFUSED = "REMOTE HOST IDENTIFICATION HAS CHANGED"


class Behind:
    """A project whose one node is behind a bastion."""

    def __init__(self, project: Project, network: Network, home: Path) -> None:
        self.project, self.network, self.home = project, network, home
        ssh = SshAccess(user=network.user, bastion=network.bastion.address)
        node = Host(name="cp0", address=network.node.address)
        project.layout.inventory.write_text(yaml_file(inventory(control_plane=[node], workers=[], ssh=ssh), source="a test"))
        project.write_vars(
            "all/zz-local.yml",
            {
                "ansible_become": False,
                "ansible_python_interpreter": sys.executable,
                "journal": str(project.journal_file),
                "cloud_password": "",
                "kube_config_dir": str(project.etc),
            },
        )
        self.servers()

    def servers(self, *, node: str = "first", bastion: str = "first", wait_minutes: float = 1) -> None:
        facts = Facts(
            cluster=CLUSTER,
            release=RELEASE,
            source=str(self.project.source),
            commit=self.project.commits[RELEASE],
            kubernetes_version="1.34.3",
            endpoint=Endpoint(address="10.2.184.10", port=443),
            servers={"cp0": node},
            bastion=BastionServer(server=bastion, address=self.network.bastion.address),
            wait_minutes=wait_minutes,
        )
        self.project.say(facts)

    def step(self, name: str, status: int = 0) -> str:
        said = self.project.step(name, CLUSTER, status=status, PATH=self.network.path, HOME=str(self.home))
        self.network.hang_up(self.home / ".ansible")
        return said

    @property
    def keys(self) -> int:
        return len(self.project.layout.known_hosts.read_text().splitlines())


@pytest.fixture
def behind(project: Project, tmp_path: Path) -> Iterator[Behind]:
    network = Network(tmp_path)
    home = Path(tempfile.mkdtemp(prefix="ks"))  # a socket's path may hold little more than 100 characters
    try:
        network.start()
        yield Behind(project, network, home)
    finally:
        network.hang_up(home / ".ansible")
        network.stop()
        shutil.rmtree(home)


def test_every_step_reaches_the_node_through_the_bastion_and_keeps_both_host_keys(behind: Behind) -> None:
    assert "SSH and cloud-init on 1 nodes" in behind.step("wait")
    assert behind.network.bastion.logins > 0
    assert behind.network.node.logins > 0
    assert behind.keys == 2
    behind.step("run")
    assert behind.project.journal() == ["cluster.yml on cp0"]
    assert behind.keys == 2


@pytest.mark.parametrize("which", ["node", "bastion"])
def test_a_changed_host_key_is_refused_by_every_step_kubesprays_own_settings_notwithstanding(
    behind: Behind, which: str
) -> None:
    behind.step("wait")
    getattr(behind.network, which).change_host_key()
    assert f"another host key than the one in inventory/{CLUSTER}/known_hosts" in behind.step("wait", status=1)
    said = behind.step("run", status=1)
    assert "UNREACHABLE" in said
    assert (REFUSED in said) == (which == "node")  # SSH hides the words of its jump
    assert behind.project.journal() == []


@pytest.mark.parametrize("which", ["node", "bastion"])
def test_a_server_that_terraform_made_anew_may_have_another_host_key(behind: Behind, which: str) -> None:
    behind.step("wait")
    getattr(behind.network, which).change_host_key()
    behind.servers(node="second" if which == "node" else "first", bastion="second" if which == "bastion" else "first")
    said = behind.step("wait")
    assert f"another server has {getattr(behind.network, which).address} now: its old host key is forgotten" in said
    assert behind.keys == 2
    assert "forgotten" not in behind.step("wait")


def test_a_node_that_does_not_answer_is_named_after_the_time_for_it(behind: Behind) -> None:
    behind.network.node.stop()
    behind.servers(wait_minutes=0.1)
    said = behind.step("wait", status=1)
    assert "no SSH through the bastion 127.0.0.2: cp0; look at the server's console log" in said
    assert "then run the same command again" in said
