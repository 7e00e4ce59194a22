"""And this is the other one."""

from tests.plan.pages import page

PAGE = page({"kubernetes.subnet_pods": "10.43.128.0/20"})
MENDED = page({"kubernetes.subnet_pods": "10.44.128.0/20"})
