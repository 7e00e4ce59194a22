"""The review in a terminal: 80 columns are enough, and so is one colour."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from io import TextIOWrapper

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ops.review.model import MATRIX_NOTE, QUOTA_NOTE, Review
from ops.review.reach import End, Reach
from ops.review.routes import Route
from ops.review.segments import Drawn, Kind, addresses_per_unit, draw

NARROWEST = 80
WIDEST = 100  # columns; a longer line is hard to read
_MINIMUM = 2  # columns of the smallest segment: its letter, and one that tells its pattern
_BETWEEN = 2  # columns that the table puts between two of its own
_LONGEST = 18  # columns of an end's name in the matrix: any IPv4 network

# The fill behind a segment's letter, and the same where the terminal has no more than ASCII.
_FILLS: dict[Kind, tuple[str, str]] = {
    "network": ("─", "-"),
    "gateway": ("═", "="),
    "vip": ("█", "#"),
    "metallb": ("▒", "%"),
    "pool": ("▓", "+"),
    "free": ("·", "."),
    "broadcast": ("─", "-"),
}
_STYLES: dict[Kind, str] = {
    "network": "dim",
    "gateway": "magenta",
    "vip": "bold red",
    "metallb": "yellow",
    "pool": "cyan",
    "free": "dim",
    "broadcast": "dim",
}


def console(**options: object) -> Console:
    """A console that takes text as it is: no markup, no emoji codes, nothing highlighted by guess."""
    file = options.get("file", sys.stdout)
    if isinstance(file, TextIOWrapper):
        file.reconfigure(errors="replace")  # what the terminal's encoding lacks becomes a question mark
    # `options` are rich's own, and rich checks them
    made = Console(markup=False, emoji=False, highlight=False, **options)  # type: ignore[arg-type]
    made.width = min(max(made.width, NARROWEST), WIDEST)
    return made


def show(review: Review, to: Console) -> None:
    """Print a review, no line wider than the console."""
    for block in _blocks(review, to):
        to.print(block)


def _blocks(review: Review, to: Console) -> Iterator[RenderableType]:
    yield Text(review.name, style="bold", overflow="fold")
    yield _pairs([(fact.label, ", ".join(fact.values)) for fact in review.facts])
    if review.warnings:
        yield _heading(f"Warnings ({len(review.warnings)})")
    yield _pairs([("!", warning) for warning in review.warnings] or [("Warnings  ", "none")])
    yield _heading(f"Address map of {review.subnet} ({review.addresses:,} addresses)")
    yield from _map(review, to)
    yield _heading("The ways in")
    yield from _routes(review.routes, ascii_only=to.options.ascii_only)
    yield _heading("What will exist")
    yield _servers(review)
    yield _quotas(review)
    yield _heading("Who reaches whom")
    yield from _matrix(review.reach, to.width - 2)
    yield _heading(f"Rules, and why ({len(review.reach.flows)})")
    yield _rules(review.reach)


def _heading(text: str) -> RenderableType:
    return Padding(Text(text, style="bold underline"), (1, 0, 0, 0))


def _note(text: str) -> RenderableType:
    return Padding(Text(text, style="italic"), (0, 0, 0, 2))


def _pairs(rows: Iterable[tuple[str, str]]) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in rows:
        grid.add_row(label, value)
    return Padding(grid, (0, 0, 0, 2))


def _table(*columns: str, right: Sequence[str] = ()) -> Table:
    """A table whose long words wrap, so that it is never wider than the console."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", justify="right" if column in right else "left")
    return table


def _map(review: Review, to: Console) -> Iterator[RenderableType]:
    width = to.width - 4
    # many small segments need more than one row: no row may be all minimum
    rows = 1 + len(review.segments) * _MINIMUM * 3 // (width * 2)
    drawn = draw(review.segments, width * rows, _MINIMUM)
    cells = [cell for place in drawn for cell in _cells(place, ascii_only=to.options.ascii_only)]
    marks = "".join(("^" if place.widened else " ") * place.width for place in drawn)
    first, last = str(review.segments[0].span.first), str(review.segments[-1].span.last)
    lines = [Text(first + last.rjust(width - len(first)), style="dim")]
    for start in range(0, len(cells), width):
        lines.append(Text.assemble(*cells[start : start + width]))
        if marks[start : start + width].strip():
            lines.append(Text(marks[start : start + width].rstrip()))
    yield Padding(Group(*lines), (0, 2))
    yield _note(_scale(drawn))
    table = _table("", "Addresses", "Count", "What", "Whose", right=("Count",))
    for segment in review.segments:
        style = _STYLES[segment.kind]
        table.add_row(Text(segment.key, style=style), segment.addresses, f"{segment.count:,}", segment.title, segment.whose)
    yield Padding(table, (1, 0, 0, 2))
    yield _note(review.pool_use)


