"""The report as a picture: one SVG, and one HTML page that needs nothing beside it."""

from collections.abc import Iterator, Sequence
from html import escape

from bot.statistics.report import EveningTold, StatsReport, Totals, iso
from bot.statistics.telling import shown

_WIDTH, _LABEL, _ROW = 960, 380, 22
_STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#2b2b33}.dim{fill:#777}.head{font-weight:600}"
    "rect{fill:#8a7fb8}.faint{fill:#d8d4e8}"
)
_PAGE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:1000px;margin:2rem auto;padding:0 1rem;color:#2b2b33}"
    "table{border-collapse:collapse}td,th{padding:.2rem .8rem .2rem 0;text-align:right}"
    "td:first-child,th:first-child{text-align:left}svg{max-width:100%;height:auto}"
)
Bars = Sequence[tuple[str, int | None]]


def svg(report: StatsReport) -> str:
    """Days, then each evening's funnel in the revision that is played, below one another."""
    parts: list[str] = []
    top = 0
    for title, bars in charts(report):
        drawn, height = _chart(title, bars, top)
        parts.append(drawn)
        top += height + _ROW
    size = f'viewBox="0 0 {_WIDTH} {max(top, _ROW)}" width="{_WIDTH}" height="{max(top, _ROW)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="Alana in numbers">'
    return f"{head}<style>{_STYLE}</style>{''.join(parts)}</svg>\n"


def charts(report: StatsReport) -> Iterator[tuple[str, Bars]]:
    """Each chart's title and bars; None is a group too small to be told of."""
    if report.days:
        yield "People a day", [(iso(day), active) for day, active in report.days[-60:]]
    for evening in report.evenings:
        bars = funnel(evening)
        if bars:
            yield f"{evening.name}: {shown(evening.begun)} began, {shown(evening.finished)} finished", bars


def funnel(evening: EveningTold) -> Bars:
    """How many reached each question, in the revision that is played or else the one before."""
    if not evening.funnels:
        return []
    return [(step.words, step.reached) for step in evening.funnels[0].steps]


def _chart(title: str, bars: Bars, top: int) -> tuple[str, int]:
    most = max((number or 0 for _, number in bars), default=0) or 1
    rows = [f'<text class="head" x="0" y="{top + 16}">{escape(title)}</text>']
    room = _WIDTH - _LABEL - 60
    for place, (label, number) in enumerate(bars, 1):
        y = top + place * _ROW
        width = round((number or 0) / most * room, 1)
        rows.append(f'<text x="0" y="{y + 15}">{escape(_cut(label))}</text>')
        kind = ' class="faint"' if number is None else ""
        rows.append(f'<rect{kind} x="{_LABEL}" y="{y + 3}" width="{max(width, 2)}" height="15" rx="2"/>')
        at = _LABEL + max(width, 2) + 8
        rows.append(f'<text class="dim" x="{at:g}" y="{y + 15}">{escape(shown(number))}</text>')
    return "".join(rows), (len(bars) + 1) * _ROW


def _cut(words: str, most: int = 50) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def page(report: StatsReport) -> str:
    """One HTML page, complete in itself: no script, nothing that is loaded."""
    columns = {"all": report.totals, **report.platforms, **report.languages}
    head = "".join(f"<th>{escape(name)}</th>" for name in ("", *columns))
    rows = "".join(
        f"<tr><td>{escape(name)}</td>{''.join(f'<td>{escape(shown(n))}</td>' for n in numbers)}</tr>"
        for name, numbers in table(list(columns.values()))
    )
    known = f"{escape(shown(report.people))} people are known. From {iso(report.since)} on:"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>Alana in numbers</title><style>{_PAGE}</style></head><body><h1>Alana in numbers</h1>"
        f"<p>{known}</p><table><tr>{head}</tr>{rows}</table>{svg(report)}"
        "<p>Counts are rounded down to fives; groups under five people are hidden.</p></body></html>\n"
    )


def table(columns: Sequence[Totals]) -> Iterator[tuple[str, list[int | None]]]:
    """The rows of figures, each with a number for every column."""
    yield "new people", [c.new for c in columns]
    yield "days somebody was there", [c.active_days for c in columns]
    yield "evenings begun", [c.begun for c in columns]
    yield "evenings finished", [c.finished for c in columns]
    for days in columns[0].returned if columns else ():
        yield (
            f"came back after {days} {'day' if days == 1 else 'days'} or more",
            [c.returned[days] for c in columns],
        )
    yield "nudges sent", [c.sent for c in columns]
    yield "nudges opened within a day", [c.opened for c in columns]
    yield "nudges ignored", [c.ignored for c in columns]
    yield "nudges stopped", [c.stopped for c in columns]
