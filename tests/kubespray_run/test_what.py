"""Which playbooks a change calls for, and what is refused: decided without running anything."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ops.errors import OpsError
from ops.kubespray.releases import COMMITS, numbers
from ops.kubespray.state import Host, Record, State
from ops.kubespray.what import decide


def state(
    control_plane: Sequence[str] = ("s-cp0", "s-cp1", "s-cp2"),
    workers: Sequence[str] = ("s-wn0", "s-wn1"),
    *,
    rebuilt: Sequence[str] = (),
    release: str = "v2.30.0",
    kubernetes: str = "1.34.3",
    variables: str = "same",
    own: str = "same",
    os_hardening: bool = False,
) -> State:
    hosts = {
        name: Host(
            server="second" if name in rebuilt else "first",
            groups=("etcd", "kube_control_plane") if name in control_plane else ("kube_node",),
            variables=own,
        )
        for name in (*control_plane, *workers)
    }
    return State(
        release=release,
        kubernetes=kubernetes,
        control_plane=tuple(control_plane),
        hosts=hosts,
        variables=variables,
        os_hardening=os_hardening,
    )


def plays(wanted: State, done: State | None = None, begun: State | None = None) -> list[str]:
    decision = decide(Record(done=done or state(), begun=begun), wanted)
    return [f"{play.playbook}{' ' if play.limit else ''}{','.join(play.limit)}" for play in decision.plays]


def refusal(wanted: State, done: State | None = None, begun: State | None = None) -> str:
    with pytest.raises(OpsError) as refused:
        decide(Record(done=done or state(), begun=begun), wanted)
    return str(refused.value)


def test_without_a_record_the_whole_of_it_runs() -> None:
    assert [play.playbook for play in decide(Record(), state()).plays] == ["cluster.yml"]


def test_a_first_run_that_failed_runs_again() -> None:
    assert [play.playbook for play in decide(Record(begun=state()), state()).plays] == ["cluster.yml"]


def test_nothing_changed_runs_nothing() -> None:
    assert plays(state()) == []


@pytest.mark.parametrize(
    "wanted",
    [
        state(variables="other"),
        state(own="other"),
        state(os_hardening=True),
        state(control_plane=("s-cp1", "s-cp0", "s-cp2")),
        state(control_plane=("s-cp0", "s-cp1", "s-cp2", "s-cp3", "s-cp4")),
        state(workers=("s-wn0", "s-wn1", "s-wn2"), variables="other"),
    ],
    ids=["variables", "host-variables", "hardening", "order", "more-control-plane", "workers-and-variables"],
)
def test_what_concerns_every_node_runs_cluster_yml(wanted: State) -> None:
    assert plays(wanted) == ["cluster.yml"]


def test_added_and_rebuilt_workers_alone_run_scale_yml_after_the_facts_of_all() -> None:
    wanted = state(workers=("s-wn0", "s-wn1", "s-wn2"), rebuilt=("s-wn1",))
    assert plays(wanted) == ["playbooks/facts.yml", "scale.yml s-wn2,s-wn1"]


def test_the_hardening_of_a_run_of_scale_yml_is_limited_as_it_is() -> None:
    decision = decide(Record(done=state()), state(workers=("s-wn0", "s-wn1", "s-wn2")))
    assert decision.plays[-1].limit == ("s-wn2",)


def test_a_rebuilt_control_plane_node_is_taken_out_of_etcd_before_it_joins_anew() -> None:
    decision = decide(Record(done=state()), state(rebuilt=("s-cp2",)))
    assert [play.playbook for play in decision.plays] == ["remove-node.yml", "cluster.yml"]
    assert decision.plays[0].variables == {
        "node": "s-cp2",
        "skip_confirmation": True,
        "reset_nodes": False,
        "allow_ungraceful_removal": True,
    }


def test_a_rebuilt_first_control_plane_node_is_refused_with_the_order_to_set() -> None:
    assert "s-cp0 is the first control-plane node and a new machine" in refusal(state(rebuilt=("s-cp0",)))
    assert "control_plane.first = 1, and deploy again" in refusal(state(rebuilt=("s-cp0",)))
    wanted = state(control_plane=("s-cp1", "s-cp0", "s-cp2"), rebuilt=("s-cp0",))
    assert plays(wanted) == ["remove-node.yml", "cluster.yml"]


def test_a_new_node_in_the_first_place_is_refused() -> None:
    assert "control_plane.first = 0" in refusal(state(control_plane=("s-cp3", "s-cp0", "s-cp1", "s-cp2")))


def test_the_only_control_plane_node_rebuilt_is_a_new_cluster() -> None:
    single = state(control_plane=("s-cp0",))
    assert plays(state(control_plane=("s-cp0",), rebuilt=("s-cp0",)), single)[-1] == "cluster.yml"


def test_more_rebuilt_control_plane_nodes_than_etcd_can_lose_are_refused() -> None:
    assert "more than etcd can lose" in refusal(state(rebuilt=("s-cp1", "s-cp2")))
    five = [f"s-cp{number}" for number in range(5)]
    wanted = state(control_plane=five, rebuilt=five[3:])
    assert plays(wanted, state(control_plane=five)) == ["remove-node.yml", "remove-node.yml", "cluster.yml"]


def test_a_control_plane_node_that_left_unremoved_is_refused() -> None:
    assert "s-cp2 has left the inventory but is still a member of etcd" in refusal(state(control_plane=("s-cp0", "s-cp1")))


def test_a_worker_that_left_unremoved_is_noted() -> None:
    decision = decide(Record(done=state()), state(workers=("s-wn0",)))
    assert decision.plays == ()
    assert "remove s-wn1 CLUSTER --unreachable" in decision.notes[0]


@pytest.mark.parametrize(
    "wanted",
    [
        state(kubernetes="1.34.4"),
        state(kubernetes="1.35.0"),
        state(release="v2.31.0"),
        state(kubernetes="1.35.4", variables="x"),
    ],
    ids=["patch", "minor", "kubespray", "with-variables"],
)
def test_a_newer_version_runs_upgrade_cluster_yml(wanted: State) -> None:
    assert plays(wanted) == ["upgrade-cluster.yml"]


@pytest.mark.parametrize(
    ("wanted", "fix"),
    [
        (state(kubernetes="1.36.0"), "set kubernetes.kubernetes_version to a 1.35 release and deploy, then go on to 1.36.0"),
        (state(release="v2.32.0"), "set kubernetes.kubespray_version to a 2.31 release and deploy, then go on to v2.32.0"),
        (state(kubernetes="1.34.2"), "set kubernetes.kubernetes_version to 1.34.3"),
        (state(release="v2.29.1"), "set kubernetes.kubespray_version to v2.30.0"),
        (state(kubernetes="1.35.0", workers=("s-wn0", "s-wn1", "s-wn2")), "deploy the nodes first, with the old versions"),
    ],
    ids=["skips-kubernetes", "skips-kubespray", "older-kubernetes", "older-kubespray", "mixture"],
)
def test_what_cannot_be_done_in_one_go_is_refused_with_a_fix(wanted: State, fix: str) -> None:
    assert fix in refusal(wanted)


def test_a_half_made_upgrade_is_finished_and_not_gone_back_from() -> None:
    begun = state(kubernetes="1.35.0")
    assert plays(begun, begun=begun) == ["upgrade-cluster.yml"]
    assert "1.34.3 is older than 1.35.0" in refusal(state(), begun=begun)


def test_a_half_made_change_that_was_taken_back_runs_cluster_yml() -> None:
    assert plays(state(), begun=state(variables="other")) == ["cluster.yml"]


def test_an_inventory_without_a_control_plane_is_refused() -> None:
    assert "no control-plane node" in refusal(state(control_plane=()))


def test_versions_are_compared_as_numbers() -> None:
    assert numbers("1.9.9") < numbers("1.10.0")
    assert numbers("v2.31.0") == (2, 31, 0)
    with pytest.raises(OpsError, match=r"1\.35 is no version"):
        numbers("1.35")


def test_every_pinned_commit_is_a_full_one() -> None:
    assert all(len(bytes.fromhex(commit)) == 20 for commit in COMMITS.values())
    assert len(set(COMMITS.values())) == len(COMMITS)
