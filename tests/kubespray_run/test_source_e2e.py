"""Kubespray's checkout and its Python environment, with real git and pip."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ops.errors import OpsError
from ops.kubespray.environment import environment
from ops.kubespray.layout import Layout
from ops.kubespray.source import Pinned, fetch
from tests.kubespray_run.standin import RELEASE, git, kubespray

pytestmark = pytest.mark.e2e


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path, "stage-cluster")


@pytest.fixture
def pinned(tmp_path: Path) -> Pinned:
    source = tmp_path / "source"
    commits = kubespray(source)
    return Pinned(title="Kubespray", source=str(source), tag=RELEASE, commit=commits[RELEASE])


def again(pinned: Pinned, **changes: str) -> Pinned:
    return Pinned(**{**vars(pinned), **changes})


def test_a_checkout_a_bare_mirror_and_a_url_give_the_same(pinned: Pinned, layout: Layout, tmp_path: Path) -> None:
    bare = tmp_path / "mirror.git"
    git(tmp_path, "clone", "--quiet", "--bare", pinned.source, str(bare))
    for number, source in enumerate((pinned.source, str(bare), bare.as_uri())):
        target = fetch(again(pinned, source=source), tmp_path / f"{number}" / "source", layout)
        assert git(target, "rev-parse", "HEAD") == pinned.commit
        assert git(target, "rev-list", "--count", "HEAD") == "1"


def test_a_tag_that_is_another_commit_is_refused_and_nothing_is_left(pinned: Pinned, layout: Layout) -> None:
    source = Path(pinned.source)
    (source / "cluster.yml").write_text("- hosts: all\n")
    git(source, "commit", "--quiet", "--all", "--message", "moved")
    git(source, "tag", "--force", RELEASE)
    moved = git(source, "rev-parse", "HEAD")
    target = layout.checkout(RELEASE)
    with pytest.raises(OpsError) as refused:
        fetch(pinned, target, layout)
    assert f"is commit {moved}, but Kubespray {RELEASE} is {pinned.commit}: do not use it" in str(refused.value)
    assert list(target.parent.iterdir()) == []


def test_an_interrupted_clone_is_made_again(pinned: Pinned, layout: Layout) -> None:
    target = layout.checkout(RELEASE)
    half = target.with_name(f".{target.name}.999999999")  # no process has that id
    half.mkdir(parents=True)
    (half / "cluster.yml").write_text("half")
    fetch(pinned, target, layout)
    assert list(target.parent.iterdir()) == [target]


def test_a_checkout_that_is_there_needs_no_source(pinned: Pinned, layout: Layout) -> None:
    target = fetch(pinned, layout.checkout(RELEASE), layout)
    assert fetch(again(pinned, source="/nowhere"), target, layout) == target


def test_a_checkout_changed_by_hand_is_refused(pinned: Pinned, layout: Layout) -> None:
    target = fetch(pinned, layout.checkout(RELEASE), layout)
    (target / "cluster.yml").write_text("")
    with pytest.raises(OpsError, match=r"was changed by hand \(cluster.yml\); remove .tools/kubespray/v2.30.0/source"):
        fetch(pinned, target, layout)


def test_a_source_without_the_tag_is_an_error_with_the_next_step(pinned: Pinned, layout: Layout) -> None:
    with pytest.raises(OpsError, match=r"v9.9.9 cannot be cloned from .*; check the network, or name a mirror"):
        fetch(again(pinned, tag="v9.9.9"), layout.checkout("v9.9.9"), layout)


def test_an_environment_is_made_once_and_anew_for_other_requirements(pinned: Pinned, layout: Layout) -> None:
    requirements = fetch(pinned, layout.checkout(RELEASE), layout) / "requirements.txt"
    package(layout.project / "ansible", "0.1")
    requirements.write_text(f"{layout.project / 'ansible'}\n")
    folder = environment(layout, RELEASE, {})
    mark = folder / "mark"
    mark.touch()
    assert environment(layout, RELEASE, {}) == folder
    assert mark.exists()
    requirements.write_text(f"# newer\n{layout.project / 'ansible'}\n")
    environment(layout, RELEASE, {})
    assert not mark.exists()


def test_requirements_that_cannot_be_had_are_an_error_and_leave_no_stamp(pinned: Pinned, layout: Layout) -> None:
    requirements = fetch(pinned, layout.checkout(RELEASE), layout) / "requirements.txt"
    requirements.write_text("/nowhere/at/all\n")
    with pytest.raises(OpsError, match="Check that pip reaches its package index"):
        environment(layout, RELEASE, {})
    with pytest.raises(OpsError, match="Check that pip reaches its package index"):
        environment(layout, RELEASE, {})


def test_an_environment_of_the_users_own_is_taken_if_it_has_ansible(layout: Layout) -> None:
    assert environment(layout, RELEASE, {"KUBESPRAY_ENVIRONMENT": sys.prefix}) == Path(sys.prefix)
    with pytest.raises(OpsError, match="KUBESPRAY_ENVIRONMENT=/nowhere: it has no ansible-playbook"):
        environment(layout, RELEASE, {"KUBESPRAY_ENVIRONMENT": "/nowhere"})


def package(folder: Path, version: str) -> None:
    """Something that pip installs without asking anybody: a program called ansible-playbook."""
    folder.mkdir()
    (folder / "backend.py").write_text(BACKEND.format(version=version))
    (folder / "pyproject.toml").write_text('[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n')


BACKEND = """\
import zipfile

VERSION = "{version}"


def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = f"stand_in-{{VERSION}}-py3-none-any.whl"
    info = f"stand_in-{{VERSION}}.dist-info"
    files = {{
        f"stand_in-{{VERSION}}.data/scripts/ansible-playbook": "#!/bin/sh\\n",
        f"{{info}}/METADATA": f"Metadata-Version: 2.1\\nName: stand-in\\nVersion: {{VERSION}}\\n",
        f"{{info}}/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }}
    record = "".join(f"{{path}},,\\n" for path in (*files, f"{{info}}/RECORD"))
    with zipfile.ZipFile(f"{{folder}}/{{name}}", "w") as wheel:
        for path, content in (*files.items(), (f"{{info}}/RECORD", record)):
            wheel.writestr(path, content)
    return name
"""
