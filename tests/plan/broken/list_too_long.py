"""More items than any list needs."""

from tests.plan.pages import page

PAGE = page({"control_plane.retired": list(range(1001))})
MENDED = page({"control_plane.retired": [0]})
