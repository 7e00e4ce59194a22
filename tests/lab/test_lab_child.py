"""When a dead service is started again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lab.supervisor.child import FIRST_REST_SECONDS, LONGEST_REST_SECONDS, STEADY_SECONDS, Child


def test_a_new_service_is_due_at_once_and_a_living_one_is_not() -> None:
    child = Child("nova")
    assert child.due == 0
    child.started(7, now=100)
    assert child.pid == 7
    assert child.due is None


def test_a_dead_service_has_no_pid_and_is_due_after_its_rest() -> None:
    child = Child("nova")
    child.started(7, now=100)
    assert child.died(now=101) == FIRST_REST_SECONDS
    assert child.pid is None
    assert (child.due, child.restarts) == (101 + FIRST_REST_SECONDS, 1)


@given(st.integers(2, 20))
def test_early_deaths_double_the_rest_up_to_the_longest(deaths: int) -> None:
    child = Child("nova")
    rests = []
    for now in range(deaths):
        child.started(7, now)
        rests.append(child.died(now))
    assert rests == [min(FIRST_REST_SECONDS * 2**number, LONGEST_REST_SECONDS) for number in range(deaths)]


def test_a_steady_life_is_followed_by_the_shortest_rest() -> None:
    child = Child("nova")
    for _ in range(5):
        child.started(7, now=0)
        child.died(now=1)
    child.started(7, now=0)
    assert child.died(now=STEADY_SECONDS) == FIRST_REST_SECONDS
