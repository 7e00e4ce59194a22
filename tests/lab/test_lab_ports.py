"""Which service listens where, and what a taken port leads to."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.catalog import SERVICES
from lab.errors import LabError
from lab.ports import HOST, Ports, is_free, require_free
from tests.lab.conftest import free_port_base


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as other_program:
        other_program.bind((HOST, 0))
        other_program.listen()
        yield other_program


def test_the_usual_ports_are_those_of_every_openstack() -> None:
    usual = {name: Ports()[name] for name in SERVICES}
    assert usual == {"keystone": 5000, "nova": 8774, "placement": 8778, "glance": 9292, "neutron": 9696}


@given(st.integers(1024, 65531))
def test_a_base_gives_every_service_a_port_of_its_own_from_there(base: int) -> None:
    assert [Ports(base)[name] for name in SERVICES] == list(range(base, base + 5))


@pytest.mark.parametrize("base", [-1, 0, 80, 1023, 65532, 70000])
def test_a_base_without_room_for_all_services_is_refused(base: int) -> None:
    with pytest.raises(LabError, match=f"port base {base} is out of range"):
        Ports(base)


def test_a_port_that_someone_listens_on_is_not_free(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    assert not is_free(port)
    listener.close()
    assert is_free(port)


def test_a_taken_port_is_named_with_its_service_and_the_way_out() -> None:
    ports = Ports(free_port_base())
    with socket.socket() as other_program:
        other_program.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other_program.bind((HOST, ports["glance"]))
        other_program.listen()
        with pytest.raises(LabError) as error:
            require_free(ports)
    assert str(error.value).startswith(f"port {ports['glance']} (glance) on 127.0.0.1 is taken")
    assert "--port-base" in str(error.value)
    require_free(ports)
