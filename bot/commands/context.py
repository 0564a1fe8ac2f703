"""What a command sees and what it may answer. Commands are pure: none of them sends or stores."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime, time, timedelta
from typing import Literal

from bot.engine.state import State
from bot.frozen import frozen
from bot.model import Button, Card, Inbound, Limits, MenuEntry, Picker, Picture, Press, Rich, Upload
from bot.operating import Health, Rulings
from bot.person.plan import QUIET
from bot.ports import Feedback, JournalEntry, Ruled, Saved, SetRule, SetWakeup
from bot.reminders.schedule import STEPS, WINDOW, Steps
from bot.texts import Texts


@frozen
class EpisodeCard:
    """An evening as a person sees it, in their language. `number` counts from 1."""

    key: str
    number: int
    name: str
    question: str
    done: bool
    here: bool  # the person is in the middle of it
    hidden: bool = False  # others read here, and it was talked of where they did not
    begun: bool = False  # it was left half-way for another one, and its place is kept
    passed: bool = False  # it is done, and there are questions that they passed by in it


@frozen
class About:
    """What the operator set, as far as people are told of it. Days are whole numbers."""

    operator_contact: str = ""
    helpline_url: str = "https://findahelpline.com"
    seen_days: int = 30
    log_days: int = 365
    backup_days: int = 30
    keep_misses: bool = False
    quiet_hours: tuple[time, time] | None = QUIET
    nudge_window: timedelta = WINDOW
    nudge_steps: Steps = STEPS
    operators: frozenset[str] = frozenset()  # accounts, as platform:number


@frozen
class Context:
    """One person at one moment. `inbound` is what they did; `journal` and `exported` are loaded only
    for the commands that need them."""

    saved: Saved
    inbound: Inbound
    now: datetime
    texts: Texts
    locale: str
    limits: Limits
    about: About
    series_name: str = ""
    episodes: Sequence[EpisodeCard] = ()
    reflections: Sequence[JournalEntry] = ()
    exported: str = ""
    before: State | None = None  # the place before the last step, where /back asks for it
    farewell: bool = False  # every evening is done, and there is a last word not heard yet
    names: Sequence[str] = ()  # the variables of the script that hold what the person is called
    menu: Sequence[MenuEntry] = ()  # the commands there are, for /help
    operator: bool = False  # whether the person is one
    health: Health | None = None  # loaded for operators
    rulings: Rulings = field(default_factory=Rulings)
    feedback: Sequence[Feedback] = ()
    alone: bool = True  # only this person reads the answer
    minutes: Mapping[str, int] = field(default_factory=dict)  # that evenings take, about; loaded for /start
    emergency: str | None = None  # the number to call where they are, as far as that is known

    @property
    def types(self) -> bool:
        """Whether all that is typed here reaches the bot; elsewhere there is a form for it."""
        return self.inbound.address.direct or not self.limits.forms

    def button(self, label: str, verb: str, value: str = "") -> Button:
        """A button of this person's for a command."""
        saved = self.saved
        press = Press(saved.subject.key, verb, saved.run, saved.step, value)
        return Button(label[: self.limits.max_label], press)

    @property
    def current(self) -> EpisodeCard | None:
        return next((e for e in self.episodes if e.here), None)

    @property
    def next_episode(self) -> EpisodeCard | None:
        """The first evening that is not done, from the last one on; then from the start."""
        cards = list(self.episodes)
        start = next((i + 1 for i, e in enumerate(cards) if e.key == self.saved.episode), 0)
        return next((e for e in cards[start:] + cards[:start] if not e.done and not e.here), None)


@frozen
class Note:
    """One message of the bot's own."""

    text: Rich
    buttons: tuple[Button, ...] = ()
    columns: int = 1
    pickers: tuple[Picker, ...] = ()
    picture: Picture | None = None
    card: Card | None = None


def note(text: str, *buttons: Button, columns: int = 1) -> Note:
    """A plain note."""
    return Note(Rich(text), buttons, columns)


@frozen
class Then:
    """What happens in the dialogue after the command's own words: nothing moves without one."""

    what: Literal["continue", "stand", "begin", "restart", "passed", "hear", "back", "farewell"]
    episode: str = ""  # for "begin" (goes on where it was left), "restart" and "passed" (what was passed by
    # in it, else from its start); with `aloud` for "continue"
    question: str = ""  # for "hear": the mark of one that was passed by
    anew: bool = False  # for "passed": from its start as for somebody new to it
    aloud: bool = False  # the person said that others may read it here
    or_begin: bool = False  # where the present talk is not for this place, another one begins
    before: State | None = None  # for "back": the place to go back to


@frozen
class Reply:
    """A command's answer. `saved` replaces the person's record (profile, pending). `private`: never
    into a group. `forget` erases the person. `rules` are decisions of a venue's admin."""

    notes: tuple[Note, ...] = ()
    saved: Saved | None = None
    then: Then | None = None
    files: tuple[Upload, ...] = ()
    wakeups: tuple[SetWakeup, ...] = ()
    counts: tuple[str, ...] = ()
    private: bool = False
    forget: bool = False
    erase: tuple[str, ...] = ()
    sample: bool = False  # a nudge as it would come now
    said: tuple[str, ...] = ()  # what the person wrote, where the notes say it back
    rules: tuple[SetRule, ...] = ()
    ruled: tuple[Ruled, ...] = ()
    feedback: tuple[Feedback, ...] = ()


def say(*texts: str, then: Then | None = None) -> Reply:
    """A reply of plain notes."""
    return Reply(tuple(note(t) for t in texts), then=then)
