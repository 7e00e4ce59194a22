"""MetalLB has nothing to give."""

from tests.plan.pages import page

PAGE = page({"kubernetes.metallb_enabled": True, "network.metallb_ranges": []})
MENDED = page({"kubernetes.metallb_enabled": True})
