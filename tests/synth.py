"""Synthesizes constructs for a test, and reads what came out. Fails on what CDKTF silently lets through."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

from cdktf import App, TerraformStack, Testing

from constructs_lib.plan import check
from constructs_lib.plan.settings import Cluster
from stacks.cluster_stack import ClusterStack

# Blocks that are empty on purpose: the providers take everything from the environment.
_MAY_BE_EMPTY = ("provider.",)


class Synthesized:
    """The synthesized JSON of a stack."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.json: dict[str, Any] = json.loads(text)
        empty = [path for path in _empty_blocks(self.json, "") if not path.startswith(_MAY_BE_EMPTY)]
        assert not empty, f"empty nested blocks, so a value got lost on its way: {empty}"

    def resources(self, type_: str, kind: str = "resource") -> dict[str, dict[str, Any]]:
        """Resources of a type by their address, without CDKTF's own notes."""
        found: dict[str, dict[str, Any]] = self.json.get(kind, {}).get(type_, {})
        return {address: {key: value for key, value in body.items() if key != "//"} for address, body in found.items()}

    def only(self, type_: str, **attributes: object) -> dict[str, Any]:
        """The one resource of a type that has these attributes."""
        all_of_type = self.resources(type_)
        matching = [body for body in all_of_type.values() if all(body.get(key) == value for key, value in attributes.items())]
        assert len(matching) == 1, f"{len(matching)} of {type_} have {attributes}:\n{json.dumps(all_of_type, indent=2)}"
        return matching[0]

    def addresses(self) -> list[str]:
        """The address of every resource and data source in Terraform's state, sorted."""
        managed = (f"{type_}.{id_}" for type_, bodies in self.json.get("resource", {}).items() for id_ in bodies)
        data = (f"data.{type_}.{id_}" for type_, bodies in self.json.get("data", {}).items() for id_ in bodies)
        return sorted([*managed, *data])

    def outputs(self) -> dict[str, Any]:
        return {name: body["value"] for name, body in self.json.get("output", {}).items()}


def synthesized(cluster: Cluster) -> Synthesized:
    """The stack of a settings page."""
    with app() as made:
        return Synthesized(Testing.synth(ClusterStack(made, check(cluster))))


def synthesized_alone(make: Callable[[TerraformStack], None]) -> Synthesized:
    """A stack of one's own, with what `make` puts into it."""
    with app() as made:
        stack = TerraformStack(made, "own")
        make(stack)
        return Synthesized(Testing.synth(stack))


@contextmanager
def app() -> Iterator[App]:
    """An app that leaves nothing; CDKTF's own for tests leaves a temporary folder each time."""
    with TemporaryDirectory() as folder:
        yield Testing.stub_version(App(outdir=folder))


def _empty_blocks(value: object, path: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            here = f"{path}.{key}".lstrip(".")
            if isinstance(inner, Mapping) and not inner and key not in ("//",):
                yield here
            yield from _empty_blocks(inner, here)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            if inner == {}:
                yield f"{path}[{at}]"
            yield from _empty_blocks(inner, f"{path}[{at}]")
