"""The VIP may be taken for a node's own address: a warning."""

from constructs_lib.plan.kubernetes import Calico
from tests.plan.pages import page

PAGE = page({"kubernetes.network_plugin": Calico(autodetect="first-found")})
MENDED = page({})
