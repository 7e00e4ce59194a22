"""Neutron's fixed addresses and kube-vip's VIP are IPv4 here."""

from tests.plan.pages import page

PAGE = page({"network.subnet_nodes": "fd00::/64"})
MENDED = page({})
