"""The user's pip configuration on its way to pipenv."""

from __future__ import annotations

import os

from tools.pip_settings import environment, from_config_list

LISTED = """\
:env:.cert='/from/the/environment.pem'
global.cert='/etc/site.pem'
global.index-url='https://mirror.invalid/simple'
global.extra-index-url='\\nhttps://a.invalid\\nhttps://b.invalid'
global.user='true'
install.index-url='https://install.invalid/simple'
download.index-url='https://download.invalid/simple'
"""


def test_what_says_where_packages_come_from_is_carried_over() -> None:
    assert from_config_list(LISTED) == {
        "PIP_CERT": "/etc/site.pem",
        "PIP_INDEX_URL": "https://install.invalid/simple",
        "PIP_EXTRA_INDEX_URL": "https://a.invalid https://b.invalid",
    }


def test_the_order_in_the_list_does_not_matter() -> None:
    assert from_config_list("\n".join(reversed(LISTED.splitlines()))) == from_config_list(LISTED)


def test_a_variable_of_the_users_wins_over_a_file() -> None:
    made = environment(LISTED, {"PIP_CERT": "/mine.pem", "HOME": "/home/me"})
    assert made["PIP_CERT"] == "/mine.pem"
    assert made["HOME"] == "/home/me"
    assert made["PIP_CONFIG_FILE"] == os.devnull


def test_an_empty_configuration_adds_nothing() -> None:
    assert from_config_list("") == {}
