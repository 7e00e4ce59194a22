"""The endpoint's port has this name."""

from tests.plan.pages import page

PAGE = page({"bastion.name": "api"})
MENDED = page({})
