"""The address map as SVG, to scale: across for a wide page, downwards for a narrow one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
_SMALLEST = 20  # px of the smallest segment: room for its letter
_HIGH, _GAP = 56, 14  # px of the strip's height, and of what is left below it
_MOST_ROWS = 9  # of labels above the strip; beyond, the letters and the table have to do


@dataclass(frozen=True)
class _Piece:
    """What of a segment lies in one row of the strip. `chief`: its widest, which carries the text."""

    place: Drawn
    row: int
    x: int
    width: int
    chief: bool

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def across(found: Sequence[Segment], *, title: str, width: int = 1080) -> str:
    """The strip from left to right, with a label for each segment: inside it, or above at a leader.

    Where segments are so many that half a row would not be to scale, it goes on in further rows.
    """
    rows = max(1, -(-2 * _SMALLEST * len(found) // width))
    drawn = draw(found, rows * width, _SMALLEST)
    pieces = [piece for place in drawn for piece in _pieces(place, width)]
    outside = [piece for piece in pieces if not _fits(piece)] if rows == 1 else []
    labels = _label_rows(outside, width)
    top = _ROW * (max(labels.values(), default=-1) + 1) + 8
    height = top + rows * (_HIGH + _GAP) + 22
    parts = [*_head("across", width, height, title, drawn)]
    for piece in pieces:
        parts += _piece(piece, top + piece.row * (_HIGH + _GAP))
    for piece in outside:
        if piece in labels:
            y = top - 6 - labels[piece] * _ROW
            anchor, x = ("end", piece.middle - 5) if _leftwards(piece, width) else ("start", piece.middle + 5)
            parts.append(f'<path d="M{piece.middle:g} {top}V{y - 10}" class="leader"/>')
            parts.append(_text(x, y - 2, _label(piece.place.segment), anchor))
    first, last = str(found[0].span.first), str(found[-1].span.last)
    parts += [
        _text(0, height - 6, first, "start", "quiet"),
        _text(width, height - 6, last, "end", "quiet"),
        _text(width / 2, height - 6, _scale(drawn), "middle", "quiet"),
        "</svg>",
    ]
    return "\n".join(parts)


def _pieces(place: Drawn, width: int) -> list[_Piece]:
    """A segment cut where rows end."""
    end = place.start + place.width
    found = []
    for row in range(place.start // width, (end - 1) // width + 1):
        x = max(place.start - row * width, 0)
        found.append((min(end - row * width, width) - x, -row, x))
    chief = max(found)
    return [_Piece(place, -row, x, wide, (wide, row, x) == chief) for wide, row, x in found]


def _piece(piece: _Piece, y: int) -> Iterator[str]:
    segment = piece.place.segment
    yield _box("across", segment, piece.x, y, piece.width, _HIGH)
    if piece.chief and _fits(piece):
        yield _text(piece.middle, y + 26, segment.title, "middle", f"bold on-{segment.kind}")
        yield _text(piece.middle, y + 44, _count(segment), "middle", f"on-{segment.kind}")
    elif piece.chief:
        yield _text(piece.middle, y + 33, segment.key, "middle", f"bold on-{segment.kind}")
    if piece.place.widened:
        yield f'<path d="M{piece.x + 2} {y + _HIGH + 7}H{piece.x + piece.width - 2}" class="wide"/>'


def downwards(found: Sequence[Segment], *, title: str, width: int = 320) -> str:
    """The strip from top to bottom, each segment high enough for a line of text beside it."""
    height = max(420, 44 * len(found))
    drawn = draw(found, height, 24)
    parts = [*_head("down", width, height + 28, title, drawn)]
    for place in drawn:
        middle = place.start + place.width / 2 + 5
        parts.append(_box("down", place.segment, 14, place.start, 44, place.width))
        parts.append(_text(36, middle, place.segment.key, "middle", f"bold on-{place.segment.kind}"))
        if place.widened:
            parts.append(f'<path d="M6 {place.start + 2}V{place.start + place.width - 2}" class="wide"/>')
        name, addresses = place.segment.title, _addresses(place.segment)
        parts.append(_text(68, middle, f"{name} {addresses}", "start"))
    parts += [_text(0, height + 22, _scale(drawn), "start", "quiet small"), "</svg>"]
    return "\n".join(parts)


def _scale(drawn: Sequence[Drawn]) -> str:
    return "to scale" + ("; dashed: drawn wider, to be seen" if any(p.widened for p in drawn) else "")


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


def _box(id_: str, segment: Segment, x: int, y: int, width: int, height: int) -> str:
    fill = f"url(#{id_}-{segment.kind})"
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}" class="edge"/>'


def _text(x: float, y: float, text: str, anchor: str, classes: str = "") -> str:
    class_ = f' class="{classes}"' if classes else ""
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


def _fits(piece: _Piece) -> bool:
    segment = piece.place.segment
    return piece.width >= 12 + _LETTER * max(len(segment.title), len(_count(segment)))


def _leftwards(piece: _Piece, width: int) -> bool:
    return piece.x > width * 0.6


def _label_rows(outside: Sequence[_Piece], width: int) -> dict[_Piece, int]:
    """The row of each label: no text over another, no leader through a text. Empty where that takes too many rows.

    Texts that run to the right are placed from the right, so that a leader further left passes only their left ends.
    """
    texts: list[tuple[float, float, int]] = []
    rows: dict[_Piece, int] = {}
    rightwards = [piece for piece in reversed(outside) if not _leftwards(piece, width)]
    leftwards = [piece for piece in outside if _leftwards(piece, width)]
    for piece in (*leftwards, *rightwards):
        x, length = piece.middle, 10 + _LETTER * len(_label(piece.place.segment))
        start, end = (x - length, x) if piece in leftwards else (x, x + length)
        passed = [row for other, row in rows.items() if start <= other.middle <= end]
        passed += [row for begin, until, row in texts if begin <= end and start <= until]
        rows[piece] = max(passed, default=-1) + 1
        texts.append((start, end, rows[piece]))
    return rows if max(rows.values(), default=0) < _MOST_ROWS else {}
