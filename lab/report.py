"""What the supervisor tells the commands: how far it is, and what it had to start again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Literal

from lab.files import write_private
from lab.layout import Layout

Phase = Literal["starting", "ready", "failed"]


@dataclass
class Report:
    """Written whole by the supervisor at each change, read by `up` and `status`."""

    phase: Phase = "starting"
    lines: list[str] = field(default_factory=list)  # progress, in the user's words
    failure: str = ""
    restarts: dict[str, int] = field(default_factory=dict)

    def write(self, layout: Layout) -> None:
        write_private(layout.report, json.dumps(asdict(self), indent=2) + "\n")


def read(layout: Layout) -> Report | None:
    try:
        return Report(**json.loads(layout.report.read_text()))
    except FileNotFoundError:
        return None
