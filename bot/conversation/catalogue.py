"""What can be played: the series of the dialogue folder, their evenings, and their translations.

Built from compiled programs; holds nothing of any person. A catalogue is replaced as a whole when
scripts change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from bot.conversation.anew import ASIDE
from bot.engine.program import Program
from bot.engine.state import State
from bot.frozen import frozen
from bot.matching.verdict import Candidate


@frozen
class Episode:
    """One evening. `node` begins it; it is done once `closing` has been left."""

    key: str
    number: int
    node: str
    closing: str | None
    headers: Mapping[str, str] = field(default_factory=dict)
    nudges: tuple[str, ...] = ()  # header keys of the writer's own nudge texts


@frozen
class Series:
    """One program with its evenings. `strings`: translations by locale and line id."""

    key: str
    node: str
    program: Program
    episodes: tuple[Episode, ...]
    strings: Mapping[str, Mapping[str, str]]
    bank: tuple[Candidate, ...] = ()
    banks: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)  # by locale, where translated
    thoughts: str | None = None  # the node of weekly thoughts
    farewell: str | None = None
    aided: frozenset[str] = frozenset()  # keys of the evenings with a button for help on every question

    def text(self, node: str, header: str, locale: str) -> str:
        """A node's header in the person's language."""
        translated = self.strings.get(locale, {}).get(f"node:{node}:{header}")
        if translated:
            return translated
        info = self.program.nodes.get(node)
        return next((v for k, v in info.headers if k == header), "") if info else ""

    def name(self, locale: str) -> str:
        """What the series is called; where its writer gave no name, its key made readable."""
        return self.text(self.node, "name", locale) or _readable(self.key)

    def episode_name(self, episode: Episode, locale: str) -> str:
        """What an evening is called, in the same way."""
        return self.text(episode.node, "name", locale) or _readable(episode.key)

    def done(self, episode: Episode, state: State | None) -> bool:
        """Whether it was heard to its end; also while it is read again as if it had not been."""
        if state is None or episode.closing is None:
            return False
        return bool(state.visits.get(episode.closing) or state.visits.get(ASIDE + episode.closing))

    def episode_of(self, node: str | None) -> Episode | None:
        """The evening that a node belongs to: the one whose file it stands in."""
        info = self.program.nodes.get(node or "")
        if info is None:
            return None
        for episode in self.episodes:
            if self.program.nodes[episode.node].file == info.file:
                return episode
        return None

    def open_episode(self, state: State | None) -> Episode | None:
        """The evening whose question waits. A question in a shared node, which evenings detour to,
        belongs to the evening that it goes back to."""
        if state is None or state.waiting is None:
            return None
        nodes = (state.node, *(node for node, _ in reversed(state.stack)))
        return next((e for node in nodes if (e := self.episode_of(node)) is not None), None)


@frozen
class Catalogue:
    """All series, the first one first."""

    series: Mapping[str, Series]

    def of(self, key: str | None) -> Series | None:
        """The series with that key, else the first one there is."""
        found = self.series.get(key or "")
        return found or next(iter(self.series.values()), None)


def make_series(program: Program, strings: Mapping[str, Mapping[str, str]], fallback: str) -> Series:
    """Reads a compiled program's headers. `fallback` is the series' key where no node gives one."""
    headers = {title: _first(info.headers) for title, info in program.nodes.items()}
    top = next((title for title, h in headers.items() if "series" in h), "")
    closing = {h["closes"]: title for title, h in headers.items() if h.get("closes")}
    found = sorted(
        ((h["episode"], title) for title, h in headers.items() if h.get("episode")), key=lambda pair: pair
    )
    episodes = tuple(
        Episode(
            key=key,
            number=_number(key, place),
            node=title,
            closing=closing.get(key),
            headers=headers[title],
            nudges=tuple(k for k in headers[title] if k.startswith("nudge")),
        )
        for place, (key, title) in enumerate(found, 1)
    )
    options = tuple(program.option_bank())
    return Series(
        key=headers.get(top, {}).get("series") or fallback,
        node=top,
        program=program,
        episodes=episodes,
        strings=strings,
        bank=_bank(options, {}),
        banks={locale: _bank(options, texts) for locale, texts in strings.items()},
        thoughts="WeeklyThoughts" if "WeeklyThoughts" in program.nodes else None,
        farewell="Farewell" if "Farewell" in program.nodes else None,
        aided=frozenset(e.key for e in episodes if e.headers.get("help") == "now"),
    )


def _readable(key: str) -> str:
    words = key.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _first(headers: Sequence[tuple[str, str]]) -> dict[str, str]:
    out: dict[str, str] = {}
    for key, value in headers:
        out.setdefault(key, value)
    return out


def _number(key: str, place: int) -> int:
    digits = key.partition("-")[0]
    return int(digits) if digits.isdecimal() else place


def _bank(
    options: Iterable[tuple[str, str, str, tuple[str, ...]]], texts: Mapping[str, str]
) -> tuple[Candidate, ...]:
    return tuple(Candidate(key, texts.get(key, text), aliases) for key, _, text, aliases in options)


def catalogue(series: Iterable[Series]) -> Catalogue:
    return Catalogue({each.key: each for each in series})
