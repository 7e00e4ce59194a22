"""Announces the lab's own drivers to the services, as the metadata of an installed package would."""

from __future__ import annotations

from pathlib import Path

from lab.files import private_folder
from lab.layout import Layout

ENTRY_POINTS = """\
[neutron.ml2.mechanism_drivers]
lab = lab.services.neutron_driver:LabMechanismDriver
"""


def path(layout: Layout) -> Path:
    """What has to be on the services' import path."""
    return layout.etc / "drivers"


def write(layout: Layout) -> None:
    metadata = private_folder(path(layout) / "lab_drivers-1.dist-info")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: lab-drivers\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text(ENTRY_POINTS)
