"""How a command ends when it cannot go on: one error, with the next step, and no traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


class OpsError(Exception):
    """What is wrong and what to do about it, in the user's words."""


def command(body: Callable[[], int]) -> None:
    """Run a command's body and end the process with its exit status: 1 for an error told, 130 when interrupted."""
    try:
        sys.exit(body())
    except OpsError as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:
        print("interrupted; run the same command again to go on", file=sys.stderr)
        sys.exit(130)
