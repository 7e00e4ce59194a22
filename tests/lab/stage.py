"""What a stage cluster asks of the cloud, made and unmade through openstacksdk as the tenant."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openstack

VIP = "10.2.184.10"  # below the pool, so that Neutron gives it to no server
PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGfTzWcO2fQcYcGUqcIeVbVfRqGGOPuGa7bHuS2BrV0L stage"


def connect(clouds_yaml: Path, cloud: str = "lab") -> Any:
    config = openstack.config.OpenStackConfig(config_files=[str(clouds_yaml)], load_envvars=False)
    return openstack.connection.Connection(config=config.get_one(cloud))


@dataclass
class StageCluster:
    """The resources of one cluster, as they were when they were made."""

    keypair: Any
    security_group: Any
    network: Any
    subnet: Any
    router: Any
    vip_port: Any
    floating_ip: Any
    server_group: Any
    ports: list[Any]
    servers: list[Any]


def create(cloud: Any, name: str = "stage", nodes: int = 3) -> StageCluster:
    network_api, compute = cloud.network, cloud.compute
    external = network_api.find_network("PUBLICNET", ignore_missing=False)
    keypair = compute.create_keypair(name=name, public_key=PUBLIC_KEY)
    group = network_api.create_security_group(name=name)
    network_api.create_security_group_rule(
        security_group_id=group.id, direction="ingress", ethertype="IPv4", remote_group_id=group.id
    )
    network = network_api.create_network(name=name)
    subnet = network_api.create_subnet(
        network_id=network.id,
        ip_version=4,
        cidr="10.2.184.0/22",
        allocation_pools=[{"start": "10.2.184.50", "end": "10.2.184.254"}],
    )
    router = network_api.create_router(name=name, external_gateway_info={"network_id": external.id})
    network_api.add_interface_to_router(router, subnet_id=subnet.id)
    vip_port = network_api.create_port(
        name=f"{name}-vrrp", network_id=network.id, fixed_ips=[{"subnet_id": subnet.id, "ip_address": VIP}]
    )
    floating_ip = network_api.create_ip(floating_network_id=external.id)
    floating_ip = network_api.update_ip(floating_ip, port_id=vip_port.id, fixed_ip_address=VIP)
    ports = [
        network_api.create_port(
            name=f"{name}-{number}-{purpose}",
            network_id=network.id,
            security_group_ids=[group.id],
            allowed_address_pairs=[{"ip_address": VIP}],
        )
        for number in range(nodes)
        for purpose in ("node", "storage")
    ]
    compute.default_microversion = "2.64"
    server_group = compute.create_server_group(name=name, policy="anti-affinity")
    image = cloud.image.find_image("Ubuntu 24.04", ignore_missing=False)
    flavor = compute.find_flavor("gp.0.4.8", ignore_missing=False)
    servers = [
        compute.create_server(
            name=f"{name}-{number}",
            flavor_id=flavor.id,
            image_id=image.id,
            key_name=keypair.name,
            networks=[{"port": port.id} for port in ports[2 * number : 2 * number + 2]],
            scheduler_hints={"group": server_group.id},
        )
        for number in range(nodes)
    ]
    servers = [compute.wait_for_server(server, wait=60, interval=0.3) for server in servers]
    return StageCluster(keypair, group, network, subnet, router, vip_port, floating_ip, server_group, ports, servers)


def create_server(cloud: Any, name: str, cluster: StageCluster) -> Any:
    """One more server of the cluster, on a port that Nova makes."""
    flavor = cloud.compute.find_flavor("gp.0.2.2", ignore_missing=False)
    image = cloud.image.find_image("Ubuntu 24.04", ignore_missing=False)
    server = cloud.compute.create_server(
        name=name, flavor_id=flavor.id, image_id=image.id, networks=[{"uuid": cluster.network.id}]
    )
    return cloud.compute.wait_for_server(server, wait=60, interval=0.3)


def delete(cloud: Any, cluster: StageCluster) -> None:
    network_api, compute = cloud.network, cloud.compute
    for server in cluster.servers:
        compute.delete_server(server, ignore_missing=False)
    for server in cluster.servers:
        compute.wait_for_delete(server, wait=60, interval=0.3)
    compute.delete_server_group(cluster.server_group, ignore_missing=False)
    compute.delete_keypair(cluster.keypair, ignore_missing=False)
    network_api.delete_ip(cluster.floating_ip, ignore_missing=False)
    for port in [*cluster.ports, cluster.vip_port]:
        network_api.delete_port(port, ignore_missing=False)
    network_api.remove_interface_from_router(cluster.router, subnet_id=cluster.subnet.id)
    network_api.delete_router(cluster.router, ignore_missing=False)
    network_api.delete_network(cluster.network, ignore_missing=False)
    network_api.delete_security_group(cluster.security_group, ignore_missing=False)


def left_over(cloud: Any) -> dict[str, list[str]]:
    """What the tenant still owns, by kind. The default group is Neutron's own."""
    network_api, compute = cloud.network, cloud.compute
    project = cloud.current_project_id
    found = {
        "servers": compute.servers(),
        "server groups": compute.server_groups(),
        "keypairs": compute.keypairs(),
        "networks": network_api.networks(project_id=project),
        "subnets": network_api.subnets(project_id=project),
        "ports": network_api.ports(project_id=project),
        "routers": network_api.routers(),
        "floating ips": network_api.ips(),
        "security groups": (group for group in network_api.security_groups() if group.name != "default"),
    }
    return {kind: [each.name or each.id for each in resources] for kind, resources in found.items()}
