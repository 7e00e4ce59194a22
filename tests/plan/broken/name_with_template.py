"""Terraform would read this as a template."""

from tests.plan.pages import page

PAGE = page({"control_plane.image": "${var.image}"})
MENDED = page({})
