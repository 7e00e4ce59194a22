"""Neutron refuses the second rule."""

from tests.plan.pages import page

PAGE = page({"access.ssh_allowed_cidrs": ["10.0.0.0/8", "10.0.0.0/8"]})
MENDED = page({"access.ssh_allowed_cidrs": ["10.0.0.0/8", "10.1.0.0/16"]})
