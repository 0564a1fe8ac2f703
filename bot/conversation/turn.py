"""One turn of one person: what they did, played through commands and dialogue onto a `Draft`.

Loads only what a command needs; commits nothing. The same inbound on the same `Saved` gives the same
change, so a lost race is simply played again.
"""

from bot.commands import evening, place, remind, reminding, smalltalk, talk
from bot.commands.context import Reply, Then
from bot.commands.table import COMMANDS
from bot.conversation import bookmarks
from bot.conversation.draft import Asked
from bot.conversation.scene import Scene
from bot.conversation.view import View
from bot.engine.effects import Answer, Begin, Choose, Event, Resume
from bot.engine.state import Answering, Options, State
from bot.frozen import replace
from bot.model import Press
from bot.ports import TurnLog
from bot.reminders.plan import not_today
from bot.texts import match_locale, texts_for


class Turn(View):
    """Methods are the things that can happen; each leaves its traces on `draft`."""

    # ------------------------------------------------------------ what people do

    async def pressed(self, press: Press) -> None:
        saved = self.draft.saved
        if press.owner != saved.subject.key:
            return
        if press.verb in ("o", "skip"):
            if (press.run, press.step) == (saved.run, saved.step) and self._take(press):
                return
            await self.stale()
        elif press.verb in COMMANDS:
            await self.command(press.verb, press.value)
        else:
            await self.command("continue")

    async def stale(self) -> None:
        """A button of an earlier question: the present one is shown again."""
        self.draft.words(self.draft.texts.t("That question has gone by. Here is where we are."))
        await self.then(Then("continue"))

    async def command(self, name: str, argument: str = "") -> None:
        entry = COMMANDS.get(name)
        if entry is None:
            self.draft.words(self.draft.texts.t("I don't know that command. /help shows what there is."))
            return
        pending = self.draft.saved.pending
        if pending is not None and pending.command not in (name, Asked.CARE):
            self.draft.saved = replace(self.draft.saved, pending=None)
        await self.reply_of(name, entry.run(await self.context(entry.needs), argument))

    async def reply_of(self, name: str, reply: Reply) -> None:
        """What a command answers, kept out of groups where it concerns the person alone."""
        await self.answer(replace(reply, private=reply.private or COMMANDS[name].private))

    async def answer(self, reply: Reply) -> None:
        """A reply's words, then what it wants of the dialogue."""
        self.draft.reply(reply)
        self._speak()
        if reply.sample:
            self.tools.sample(self)
        if reply.then is not None:
            await self.then(reply.then)

    def _speak(self) -> None:
        """What follows is in the language that was chosen just now."""
        locale = match_locale(self.draft.saved.profile.spoken)
        if self.scene is not None and locale != self.scene.locale:
            self.scene = replace(self.scene, locale=locale)
            self.draft.texts = texts_for(locale)

    async def opened(self) -> None:
        await self.command("start")

    async def located(self, latitude: float, longitude: float) -> None:
        reply = place.located(await self.context(), latitude, longitude)
        if reply is None:
            await self.not_words()
        else:
            await self.answer(reply)

    async def not_words(self) -> None:
        await self.answer(smalltalk.not_words(await self.context()))

    # ------------------------------------------------------------ the dialogue

    async def then(self, then: Then) -> None:
        """Moves the dialogue as a command wished."""
        scene = self.scene
        if scene is None:
            self.draft.words(talk.nothing_to_tell(await self.context()))
        elif then.what in ("begin", "restart"):
            await self._begin(scene, then.episode, fresh=then.what == "restart")
        elif then.what == "farewell":
            self._farewell(scene)
        elif then.what == "back":
            await self._back(scene)
        else:
            await self._continue(scene)

    def play(self, event: Event, chosen: str | None) -> None:
        """One step of the dialogue, with what it shows and what it means."""
        draft, scene = self.draft, self.stage()
        before = draft.saved.state or State.initial(scene.series.program)
        turn = scene.play(before, event)
        draft.settle(chosen)
        # A place without a question is none to go back to: the script has moved on under it.
        draft.undo = None if isinstance(event, Begin) or before.waiting is None else before
        draft.undo_clear = draft.undo_clear or isinstance(event, Begin)
        episode = scene.series.episode_of(turn.state.node) or self.episode()
        draft.saved = replace(
            draft.saved,
            state=turn.state,
            series=scene.series.key,
            episode=episode.key if episode else draft.saved.episode,
            pending=None,  # whoever goes on leaves a command's question behind
        )
        draft.show(turn.effects)
        self._log(type(event).__name__.lower())
        if turn.state.waiting is None:
            self._ended(before, turn.state)

    async def arrive(self, stored: State) -> bool:
        """The person stands where a stored state does, in the script as it is now. True: the question that it
        waited for is gone; that was said, and where we are."""
        found = await self.tools.arrive(self.stage().series, stored)
        self.draft.saved = replace(self.draft.saved, state=found.state)
        if found.how == "kept":
            return False
        self.draft.saved = replace(self.draft.saved, run=self.draft.saved.run + 1)
        self.draft.log.append(self._moved(found.how))
        await self._after_move(found.how)
        return True

    async def _after_move(self, how: str) -> None:
        t = self.draft.texts.t
        if how == "lost":
            self.draft.words(t("The evening you were in has changed a lot. Let's look at the menu."))
            await self.command("menu")
            return
        self.draft.words(t("This evening was rewritten a little since we last spoke. We go on from here."))
        scene, state = self.stage(), self.draft.saved.state
        if state is not None and not scene.shown(state):
            self.play(Resume(), None)
        else:
            await self.then(Then("continue"))

    def _moved(self, how: str) -> TurnLog:
        saved = self.draft.saved
        node = saved.state.node if saved.state else None
        return TurnLog(self.draft.now, "moved", saved.series, saved.episode, node, None, how)

    # ------------------------------------------------------------ inside

    async def _begin(self, scene: Scene, key: str, *, fresh: bool) -> None:
        """Opens an evening: where it was left, or from its start. The one that is left keeps its place."""
        episode = next((e for e in scene.series.episodes if e.key == key), None)
        if episode is None:
            return
        saved, kept = bookmarks.change(self.draft.saved, episode.key, self._here(scene))
        self.draft.saved = replace(saved, run=saved.run + 1, step=0, episode=episode.key, pending=None)
        if kept is None or fresh:
            self.play(Begin(episode.node), None)
            return
        self.draft.undo_clear = True
        if not await self.arrive(kept):
            self._show_again("reopen")

    def _here(self, scene: Scene) -> str | None:
        """The evening that is open now."""
        found = scene.series.open_episode(self.draft.saved.state)
        return found.key if found else None

    def _farewell(self, scene: Scene) -> None:
        if scene.series.farewell is not None:
            saved = self.draft.saved
            self.draft.saved = replace(saved, run=saved.run + 1, step=0, pending=None)
            self.play(Begin(scene.series.farewell), None)

    async def _back(self, scene: Scene) -> None:
        draft = self.draft
        state = await self.tools.store.undo(draft.saved.person)
        if state is None:
            return
        draft.undo_drop = True
        episode = scene.series.episode_of(state.node)
        if episode is not None:
            draft.saved = replace(draft.saved, episode=episode.key)
        if not await self.arrive(state):
            self._show_again("back")

    def _show_again(self, why: str) -> None:
        """The question of a place that was come back to."""
        state = self.draft.saved.state
        self.draft.show(self.stage().shown(state) if state is not None else ())
        self._log(why)

    async def _continue(self, scene: Scene) -> None:
        state = self.draft.saved.state
        effects = scene.shown(state) if state is not None else ()
        if effects:
            self._care_is_over()
            self.draft.show(effects, again=True)
        elif state is None:
            await self.answer(talk.welcome(await self.context()))
        else:
            ctx = await self.context()
            await self.answer(evening.between(ctx))
            if ctx.next_episode is not None:
                self.draft.expect(Asked.NEXT, ctx.next_episode.key)

    def _care_is_over(self) -> None:
        """The question is asked again: what is typed now is meant for it."""
        pending = self.draft.saved.pending
        if pending is not None and pending.command == Asked.CARE:
            self.draft.saved = replace(self.draft.saved, pending=None)

    def _take(self, press: Press) -> bool:
        """Takes an option or a skip, where it fits what waits."""
        waiting = self.draft.saved.state.waiting if self.draft.saved.state else None
        if press.verb == "skip" and isinstance(waiting, Answering):
            self.play(skip(waiting), None)
            return True
        if press.verb == "o" and isinstance(waiting, Options) and press.value.isdigit():
            return self.choose(int(press.value))
        return False

    def choose(self, number: int) -> bool:
        chosen = self.stage().choice(self.draft.saved.state, number)
        if chosen is None:
            return False
        self.play(Choose(number), chosen)
        return True

    def _ended(self, before: State, after: State) -> None:
        series = self.stage().series
        episode = self.episode()
        first = episode is not None and series.done(episode, after) and not series.done(episode, before)
        self._count_day(series.done(episode, after) if episode else False)
        ctx = self.present()
        self.draft.reply(evening.ended(ctx, first_time=first))
        if (
            first
            and not reminding.fact(self.draft.saved, "offered")
            and not self.draft.saved.profile.reminder
        ):
            self.draft.note(remind.offer(ctx))
            self.draft.saved = reminding.with_facts(self.draft.saved, offered=True)
            self.draft.expect(Asked.OFFER)

    def _count_day(self, done: bool) -> None:
        """An evening finished today is a day of the streak, and spares today's nudge."""
        draft = self.draft
        plan = reminding.plan_of(draft.saved)
        today = plan.local(draft.now).date() if plan else draft.now.date()
        if done:
            draft.saved = reminding.with_day(draft.saved, today)
            self.note_finished()
        if plan is not None and done:
            draft.saved = reminding.with_plan(draft.saved, not_today(plan, today))
            self.replan()

    def note_finished(self) -> None:
        """Keeps that in the profile, where the next moment is worked out."""
        saved, finished = self.draft.saved, self.finished()
        if finished != bool(reminding.fact(saved, "finished")):
            self.draft.saved = reminding.with_facts(saved, finished=finished or None)

    def replan(self) -> None:
        """The nudge to come, worked out again."""
        if self.draft.saved.profile.reminder is not None:
            self.draft.wakeups = [w for w in self.draft.wakeups if w.kind != reminding.NUDGE]
            self.draft.wakeups.append(
                reminding.next_wakeup(self.draft.saved, self.draft.now, self.tools.about)
            )

    def _log(self, kind: str) -> None:
        saved = self.draft.saved
        state = saved.state
        node, key = (state.node, state.at) if state else (None, None)
        self.draft.log.append(TurnLog(self.draft.now, kind, saved.series, saved.episode, node, key))


def skip(waiting: Answering) -> Answer:
    """Leaving a question open: a reflection counts as not written, a variable stays."""
    return Answer(False if waiting.kind == "reflection" else None)
