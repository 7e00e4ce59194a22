"""Two ranges share addresses, and one has the gateway."""

from tests.plan.pages import page

PAGE = page({"network.metallb_ranges": ["10.2.184.11-10.2.184.30", "10.2.184.20-10.2.184.49", "10.2.184.1-10.2.184.5"]})
MENDED = page({"network.metallb_ranges": ["10.2.184.11-10.2.184.30", "10.2.184.31-10.2.184.49", "10.2.184.2-10.2.184.5"]})
