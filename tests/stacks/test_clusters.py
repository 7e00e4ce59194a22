"""The list of clusters: every page is checked before the first resource is made, and all problems are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from constructs_lib.plan.settings import KubeVip
from stacks import clusters
from stacks.stage_cluster import STAGE_CLUSTER

BROKEN = replace(STAGE_CLUSTER, cluster_name="broken", endpoint=KubeVip(vrrp_ip="10.2.184.60"))
OPEN = replace(STAGE_CLUSTER, access=replace(STAGE_CLUSTER.access, k8s_api_port_acl=["0.0.0.0/0"]))


def test_every_broken_page_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    second = replace(BROKEN, cluster_name="second")
    monkeypatch.setattr(clusters, "CLUSTERS", [BROKEN, STAGE_CLUSTER, second])
    with pytest.raises(SystemExit) as ended:
        clusters.plans()
    assert str(ended.value).count("lies inside network.allocation_pools[0]") == 2
    assert "broken: the settings" in str(ended.value)
    assert "second: the settings" in str(ended.value)


def test_two_pages_of_one_name_would_share_a_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "CLUSTERS", [STAGE_CLUSTER, STAGE_CLUSTER])
    with pytest.raises(SystemExit, match="stage-cluster stands there twice"):
        clusters.plans()


@pytest.mark.parametrize("strict", ["", "0", "1"])
def test_a_warning_stops_only_where_strict_is_set(strict: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "CLUSTERS", [OPEN])
    monkeypatch.setenv("STRICT", strict)
    if strict == "1":
        with pytest.raises(SystemExit, match="to the whole world"):
            clusters.plans()
    else:
        assert clusters.plans()[0].warnings
