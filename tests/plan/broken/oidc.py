"""Not encrypted, with a query, a relative CA file, a claim with a space."""

from constructs_lib.plan.kubernetes import Oidc
from tests.plan.pages import page

PAGE = page(
    {"kubernetes.oidc": Oidc(url="http://login.example.com", client_id="k8s", ca_file="ca.pem", username_claim="e mail")}
)
MENDED = page(
    {
        "kubernetes.oidc": Oidc(
            url="https://login.example.com/realms/k8s",
            client_id="k8s",
            ca_file="/etc/ssl/ca.pem",
            username_claim="email",
            username_prefix="oidc:",
        )
    }
)
