"""The services' environment: whole, or made again."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from lab import install
from lab.errors import LabError
from lab.layout import Layout


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(root=tmp_path / "lab", venv=tmp_path / "venv")


def installed(layout: Layout, stamp: str) -> None:
    layout.python.parent.mkdir(parents=True)
    layout.python.symlink_to(sys.executable)
    install.stamp(layout).write_text(stamp)


def test_a_stamped_environment_is_left_alone(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(layout, install.digest() + "\n")
    monkeypatch.setattr(install, "_make", lambda *_: pytest.fail("it was installed again"))
    install.ensure(layout, print)


@pytest.mark.parametrize("damage", ["no stamp", "stamp of another lock file", "no Python"])
def test_an_unfinished_environment_is_made_again(layout: Layout, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    installed(layout, install.digest() if damage == "no Python" else "0" * 64)
    if damage == "no stamp":
        install.stamp(layout).unlink()
    if damage == "no Python":
        layout.python.unlink()
    made = []
    monkeypatch.setattr(install, "_make", lambda *_: made.append(True))
    install.ensure(layout, print)
    assert made == [True]


@pytest.mark.e2e
def test_a_failing_pip_leaves_no_stamp_and_says_where_to_look(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"no-such-package-of-the-lab==1 --hash=sha256:{'0' * 64}\n")
    monkeypatch.setattr(install, "LOCK", lock)
    monkeypatch.setattr(os, "environ", {**os.environ, "PIP_NO_INDEX": "1"})
    with pytest.raises(LabError, match=r"no-such-package.*install\.log"):
        install.ensure(layout, lambda _: None)
    assert not install.is_complete(layout)


def test_every_package_in_the_lock_has_a_hash_and_no_address() -> None:
    text = install.LOCK.read_text()
    entries = re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
    assert len(entries) > 100
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


def test_the_lock_holds_what_is_asked_for() -> None:
    asked = re.findall(r"^([\w-]+)>=(\d+)", install.LOCK.with_name("requirements.in").read_text(), re.MULTILINE)
    locked = dict(re.findall(r"^([\w-]+)==(\d+)", install.LOCK.read_text(), re.MULTILINE))
    assert asked
    assert {name: locked.get(name) for name, _ in asked} == dict(asked)
