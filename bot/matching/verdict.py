"""What typed words may be matched to, and what came of it."""

from bot.frozen import frozen


@frozen
class Candidate:
    """A question that could be meant: a stable key, the text shown, and the writer's other phrasings."""

    key: str
    text: str
    aliases: tuple[str, ...] = ()

    @property
    def phrasings(self) -> tuple[str, ...]:
        """The text first, then the aliases."""
        return (self.text, *self.aliases)


@frozen
class Accept:
    """Sure enough: go on as if the button of this question had been pressed."""

    key: str


@frozen
class Suggest:
    """Likely, not sure: ask “Did you mean …?”."""

    key: str


@frozen
class Later:
    """Clearly a question of the series, but not one that is offered now."""

    key: str


@frozen
class Miss:
    """Nothing here comes close."""


Verdict = Accept | Suggest | Later | Miss
