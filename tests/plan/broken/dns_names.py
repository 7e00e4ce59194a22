"""Names as no certificate takes them."""

from tests.plan.pages import page

PAGE = page(
    {"kubernetes.api_dns_name": "k8s.", "kubernetes.additional_sans": ["API.example.com", "", "*.example.com", "10.0.0.1"]}
)
MENDED = page(
    {"kubernetes.api_dns_name": "k8s.example.com", "kubernetes.additional_sans": ["*.example.com", "10.0.0.1", "fd00::1"]}
)
