"""stage-cluster: values only. Copy this page for a cluster of your own, and name it in main.py."""

from constructs_lib.plan.kubernetes import Calico, Kubernetes
from constructs_lib.plan.settings import Access, Bastion, Cluster, ControlPlane, KubeVip, Network, WorkerPool

UBUNTU = "Ubuntu 24.04"
PUBLICNET = "PUBLICNET"

STAGE_CLUSTER = Cluster(
    cluster_name="stage-cluster",
    network=Network(
        subnet_nodes="10.2.184.0/22",
        allocation_pools=["10.2.184.50-10.2.184.254"],
        metallb_ranges=["10.2.184.11-10.2.184.49"],
        cni_iface="enp3s0",
        external_network=PUBLICNET,
        dns_nameservers=["8.8.8.8", "8.8.4.4"],
    ),
    endpoint=KubeVip(vrrp_ip="10.2.184.10", k8s_api_port=443, floatingip_pool=PUBLICNET),
    access=Access(
        ssh_user="ubuntu",
        ssh_public_key="~/.ssh/id_ed25519.pub",
        ssh_allowed_cidrs=["10.0.0.0/8"],  # your offices and VPNs: nobody else gets to SSH or to the API
        k8s_api_port_acl=["10.0.0.0/8"],
    ),
    control_plane=ControlPlane(name="cp", count=3, flavor="gp.0.4.8", image=UBUNTU, server_group_affinity="anti-affinity"),
    workers=[WorkerPool(name="wn", count=5, flavor="gp.0.4.8", image=UBUNTU)],
    bastion=Bastion(flavor="gp.0.2.2", image=UBUNTU, floatingip_pool=PUBLICNET),
    kubernetes=Kubernetes(
        kubespray_version="v2.31.0",
        kubernetes_version="1.35.4",
        network_plugin=Calico(),
        subnet_pods="10.42.0.0/16",
        subnet_services="10.43.0.0/16",
    ),
)
