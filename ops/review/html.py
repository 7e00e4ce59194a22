"""The review as one HTML file: nothing is loaded from anywhere, no script runs, and the same cluster gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from ops.review import strip
from ops.review.model import MATRIX_NOTE, QUOTA_NOTE, Review
from ops.review.reach import End, Reach
from ops.review.routes import Route

_CSS = Path(__file__).with_name("page.css")


def page(review: Review) -> str:
    """The whole file. Everything that comes from settings is escaped."""
    name = escape(review.name)
    body = "\n".join(
        (
            f"<header><p>Review of a cluster</p><h1>{name}</h1>{_facts(review)}</header>",
            "<main>",
            _warnings(review),
            _section("addresses", f"Address map of {review.subnet}", _map(review)),
            _section("ways", "The ways in", "\n".join(_route(route) for route in review.routes)),
            _section("resources", "What will exist", _servers(review), _quotas(review)),
            _section("reach", "Who reaches whom", _matrix(review.reach)),
            _section("rules", "Rules, and why", _rules(review.reach)),
            "</main>",
        )
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{name}: review</title>\n<style>\n{_CSS.read_text()}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _section(id_: str, title: str, *content: str) -> str:
    inner = "\n".join(filter(None, content))
    return f'<section id="{id_}" aria-labelledby="{id_}-h">\n<h2 id="{id_}-h">{escape(title)}</h2>\n{inner}\n</section>'


def _facts(review: Review) -> str:
    rows = "".join(
        f"<div><dt>{escape(fact.label)}</dt><dd>{'<br>'.join(map(escape, fact.values))}</dd></div>" for fact in review.facts
    )
    return f"<dl>{rows}</dl>"


def _warnings(review: Review) -> str:
    if not review.warnings:
        return '<p class="note">Warnings: none</p>'
    items = "".join(f"<li>{escape(warning)}</li>" for warning in review.warnings)
    return _section("warnings", f"Warnings ({len(review.warnings)})", f"<ul>{items}</ul>")


def _map(review: Review) -> str:
    title = f"The {review.addresses:,} addresses of {review.subnet}, in order"
    rows = [
        (
            f'<span class="key {segment.kind}-key">{segment.key}</span>',
            escape(segment.addresses),
            f"{segment.count:,}",
            escape(segment.title),
            escape(segment.whose),
        )
        for segment in review.segments
    ]
    return "\n".join(
        (
            strip.across(review.segments, title=title),
            strip.downwards(review.segments, title=title),
            _table(title, ("Key", "Addresses", "Count", "What", "Whose"), rows, numbers=("Count",)),
            f'<p class="note">{escape(review.pool_use)}</p>',
        )
    )


def _route(route: Route) -> str:
    hops = []
    for hop in route.hops:
        note = f'<span class="hop-note">{escape(hop.note)}</span>' if hop.note else ""
        link = f'<span class="link">{escape(hop.link)}</span>' if hop.link else ""
        hops.append(f"<li><b>{escape(hop.what)}</b> <span>{escape(hop.where)}</span> {note} {link}</li>")
    return f'<h3>{escape(route.title)}</h3>\n<ol class="route">{"".join(hops)}</ol>'


def _servers(review: Review) -> str:
    rows = [
        tuple(map(escape, (row.pool, f"{row.count:,}", row.flavor, row.each_has, row.boots, row.where)))
        for row in review.servers
    ]
    headers = ("Pool", "Count", "Flavor", "Each has", "Boots", "Placement")
    return _table("Servers", headers, rows, numbers=("Count",))


def _quotas(review: Review) -> str:
    tables = []
    for service in dict.fromkeys(row.service for row in review.quotas):
        rows = [
            (escape(row.name), "?" if row.need is None else f"{row.need:,}", escape(row.why))
            for row in review.quotas
            if row.service == service
        ]
        tables.append(_table(f"Quota of {service}", ("Name", "Needs", "Of which"), rows, numbers=("Needs",)))
    said = "".join(f"<code>{escape(part)}</code>" if at % 2 else escape(part) for at, part in enumerate(QUOTA_NOTE.split("`")))
    return f'<div class="quotas">\n{chr(10).join(tables)}\n</div>\n<p class="note">{said}</p>'


def _matrix(reach: Reach) -> str:
    rows = [(_end(source), *(_cell(reach.between(source, target)) for target in reach.targets)) for source in reach.sources]
    names = [f"to {target.name}" for target in reach.targets]
    shown = ["from \\ to", *(_end(target) for target in reach.targets)]
    table = _table("From each row to each column", ("From", *names), rows, shown=shown, classes="matrix")
    return f'{table}\n<p class="note">{escape(MATRIX_NOTE)}</p>'


def _end(end: End) -> str:
    return f"{escape(end.name)} <small>{escape(end.carriers)}</small>"


def _cell(passes: Sequence[str]) -> str:
    if not passes:
        return '<span class="none">-</span>'
    return "<br>".join(f'<span class="pass">{escape(what)}</span>' for what in passes)


def _rules(reach: Reach) -> str:
    rows = [tuple(escape(part) for part in (flow.source, flow.target, flow.what, flow.reason)) for flow in reach.flows]
    return _table(f"The {len(rows)} security-group rules", ("From", "To", "What", "Why"), rows)


def _table(
    caption: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Sequence[str] = (),
    shown: Sequence[str] | None = None,
    classes: str = "",
) -> str:
    """A table whose first column heads its rows. `rows` and `shown` are HTML; `headers` and `caption` are text.

    On a narrow page each row becomes a block in which each cell says its column's name; the roles keep it a table.
    """
    marks = [' class="number"' if header in numbers else "" for header in headers]
    heads = shown or [escape(header) for header in headers]
    head = "".join(f'<th scope="col" role="columnheader"{mark}>{text}</th>' for mark, text in zip(marks, heads, strict=True))
    lines = []
    for first, *rest in rows:
        cells = "".join(
            f'<td role="cell" data-label="{escape(header)}"{mark}><div>{cell}</div></td>'
            for header, mark, cell in zip(headers[1:], marks[1:], rest, strict=True)
        )
        lines.append(f'<tr role="row"><th scope="row" role="rowheader">{first}</th>{cells}</tr>')
    return (
        f'<table role="table" class="{classes}"><caption>{escape(caption)}</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{chr(10).join(lines)}\n</tbody></table>'
    ).replace(' class=""', "")
