"""Each piece is an allowed address pair: a warning."""

from tests.plan.pages import page

PAGE = page({"kubernetes.metallb_enabled": True, "network.metallb_ranges": ["10.2.185.1-10.2.187.253"]})
MENDED = page({"kubernetes.metallb_enabled": True, "network.metallb_ranges": ["10.2.186.0-10.2.186.255"]})
