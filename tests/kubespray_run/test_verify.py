"""Proof that the endpoint answers, by real TLS on loopback; and what is said of each way in which it does not."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from ops.errors import OpsError
from ops.kubespray import kubeconfig
from ops.kubespray.facts import Endpoint
from ops.kubespray.files import write_private
from ops.kubespray.layout import Layout
from ops.kubespray.verify import verify
from tests.kubespray_run.certificates import Authority, api_server

NAME = "stage-cluster"
TIMEOUT = 0.5


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


Fetched = Callable[..., Layout]


@pytest.fixture
def fetched(authority: Authority, tmp_path: Path) -> Fetched:
    """A project with the kubeconfig of an endpoint at this port."""

    def make(port: int, *, address: str = "127.0.0.1", floating: str | None = None, of: Authority = authority) -> Layout:
        layout = Layout(tmp_path, NAME)
        admin = kubeconfig.parse(of.admin_conf(), what="admin.conf")
        made = kubeconfig.pointed_at(Endpoint(address=address, port=port, floating=floating), admin, name=NAME)
        write_private(layout.kubeconfig, kubeconfig.dump(made))
        return layout

    return make


def test_both_addresses_that_answer_are_named(
    authority: Authority, tmp_path: Path, fetched: Fetched, capsys: pytest.CaptureFixture[str]
) -> None:
    with api_server(tmp_path, authority, ["127.0.0.1", "127.0.0.2"], host="0.0.0.0") as port:
        answers = verify(fetched(port, floating="127.0.0.2"), TIMEOUT)
    assert [answer.good for answer in answers] == [True, True]
    assert capsys.readouterr().out.splitlines() == [
        f"ok   https://127.0.0.1:{port} ({NAME}): TLS verified by the cluster's CA; /readyz says ok",
        f"ok   https://127.0.0.2:{port} ({NAME}-floating): TLS verified by the cluster's CA; /readyz says ok",
    ]


def test_a_vip_out_of_reach_is_no_error_while_the_floating_ip_answers(
    authority: Authority, tmp_path: Path, fetched: Fetched
) -> None:
    with api_server(tmp_path, authority, ["127.0.0.2"], host="127.0.0.2") as port:
        answers = verify(fetched(port, floating="127.0.0.2"), TIMEOUT)
    assert [answer.good for answer in answers] == [False, True]
    assert "refuses connections" in answers[0].says


def test_a_certificate_without_the_vip_is_an_error_that_names_its_sans(
    authority: Authority, tmp_path: Path, fetched: Fetched, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        api_server(tmp_path, authority, ["127.0.0.2", "kubernetes.default"], host="0.0.0.0") as port,
        pytest.raises(OpsError, match="not every address proves to be this cluster"),
    ):
        verify(fetched(port, floating="127.0.0.2"), TIMEOUT)
    said = capsys.readouterr().out
    assert "its certificate does not name 127.0.0.1, only 127.0.0.2, kubernetes.default; add it to" in said


def test_another_cluster_at_the_address_is_an_error(
    tmp_path: Path, fetched: Fetched, capsys: pytest.CaptureFixture[str]
) -> None:
    with api_server(tmp_path, Authority(), ["127.0.0.1"]) as port, pytest.raises(OpsError):
        verify(fetched(port), TIMEOUT)
    assert "its certificate is not of this cluster's CA" in capsys.readouterr().out


def test_nobody_there_is_an_error(fetched: Fetched, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(OpsError, match="answers at none of its addresses"):
        verify(fetched(port), TIMEOUT)
    assert "no API server listens there" in capsys.readouterr().out


def test_silence_is_an_error_after_the_timeout(fetched: Fetched, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(OpsError):
            verify(fetched(silent.getsockname()[1]), TIMEOUT)
    assert "no answer in time: it is not reachable from here" in capsys.readouterr().out


def test_an_api_that_is_not_ready_says_what_fails(
    authority: Authority, tmp_path: Path, fetched: Fetched, capsys: pytest.CaptureFixture[str]
) -> None:
    with api_server(tmp_path, authority, ["127.0.0.1"], status=500) as port, pytest.raises(OpsError):
        verify(fetched(port), TIMEOUT)
    assert "the API is not ready (HTTP 500): [-]etcd failed: reason withheld" in capsys.readouterr().out


def test_an_api_that_wants_other_credentials_has_proved_who_it_is(
    authority: Authority, tmp_path: Path, fetched: Fetched
) -> None:
    with api_server(tmp_path, authority, ["127.0.0.1"], status=401) as port:
        (answer,) = verify(fetched(port), TIMEOUT)
    assert answer.good
