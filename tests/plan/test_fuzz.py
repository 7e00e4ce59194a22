"""Whatever is written on a page, it ends in acceptance or in a list of problems that a person can read."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

import pytest

from constructs_lib.plan import PlanError, check, kubernetes, settings
from constructs_lib.plan.check import check_node_network
from constructs_lib.plan.settings import Cluster, KubeVip
from tests.plan.everything import EVERY, WHOLE
from tests.plan.pages import changed, refused, settings_of

PAGES = 10_000  # at least


class Odd:
    """Refuses to be shown or compared."""

    def __repr__(self) -> str:
        raise RuntimeError("no repr")


def deep(levels: int) -> list[Any]:
    inner: list[Any] = []
    for _ in range(levels):
        inner = [inner]
    return inner


def itself() -> list[Any]:
    ring: list[Any] = []
    ring.append(ring)
    return ring


def explosive(levels: int) -> list[Any]:
    """Few objects, and 10^levels values when each is looked at."""
    inner: list[Any] = [0]
    for _ in range(levels):
        inner = [inner] * 10
    return inner


UNREAD: Any = settings  # its classes take anything, whatever a type checker says
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 7, 65_536, 10_000, 2**31, 2**64, -(2**200), 10**5000, 0.5, -0.0, float("nan"),
    float("inf"), 1j, "", " ", "\0", "a\0b", "a\nb", "\r\n", "\x1b[31m", "é", "\u202etxt", "\ud800", "😀" * 40,
    "x" * 70, "x" * 100_000, "1" * 50_000, "${var.x}", "%{if}", "{{ x }}", "-", "--help", "../..", "/",
    "~nobody-of-this-name/key", "/dev/zero", "/dev", "/proc/self/mem", "0", "٣", "²", "0.0.0.0", "255.255.255.255",
    "10.2.184.10", "10.2.184.0/22", "0.0.0.0/0", "255.255.255.255/32", "10.0.0.0/" + "9" * 5000,
    "0.0.0.0-255.255.255.255", "10.2.184.1-10.2.184.1", "10.2.184.0-", "::1", "fe80::1%eth0", "fd00::/8", "https://",
    "https://u:p@h/", "http://[::1", "https://h:99999", "ssh-rsa ", "ssh-ed25519 AAAA", "sk-x",
    "-----BEGIN RSA PRIV" + "ATE KEY-----", "v", "1.35", "v2.31", "9.9.9", "cp", "a.b/c", "a=b:NoSchedule", ":",
    "=:", "/:", "a" * 63, "a-" * 31, b"", b"bytes", bytearray(b"x"), [], (), {}, set(), frozenset({1}), [None], [[]],
    [{}], [""], ["x" * 5000], [0], [True], [1.5, "a", None], [b"x"], ["10.2.184.0/22"] * 3,
    ["10.2.184.9-10.2.184.90"] * 64, ["0.0.0.0/0"] * 256, [0] * 2000, ["a"] * 100_000, range(10**9), deep(2000),
    itself(), explosive(9), {"a": 1}, {1: 2}, {None: None}, {"a": {"b": object}}, {"": {"": ""}}, {"x" * 5000: "y"},
    {"a\nb": "c\nd"}, {"addons": {"kube_version": 1}}, {"a": {"b": explosive(9)}}, {"a": {"b": deep(2000)}},
    {"a": {"b": itself()}}, {("a",): "b"}, {str(n): "v" for n in range(3000)}, object, object(), Odd(), Odd, print,
    lambda: None, Cluster, iter(()), NotImplemented, Ellipsis, KubeVip(vrrp_ip="10.2.184.10"),
    UNREAD.KubeVip(), UNREAD.Network(), UNREAD.Cluster(), UNREAD.Octavia(no_such="x"), UNREAD.BootVolume(size="3"),
    [UNREAD.WorkerPool()], [UNREAD.WorkerPool(count=10_000, flavor="f", image="i")] * 256, [UNREAD.KubeVip()],
    [WHOLE] * 3,
)  # fmt: skip


def one_at_a_time() -> Iterator[tuple[str, Cluster]]:
    """Every setting of every class, with every second value: neighbours share them out."""
    seen: set[str] = set()
    for start in EVERY:
        for path in settings_of(start):
            chosen = (start.endpoint, start.kubernetes.network_plugin, start.backend)
            kind = f"{path} of {' '.join(type(each).__name__ for each in chosen)}"
            if path in seen and not path.startswith(("endpoint", "kubernetes.network_plugin", "backend")):
                continue
            seen.add(path)
            for at in range(len(seen) % 2, len(VALUES), 2):
                yield f"{kind} = value {at}", changed(start, path, VALUES[at])


def some_at_a_time(count: int) -> Iterator[tuple[str, Cluster]]:
    """Several settings of a page at once, none inside another."""
    chance = random.Random(7)
    paths = [settings_of(start) for start in EVERY]
    for turn in range(count):
        which = chance.randrange(len(EVERY))
        start, told, done = EVERY[which], f"turn {turn}:", list[str]()
        for path in chance.sample(paths[which], 5):
            if not any(path.startswith(other) or other.startswith(path) for other in done):
                at = chance.randrange(len(VALUES))
                told += f" {path} = value {at},"
                start = changed(start, path, VALUES[at])
                done.append(path)
        yield told, start


def test_every_class_of_settings_is_fuzzed() -> None:
    def classes(here: Any) -> Iterator[type]:
        if is_dataclass(here):
            yield type(here)
            for value in vars(here).values():
                yield from classes(value)
        elif isinstance(here, list | tuple):
            for value in here:
                yield from classes(value)

    known = {
        cls
        for module in (settings, kubernetes)
        for cls in vars(module).values()
        if isinstance(cls, type) and hasattr(cls, "__pydantic_config__") and cls.__module__ == module.__name__
    }
    assert {cls for page in EVERY for cls in classes(page)} == known
    for page in EVERY:
        assert refused(page) == ()


def assert_readable(told: str, error: PlanError) -> None:
    lines = str(error).splitlines()
    assert len(lines) == len(error.problems) + 1, f"{told}: a message is longer than a line"
    for line in lines:
        assert line.isprintable(), f"{told}: {line!r}"
        assert len(line) <= 400, f"{told}: {len(line)} characters: {line}"
        assert "Traceback" not in line
        assert "p@h" not in line, f"{told}: a secret is shown: {line}"


def test_no_page_ends_in_anything_but_a_plan_or_its_problems() -> None:
    count = 0
    for told, page in (*one_at_a_time(), *some_at_a_time(2_000)):
        try:
            check(page)
        except PlanError as error:
            assert_readable(told, error)
        except Exception as error:
            raise AssertionError(f"{told}: {error!r}") from error
        count += 1
    assert count >= PAGES


@pytest.mark.parametrize("at", range(len(VALUES)))
def test_what_is_no_page_at_all_is_refused(at: int) -> None:
    with pytest.raises(PlanError) as error:
        check(VALUES[at])
    assert_readable(str(at), error.value)
    with pytest.raises(PlanError) as error:
        check_node_network("own", VALUES[at], VALUES[at], servers=3)
    assert_readable(str(at), error.value)
