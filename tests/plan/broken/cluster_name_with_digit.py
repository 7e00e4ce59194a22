"""Addresses in Terraform's state start with a letter."""

from tests.plan.pages import page

PAGE = page({"cluster_name": "1stage"})
MENDED = page({"cluster_name": "stage1"})
