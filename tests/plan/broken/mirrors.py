"""A registry with a scheme, one twice, one without a mirror."""

from constructs_lib.plan.kubernetes import RegistryMirror
from tests.plan.pages import page

PAGE = page(
    {
        "kubernetes.registry_mirrors": [
            RegistryMirror(registry="https://docker.io", mirrors=["https://m"]),
            RegistryMirror(registry="quay.io", mirrors=[]),
            RegistryMirror(registry="quay.io", mirrors=["ftp://m"]),
        ]
    }
)
MENDED = page({"kubernetes.registry_mirrors": [RegistryMirror(registry="docker.io", mirrors=["https://m.example.com/docker"])]})
