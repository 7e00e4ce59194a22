"""A broken value is told once: nothing is said that follows from the example that stands in for it."""

from __future__ import annotations

import random
from dataclasses import is_dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest

from constructs_lib.plan import page as mechanics
from constructs_lib.plan import settings
from constructs_lib.plan.problems import Problem
from tests.plan.everything import EVERY
from tests.plan.pages import GOOD, changed, page, refused, settings_of
from tests.plan.test_broken import NAMES, broken

OTHER = {
    "10.2.184.10": "192.168.77.77",
    "10.2.184.0/22": "10.32.0.0/11",
    "10.2.184.50-10.2.184.254": "10.2.184.1-10.2.184.60",
    "enp3s0": "eth9",
    "stage": "cp",
    "stage-cluster": "an-extraordinarily-long-name-of-a-cluster-in-a-test",
    "PUBLICNET": "OTHERNET",
    "v2.31.0": "v2.30.0",
    "1.35.4": "1.33.11",
    "198.51.100.53": "10.42.0.9",
    "docker.io": "quay.io",
    "dedicated=infra:NoSchedule": "a=b:NoExecute",
}
plain = mechanics.example


def unlike(annotation: Any) -> Any:
    """Another example than `page.example` gives: the other branch of whatever a rule may ask."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Union, getattr(__import__("types"), "UnionType")):  # noqa: B009
        kinds = [arg for arg in args if arg is not type(None)]
        return unlike(kinds[0] if type(None) in args else kinds[-1])
    if origin is Literal:
        return args[-1]
    value = plain(annotation)
    if value == () and origin is Annotated:
        inner = args[0]
        item = get_args(inner)[0] if get_args(inner) else None
        return (unlike(item),) if item is not None else ()
    if origin is Annotated and is_dataclass(value):
        return unlike(args[0])
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return {443: 10250, 3: 2, 24: 29, 110: 900, 40: 5, 5: 1, 0: 2, 1: 9000}.get(value, value)
    return OTHER.get(value, value) if isinstance(value, str) else value


def told(cluster: Any) -> list[str]:
    return [str(problem) for problem in refused(cluster, strict=True)]


def with_other_examples(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    with monkeypatch.context() as patched:
        patched.setattr(mechanics, "example", unlike)
        return told(cluster)


SHAPE_ALONE = object()


@pytest.mark.parametrize("name", ["", *NAMES])
def test_what_is_told_does_not_depend_on_the_examples(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    start = broken(name).PAGE if name else GOOD
    chance = random.Random(name)
    paths = settings_of(start)
    for path in chance.sample(paths, 14) if name else paths:
        cluster = changed(start, path, SHAPE_ALONE)
        # the offer within a message about the broken value itself is the example, and differs
        one = [line for line in told(cluster) if "a value of type object" not in line]
        other = [line for line in with_other_examples(cluster, monkeypatch) if "a value of type object" not in line]
        if name:  # the page's own broken values offer examples, too
            one, other = ([line.partition("; for example")[0] for line in lines] for lines in (one, other))
        assert one == other, f"with {path} broken"


@pytest.mark.parametrize("at", range(len(EVERY)))
def test_nor_on_pages_that_write_out_everything(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in settings_of(EVERY[at]):
        cluster = changed(EVERY[at], path, SHAPE_ALONE)
        lines = told(cluster)
        assert len(lines) == 1, f"with {path} broken: {lines}"
        # a value deep in a variable of Kubespray's is told by the variable, whole
        variable = "kubernetes.extra_vars['addons']['deep']"
        assert lines[0].startswith(f"{variable}: ") if variable in lines[0] else "a value of type object" in lines[0]
        assert len(with_other_examples(cluster, monkeypatch)) == 1, f"with {path} broken"


def test_a_conflict_that_needs_no_broken_value_is_told_without_an_offer_made_of_one() -> None:
    cluster = page({"endpoint.vrrp_ip": "10.2.184.60", "network.metallb_ranges": ["10.2.184.11-10.2.184.4x"]})
    last: Problem = refused(cluster)[-1]
    assert str(last) == (
        "endpoint.vrrp_ip: 10.2.184.60 lies inside network.allocation_pools[0] 10.2.184.50-10.2.184.254, "
        "so Neutron may give it to a server"
    )
    assert last.fix is None


def test_a_class_that_stands_on_a_page_twice_is_read_each_time() -> None:
    small: Any = settings
    cluster = page(
        {"control_plane.boot_volume": small.BootVolume(size="3"), "workers[0].boot_volume": small.BootVolume(size="4")}
    )
    assert [problem.path for problem in refused(cluster)] == ["control_plane.boot_volume.size", "workers[0].boot_volume.size"]
