"""The API at the BGP of the pod network."""

from constructs_lib.plan.kubernetes import Cilium
from tests.plan.pages import page

PAGE = page({"endpoint.k8s_api_port": 179})
MENDED = page({"endpoint.k8s_api_port": 179, "kubernetes.network_plugin": Cilium()})
