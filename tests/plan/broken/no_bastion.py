"""It takes a route of one's own: a warning."""

from tests.plan.pages import page

PAGE = page({"bastion": None})
MENDED = page({"bastion": None, "network.other_networks": ["192.168.7.0/24"]})
