"""The HTML file in a real browser: it fits, it is quiet, it asks for nothing. Needs Chromium; see `ops.review.browser`."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

import pytest

from ops.review import browser
from ops.review.html import page
from ops.review.model import Review
from ops.review.png import small
from tests.review.conftest import review_of

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_fits_and_loads_nothing(each: Review, width: int) -> None:
    found = browser.measure(page(each), width)
    assert found.width == width
    assert found.overflowing == ()
    assert found.requests == ()
    assert found.console == ()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_reader_sees_every_fact(width: int) -> None:
    review = review_of("stage")
    seen = " ".join(browser.measure(page(review), width).text.split())
    facts = [value for fact in review.facts for value in fact.values]
    facts += [text for segment in review.segments for text in (segment.addresses, segment.whose)]
    facts += [hop.where for route in review.routes for hop in route.hops]
    facts += [text for flow in review.reach.flows for text in (flow.source, flow.target, flow.what, flow.reason)]
    facts += [quota.why for quota in review.quotas]
    assert [fact for fact in facts if fact not in seen] == []


def test_the_browser_tells_a_page_that_does_not_fit_and_is_not_quiet() -> None:
    wide = '<body style="margin:0"><p style="width:500px">wide</p><img src="https://example.org/x.png">'
    found = browser.measure(f"{wide}<script>console.error('oh')</script>", 360)
    assert found.width == 500
    assert found.overflowing == ("P wide",)
    assert [name for name in found.requests if "example.org" in name]
    assert any("oh" in line for line in found.console)


def test_a_picture_is_the_page_in_256_colours(tmp_path: Path) -> None:
    file = tmp_path / "page.png"
    browser.screenshot('<body style="margin:0;background:#0b5cad">', file, width=600, height=300)
    png = file.read_bytes()
    assert struct.unpack(">II", png[16:24]) == (600, 300)
    assert re.search(rb"PLTE(...)", png, re.DOTALL).group(1) == bytes.fromhex("0b5cad")  # type: ignore[union-attr]


def test_a_pictures_pixels_are_kept_whatever_filter_held_them() -> None:
    pixels = [bytes((x * 40, y * 50, 7)) for y in range(5) for x in range(6)]
    rows = [b"".join(pixels[at : at + 6]) for at in range(0, 30, 6)]

    def filtered(kind: int, row: bytes, above: bytes) -> bytes:
        out = bytearray([kind])
        for at, value in enumerate(row):
            left, corner = (row[at - 3], above[at - 3]) if at >= 3 else (0, 0)
            up = above[at]
            nearest = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
            out.append((value - (0, left, up, (left + up) // 2, nearest)[kind]) & 255)
        return bytes(out)

    data = b"".join(filtered(kind, row, above) for kind, (row, above) in enumerate(zip(rows, [bytes(18), *rows], strict=False)))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 6, 5, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
    made = small(png)
    start = made.index(b"PLTE")
    (length,) = struct.unpack(">I", made[start - 4 : start])
    palette = [made[start + 4 + at : start + 7 + at] for at in range(0, length, 3)]
    start = made.index(b"IDAT")
    (length,) = struct.unpack(">I", made[start - 4 : start])
    raw = zlib.decompress(made[start + 4 : start + 4 + length])
    assert [palette[index] for at in range(5) for index in raw[at * 7 + 1 : at * 7 + 7]] == pixels


@pytest.mark.parametrize(("name", "most"), [("terminal.svg", 150_000), ("browser.png", 300_000)])
def test_the_pictures_of_the_readme_are_there_and_small(name: str, most: int) -> None:
    assert 10_000 < (Path(__file__).parents[2] / "docs" / "review" / name).stat().st_size < most
