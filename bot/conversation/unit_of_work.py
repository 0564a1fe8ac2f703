"""The unit of work of one turn: gathers what its pieces returned and ends as one `Change`, all or nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.conversation import (
    addressing,
    bookmarks,
    circle_places,
    circle_rows,
    compose,
    inert,
    joining,
    letters,
)
from bot.conversation.joining import Item
from bot.conversation.outputs import (
    Became,
    Counted,
    Forgotten,
    Handed,
    Invited,
    Missed,
    Moved,
    Nudged,
    Output,
    Outputs,
    Recounted,
    Restarted,
    Retold,
    Said,
    Settled,
    Shown,
    Stepped,
    SteppedBack,
    Torn,
    Used,
    Whispered,
)
from bot.conversation.view import View
from bot.engine.state import State
from bot.frozen import replace
from bot.model import Outgoing, Receipt, Rich, Say, Settle, Wakeup
from bot.model import StandingKeyboard as Standing
from bot.ports import (
    Change,
    CircleChange,
    ClearVotes,
    Feedback,
    JournalEntry,
    NudgeDay,
    Ruled,
    Saved,
    SetParticipant,
    SetRule,
    SetVote,
    SetWakeup,
    TurnLog,
)


def change_of(view: View, outputs: Outputs) -> Change:
    """Everything that a turn did, as one change. `view` is the one that it began with."""
    work = UnitOfWork(view)
    work.take(outputs)
    return work.change()


class UnitOfWork:
    """Gathers outputs in order; `change` numbers the messages and finds each its address."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._saved = view.saved
        self._items: list[Item] = []
        self._settled: Settled | None = None
        self._undo: State | None = None
        self._undo_drop = self._undo_clear = self._forget = False
        self._used: list[Settle] = []
        # A circle talks in its own place, wherever its buttons were pressed.
        self._place = view.saved.address if view.loaded.subject.kind == "circle" else None
        self._circle: list[CircleChange] = []
        self._quoted: tuple[str, ...] = ()
        self._nudge: NudgeDay | None = None
        self._journal: list[JournalEntry] = []
        self._torn: tuple[str, ...] = ()
        self._retold: tuple[str, ...] = ()
        self._wakeups: list[SetWakeup] = []
        self._rules: list[SetRule] = []
        self._decisions: list[Ruled] = []
        self._feedback: list[Feedback] = []
        self._log: list[TurnLog] = []
        self._counts: list[str] = []
        self._misses: list[tuple[str, str]] = []

    def take(self, outputs: Outputs) -> None:
        for output in outputs:
            _TAKES[type(output)](self, output)

    def change(self) -> Change:
        """Everything as one change."""
        loaded, inbound = self._view.loaded, self._view.inbound
        self._items = self._inert()
        self._fit()
        items = self._ordered()
        outgoing = addressing.rows(self._view, self._saved, items)
        saved = replace(self._saved, shown=self._standing(items, outgoing))
        return Change(
            # A wake-up moves on in the same transaction: it needs no mark to be known again by.
            inbound_id=None if isinstance(inbound.body, Wakeup) else inbound.id,
            saved=saved,
            outgoing=outgoing,
            journal=tuple(self._journal),
            wakeups=tuple(self._wakeups),
            bookmarks=bookmarks.changed(loaded, saved),
            nudge=self._nudge,
            log=(*self._log, *self._stopped()),
            same_place=_same_place(saved, loaded),
            undo=self._undo,
            undo_drop=self._undo_drop,
            undo_clear=self._undo_clear,
            forget=self._forget,
            journal_erase=self._torn,
            misses=tuple(self._misses),
            counts=tuple(self._counts),
            delivered=self._delivered(),
            retold=self._retold,
            rules=tuple(self._rules),
            ruled=tuple(self._decisions),
            feedback=tuple(self._feedback),
            circle=tuple(self._circle),
        )

    def _ordered(self) -> list[Item]:
        """The first words go ahead; what is tidied follows them, and the rest comes at its own pace. Where
        nothing can be changed any more, tidying says what was chosen, and that comes before the answer; so it
        does where all of the answer is one message that takes its time. Where nothing is to be changed, the
        answer begins with what was asked."""
        retired = self._retired()
        if self._view.plain:
            return joining.quoting(self._items, retired, self._view.limits)
        ahead = 1 if self._view.limits.edits and not self._view.quiet else 0
        stood = circle_places.of_keyboard(self._view.loaded) if self._place is not None else None
        tidied = [Item(settle, place=stood) for settle in (*retired, *self._used)]
        return [*self._items[:ahead], *tidied, *self._items[ahead:]]

    # ------------------------------------------------------------ one output each

    def _became(self, output: Became) -> None:
        self._saved = output.saved

    def _said(self, output: Said) -> None:
        for composed in compose.notes(output.notes, self._view.limits):
            say = Say(composed.message, output.again)
            asks = output.asks and bool(composed.message.buttons)
            self._items.append(Item(say, output.private, own=True, place=self._place, asks=asks))
        self._quoted += output.quoted

    def _nudged(self, output: Nudged) -> None:
        for composed in compose.notes(output.notes, self._view.limits):
            self._items.append(
                Item(Say(composed.message), own=True, until=output.until, otherwise=output.otherwise)
            )
        if output.day is not None:
            self._nudge = NudgeDay(output.day)

    def _shown(self, output: Shown) -> None:
        put_in = inert.put_in(output.effects)
        shown = compose.messages(output.effects, output.showing, self._view.limits)
        if self._items and any(composed.asks for composed in shown):  # only one keyboard stands
            self._items = [replace(item, asks=False) for item in self._items]
        for composed in shown:
            say = inert.said_in(Say(composed.message), put_in)
            self._items.append(Item(say, place=self._place, asks=composed.asks))

    def _moved(self, output: Moved) -> None:
        self._place = output.place
        if output.opens is not None:
            self._items.append(Item(output.opens, place=output.place))

    def _is_settled(self, output: Settled) -> None:
        self._settled = output

    def _is_used(self, output: Used) -> None:
        self._used.append(Settle("", Rich(""), None, at=output.at))

    def _told(self, output: Retold) -> None:
        self._retold += output.rows

    def _handed(self, output: Handed) -> None:
        self._items.append(Item(output.upload, private=True, place=self._place))

    def _whispered(self, output: Whispered) -> None:
        inbound = self._view.inbound
        if output.aloud or inbound.reply is not None or inbound.aside is not None:
            for composed in compose.notes(output.notes, self._view.limits):
                self._items.append(Item(Say(composed.message), own=True, whispered=True))

    def _invited(self, output: Invited) -> None:
        self._items += circle_rows.invitations(self._view, output)

    def _recounted(self, output: Recounted) -> None:
        self._items += circle_rows.recount(self._saved)

    def _circled(self, output: CircleChange) -> None:
        self._circle.append(output)

    def _is_torn(self, output: Torn) -> None:
        self._torn += output.pages

    def _stepped(self, output: Stepped) -> None:
        self._undo = output.before

    def _stepped_back(self, output: SteppedBack) -> None:
        self._undo_drop = True

    def _restarted(self, output: Restarted) -> None:
        self._undo, self._undo_clear = None, True

    def _counted(self, output: Counted) -> None:
        self._counts.append(output.name)

    def _missed(self, output: Missed) -> None:
        self._misses.append((output.place, output.phrase))

    def _forgotten(self, output: Forgotten) -> None:
        self._forget = True

    def _written(self, output: JournalEntry) -> None:
        self._journal.append(output)

    def _woken(self, output: SetWakeup) -> None:
        self._wakeups.append(output)

    def _ruled(self, output: SetRule) -> None:
        self._rules.append(output)

    def _decided(self, output: Ruled) -> None:
        self._decisions.append(output)

    def _passed_on(self, output: Feedback) -> None:
        self._feedback.append(output)
        self._items += letters.to_operators(self._view, output)

    def _logged(self, output: TurnLog) -> None:
        self._log.append(output)

    def _stopped(self) -> tuple[TurnLog, ...]:
        """For statistics, that the person does not want any more nudges."""
        before, after = self._view.loaded.profile.reminder, self._saved.profile.reminder
        off = before is not None and before.on and (after is None or not after.on)
        theirs = not isinstance(self._view.inbound.body, Wakeup) and not self._forget
        return (TurnLog(self._view.now, "stopped"),) if off and theirs else ()

    # ------------------------------------------------------------ keyboards

    def _retired(self) -> list[Settle]:
        """The keyboard that stood goes when its question was answered, and when another one comes: only one
        stands."""
        stood = self._view.loaded.shown
        if stood is None or (self._settled is None and not any(item.asks for item in self._items)):
            return []
        settled = self._settled or Settled(None)
        chosen, at = settled.chosen, self._view.proved or settled.at
        if chosen is None:
            return [Settle(stood.id, stood.body, None, at, stood.said)]
        said = dict.fromkeys((*stood.said, *inert.live(inert.around_values(chosen))))
        return [Settle(stood.id, stood.body, chosen.plain, at, tuple(said))]

    def _delivered(self) -> tuple[str, Receipt] | None:
        stood, pressed = self._view.loaded.shown, self._view.proved
        return (stood.id, pressed) if stood is not None and pressed is not None else None

    def _standing(self, items: Sequence[Item], outgoing: Sequence[Outgoing]) -> Standing | None:
        """The message whose keyboard stands after this turn."""
        for item, row in zip(items, outgoing, strict=True):
            if item.asks and isinstance(item.action, Say):
                message = item.action.message  # of a circle's, as it is before its votes are counted
                if self._saved.circle is None:
                    return Standing(row.id, message.body, message.said)
                return Standing(row.id, message.body, message.said, message.buttons, message.listing)
        return None if self._settled is not None else self._view.loaded.shown

    # ------------------------------------------------------------ before they are rows

    def _fit(self) -> None:
        """Joins lines for those who like it quiet, and where the interaction takes only so many messages."""
        view, reply = self._view, self._view.inbound.reply
        if view.quiet:
            self._items = joining.quiet(self._items, view.limits, view.pace)
        if reply is not None and reply.room is not None:
            self._items = joining.fitted(self._items, reply.room, view.limits, alone=view.alone)

    def _inert(self) -> list[Item]:
        """The items, with what a chat would make alive of the person's words in the bot's own."""
        own = [item.action for item in self._items if item.own]
        if not any(map(inert.may_come_alive, own)):
            return self._items
        view = self._view
        pieces = inert.live((*self._quoted, *inert.words_of(view.inbound, view.loaded, self._saved)))
        return [
            replace(item, action=inert.said_in(item.action, pieces)) if item.own else item
            for item in self._items
        ]


