"""An endpoint that is none of the three."""

from tests.plan.pages import page

PAGE = page({"endpoint": "kube-vip"})
MENDED = page({})
