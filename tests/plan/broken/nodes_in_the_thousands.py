"""Kubernetes is made for 5,000: a warning."""

from tests.plan.pages import page

PAGE = page(
    {
        "network.subnet_nodes": "10.0.0.0/10",
        "network.allocation_pools": ["10.2.184.50-10.3.200.254"],
        "workers[0].count": 6000,
        "kubernetes.subnet_pods": "11.0.0.0/8",
        "kubernetes.subnet_services": "10.96.0.0/16",
    }
)
MENDED = page(
    {
        "network.subnet_nodes": "10.0.0.0/10",
        "network.allocation_pools": ["10.2.184.50-10.3.200.254"],
        "workers[0].count": 4000,
        "kubernetes.subnet_pods": "11.0.0.0/8",
        "kubernetes.subnet_services": "10.96.0.0/16",
    }
)
