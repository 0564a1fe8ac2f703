"""The seams between the rooms: protocols only, no code.

`Adapter` is a platform, `Host` is what a platform may ask of us without waiting, `Store` keeps what
was committed. Everything that a turn changes is one `Change`; it is committed as a whole or not at all.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, timedelta
from typing import Protocol, runtime_checkable

from bot.circles.circle import Circle, Participant
from bot.engine.state import OrderedKeys, State
from bot.frozen import frozen
from bot.model import (
    Address,
    Alarm,
    Inbound,
    Limits,
    MenuEntry,
    Modal,
    Outgoing,
    Receipt,
    Rich,
    StandingKeyboard,
    Subject,
)
from bot.person.asking import Pending
from bot.person.facts import Facts
from bot.person.plan import Plan
from bot.venues import Named, RuleName, Venue, VenueRules

# ---------------------------------------------------------------- what is kept of a person


@frozen
class Profile:
    """Settings of one person, and small marks of the conversation with them. Nothing here is text that they
    wrote but their settings."""

    locale: str | None = None
    platform_locale: str | None = None
    pace: str | None = None
    reminder: Plan | None = None
    facts: Facts = field(default_factory=Facts)
    unreachable: bool = False

    @property
    def spoken(self) -> str | None:
        """The language to speak: the one chosen, else the platform's."""
        return self.locale or self.platform_locale


@frozen
class Saved:
    """A person as stored. `version` 0: nobody is stored yet under this subject.

    `address` is where the conversation goes on (the latest wins), `direct` the last one-to-one chat.
    `run` counts conversations begun and `step` the questions shown: buttons carry both, so that an old
    one is known as old. `state` is the dialogue's; it and `series` are None before the first talk.
    `bookmarks`: the places of evenings of that series that were left half-way, by episode. `state` and
    `bookmarks` may come from an earlier revision of the scripts: they are played only after `arrive`.
    `circle` is what several people have in common; None: this is a person.
    """

    person: int
    subject: Subject
    version: int = 0
    created_at: datetime | None = None
    seen_at: datetime | None = None
    address: Address | None = None
    direct: Address | None = None
    series: str | None = None
    episode: str | None = None
    state: State | None = None
    run: int = 0
    step: int = 0
    shown: StandingKeyboard | None = None
    pending: Pending | None = None
    profile: Profile = field(default_factory=Profile)
    bookmarks: Mapping[str, State] = field(default_factory=dict)
    circle: Circle | None = None


@frozen
class JournalEntry:
    """What a person wrote for themselves in an evening. Shown to them alone."""

    id: str
    series: str
    episode: str
    prompt: str
    text: str = field(repr=False)
    at: datetime


@frozen
class SetWakeup:
    """Sets (or with `due_at` None clears) the one wake-up of that kind for the person."""

    kind: str
    due_at: datetime | None


@frozen
class SetRule:
    """One rule of a venue, as its admins have just decided; rules that are not named stay as they are.
    `value` is as in `VenueRules`."""

    platform: str
    venue: str
    rule: RuleName
    value: tuple[Named, ...] | str | bool | None


@frozen
class Ruled:
    """What an operator decided for everybody, by its name in `bot.operating`."""

    name: str
    value: str


@frozen
class Feedback:
    """What somebody wrote to the operators, and when."""

    at: datetime
    text: str = field(repr=False)


@frozen
class SetParticipant:
    """Somebody, by the key of their account, is in a circle from now on; `participant` None: not any more."""

    key: str
    participant: Participant | None


@frozen
class SetVote:
    """What somebody votes for from now on; None: for nothing."""

    key: str
    value: str | None


@frozen
class ClearVotes:
    """Another question: nobody has voted."""


CircleChange = SetParticipant | SetVote | ClearVotes


@frozen
class SetBookmark:
    """Keeps (or with `place` None drops) the place of an evening of the person's series."""

    episode: str
    place: State | None


@frozen
class NudgeDay:
    """Claims a local date for a nudge. Where the date is claimed already the whole change is a Duplicate."""

    local_date: date


