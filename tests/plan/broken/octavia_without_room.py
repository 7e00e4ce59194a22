"""The balancer takes addresses of the pool, too."""

from constructs_lib.plan.settings import Octavia
from tests.plan.pages import page

PAGE = page(
    {
        "endpoint": Octavia(k8s_api_port=6443),
        "access.k8s_api_port_acl": [],
        "network.allocation_pools": ["10.2.184.50-10.2.184.57"],
    }
)
MENDED = page(
    {
        "endpoint": Octavia(k8s_api_port=6443),
        "access.k8s_api_port_acl": [],
        "network.allocation_pools": ["10.2.184.50-10.2.184.60"],
    }
)
