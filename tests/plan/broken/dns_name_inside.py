"""A name that clients cannot look up: a warning."""

from tests.plan.pages import page

PAGE = page({"kubernetes.api_dns_name": "kubernetes.default.svc.cluster.local"})
MENDED = page({"kubernetes.api_dns_name": "k8s.example.com"})
