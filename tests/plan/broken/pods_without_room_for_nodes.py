"""Four shares for five nodes."""

from constructs_lib.plan.kubernetes import Cilium
from tests.plan.pages import page

PAGE = page({"kubernetes.network_plugin": Cilium(), "kubernetes.subnet_pods": "10.42.0.0/22"})
MENDED = page({"kubernetes.network_plugin": Cilium(), "kubernetes.subnet_pods": "10.42.0.0/21"})