@frozen
class TurnLog:
    """Statistics of one turn: never text. `moved` says how a script change touched the place, `digest` which
    revision was played, `choice` which option of the question `asked` was taken."""

    at: datetime
    kind: str
    series: str | None = None
    episode: str | None = None
    node: str | None = None
    key: str | None = None
    moved: str | None = None
    digest: str | None = None
    asked: str | None = None
    choice: str | None = None


@frozen
class Change:
    """Everything one inbound changes. `saved.version` is the version it was made from; the store
    stores it as version + 1. `inbound_id` None: nothing to remember (a retry after a conflict keeps it).

    `same_place`: series, episode and state are as they were stored, and need not be written again.
    `undo` pushes the state before this turn for `/back`; `undo_drop` removes the newest one. `forget`
    erases the person: everything but seen ids, after which `outgoing` is still sent and then purged.
    `misses` are redacted phrases, `counts` are named counters of the whole bot (care answers, skipped
    nudges). `delivered` is an outbox id and the message that stands for it: a press proved it.
    `retold` are the outbox ids of what had not arrived and is said again in this turn. `rules` are a venue's.
    `circle` is what became of who is in and of their votes, in order: never the whole of it, so that nothing
    brings back who left meanwhile.
    """

    inbound_id: str | None
    saved: Saved
    outgoing: tuple[Outgoing, ...] = ()
    journal: tuple[JournalEntry, ...] = ()
    wakeups: tuple[SetWakeup, ...] = ()
    bookmarks: tuple[SetBookmark, ...] = ()
    nudge: NudgeDay | None = None
    log: tuple[TurnLog, ...] = ()
    same_place: bool = False
    undo: State | None = None
    undo_drop: bool = False
    undo_clear: bool = False
    forget: bool = False
    journal_erase: tuple[str, ...] = ()
    misses: tuple[tuple[str, str], ...] = ()  # (place, redacted phrase)
    counts: tuple[str, ...] = ()
    delivered: tuple[str, Receipt] | None = None
    retold: tuple[str, ...] = ()
    rules: tuple[SetRule, ...] = ()
    ruled: tuple[Ruled, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    circle: tuple[CircleChange, ...] = ()


@frozen
class Committed:
    """The change is durable. `version` is the person's new one."""

    version: int


@frozen
class Duplicate:
    """The inbound id was seen before (or the nudge's date was claimed before): nothing was changed."""


@frozen
class Conflict:
    """Somebody else committed first: load again and redo. Nothing was changed."""


@frozen
class Claimed:
    """An outbox row in our hands. `target` is the receipt of the message a `Settle` is about, if it
    was sent; `attempt` counts from 1. `fence` is the token of the lease under which it came into them: once
    another holds that lease, nothing that we say of the row counts."""

    person: int
    outgoing: Outgoing
    target: Receipt | None
    attempt: int
    fence: int = 0


@frozen
class Due:
    """A wake-up whose moment has come."""

    person: int
    subject: Subject
    address: Address
    kind: str
    due_at: datetime


# ---------------------------------------------------------------- protocols


LeaseName = tuple[str, str]  # the bot's, the lease's


class Lease(Protocol):
    """What one process at a time may do. `held`: we may, now. `token` counts its holders."""

    @property
    def held(self) -> bool: ...

    @property
    def token(self) -> int: ...

    async def acquired(self) -> None:
        """Returns when we hold it."""
        ...

    async def expired(self) -> None:
        """Returns when we do not hold it any more, as far as we know."""
        ...

    async def lost(self) -> None:
        """Returns when another took it, or might have: what we have in hand for it is not ours any more."""
        ...


class Store(Protocol):
    """People and their turns. Methods raise `StorageError`; none of them half-writes."""

    async def load(self, subject: Subject) -> Saved:
        """The person, or a fresh `Saved` with version 0 and a new random `person` id."""
        ...

    async def subject(self, person: int) -> Subject | None:
        """Whose number that is; None: nobody's any more."""
        ...

    async def commit(self, change: Change) -> Committed | Duplicate | Conflict:
        """Returns when the transaction that holds the change is durable."""
        ...

    async def rules(self, platform: str, venue: str) -> VenueRules:
        """What the admins of a venue decided."""
        ...

    async def venues(self, platform: str) -> Mapping[str, bool]:
        """The venues of which anything is kept, and whether the bot is there."""
        ...

    async def venue(self, platform: str, venue: str, *, present: bool) -> None:
        """The bot is there, and the venue is known from now on; or it was taken out of it: then all that is
        kept of it goes after 30 days."""
        ...

    async def undelivered(self, person: int) -> Sequence[Outgoing]:
        """What was said to the person and did not arrive, oldest first, until it is said again."""
        ...

    async def undo(self, person: int) -> State | None:
        """The newest state kept for `/back`, not removed."""
        ...

    async def receipt(self, person: int, outgoing_id: str) -> Receipt | None:
        """What the platform calls a message that was sent to that person."""
        ...

    async def newest(self, person: int) -> Receipt | None:
        """The last message that was sent to the person, as far as that is kept."""
        ...

    async def journal(self, person: int) -> Sequence[JournalEntry]: ...

    async def feedback(self, most: int) -> Sequence[Feedback]:
        """The newest of what people wrote to the operators."""
        ...

    async def export(self, person: int) -> Mapping[str, object]:
        """Everything stored of the person, in plain JSON-able values, for `/export`."""
        ...


class Notes(Protocol):
    """What the program remembers for itself: script revisions, places read, what went wrong."""

    async def revision(self, digest: str) -> OrderedKeys | None:
        """Ordered wait and return keys by node, as the program with that digest had them."""
        ...

    async def remember_revision(self, digest: str, keys: OrderedKeys) -> None: ...

    async def poisoned(self, inbound_id: str, kind: str, error: str, at: datetime) -> None:
        """Records a turn or update that raised three times: type and id only, and the id as seen."""
        ...

    async def cursors(self, platform: str) -> Mapping[str, str]:
        """The last thing seen at each place of a platform (a Discord message id by channel)."""
        ...

    async def move_cursor(self, platform: str, key: str, value: str) -> None: ...


class Wakeups(Protocol):
    """Stored moments."""

    async def due(self, now_at: datetime, limit: int) -> Sequence[Due]: ...

    async def next_due_at(self) -> datetime | None: ...


class Outbox(Protocol):
    """The sender's side of what was committed.

    `listener`, when set, is offered rows as they are committed, already leased; where it is None or
    answers False they wait to be claimed.
    """

    listener: "Listener | None"

    async def recover(self) -> None:
        """At the start: frees the leases of a process that is known to be dead."""
        ...

    async def release(self, ids: Sequence[str], fence: int = 0) -> None:
        """At a clean stop, or where the lease is another's: gives rows in hand back, unsent. Those that
        were taken under another token than `fence` stay as they are."""
        ...

    async def claim(
        self,
        platform: str,
        now_at: datetime,
        limit: int,
        *,
        urgent: bool = True,
        in_hand: Callable[[], Collection[str]] = tuple,
    ) -> Sequence[Claimed]:
        """Rows that are free (never taken, or by an earlier holder of the platform's lease), in order; takes
        them. Either the urgent ones or those that yield. `in_hand` names the rows that the caller has: where
        an answer of the database was lost, the others that it thinks to be ours are free again."""
        ...

    async def begin(self, claimed: Claimed, now_at: datetime) -> str | None:
        """Checks a conditional row again and marks an at-most-once one as begun. None: send it; else
        why it is not wanted any more ("late", "returned", "gone", "begun", "uninvited")."""
        ...

    def sent(self, claimed: Claimed, receipt: Receipt | None, at: datetime) -> Awaitable[None]: ...

    async def retry(self, claimed: Claimed, not_before: datetime, reason: str) -> None: ...

    def dead(self, claimed: Claimed, reason: str, at: datetime) -> Awaitable[None]:
        """Never tried again; kept for `alana doctor`."""
        ...

    def dropped(self, claimed: Claimed, reason: str, at: datetime) -> Awaitable[None]:
        """Not wanted any more (too late, the person is back): counted, not a dead letter."""
        ...

    async def unreachable(
        self, person: int, closed: Address, at: datetime, line: Outgoing | None = None
    ) -> Collection[str]:
        """A direct chat takes nothing. Where it is that person's own: stops nudges and drops what waits for
        it, until their next word; the ids of what was dropped: whoever has it in hand must drop it too. What
        they had sent to somebody else says nothing of them. `line` says in another place that it is so."""
        ...

    async def language(self, person: int) -> str | None:
        """In which they are spoken to, as far as it is known."""
        ...

    async def moved(self, platform: str, chat: str, to: str) -> None:
        """A shared chat has a new id: every address that names it follows. Never a direct one: that chat is
        the person's own, and only what the platform says in it tells where it is."""
        ...

    async def rerouted(self, gone: Address, there: Address) -> None:
        """What was meant for one address, and whoever is there, goes to the other."""
        ...

    async def receipt(self, person: int, outgoing_id: str) -> Receipt | None:
        """What the platform calls a message that was sent to that person."""
        ...


class Listener(Protocol):
    """The sender, as the outbox sees it."""

    def room(self, platform: str, rows: int, *, urgent: bool = True) -> bool:
        """Whether it takes that many rows directly; if so it keeps room until they are offered or left."""
        ...

    def leave(self, platform: str, rows: int, *, urgent: bool = True, behind: bool = False) -> None:
        """Rows that room was kept for do not come: their change was not stored, or (`behind`) they wait
        behind others of their person that are to be claimed."""
        ...

    def offer(self, rows: Sequence[Claimed]) -> None: ...

    def news(self, platform: str, *, urgent: bool = True) -> None:
        """Rows wait to be claimed."""
        ...

    def moved(self, platform: str, chat: str, to: str) -> None:
        """A shared chat has a new id."""
        ...


class Host(Protocol):
    """What a platform may ask of us. Only `receive` waits for anything."""

    async def receive(self, inbound: Inbound) -> bool:
        """Returns when the turn is committed, dropped as seen before, or recorded as poisonous. False: it was
        too much at once, was let go, and nothing is said to it."""
        ...

    def reached(self, platform: str) -> None:
        """The platform is there again after an outage: what waits to be tried again goes at once."""
        ...

    async def moved(self, platform: str, chat: str, to: str) -> None:
        """A shared chat has a new id, and everything that names it follows."""
        ...

    def suggest(self, field_name: str, text: str, locale: str | None) -> Sequence[tuple[str, str]]:
        """(label, value) for autocomplete, at most 25."""
        ...

    def menu(self, locale: str | None) -> Sequence[MenuEntry]:
        """The commands to register with the platform."""
        ...

    def languages(self) -> Sequence[str]:
        """The codes of the languages that there are words in; the first is the one for everybody else."""
        ...

    def phrase(self, name: str, locale: str | None) -> str:
        """Words an adapter says without a turn: "farewell" (to someone who closes the program), "person"
        (what they are called before their words), "foreign" (someone else's button), "talk_of" (the same,
        where the one whose it is can be put in for "{owner}"), "stale", "busy", "flood" (too much at
        once), "vote", "join" and "number" (taps at a circle), "anonymous" (written in a group's name),
        "added" (to a group), "mention" (called where no talk is), "mention in danger" (the same with words
        of danger, which the direct chat answers), "joined" (a server), "joined unheard" (before that, to the
        owner of "{server}"), "locked" (the person's thread),
        "aside" (where the bot may not write in it; what it lacks goes in for "{permissions}"), "shut" (their
        direct chat, and others read along), what a place lacks, by its own name, "description" and "in short"
        (what the bot is, before anything is said)."""
        ...

    async def alarm(self, text: str) -> Alarm | None:
        """The words of danger that stand in it, or what may be meant so. Whoever hands the text in afterwards
        says so (`Text.alarm`): it is not looked through again."""
        ...

    async def rules(self, platform: str, venue: str) -> VenueRules:
        """What the admins of a venue decided."""
        ...

    async def no_talk(self, platform: str, venue: Venue, locale: str | None) -> Rich | None:
        """Why no talk begins there, in that language; None: one may. The venue says who wants to, and in
        which channels."""
        ...

    async def venues(self, platform: str) -> Mapping[str, bool]:
        """The venues of which anything is kept, and whether the bot is there."""
        ...

    async def venue(self, platform: str, venue: str, *, present: bool) -> None:
        """The bot is there, and the venue is known from now on; or it was taken out of it: then all that is
        kept of it goes after 30 days."""
        ...

    async def locale(self, subject: Subject) -> str | None:
        """The language that they talk in, as far as it is known."""
        ...

    def modal(self, locale: str | None) -> Modal: ...

    async def poisoned(self, inbound_id: str, kind: str, error: Exception) -> None:
        """An update that the adapter itself could not read, three times: recorded by type and id."""
        ...

    async def cursors(self, platform: str) -> Mapping[str, str]: ...

    async def move_cursor(self, platform: str, key: str, value: str) -> None: ...


class Adapter(Protocol):
    """A platform. `run` connects (retrying for ever on network errors), receives until it is
    cancelled, and raises `PlatformRefused` where trying again is useless."""

    name: str
    limits: Limits

    @property
    def connected(self) -> bool:
        """Whether people are heard now; False while it connects, and in an outage."""
        ...

    async def run(self, host: Host) -> None: ...

    async def send(self, outgoing: Outgoing, target: Receipt | None) -> Receipt | None:
        """Sends one row. Raises `SendFailed`. `target` is the message that a `Settle` is about."""
        ...

    async def typing(self, address: Address) -> None:
        """Shows that somebody writes; failures are swallowed."""
        ...

    async def close(self) -> None: ...


@frozen
class Hook:
    """Where a platform brings what people do, over HTTP. `path` begins with a slash; a request is the
    platform's where `header` holds the secret. `take` gets its body and gives the status of the answer."""

    path: str
    header: str
    secret: str = field(repr=False)
    take: Callable[[bytes], Awaitable[int]]


@runtime_checkable
class Hooked(Protocol):
    """An adapter to which its platform may bring what people do; None: it asks for it."""

    hook: Hook | None


@frozen
class WrongShares:
    """What does not fit together where units were given to processes by hand: those of this process that
    another one has `doubled`; the other `counts` of units that processes were told; which are `missing`, for
    no process has had them for a minute."""

    doubled: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()

    def since(self, told: "WrongShares") -> "WrongShares":
        """What of it was not told before."""
        return WrongShares(
            self.doubled if self.doubled != told.doubled else (),
            self.counts if self.counts != told.counts else (),
            self.missing if self.missing != told.missing else (),
        )


class Sharing(Protocol):
    """How the processes that serve a bot share out what only some of them can do."""

    async def serve(self, units: int, work: Callable[[Sequence[int], int], Awaitable[None]]) -> None:
        """`work(some, of)` for each group of units (0 to `of` - 1) that falls to this process, for as long as
        it does; each unit is done by one process at a time. Until cancelled, or until one of them ends:
        then with its error. Where processes want different numbers, `of` is the greatest."""
        ...

    async def hold(
        self,
        units: Sequence[int],
        of: int,
        work: Callable[[], Awaitable[None]],
        wrong: Callable[[WrongShares], None],
    ) -> None:
        """`work` for these units (0 to `of` - 1), which somebody has given to this process by hand. As long
        as another one has any of them it waits. `wrong` is told what does not fit together in what all
        processes were given, each thing once for as long as it is so. As `serve`, it ends when the work
        does."""
        ...

    async def turn(self, key: str, every: timedelta) -> None:
        """Returns when it is the caller's turn there: one at a time, over all processes."""
        ...


@runtime_checkable
class Surveying(Protocol):
    """An adapter that can see what is gone of what a venue's admins have chosen."""

    async def lost(self, venue: Venue) -> tuple[Named, ...]:
        """What is there no more of that by which no talk begins in `venue`, which has its rules, for the
        person; nothing where it cannot be seen. Answers within a few seconds, and raises nothing of the
        network's."""
        ...


@runtime_checkable
class Sharded(Protocol):
    """An adapter that can receive in several processes at once, in each a part; `sharded`: it is to.
    `run_part` is its `run` then."""

    @property
    def sharded(self) -> bool: ...

    async def run_part(self, host: Host, sharing: Sharing) -> None: ...
