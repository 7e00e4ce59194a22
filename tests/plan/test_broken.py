"""Broken settings pages: each is refused with exactly the text beside it, and accepted when mended.

`broken/NAME.py` has PAGE and MENDED, `broken/NAME.expected` what a user reads of PAGE.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from tests.plan.pages import GOOD, outcome

FOLDER = Path(__file__).with_name("broken")
NAMES = sorted({file.stem for file in FOLDER.iterdir() if file.suffix in (".py", ".expected")})


def broken(name: str) -> ModuleType:
    return importlib.import_module(f"tests.plan.broken.{name}")


def test_the_page_that_they_are_made_of_is_accepted_without_a_word() -> None:
    assert outcome(GOOD) == "accepted\n"


def test_there_are_many() -> None:
    assert len(NAMES) >= 100


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_page_is_refused_with_exactly_these_words(name: str) -> None:
    expected = FOLDER / f"{name}.expected"
    assert (FOLDER / f"{name}.py").exists(), f"{expected.name} has no page"
    assert expected.exists(), f"{name}.py has no {expected.name}"
    assert outcome(broken(name).PAGE) == expected.read_text()


@pytest.mark.parametrize("name", NAMES)
def test_mended_it_is_accepted_without_a_word(name: str) -> None:
    assert outcome(broken(name).MENDED) == "accepted\n"


@pytest.mark.parametrize("name", NAMES)
def test_each_message_is_one_printable_line(name: str) -> None:
    for line in outcome(broken(name).PAGE).splitlines():
        assert line.isprintable()
        assert len(line) <= 400
