"""A node has this name."""

from tests.plan.pages import page

PAGE = page({"bastion.name": "wn1"})
MENDED = page({"bastion.name": "wn2"})
