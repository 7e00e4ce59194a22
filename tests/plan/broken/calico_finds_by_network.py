"""The VIP lies in the nodes' network: a warning."""

from constructs_lib.plan.kubernetes import Calico
from constructs_lib.plan.settings import Octavia
from tests.plan.pages import page

PAGE = page({"kubernetes.network_plugin": Calico(autodetect="cidr")})
MENDED = page({"kubernetes.network_plugin": Calico(autodetect="cidr"), "endpoint": Octavia(floatingip_pool="PUBLICNET")})
