"""Imports run one way: plan <- kubespray renderers <- constructs <- stacks <- main; ops -> plan; lab knows none of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# What a room may import of the project, and whether it may import cdktf. A file stands for itself.
ROOMS: dict[str, tuple[set[str], bool]] = {
    "constructs_lib/plan": ({"constructs_lib.plan"}, False),
    "constructs_lib/terraform_data.py": (set(), True),
    "constructs_lib/kubespray": ({"constructs_lib.plan", "constructs_lib.kubespray"}, False),
    "constructs_lib/kubespray/construct.py": ({"constructs_lib.plan", "constructs_lib.kubespray"}, True),
    "constructs_lib/kubespray/steps.py": (
        {"constructs_lib.plan", "constructs_lib.kubespray", "constructs_lib.terraform_data"},
        True,
    ),
    "constructs_lib/openstack": ({"constructs_lib.plan", "constructs_lib.openstack", "constructs_lib.terraform_data"}, True),
    "stacks": ({"constructs_lib", "stacks"}, True),
    "ops": (
        {"constructs_lib.QUIET", "constructs_lib.plan", "constructs_lib.kubespray", "stacks.clusters", "ops", "lab", "tools"},
        False,
    ),
    "lab": ({"lab"}, False),
    "tools": ({"tools"}, False),
}
PROJECT = ("constructs_lib", "stacks", "ops", "lab", "tools", "bench", "main", "tests")


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(file: Path) -> str | None:
    path = file.relative_to(ROOT).as_posix()
    matching = [room for room in ROOMS if path == room or path.startswith(f"{room}/")]
    return max(matching, key=len, default=None)


def files() -> list[Path]:
    tracked = [file for room in ROOMS for file in (ROOT / room).rglob("*.py") if room_of(file) == room]
    return sorted({*tracked, *(ROOT / room for room in ROOMS if room.endswith(".py") and (ROOT / room).exists())})


@pytest.mark.parametrize("file", files(), ids=lambda file: file.relative_to(ROOT).as_posix())
def test_imports_run_one_way(file: Path) -> None:
    allowed, cdktf = ROOMS[str(room_of(file))]
    for name in imports(file):
        top = name.partition(".")[0]
        if top in PROJECT:
            fits = any(name == prefix or name.startswith(f"{prefix}.") or prefix.startswith(f"{name}.") for prefix in allowed)
            assert fits, f"{file.relative_to(ROOT)} may not import {name}"
        if top.startswith(("cdktf", "constructs")) and top != "constructs_lib":
            assert cdktf, f"{file.relative_to(ROOT)} may not import {name}"


def test_the_private_parts_of_cdktf_stay_private() -> None:
    for file in files():
        for name in imports(file):
            assert not any(part.startswith("_") for part in name.split(".") if part != "__future__"), f"{file}: {name}"
