"""The dice of one turn: the same turn again rolls the same."""

from random import Random


class Dice(Random):
    """Like `Random(seed)`, but that it takes its seed up at the first roll: most turns roll nothing, and
    seeding costs as much as a line of the dialogue."""

    def __init__(self, seed: str) -> None:
        # Without `Random`'s own, which seeds at once.
        self._seed: str | None = seed
        self.gauss_next = None

    def random(self) -> float:
        self._take_up()
        return super().random()

    def getrandbits(self, k: int, /) -> int:
        self._take_up()
        return super().getrandbits(k)

    def _take_up(self) -> None:
        if self._seed is not None:
            self.seed(self._seed)
            self._seed = None
