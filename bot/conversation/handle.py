"""`Conversations.handle`: an `Inbound` in, one committed `Change` out.

Turns of one person run in order of arrival; people never wait for one another. A lost race is played
again; a turn that fails three times is recorded by type and id only, apologised for, and confirmed.
"""

import logging

from bot.circles.circle import CLEAR
from bot.commands.settings import QUIET
from bot.conversation import access, circle_places, entering, turn, typed, whereabouts
from bot.conversation.arriving import Revisions
from bot.conversation.compose import Pace
from bot.conversation.crowds import Newcomers, Unread, flood
from bot.conversation.departed import Departed
from bot.conversation.dice import Dice
from bot.conversation.entrance import STORAGE_PAUSE, Entrance
from bot.conversation.outputs import Counted, Outputs
from bot.conversation.queues import Backlogs, DoubleTaps, PersonQueues, Talks
from bot.conversation.saying import words
from bot.conversation.scene import Scene
from bot.conversation.unit_of_work import change_of
from bot.conversation.view import TurnTools, View, spoken_to
from bot.conversation.watching import TurnWatch
from bot.conversation.world import World
from bot.errors import DialogueFault, StorageError
from bot.frozen import replace
from bot.model import Inbound, Limits, Press, Subject, Text, Wakeup
from bot.observing import TurnResult
from bot.ports import Change, Conflict, Duplicate, Saved, Store
from bot.texts import match_locale
from bot.venues import Venue

TRIES = 3
LOOK_PAUSE = 0.25  # seconds in which what is too much is gathered; the platform shows little beyond it
_ANY = Limits(max_text=2000, measure="utf16", max_label=64, short_label=32, max_buttons=24)  # nothing is sent

log = logging.getLogger("alana.conversation")


