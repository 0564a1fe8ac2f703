"""Boxes in layers, after Sugiyama: ways lead down, as few of them cross as some sweeps can do.

Pure geometry: sizes and pairs in, places out, in points. Circles are broken at the way that leads back up.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.frozen import frozen

GAP_X, GAP_Y, _DUMMY = 36.0, 56.0, 14.0
PAGE = 560.0  # how wide boxes beside one another may become; ways past them come on top
_SWEEPS = 12


@frozen
class Placed:
    """Each box's left upper corner; each pair's bends from box to box; the whole size."""

    boxes: Mapping[str, tuple[float, float]]
    bends: Mapping[tuple[str, str], tuple[tuple[float, float], ...]]
    width: float
    height: float


@dataclass(slots=True)
class _Box:
    """A box, or a bend of a long way, in its layer. `x` is its middle."""

    name: str
    width: float
    height: float
    layer: int
    x: float = 0.0
    above: list["_Box"] = field(default_factory=list)
    below: list["_Box"] = field(default_factory=list)


def layered(sizes: Mapping[str, tuple[float, float]], pairs: Sequence[tuple[str, str]]) -> Placed:
    """Places boxes of these sizes (width, height) so that the pairs lead down. Pairs of a box with itself
    have no bends."""
    pairs = [pair for pair in dict.fromkeys(pairs) if pair[0] != pair[1]]
    down = _without_circles(list(sizes), pairs)
    depth = _depths({name: width for name, (width, _) in sizes.items()}, [down[pair] for pair in pairs])
    items = {name: _Box(name, *size, depth[name]) for name, size in sizes.items()}
    chains = {pair: _chain(items, down[pair]) for pair in pairs}
    layers = _layers([*items.values(), *(bend for chain in chains.values() for bend in chain[1:-1])])
    _order(layers)
    _spread(layers)
    tops = _tops(layers)
    ends = [top + max(item.height for item in layer) for top, layer in zip(tops, layers, strict=True)]
    left = min((item.x - item.width / 2 for layer in layers for item in layer), default=0.0)
    boxes = {name: (item.x - item.width / 2 - left, tops[item.layer]) for name, item in items.items()}
    bends = {pair: _bends(chain, tops, ends, left, down[pair] != pair) for pair, chain in chains.items()}
    width = max((item.x + item.width / 2 - left for layer in layers for item in layer), default=0.0)
    height = max((tops[item.layer] + item.height for item in items.values()), default=0.0)
    return Placed(boxes, bends, width, height)


def _without_circles(
    names: Sequence[str], pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, str]]:
    """Each pair as it is drawn down: turned round where it closes a circle."""
    following: dict[str, list[str]] = {name: [] for name in names}
    for source, target in pairs:
        following[source].append(target)
    state: dict[str, int] = {}  # 1: on the way, 2: done
    down = {pair: pair for pair in pairs}
    for root in names:
        stack = [(root, iter(following[root]))] if root not in state else []
        state.setdefault(root, 1)
        while stack:
            name, rest = stack[-1]
            target = next(rest, "")
            if not target:
                state[name] = 2
                stack.pop()
            elif state.get(target) == 1:
                down[name, target] = (target, name)
            elif target not in state:
                state[target] = 1
                stack.append((target, iter(following[target])))
    return down


def _depths(widths: Mapping[str, float], pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Each box's layer: below all that lead to it, and further down where the layer is as wide as a page
    already (after Coffman and Graham)."""
    depth = dict.fromkeys(widths, 0)
    waiting = dict.fromkeys(widths, 0)
    following: dict[str, list[str]] = {name: [] for name in widths}
    for source, target in pairs:
        waiting[target] += 1
        following[source].append(target)
    filled: dict[int, float] = {}
    free = deque(name for name in widths if not waiting[name])
    while free:
        name = free.popleft()
        room = widths[name] + GAP_X
        while filled.get(depth[name]) and filled[depth[name]] + room > PAGE:
            depth[name] += 1
        filled[depth[name]] = filled.get(depth[name], 0.0) + room
        for target in following[name]:
            depth[target] = max(depth[target], depth[name] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                free.append(target)
    return depth


def _chain(items: Mapping[str, _Box], pair: tuple[str, str]) -> list[_Box]:
    """The boxes of a pair with a bend in every layer between them, linked."""
    first, last = items[pair[0]], items[pair[1]]
    between = [_Box("", _DUMMY, 0.0, layer) for layer in range(first.layer + 1, last.layer)]
    chain = [first, *between, last]
    for upper, lower in pairwise(chain):
        upper.below.append(lower)
        lower.above.append(upper)
    return chain


def _layers(items: Sequence[_Box]) -> list[list[_Box]]:
    layers: list[list[_Box]] = [[] for _ in range(max((item.layer for item in items), default=-1) + 1)]
    for item in items:
        layers[item.layer].append(item)
    return layers


def _order(layers: Sequence[list[_Box]]) -> None:
    """Sorts each layer by the middle of its neighbours, down and up in turn."""
    for layer in layers:
        for place, item in enumerate(layer):
            item.x = float(place)
    for sweep in range(_SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            above = sweep % 2 == 0
            wanted = {id(i): _middle(i.above if above else i.below, i.x) for i in layer}
            layer.sort(key=lambda item: wanted[id(item)])
            for place, item in enumerate(layer):
                item.x = float(place)


def _middle(neighbours: Sequence[_Box], otherwise: float) -> float:
    return sum(item.x for item in neighbours) / len(neighbours) if neighbours else otherwise


def _spread(layers: Sequence[list[_Box]]) -> None:
    """Moves each layer's items towards their neighbours, never into one another."""
    for layer in layers:
        _pack(layer, [0.0] * len(layer))
    for sweep in range(_SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            _pack(layer, [_middle(item.above if sweep % 2 == 0 else item.below, item.x) for item in layer])


@frozen
class _Block:
    """Items of a layer that touch: each one's offset from the first, and the first one's place."""

    items: list[_Box]
    offsets: list[float]
    place: float


def _pack(layer: Sequence[_Box], wanted: Sequence[float]) -> None:
    """As near to the wanted middles as order and gaps allow: what touches shares its error."""
    blocks: list[_Block] = []
    for item, middle in zip(layer, wanted, strict=True):
        blocks.append(_Block([item], [0.0], middle))
        while len(blocks) > 1 and _overlap(blocks[-2], blocks[-1]) > 0:
            right, left = blocks.pop(), blocks.pop()
            blocks.append(_merged(left, right))
    for block in blocks:
        for item, offset in zip(block.items, block.offsets, strict=True):
            item.x = block.place + offset


def _merged(left: _Block, right: _Block) -> _Block:
    shift = left.offsets[-1] + (left.items[-1].width + right.items[0].width) / 2 + _gap(left, right)
    share = len(left.items) / (len(left.items) + len(right.items))
    place = left.place * share + (right.place - shift) * (1 - share)
    moved = [shift + offset for offset in right.offsets]
    return _Block([*left.items, *right.items], [*left.offsets, *moved], place)


def _overlap(left: _Block, right: _Block) -> float:
    end = left.place + left.offsets[-1] + left.items[-1].width / 2
    return end + _gap(left, right) - (right.place - right.items[0].width / 2)


def _gap(left: _Block, right: _Block) -> float:
    """Ways that pass a layer side by side need less room than boxes."""
    return GAP_X if left.items[-1].name or right.items[0].name else GAP_X / 4


def _tops(layers: Sequence[list[_Box]]) -> list[float]:
    tops, y = [], 0.0
    for layer in layers:
        tops.append(y)
        y += max(item.height for item in layer) + GAP_Y
    return tops


def _bends(
    chain: Sequence[_Box], tops: Sequence[float], ends: Sequence[float], left: float, back: bool
) -> tuple[tuple[float, float], ...]:
    """From the lower edge of the upper box to the upper edge of the lower one; turned where it leads back."""
    points = [(chain[0].x - left, tops[chain[0].layer] + chain[0].height)]
    for item in chain[1:-1]:  # straight down between the boxes of its layer
        points += [(item.x - left, tops[item.layer]), (item.x - left, ends[item.layer])]
    points.append((chain[-1].x - left, tops[chain[-1].layer]))
    return tuple(reversed(points)) if back else tuple(points)
