"""Nodes by name: a number that is retired stays out, and the others keep theirs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.plan import check
from constructs_lib.plan.nodes import last_number, numbers
from constructs_lib.plan.settings import WorkerPool
from tests.plan.pages import page

RETIRED = st.lists(st.integers(0, 40), unique=True)


def test_nodes_are_named_by_pool_and_number_control_plane_first() -> None:
    plan = check(page({"control_plane.retired": [1], "workers[0].retired": [0]}))
    assert [(node.name, node.role, node.pool) for node in plan.nodes] == [
        ("stage-cp0", "control-plane", "cp"),
        ("stage-cp2", "control-plane", "cp"),
        ("stage-cp3", "control-plane", "cp"),
        ("stage-wn1", "worker", "wn"),
        ("stage-wn2", "worker", "wn"),
    ]
    assert [node.name for node in plan.control_plane] == ["stage-cp0", "stage-cp2", "stage-cp3"]
    assert [node.name for node in plan.workers] == ["stage-wn1", "stage-wn2"]


@given(st.integers(0, 40), RETIRED)
def test_the_lowest_numbers_that_are_not_retired_are_taken(count: int, retired: list[int]) -> None:
    taken = [*numbers(count, retired)]
    assert len(taken) == count
    assert {*taken}.isdisjoint(retired)
    assert taken == [number for number in range(max(taken, default=-1) + 1) if number not in retired]
    pool = WorkerPool(count=count, flavor="f", image="i", retired=retired)
    if count:
        assert last_number(pool) == taken[-1]


@given(st.integers(1, 40), RETIRED)
def test_retiring_a_node_changes_no_other(count: int, retired: list[int]) -> None:
    before = [*numbers(count, retired)]
    gone = before[len(before) // 2]
    assert [*numbers(count - 1, [*retired, gone])] == [number for number in before if number != gone]
