"""YAML files for Ansible: written by the library that Ansible reads them with, so that both agree on what is quoted."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

Value = str | int | bool | None | list["Value"] | dict[str, "Value"]


def yaml_file(content: Mapping[str, Value], *, source: str) -> str:
    """A YAML file with a head that says what `source` (a file of the project) it was written from."""
    head = f"# Written by Terraform from {source}. Changes made here are overwritten by the next deploy.\n---\n"
    body: str = yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True, width=2**31, default_flow_style=False)
    return head + body
