"""An interface name longer than Linux takes."""

from tests.plan.pages import page

PAGE = page({"network.cni_iface": "enp0s31f6-network"})
MENDED = page({})
