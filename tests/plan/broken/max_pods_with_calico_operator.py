"""To Kubespray it is a CNI of one's own, and it counts."""

from constructs_lib.plan.kubernetes import Calico
from tests.plan.pages import page

PAGE = page({"kubernetes.network_plugin": Calico(installed_by="operator"), "kubernetes.kubelet_max_pods": 300})
MENDED = page({"kubernetes.network_plugin": Calico(), "kubernetes.kubelet_max_pods": 300})
