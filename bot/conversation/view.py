"""What the pieces of a turn see: the person, the series in their language, what stands open.

A view is a value. Nothing here changes anything; `at` gives the view of a moment later in the same turn.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from datetime import datetime

import orjson

from bot.care.helplines import emergency
from bot.commands import admin
from bot.commands.context import About, Context, EpisodeCard
from bot.commands.private import next_export
from bot.commands.settings import PLAIN, QUIET
from bot.commands.table import BELOW, COMMANDS, menu_entries
from bot.conversation import lengths, places
from bot.conversation.catalogue import Episode, Series
from bot.conversation.compose import Pace
from bot.conversation.outputs import Became, Outputs
from bot.conversation.scene import Scene
from bot.conversation.understand import Openness
from bot.engine.machine import Relocated
from bot.engine.program import Program
from bot.engine.state import Answering, State
from bot.frozen import frozen, replace
from bot.matching.thresholds import RankingMatcher
from bot.model import Address, Inbound, Limits, Press, Receipt, Text
from bot.observing import Timed
from bot.operating import Health, Rulings
from bot.person.asking import AfterCare
from bot.ports import Saved, Store
from bot.texts import Texts, match_locale, texts_for
from bot.yarn.heard import cast

_READABLE = orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS


def name_variables(program: Program) -> tuple[str, ...]:
    """The texts that a script keeps a name in, by what they are called: $name, $first_name, $deinName."""
    kept = (variable for variable, kind in program.types.items() if kind == "string")
    return tuple(variable for variable in kept if is_name(variable))


def is_name(variable: str) -> bool:
    return variable.casefold().endswith("name")


def spoken_to(locale: str, limits: Limits) -> Texts:
    """The bot's own words in a language, as commands are typed on a platform."""
    return texts_for(locale, limits.below, BELOW)


async def nothing() -> None:
    """Where nobody reads figures."""


@frozen
class TurnTools:
    """What every turn shares. `arrive` is the door for stored states, `timing` times a block of a turn."""

    store: Store
    matcher: RankingMatcher
    about: About
    arrive: Callable[[Series, State], Awaitable[Relocated]]
    timing: Callable[[Timed], AbstractContextManager[None]]
    rulings: Callable[[], Rulings] = Rulings
    health: Callable[[], Awaitable[Health | None]] = nothing


