"""What a turn sees: the person, the series in their language, what stands open. Changes nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import orjson

from bot.commands.context import About, Context, EpisodeCard
from bot.commands.table import COMMANDS, menu_entries
from bot.conversation.catalogue import Episode, Series
from bot.conversation.draft import Draft
from bot.conversation.scene import Scene
from bot.conversation.understand import Openness
from bot.engine.machine import Relocated
from bot.engine.state import Answering, State
from bot.matching.thresholds import RankingMatcher
from bot.ports import Store

_READABLE = orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS


@dataclass(frozen=True, slots=True)
class Tools:
    """What every turn shares."""

    store: Store
    matcher: RankingMatcher
    about: About
    sample: Callable[[Any], None]  # says a nudge as it would come now, on a turn
    arrive: Callable[[Series, State], Awaitable[Relocated]]  # the door for stored states


class View:
    """A turn's look at things."""

    def __init__(self, draft: Draft, scene: Scene | None, tools: Tools) -> None:
        self.draft, self.scene, self.tools = draft, scene, tools

    async def context(self, needs: frozenset[str] = frozenset()) -> Context:
        """What commands see, with what this one needs loaded."""
        draft, store = self.draft, self.tools.store
        person = draft.saved.person
        found = self.present()
        if "journal" in needs:
            found = replace(found, reflections=await store.journal(person))
        if "export" in needs:
            kept = await store.export(person)
            text = orjson.dumps(kept, option=_READABLE, default=str).decode()
            found = replace(found, exported=text)
        if "back" in needs:
            found = replace(found, can_go_back=await store.undo(person) is not None)
        return found

    def present(self) -> Context:
        """What commands see, without loading anything."""
        draft = self.draft
        scene = self.scene
        series = scene.series if scene else None
        locale = scene.locale if scene else "en"
        return Context(
            saved=draft.saved,
            inbound=draft.inbound,
            now=draft.now,
            texts=draft.texts,
            locale=locale,
            limits=draft.limits,
            about=self.tools.about,
            series_name=series.name(locale) if series else "Alana",
            series_about=series.text(series.node, "about", locale) if series else "",
            episodes=self._cards(),
            farewell=self._last_word(),
            menu=menu_entries(draft.texts),
        )

    def _last_word(self) -> bool:
        """Every evening is done, and the farewell was not heard."""
        scene, state = self.scene, self.draft.saved.state
        if scene is None or state is None or scene.series.farewell is None:
            return False
        done = all(scene.series.done(e, state) for e in scene.series.episodes)
        return done and not state.visits.get(scene.series.farewell)

    def _cards(self) -> tuple[EpisodeCard, ...]:
        scene = self.scene
        if scene is None:
            return ()
        series, state, locale = scene.series, self.draft.saved.state, scene.locale
        here = series.open_episode(state)
        begun = self.draft.saved.bookmarks
        return tuple(
            EpisodeCard(
                key=e.key,
                number=e.number,
                name=series.evening(e, locale),
                question=series.text(e.node, "question", locale),
                notice=series.text(e.node, "notice", locale),
                done=series.done(e, state),
                here=here is not None and here.key == e.key,
                begun=e.key in begun,
            )
            for e in series.episodes
        )

    def openness(self) -> Openness:
        draft, scene = self.draft, self.scene
        state = draft.saved.state
        waiting = state.waiting if state is not None else None
        pending = draft.saved.pending
        if pending is not None and pending.expires_at <= draft.now:
            draft.saved = replace(draft.saved, pending=None)
        return Openness(
            saved=draft.saved,
            locale=scene.locale if scene else "en",
            options=scene.options(state) if scene else (),
            asked=waiting.kind if isinstance(waiting, Answering) else "",
            skip=draft.texts.t("Skip this"),
            bank=scene.series.banks.get(scene.locale, scene.series.bank) if scene else (),
            evenings=tuple((card.key, card.name) for card in self._cards()),
            commands=frozenset(COMMANDS),
        )

    def stage(self) -> Scene:
        if self.scene is None:
            raise LookupError("no series to play")
        return self.scene

    def episode(self) -> Episode | None:
        key = self.draft.saved.episode
        return next((e for e in self.stage().series.episodes if e.key == key), None)

    def finished(self) -> bool:
        """Whether every evening there is has been done."""
        episodes = self.scene.series.episodes if self.scene else ()
        state = self.draft.saved.state
        return bool(episodes) and all(self.stage().series.done(e, state) for e in episodes)
