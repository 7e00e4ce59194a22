"""kube-vip's metrics where the API is."""

from tests.plan.pages import page

PAGE = page({"endpoint.metrics_port": 443})
MENDED = page({"endpoint.metrics_port": 2112})
