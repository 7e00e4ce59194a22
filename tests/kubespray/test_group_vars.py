"""The variables that Kubespray gets: the right ones, with the right values, and none that its release does not read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
import yaml

from constructs_lib.kubespray import cni
from constructs_lib.kubespray.data import known_variables
from constructs_lib.kubespray.files import yaml_file
from constructs_lib.kubespray.late import LateValues
from constructs_lib.kubespray.render import control_plane_hosts, group_vars_files, worker_hosts
from constructs_lib.plan import check
from constructs_lib.plan.kubernetes import Calico
from constructs_lib.plan.settings import Cluster
from stacks.stage_cluster import STAGE_CLUSTER
from tests.kubespray.clusters import CLUSTERS, kubernetes

VIP, FLOATING_IP = "10.2.184.10", "203.0.113.7"


def files(cluster: Cluster) -> dict[str, dict[str, Any]]:
    return group_vars_files(check(cluster), k8s_internal_ip=VIP, k8s_api_ip=FLOATING_IP)


@pytest.mark.parametrize("release", ["v2.31.0", "v2.30.0"])
@pytest.mark.parametrize("name", CLUSTERS)
def test_every_variable_is_one_that_the_release_reads(name: str, release: str) -> None:
    written = {variable for content in files(CLUSTERS[name]).values() for variable in content}
    assert written - known_variables(release) == set()


def test_the_list_of_known_variables_would_notice_one_that_no_role_reads() -> None:
    dead = {"deploy_netchecker", "podsecuritypolicy_enabled", "ingress_nginx_enabled", "kubelet_static_pod_path"}
    for variable in dead - {"kubelet_static_pod_path"}:
        assert variable not in known_variables("v2.31.0")


def test_no_variable_stands_in_two_files() -> None:
    for name, cluster in CLUSTERS.items():
        all_names = [variable for content in files(cluster).values() for variable in content]
        assert len(all_names) == len(set(all_names)), name


def test_addons_are_kube_vip_for_the_api_alone() -> None:
    assert files(STAGE_CLUSTER)["addons"] == {
        "kube_vip_enabled": True,
        "kube_vip_arp_enabled": True,
        "kube_vip_controlplane_enabled": True,
        "kube_vip_address": "10.2.184.10",
        "kube_vip_interface": "enp3s0",
        "kube_vip_services_enabled": False,
    }


def test_the_endpoint_is_the_vip_and_the_certificate_has_every_address() -> None:
    variables = files(CLUSTERS["everything"])["k8s-cluster"]
    assert variables["loadbalancer_apiserver"] == {"address": VIP, "port": 443}
    assert variables["apiserver_loadbalancer_domain_name"] == VIP
    assert variables["kube_apiserver_port"] == 443
    assert variables["loadbalancer_apiserver_localhost"] is False
    assert variables["supplementary_addresses_in_ssl_keys"] == [VIP, FLOATING_IP, "k8s.example.com", "k8s.internal"]


def test_no_empty_name_and_no_name_twice_enters_the_certificate() -> None:
    variables = group_vars_files(check(STAGE_CLUSTER), k8s_internal_ip=VIP, k8s_api_ip=VIP)["k8s-cluster"]
    assert variables["supplementary_addresses_in_ssl_keys"] == [VIP]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("stage-cluster", "localhost link-local 10.42.0.0/16 10.2.184.0/22 10.2.184.10"),
        ("kube-ovn", "localhost link-local 10.42.0.0/16 100.64.0.0/16 10.2.184.0/22 10.2.184.10"),
    ],
)
def test_kubelets_take_calls_from_nodes_pods_and_the_vip(name: str, expected: str) -> None:
    assert files(CLUSTERS[name])["k8s-cluster"]["kubelet_secure_addresses"] == expected


def test_another_lease_is_written_and_the_default_is_not() -> None:
    assert files(CLUSTERS["another-port"])["addons"]["kube_vip_leaseduration"] == 30
    assert "kube_vip_leaseduration" not in files(STAGE_CLUSTER)["addons"]


@pytest.mark.parametrize("name", ["octavia", "first-node"])
def test_without_kube_vip_it_is_off(name: str) -> None:
    assert files(CLUSTERS[name])["addons"] == {"kube_vip_enabled": False}


def test_metallb_gives_out_the_reserved_range_from_workers_alone() -> None:
    addons = files(CLUSTERS["everything"])["addons"]
    assert addons["metallb_config"]["address_pools"] == {
        "stage-cluster": {"ip_range": ["10.2.184.11-10.2.184.49"], "auto_assign": True}
    }
    assert addons["metallb_config"]["layer2"] == ["stage-cluster"]
    assert addons["metallb_speaker_tolerations"] == []
    assert addons["kube_vip_services_enabled"] is False


def test_hardening_is_on_and_may_be_turned_off() -> None:
    hardened = files(STAGE_CLUSTER)["hardening"]
    assert hardened["kubelet_systemd_hardening"] is True
    assert hardened["kube_encrypt_secret_data"] is True
    assert hardened["kube_profiling"] is False
    assert hardened["remove_anonymous_access"] is True
    assert hardened["kube_controller_manager_bind_address"] == hardened["kube_scheduler_bind_address"] == "127.0.0.1"
    assert "etcd_listen_metrics_urls" not in hardened
    assert "hardening" not in files(CLUSTERS["soft"])


def test_tls_1_3_has_no_list_of_cipher_suites() -> None:
    assert "tls_cipher_suites" in files(STAGE_CLUSTER)["hardening"]
    assert "tls_cipher_suites" not in files(CLUSTERS["everything"])["hardening"]


@pytest.mark.parametrize("name", CLUSTERS)
def test_the_csr_approver_knows_every_node_and_no_stranger(name: str) -> None:
    plan = check(CLUSTERS[name])
    hardened = files(CLUSTERS[name]).get("hardening")
    if hardened is None:
        return
    regex = re.compile(hardened["kubelet_csr_approver_values"]["providerRegex"])
    assert all(regex.search(node.name) for node in plan.nodes)
    for stranger in ("stage-cluster-evil0", "other-cluster-cp0", "stage-cluster-cp0.evil", "x-stage-cluster-cp0"):
        assert not regex.search(stranger)


@pytest.mark.parametrize(
    ("encapsulation", "mtu", "expected"), [("VXLAN", 1450, 1400), ("IPIP", 1450, 1430), ("None", 1450, 1450)]
)
def test_the_pods_mtu_leaves_room_for_the_encapsulation(encapsulation: Any, mtu: int, expected: int) -> None:
    cluster = kubernetes(network_plugin=Calico(encapsulation=encapsulation))
    cluster = replace(cluster, network=replace(cluster.network, mtu=mtu))
    assert files(cluster)["k8s-cluster"]["calico_mtu"] == expected


def test_the_operators_values_say_the_same_as_kubesprays_variables() -> None:
    plan = check(CLUSTERS["calico-by-operator"])
    values = cni.operator_values(plan.settings, k8s_internal_ip=VIP)
    assert values is not None
    # nested values are of the YAML union type, which no index fits
    network: Any = values["installation"]["calicoNetwork"]  # type: ignore[index,call-overload]
    assert network["nodeAddressAutodetectionV4"] == {"interface": "enp3s0"}
    assert network["ipPools"] == [{"cidr": "10.42.0.0/16", "encapsulation": "IPIP", "natOutgoing": "Enabled"}]
    assert values["kubernetesServiceEndpoint"] == {"host": VIP, "port": "443"}
    assert files(plan.settings)["k8s-cluster"]["kube_network_plugin"] == "cni"


def test_extra_variables_come_into_their_file_or_make_one() -> None:
    written = files(CLUSTERS["everything"])
    assert written["addons"]["helm_enabled"] is True
    assert written["mine"] == {"event_ttl_duration": "2h"}


def test_the_control_planes_order_can_be_steered() -> None:
    plan = check(CLUSTERS["five-control-planes"])
    addresses = {node.name: "10.2.184.50" for node in plan.nodes}
    names = [host.name for host in control_plane_hosts(plan, addresses)]
    assert names == [f"stage-cluster-cp{n}" for n in (3, 0, 1, 2, 4)]


def test_labels_and_taints_are_the_pools_own() -> None:
    plan = check(CLUSTERS["extra-pools"])
    addresses = {node.name: "10.2.184.50" for node in plan.nodes}
    variables = {host.name: host.variables() for host in worker_hosts(plan, addresses)}
    assert variables["stage-cluster-gpu0"]["node_labels"] == {"example.com/gpu": "yes"}
    assert variables["stage-cluster-gpu1"]["node_taints"] == ["dedicated=gpu:NoSchedule"]
    assert "node_labels" not in variables["stage-cluster-wn0"]


def test_a_file_says_where_it_comes_from_and_is_what_ansible_reads() -> None:
    content: dict[str, Any] = {
        "on": "yes",
        "port": 443,
        "version": "1.30",
        "time": "12:30:00",
        "empty": None,
        "l": ["a", "1e3"],
    }
    text = yaml_file(content, source="a page")
    assert text.startswith("# Written by Terraform from a page.")
    assert yaml.safe_load(text) == content


def test_late_values_come_back_and_nothing_else_is_read_by_terraform() -> None:
    late = LateValues()
    word = late.word("${openstack_networking_port_v2.x.all_fixed_ips[0]}")
    assert late.word("10.0.0.1") == "10.0.0.1"
    text = late.text(f"a: {word}\nb: '${{HOME}} %{{if}} {{{{ jinja }}}}'\n")
    expected = "a: ${openstack_networking_port_v2.x.all_fixed_ips[0]}\nb: '$${HOME} %%{if} {{ jinja }}'\n"
    assert text == expected
