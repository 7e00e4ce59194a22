"""Nodes are addressed by their pool's name."""

from tests.plan.pages import page

PAGE = page({"workers[0].name": "cp"})
MENDED = page({})
