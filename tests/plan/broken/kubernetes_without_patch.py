"""Kubespray takes one exact version."""

from tests.plan.pages import page

PAGE = page({"kubernetes.kubernetes_version": "1.34"})
MENDED = page({"kubernetes.kubernetes_version": "1.34.7"})
