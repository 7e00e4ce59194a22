"""Values and rules together, in the page's order; nothing that only follows from a broken value."""

from tests.plan.pages import page

PAGE = page(
    {
        "cluster_name": "Stage",
        "network.subnet_nodes": "10.2.184.0/22",
        "network.allocation_pools": ["10.2.184.5-10.2.184.254", "10.2.184.300-10.2.185.9"],
        "endpoint.k8s_api_port": 2380,
        "control_plane.count": 2,
        "kubernetes.subnet_services": "10.42.0.0/24",
        "kubernetes.kubernetes_version": "1.36.0",
        "deploy.timeout_minutes": 0,
    }
)
MENDED = page({})
