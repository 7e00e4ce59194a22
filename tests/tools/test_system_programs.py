"""What the tests need of the system: found, or told how to get."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import system_programs
from tools.errors import SetupError
from tools.paths import Paths


def program(folder: Path, name: str) -> None:
    (folder / name).write_text("#!/bin/sh\n")
    (folder / name).chmod(0o755)


def test_what_is_not_in_the_path_is_missing(tmp_path: Path) -> None:
    assert system_programs.missing(str(tmp_path)) == ["openssh-server", "chromium"]
    program(tmp_path, "sshd")
    assert system_programs.missing(str(tmp_path)) == ["chromium"]


def test_either_name_of_the_browser_will_do(tmp_path: Path) -> None:
    program(tmp_path, "sshd")
    program(tmp_path, "chromium-browser")
    assert system_programs.missing(str(tmp_path)) == []


def test_who_is_not_root_is_told_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(system_programs, "missing", lambda: ["chromium"])
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(SetupError, match=r"only root can install: apt-get install -y chromium \("):
        system_programs.ensure(Paths(tmp_path))
