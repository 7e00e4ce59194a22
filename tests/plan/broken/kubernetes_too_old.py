"""Below the release's minimum."""

from tests.plan.pages import page

PAGE = page({"kubernetes.kubernetes_version": "1.32.9"})
MENDED = page({"kubernetes.kubernetes_version": "1.33.0"})
