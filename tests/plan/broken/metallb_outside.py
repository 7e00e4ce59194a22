"""A range of another network."""

from tests.plan.pages import page

PAGE = page({"network.metallb_ranges": ["10.9.0.10-10.9.0.20"]})
MENDED = page({})