@frozen
class View:
    """One turn at one moment. `loaded` is the person as stored, `saved` as they are now; `scene` is None
    where there is no series to play; `private_address` is the person's direct chat."""

    loaded: Saved
    saved: Saved
    inbound: Inbound
    now: datetime
    texts: Texts
    limits: Limits
    served: bool  # whether this process speaks on the person's platform
    pace: Pace
    private_address: Address
    scene: Scene | None
    tools: TurnTools

    # ------------------------------------------------------------ later in the same turn

    def at(self, saved: Saved) -> "View":
        """The view once the person is that: what follows is in the language that they chose just now."""
        if saved.circle is not self.saved.circle and saved.circle is not None and self.scene is not None:
            size = len(saved.circle.members)
            scened = replace(self, scene=replace(self.scene, circle=size))
            return replace(scened, saved=replace(self.saved, circle=saved.circle)).at(saved)
        before, after = self.saved.profile, saved.profile
        if after is before or after.spoken == before.spoken:
            return replace(self, saved=saved)
        locale = match_locale(after.spoken)
        scene = self.scene
        if scene is not None and locale != scene.locale:
            scene = replace(scene, locale=locale)
        return replace(self, saved=saved, scene=scene, texts=spoken_to(locale, self.limits))

    def after(self, outputs: Outputs) -> "View":
        """The view once that was done."""
        if not outputs:
            return self
        saved = self.saved_after(outputs)
        return self if saved is self.saved else self.at(saved)

    def saved_after(self, outputs: Outputs) -> Saved:
        """The person once that was done."""
        for output in reversed(outputs):
            if isinstance(output, Became):
                return output.saved
        return self.saved

    # ------------------------------------------------------------ where it is

    @property
    def showing(self) -> tuple[int, int] | None:
        """The run and step of the question that this press or form belongs to; None for anything else."""
        match self.inbound.body:
            case Press(verb="o" | "skip" | "back", run=run, step=step):
                return run, step
            case Text(showing=showing):
                return showing
        return None

    @property
    def proved(self) -> Receipt | None:
        """The message that was pressed, or whose form was sent, where that belongs to the question that stood
        as the turn began: it was delivered, whatever the sender knows of it."""
        source, loaded = self.inbound.source, self.loaded
        if (
            source is None
            or loaded.shown is None
            or loaded.circle is not None
            or self.showing != (loaded.run, loaded.step)
        ):
            return None
        return Receipt(source, self.inbound.address)

    @property
    def quiet(self) -> bool:
        """Whether a turn is one message, where one can be changed: the person or the venue wants it so."""
        venue = self.inbound.venue
        ruled = venue is not None and venue.rules.quiet
        return self.limits.edits and (ruled or self.saved.profile.pace == QUIET)

    @property
    def plain(self) -> bool:
        """Whether the person wants no message changed that was sent, where one can be."""
        return self.limits.edits and self.saved.profile.pace == PLAIN

    @property
    def alone(self) -> bool:
        """Whether only this person reads the answer where it goes now."""
        reply = self.inbound.reply
        return self.inbound.address.direct or (reply is not None and reply.ephemeral)

    def hidden(self, episode: str | None) -> bool:
        """Whether others read here and have not read that evening so far."""
        if self.alone or episode is None or self.saved.state is None:
            return False
        return not places.is_here(self.saved, episode, self.inbound.address)

    @property
    def after_care(self) -> bool:
        """Whether words of danger were answered within the hour, and nothing was gone on with since."""
        before = self.loaded.pending
        return isinstance(before, AfterCare) and before.expires_at > self.now

    @property
    def stage(self) -> Scene:
        if self.scene is None:
            raise LookupError("no series to play")
        return self.scene

    @property
    def episode(self) -> Episode | None:
        """The evening that the person is in, or was in last."""
        key = self.saved.episode
        for episode in self.stage.series.episodes:
            if episode.key == key:
                return episode
        return None

    @property
    def finished(self) -> bool:
        """Whether every evening there is has been done."""
        episodes = self.scene.series.episodes if self.scene else ()
        return bool(episodes) and all(self.stage.series.done(e, self.saved.state) for e in episodes)

    @property
    def emergency(self) -> str | None:
        """The emergency number where the person is; None where that is not known."""
        plan = self.saved.profile.reminder
        return emergency(plan.zone if plan is not None else None, self.scene.locale if self.scene else "en")

    # ------------------------------------------------------------ what commands see

    async def context(self, needs: frozenset[str] = frozenset()) -> Context:
        """What commands see, with what this one needs loaded."""
        store, person = self.tools.store, self.saved.person
        found = self.present()
        if "journal" in needs:
            found = replace(found, reflections=await store.journal(person))
        if "export" in needs and next_export(found.saved, found.now) is None:
            kept = await store.export(person)
            text = orjson.dumps(kept, option=_READABLE, default=str).decode()
            found = replace(found, exported=text)
        if "emergency" in needs:
            found = replace(found, emergency=self.emergency)
        if "operator" in needs and found.operator:
            health = await self.tools.health()
            found = replace(found, health=health, feedback=await store.feedback(admin.SHOWN))
        if "minutes" in needs and self.scene is not None:
            # The first time evenings are played through for it, which nobody else's turn should wait for.
            found = replace(found, minutes=await asyncio.to_thread(lengths.minutes, self.scene))
        if "back" in needs:
            found = replace(found, before=await store.undo(person))
        return found

    def present(self) -> Context:
        """What commands see, without loading anything."""
        scene, subject = self.scene, self.saved.subject
        series = scene.series if scene else None
        locale = scene.locale if scene else "en"
        return Context(
            saved=self.saved,
            inbound=self.inbound,
            now=self.now,
            texts=self.texts,
            locale=locale,
            limits=self.limits,
            about=self.tools.about,
            series_name=series.name(locale) if series else "Alana",
            episodes=self._cards(),
            farewell=self._last_word(),
            names=name_variables(series.program) if series else (),
            menu=menu_entries(self.texts),
            operator=f"{subject.platform}:{subject.key}" in self.tools.about.operators,
            rulings=self.tools.rulings(),
            alone=self.alone,
        )

    def _last_word(self) -> bool:
        """Every evening is done, and the farewell was not heard."""
        scene, state = self.scene, self.saved.state
        if scene is None or state is None or scene.series.farewell is None:
            return False
        return self.finished and not state.visits.get(scene.series.farewell)

    def _cards(self) -> tuple[EpisodeCard, ...]:
        scene = self.scene
        if scene is None:
            return ()
        series, state, locale = scene.series, self.saved.state, scene.locale
        here = series.open_episode(state)
        begun, passed = self.saved.bookmarks, self.saved.profile.facts.passed
        return tuple(
            EpisodeCard(
                key=e.key,
                number=e.number,
                name=series.episode_name(e, locale),
                question=series.text(e.node, "question", locale),
                done=self.alone and series.done(e, state),
                here=here is not None and here.key == e.key and not self.hidden(e.key),
                hidden=self.hidden(e.key),
                begun=self.alone and e.key in begun,
                passed=self.alone and e.key in passed and series.done(e, state),
            )
            for e in series.episodes
        )

    # ------------------------------------------------------------ what typed words may answer

    def openness(self) -> Openness:
        scene, state = self.scene, self.saved.state
        waiting = state.waiting if state is not None else None
        return Openness(
            saved=self.saved,
            locale=scene.locale if scene else "en",
            options=scene.options(state) if scene else (),
            asked=waiting.kind if isinstance(waiting, Answering) else "",
            named=isinstance(waiting, Answering) and is_name(waiting.variable or ""),
            skip=self.texts.t("Skip this"),
            bank=scene.series.banks.get(scene.locale, scene.series.bank) if scene else (),
            episodes=tuple((card.key, card.name) for card in self._cards()),
            commands=frozenset(COMMANDS),
            cast=tuple(cast(scene.series.program)) if scene else (),
            danger=self.after_care or (scene is not None and self.saved.episode in scene.series.aided),
        )
