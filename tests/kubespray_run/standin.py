"""A project with a deployed cluster, and a Kubespray whose playbooks only write down that they ran: all on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from constructs_lib.kubespray.files import Value, yaml_file
from constructs_lib.kubespray.inventory import Host, SshAccess, inventory
from ops.kubespray.facts import Endpoint, Facts
from ops.kubespray.layout import Layout

ROOT = Path(__file__).resolve().parent.parent.parent
CLUSTER = "stage-cluster"
SECRET = "correct-horse-battery-staple"
RELEASE = "v2.30.0"

PLAYBOOK = """\
- name: {name}
  hosts: "{hosts}"
  gather_facts: false
  tasks:
    - name: Use a secret
      ansible.builtin.set_fact:
        token: "{{{{ cloud_password }}}}"
      no_log: true

    - name: Break where the test says so
      ansible.builtin.command: "test ! -e {{{{ journal }}}}.broken"
      changed_when: false
      run_once: true

    - name: Take some time
      ansible.builtin.command: "sleep {{{{ lookup('file', journal ~ '.seconds', errors='ignore') | default('0', true) }}}}"
      changed_when: false
      run_once: true

    - name: Write down
      ansible.builtin.shell: "echo '{{{{ line }}}}' >> {{{{ journal }}}}"
      vars:
        line: "{name} {extra}on {{{{ ansible_play_hosts | join(',') }}}}"
      changed_when: true
      run_once: true
"""

PLAYBOOKS = {
    "cluster.yml": ("all", ""),
    "scale.yml": ("kube_node", ""),
    "upgrade-cluster.yml": ("all", ""),
    "remove-node.yml": ("{{ node }}", "reset={{ reset_nodes | default(true) }} confirmed={{ skip_confirmation }} "),
    "playbooks/facts.yml": ("all", ""),
}

# As Kubespray's own: without our variables, no host key would be checked.
ANSIBLE_CFG = """\
[ssh_connection]
ssh_args = -o ControlMaster=auto -o ControlPersist=30m -o UserKnownHostsFile=/dev/null
[defaults]
host_key_checking = False
"""


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false")
    line = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(line, check=True, capture_output=True, text=True).stdout.strip()


def kubespray(folder: Path, *, releases: tuple[str, ...] = (RELEASE,)) -> dict[str, str]:
    """A repository with a tag for each release. Returns their commits."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / "playbooks").mkdir()
    (folder / "ansible.cfg").write_text(ANSIBLE_CFG)
    (folder / "requirements.txt").write_text("")
    for path, (hosts, extra) in PLAYBOOKS.items():
        (folder / path).write_text(PLAYBOOK.format(name=Path(path).name, hosts=hosts, extra=extra))
    commits = {}
    for release in releases:
        (folder / "release").write_text(release)
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message", release)
        git(folder, "tag", release)
        commits[release] = git(folder, "rev-parse", "HEAD")
    return commits


@dataclass(frozen=True)
class Cluster:
    """What a deploy would have written. Nodes are this machine, under several names."""

    control_plane: tuple[str, ...] = ("cp0", "cp1", "cp2")
    workers: tuple[str, ...] = ("wn0", "wn1")
    rebuilt: tuple[str, ...] = ()
    release: str = RELEASE
    kubernetes: str = "1.34.3"
    sans: tuple[str, ...] = ("10.2.184.10", "203.0.113.9")


class Project:
    """A folder in which the steps run as a user or Terraform runs them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source = folder / "kubespray.git"
        self.journal_file = folder / "journal"
        self.commits = kubespray(self.source, releases=(RELEASE, "v2.31.0", "v2.32.0"))
        self.layout = Layout(folder, CLUSTER)
        self.etc = folder / "etc"  # /etc/kubernetes of all nodes
        self.etc.mkdir()
        self.deploy(Cluster())

    def deploy(self, cluster: Cluster) -> None:
        self.cluster = cluster
        layout = self.layout
        layout.group_vars.mkdir(parents=True, exist_ok=True)
        hosts = {name: Host(name=name, address="127.0.0.1") for name in (*cluster.control_plane, *cluster.workers)}
        content = inventory(
            control_plane=[hosts[name] for name in cluster.control_plane],
            workers=[hosts[name] for name in cluster.workers],
            ssh=SshAccess(user="nobody", bastion=None),
        )
        layout.inventory.write_text(yaml_file(content, source="a test"))
        sans: dict[str, Value] = {"supplementary_addresses_in_ssl_keys": list(cluster.sans)}
        self.write_vars("k8s_cluster/k8s-cluster.yml", sans)
        self.write_vars(
            "all/zz-local.yml",
            {
                "ansible_connection": "local",
                "ansible_become": False,
                "ansible_python_interpreter": sys.executable,
                "journal": str(self.journal_file),
                "kube_config_dir": str(self.etc),
                "cloud_password": SECRET,
            },
        )
        facts = Facts(
            cluster=CLUSTER,
            release=cluster.release,
            source=str(self.source),
            commit=self.commits[cluster.release],
            kubernetes_version=cluster.kubernetes,
            endpoint=Endpoint(address="10.2.184.10", port=443, floating="203.0.113.9"),
            servers={name: f"{name}-{'second' if name in cluster.rebuilt else 'first'}" for name in hosts},
        )
        self.say(facts)

    def change(self, **changes: object) -> None:
        self.deploy(replace(self.cluster, **changes))  # type: ignore[arg-type]

    def say(self, facts: Facts) -> None:
        self.layout.facts.write_text(facts.model_dump_json())

    def write_vars(self, path: str, content: dict[str, Value]) -> None:
        file = self.layout.group_vars / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(yaml.safe_dump(content))

    def environment(self) -> dict[str, str]:
        """Of a step: the Ansible of the tests' own Python."""
        mine = {"KUBESPRAY_ENVIRONMENT": sys.prefix, "PYTHONPATH": str(ROOT), "HOME": str(self.folder / "home")}
        return {**{name: value for name, value in os.environ.items() if not name.startswith("ANSIBLE_")}, **mine}

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        line = [sys.executable, "-m", "ops.kubespray", *arguments]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        return subprocess.Popen(line, cwd=self.folder, env={**self.environment(), **more}, text=True, **streams)  # type: ignore[call-overload, no-any-return]

    def step(self, *arguments: str, status: int = 0, **more: str) -> str:
        """What a step said. Fails unless it ends with `status`."""
        process = self.start(*arguments, **more)
        said, _ = process.communicate(timeout=120)
        assert process.returncode == status, said
        return said

    def journal(self) -> list[str]:
        """What ran since this was last asked."""
        lines = self.journal_file.read_text().splitlines() if self.journal_file.exists() else []
        self.journal_file.unlink(missing_ok=True)
        return lines

    def broken(self, is_broken: bool) -> None:
        mark = self.journal_file.with_name("journal.broken")
        mark.touch() if is_broken else mark.unlink(missing_ok=True)

    def takes(self, seconds: int) -> None:
        self.journal_file.with_name("journal.seconds").write_text(str(seconds))

    def names_of_logs(self) -> list[str]:
        return [log.stem.split("-", 3)[3] for log in self.logs()]

    def logs(self) -> list[Path]:
        return sorted(self.layout.logs.glob("*.log"))
