"""A release carries three minor ones."""

from tests.plan.pages import page

PAGE = page({"kubernetes.kubespray_version": "v2.30.0"})
MENDED = page({"kubernetes.kubespray_version": "v2.30.0", "kubernetes.kubernetes_version": "1.34.3"})
