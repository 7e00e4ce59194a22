"""The HTML file: the model's facts, escaped; nothing from outside; readable by ear, in the dark and on paper."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import product

import pytest

from ops.review.html import page
from ops.review.model import Review
from tests.review.clusters import HOSTILE
from tests.review.conftest import review_of

VOID = {"meta", "br", "rect", "path", "circle"}


class Page(HTMLParser):
    """The page as its tables, ids and text. Fails where a tag is not closed by its own."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.texts: list[str] = []
        self._rows: list[list[str]] = []
        self._caption = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self._rows, self._caption = [], ""
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("th", "td"):
            self._rows[-1].append("")
        elif tag in ("br", "small") and self._cell:
            self._rows[-1][-1] += "\n"

    @property
    def _cell(self) -> bool:
        return "th" in self.open or "td" in self.open

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "table":
            self.tables[self._caption] = self._rows

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.texts.append(data.strip())
        if "caption" in self.open:
            self._caption += data
        elif self._cell:
            self._rows[-1][-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_the_tables_say_what_the_model_says(each: Review) -> None:
    found = Page(page(each)).tables
    addresses = found[f"The {each.addresses:,} addresses of {each.subnet}, in order"]
    assert addresses[1:] == [[s.key, s.addresses, f"{s.count:,}", s.title, s.whose] for s in each.segments]
    servers = found["Servers"]
    assert servers[1:] == [[s.pool, f"{s.count:,}", s.flavor, s.each_has, s.boots, s.where] for s in each.servers]
    quotas = [row for caption, rows in found.items() if caption.startswith("Quota of") for row in rows[1:]]
    assert quotas == [[q.name, "?" if q.need is None else f"{q.need:,}", q.why] for q in each.quotas]
    flows = each.reach.flows
    rules = found[f"The {len(flows)} security-group rules"]
    assert rules[1:] == [[flow.source, flow.target, flow.what, flow.reason] for flow in flows]


def test_the_matrix_says_what_the_model_says(each: Review) -> None:
    head, *rows = Page(page(each)).tables["From each row to each column"]
    assert [cell.split(" \n")[0] for cell in head[1:]] == [end.name for end in each.reach.targets]
    for row, source in zip(rows, each.reach.sources, strict=True):
        assert row[0] == f"{source.name} \n{source.carriers}"
        expected = ["\n".join(each.reach.between(source, target)) or "-" for target in each.reach.targets]
        assert row[1:] == expected


def test_routes_warnings_and_facts_are_there(each: Review) -> None:
    texts = set(Page(page(each)).texts)
    said = [each.name, each.pool_use, *each.warnings, *(value for fact in each.facts for value in fact.values)]
    said += [text for r in each.routes for hop in r.hops for text in (hop.what, hop.where, hop.note, hop.link) if text]
    assert set(said) - texts == set()


def test_each_segment_is_drawn_and_described_in_both_strips(each: Review) -> None:
    html = page(each)
    across, down = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    for strip in (across, down):
        drawn = re.findall(r'<rect x=.*?fill="url\(#\w+-(\w+)\)"', strip)
        assert [kind for at, kind in enumerate(drawn) if at == 0 or kind != drawn[at - 1]] == [
            segment.kind for segment in each.segments
        ]
        (described,) = re.findall(r"<desc[^>]*>(.*?)</desc>", strip)
        assert len(described.split("; ")) == len(each.segments)
        letters = re.findall(r'class="bold on-\w+">(\w+)<', strip)
        assert len(letters) == len(each.segments)


def test_everything_from_settings_is_escaped() -> None:
    html = page(review_of("hostile"))
    assert "<script" not in html
    assert HOSTILE in "".join(Page(html).texts)


def test_nothing_is_loaded_or_run(each: Review) -> None:
    html = page(each)
    found = Page(html)
    assert {tag for tag, _ in found.tags} & {"script", "link", "img", "iframe", "object", "a", "form"} == set()
    assert re.findall(r"url\((?!#)|@import|://|\bsrc=|\bhref=|\bon\w+=", html) == []


def test_the_same_cluster_gives_the_same_bytes(each: Review) -> None:
    assert page(each) == page(each)


def test_tables_and_pictures_can_be_heard(each: Review) -> None:
    found = Page(page(each))
    assert all(cell.get("scope") in ("col", "row") for cell in found.all("th"))
    assert len(found.all("caption")) == len(found.all("table"))
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    pictures = found.all("svg")
    assert len(pictures) == 2
    for picture in pictures:
        assert picture["role"] == "img"
        assert set(str(picture["aria-labelledby"]).split()) <= set(ids)
    assert found.all("html") == [{"lang": "en"}]


def palettes() -> list[dict[str, str]]:
    """The colours in light and in dark, by name."""
    css = page(review_of("tiny")).partition("<style>")[2]
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in blocks]


def contrast(one: str, other: str) -> float:
    """WCAG 2.1's contrast ratio."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_text_can_be_read_on_what_it_lies_on() -> None:
    on = [*product(("ink", "quiet", "accent"), ("paper", "soft")), ("warn", "warn-soft"), ("ink", "warn-soft")]
    on += [*product(("ink",), ("pool", "metallb", "gateway", "free", "plain")), ("paper", "vip")]
    light, dark = palettes()
    assert light.keys() == dark.keys()
    faint = [(ink, ground, contrast(colours[ink], colours[ground])) for colours in (light, dark) for ink, ground in on]
    assert [found for found in faint if found[2] < 4.5] == []


@pytest.mark.parametrize("medium", ["screen and (prefers-color-scheme: dark)", "screen and (max-width", "print"])
def test_the_page_has_a_face_for(medium: str) -> None:
    assert f"@media {medium}" in page(review_of("tiny"))
