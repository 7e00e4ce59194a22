"""Wires a cluster's plan to constructs: OpenStack first, then the inventory for Kubespray, then what a user asks for."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import TerraformOutput, TerraformStack
from cdktf_cdktf_provider_local.provider import LocalProvider
from cdktf_cdktf_provider_openstack.data_openstack_identity_auth_scope_v3 import DataOpenstackIdentityAuthScopeV3
from cdktf_cdktf_provider_openstack.provider import OpenstackProvider
from constructs import Construct

from constructs_lib.kubespray.construct import Kubespray, KubesprayProps
from constructs_lib.kubespray.steps import BastionServer, KubesprayRun, KubesprayRunProps
from constructs_lib.openstack.bastion import Bastion, BastionProps
from constructs_lib.openstack.first_node import FirstNodeControlPlane, FirstNodeControlPlaneProps
from constructs_lib.openstack.ids import Protection, addressed
from constructs_lib.openstack.key_pair import KeyPair, KeyPairProps
from constructs_lib.openstack.kube_vip import KubeVipControlPlane, KubeVipControlPlaneProps
from constructs_lib.openstack.network import NodeNetwork, NodeNetworkProps, NodeSubnet, NodeSubnetProps
from constructs_lib.openstack.node_pool import BootVolume, NodePool, NodePoolProps
from constructs_lib.openstack.octavia import OctaviaControlPlane, OctaviaControlPlaneProps
from constructs_lib.openstack.security_groups import SecurityGroups, SecurityGroupsProps
from constructs_lib.plan import Plan, allowed_addresses, firewall
from constructs_lib.plan.firewall import Group
from constructs_lib.plan.settings import Bastion as BastionSettings
from constructs_lib.plan.settings import BootVolume as BootVolumeSettings
from constructs_lib.plan.settings import ControlPlane, KubeVip, Octavia, WorkerPool
from stacks.backend import keep_state

# Where the project lies as seen from the folder of the stack (cdktf.out/stacks/<name>), in which Terraform runs.
PROJECT = "../../.."


class ClusterStack(TerraformStack):
    """One cluster, in one state. Its outputs are what the guide's commands need."""

    def __init__(self, scope: Construct, plan: Plan, *, lifted: frozenset[str] | bool = frozenset()) -> None:
        """`lifted`: names of protected things that Terraform may destroy this time; True for all of them."""
        super().__init__(scope, plan.name)
        self._plan = plan
        self._protection = Protection(lifted)
        self._providers()
        keep_state(self, plan.settings.backend, name=plan.name, project=PROJECT)

        self._groups = self._security_groups()
        key_pair = KeyPair(
            self,
            "key-pair",
            props=KeyPairProps(name=plan.name, ssh_public_key=plan.settings.access.ssh_public_key),
        )
        self._key_pair = key_pair.key_pair_name
        external = plan.settings.network.external_network
        self._network = NodeNetwork(
            self, "network", props=NodeNetworkProps(name=plan.name, external_network=external, protection=self._protection)
        )
        self._kube_vip = self._virtual_ip() if isinstance(plan.settings.endpoint, KubeVip) else None
        self._subnet = self._kube_vip.subnet if self._kube_vip else self._node_subnet()

        addresses = self._nodes()
        self.endpoint = self._kube_vip or self._other_endpoint(addresses)
        self.bastion_ip = self._bastion()
        kubespray = Kubespray(
            self,
            "kubespray",
            props=KubesprayProps(
                plan=plan,
                k8s_internal_ip=self.endpoint.k8s_internal_ip,
                k8s_api_ip=self.endpoint.k8s_api_ip,
                bastion=self.bastion_ip,
                addresses=addresses,
                root=f"${{path.root}}/{PROJECT}",
            ),
        )
        self._run(kubespray)
        self._outputs(addresses)

    def _providers(self) -> None:
        OpenstackProvider(self, "openstack")  # which cloud is the user's to say: OS_CLOUD, or OS_AUTH_URL and its like
        LocalProvider(self, "local")
        # The bindings pin the very releases that they were made from; later ones of the same major hold fixes.
        self.add_override("terraform.required_providers.openstack.version", "~> 3.0")
        self.add_override("terraform.required_providers.local.version", "~> 2.5")

    def _security_groups(self) -> SecurityGroups:
        plan = self._plan
        props = SecurityGroupsProps(name=plan.name, groups=firewall.groups(plan.settings), rules=plan.rules)
        return SecurityGroups(self, "security-groups", props=props)

    def _virtual_ip(self) -> KubeVipControlPlane:
        plan = self._plan
        props = KubeVipControlPlaneProps(
            name=plan.name,
            plan=plan.addresses,
            network_id=self._network.network_id,
            router_id=self._network.router_id,
            floatingip_pool=plan.settings.endpoint.floatingip_pool,
            security_group_ids=[self._groups.id_of("control-plane")],
            protection=self._protection,
        )
        return KubeVipControlPlane(self, "kube-vip", props=props)

    def _node_subnet(self) -> NodeSubnet:
        network = self._network
        props = NodeSubnetProps(
            name=self._plan.name,
            plan=self._plan.addresses,
            network_id=network.network_id,
            router_id=network.router_id,
            protection=self._protection,
        )
        return NodeSubnet(self, "subnet", props=props)

    def _nodes(self) -> dict[str, str]:
        """The address of each node, by its name."""
        plan = self._plan
        control_plane = self._pool(
            plan.settings.control_plane,
            ("node", "control-plane"),
            allowed_addresses.of_control_plane(plan.settings),
        )
        addresses = dict(control_plane.addresses)
        for pool in plan.settings.workers:
            made = self._pool(pool, ("node", "worker"), allowed_addresses.of_workers(plan.settings))
            addresses |= made.addresses
        return addresses

    def _pool(
        self,
        pool: ControlPlane | WorkerPool | BastionSettings,
        groups: Sequence[Group],
        allowed: Sequence[str],
    ) -> NodePool:
        names = [node.name for node in self._plan.nodes if node.pool == pool.name]
        return NodePool(self, f"pool-{pool.name}", props=self._servers(pool, names, groups, allowed))

    def _servers(
        self,
        pool: ControlPlane | WorkerPool | BastionSettings,
        names: Sequence[str],
        groups: Sequence[Group],
        allowed: Sequence[str] = (),
    ) -> NodePoolProps:
        return NodePoolProps(
            pool=f"{self._plan.name}-{pool.name}",
            names=names,
            flavor=pool.flavor,
            image=pool.image,
            key_pair=self._key_pair,
            network_id=self._network.network_id,
            subnet_id=self._subnet.subnet_id,
            security_group_ids=[self._groups.id_of(group) for group in groups],
            allowed_addresses=allowed,
            server_group_affinity=None if isinstance(pool, BastionSettings) else pool.server_group_affinity,
            availability_zone=pool.availability_zone,
            boot_volume=_boot_volume(pool.boot_volume),
            protection=self._protection if isinstance(pool, ControlPlane) else None,
            way_out=self._subnet.router_interface,
        )

    def _other_endpoint(self, addresses: dict[str, str]) -> OctaviaControlPlane | FirstNodeControlPlane:
        plan, endpoint = self._plan, self._plan.settings.endpoint
        members = {node.name: addresses[node.name] for node in plan.control_plane}
        if isinstance(endpoint, Octavia):
            octavia = OctaviaControlPlaneProps(
                name=plan.name,
                provider=endpoint.loadbalancer_provider,
                port=endpoint.k8s_api_port,
                subnet_id=self._subnet.subnet_id,
                members=members,
                allowed_cidrs=[plan.settings.network.subnet_nodes, *plan.settings.access.k8s_api_port_acl],
                floatingip_pool=endpoint.floatingip_pool,
                router_interface=self._subnet.router_interface,
                protection=self._protection,
            )
            return OctaviaControlPlane(self, "octavia", props=octavia)
        name, address = next(iter(members.items()))
        first_node = FirstNodeControlPlaneProps(
            name=plan.name,
            address=address,
            port_id=f"${{openstack_networking_port_v2.{name}.id}}",
            floatingip_pool=endpoint.floatingip_pool,
            router_interface=self._subnet.router_interface,
            protection=self._protection,
        )
        return FirstNodeControlPlane(self, "first-node", props=first_node)

    def _bastion(self) -> str | None:
        bastion = self._plan.settings.bastion
        if bastion is None:
            return None
        server = self._servers(bastion, [f"{self._plan.name}-{bastion.name}"], ("bastion",))
        props = BastionProps(server=server, floatingip_pool=bastion.floatingip_pool)
        return Bastion(self, "bastion", props=props).floating_ip

    def _run(self, kubespray: Kubespray) -> None:
        """The steps of Kubespray, which are there where `deploy_cluster` is on."""
        plan, bastion = self._plan, self._plan.settings.bastion
        deploy, kubernetes = plan.settings.deploy, plan.settings.kubernetes
        server_id = "${{openstack_compute_instance_v2.{}.id}}".format
        props = KubesprayRunProps(
            name=plan.name,
            root=f"${{path.root}}/{PROJECT}",
            deploy_cluster=deploy.deploy_cluster,
            kubespray_version=kubernetes.kubespray_version,
            kubespray_source=deploy.kubespray_source,
            kubernetes_version=kubernetes.kubernetes_version,
            k8s_internal_ip=self.endpoint.k8s_internal_ip,
            k8s_api_ip=self.endpoint.k8s_api_ip,
            k8s_api_port=plan.settings.endpoint.k8s_api_port,
            servers={node.name: server_id(node.name) for node in plan.nodes},
            workers=[node.name for node in plan.workers],
            bastion=BastionServer(server_id=server_id(f"{plan.name}-{bastion.name}"), address=self.bastion_ip)
            if bastion and self.bastion_ip
            else None,
            inventory=kubespray.files,
            os_hardening_enabled=deploy.os_hardening_enabled,
            timeout_minutes=deploy.timeout_minutes,
        )
        KubesprayRun(self, "kubespray-run", props=props)

    def _outputs(self, addresses: dict[str, str]) -> None:
        plan, endpoint = self._plan, self.endpoint
        scope = DataOpenstackIdentityAuthScopeV3(self, "project", name=plan.name)
        outputs: dict[str, tuple[object, str]] = {
            "project_id": (addressed(scope, plan.name).project_id, "The project that the cluster stands in"),
            "k8s_api_ip": (endpoint.k8s_api_ip, "Address of the Kubernetes API for clients outside"),
            "k8s_internal_ip": (endpoint.k8s_internal_ip, "Address of the Kubernetes API for the nodes"),
            "k8s_api_port": (plan.settings.endpoint.k8s_api_port, "Port of the Kubernetes API"),
            "network_id": (self._network.network_id, "Neutron's id of the node network"),
            "subnet_id": (self._subnet.subnet_id, "Neutron's id of the node subnet"),
            "control_plane_nodes": (
                {node.name: addresses[node.name] for node in plan.control_plane},
                "Address by name",
            ),
            "worker_nodes": ({node.name: addresses[node.name] for node in plan.workers}, "Address by name"),
        }
        if self._kube_vip:
            outputs["vrrp_ip"] = (self._kube_vip.vrrp_ip, "The virtual IP that kube-vip announces")
            outputs["vrrp_port_id"] = (self._kube_vip.vrrp_port_id, "Neutron's id of the port that holds it")
        if self.bastion_ip:
            outputs["bastion_floating_ip"] = (self.bastion_ip, "SSH to the bastion")
        for name, (value, description) in outputs.items():
            TerraformOutput(self, name, value=value, description=description, static_id=True)


def _boot_volume(chosen: BootVolumeSettings | None) -> BootVolume | None:
    if chosen is None:
        return None
    return BootVolume(size=chosen.size, volume_type=chosen.volume_type, delete_on_termination=chosen.delete_on_termination)
