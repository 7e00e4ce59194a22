"""Where Terraform's providers come from, without building one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tools import providers
from tools.engine import Engine
from tools.golang import this_platform
from tools.paths import Paths
from tools.pins import PROVIDERS, REGISTRIES, GoProgram

TERRAFORM = Engine("terraform", Path("terraform"), (1, 11, 4), "from PATH")
INSTALLATION = 'provider_installation {\n  network_mirror {\n    url = "https://mirror.invalid/"\n  }\n}\n'


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "project")


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of a user who configured nothing."""
    folder = tmp_path / "home"
    folder.mkdir()
    return {"HOME": str(folder)}


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was built, by a stand-in for Go."""
    names: list[str] = []

    def build(paths: Paths, program: GoProgram, target: Path, *, why: str) -> None:
        names.append(f"{program.name}: {why}")
        target.parent.mkdir(parents=True)
        target.write_text(program.name)

    monkeypatch.setattr(providers, "build", build)
    return names


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], list[str]]:
    """Sets whether the registry can be reached; returns the addresses that were asked."""

    def answer(there: bool) -> list[str]:
        asked: list[str] = []

        def reachable(url: str) -> bool:
            asked.append(url)
            return there

        monkeypatch.setattr(providers, "reachable", reachable)
        return asked

    return answer


def test_the_registry_serves_where_it_can_be_reached_and_is_asked_once(
    paths: Paths, home: dict[str, str], built: list[str], registry: Callable[[bool], list[str]]
) -> None:
    asked = registry(True)
    for _ in range(2):
        assert providers.ensure(paths, TERRAFORM, home) == "registry.terraform.io"
    assert asked == ["https://registry.terraform.io/.well-known/terraform.json"]
    assert built == []
    assert not paths.mirror_config.exists()


def test_out_of_its_reach_the_providers_are_built_once(
    paths: Paths, home: dict[str, str], built: list[str], registry: Callable[[bool], list[str]]
) -> None:
    registry(False)
    for _ in range(2):
        said = providers.ensure(paths, TERRAFORM, home)
    assert said == "the mirror .tools/providers (openstack 3.4.0, local 2.9.0)"
    assert built == [f"{name}: registry.terraform.io is out of reach" for name in ("openstack", "local")]


def test_the_mirror_has_the_layout_that_both_engines_expect(paths: Paths, built: list[str]) -> None:
    providers.make_mirror(paths, why="as asked")
    files = sorted(file.relative_to(paths.mirror).as_posix() for file in paths.mirror.rglob("*") if file.is_file())
    platform = this_platform()
    assert files == [
        f"{host}/{name}"
        for host in ("registry.opentofu.org", "registry.terraform.io")
        for name in (
            f"hashicorp/local/2.9.0/{platform}/terraform-provider-local_v2.9.0",
            f"terraform-provider-openstack/openstack/3.4.0/{platform}/terraform-provider-openstack_v3.4.0",
        )
    ]
    assert len({(paths.mirror / file).stat().st_ino for file in files}) == 2  # each once on the disk


def test_only_what_is_missing_is_built_again(paths: Paths, built: list[str]) -> None:
    providers.make_mirror(paths, why="as asked")
    providers.place(paths, PROVIDERS[1], "registry.opentofu.org").unlink()
    built.clear()
    # The stand-in makes its folder anew, as a build after a removal would.
    for host in REGISTRIES.values():
        place = providers.place(paths, PROVIDERS[1], host)
        place.unlink(missing_ok=True)
        place.parent.rmdir()
    providers.make_mirror(paths, why="as asked")
    assert built == ["local: as asked"]


def test_the_configuration_names_the_mirror_and_leaves_other_providers_alone(paths: Paths) -> None:
    text = providers.cli_config(paths.mirror)
    assert f'path = "{paths.mirror}"' in text
    mirror, direct = text.split("  direct {")
    for host in REGISTRIES.values():
        for address in ("terraform-provider-openstack/openstack", "hashicorp/local"):
            assert f'"{host}/{address}",' in mirror
            assert f'"{host}/{address}",' in direct


def test_a_users_own_installation_method_has_the_last_word(
    paths: Paths, home: dict[str, str], built: list[str], registry: Callable[[bool], list[str]]
) -> None:
    asked = registry(False)
    config = Path(home["HOME"]) / ".terraformrc"
    config.write_text(INSTALLATION)
    assert providers.ensure(paths, TERRAFORM, home) == f"as {config} says"
    assert asked == built == []


def test_a_configuration_named_by_variable_comes_before_the_one_in_the_home(home: dict[str, str], tmp_path: Path) -> None:
    (Path(home["HOME"]) / ".terraformrc").write_text(INSTALLATION)
    named = tmp_path / "named.tfrc"
    named.write_text('credentials "app.invalid" {}\n')
    assert providers.user_decides(home) is not None
    assert providers.user_decides({**home, "TF_CLI_CONFIG_FILE": str(named)}) is None
    named.write_text(INSTALLATION)
    assert providers.user_decides({**home, "TF_CLI_CONFIG_FILE": str(named)}) == named


def test_a_variable_that_names_no_file_counts_as_none(home: dict[str, str], tmp_path: Path) -> None:
    assert providers.user_config({**home, "TF_CLI_CONFIG_FILE": str(tmp_path / "missing")}) is None
