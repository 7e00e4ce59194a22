"""More than seven need a word for it."""

from tests.plan.pages import page

PAGE = page({"control_plane.count": 9})
MENDED = page({"control_plane.count": 9, "control_plane.more_than_seven": True})
