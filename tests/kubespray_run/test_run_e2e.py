"""The run, with real git and real ansible-playbook, against a Kubespray whose playbooks write down that they ran."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ops.kubespray import ansible, facts, state
from ops.kubespray.run import fetch
from tests.kubespray_run.standin import CLUSTER, SECRET, Project

pytestmark = pytest.mark.e2e

ALL = "cp0,cp1,cp2,wn0,wn1"


def run(project: Project, status: int = 0, **more: str) -> str:
    return project.step("run", CLUSTER, status=status, **more)


@pytest.fixture
def ran(project: Project) -> Project:
    """A project whose first run ended well."""
    run(project)
    assert project.journal() == [f"cluster.yml on {ALL}"]
    return project


def test_all_runs_every_step_in_order_and_a_second_time_nothing(project: Project) -> None:
    project.etc.joinpath("admin.conf").write_text(
        "clusters: [{name: c, cluster: {certificate-authority-data: Q0E=, server: 'https://127.0.0.1:6443'}}]\n"
        "users: [{name: u, user: {token: hush}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\n"
    )
    said = project.step("all", CLUSTER)
    order = [
        "Kubespray v2.30.0 from",
        "Python environment is",
        "SSH and cloud-init on 5 nodes",
        "cluster.yml",
        "kubeconfig from",
    ]
    places = [said.index(text) for text in order]
    assert places == sorted(places)
    assert project.journal() == [f"cluster.yml on {ALL}"]
    assert project.layout.kubeconfig.stat().st_mode & 0o777 == 0o600
    assert "hush" not in said + "".join(log.read_text() for log in project.logs())
    assert "nothing has changed" in project.step("all", CLUSTER)
    assert project.journal() == []


def test_an_unchanged_cluster_runs_nothing(ran: Project) -> None:
    assert "nothing has changed since the last run" in run(ran)
    assert ran.journal() == []
    assert ran.names_of_logs() == ["recall", "cluster", "remember"]


def test_added_workers_are_scaled_to_and_nothing_else_is_touched(ran: Project) -> None:
    ran.change(workers=("wn0", "wn1", "wn2", "wn3"))
    assert "workers to join: wn2, wn3" in run(ran)
    assert ran.journal() == [f"facts.yml on {ALL},wn2,wn3", "scale.yml on wn2,wn3"]
    run(ran)
    assert ran.journal() == []


def test_a_changed_san_runs_cluster_yml(ran: Project) -> None:
    ran.change(sans=("10.2.184.10", "203.0.113.77"))
    assert "variables have changed" in run(ran)
    assert ran.journal() == [f"cluster.yml on {ALL}"]


def test_a_file_of_the_users_own_counts_as_variables(ran: Project) -> None:
    ran.write_vars("k8s_cluster/zz-local.yml", {"kube_log_level": 4})
    run(ran)
    assert ran.journal() == [f"cluster.yml on {ALL}"]


def test_an_upgrade_runs_upgrade_cluster_yml_of_the_newer_kubespray(ran: Project) -> None:
    ran.change(release="v2.31.0", kubernetes="1.35.4")
    said = run(ran)
    assert "Kubespray v2.30.0 -> v2.31.0, Kubernetes 1.34.3 -> 1.35.4" in said
    assert ran.journal() == [f"upgrade-cluster.yml on {ALL}"]
    assert (ran.layout.checkout("v2.31.0") / "release").read_text() == "v2.31.0"
    run(ran)
    assert ran.journal() == []


def test_skipping_a_minor_release_is_refused_and_nothing_runs(ran: Project) -> None:
    ran.change(kubernetes="1.36.0")
    assert "error: kubernetes.kubernetes_version: 1.34.3 -> 1.36.0 skips a minor release" in run(ran, status=1)
    ran.change(kubernetes="1.34.3", release="v2.32.0")
    assert "set kubernetes.kubespray_version to a 2.31 release" in run(ran, status=1)
    assert ran.journal() == []
    ran.change(release="v2.30.0")
    run(ran)
    assert ran.journal() == []


def test_a_failure_shows_the_last_lines_and_the_log_and_a_second_run_goes_on(project: Project) -> None:
    project.broken(True)
    said = run(project, status=1)
    log = project.logs()[-1]
    assert f"the last of inventory/{CLUSTER}/log/{log.name}:" in said
    assert "TASK [Break where the test says so]" in said
    assert "failed=1" in said
    assert "run the same command again" in said
    assert "Traceback" not in said
    assert project.journal() == []
    project.broken(False)
    run(project)
    assert project.journal() == [f"cluster.yml on {ALL}"]


def test_an_upgrade_that_failed_is_gone_on_with_and_not_gone_back_from(ran: Project) -> None:
    ran.change(kubernetes="1.35.4")
    ran.broken(True)
    run(ran, status=1)
    ran.broken(False)
    ran.change(kubernetes="1.34.3")
    assert "1.34.3 is older than 1.35.4, which this cluster has or was being brought to" in run(ran, status=1)
    assert ran.journal() == []
    ran.change(kubernetes="1.35.4")
    run(ran)
    assert ran.journal() == [f"upgrade-cluster.yml on {ALL}"]


def test_logs_and_what_is_remembered_are_the_owners_alone(ran: Project) -> None:
    layout = ran.layout
    files = [*ran.logs(), layout.record, layout.last_inventory, layout.lock]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert {folder.stat().st_mode & 0o777 for folder in (layout.logs, layout.ansible_facts)} == {0o700}


def test_no_secret_is_in_a_log_or_in_the_list_of_processes(project: Project) -> None:
    project.takes(2)
    telltales = {"ANSIBLE_DEBUG": "1", "ANSIBLE_VERBOSITY": "4", "ANSIBLE_LOG_PATH": str(project.folder / "elsewhere.log")}
    process = project.start("run", CLUSTER, OS_PASSWORD=SECRET, **telltales)
    seen = ""
    while process.poll() is None:
        seen += subprocess.run(["ps", "-eww", "-o", "args"], capture_output=True, text=True, check=True).stdout
        time.sleep(0.2)
    said, _ = process.communicate()
    assert process.returncode == 0, said
    assert "ansible-playbook --inventory" in seen
    logs = "".join(log.read_text() for log in project.logs())
    assert "Use a secret" in logs
    for text in (seen, said, logs, project.layout.record.read_text()):
        assert SECRET not in text
    assert not (project.folder / "elsewhere.log").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_reaches_ansible_and_the_next_run_goes_on(project: Project, number: signal.Signals) -> None:
    project.takes(60)
    process = project.start("run", CLUSTER)
    wait_for(project, "TASK [Take some time]")
    process.send_signal(number)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 130, said
    assert "interrupted; run the same command again to go on" in said
    assert not running(project), "ansible-playbook outlived its run"
    assert state.read(project.layout).done is None
    project.takes(0)
    run(project)
    assert project.journal() == [f"cluster.yml on {ALL}"]


def test_a_run_ends_when_the_shell_that_terraform_started_is_killed(project: Project) -> None:
    project.takes(60)
    inner = f"{sys.executable} -m ops.kubespray run {CLUSTER} || exit $?"
    shell = subprocess.Popen(
        ["/bin/sh", "-c", inner],
        cwd=project.folder,
        env={**project.environment(), "KUBESPRAY_UNDER_TERRAFORM": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    wait_for(project, "TASK [Take some time]")
    shell.kill()
    shell.communicate(timeout=20)
    until = time.monotonic() + 20
    while running(project) and time.monotonic() < until:
        time.sleep(0.2)
    assert not running(project), "ansible-playbook outlived Terraform"


def test_a_run_that_takes_too_long_is_stopped(project: Project) -> None:
    project.takes(60)
    known = facts.read(project.layout)
    checkout = fetch(project.layout, known)
    playbook = ansible.Playbook(
        file=checkout / "cluster.yml", config=checkout / "ansible.cfg", inventory=project.layout.inventory
    )
    options = {"title": "Kubespray", "layout": project.layout, "environment": Path(sys.prefix), "again": "go on"}
    with pytest.raises(ansible.PlaybookError) as stopped:
        ansible.run(playbook, timeout=4, **options)  # type: ignore[arg-type]
    assert "not done after 0.067 minutes, at cluster.yml: Take some time (task 3)" in str(stopped.value)
    assert not running(project)


def test_a_worker_is_taken_out_and_may_come_back_rebuilt(ran: Project) -> None:
    ran.step("remove", "wn1", CLUSTER)
    assert ran.journal() == ["remove-node.yml reset=True confirmed=True on wn1"]
    assert "wn1 is not in stage-cluster" in ran.step("remove", "wn1", CLUSTER)
    assert ran.journal() == []
    ran.change(rebuilt=("wn1",))
    run(ran)
    assert ran.journal() == [f"facts.yml on {ALL}", "scale.yml on wn1"]


def test_a_worker_that_answers_no_more_is_forgotten_without_touching_it(ran: Project) -> None:
    ran.change(workers=("wn0",))
    assert f"python -m ops.kubespray remove wn1 {CLUSTER} --unreachable" in run(ran)
    assert ran.journal() == []
    ran.step("remove", "wn1", CLUSTER, "--unreachable")
    assert ran.journal() == ["remove-node.yml reset=False confirmed=True on wn1"]
    assert "remove wn1" not in run(ran)
    assert ran.journal() == []


def test_a_control_plane_node_is_taken_out_only_when_that_is_said(ran: Project) -> None:
    said = ran.step("remove", "cp1", CLUSTER, status=1)
    assert "without it etcd has 2 members and may lose 0 of them" in said
    assert "first control-plane node" in ran.step("remove", "cp0", CLUSTER, "--control-plane", status=1)
    assert ran.journal() == []
    ran.step("remove", "cp1", CLUSTER, "--control-plane")
    assert ran.journal() == ["remove-node.yml reset=True confirmed=True on cp1"]


def test_nothing_is_taken_out_when_the_whole_cluster_goes(ran: Project) -> None:
    for step in (("remove", "wn1", CLUSTER), ("remove-others", CLUSTER, "--keep", "")):
        assert "nothing is taken out of Kubernetes" in ran.step(*step, KUBESPRAY_SKIP_REMOVE="1")
    assert ran.journal() == []


def test_the_workers_that_have_left_are_taken_out_and_no_others(ran: Project) -> None:
    ran.step("remove-others", CLUSTER, "--keep", "wn0,wn1,wn7")
    assert ran.journal() == []
    ran.step("remove-others", CLUSTER, "--keep", "wn0")
    assert ran.journal() == ["remove-node.yml reset=True confirmed=True on wn1"]
    ran.step("remove-others", CLUSTER, "--keep", "wn0")
    assert ran.journal() == []


def test_a_machine_that_never_ran_kubespray_knows_from_the_control_plane_what_to_do(ran: Project) -> None:
    shutil.rmtree(ran.layout.folder)
    ran.deploy(ran.cluster)
    assert "nothing has changed since the last run" in run(ran)
    shutil.rmtree(ran.layout.folder)
    ran.change(kubernetes="1.35.4")
    run(ran)
    shutil.rmtree(ran.layout.folder)
    ran.deploy(ran.cluster)
    ran.step("remove-others", CLUSTER, "--keep", "wn0")
    assert ran.journal() == [f"upgrade-cluster.yml on {ALL}", "remove-node.yml reset=True confirmed=True on wn1"]
    assert ran.etc.joinpath("kubespray-run.json").stat().st_mode & 0o777 == 0o600


def test_a_record_that_cannot_be_left_there_is_a_warning(project: Project) -> None:
    project.etc.rmdir()
    assert "warning: run Kubespray from this machine next time" in run(project)
    assert project.journal() == [f"cluster.yml on {ALL}"]
    assert "nothing has changed" in run(project)


def test_two_steps_on_a_cluster_wait_for_each_other(project: Project) -> None:
    project.takes(2)
    first = project.start("run", CLUSTER)
    wait_for(project, "TASK [Take some time]")
    said = run(project)
    first.communicate()
    assert "waiting for another step on stage-cluster to end" in said
    assert "nothing has changed" in said
    assert project.journal() == [f"cluster.yml on {ALL}"]


def test_a_cluster_that_was_never_deployed_is_an_error_with_the_next_step(project: Project) -> None:
    said = project.step("run", "prod-cluster", status=1)
    assert said == (
        "error: there is no inventory/prod-cluster/kubespray.json; deploy prod-cluster from this folder first "
        "(make deploy CLUSTER=prod-cluster)\n"
    )


def wait_for(project: Project, text: str) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if any(text in log.read_text() for log in project.logs()):
            return
        time.sleep(0.1)
    raise AssertionError(f"no log says {text}: {[log.read_text() for log in project.logs()]}")


def running(project: Project) -> list[str]:
    """Process ids of ansible-playbook in this project."""
    listed = subprocess.run(["ps", "-eww", "-o", "pid,args"], capture_output=True, text=True, check=True).stdout
    return [line.split()[0] for line in listed.splitlines() if "ansible-playbook" in line and str(project.folder) in line]
