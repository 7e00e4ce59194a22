"""Which Terraform or OpenTofu is chosen, from programs that only say a version."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from tests.tools.programs import program
from tools import engine
from tools.errors import SetupError
from tools.paths import Paths
from tools.pins import OPENTOFU_SHA256


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "path"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "project")


def chosen(paths: Paths, path: Path, **more: str) -> engine.Engine | None:
    return engine.find(paths, {"PATH": str(path), **more})


def test_terraform_of_path_comes_before_tofu_of_path(paths: Paths, path: Path) -> None:
    program(path, "tofu", "OpenTofu v1.10.6")
    expected = program(path, "terraform", "Terraform v1.11.4")
    found = chosen(paths, path)
    assert found is not None
    assert (found.path, found.kind, found.version) == (expected, "terraform", (1, 11, 4))
    assert str(found) == "Terraform 1.11.4 (from PATH)"
    assert found.registry == "registry.terraform.io"


def test_a_terraform_too_old_is_passed_over_for_tofu(paths: Paths, path: Path) -> None:
    program(path, "terraform", "Terraform v1.4.7")
    program(path, "tofu", "OpenTofu v1.6.0")
    found = chosen(paths, path)
    assert found is not None
    assert found.kind == "tofu"
    assert found.registry == "registry.opentofu.org"


def test_the_projects_own_tofu_is_the_last_resort(paths: Paths, path: Path) -> None:
    assert chosen(paths, path) is None
    program(paths.bin, "tofu", "OpenTofu v1.12.6")
    found = chosen(paths, path)
    assert found is not None
    assert str(found) == "OpenTofu 1.12.6 (.tools/bin/tofu)"
    program(path, "tofu", "OpenTofu v1.9.0")
    assert str(chosen(paths, path)) == "OpenTofu 1.9.0 (from PATH)"


def test_the_named_binary_wins(paths: Paths, path: Path, tmp_path: Path) -> None:
    program(path, "terraform", "Terraform v1.11.4")
    mine = program(tmp_path / "mine", "tf", "OpenTofu v1.8.0")
    found = chosen(paths, path, TERRAFORM_BINARY_NAME=str(mine))
    assert found is not None
    assert (found.kind, found.path) == ("tofu", mine)


def test_a_name_alone_is_looked_for_in_path(paths: Paths, path: Path) -> None:
    program(path, "terraform", "Terraform v1.11.4")
    tofu = program(path, "tofu", "OpenTofu v1.8.0")
    found = chosen(paths, path, TERRAFORM_BINARY_NAME="tofu")
    assert found is not None
    assert found.path == tofu


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda file: None, "is not there"),
        (lambda file: file.write_text("#!/bin/sh\n"), "is not executable"),
        (lambda file: file.mkdir(), "is a folder"),
        (lambda file: program(file.parent, file.name, "Terraform v1.4.7"), "is 1.4.7, which is too old"),
        (
            lambda file: program(file.parent, file.name, "hello"),
            "does not say a Terraform or OpenTofu version",
        ),
    ],
)
def test_a_named_binary_that_cannot_serve_is_refused_with_the_next_step(
    paths: Paths, path: Path, tmp_path: Path, make: object, problem: str
) -> None:
    program(path, "terraform", "Terraform v1.11.4")  # and is not used in its place
    named = tmp_path / "named"
    assert callable(make)
    make(named)
    with pytest.raises(SetupError) as refused:
        chosen(paths, path, TERRAFORM_BINARY_NAME=str(named))
    assert f"TERRAFORM_BINARY_NAME={named} {problem}" in str(refused.value)
    assert "name Terraform >= 1.5.0 or OpenTofu >= 1.6.0, or unset TERRAFORM_BINARY_NAME" in str(refused.value)


def test_a_warning_above_the_version_does_not_hide_it(path: Path) -> None:
    warned = program(path, "terraform", "Warning: 1.2.3 is no file\n\nTerraform v1.11.4")
    found = engine.inspect(warned, "from PATH")
    assert found is not None
    assert found.version == (1, 11, 4)


def test_without_any_engine_the_error_says_what_to_run(paths: Paths, path: Path) -> None:
    with pytest.raises(SetupError, match="run: make setup"):
        engine.engine(paths.project, {"PATH": str(path)})


def release(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("LICENSE", "…")
        archive.writestr("tofu", content)
    return file.getvalue()


def test_a_release_with_the_right_checksum_is_put_into_place(tmp_path: Path) -> None:
    content = release(b"#!/bin/sh\n")
    target = tmp_path / "bin" / "tofu"
    engine.unpack(content, hashlib.sha256(content).hexdigest(), "https://release.invalid", target)
    assert target.read_bytes() == b"#!/bin/sh\n"
    assert target.stat().st_mode & 0o111
    assert list(target.parent.iterdir()) == [target]


def test_a_release_with_a_wrong_checksum_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="do not use it"):
        engine.unpack(release(b""), "0" * 64, "https://release.invalid", tmp_path / "tofu")
    assert not (tmp_path / "tofu").exists()


def test_every_pinned_checksum_is_a_sha256() -> None:
    assert all(len(bytes.fromhex(value)) == 32 for value in OPENTOFU_SHA256.values())
    assert len(set(OPENTOFU_SHA256.values())) == len(OPENTOFU_SHA256)
