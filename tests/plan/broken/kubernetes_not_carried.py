"""The release has no checksum of it."""

from tests.plan.pages import page

PAGE = page({"kubernetes.kubernetes_version": "1.35.9"})
MENDED = page({"kubernetes.kubernetes_version": "1.35.0"})
