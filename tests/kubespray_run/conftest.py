"""A project of a test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kubespray_run.standin import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "project")
