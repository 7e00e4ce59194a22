"""No room for images."""

from constructs_lib.plan.settings import BootVolume
from tests.plan.pages import page

PAGE = page({"control_plane.boot_volume": BootVolume(size=5)})
MENDED = page({"control_plane.boot_volume": BootVolume(size=10)})
