"""The rows of one change, made ahead of the transaction that stores them, by the names of the statements that
take them (`changes.py`)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from bot.model import Outgoing
from bot.ports import Change, JournalEntry, TurnLog
from bot.storage import circles, rows, venues, written

UNDO_STEPS = 5
NOBODY = 0


@dataclass(slots=True)
class Prepared:
    """A change and the rows it will write, by the names of their statements. `direct`: its outbox rows are in
    our hands from the start."""

    change: Change
    subject: str
    now: int
    direct: bool
    writes: list[tuple[str, rows.Values]] = field(default_factory=list)


def prepare(change: Change, now: int, ours: Sequence[Outgoing], lease: int, fence: int) -> Prepared:
    """All rows of a change. Of its outbox rows `ours` are in our hands from the start, until `lease`, under
    the token `fence`; the others wait to be claimed."""
    found = Prepared(change, written.subject_text(change.saved.subject), now, bool(ours))
    add = found.writes.append
    if not change.forget:
        _prepare_person(found, now)
    if change.inbound_id:
        add(("seen", (change.inbound_id, now)))
    for decided in change.rules:
        add(("venue", venues.row(decided)))
    for ruled in change.ruled:
        add(("ruling", (ruled.name, rows.storable(ruled.value))))
    for told in change.retold:
        add(("retold", (change.saved.person, told, None)))
    if change.delivered is not None:
        id_, receipt = change.delivered
        ref, address = rows.storable(receipt.ref), written.address_text(receipt.address)
        add(("delivered", (change.saved.person, id_, ref, address, now)))
    owner = NOBODY if change.forget else change.saved.person
    taken = {outgoing.id for outgoing in ours}
    for outgoing in change.outgoing:
        held = (lease, fence) if outgoing.id in taken else (None, 0)
        add(("outbox", rows.outbox_row(outgoing, owner, now, *held)))
    return found


def at_once(outgoing: Sequence[Outgoing]) -> Sequence[Outgoing]:
    """The rows that may go straight into the sender's hands: their time has come, and all of them wait in one
    window there, that of the first."""
    ready = [row for row in outgoing if row.not_before is None]
    if not ready:
        return ready
    platform, urgent = _window(ready[0])
    return [row for row in ready if row.urgent is urgent and row.address.platform == platform]


def beside(outgoing: Sequence[Outgoing], ready: Sequence[Outgoing]) -> Collection[tuple[str, bool]]:
    """The windows in which rows wait that could go now beside those that are `ready`, as platform and
    urgency."""
    if len(ready) == len(outgoing):
        return ()
    windows = {_window(row) for row in outgoing if row.not_before is None}
    return windows - {_window(row) for row in ready[:1]}


def _window(row: Outgoing) -> tuple[str, bool]:
    return row.address.platform, row.urgent


def _prepare_person(found: Prepared, now: int) -> None:
    change, add = found.change, found.writes.append
    saved, person = change.saved, change.saved.person
    if saved.version == 0:
        add(("account", (found.subject, person)))
    add(("person", rows.person_row(saved, now)))
    progress = None if change.same_place else rows.progress_row(saved)
    if progress is not None:
        add(("progress", progress))
    if saved.series is not None:
        _prepare_places(found, saved.series)
    if saved.circle is not None:
        add(("circle", circles.row(person, saved.circle)))
        found.writes.extend(circles.changes(person, saved.subject.platform, change.circle))
    for entry in change.journal:
        add(("journal", _journal_row(person, entry)))
    for wakeup in {w.kind: w for w in change.wakeups}.values():  # the last word on each kind counts
        if wakeup.due_at is None:
            add(("unwake", (person, wakeup.kind)))
        else:
            add(("wakeup", (person, wakeup.kind, written.stamp(wakeup.due_at))))
    if change.nudge is not None:
        add(("nudge", (person, change.nudge.local_date.isoformat(), now)))
    for log in change.log:
        add(("turn", turn_row(person, log)))
    for note in change.feedback:
        add(("feedback", (person, written.stamp(note.at), rows.storable(note.text))))
    for place, phrase in change.misses:
        add(("miss", (person, rows.storable(place), rows.storable(phrase), now)))
    for entry_id in change.journal_erase:
        add(("erase", (person, entry_id)))


def _prepare_places(found: Prepared, series: str) -> None:
    """The places beside the one where the person is."""
    change, add = found.change, found.writes.append
    person, version = change.saved.person, change.saved.version
    if change.undo is not None:
        state = rows.state_text(change.undo)
        add(("undo", (person, version % UNDO_STEPS, version, series, state, change.undo.digest)))
    for mark in change.bookmarks:
        if mark.place is None:
            add(("unmark", (person, series, mark.episode)))
        else:
            add(("bookmark", rows.bookmark_row(person, series, mark.episode, mark.place)))


def _journal_row(person: int, e: JournalEntry) -> rows.Values:
    text = rows.storable
    return person, e.id, e.series, e.episode, text(e.prompt), text(e.text), written.stamp(e.at)


def turn_row(person: int, t: TurnLog) -> rows.Values:
    """A row of the log of turns."""
    place = t.series, t.episode, t.node, t.key, t.moved
    return person, written.stamp(t.at), t.kind, *place, t.digest, t.asked, t.choice
