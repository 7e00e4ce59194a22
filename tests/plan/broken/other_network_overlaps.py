"""The nodes' network covers a data centre that they must reach."""

from tests.plan.pages import page

PAGE = page({"network.other_networks": ["10.2.185.0/24", "10.42.0.0/24"]})
MENDED = page({"network.other_networks": ["10.2.188.0/24", "10.41.0.0/24"]})