class Conversations:
    """The use case. `handle` returns when the turn is committed, or dropped as seen before."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._queues = PersonQueues()
        self._talks = Talks()
        self._unread = Unread()
        newcomers = Newcomers(world.newcomers_per_minute, world.monotonic)
        self._entrance = Entrance(world.store, newcomers, self._talks, world.sleep, self.view, self.handle)
        self._taps = DoubleTaps(world.monotonic)
        self._backlogs = Backlogs(world.waiting)
        self.departed = Departed()
        self.revisions = Revisions(world.notes)
        self._tools = TurnTools(
            world.store,
            world.matcher,
            world.about,
            self.revisions.arrive,
            world.observer.timing,
            world.rulings,
            world.health,
        )

    async def handle(self, inbound: Inbound) -> bool:
        """False: it was let go, and nothing is said to it."""
        if isinstance(inbound.body, Wakeup):
            return await self._in_line(inbound) is not None
        inbound = circle_places.directed(inbound)
        if inbound.subject.kind == "circle":
            inbound = await entering.whose(inbound, self._world.access)
        allowance, lane = self._world.allowance, inbound.lane
        if allowance is not None and not allowance.take(inbound):
            return await self._let_go(replace(inbound, subject=inbound.doer))
        if inbound.subject.kind == "circle":  # many go on at once: nobody's word hurries or holds up the rest
            with self._talks:
                return await self._in_line(inbound) is not None
        # A press may prove that a message arrived which is to be tried again: its turn tells, not the tap.
        self._world.flush(lane, not isinstance(inbound.body, Press))
        self._world.hold(lane)
        try:
            with self._talks:
                result = await self._in_line(inbound)
        finally:
            self._world.let_go(lane)
        return result != "let go" if result is not None else await self._let_go(inbound)

    async def _in_line(self, inbound: Inbound) -> TurnResult | None:
        """Plays a turn when it is this one's; None: too many wait already."""
        watch = TurnWatch(inbound, self._world.observer)
        several = inbound.subject.kind == "circle"  # each of its people has a measure of their own
        await self._queues.run(inbound.subject, lambda: self._turn(inbound, watch), over=several)
        return watch.result

    async def _let_go(self, inbound: Inbound) -> bool:
        """More than is taken of one person at once. It is looked through for danger, all that comes within
        a moment in one go; a flood is answered once. Whether anything is said to this."""
        answers: list[bool] = []

        async def look() -> None:
            answers.append(await self._too_much(inbound))

        if self._unread.add(inbound):
            await self._world.sleep(LOOK_PAUSE)
            await self._queues.run(inbound.subject, look, over=True)
        return any(answers)

    @property
    def store(self) -> Store:
        return self._world.store

    async def at_home(self, platform: str, venue: Venue) -> Venue:
        """With the rules of that house."""
        return await self._world.at_home(platform, venue)

    async def locale(self, subject: Subject) -> str | None:
        """The language that a person talks in, as far as it is known."""
        return (await self._world.store.load(subject)).profile.spoken

    async def still_for(self, person: int) -> bool:
        """Whether the bot is for that person, or circle, now that something unasked is to be sent."""
        world = self._world
        subject = None if world.access.everybody else await world.store.subject(person)
        if subject is None:
            return True
        saved, now = await world.store.load(subject), world.clock()
        here = saved.address or whereabouts.private(saved)
        return world.access.still_admits(saved, Inbound("", subject, here, now, Wakeup("", now)))

    async def calm(self) -> None:
        """Returns when nobody waits for an answer, or soon."""
        await self._talks.calm()

    async def let_newcomers_in(self) -> None:
        """Takes in who waits; for ever."""
        await self._entrance.let_in()

    async def idle(self) -> None:
        """Returns when no turn is running or waiting."""
        await self._queues.idle()

    # ------------------------------------------------------------ one turn, to its end

    async def _turn(self, inbound: Inbound, watch: TurnWatch) -> None:
        failures = 0
        while True:
            try:
                watch.over(await self._attempt(inbound, watch))
                return
            except StorageError:  # nothing was changed: the turn waits for the database, which says why
                await self._world.sleep(STORAGE_PAUSE)
            except Exception as error:
                failures += 1
                if failures >= TRIES:
                    await self._poisonous(inbound, error)
                    watch.over("poisoned")
                    return

    async def _attempt(self, inbound: Inbound, watch: TurnWatch) -> TurnResult:
        store = self._world.store
        while True:
            saved = await store.load(inbound.subject)
            alone = inbound.subject.kind == "person"
            if alone and saved.version == 0 and not await self._entrance.admit(saved, inbound):
                return "passed over"
            if alone and self._taps.doubled(inbound):
                return "duplicate"
            over = self._backlogs.over(inbound) if alone else "no"
            if over == "again":
                return "let go"
            inside = inbound if inbound.venue is None else await self._at_home(inbound, inbound.venue)
            if over != "no":
                change: Change | None = self._patience(saved, inside)
            elif self._is_for(saved, inside) or access.theirs(saved, inside):
                change = await self.change(saved, inside)
            else:
                change = await self._refused(saved, inside)
            if change is None:
                return "passed over"
            watch.change = change
            with watch:
                verdict = await store.commit(change)
            if not isinstance(verdict, Conflict):
                self._remember(change, inbound)
                return "duplicate" if isinstance(verdict, Duplicate) else "committed"

    def _is_for(self, saved: Saved, inbound: Inbound) -> bool:
        """Whether the bot is for them. What clears up after a circle is for nobody."""
        body, allowed = inbound.body, self._world.access
        if isinstance(body, Wakeup):
            return body.kind == CLEAR or allowed.still_admits(saved, inbound)
        return allowed.admits(inbound)

    async def _refused(self, saved: Saved, inbound: Inbound) -> Change | None:
        """The bot is not for them."""
        view = self.view(saved, inbound)
        outputs = await access.refused(view)
        return None if outputs is None else change_of(view, outputs)

    async def _at_home(self, inbound: Inbound, venue: Venue) -> Inbound:
        """With the rules of the house that it was done in."""
        venue = await self._world.at_home(inbound.subject.platform, venue)
        venue = replace(venue, app_locale=inbound.locale)
        return replace(inbound, venue=venue, locale=venue.rules.locale or inbound.locale)

    async def change(self, saved: Saved, inbound: Inbound) -> Change | None:
        """What this inbound changes; nothing is stored yet. The same arguments give the same change. None:
        nothing, and nobody waits for an answer."""
        view = self.view(saved, inbound)
        try:
            outputs = await turn.outputs_of(view)
        except DialogueFault as error:
            log.error("script fault: %s", error)
            t = view.texts.t
            outputs = (
                words(t("Something in the script went wrong just now. Your place is kept. Try /menu.")),
            )
        if outputs is None:
            return None
        return change_of(view, outputs)

    def view(self, saved: Saved, inbound: Inbound) -> View:
        """What a turn sees as it begins."""
        world = self._world
        inbound = whereabouts.located(saved, inbound) if saved.circle is None else inbound
        arrived = world.access.noted(whereabouts.arrived(saved, inbound), inbound)
        locale = match_locale(arrived.profile.spoken)
        series = world.catalogue().of(arrived.series)
        dice = Dice(f"{inbound.id}/{saved.version}")
        limits = world.limits.get(inbound.address.platform)
        size = len(saved.circle.members) if saved.circle is not None else None
        return View(
            loaded=saved,
            saved=arrived,
            inbound=inbound,
            now=inbound.at,
            texts=spoken_to(locale, limits or _ANY),
            limits=limits or _ANY,
            served=limits is not None,
            pace=pace_of(arrived.profile.pace or world.pace),
            private_address=whereabouts.private(arrived),
            scene=Scene(series, locale, dice, world.functions, size) if series else None,
            tools=self._tools,
        )

    # ------------------------------------------------------------ guards

    async def _too_much(self, inbound: Inbound) -> bool:
        """Words of danger in it are answered; else it is said, once, that not all was read. Whether anything
        was said."""
        unread = replace(inbound, body=Text(self._unread.take(inbound.subject)))
        while True:
            try:
                saved = await self._world.store.load(inbound.subject)
                view = self.view(saved, unread)
                out = await typed.listen(view, unread.body) or self._not_read(view)
                if not out or not isinstance(await self._world.store.commit(change_of(view, out)), Conflict):
                    return bool(out)
            except StorageError:
                await self._world.sleep(STORAGE_PAUSE)

    def _not_read(self, view: View) -> Outputs:
        allowance, subject = self._world.allowance, view.inbound.subject
        if view.loaded.version == 0 or (allowance is not None and not allowance.tell(subject)):
            return ()
        log.warning("a flood of one person's: what is too much is let go, from %s on", view.inbound.id)
        return words(flood(view.texts)), Counted("flood")

    def _remember(self, change: Change, inbound: Inbound) -> None:
        if inbound.subject.kind == "circle":
            return
        self._taps.note(inbound)
        if change.ruled:
            self._world.decided()
        if change.forget:
            self.departed.left((inbound.address, change.saved.address, change.saved.direct))
            return
        self.departed.came(inbound.address)

    def _patience(self, saved: Saved, inbound: Inbound) -> Change:
        view = self.view(saved, inbound)
        line = view.texts.t("One moment, please: the answers so far are still on their way to you.")
        return change_of(view, (words(line),))

    async def _poisonous(self, inbound: Inbound, error: Exception) -> None:
        kind = type(inbound.body).__name__
        log.error("a turn failed %d times: %s %s (%s)", TRIES, kind, inbound.id, _where(error))
        await self._world.notes.poisoned(inbound.id, kind, type(error).__name__, self._world.clock())
        saved = await self._world.store.load(inbound.subject)
        view = self.view(saved, inbound)
        sorry = view.texts.t("Something went wrong on my side just now, I'm sorry. Your place is kept.")
        await self._world.store.commit(replace(change_of(view, (words(sorry),)), inbound_id=None))


_PACES = {"natural": 1.0, "fast": 0.35, QUIET: 0.5}


def pace_of(name: str) -> Pace:
    """Seconds of pause before a message, from its length: about how long it takes to write and read."""
    factor = _PACES.get(name, 0.0)
    return lambda text: factor * min(4.5, 0.6 + len(text) / 90)


def _where(error: Exception) -> str:
    """The place of an error in the code, without its text: that may hold what people typed."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {place}"
