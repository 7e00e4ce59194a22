"""A network without its length."""

from tests.plan.pages import page

PAGE = page({"network.other_networks": ["10.9.0.0"]})
MENDED = page({"network.other_networks": ["10.9.0.0/16"]})
