"""Link-local nodes, loopback pods, multicast services."""

from tests.plan.pages import page

PAGE = page(
    {
        "network.subnet_nodes": "169.254.0.0/22",
        "kubernetes.subnet_pods": "127.16.0.0/16",
        "kubernetes.subnet_services": "224.0.0.0/16",
    }
)
MENDED = page({})
