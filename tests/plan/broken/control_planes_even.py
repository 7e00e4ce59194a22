"""etcd needs a majority."""

from tests.plan.pages import page

PAGE = page({"control_plane.count": 4})
MENDED = page({"control_plane.count": 5})
