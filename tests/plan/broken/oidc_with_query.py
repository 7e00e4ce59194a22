"""The API server refuses an issuer with a query."""

from constructs_lib.plan.kubernetes import Oidc
from tests.plan.pages import page

PAGE = page({"kubernetes.oidc": Oidc(url="https://login.example.com/?realm=k8s", client_id="k8s")})
MENDED = page({})
