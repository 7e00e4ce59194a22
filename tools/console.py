"""What set-up says while it works: a line per step, and a sign of life during the long ones."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from types import TracebackType
from typing import Self

LIVE_LINE = 0.5  # seconds between repaints on a terminal
LOG_LINE = 15.0  # seconds between lines where the output goes to a file


def say(text: str) -> None:
    print(text, flush=True)


class Step:
    """Says what begins, shows that it goes on, says how long it took.

    Whatever is put into `now` is shown, shortened, until something newer is.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self.now = ""
        self.outcome = "done"
        self._started = time.monotonic()
        self._over = threading.Event()
        self._painter = threading.Thread(target=self._paint, daemon=True)
        self._live = sys.stdout.isatty()

    def __enter__(self) -> Self:
        say(f"{self.title} …")
        self._painter.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        self._painter.join()
        if self._live:
            print("\r\033[K", end="", flush=True)
        if kind is None:
            say(f"  {self.outcome} in {self.seconds:.0f} s")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started

    def _paint(self) -> None:
        while not self._over.wait(LIVE_LINE if self._live else LOG_LINE):
            line = f"  {self.seconds:4.0f} s  {self.now}"
            if self._live:
                print(f"\r\033[K{line[: shutil.get_terminal_size().columns - 1]}", end="", flush=True)
            else:
                say(line[:110].rstrip())
