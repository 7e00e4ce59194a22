"""ZONE:HOST is for administrators."""

from tests.plan.pages import page

PAGE = page({"control_plane.availability_zone": "az1:compute7"})
MENDED = page({"control_plane.availability_zone": "az1"})
