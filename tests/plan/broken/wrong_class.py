"""Settings of another kind in the place of the network's."""

from constructs_lib.plan.settings import KubeVip
from tests.plan.pages import page

PAGE = page({"network": KubeVip(vrrp_ip="10.2.184.10")})
MENDED = page({})
