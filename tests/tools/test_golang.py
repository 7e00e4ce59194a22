"""Which Go builds, and for which machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.programs import program
from tools import golang
from tools.errors import SetupError
from tools.paths import Paths


def test_the_needed_go_is_read_from_go_mod() -> None:
    assert golang.needed_go("module x\n\ngo 1.26.6\n\nrequire go v1\n") == (1, 26, 6)


@pytest.mark.parametrize(
    ("system", "machine", "expected"),
    [
        ("Linux", "x86_64", "linux_amd64"),
        ("Linux", "aarch64", "linux_arm64"),
        ("Darwin", "arm64", "darwin_arm64"),
    ],
)
def test_platforms_are_named_as_the_registry_names_them(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str, expected: str
) -> None:
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr("platform.machine", lambda: machine)
    assert golang.this_platform() == expected


def test_go_of_path_serves_if_it_is_new_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    go = program(tmp_path / "path", "go", "go1.26.8")
    monkeypatch.setenv("PATH", f"{go.parent}:/usr/bin:/bin")
    assert golang.find_go(Paths(tmp_path), (1, 26, 6)) == go


@pytest.mark.parametrize("version", ["go1.22.1", "go1.27.3"])
def test_go_of_pypi_takes_the_place_of_one_that_is_too_old_or_too_new(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str
) -> None:
    other = program(tmp_path / "path", "go", version)
    environment = tmp_path / "go"
    carried = program(environment / "lib" / "python3.11" / "site-packages" / "go" / "bin", "go", "go1.26.6")
    monkeypatch.setenv("PATH", f"{other.parent}:/usr/bin:/bin")
    monkeypatch.setattr(golang, "tool_environment", lambda paths, tool, title: environment)
    assert golang.find_go(Paths(tmp_path), (1, 26, 6)) == carried


def test_without_any_go_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def out_of_reach(paths: Paths, tool: str, title: str) -> Path:
        raise SetupError("Check that pip reaches its package index")

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(golang, "tool_environment", out_of_reach)
    with pytest.raises(SetupError, match=r"Go >= 1\.26\.6 and < 1\.27\.0 is needed, none in PATH\. Check that pip"):
        golang.find_go(Paths(tmp_path), (1, 26, 6))


def test_nothing_of_the_users_makes_go_build_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GOOS", "GOARCH", "GOFLAGS", "GOWORK"):
        monkeypatch.setenv(name, "other")
    monkeypatch.setenv("GOPROXY", "https://proxy.invalid")
    made = golang.go_environment()
    assert {"GOOS", "GOARCH", "GOFLAGS"}.isdisjoint(made)
    assert (made["GOWORK"], made["GOTOOLCHAIN"], made["CGO_ENABLED"]) == ("off", "local", "0")
    assert made["GOPROXY"] == "https://proxy.invalid"
