"""How fast work grows with its input: 1 is in step with it, 2 with its square.

No single time is compared with anything. Times of several sizes are set against one another, in the time of
this thread alone, and the median of several rounds counts; where it looks bad more rounds are asked.
"""

import gc
import math
import time
from collections.abc import Callable, Sequence
from statistics import fmean, median
from typing import TypeVar

T = TypeVar("T")

STEADY = 1.4  # the exponent up to which work may grow: sorting stands near 1.1, a square near 2
_SMALLEST = 0.0015  # seconds that the smallest size should take, so that what does not grow hardly counts
_LARGEST = 16_000  # beyond that the memory is what grows
_FEW, _MANY = 2, 12  # rounds


def exponent(make: Callable[[int], T], run: Callable[[T], object], sizes: Sequence[int] = ()) -> float:
    """The exponent of the growth of `run(make(size))`; `sizes` are found where none are given."""
    sizes = sizes or _sizes(make, run)
    inputs = [make(size) for size in sizes]
    found: list[float] = []
    while len(found) < _FEW or (median(found) > STEADY and len(found) < _MANY):
        found.append(_slope(sizes, [_seconds(run, given) for given in inputs]))
    return median(found)


def _sizes(make: Callable[[int], T], run: Callable[[T], object]) -> Sequence[int]:
    first = 125
    while _seconds(run, make(first)) < _SMALLEST and first < _LARGEST:
        first *= 2
    return (first, 2 * first, 4 * first)


def _seconds(run: Callable[[T], object], given: T) -> float:
    """Without the collector, whose work grows with the objects of the whole suite."""
    gc.disable()
    try:
        started = time.thread_time()
        run(given)
        return max(time.thread_time() - started, 1e-7)
    finally:
        gc.enable()


def _slope(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Of the line through the points, both axes logarithmic (least squares)."""
    across, up = [math.log(size) for size in sizes], [math.log(took) for took in seconds]
    middle, height = fmean(across), fmean(up)
    rise = sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True))
    return rise / sum((x - middle) ** 2 for x in across)
