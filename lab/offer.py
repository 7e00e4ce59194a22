"""What this cloud's operator offers its tenants, as data: network, flavors, image, hypervisors, quotas."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Flavor:
    name: str
    vcpus: int
    ram_mb: int
    disk_gb: int


@dataclass(frozen=True)
class ExternalNetwork:
    """Flat, and without DHCP: its addresses go to routers and floating IPs only."""

    name: str
    cidr: str
    gateway: str
    pool: tuple[str, str]


EXTERNAL_NETWORK = ExternalNetwork(
    name="PUBLICNET",
    cidr="203.0.113.0/24",  # TEST-NET-3: no such address exists outside documentation
    gateway="203.0.113.1",
    pool=("203.0.113.10", "203.0.113.250"),
)

FLAVORS = (
    Flavor("gp.0.2.2", vcpus=2, ram_mb=2048, disk_gb=20),
    Flavor("gp.0.4.8", vcpus=4, ram_mb=8192, disk_gb=40),
    Flavor("gp.0.8.16", vcpus=8, ram_mb=16384, disk_gb=80),
)

# Its content is a few zero bytes: no guest ever boots.
IMAGE = "Ubuntu 24.04"

# Four, so that three members of a hard anti-affinity group find a place, and a fifth does not.
HYPERVISORS = ("cmp1", "cmp2", "cmp3", "cmp4")

# Each project may hold a few stage clusters of a hundred nodes, each node with two ports.
COMPUTE_QUOTA = {
    "instances": 500,
    "cores": 4000,
    "ram": 8 * 1024 * 1024,
    "key_pairs": 200,
    "server_groups": 200,
    "server_group_members": 200,
}
NETWORK_QUOTA = {
    "quota_network": 200,
    "quota_subnet": 200,
    "quota_port": 5000,
    "quota_router": 100,
    "quota_floatingip": 240,
    "quota_security_group": 500,
    "quota_security_group_rule": 10000,
}
