"""A release whose versions nobody has read."""

from tests.plan.pages import page

PAGE = page({"kubernetes.kubespray_version": "v2.29.1"})
MENDED = page({})
