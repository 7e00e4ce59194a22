"""Neutron would hand MetalLB's addresses out."""

from tests.plan.pages import page

PAGE = page({"network.metallb_ranges": ["10.2.184.40-10.2.184.60"]})
MENDED = page({"network.metallb_ranges": ["10.2.184.40-10.2.184.49"]})
