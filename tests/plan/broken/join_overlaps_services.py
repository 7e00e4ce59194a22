"""Kube-OVN's join network is one more."""

from constructs_lib.plan.kubernetes import KubeOvn
from tests.plan.pages import page

PAGE = page({"kubernetes.network_plugin": KubeOvn(subnet_join="10.43.4.0/24")})
MENDED = page({"kubernetes.network_plugin": KubeOvn()})
