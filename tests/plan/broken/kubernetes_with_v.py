"""Kubespray takes no leading v."""

from tests.plan.pages import page

PAGE = page({"kubernetes.kubernetes_version": "v1.35.4"})
MENDED = page({})
