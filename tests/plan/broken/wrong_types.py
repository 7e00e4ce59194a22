"""Text for a number, a number for text, one value for a list."""

from tests.plan.pages import page

PAGE = page({"control_plane.count": "3", "control_plane.flavor": 4, "network.metallb_ranges": "10.2.184.11-10.2.184.49"})
MENDED = page({})
