"""The path of a setting, as messages write it: `workers[0].node_labels['zone']`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from constructs_lib.plan.shown import shown

Step = int | str  # an index of a list, or the name of a setting or the key of a mapping

_TOKEN = re.compile(r"(?:^|\.)([A-Za-z_]\w*)|\[(\d{1,9})\]|\['(.*?)'\]")


def path_of(page: Any, steps: Sequence[Step]) -> str:
    """The path of a setting as messages write it: `workers[0].node_labels['zone']`."""
    here, path = page, ""
    for step in steps:
        if is_dataclass(here):
            path += f".{step}" if str(step).isidentifier() and len(str(step)) <= 60 else f".{shown(step)}"
            here = getattr(here, str(step), None)
        elif isinstance(here, dict):
            path += f"['{shown(step)}']"
            here = here[step]
        else:
            path += f"[{step}]"
            here = here[step]
    return path.lstrip(".") or "the page"


def order_of(page: Any, path: str) -> tuple[int, ...]:
    """Where a path stands among the settings of a page, in the order in which their classes declare them."""
    here, order = page, []
    for name, index, key in _TOKEN.findall(path):
        if is_dataclass(here):
            names = [each.name for each in fields(here)]
            order.append(names.index(name) if name in names else len(names))
            here = getattr(here, name, None)
        elif index:
            order.append(int(index))
            here = here[int(index)] if isinstance(here, list | tuple) and int(index) < len(here) else None
        elif isinstance(here, dict):
            keys = [shown(each) for each in here]
            order.append(keys.index(key) if key in keys else len(keys))
            here = here.get(key)
    return tuple(order)


def holder(page: Any, steps: Sequence[Step]) -> Any:
    """What a page has at `steps`."""
    here: Any = page
    for step in steps:
        here = getattr(here, str(step), None) if is_dataclass(here) else here[step]
    return here
