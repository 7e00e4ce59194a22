"""Nobody outside reaches the VIP: a warning."""

from tests.plan.pages import page

PAGE = page({"endpoint.floatingip_pool": None})
MENDED = page({"endpoint.floatingip_pool": None, "access.k8s_api_port_acl": []})
