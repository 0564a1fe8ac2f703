"""A graph with the places of its boxes, as the page draws it."""

from collections.abc import Mapping

from bot.authoring.graph import Graph
from bot.authoring.layered import layered

_MANY = 400  # nodes of one file that are laid out in layers; more stand in columns
_WIDE, _ROW, _HEAD, _OPTIONS = 230.0, 18.0, 50.0, 6  # points of a box, and options that it names


def laid_out(shape: Graph) -> dict[str, object]:
    """Boxes with their places, ways with their bends; what stands in other files is a small box."""
    names = {spot.name for spot in shape.spots}
    sizes = {s.name: (_WIDE, _HEAD + _ROW * min(len(s.rows), _OPTIONS)) for s in shape.spots}
    pairs = []
    for way in shape.ways:
        target = way.target if way.target in names else f"→ {way.target}"
        sizes.setdefault(target, (_WIDE, _ROW + 14))
        pairs.append((way.source, target))
    if len(sizes) <= _MANY:
        placed = layered(sizes, pairs)
        boxes, bends, width, height = placed.boxes, placed.bends, placed.width, placed.height
    else:
        boxes, bends, width, height = _columns(sizes)
    kinds = dict(zip(pairs, shape.ways, strict=True))
    return {
        "width": width, "height": height,
        "boxes": [[name, *boxes[name], *sizes[name]] for name in sizes],
        "spots": {
            s.name: {
                "title": s.title, "lines": s.lines, "reach": s.reach, "marks": list(s.marks),
                "rows": [[r.text, r.condition, r.reach] for r in s.rows[:_OPTIONS]], "people": s.people,
            }
            for s in shape.spots
        },
        "ways": [
            [pair[0], pair[1], way.kind, way.label, [list(point) for point in bends.get(pair, ())]]
            for pair, way in kinds.items()
        ],
    }  # fmt: skip


_Bends = Mapping[tuple[str, str], tuple[tuple[float, float], ...]]
_Sizes = Mapping[str, tuple[float, float]]


def _columns(sizes: _Sizes) -> tuple[_Sizes, _Bends, float, float]:
    """Boxes one under another in columns of fifty, for files that are too large for layers."""
    places: dict[str, tuple[float, float]] = {}
    x, y, tallest = 0.0, 0.0, 0.0
    for number, (name, (_, height)) in enumerate(sizes.items(), 1):
        places[name] = (x, y)
        y += height + _ROW
        tallest = max(tallest, y)
        if number % 50 == 0:
            x, y = x + _WIDE + 40, 0.0
    return places, {}, x + _WIDE, tallest
