"""Runs a service's own `…-manage` command in a fork, where the shared libraries are already loaded."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

from lab.supervisor.fork import exit_with


def manage(program: str, config: Path, *words: str) -> None:
    """`program` is the command's package, such as `keystone`: the command is `keystone-manage`.

    A process each, for these commands parse their arguments into a global that takes only one set.
    """
    main = importlib.import_module(f"{program}.cmd.manage").main

    def run() -> None:
        sys.argv = [f"{program}-manage", "--config-file", str(config), *words]
        sys.exit(main())

    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        exit_with(run, parent)
    _, status = os.waitpid(pid, 0)
    if status:
        raise RuntimeError(f"{program}-manage {words[0]} {words[1] if len(words) > 1 else ''}: status {status}")
