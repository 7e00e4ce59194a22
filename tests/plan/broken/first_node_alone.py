"""No high availability: a warning."""

from constructs_lib.plan.settings import FirstNode
from tests.plan.pages import page

PAGE = page({"endpoint": FirstNode(floatingip_pool="PUBLICNET")})
MENDED = page({"endpoint": FirstNode(floatingip_pool="PUBLICNET"), "control_plane.count": 1})
