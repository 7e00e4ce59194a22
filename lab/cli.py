"""The command line: `python3 -m lab up|down|reset|status`."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import time
from collections.abc import Sequence

from lab import api
from lab.errors import LabError

INTERRUPTED = 130  # as a shell reports Ctrl-C


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m lab", description="A real OpenStack control plane on this machine's loopback."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    helps = {
        "up": "install, make and start whatever is missing; return when every API answers",
        "down": "stop it, keep its cloud",
        "reset": "stop it and forget its cloud; the next `up` makes a new one",
        "status": "ask every API",
    }
    for name, text in helps.items():
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--root", metavar="DIR", help="another lab than the default one (or LAB_ROOT)")
        if name == "up":
            command.add_argument(
                "--port-base", type=int, metavar="N",
                help="listen on N and the ports after it instead of the usual ones (or LAB_PORT_BASE)",
            )  # fmt: skip
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    run = {"up": _up, "down": _down, "reset": _reset, "status": _status}[options.command]
    try:
        return run(options)
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        return 1
    except OSError as error:  # a full disk, a root that is not ours
        print(f"lab: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"lab: interrupted; `python3 -m lab {options.command}` goes on from here", file=sys.stderr)
        return INTERRUPTED


def _say(line: str) -> None:
    print(line, flush=True)


def _port_base(options: argparse.Namespace) -> int | None:
    if options.port_base is not None:
        return int(options.port_base)
    given = os.environ.get("LAB_PORT_BASE")
    try:
        return int(given) if given else None
    except ValueError:
        raise LabError(f"LAB_PORT_BASE: {given!r} is not a number; take one such as 15000") from None


def _up(options: argparse.Namespace) -> int:
    started = time.monotonic()
    endpoint = api.up(options.root, _port_base(options), _say)
    _say(f"every API answers ({time.monotonic() - started:.1f} s); to use it:")
    _say("export " + " ".join(f"{name}={shlex.quote(value)}" for name, value in endpoint.environ().items()))
    return 0


def _down(options: argparse.Namespace) -> int:
    _say("stopped" if api.down(options.root, _say) else "nothing was running")
    return 0


def _reset(options: argparse.Namespace) -> int:
    api.reset(options.root, _say)
    _say("wiped; `python3 -m lab up` makes a new cloud")
    return 0


def _status(options: argparse.Namespace) -> int:
    """0 when every API answers, else 1."""
    found = api.status(options.root)
    if not found.services:
        _say(f"no lab at {found.layout.root}; `python3 -m lab up` makes one")
        return 1
    for each in found.services:
        process = f"pid {each.pid}" if each.pid else "not running"
        again = f", started again {each.restarts} times" if each.restarts else ""
        _say(f"{each.name:<10} {each.port:<6} {each.trouble or 'answers':<30} {process}{again}")
    return 0 if found.healthy else 1
