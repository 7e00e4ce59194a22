"""The pod network's variables for Kubespray, and the Helm values where an operator installs it."""

from __future__ import annotations

from constructs_lib.kubespray.files import Value
from constructs_lib.plan.kubernetes import Calico, Cilium, KubeOvn
from constructs_lib.plan.settings import Cluster

# Bytes that an encapsulation takes of each packet of the node network.
_OVERHEAD = {"VXLAN": 50, "IPIP": 20, "None": 0}


def variables(cluster: Cluster) -> dict[str, Value]:
    """Variables of `k8s-cluster.yml` that choose and configure the pod network."""
    match cluster.kubernetes.network_plugin:
        case Calico() as calico if calico.installed_by == "kubespray":
            return _calico(cluster, calico)
        case Cilium():
            mtu: dict[str, Value] = {"cilium_mtu": str(cluster.network.mtu)} if cluster.network.mtu else {}
            return {"kube_network_plugin": "cilium", "cilium_tunnel_mode": "vxlan", **mtu}
        case KubeOvn() as kube_ovn:
            return {
                "kube_network_plugin": "kube-ovn",
                "kube_ovn_iface": cluster.network.cni_iface,
                "kube_ovn_node_switch_cidr": kube_ovn.subnet_join,
            }
        case _:
            # `cni`, not `none`: the standard binaries are installed, and the CSR approver's Helm release does not wait for
            # a pod network that comes later
            return {"kube_network_plugin": "cni"}


def _calico(cluster: Cluster, calico: Calico) -> dict[str, Value]:
    backends: dict[str, dict[str, Value]] = {
        "VXLAN": {
            "calico_network_backend": "vxlan",
            "calico_vxlan_mode": "Always",
            "calico_ipip_mode": "Never",
        },
        "IPIP": {
            "calico_network_backend": "bird",
            "calico_vxlan_mode": "Never",
            "calico_ipip_mode": "Always",
        },
        "None": {"calico_network_backend": "bird", "calico_vxlan_mode": "Never", "calico_ipip_mode": "Never"},
    }
    methods = {
        "interface": f"interface={cluster.network.cni_iface}",
        "cidr": f"cidr={cluster.network.subnet_nodes}",
        "first-found": "first-found",
    }
    mtu: dict[str, Value] = {"calico_mtu": pod_mtu(cluster, calico)} if cluster.network.mtu else {}
    return {
        "kube_network_plugin": "calico",
        **backends[calico.encapsulation],
        "calico_ip_auto_method": methods[calico.autodetect],
        "nat_outgoing": calico.nat_outgoing,
        **mtu,
    }


def pod_mtu(cluster: Cluster, calico: Calico) -> int | None:
    """The MTU of pods in bytes, of the node network's; None where that is not given, and Calico finds it out."""
    mtu = cluster.network.mtu
    return None if mtu is None else mtu - _OVERHEAD[calico.encapsulation]


def operator_values(cluster: Cluster, *, k8s_internal_ip: str) -> dict[str, Value] | None:
    """Helm values of Calico's operator (chart `tigera-operator`); None where it does not install the pod network.

    The keys are those of the operator's Installation resource.
    """
    kubernetes, calico = cluster.kubernetes, cluster.kubernetes.network_plugin
    if not isinstance(calico, Calico) or calico.installed_by != "operator":
        return None
    detections: dict[str, dict[str, Value]] = {
        "interface": {"interface": cluster.network.cni_iface},
        "cidr": {"cidrs": [cluster.network.subnet_nodes]},
        "first-found": {"firstFound": True},
    }
    network: dict[str, Value] = {
        "bgp": "Disabled" if calico.encapsulation == "VXLAN" else "Enabled",
        "nodeAddressAutodetectionV4": detections[calico.autodetect],
        "ipPools": [
            {
                "cidr": kubernetes.subnet_pods,
                "encapsulation": calico.encapsulation,
                "natOutgoing": "Enabled" if calico.nat_outgoing else "Disabled",
            }
        ],
    }
    if (mtu := pod_mtu(cluster, calico)) is not None:
        network["mtu"] = mtu
    return {
        "installation": {"enabled": True, "kubernetesProvider": "", "calicoNetwork": network},
        # the operator starts before any pod network, so it cannot use the API's cluster IP
        "kubernetesServiceEndpoint": {"host": k8s_internal_ip, "port": str(cluster.endpoint.k8s_api_port)},
    }
