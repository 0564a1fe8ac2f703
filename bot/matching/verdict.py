"""What typed words may be matched to, and what came of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that could be meant: a stable key, the text shown, and the writer's other phrasings."""

    key: str
    text: str
    aliases: tuple[str, ...] = ()

    @property
    def phrasings(self) -> tuple[str, ...]:
        """The text first, then the aliases."""
        return (self.text, *self.aliases)


@dataclass(frozen=True, slots=True)
class Accept:
    """Sure enough: go on as if the button of this question had been pressed."""

    key: str


@dataclass(frozen=True, slots=True)
class Suggest:
    """Likely, not sure: ask “Did you mean …?”."""

    key: str


@dataclass(frozen=True, slots=True)
class Later:
    """Clearly a question of the series, but not one that is offered now."""

    key: str


@dataclass(frozen=True, slots=True)
class Miss:
    """Nothing here comes close."""


Verdict = Accept | Suggest | Later | Miss
