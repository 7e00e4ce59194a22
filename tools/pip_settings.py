"""The user's pip configuration, handed to pipenv, which by itself would drop most of it.

Seen in pipenv 2026.10: where a Pipfile has no source, it takes the index from pip's configuration; but the
pip that it then runs reads no configuration file (PIP_CONFIG_FILE is set to nothing), so a certificate or a
proxy of pip.conf would be lost. Environment variables do reach it, so every setting goes there.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Mapping

# Where packages come from and how to get there. Others (user, target, …) would break an environment.
NAMES = frozenset({
    "index-url", "extra-index-url", "find-links", "no-index", "trusted-host",
    "cert", "client-cert", "proxy", "timeout", "default-timeout", "retries", "keyring-provider",
})  # fmt: skip


def from_config_list(output: str) -> dict[str, str]:
    """PIP_* variables from what `pip config list` prints; [install] is stronger than [global], as for pip."""
    variables: dict[str, tuple[int, str]] = {}
    for line in output.splitlines():
        key, equals, value = line.partition("=")
        section, dot, name = key.strip().rpartition(".")
        strength = {"global": 0, "install": 1}.get(section)
        if not (equals and dot) or strength is None or name not in NAMES:
            continue
        variable = "PIP_" + name.upper().replace("-", "_")
        if variable not in variables or strength >= variables[variable][0]:
            # A list stands on lines of its own in a file, and between spaces in a variable.
            variables[variable] = (strength, " ".join(str(ast.literal_eval(value.strip())).split()))
    return {variable: value for variable, (_, value) in variables.items()}


def environment(config_list: str, base: Mapping[str, str]) -> dict[str, str]:
    """`base` with the settings in it. A variable that is set already is the user's last word."""
    return {**from_config_list(config_list), **base, "PIP_CONFIG_FILE": os.devnull}
