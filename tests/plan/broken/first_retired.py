"""The first node has been taken out."""

from tests.plan.pages import page

PAGE = page({"control_plane.first": 0, "control_plane.retired": [0]})
MENDED = page({"control_plane.first": 3, "control_plane.retired": [0]})
