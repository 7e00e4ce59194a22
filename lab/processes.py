"""Pid files that cannot lie: a pid counts only while /proc says that it is one of this lab's processes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

# Every process of a lab has this in its command line, and the lab's root at the end of it.
MARK = "lab.supervisor"


def command_line(pid: int) -> str | None:
    """The words of a living process; None when there is none (a zombie has no words)."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return None
    return words.replace(b"\0", b" ").decode(errors="replace").strip() or None


def owner(pid_file: Path, root: Path) -> int | None:
    """The pid in the file, if that process lives and belongs to the lab at `root`.

    After a kill or a reboot the number may belong to anyone, so it is never trusted alone.
    """
    try:
        pid = int(pid_file.read_text())
    except (OSError, ValueError):
        return None
    return pid if _belongs(pid, root) else None


def _belongs(pid: int, root: Path) -> bool:
    words = command_line(pid) or ""
    return MARK in words and words.endswith(f" {root}")


def all_of(root: Path) -> set[int]:
    """Every process of the lab at `root`, whether or not a pid file knows it."""
    found = set()
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and entry.stat().st_uid == os.getuid() and _belongs(int(entry.name), root):
                found.add(int(entry.name))
        except FileNotFoundError:  # it ended while we looked
            continue
    return found


def stop(pids: Iterable[int], patience: float = 5.0) -> None:
    """Asks with SIGTERM, insists with SIGKILL after `patience` seconds, returns when all are gone."""
    waiting = set(pids)
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in waiting:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        deadline = time.monotonic() + patience
        while waiting and time.monotonic() < deadline:
            waiting = {pid for pid in waiting if command_line(pid) is not None}
            time.sleep(0.02)
