"""A warning."""

from constructs_lib.plan.kubernetes import RegistryMirror
from tests.plan.pages import page

PAGE = page({"kubernetes.registry_mirrors": [RegistryMirror(registry="docker.io", mirrors=["http://mirror.example.com"])]})
MENDED = page({})
