"""Version numbers as programs print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.versions import parse, show


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("Terraform v1.11.4", (1, 11, 4)),
        ("OpenTofu v1.12.6-dev", (1, 12, 6)),
        ("go1.26", (1, 26, 0)),
        ("go version go1.27.3 linux/amd64", (1, 27, 3)),
        ("no number", None),
        ("", None),
    ],
)
def test_the_first_version_in_a_text_is_read(text: str, version: tuple[int, int, int] | None) -> None:
    assert parse(text) == version


def test_versions_compare_as_numbers() -> None:
    older, newer = parse("1.9.8"), parse("1.11.0")
    assert older is not None
    assert newer is not None
    assert older < newer


@given(st.tuples(*[st.integers(0, 999)] * 3))
def test_what_is_shown_is_read_back(version: tuple[int, int, int]) -> None:
    assert parse(f"v{show(version)}") == version
