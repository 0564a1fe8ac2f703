"""One turn in the making: what was said so far and what will be kept. Ends as one `Change`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.commands.context import Note, Reply
from bot.conversation import bookmarks, compose
from bot.conversation.compose import Composed, Showing
from bot.engine.effects import Effect
from bot.engine.state import State
from bot.frozen import replace
from bot.model import (
    Action,
    Address,
    Inbound,
    Limits,
    Outgoing,
    Pending,
    Rich,
    Say,
    Settle,
    Shown,
    Upload,
    Wakeup,
    base36,
)
from bot.ports import Change, JournalEntry, NudgeDay, Saved, SetWakeup, TurnLog
from bot.texts import Texts

Pace = Callable[[str], float]  # seconds of pause before a message of these words


class Asked(StrEnum):
    """What the bot itself may ask beside the dialogue; stands where commands have their names."""

    MEANT = "meant"  # "Did you mean …?"; data: the option's number
    NEXT = "next"  # "Shall we begin the next evening?"; data: its key
    NAME = "name"  # "Shall I call you …?"; data: what was typed
    OFFER = "offer"  # a message once a day
    CARE = "care"  # nothing was asked, but what is typed now is no answer to the dialogue


_OPEN_FOR = {Asked.CARE: timedelta(hours=1)}


@dataclass
class Draft:
    """Mutable for the length of one turn; never leaves it."""

    loaded: Saved
    saved: Saved
    inbound: Inbound
    now: datetime
    texts: Texts
    limits: Limits
    pace: Pace
    private_address: Address
    items: list[tuple[Action, bool]] = field(default_factory=list)
    journal: list[JournalEntry] = field(default_factory=list)
    wakeups: list[SetWakeup] = field(default_factory=list)
    log: list[TurnLog] = field(default_factory=list)
    counts: list[str] = field(default_factory=list)
    misses: list[tuple[str, str]] = field(default_factory=list)
    erase: tuple[str, ...] = ()
    undo: State | None = None
    undo_drop: bool = False
    undo_clear: bool = False
    forget: bool = False
    nudge: NudgeDay | None = None
    until: datetime | None = None  # set: this turn is a nudge, and goes out until then or not at all
    settled: bool = False
    _asking: int | None = None  # index in `items` of the message that holds the keyboard

    # ------------------------------------------------------------ saying things

    def note(self, *notes: Note, private: bool = False) -> None:
        for composed in compose.notes(notes, self.limits):
            self.items.append((Say(composed.message), private))

    def words(self, text: str) -> None:
        self.note(Note(Rich(text)))

    def file(self, upload: Upload) -> None:
        self.items.append((upload, True))

    def show(self, effects: Sequence[Effect], *, again: bool = False) -> None:
        """The dialogue's own messages; the last question's keyboard becomes the one that counts. `again`:
        the question that is open already. Its earlier buttons stay good: somebody may be tapping one just
        now, and on some platforms they cannot be taken away."""
        showing = self._showing(self.saved.step + (0 if again else 1))
        for composed in compose.messages(effects, showing, self.limits):
            self._add(composed, showing.step)

    def settle(self, chosen: str | None) -> None:
        """The standing keyboard goes; `chosen` is the question that was asked with it."""
        shown = self.saved.shown
        self.settled = True
        if shown is not None:
            self.items.insert(0, (Settle(shown.id, shown.body, chosen), False))
            self._asking = None if self._asking is None else self._asking + 1
            self.saved = replace(self.saved, shown=None)

    def reply(self, reply: Reply) -> None:
        """A command's answer, but for `then`."""
        if reply.private and not self.alone and self.saved.direct is None:
            # What cannot be shown must not happen either: nobody saw what is asked or done here.
            self.words(self.texts.t("That is for you alone. Please open our direct chat and ask me there."))
            return
        if reply.saved is not None:
            self.saved = reply.saved
        if reply.private and reply.notes and not self.alone:
            self.words(self.texts.t("I've answered you in our direct chat."))
        self.note(*reply.notes, private=reply.private)
        for upload in reply.files:
            self.file(upload)
        self.wakeups += reply.wakeups
        self.counts += reply.counts
        self.forget = self.forget or reply.forget
        self.erase += reply.erase

    def expect(self, what: Asked, data: str = "", step: str = "") -> None:
        """The next typed words may answer that."""
        until = self.now + _OPEN_FOR.get(what, timedelta(minutes=10))
        self.saved = replace(self.saved, pending=Pending(what.value, step, data, until))

    # ------------------------------------------------------------ the end of the turn

    def change(self) -> Change:
        """Everything as one change; numbers the messages and finds each its address."""
        if self._asking is not None and not self.settled and self.loaded.shown is not None:
            self._retire()
        outgoing = tuple(self._number(self.items))
        saved = self.saved
        if self._asking is not None:
            action = self.items[self._asking][0]
            body = action.message.body if isinstance(action, Say) else Rich("")
            saved = replace(saved, shown=Shown(outgoing[self._asking].id, body))
        return Change(
            # A wake-up moves on in the same transaction: it needs no mark to be known again by.
            inbound_id=None if isinstance(self.inbound.body, Wakeup) else self.inbound.id,
            saved=saved,
            outgoing=outgoing,
            journal=tuple(self.journal),
            wakeups=tuple(self.wakeups),
            bookmarks=bookmarks.changed(self.loaded, saved),
            nudge=self.nudge,
            log=tuple(self.log),
            same_place=_place(saved) == _place(self.loaded),
            undo=self.undo,
            undo_drop=self.undo_drop,
            undo_clear=self.undo_clear,
            forget=self.forget,
            journal_erase=self.erase,
            misses=tuple(self.misses),
            counts=tuple(self.counts),
        )

    @property
    def alone(self) -> bool:
        """Whether only this person reads the answer where it goes now."""
        reply = self.inbound.reply
        return self.inbound.address.direct or (reply is not None and reply.ephemeral)

    def _showing(self, step: int) -> Showing:
        t, saved = self.texts.t, self.saved
        unseen = not self.inbound.address.direct and self.inbound.reply is not None
        return Showing(
            owner=saved.subject.key,
            run=saved.run,
            step=step,
            prompt=t("What would you like to ask?"),
            skip=t("Skip this"),
            typed=t("In my own words") if unseen else "",
        )

    def _add(self, composed: Composed, step: int) -> None:
        self.items.append((Say(composed.message), False))
        if composed.asks:
            self._asking = len(self.items) - 1
            self.saved = replace(self.saved, step=step)

    def _retire(self) -> None:
        """Only one keyboard stands: an older one goes when a new one comes."""
        shown = self.loaded.shown
        if shown is not None:
            self.items.insert(0, (Settle(shown.id, shown.body, None), False))
            self._asking = None if self._asking is None else self._asking + 1

    def _number(self, items: Iterable[tuple[Action, bool]]) -> Iterable[Outgoing]:
        stem = f"{base36(self.saved.person)}-{base36(self.loaded.version + 1)}"
        first_say = True
        for place, (action, private) in enumerate(items):
            says = not isinstance(action, Settle)
            pause = self.pace(action.message.body.text) if isinstance(action, Say) and not first_say else 0.0
            yield self._outgoing(f"{stem}-{base36(place)}", action, private, first_say and says, pause)
            first_say = first_say and not says

    def _outgoing(self, id_: str, action: Action, private: bool, first: bool, pause: float) -> Outgoing:
        here, reply = self.inbound.address, self.inbound.reply
        if self.until is not None:
            return Outgoing(
                id_,
                self.private_address,
                action,
                delivery="at_most_once",
                not_after=self.until,
                only_if_version=self.loaded.version + 1,
                urgent=False,
            )
        if private and not self.alone:
            return Outgoing(id_, self.private_address, action, pace=pause)
        if reply is not None and here.direct and not (first and reply.opens == "fill"):
            reply = None  # in a direct chat only a "thinking" message needs the handle
        fallback = None if here.direct else self.private_address
        return Outgoing(id_, here, action, reply=reply, pace=pause, fallback=fallback)


def _place(saved: Saved) -> tuple[str | None, str | None, int]:
    """Where somebody is in the dialogue; states are values, and a turn that plays makes a new one."""
    return saved.series, saved.episode, id(saved.state)
