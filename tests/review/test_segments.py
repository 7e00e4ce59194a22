"""The address map: every address once, and a strip that is to scale where it says so."""

from __future__ import annotations

from ipaddress import IPv4Address
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.plan.spans import Span
from ops.review.segments import Segment, addresses_per_unit, draw, segments
from tests.review.clusters import PAGES, plan_of


def of_counts(counts: list[int]) -> list[Segment]:
    found, start = [], 0
    for count in counts:
        span = Span(IPv4Address(start), IPv4Address(start + count - 1))
        found.append(Segment(kind="free", span=span, whose="nobody"))
        start += count
    return found


def test_the_stage_cluster_has_the_addresses_of_its_page() -> None:
    found = [(segment.key, segment.addresses, segment.count) for segment in segments(plan_of("stage"))]
    assert found == [
        ("N", "10.2.184.0", 1),
        ("G", "10.2.184.1", 1),
        ("F", "10.2.184.2 - 10.2.184.9", 8),
        ("V", "10.2.184.10", 1),
        ("M", "10.2.184.11 - 10.2.184.49", 39),
        ("P", "10.2.184.50 - 10.2.184.254", 205),
        ("F", "10.2.184.255 - 10.2.187.254", 768),
        ("B", "10.2.187.255", 1),
    ]


@pytest.mark.parametrize("name", PAGES)
def test_every_address_of_the_subnet_is_in_one_segment(name: str) -> None:
    found, subnet = segments(plan_of(name)), plan_of(name).addresses.subnet_nodes
    assert found[0].span.first == subnet.network_address
    assert found[-1].span.last == subnet.broadcast_address
    assert all(after.span.first == before.span.last + 1 for before, after in pairwise(found))
    assert sum(segment.count for segment in found) == subnet.num_addresses


def test_a_cluster_without_a_vip_has_none_on_its_map() -> None:
    assert "vip" not in {segment.kind for segment in segments(plan_of("octavia"))}


def test_a_subnet_without_a_router_says_that_nobody_has_its_gateway() -> None:
    (gateway,) = (segment for segment in segments(plan_of("tiny")) if segment.kind == "gateway")
    assert gateway.whose == "nobody: there is no router"


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=60), st.integers(1, 9), st.integers(0, 2000))
def test_a_strip_is_full_and_to_scale_but_for_what_it_marks(counts: list[int], minimum: int, more: int) -> None:
    total = minimum * len(counts) + more
    drawn = draw(of_counts(counts), total, minimum)
    assert sum(place.width for place in drawn) == total
    assert [place.start for place in drawn] == [sum(p.width for p in drawn[:at]) for at in range(len(drawn))]
    assert all(place.width >= minimum for place in drawn)
    assert all(place.width == minimum for place in drawn if place.widened)
    per = addresses_per_unit(drawn)
    # one unit is lost or won by rounding; the scale itself is exact over all
    assert all(abs(place.segment.count / per - place.width) <= 1.01 for place in drawn if not place.widened)


def test_a_strip_too_short_for_its_segments_is_refused() -> None:
    with pytest.raises(ValueError, match="3 segments of 2 do not fit into 5"):
        draw(of_counts([1, 1, 1]), 5, 2)
