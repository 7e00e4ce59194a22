"""Lock files pin contents and name no host, and agree with what they lock."""

from __future__ import annotations

import json
import re
import tomllib

import pytest

from tools import lock
from tools.golang import needed_go
from tools.paths import PROJECT, Paths
from tools.pins import OPENTOFU, PROVIDERS, PYTHON_TOOLS, GoProgram
from tools.versions import show

CLI_LOCKS = ["package-lock.json", "tests/tools/cdktf_cli/package-lock.json"]
LOCKS = ["Pipfile.lock", *CLI_LOCKS, *(f"tools/locks/{tool}.txt" for tool in PYTHON_TOOLS)]
GO_PROGRAMS = [OPENTOFU, *PROVIDERS]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host(name: str) -> None:
    text = (PROJECT / name).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(-i|--(extra-)?index-url|--find-links)\b", text, re.MULTILINE)


def test_the_pipfile_names_no_source_and_its_lock_none_either() -> None:
    assert "source" not in tomllib.loads((PROJECT / "Pipfile").read_text())
    content = json.loads((PROJECT / "Pipfile.lock").read_text())
    assert content["_meta"]["sources"] == []
    packages = [package for category in ("default", "develop") for package in content[category].values()]
    assert not [package for package in packages if "index" in package]


def test_every_locked_python_package_has_a_hash() -> None:
    content = json.loads((PROJECT / "Pipfile.lock").read_text())
    packages = {**content["default"], **content["develop"]}
    assert [name for name, package in packages.items() if not package.get("hashes")] == []


@pytest.mark.parametrize("tool", PYTHON_TOOLS)
def test_every_tool_is_pinned_with_a_hash(tool: str) -> None:
    pinned = [line for line in Paths().lock(tool).read_text().split("\n") if re.match(r"^[a-z]", line)]
    assert {line.split("==")[0] for line in pinned} >= set(PYTHON_TOOLS[tool])
    assert [line for line in pinned if not re.match(r"^[a-z0-9.-]+==\S+.*\\$", line)] == []


@pytest.mark.parametrize("name", CLI_LOCKS)
def test_every_npm_package_has_a_hash(name: str) -> None:
    packages = json.loads((PROJECT / name).read_text())["packages"]
    # A bundled package comes inside of another one, and that one has a hash.
    own = {path: package for path, package in packages.items() if path and not package.get("inBundle")}
    assert [path for path, package in own.items() if "integrity" not in package] == []


@pytest.mark.parametrize("program", GO_PROGRAMS, ids=lambda program: program.name)
def test_what_go_builds_is_pinned_by_content(program: GoProgram) -> None:
    folder = Paths().module(program.name)
    go_mod, go_sum = (folder / "go.mod").read_text(), (folder / "go.sum").read_text()
    assert f"tool {program.package}\n" in go_mod
    module, version = next(
        (module, version)
        for module, version in re.findall(r"^(?:require\s|\t)(\S+) (\S+)", go_mod, re.MULTILINE)
        if program.package == module or program.package.startswith(f"{module}/")
    )
    assert f"{module} {version} h1:" in go_sum
    assert needed_go(go_mod) >= (1, 25, 0), show(needed_go(go_mod))


@pytest.mark.parametrize("program", [OPENTOFU, PROVIDERS[0]], ids=lambda program: program.name)
def test_the_version_said_is_the_version_built(program: GoProgram) -> None:
    assert f" v{program.version}" in (Paths().module(program.name) / "go.mod").read_text()


def test_a_name_that_nobody_owns_is_nowhere_in_the_pipfile() -> None:
    assert "ipaddress" not in (PROJECT / "Pipfile").read_text()


def test_sources_are_taken_out_of_a_pipfile_lock() -> None:
    before = {
        "_meta": {"hash": {"sha256": "1"}, "sources": [{"name": "x", "url": "https://x.invalid"}]},
        "default": {"a": {"version": "==1", "index": "x"}},
        "develop": {},
    }
    assert lock.without_sources(before) == {
        "_meta": {"hash": {"sha256": "1"}, "sources": []},
        "default": {"a": {"version": "==1"}},
        "develop": {},
    }


def test_requirements_carry_version_marker_and_hashes() -> None:
    packages = {"a": {"version": "==1.0", "markers": "python_version >= '3.11'", "hashes": ["sha256:1", "sha256:2"]}}
    assert lock.requirements(packages).splitlines()[1:] == [
        "a==1.0; python_version >= '3.11' \\",
        "    --hash=sha256:1 \\",
        "    --hash=sha256:2",
    ]
