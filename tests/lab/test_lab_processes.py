"""A pid counts only while its process is this lab's."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab import processes


@pytest.fixture
def member(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process whose command line is that of a lab's supervisor at `tmp_path`."""
    with stand_in(tmp_path) as process:
        yield process
        process.kill()


def stand_in(root: Path, program: str = "import time; time.sleep(60)") -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", program, processes.MARK, str(root)])
    while processes.MARK not in (processes.command_line(process.pid) or ""):
        time.sleep(0.01)
    return process


def pid_file(folder: Path, content: object) -> Path:
    file = folder / "some.pid"
    file.write_text(f"{content}\n")
    return file


def test_the_owner_is_the_living_process_of_this_lab(tmp_path: Path, member: subprocess.Popen[bytes]) -> None:
    assert processes.owner(pid_file(tmp_path, member.pid), tmp_path) == member.pid


def test_a_process_of_another_lab_is_not_the_owner(tmp_path: Path, member: subprocess.Popen[bytes]) -> None:
    file = pid_file(tmp_path, member.pid)
    assert processes.owner(file, tmp_path / "other") is None
    assert processes.owner(file, tmp_path.parent) is None


def test_a_pid_that_now_belongs_to_another_program_is_stale(tmp_path: Path) -> None:
    assert processes.owner(pid_file(tmp_path, os.getpid()), tmp_path) is None


def test_a_dead_process_is_no_owner(tmp_path: Path, member: subprocess.Popen[bytes]) -> None:
    file = pid_file(tmp_path, member.pid)
    member.kill()
    deadline = time.monotonic() + 5
    while processes.command_line(member.pid) is not None and time.monotonic() < deadline:
        time.sleep(0.01)
    # A zombie still, for nobody has waited for it; `stop` must not wait for its end either.
    assert processes.command_line(member.pid) is None
    assert processes.owner(file, tmp_path) is None


@pytest.mark.parametrize("content", ["", "none", "-1", "999999999"])
def test_a_pid_file_with_nonsense_has_no_owner(tmp_path: Path, content: str) -> None:
    assert processes.owner(pid_file(tmp_path, content), tmp_path) is None


def test_a_missing_pid_file_has_no_owner(tmp_path: Path) -> None:
    assert processes.owner(tmp_path / "none.pid", tmp_path) is None


def test_all_processes_of_a_lab_are_found_without_a_pid_file(tmp_path: Path, member: subprocess.Popen[bytes]) -> None:
    assert processes.all_of(tmp_path) == {member.pid}
    assert processes.all_of(tmp_path / "other") == set()


def test_stop_insists_when_sigterm_is_ignored(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", deaf, processes.MARK, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        processes.stop([process.pid], patience=0.2)
        assert process.wait(timeout=5) == -9
