"""kube-vip's metrics where kubelet is."""

from tests.plan.pages import page

PAGE = page({"endpoint.metrics_port": 10250})
MENDED = page({})
