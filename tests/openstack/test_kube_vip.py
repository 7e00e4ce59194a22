"""KubeVipControlPlane, alone in a stack of one's own."""

from __future__ import annotations

from typing import Any

import pytest
from cdktf import TerraformOutput, TerraformStack
from cdktf_cdktf_provider_openstack.networking_port_v2 import NetworkingPortV2

from constructs_lib.openstack.kube_vip import KubeVipControlPlane, KubeVipControlPlaneProps
from constructs_lib.plan import PlanError
from constructs_lib.plan.check import check_node_network
from constructs_lib.plan.settings import KubeVip, Network
from tests.synth import Synthesized, synthesized_alone

NETWORK = Network(
    subnet_nodes="10.2.184.0/22",
    allocation_pools=["10.2.184.50-10.2.184.254"],
    cni_iface="enp3s0",
    dns_nameservers=["8.8.8.8"],
)
SUBNET = "${openstack_networking_subnet_v2.own-subnet.id}"


def alone(**changed: Any) -> Synthesized:
    def make(stack: TerraformStack) -> None:
        plan = check_node_network("own", NETWORK, KubeVip(vrrp_ip="10.2.184.10"), servers=4)
        given: dict[str, Any] = {"router_id": "router", "floatingip_pool": "PUBLICNET"} | changed
        props = KubeVipControlPlaneProps(name="own", plan=plan, network_id="network", **given)
        made = KubeVipControlPlane(stack, "kube-vip", props=props)
        for output in ("k8s_api_ip", "k8s_internal_ip", "vrrp_ip", "subnet_id", "vrrp_port_id"):
            TerraformOutput(stack, output, value=getattr(made, output), static_id=True)
        NetworkingPortV2(stack, "node", network_id="network", allowed_address_pairs=[made.allowed_address_pair()])

    return synthesized_alone(make)


def test_the_subnet_reserves_everything_but_the_allocation_pool() -> None:
    subnet = alone().only("openstack_networking_subnet_v2")
    assert subnet["cidr"] == "10.2.184.0/22"
    assert subnet["allocation_pool"] == [{"start": "10.2.184.50", "end": "10.2.184.254"}]
    assert subnet["gateway_ip"] == "10.2.184.1"
    assert subnet["dns_nameservers"] == ["8.8.8.8"]


def test_the_vrrp_port_holds_the_vip() -> None:
    port = alone(security_group_ids=["group"]).only("openstack_networking_port_v2", name="own-vrrp")
    assert port["fixed_ip"] == [{"ip_address": "10.2.184.10", "subnet_id": SUBNET}]
    assert port["security_group_ids"] == ["group"]
    assert "allowed_address_pairs" not in port


def test_the_floating_ip_is_on_the_vrrp_port_and_waits_for_the_router_interface() -> None:
    floating_ip = alone().only("openstack_networking_floatingip_v2")
    assert floating_ip["pool"] == "PUBLICNET"
    assert floating_ip["port_id"] == "${openstack_networking_port_v2.own-vrrp.id}"
    assert floating_ip["depends_on"] == ["openstack_networking_router_interface_v2.own-router-interface"]


def test_a_nodes_port_is_allowed_the_vip_alone() -> None:
    node = alone().resources("openstack_networking_port_v2")["node"]
    assert node["allowed_address_pairs"] == [{"ip_address": "10.2.184.10"}]


def test_the_outputs_lead_clients_to_the_floating_ip_and_nodes_to_the_vip() -> None:
    assert alone().outputs() == {
        "k8s_api_ip": "${openstack_networking_floatingip_v2.own-api.address}",
        "k8s_internal_ip": "10.2.184.10",
        "vrrp_ip": "10.2.184.10",
        "subnet_id": SUBNET,
        "vrrp_port_id": "${openstack_networking_port_v2.own-vrrp.id}",
    }


def test_without_a_pool_the_api_stays_at_the_vip() -> None:
    private = alone(floatingip_pool=None)
    assert private.resources("openstack_networking_floatingip_v2") == {}
    assert private.outputs()["k8s_api_ip"] == "10.2.184.10"


def test_a_floating_ip_without_a_router_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a router"):
        alone(router_id=None)


def test_used_alone_it_refuses_a_vip_in_the_pool_and_a_malformed_address_at_once() -> None:
    network = Network(subnet_nodes="10.2.184.0/22", allocation_pools=["10.2.184.5-10.2.184.254"], cni_iface="a b")
    with pytest.raises(PlanError) as refused:
        check_node_network("own", network, KubeVip(vrrp_ip="10.2.184.10"), servers=4)
    assert [problem.path for problem in refused.value.problems] == ["network.cni_iface", "endpoint.vrrp_ip"]


def test_a_plan_without_a_vip_is_refused() -> None:
    from dataclasses import replace

    plan = check_node_network("own", NETWORK, KubeVip(vrrp_ip="10.2.184.10"), servers=4)

    def make(stack: TerraformStack) -> None:
        props = KubeVipControlPlaneProps(name="own", plan=replace(plan, vrrp_ip=None), network_id="network")
        KubeVipControlPlane(stack, "kube-vip", props=props)

    with pytest.raises(ValueError, match="has no VIP"):
        synthesized_alone(make)
