"""The kubeconfig: two contexts with the cluster's own CA; a real client takes it, and refuses a wrong certificate."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes
import pytest
import yaml
from urllib3.exceptions import MaxRetryError

from ops.errors import OpsError
from ops.kubespray import kubeconfig
from ops.kubespray.facts import Endpoint
from ops.kubespray.files import write_private
from ops.kubespray.layout import Layout
from tests.kubespray_run.certificates import Authority, api_server

NAME = "stage-cluster"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path, NAME)


def config(authority: Authority, endpoint: Endpoint) -> dict[str, Any]:
    admin = kubeconfig.parse(authority.admin_conf(), what="admin.conf")
    return kubeconfig.pointed_at(endpoint, admin, name=NAME)


def version(made: dict[str, Any], context: str) -> str:
    """What the server says of itself, asked by the Kubernetes client."""
    client = kubernetes.config.new_client_from_config_dict(made, context=context)  # type: ignore[no-untyped-call]
    client.configuration.retries = False
    try:
        return str(kubernetes.client.VersionApi(client).get_code(_request_timeout=5).git_version)
    finally:
        client.rest_client.pool_manager.clear()


def test_there_is_a_context_for_the_vip_and_one_for_the_floating_ip(authority: Authority) -> None:
    made = config(authority, Endpoint(address="10.2.184.10", port=443, floating="203.0.113.9"))
    servers = {entry["name"]: entry["cluster"]["server"] for entry in made["clusters"]}
    assert servers == {NAME: "https://10.2.184.10:443", f"{NAME}-floating": "https://203.0.113.9:443"}
    assert made["current-context"] == NAME
    assert [entry["name"] for entry in made["contexts"]] == [NAME, f"{NAME}-floating"]
    assert {entry["context"]["user"] for entry in made["contexts"]} == {made["users"][0]["name"]}
    admin = yaml.safe_load(authority.admin_conf())
    ca = admin["clusters"][0]["cluster"]["certificate-authority-data"]
    assert all(set(entry["cluster"]) == {"certificate-authority-data", "server"} for entry in made["clusters"])
    assert all(entry["cluster"]["certificate-authority-data"] == ca for entry in made["clusters"])


def test_without_a_floating_ip_there_is_one_context(authority: Authority) -> None:
    assert len(config(authority, Endpoint(address="fd00::10", port=6443))["contexts"]) == 1
    same = Endpoint(address="10.2.184.10", port=443, floating="10.2.184.10")
    assert len(config(authority, same)["contexts"]) == 1


def test_an_ipv6_address_is_written_in_brackets() -> None:
    assert kubeconfig.url("fd00::10", 6443) == "https://[fd00::10]:6443"


@pytest.mark.parametrize("line", ["    certificate-authority-data: ''", "    insecure-skip-tls-verify: true"])
def test_a_kubeconfig_by_which_nobody_is_verified_is_refused(authority: Authority, line: str) -> None:
    admin = authority.admin_conf().replace("    server: https", f"{line}\n    server: https")
    with pytest.raises(OpsError, match="nobody could tell who answers"):
        kubeconfig.pointed_at(Endpoint(address="10.2.184.10", port=443), kubeconfig.parse(admin, what="x"), name=NAME)


@pytest.fixture
def named(authority: Authority, tmp_path: Path) -> Iterator[int]:
    """A server whose certificate carries the VIP, here 127.0.0.1."""
    with api_server(tmp_path, authority, ["127.0.0.1", "kubernetes.default"]) as port:
        yield port


@pytest.fixture
def unnamed(authority: Authority, tmp_path: Path) -> Iterator[int]:
    """A server whose certificate does not carry it."""
    with api_server(tmp_path, authority, ["10.2.184.10", "kubernetes.default"]) as port:
        yield port


def test_the_kubernetes_client_verifies_a_certificate_that_carries_the_vip(authority: Authority, named: int) -> None:
    assert version(config(authority, Endpoint(address="127.0.0.1", port=named)), NAME) == "v1.35.4"


def test_the_kubernetes_client_refuses_a_certificate_that_does_not(authority: Authority, unnamed: int) -> None:
    with pytest.raises(MaxRetryError, match="IP address mismatch"):
        version(config(authority, Endpoint(address="127.0.0.1", port=unnamed)), NAME)


def test_the_kubernetes_client_refuses_a_certificate_of_another_cluster(named: int) -> None:
    with pytest.raises(MaxRetryError, match="CERTIFICATE_VERIFY_FAILED"):
        version(config(Authority(), Endpoint(address="127.0.0.1", port=named)), NAME)


def test_merging_replaces_the_clusters_own_entries_and_keeps_all_else(
    authority: Authority, layout: Layout, tmp_path: Path
) -> None:
    ours = config(authority, Endpoint(address="10.2.184.10", port=443))
    write_private(layout.kubeconfig, kubeconfig.dump(ours))
    users = tmp_path / "mine" / "config"
    variables = {"KUBECONFIG": os.pathsep.join([str(users), "/elsewhere"])}
    assert kubeconfig.merge_into_users(layout, variables) == users
    assert yaml.safe_load(users.read_text())["current-context"] == NAME

    theirs = {
        "clusters": [{"name": "other", "cluster": {}}, {"name": NAME, "cluster": {"server": "https://old"}}],
        "contexts": [{"name": "other", "context": {}}],
        "users": None,
        "current-context": "other",
        "preferences": {"colors": True},
    }
    users.write_text(yaml.safe_dump(theirs))
    users.chmod(0o644)
    kubeconfig.merge_into_users(layout, variables)
    merged = yaml.safe_load(users.read_text())
    assert [entry["name"] for entry in merged["clusters"]] == ["other", NAME]
    assert merged["clusters"][1] == ours["clusters"][0]
    assert (merged["current-context"], merged["preferences"]) == ("other", {"colors": True})
    assert users.stat().st_mode & 0o777 == 0o600


def test_a_users_file_that_is_no_kubeconfig_is_left_alone(authority: Authority, layout: Layout, tmp_path: Path) -> None:
    write_private(layout.kubeconfig, kubeconfig.dump(config(authority, Endpoint(address="10.2.184.10", port=443))))
    users = tmp_path / "config"
    users.write_text("- hush\n")
    with pytest.raises(OpsError, match="is no kubeconfig; nothing was changed") as refused:
        kubeconfig.merge_into_users(layout, {"KUBECONFIG": str(users)})
    assert "hush" not in str(refused.value)
    assert users.read_text() == "- hush\n"


def test_without_a_kubeconfig_the_error_says_how_to_fetch_it(layout: Layout) -> None:
    with pytest.raises(OpsError, match=f"fetch it: python -m ops.kubespray kubeconfig {NAME}"):
        kubeconfig.read(layout)
