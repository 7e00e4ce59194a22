"""Single values: each way in which one may be wrong, with the whole message, beside neighbours that are right."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.plan.extra_vars import DEEPEST, MOST_VALUES
from constructs_lib.plan.kubernetes import Calico, Cilium, KubeOvn, NoCni, Oidc, Proxy
from constructs_lib.plan.pods import plugin
from constructs_lib.plan.settings import Cluster
from tests.plan.pages import outcome, page, refused

OIDC = Oidc(url="https://login.example.com", client_id="k8s")
PROXY = Proxy(http_proxy="http://p:3128", https_proxy="http://p:3128")
EXTRA = "kubernetes.extra_vars['addons']['x']"
TOO_BIG = f"is too big: {MOST_VALUES:,} values and {DEEPEST} levels at most"


def at(path: str, value: Any) -> Cluster:
    return page({"kubernetes.oidc": OIDC, "kubernetes.proxy": PROXY, "kubernetes.extra_vars": {"addons": {}}, path: value})


def nested(levels: int) -> list[Any]:
    inner: list[Any] = []
    for _ in range(levels):
        inner = [inner]
    return inner


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (
            "kubernetes.oidc.url",
            "https://",
            "https:// names no host; write https://..., for example https://login.example.com",
        ),
        (
            "kubernetes.oidc.url",
            "https://[::1",
            "https://[::1 is no URL; write https://..., for example https://login.example.com",
        ),
        (
            "kubernetes.oidc.url",
            "https://login:99999",
            "https://login:99999 is no URL; write https://..., for example https://login.example.com",
        ),
        (
            "kubernetes.oidc.username_prefix",
            "",
            "'' is no prefix: 1 to 255 printable characters, no space at either end; for example oidc:",
        ),
        (
            "kubernetes.oidc.groups_prefix",
            "g ",
            "g  is no prefix: 1 to 255 printable characters, no space at either end; for example oidc:",
        ),
        (
            "kubernetes.api_dns_name",
            "K8s.Example.com.",
            "K8s.Example.com. is no DNS name as a certificate needs it; take k8s.example.com",
        ),
        (
            "kubernetes.proxy.http_proxy",
            "http://token@p:3128",
            "holds credentials, and settings are no place for a secret; leave them out of the URL",
        ),
        (
            "deploy.kubespray_source",
            "http://me:token@git.example.com/k.git",
            "is not encrypted, and holds credentials; take https, without them",
        ),
        (
            "deploy.kubespray_source",
            "https://me:token@git.example.com/k.git",
            "holds credentials, and settings are no place for a secret; leave them out of the URL",
        ),
        ("control_plane.flavor", "", "'' must be 1 to 255 printable characters"),
        ("control_plane.flavor", "a\nb", "'a\\nb' must be 1 to 255 printable characters"),
        ("control_plane.node_labels", ["a"], "[a] is no mapping; write {...}"),
        (
            "control_plane.node_labels",
            {f"k{number}": "v" for number in range(257)},
            "has 257 keys; the most is 256",
        ),
        (EXTRA, [0] * (MOST_VALUES + 1), TOO_BIG),
        (EXTRA, [[0] * 2000] * 6, TOO_BIG),
        (EXTRA, nested(DEEPEST + 1), TOO_BIG),
        (EXTRA, {"a": ["-----BEGIN PRIV" + "ATE KEY-----"]}, "holds a private key, and settings are no place for a secret"),
        (
            "network.other_networks",
            ["127.0.0.0/8"],
            "127.0.0.0/8 lies in 127.0.0.0/8, loopback; no network can lie there; leave it out",
        ),
        (
            "network.other_networks[0]",
            "127.0.0.0/8",
            "127.0.0.0/8 lies in 127.0.0.0/8, loopback; no network can lie there; leave it out",
        ),
    ],
)
def test_a_wrong_value_is_refused_with_these_words(path: str, value: Any, message: str) -> None:
    where = "network.other_networks[0]" if path.startswith("network.other") else path
    start = page({"network.other_networks": ["192.168.0.0/16"]}) if path.endswith("[0]") else at("strict", False)
    (problem,) = refused(page({path: value}, start))
    assert str(problem) == f"{where}: {message}"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("kubernetes.oidc.url", "https://login.example.com:8443/realms/k8s"),
        ("kubernetes.oidc.url", "https://[fd00::1]/"),
        ("kubernetes.oidc.username_prefix", "-"),
        ("kubernetes.api_dns_name", "k8s.example.com"),
        ("deploy.kubespray_source", "ssh://git@git.example.com/k.git"),
        ("deploy.kubespray_source", "/srv/mirrors/kubespray"),
        ("control_plane.flavor", "größe.1 (neu)"),
        ("control_plane.node_labels", {f"k{number}": "v" for number in range(256)}),
        ("network.other_networks", ["192.168.0.0/16"]),
        (EXTRA, [0] * (MOST_VALUES - 1)),
        (EXTRA, nested(DEEPEST)),
        (EXTRA, "two\nlines"),
    ],
)
def test_its_neighbour_is_accepted(path: str, value: Any) -> None:
    assert outcome(at(path, value)) == "accepted\n"


def test_pods_that_find_no_room_by_a_narrower_share_are_offered_a_wider_network() -> None:
    cluster = page(
        {"kubernetes.network_plugin": Cilium(), "kubernetes.subnet_pods": "10.42.0.0/22", "kubernetes.kubelet_max_pods": 250}
    )
    (problem,) = refused(cluster)
    assert str(problem) == (
        "kubernetes.subnet_pods: 10.42.0.0/22 has 4 shares of kubernetes.kube_network_node_prefix 24 for 5 nodes; "
        "take a wider one, for example 10.0.0.0/21"
    )
    assert refused(page({"kubernetes.subnet_pods": "10.0.0.0/21"}, cluster)) == ()


def test_more_dns_servers_than_neutron_takes_are_warned_of() -> None:
    servers = [f"9.9.9.{number}" for number in range(6)]
    assert outcome(page({"network.dns_nameservers": servers})) == (
        "warning: network.dns_nameservers: has 6 servers, where Neutron takes 5 unless its max_dns_nameservers says otherwise\n"
    )
    assert outcome(page({"network.dns_nameservers": servers[:5]})) == "accepted\n"


def test_the_pod_network_has_kubesprays_own_name() -> None:
    names = {"calico": Calico(), "cilium": Cilium(), "kube-ovn": KubeOvn(), "cni": NoCni()}
    for name, chosen in names.items():
        assert plugin(page({"kubernetes.network_plugin": chosen})) == name
    assert plugin(page({"kubernetes.network_plugin": Calico(installed_by="operator")})) == "cni"