def _cells(place: Drawn, *, ascii_only: bool) -> list[tuple[str, str]]:
    """The segment's letter, its title where there is room for it, and its pattern."""
    kind = place.segment.kind
    title = f"{place.segment.key} {place.segment.title} "
    label = title if place.width > len(title) else place.segment.key
    fill = _FILLS[kind][1 if ascii_only else 0]
    return [*((letter, f"{_STYLES[kind]} bold") for letter in label), *[(fill, _STYLES[kind])] * (place.width - len(label))]


def _scale(drawn: Sequence[Drawn]) -> str:
    per = addresses_per_unit(drawn)
    scale = f"1 column is {per:,.1f} addresses" if per >= 1 else f"1 address is {1 / per:,.1f} columns"
    widened = any(place.widened for place in drawn)
    return f"To scale: {scale}" + ("; ^ marks what is drawn wider, to be seen." if widened else ".")


def _routes(routes: Sequence[Route], *, ascii_only: bool) -> Iterator[RenderableType]:
    stop, line, arrow = ("o", "|", "->") if ascii_only else ("●", "│", "→")
    for route in routes:
        yield Padding(Text(route.title, style="bold"), (0, 0, 0, 2))
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True, width=1)
        grid.add_column(overflow="fold", width=24)
        grid.add_column(overflow="fold")
        for hop in route.hops:
            grid.add_row(stop, Text(hop.what, style="bold"), "; ".join(filter(None, (hop.where, hop.note))))
            if hop.link:
                grid.add_row(line, "", Text(f"{arrow} {hop.link}", style="cyan"))
        yield Padding(grid, (0, 0, 1 if route is not routes[-1] else 0, 4))


def _servers(review: Review) -> RenderableType:
    rows = [(row.pool, f"{row.count:,}", row.flavor, row.each_has, row.boots, row.where) for row in review.servers]
    table = _table("Pool", "Count", "Flavor", "Each has", "Boots", "Placement", right=("Count",))
    for row in rows:
        table.add_row(*row)
    return Padding(table, (0, 0, 1, 2))


def _quotas(review: Review) -> RenderableType:
    table = _table("", "Quota", "Needs", "Of which", right=("Needs",))
    before = ""
    for row in review.quotas:
        need = "?" if row.need is None else f"{row.need:,}"
        table.add_row(row.service if row.service != before else "", row.name, need, row.why)
        before = row.service
    return Group(Padding(table, (0, 0, 0, 2)), _note(QUOTA_NOTE))


def _matrix(reach: Reach, width: int) -> Iterator[RenderableType]:
    """As many columns side by side as fit without breaking a word; the others below."""
    left = min(_longest([source.name for source in reach.sources]), _LONGEST)
    rest = list(reach.targets)
    while rest:
        room, targets = width - left, list[tuple[End, int]]()
        while rest and (not targets or room >= _target_width(reach, rest[0]) + _BETWEEN):
            wide = _target_width(reach, rest[0])
            targets.append((rest.pop(0), wide))
            room -= wide + _BETWEEN
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False, leading=1)
        table.add_column("from \\ to", overflow="fold", min_width=left, max_width=left)
        for target, wide in targets:
            table.add_column(_end(target), overflow="fold", min_width=wide)
        for source in reach.sources:
            cells = ("\n".join(reach.between(source, target)) or "-" for target, _ in targets)
            table.add_row(_end(source), *cells)
        yield Padding(table, (0, 0, 1, 2))
    yield _note(MATRIX_NOTE)


def _target_width(reach: Reach, target: End) -> int:
    """Columns that a target's name and cells need; a name beyond `_LONGEST` is broken."""
    passes = [what for source in reach.sources for what in reach.between(source, target)]
    return max(min(_longest([target.name, target.carriers]), _LONGEST), _longest(passes))


def _longest(texts: Iterable[str]) -> int:
    return max(map(len, texts), default=0)


def _end(end: End) -> Text:
    return Text.assemble((end.name, "bold"), "\n", (end.carriers, "dim"))


def _rules(reach: Reach) -> RenderableType:
    table = _table("From", "To", "What", "Why")
    for flow in reach.flows:
        table.add_row(flow.source, flow.target, flow.what, flow.reason)
    return Padding(table, (0, 0, 0, 2))