_TAKES: Mapping[type[Output], Callable[[UnitOfWork, Any], None]] = {
    Became: UnitOfWork._became,
    Said: UnitOfWork._said,
    Nudged: UnitOfWork._nudged,
    Shown: UnitOfWork._shown,
    Moved: UnitOfWork._moved,
    Settled: UnitOfWork._is_settled,
    Used: UnitOfWork._is_used,
    Retold: UnitOfWork._told,
    Handed: UnitOfWork._handed,
    Whispered: UnitOfWork._whispered,
    Invited: UnitOfWork._invited,
    Recounted: UnitOfWork._recounted,
    SetParticipant: UnitOfWork._circled,
    SetVote: UnitOfWork._circled,
    ClearVotes: UnitOfWork._circled,
    Torn: UnitOfWork._is_torn,
    Stepped: UnitOfWork._stepped,
    SteppedBack: UnitOfWork._stepped_back,
    Restarted: UnitOfWork._restarted,
    Counted: UnitOfWork._counted,
    Missed: UnitOfWork._missed,
    Forgotten: UnitOfWork._forgotten,
    JournalEntry: UnitOfWork._written,
    SetWakeup: UnitOfWork._woken,
    SetRule: UnitOfWork._ruled,
    TurnLog: UnitOfWork._logged,
    Ruled: UnitOfWork._decided,
    Feedback: UnitOfWork._passed_on,
}


def _same_place(now: Saved, before: Saved) -> bool:
    """Whether somebody stands where they did; states are values, and a turn that plays makes a new one."""
    return now.state is before.state and (now.series, now.episode) == (before.series, before.episode)
