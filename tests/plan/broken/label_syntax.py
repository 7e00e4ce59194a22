"""Kubernetes' own syntax of labels."""

from tests.plan.pages import page

PAGE = page({"workers[0].node_labels": {"example.com/disk": "a fast one", "-x": "y"}})
MENDED = page({"workers[0].node_labels": {"example.com/disk": "fast"}})
