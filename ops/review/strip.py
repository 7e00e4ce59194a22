"""The address map as SVG, to scale: across for a wide page, downwards for a narrow one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from ops.review.segments import Drawn, Kind, Segment, draw

# Every kind has a pattern beside its colour; the colours are the page's, for light and dark.
_PATTERNS: dict[Kind, str] = {
    "network": '<path d="M0 4H8" class="ink"/>',
    "gateway": '<path d="M0 2H8M0 6H8" class="ink"/>',
    "vip": "",
    "metallb": '<path d="M-2 10L10 -2M-2 2L2 -2M6 10L10 6" class="ink"/>',
    "pool": '<circle cx="4" cy="4" r="1" class="dot"/>',
    "free": "",
    "broadcast": '<path d="M0 4H8" class="ink"/>',
}
_LETTER = 7.6  # px of a letter of the labels, at most
_ROW = 20  # px of a row of labels
_MOST_ROWS = 9  # of labels above the strip; beyond, the letters and the table have to do


def across(found: Sequence[Segment], *, title: str, width: int = 1080) -> str:
    """The strip from left to right, with a label for each segment: inside it, or above at a leader."""
    drawn = draw(found, width, _minimum(len(found), width, 20))
    outside = [place for place in drawn if not _fits(place)]
    rows = _label_rows(outside, width)
    top = _ROW * (max(rows.values(), default=-1) + 1) + 8
    height = top + 56 + 34
    parts = [*_head("across", width, height, title, drawn)]
    parts += [_box("across", place, place.start, top, place.width, 56) for place in drawn]
    for place in drawn:
        x, middle = place.start + place.width / 2, top + 33
        if _fits(place):
            parts.append(_text(x, middle - 7, place.segment.title, "middle", "on bold", place.segment.kind))
            parts.append(_text(x, middle + 11, _count(place.segment), "middle", "on", place.segment.kind))
        elif place.width >= 10:
            parts.append(_text(x, middle, place.segment.key, "middle", "on bold", place.segment.kind))
        if place.start in rows:
            y = top - 6 - rows[place.start] * _ROW
            right = _leftwards(place, width)
            anchor, at = ("end", x - 5) if right else ("start", x + 5)
            parts.append(f'<path d="M{x:g} {top}V{y - 10}" class="leader"/>')
            parts.append(_text(at, y - 2, _label(place.segment), anchor))
    parts += _widened_across(drawn, top + 56)
    first, last = str(found[0].span.first), str(found[-1].span.last)
    parts += [
        _text(0, height - 6, first, "start", "quiet"),
        _text(width, height - 6, last, "end", "quiet"),
        _text(width / 2, height - 6, _scale(drawn), "middle", "quiet"),
        "</svg>",
    ]
    return "\n".join(parts)


def downwards(found: Sequence[Segment], *, title: str, width: int = 320) -> str:
    """The strip from top to bottom, each segment high enough for a line of text beside it."""
    height = max(420, 44 * len(found))
    drawn = draw(found, height, 24)
    parts = [*_head("down", width, height + 28, title, drawn)]
    for place in drawn:
        middle = place.start + place.width / 2 + 5
        parts.append(_box("down", place, 14, place.start, 44, place.width))
        parts.append(_text(36, middle, place.segment.key, "middle", "on bold", place.segment.kind))
        if place.widened:
            parts.append(f'<path d="M6 {place.start + 2}V{place.start + place.width - 2}" class="wide"/>')
        name, addresses = place.segment.title, _addresses(place.segment)
        parts.append(_text(68, middle, f"{name} {addresses}", "start"))
    parts += [_text(0, height + 22, _scale(drawn), "start", "quiet small"), "</svg>"]
    return "\n".join(parts)


def _scale(drawn: Sequence[Drawn]) -> str:
    return "to scale" + ("; dashed: drawn wider, to be seen" if any(p.widened for p in drawn) else "")


def _minimum(count: int, width: int, wanted: int) -> int:
    """What the smallest segment gets: as wanted, unless that would leave less than half for what is to scale."""
    return max(1, min(wanted, width // (2 * count)))


def _head(id_: str, width: int, height: int, title: str, drawn: Sequence[Drawn]) -> Iterator[str]:
    said = "; ".join(f"{_label(place.segment)}" for place in drawn)
    yield (f'<svg class="strip {id_}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id_}-title {id_}-desc">')
    yield f'<title id="{id_}-title">{escape(title)}</title><desc id="{id_}-desc">{escape(said)}</desc><defs>'
    for kind in dict.fromkeys(place.segment.kind for place in drawn):
        yield (
            f'<pattern id="{id_}-{kind}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" class="{kind}"/>{_PATTERNS[kind]}</pattern>'
        )
    yield "</defs>"


def _box(id_: str, place: Drawn, x: int, y: int, width: int, height: int) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="url(#{id_}-{place.segment.kind})" class="edge"/>'


def _text(x: float, y: float, text: str, anchor: str, classes: str = "", kind: Kind | None = None) -> str:
    names = " ".join(filter(None, (classes, f"on-{kind}" if kind else "")))
    class_ = f' class="{names}"' if names else ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}"{class_}>{escape(text)}</text>'


def _count(segment: Segment) -> str:
    return f"{segment.count:,} address" + ("es" if segment.count != 1 else "")


def _addresses(segment: Segment) -> str:
    """The last address without what it shares with the first: `10.2.184.50 - .254`."""
    first, last = str(segment.span.first).split("."), str(segment.span.last).split(".")
    if first == last:
        return ".".join(first)
    same = next(at for at in range(4) if first[at] != last[at])
    return f"{'.'.join(first)} - {'.' if same else ''}{'.'.join(last[same:])}"


def _label(segment: Segment) -> str:
    count = f" ({segment.count:,})" if segment.count > 1 else ""
    return f"{segment.key}  {segment.title} {_addresses(segment)}{count}"


def _fits(place: Drawn) -> bool:
    return place.width >= 12 + _LETTER * max(len(place.segment.title), len(_count(place.segment)))


def _leftwards(place: Drawn, width: int) -> bool:
    return place.start > width * 0.6


def _label_rows(outside: Sequence[Drawn], width: int) -> dict[int, int]:
    """The row of each label, by its segment's start: no text over another, no leader through a text.

    Texts that run to the right are placed from the right, so that a leader further left passes only texts' left ends.
    Empty where that takes too many rows.
    """
    texts: list[tuple[float, float, int]] = []
    rows: dict[int, int] = {}
    rightwards = [place for place in reversed(outside) if not _leftwards(place, width)]
    leftwards = [place for place in outside if _leftwards(place, width)]
    for place in (*leftwards, *rightwards):
        x, length = place.start + place.width / 2, 10 + _LETTER * len(_label(place.segment))
        start, end = (x - length, x) if place in leftwards else (x, x + length)
        passed = [row for at, row in rows.items() if start <= at + place.width / 2 <= end]
        passed += [row for begin, until, row in texts if begin <= end and start <= until]
        rows[place.start] = max(passed, default=-1) + 1
        texts.append((start, end, rows[place.start]))
    return rows if max(rows.values(), default=0) < _MOST_ROWS else {}


def _widened_across(drawn: Sequence[Drawn], y: int) -> Iterator[str]:
    for place in drawn:
        if place.widened:
            yield f'<path d="M{place.start + 2} {y + 7}H{place.start + place.width - 2}" class="wide"/>'
