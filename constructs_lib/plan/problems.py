"""How a plan that does not hold together is told: every problem at once, each with its fix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

LEAVE_OUT = object()  # as the value of a fix: the item or the key at its path is taken out


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong, said in the user's words.

    `path` is the setting's path (`network.subnet_nodes`), `says` its value and the conflict, `offer` what to do about it.
    `against` holds the paths of all other settings that made the problem, so that one which only follows from another is
    left out; `offer_against` those that the offer was made of besides.
    """

    path: str
    says: str
    offer: str = ""
    against: tuple[str, ...] = ()
    offer_against: tuple[str, ...] = ()
    fix: tuple[str, object] | None = None  # the path and the value that the message offers, to be tried by a machine
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.path}: {self.says}" + (f"; {self.offer}" if self.offer else "")


class PlanError(ValueError):
    """The settings of one cluster do not hold together; `problems` has all of them, in the page's order."""

    def __init__(self, cluster_name: str, problems: Sequence[Problem]) -> None:
        self.cluster_name = cluster_name
        self.problems = tuple(problems)
        super().__init__(report(cluster_name, problems))


def report(cluster_name: str, problems: Sequence[Problem]) -> str:
    """The text that a user reads: a head line, then a line for each problem."""
    count = f"{len(problems)} problem" + ("s" if len(problems) != 1 else "")
    lines = [f"{cluster_name}: the settings do not hold together ({count}):"]
    return "\n".join(lines + [f"  {problem}" for problem in problems])


def without_consequences(problems: Iterable[Problem], broken: Iterable[str]) -> list[Problem]:
    """Leave out problems that rest on a setting which itself could not be read, and offers that were made of one."""
    unreadable = tuple(broken)

    def rests_on_it(paths: Iterable[str]) -> bool:
        return any(_overlap(path, bad) for path in paths for bad in unreadable)

    kept = [problem for problem in problems if not (unreadable and rests_on_it((problem.path, *problem.against)))]
    return [replace(it, offer="", fix=None) if unreadable and rests_on_it(it.offer_against) else it for it in kept]


def _overlap(one: str, other: str) -> bool:
    """True where one path is the other or holds it: `workers[0]` and `workers[0].count`."""
    short, long = sorted((one, other), key=len)
    return long == short or (long.startswith(short) and long[len(short)] in ".[")
