"""Gives a running cloud what its operator owes it: the catalog, the tenant, and what `lab.offer` lists.

Each step looks before it makes, so it may run at every start and finishes what an earlier run left undone.
"""

from __future__ import annotations

from typing import Any

import openstack

from lab import offer, probe
from lab.catalog import CATALOG
from lab.identity import REGION, TENANT
from lab.services.config import Site

INTERFACES = ("public", "internal", "admin")


def seed(site: Site) -> None:
    probe.wait_for(site.identity, "keystone")
    identity = _connect(site).identity
    # In this order: Nova starts as soon as its user can sign in, and then needs the whole catalog.
    _fill_catalog(identity, site)
    _add_service_users(identity, site)
    _add_tenant(identity, site)
    cloud = _connect(site)  # signs in anew, for a token carries the catalog of its time
    probe.wait_for(site.identity, "neutron")
    _add_external_network(cloud.network)
    probe.wait_for(site.identity, "glance")
    _add_image(cloud)
    probe.wait_for(site.identity, "nova")
    _add_flavors(cloud.compute)


def _connect(site: Site) -> Any:
    return openstack.connect(
        auth_url=site.identity.auth_url,
        username="admin",
        password=site.identity.admin_password,
        project_name="admin",
        user_domain_id="default",
        project_domain_id="default",
        region_name=REGION,
        load_yaml_config=False,
        load_envvars=False,
    )


def _fill_catalog(identity: Any, site: Site) -> None:
    known = {service.name: service for service in identity.services()}
    present = {(endpoint.service_id, endpoint.interface) for endpoint in identity.endpoints()}
    for entry in CATALOG:
        service = known.get(entry.name) or identity.create_service(name=entry.name, type=entry.type)
        for interface in INTERFACES:
            if (service.id, interface) not in present:
                url = site.identity.ports.url(entry.name) + entry.path
                identity.create_endpoint(service_id=service.id, interface=interface, url=url, region_id=REGION)


def _add_service_users(identity: Any, site: Site) -> None:
    others = [entry.name for entry in CATALOG if entry.name != "keystone"]
    _add_project(identity, "service", others, site.identity.service_password, roles=("admin", "service"))


def _add_tenant(identity: Any, site: Site) -> None:
    _add_project(identity, TENANT, [TENANT], site.identity.tenant_password, roles=("member",))


def _add_project(identity: Any, name: str, users: list[str], password: str, roles: tuple[str, ...]) -> None:
    project = identity.find_project(name) or identity.create_project(name=name, domain_id="default")
    role_ids = {role.name: role.id for role in identity.roles()}
    known = {user.name: user for user in identity.users(domain_id="default")}
    for user_name in users:
        user = known.get(user_name) or identity.create_user(name=user_name, password=password, domain_id="default")
        for role in roles:
            identity.assign_project_role_to_user(project, user, role_ids[role])


def _add_external_network(network: Any) -> None:
    wanted = offer.EXTERNAL_NETWORK
    external = network.find_network(wanted.name) or network.create_network(
        name=wanted.name,
        is_router_external=True,
        provider_network_type="flat",
        provider_physical_network="physnet1",
    )
    if not external.subnet_ids:
        first, last = wanted.pool
        network.create_subnet(
            name=f"{wanted.name}-v4",
            network_id=external.id,
            ip_version=4,
            cidr=wanted.cidr,
            gateway_ip=wanted.gateway,
            is_dhcp_enabled=False,
            allocation_pools=[{"start": first, "end": last}],
        )


def _add_image(cloud: Any) -> None:
    image = cloud.image.find_image(offer.IMAGE)
    if image and image.status != "active":  # an upload that was cut short
        cloud.image.delete_image(image)
        image = None
    if not image:
        cloud.create_image(
            offer.IMAGE,
            data=bytes(4096),
            disk_format="raw",
            container_format="bare",
            visibility="public",
            wait=True,
        )


def _add_flavors(compute: Any) -> None:
    known = {flavor.name for flavor in compute.flavors()}
    for flavor in offer.FLAVORS:
        if flavor.name not in known:
            compute.create_flavor(name=flavor.name, vcpus=flavor.vcpus, ram=flavor.ram_mb, disk=flavor.disk_gb)
