"""The router leads elsewhere."""

from tests.plan.pages import page

PAGE = page({"endpoint.floatingip_pool": "OTHERNET", "bastion.floatingip_pool": "OTHERNET"})
MENDED = page(
    {"network.external_network": "OTHERNET", "endpoint.floatingip_pool": "OTHERNET", "bastion.floatingip_pool": "OTHERNET"}
)
