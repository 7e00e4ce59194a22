"""The review in a terminal: within its columns, and whole without a colour."""

from __future__ import annotations

import io
import re

import pytest
from rich.cells import cell_len

from ops.review import terminal
from ops.review.model import Review
from tests.review.clusters import HOSTILE
from tests.review.conftest import review_of


def printed(review: Review, **options: object) -> str:
    file = io.StringIO()
    terminal.show(review, terminal.console(file=file, **options))
    return file.getvalue()


def words(text: str) -> set[str]:
    return set(text.split())


@pytest.mark.parametrize("width", [80, 93, 100])
def test_no_line_is_wider_than_the_terminal(each: Review, width: int) -> None:
    wide = [line for line in printed(each, width=width).splitlines() if cell_len(line) > width]
    assert wide == []


def test_a_wide_terminal_gets_no_long_lines(each: Review) -> None:
    assert max(map(cell_len, printed(each, width=300).splitlines())) <= terminal.WIDEST


def test_a_pipe_gets_80_columns_and_no_escapes(each: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    text = printed(each)
    assert "\x1b" not in text
    assert max(map(cell_len, text.splitlines())) <= 80


def test_no_color_takes_colours_out_and_leaves_the_text(each: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    text = printed(each, width=80, force_terminal=True)
    codes = {code for codes in re.findall(r"\x1b\[([\d;]*)m", text) for code in codes.split(";")}
    assert codes <= {"0", "1", "2", "3", "4"}  # bold, dim, italic, underlined
    assert re.sub(r"\x1b\[[\d;]*m", "", text) == printed(each, width=80)


def test_the_strip_tells_its_segments_by_letters_and_patterns() -> None:
    lines = printed(review_of("stage"), width=80).splitlines()
    at = next(at for at, line in enumerate(lines) if line.split() == ["10.2.184.0", "10.2.187.255"])
    strip, marks = lines[at + 1].strip(), lines[at + 2].rstrip()
    assert re.fullmatch(r"N─G═F·V█M▒+P pool ▓+F free ·+B─", strip)
    assert marks == "  " + "^" * 8 + " " * 66 + "^^"
    assert len(strip) == 76


def test_a_terminal_of_ascii_gets_ascii() -> None:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding="ascii")
    terminal.show(review_of("hostile"), terminal.console(file=file, width=80))
    file.flush()
    assert b"N-G=F.V#" in raw.getvalue()


@pytest.mark.parametrize("name", ["stage", "tiny", "octavia", "first-node", "thousand", "many-pools"])
def test_every_fact_of_the_model_is_printed(name: str) -> None:
    review = review_of(name)
    text = words(printed(review, width=100))
    facts = [*(value for fact in review.facts for value in fact.values), *review.warnings, review.pool_use]
    facts += [fact for s in review.segments for fact in (s.key, s.addresses, f"{s.count:,}", s.title, s.whose)]
    facts += [fact for r in review.routes for hop in r.hops for fact in (hop.what, hop.where, hop.note, hop.link)]
    facts += [f for s in review.servers for f in (s.pool, f"{s.count:,}", s.flavor, s.each_has, s.boots, s.where)]
    facts += [f for q in review.quotas for f in (q.service, q.name, "?" if q.need is None else f"{q.need:,}", q.why)]
    facts += [f for flow in review.reach.flows for f in (flow.source, flow.target, flow.what, flow.reason)]
    missing = {word for fact in facts for word in fact.split()} - {word.strip(",;") for word in text} - text
    assert missing == set()


def test_names_are_shown_as_they_are_written() -> None:
    text = "".join(printed(review_of("hostile"), width=100).split())
    assert HOSTILE.split()[0] in text
    assert ":smile:" in text
    assert "[red]x[/]" in text
