"""Runs of addresses: what is cut out is gone, what is left is whole, and nothing else comes of it."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.plan.spans import Span, hosts

LOW = st.integers(0, 300)


def span(first: int, last: int) -> Span:
    return Span(IPv4Address(min(first, last)), IPv4Address(max(first, last)))


spans = st.builds(span, LOW, LOW)


def numbers(*runs: Span) -> set[int]:
    return {number for run in runs for number in range(int(run.first), int(run.last) + 1)}


@given(spans, st.lists(spans, max_size=6))
def test_what_is_left_is_what_was_not_taken(run: Span, taken: list[Span]) -> None:
    left = [*run.without(taken)]
    assert numbers(*left) == numbers(run) - numbers(*taken)
    assert left == sorted(left)
    assert not any(one.overlaps(other) for at, one in enumerate(left) for other in left[at + 1 :])
    assert all(int(other.first) > int(one.last) + 1 for one, other in pairwise(left))


@given(spans, spans)
def test_overlap_and_containment_are_those_of_sets(one: Span, other: Span) -> None:
    assert one.overlaps(other) == other.overlaps(one) == bool(numbers(one) & numbers(other))
    assert (other in one) == (numbers(other) <= numbers(one))
    assert (other.first in one) == (int(other.first) in numbers(one))
    assert len(one) == len(numbers(one))


@given(spans)
def test_the_networks_of_a_span_hold_just_its_addresses(run: Span) -> None:
    networks = run.networks()
    assert numbers(*(Span.of(str(network)) for network in networks)) == numbers(run)
    assert sum(network.num_addresses for network in networks) == len(run)


@given(spans)
def test_a_span_is_read_as_it_is_written(run: Span) -> None:
    assert Span.of(str(run)) == run


def test_the_last_address_of_all_is_no_trouble() -> None:
    every = Span.of("0.0.0.0/0")
    assert [*every.without([every])] == []
    assert [*every.without([Span.of("255.255.255.255")])] == [Span.of("0.0.0.0-255.255.255.254")]
    assert [*every.without([Span.of("0.0.0.0")])] == [Span.of("0.0.0.1-255.255.255.255")]


@pytest.mark.parametrize("text", ["", "-", "10.0.0.1-", "10.0.0.9-10.0.0.1", "10.0.0.0/33", "10.0.0.1/24", "ten", "::1"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Span.of(text)


def test_hosts_leave_out_the_network_and_the_broadcast_address() -> None:
    assert hosts(IPv4Network("10.2.186.0/23")) == Span.of("10.2.186.1-10.2.187.254")
    assert hosts(IPv4Network("10.0.0.0/30")) == Span.of("10.0.0.1-10.0.0.2")
    with pytest.raises(ValueError, match="no host addresses"):
        hosts(IPv4Network("10.0.0.0/31"))
