"""Forks that end with their parent, say in `ps` what they are, and never return into their caller."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from lab.processes import MARK

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def exit_with(work: Callable[[], object], parent: int) -> NoReturn:
    """Does the work and ends this process, without the clean-up handlers that belong to the parent."""
    status = 1
    try:
        _end_with(parent)
        work()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _end_with(parent: int) -> None:
    """Lets the kernel end this process with its parent, even when that one is killed with -9."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the parent ended first")


def fork(name: str, root: Path, log: Path, work: Callable[[], object]) -> int:
    """The pid of a child that does the work and writes what it prints to the log."""
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid

    def prepared() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(descriptor, 1)
        os.dup2(descriptor, 2)
        os.close(descriptor)
        from setproctitle import setproctitle

        setproctitle(f"{MARK} {name} {root}")
        work()

    exit_with(prepared, parent)
