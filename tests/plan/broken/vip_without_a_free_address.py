"""Pool and MetalLB leave nothing for the VIP."""

from tests.plan.pages import page

PAGE = page(
    {
        "network.subnet_nodes": "10.2.184.0/28",
        "network.allocation_pools": ["10.2.184.2-10.2.184.14"],
        "network.metallb_ranges": [],
        "endpoint.vrrp_ip": "10.2.184.5",
        "workers[0].count": 1,
    }
)
MENDED = page(
    {
        "network.subnet_nodes": "10.2.184.0/28",
        "network.allocation_pools": ["10.2.184.3-10.2.184.14"],
        "network.metallb_ranges": [],
        "endpoint.vrrp_ip": "10.2.184.2",
        "workers[0].count": 1,
    }
)
