"""One service's process, and how long it rests before it is started again."""

from __future__ import annotations

from dataclasses import dataclass

FIRST_REST_SECONDS = 0.5
LONGEST_REST_SECONDS = 30.0
# Who lived this long has started well: the next death is a new misfortune, with the shortest rest.
STEADY_SECONDS = 60.0


@dataclass
class Child:
    """Its times are those of `time.monotonic()`, given by the caller."""

    name: str
    pid: int | None = None
    restarts: int = 0
    due: float | None = 0.0  # when to start it; None while it lives
    _born: float = 0.0
    _rest: float = FIRST_REST_SECONDS

    def started(self, pid: int, now: float) -> None:
        self.pid, self.due, self._born = pid, None, now

    def died(self, now: float) -> float:
        """The seconds it rests: twice as many after each early death."""
        if now - self._born >= STEADY_SECONDS:
            self._rest = FIRST_REST_SECONDS
        rest = self._rest
        self._rest = min(2 * rest, LONGEST_REST_SECONDS)
        self.pid, self.due = None, now + rest
        self.restarts += 1
        return rest
