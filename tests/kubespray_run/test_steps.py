"""The steps as Terraform sees them, on the synthesized JSON."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from constructs_lib.kubespray.steps import VARIABLE
from ops.kubespray.facts import Facts
from tests.kubespray_run.scratch import synthesize
from tests.kubespray_run.standin import ROOT
from tests.synth import Synthesized

STEPS = ["fetch", "wait", "run", "kubeconfig"]


@pytest.fixture(scope="module")
def stack() -> Synthesized:
    return Synthesized(synthesize())


def command(stack: Synthesized, address: str) -> str:
    (provisioner,) = stack.resources("terraform_data")[address]["provisioner"]
    return str(provisioner["local-exec"]["command"])


def test_the_addresses_in_the_state_are_a_contract(stack: Synthesized) -> None:
    ours = [address for address in stack.addresses() if ".stage-cluster-" in address]
    assert ours == [
        "local_file.stage-cluster-inventory",
        "local_file.stage-cluster-k8s-cluster",
        "local_file.stage-cluster-kubespray",
        "terraform_data.stage-cluster-fetch",
        "terraform_data.stage-cluster-kubeconfig",
        "terraform_data.stage-cluster-remove-wn0",
        "terraform_data.stage-cluster-remove-wn1",
        "terraform_data.stage-cluster-run",
        "terraform_data.stage-cluster-wait",
        "terraform_data.stage-cluster-workers",
    ]


def test_the_steps_are_there_only_while_deploy_cluster_is_on(stack: Synthesized) -> None:
    variable = stack.json["variable"][VARIABLE]
    assert (variable["type"], variable["default"], variable["nullable"]) == ("bool", True, False)
    steps = stack.resources("terraform_data")
    assert {steps[f"stage-cluster-{step}"]["count"] for step in STEPS} == {"${var.deploy_cluster ? 1 : 0}"}
    assert Synthesized(synthesize(deploy_cluster=False)).json["variable"][VARIABLE]["default"] is False


def test_taking_workers_out_does_not_hang_on_deploy_cluster_which_may_be_turned_off(stack: Synthesized) -> None:
    removal = stack.resources("terraform_data")["stage-cluster-remove-wn0"]
    assert "count" not in removal
    assert removal["input"]["deploy"] == "${var.deploy_cluster}"
    assert removal["triggers_replace"] == {"server": "${terraform_data.wn0.id}"}
    (provisioner,) = removal["provisioner"]
    assert provisioner["local-exec"]["when"] == "destroy"
    assert provisioner["local-exec"]["working_dir"] == "${self.input.root}"
    assert command(stack, "stage-cluster-remove-wn0") == (
        'test "${self.input.deploy}" != true || .venv/bin/python -m ops.kubespray remove wn0 stage-cluster || exit $?'
    )


def test_a_worker_is_taken_out_while_the_inventory_and_the_control_plane_are_still_there(stack: Synthesized) -> None:
    removal = stack.resources("terraform_data")["stage-cluster-remove-wn0"]
    assert set(removal["depends_on"]) == {
        "local_file.stage-cluster-kubespray",
        "local_file.stage-cluster-inventory",
        "local_file.stage-cluster-k8s-cluster",
    }
    assert removal["input"]["needs"] == {
        "cp0": "${terraform_data.cp0.id}",
        "cp1": "${terraform_data.cp1.id}",
        "cp2": "${terraform_data.cp2.id}",
        "bastion": "203.0.113.114",
    }


def test_the_workers_that_stay_are_named_where_terraform_looks_when_others_leave(stack: Synthesized) -> None:
    leaving = stack.resources("terraform_data")["stage-cluster-workers"]
    assert leaving["triggers_replace"] == {"names": ["wn0", "wn1"]}
    assert leaving["input"]["needs"]["wn1"] == "${terraform_data.wn1.id}"
    assert "ops.kubespray remove-others stage-cluster --keep wn0,wn1 || exit $?" in command(stack, "stage-cluster-workers")
    none_left = Synthesized(synthesize(workers=()))
    assert "remove-others stage-cluster --keep ''" in command(none_left, "stage-cluster-workers")


def test_each_step_waits_for_the_one_before(stack: Synthesized) -> None:
    steps = stack.resources("terraform_data")
    for before, step in itertools.pairwise(STEPS):
        assert f"terraform_data.stage-cluster-{before}" in steps[f"stage-cluster-{step}"]["depends_on"]


def test_the_commands_are_those_of_a_person(stack: Synthesized) -> None:
    assert command(stack, "stage-cluster-fetch") == (
        ".venv/bin/python -m ops.kubespray fetch stage-cluster && "
        ".venv/bin/python -m ops.kubespray environment stage-cluster || exit $?"
    )
    assert command(stack, "stage-cluster-run") == ".venv/bin/python -m ops.kubespray run stage-cluster || exit $?"


def test_a_python_with_a_space_in_its_path_is_quoted() -> None:
    assert command(Synthesized(synthesize(python="/my tools/python")), "stage-cluster-wait").startswith("'/my tools/python' -m")


def test_the_facts_are_what_the_steps_read(stack: Synthesized) -> None:
    file = stack.resources("local_file")["stage-cluster-kubespray"]
    facts = Facts.model_validate(json.loads(file["content"]))
    assert file["filename"] == "${path.root}/inventory/stage-cluster/kubespray.json"
    assert (facts.endpoint.address, facts.endpoint.port, facts.endpoint.floating) == ("10.2.184.10", 443, "203.0.113.9")
    assert facts.servers["wn1"] == "${terraform_data.wn1.id}"
    assert facts.bastion is not None
    assert facts.bastion.server == "${terraform_data.bastion.id}"


def test_without_bastion_and_floating_ip_the_facts_say_so() -> None:
    alone = Synthesized(synthesize(bastion=False, floating="10.2.184.10"))
    facts = Facts.model_validate(json.loads(alone.resources("local_file")["stage-cluster-kubespray"]["content"]))
    assert facts.bastion is None
    assert facts.endpoint.floating is None


def test_the_output_is_the_same_bytes_each_time_and_has_no_path_of_this_machine(stack: Synthesized) -> None:
    assert synthesize() == stack.text
    assert str(ROOT) not in stack.text
    assert str(Path.home()) not in stack.text
