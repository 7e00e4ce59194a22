"""The services' configuration files: whose ports, which secrets, and who may read them."""

from __future__ import annotations

import configparser
import stat
from pathlib import Path

import pytest
from openstack.config import OpenStackConfig

from lab import clouds, identity
from lab.catalog import SERVICES
from lab.errors import LabError
from lab.layout import Layout
from lab.ports import Ports
from lab.services import config, drivers, service


@pytest.fixture
def site(tmp_path: Path) -> config.Site:
    layout = Layout(root=tmp_path / "lab", venv=tmp_path / "venv")
    return config.Site(layout, identity.new(Ports(15000)))


def parsed(site: config.Site, name: str) -> configparser.ConfigParser:
    """The rendered file as a strict reader sees it: a section or an option that comes twice is an error."""
    parser = configparser.ConfigParser(interpolation=None, default_section="none of them")
    parser.read_string(config.render(service(name).config(site)))
    return parser


@pytest.mark.parametrize("name", SERVICES)
def test_every_path_lies_in_the_lab_or_in_its_environment(site: config.Site, name: str) -> None:
    file = parsed(site, name)
    paths = [value for section in file for value in file[section].values() if value.startswith("/")]
    assert paths
    for path in paths:
        assert path.startswith((str(site.layout.root), str(site.layout.venv))), path


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "keystone"])
def test_every_service_signs_in_at_this_labs_keystone(site: config.Site, name: str) -> None:
    file = parsed(site, name)
    urls = {file[section]["auth_url"] for section in file if "auth_url" in file[section]}
    assert urls == {"http://127.0.0.1:15000/v3"}
    assert file["keystone_authtoken"]["username"] == name
    assert file["keystone_authtoken"]["password"] == site.identity.service_password


def test_no_two_services_share_a_database(site: config.Site) -> None:
    urls = [
        file[section]["connection"]
        for file in (parsed(site, name) for name in SERVICES)
        for section in file
        if "connection" in file[section]
    ]
    assert len(urls) == 6  # Nova has two
    assert len(set(urls)) == len(urls)


def test_the_admins_password_is_in_no_configuration(site: config.Site) -> None:
    for name in SERVICES:
        assert site.identity.admin_password not in config.render(service(name).config(site))


def test_a_configuration_file_is_private_even_over_an_open_one(site: config.Site) -> None:
    site.layout.etc.mkdir(parents=True)
    file = site.file("nova")
    file.write_text("old")
    file.chmod(0o644)
    config.write(site, "nova", {"DEFAULT": {"debug": "true"}})
    assert file.read_text() == "[DEFAULT]\ndebug = true\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(site.layout.etc.stat().st_mode) == 0o700


def test_neutrons_driver_is_announced_under_the_name_that_its_configuration_uses(site: config.Site) -> None:
    drivers.write(site.layout)
    (entry_points,) = drivers.path(site.layout).glob("*.dist-info/entry_points.txt")
    announced = configparser.ConfigParser()
    announced.read(entry_points)
    assert list(announced["neutron.ml2.mechanism_drivers"]) == [parsed(site, "neutron")["ml2"]["mechanism_drivers"]]


def test_clouds_yaml_gives_the_tenant_and_the_admin(site: config.Site) -> None:
    site.layout.root.mkdir()
    clouds.write(site.identity, site.layout)
    assert stat.S_IMODE(site.layout.clouds_yaml.stat().st_mode) == 0o600
    reader = OpenStackConfig(config_files=[str(site.layout.clouds_yaml)], load_envvars=False)
    tenant, admin = (reader.get_one(name).get_auth_args() for name in ("lab", "lab-admin"))
    assert (tenant["username"], tenant["project_name"]) == ("demo", "demo")
    assert tenant["password"] == site.identity.tenant_password
    assert (admin["username"], admin["project_name"]) == ("admin", "admin")
    assert admin["password"] == site.identity.admin_password
    assert tenant["auth_url"] == admin["auth_url"] == "http://127.0.0.1:15000/v3"


def test_an_identity_is_the_same_after_saving(site: config.Site) -> None:
    identity.save(site.identity, site.layout)
    assert identity.load(site.layout) == site.identity
    assert stat.S_IMODE(site.layout.identity.stat().st_mode) == 0o600
    assert stat.S_IMODE(site.layout.state.stat().st_mode) == 0o700


def test_a_lab_that_was_never_made_has_no_identity(site: config.Site) -> None:
    assert identity.load(site.layout) is None


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"port_base": "x"}'])
def test_a_damaged_identity_is_one_clear_error(site: config.Site, content: str) -> None:
    site.layout.state.mkdir(parents=True)
    site.layout.identity.write_text(content)
    with pytest.raises(LabError, match="lab reset"):
        identity.load(site.layout)


def test_no_two_labs_have_a_password_in_common_and_none_is_ever_shown() -> None:
    first, second = (identity.new(Ports()) for _ in range(2))
    secrets = [
        secret for mine in (first, second) for secret in (mine.admin_password, mine.tenant_password, mine.service_password)
    ]
    assert len(set(secrets)) == 6
    assert not any(secret in f"{first!r} {first} {second!r}" for secret in secrets)


def test_a_lab_keeps_its_ports(site: config.Site) -> None:
    identity.require_same_ports(site.identity, None, site.layout)
    identity.require_same_ports(site.identity, 15000, site.layout)
    with pytest.raises(LabError, match=r"keystone 15000.*lab reset"):
        identity.require_same_ports(site.identity, 16000, site.layout)
