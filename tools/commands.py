"""The commands of `python3 -m tools`, and how their failures are shown."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import sys
from collections.abc import Callable, Iterator, Sequence

from tools import clean, engine, lock, node_packages, providers, python_packages, system_programs
from tools.console import say
from tools.errors import SetupError
from tools.paths import Paths


def setup(paths: Paths) -> None:
    """Everything, each step only if it is not done."""
    python_packages.sync(paths)
    node_packages.install(paths)
    chosen = engine.ensure(paths)
    say(f"Engine: {chosen}. Providers: {providers.ensure(paths, chosen)}.")


def provider_mirror(paths: Paths) -> None:
    """The mirror even where the registry can be reached: for a site that is cut off, or will be."""
    say(f"Providers: {providers.make_mirror(paths, why='as asked')}.")
    config = providers.user_decides(os.environ)
    if config is not None:
        say(f"{config} says where providers come from and stays in force. To use the mirror, put into it:")
        say(providers.cli_config(paths.mirror))


def user_cli(paths: Paths) -> None:
    """cdktf-cli 0.20.12 and its Node 22, for the test that compares its output."""
    for program in node_packages.user_cli(paths):
        say(str(program))


COMMANDS: dict[str, Callable[[Paths], None]] = {
    "setup": setup,
    "provider-mirror": provider_mirror,
    "lock": lock.renew,
    "user-cli": user_cli,
    "test-programs": system_programs.ensure,
    "clean": clean.clean,
}


def main(arguments: Sequence[str]) -> int:
    """Runs a command. Status 1 with one line for a problem, 2 for wrong usage, 130 after Ctrl-C."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(f"usage: python3 -m tools {'|'.join(COMMANDS)}", file=sys.stderr)
        return 2
    paths = Paths()
    try:
        with only_one(paths):
            COMMANDS[arguments[0]](paths)
    except SetupError as error:
        return fail(str(error))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return fail("the disk is full; free some space and run it again.")
        return fail(f"{error}. Repair that and run it again.")
    except KeyboardInterrupt:
        print("\nsetup: interrupted; run it again to go on.", file=sys.stderr)
        return 130
    return 0


def fail(problem: str) -> int:
    print(f"setup: {problem}", file=sys.stderr)
    return 1


@contextlib.contextmanager
def only_one(paths: Paths) -> Iterator[None]:
    """One set-up at a time in one checkout: a second one waits, then finds its work done.

    The Pipfile is the lock, since it always is there: a lock file that comes and goes locks nothing.
    """
    with (paths.project / "Pipfile").open() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up runs in this folder; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
