"""No bastion, no router, no network that leads here."""

from tests.plan.pages import page

PAGE = page(
    {"bastion": None, "network.external_network": None, "endpoint.floatingip_pool": None, "access.k8s_api_port_acl": []}
)
MENDED = page(
    {
        "bastion": None,
        "network.external_network": None,
        "network.other_networks": ["192.168.7.0/24"],
        "endpoint.floatingip_pool": None,
        "access.k8s_api_port_acl": [],
    }
)
