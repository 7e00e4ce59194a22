"""A floating IP needs a way out."""

from tests.plan.pages import page

PAGE = page({"network.external_network": None})
MENDED = page({})
