"""Reads what ansible-playbook says while it runs: how far it is, and which hosts are where."""

from __future__ import annotations

import re
from collections import deque

SHOWN = 30  # lines of a log that an error repeats

_TITLE = re.compile(r"(PLAY|TASK|RUNNING HANDLER|PLAY RECAP) ?(?:\[(.*)\])? \*+$")
_HOST = re.compile(r"(ok|changed|fatal|failed|unreachable|skipping): \[([^\]\s]+)(?: -> [^\]]*)?\]")
# The callback profile_tasks, which Kubespray's configuration turns on, follows each title with a line of times.
_TIMES = re.compile(r"\w+day \d\d \w+ \d{4} ")


class Progress:
    """`now` is a line for people. `passed` and `failed`: hosts by the name of the task."""

    def __init__(self) -> None:
        self.now = "starting"
        self.play = ""
        self.task = ""
        self.tasks = 0
        self.passed: dict[str, set[str]] = {}
        self.failed: dict[str, str] = {}  # the task at which a host failed, by its name
        self._last: deque[str] = deque(maxlen=SHOWN)
        self._recap = False

    def read(self, line: str) -> None:
        text = line.rstrip()
        if text and not _TIMES.match(text):
            self._last.append(text)
        if title := _TITLE.fullmatch(text):
            kind, name = title.groups()
            self._recap = kind == "PLAY RECAP"
            if kind == "PLAY":
                self.play = name or ""
            elif kind in ("TASK", "RUNNING HANDLER"):
                self.task = name or ""
                self.tasks += 1
            self.now = f"{self.play}: {self.task} (task {self.tasks})" if self.tasks else self.play
        elif not self._recap and (host := _HOST.match(text)):
            state, name = host.groups()
            if state in ("ok", "changed"):
                self.passed.setdefault(self.task, set()).add(name)
            elif state != "skipping" and "...ignoring" not in text:
                self.failed[name] = self.task

    @property
    def last_lines(self) -> list[str]:
        return list(self._last)
