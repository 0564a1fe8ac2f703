"""A graph as SVG, as a page with that SVG, or as Mermaid text. Every text in it is inert."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby, pairwise
from pathlib import PurePath

from bot.authoring.graph import Graph, OptionRow, Reach, Spot, Way
from bot.authoring.layered import Placed, layered
from bot.printable import printable

_ROW, _PAD, _CHAR, _WIDEST = 17.0, 10.0, 6.7, 64  # points a row, margin, points a character, characters a row
_MARGIN, _HEAD = 28.0, 44.0
_FILLS: Mapping[Reach, str] = {"": "#f6f4ef", "all": "#dcefdc", "part": "#fbf0cf", "none": "#f6dcd9"}
_DOTS: Mapping[Reach, str] = {"": "#8a8a8a", "all": "#2f8f4e", "part": "#c99a1a", "none": "#c0392b"}
_LEGEND: tuple[tuple[Reach, str], ...] = (
    ("all", "a plan reaches all of it"), ("part", "a part"), ("none", "nothing"),
)  # fmt: skip


def as_svg(graph: Graph) -> str:
    """One drawing a file, under one another; nodes of other files are small boxes in dashes."""
    y, parts, widest = 2 * _MARGIN + _HEAD, [], 360.0
    for file, spots in groupby(graph.spots, key=lambda spot: spot.file):
        drawing, width, height = _file(file, list(spots), graph)
        parts.append(f'<g transform="translate({_MARGIN:g} {y:.0f})">{drawing}</g>')
        y += height + _HEAD + _MARGIN
        widest = max(widest, width)
    width, height = widest + 2 * _MARGIN, y
    top = _text(_MARGIN, _MARGIN, graph.title or "Script", "title") + _legend(graph)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img">{_STYLE}{_ARROW}'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{top}{"".join(parts)}</svg>\n'
    )


_STYLE = (
    "<style>text{font:12px system-ui,sans-serif;fill:#222}.title{font-size:18px;font-weight:600}"
    ".file{font-size:14px;font-weight:600;fill:#555}.name{font-weight:600}.small{font-size:10px;fill:#666}"
    ".mark{font-size:10px;font-weight:600;fill:#b03a2e}.way{fill:none;stroke:#6b7a90}"
    ".detour{stroke-dasharray:5 4}.else{stroke-dasharray:2 3;fill:#fafafa;stroke:#999}</style>"
)
_ARROW = (
    '<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" '
    'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="#6b7a90"/></marker></defs>'
)


def _legend(graph: Graph) -> str:
    if not any(spot.reach for spot in graph.spots):
        return ""
    x, out = _MARGIN, []
    for reach, words in _LEGEND:
        fill = _FILLS[reach]
        out.append(
            f'<rect x="{x:g}" y="{_MARGIN + 10:g}" width="14" height="12" fill="{fill}" stroke="#999"/>'
        )
        out.append(_text(x + 20, _MARGIN + 20, words, "small"))
        x += 40 + len(words) * 5.6
    return "".join(out)


def _file(file: str, spots: Sequence[Spot], graph: Graph) -> tuple[str, float, float]:
    names = {spot.name for spot in spots}
    ways = [way for way in graph.ways if way.source in names]
    sizes = {spot.name: _size(spot) for spot in spots}
    for way in ways:
        if way.target not in names:
            sizes.setdefault(_stub(way.target), (_wide(way.target) + 2 * _PAD, _ROW + _PAD))
    pairs = [(way.source, way.target if way.target in names else _stub(way.target)) for way in ways]
    placed = layered(sizes, pairs)
    most = max((way.people or 0 for way in graph.ways), default=0)
    out = [_text(0, -12, PurePath(file).name, "file")]
    for pair in dict.fromkeys(pairs):
        out.append(
            _way(placed, pair, [w for w, p in zip(ways, pairs, strict=True) if p == pair], most, sizes)
        )
    out += [_box(spot, placed.boxes[spot.name], sizes[spot.name]) for spot in spots]
    out += [_other(name, placed.boxes[name], sizes[name]) for name in sizes if name.startswith("\0")]
    return "".join(out), placed.width + 120, placed.height


def _stub(name: str) -> str:
    return f"\0{name}"


def _rows(spot: Spot) -> Iterator[str]:
    yield spot.name
    if spot.title:
        yield spot.title
    yield f"{spot.lines} lines" + (f" · {spot.people} people" if spot.people is not None else "")
    if spot.marks:
        yield " · ".join(spot.marks)
    yield from (_row_text(row) for row in spot.rows)


def _row_text(row: OptionRow) -> str:
    return "  " * row.depth + row.text + (f"  ◇ {row.condition}" if row.condition else "")


def _size(spot: Spot) -> tuple[float, float]:
    rows = list(_rows(spot))
    bold = 1.15 * _wide(rows[0])
    return max(bold, *map(_wide, rows)) + 2 * _PAD + 14, len(rows) * _ROW + _PAD


def _wide(text: str) -> float:
    """Points that a row takes, cut as it is shown; wide letters count double."""
    return sum(_CHAR if ord(char) < 0x1100 else 2 * _CHAR for char in _cut(text))


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1].rstrip() + "…"


_EDGE = "#7d7d7d"


def _box(spot: Spot, at: tuple[float, float], size: tuple[float, float]) -> str:
    (x, y), (width, height) = at, size
    edge = "#b03a2e" if {"dead end", "never reached"} & set(spot.marks) else _EDGE
    out = [
        f'<g><title>{_inert(spot.name)}</title><rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" rx="7" fill="{_FILLS[spot.reach]}" stroke="{edge}"/>'
    ]
    line = y + _ROW
    head = [(spot.name, "name"), (spot.title, ""), (list(_rows(spot))[1 + bool(spot.title)], "small")]
    wrong = "mark" if edge != _EDGE else "small"
    for text, kind in [*head, (" · ".join(spot.marks), wrong)]:
        if text:
            out.append(_text(x + _PAD, line, text, kind))
            line += _ROW
    for row in spot.rows:
        dot = x + _PAD + 4 + 10 * row.depth
        out.append(f'<circle cx="{dot:.0f}" cy="{line - 4:.0f}" r="3.5" fill="{_DOTS[row.reach]}"/>')
        out.append(_text(dot + 8, line, _row_text(row).strip(), "", row.text))
        line += _ROW
    return "".join(out) + "</g>"


def _other(name: str, at: tuple[float, float], size: tuple[float, float]) -> str:
    (x, y), (width, height) = at, size
    return (
        f'<rect class="else" x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" rx="7"/>'
        + _text(x + _PAD, y + _ROW, name[1:], "small")
    )


def _way(
    placed: Placed,
    pair: tuple[str, str],
    ways: Sequence[Way],
    most: int,
    sizes: Mapping[str, tuple[float, float]],
) -> str:
    detour = all(way.kind == "detour" for way in ways)
    people = max((way.people or 0 for way in ways), default=0)
    thick = 1.2 + (6.0 * people / most if most else 0.0)
    path, (x, y) = _path(placed, pair, sizes)
    said = " / ".join(dict.fromkeys(way.label for way in ways if way.label))
    kind = "way detour" if detour else "way"
    out = f'<path class="{kind}" d="{path}" stroke-width="{thick:.1f}" marker-end="url(#a)"/>'
    return out + (_text(x + 4, y, said, "small") if said else "")


def _path(
    placed: Placed, pair: tuple[str, str], sizes: Mapping[str, tuple[float, float]]
) -> tuple[str, tuple[float, float]]:
    """A smooth line through the bends, and where its words stand."""
    if pair[0] == pair[1]:
        (x, y), (width, height) = placed.boxes[pair[0]], sizes[pair[0]]
        right, low, high = x + width, y + height * 0.7, y + height * 0.3
        far = f"{right + 50:.0f}"
        loop = f"M{right:.0f} {low:.0f}C{far} {low:.0f} {far} {high:.0f} {right:.0f} {high:.0f}"
        return loop, (right + 36, (low + high) / 2)
    points = placed.bends[pair]
    out = [f"M{points[0][0]:.0f} {points[0][1]:.0f}"]
    for (x1, y1), (x2, y2) in pairwise(points):
        middle = (y1 + y2) / 2
        out.append(f"C{x1:.0f} {middle:.0f} {x2:.0f} {middle:.0f} {x2:.0f} {y2:.0f}")
    (x1, y1), (x2, y2) = points[0], points[1]
    return "".join(out), ((x1 + x2) / 2, (y1 + y2) / 2)


def _text(x: float, y: float, text: str, kind: str, whole: str = "") -> str:
    shown = _inert(_cut(text))
    tip = f"<title>{_inert(whole or text)}</title>" if len(whole or text) > _WIDEST else ""
    style = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.0f}" y="{y:.0f}"{style}>{shown}{tip}</text>'


def _inert(text: str) -> str:
    return escape(printable(text).replace("\n", " ").replace("\ufffe", "").replace("\uffff", ""))


def as_html(graph: Graph) -> str:
    """A page that holds the drawing and nothing else: no script, nothing from elsewhere."""
    title = _inert(graph.title or "Script")
    return (
        f'<!doctype html>\n<html>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>body{{margin:0;background:#fff}}</style>\n{as_svg(graph)}</html>\n"
    )


def as_mermaid(graph: Graph) -> str:
    """A flowchart, one subgraph a file."""
    ids = {spot.name: f"n{number}" for number, spot in enumerate(graph.spots)}
    others = dict.fromkeys(way.target for way in graph.ways if way.target not in ids)
    ids |= {name: f"x{number}" for number, name in enumerate(others)}
    out = ["flowchart TD"]
    for number, (file, spots) in enumerate(groupby(graph.spots, key=lambda spot: spot.file)):
        out.append(f'  subgraph f{number}["{_quoted(PurePath(file).name)}"]')
        for spot in spots:
            rows = "<br/>".join(_quoted(_cut(text.strip())) for text in _rows(spot))
            out.append(f'    {ids[spot.name]}["{rows}"]')
        out.append("  end")
    out += [f'  {ids[name]}(["{_quoted(name)}"])' for name in others]
    for way in graph.ways:
        arrow = "-.->" if way.kind == "detour" else "-->"
        said = f'|"{_quoted(_cut(way.label))}"|' if way.label else ""
        out.append(f"  {ids[way.source]} {arrow}{said} {ids[way.target]}")
    for reach in ("all", "part", "none"):
        found = [ids[spot.name] for spot in graph.spots if spot.reach == reach]
        if found:
            out += [f"  classDef {reach} fill:{_FILLS[reach]}", f"  class {','.join(found)} {reach}"]
    return "\n".join(out) + "\n"


def _quoted(text: str) -> str:
    """Every sign that Mermaid or HTML could read as its own, as its number."""
    return re.sub(r"[^\w .,:!?'’“”…◇·()/-]", lambda found: f"#{ord(found.group())};", printable(text))


DRAWERS: Mapping[str, Callable[[Graph], str]] = {".svg": as_svg, ".html": as_html, ".mmd": as_mermaid}
