"""The outbox's promises, on SQLite and on PostgreSQL alike: order, leases, marks, what is kept."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import (
    Address,
    Message,
    Outgoing,
    Picture,
    Receipt,
    ReplyHandle,
    Rich,
    Say,
    Settle,
    StandingKeyboard,
    Upload,
)
from bot.ports import Change, Claimed, SetRule, SetWakeup
from bot.storage.database import Database
from bot.storage.fresh import fresh
from bot.venues import VenueRules
from tests.storage.conftest import NOW, Kit, home, person, row


class Taker:
    """A listener that takes everything, or nothing."""

    def __init__(self, takes: bool = True) -> None:
        self.takes, self.offered, self.room_kept = takes, [], 0  # type: ignore[var-annotated]
        self.behind: list[str] = []
        self.waiting: list[tuple[str, bool]] = []

    def room(self, platform: str, rows: int, *, urgent: bool = True) -> bool:
        self.room_kept += rows if self.takes else 0
        return self.takes

    def moved(self, platform: str, chat: str, to: str) -> None:
        """Nothing is in hand here."""

    def leave(self, platform: str, rows: int, *, urgent: bool = True, behind: bool = False) -> None:
        self.room_kept -= rows
        self.behind += [platform] * behind

    def news(self, platform: str, *, urgent: bool = True) -> None:
        self.waiting.append((platform, urgent))

    def offer(self, rows) -> None:  # type: ignore[no-untyped-def]
        self.offered += rows
        self.room_kept -= len(rows)


async def statuses(kit: Kit) -> dict[object, object]:
    return {id_: status for id_, status in await kit.all("SELECT id, status FROM outbox")}  # noqa: C416


async def test_rows_come_in_the_order_they_were_committed(kit: Kit) -> None:
    saved = await kit.met()
    saved = await kit.say(saved, row("c"), row("a"))
    await kit.say(saved, row("b"))
    assert [c.outgoing.id for c in await kit.claim(2)] == ["c", "a"]
    assert [c.outgoing.id for c in await kit.claim(2)] == ["b"]
    assert await kit.claim() == []


async def test_a_row_comes_back_as_it_was_committed(kit: Kit) -> None:
    whole = Outgoing(
        "m1",
        replace(home(), thread="5", direct=False),
        Settle("m0", Rich("Ask."), "Why?"),
        ReplyHandle("secret", "app", NOW + timedelta(minutes=15), "fill", True, "de", 5),
        "at_most_once",
        None,
        NOW + timedelta(hours=3),
        7,
        1.5,
        True,
        home(),
    )
    saved = await kit.met()
    file = Outgoing("m2", home(), Upload("me.txt", "text", "Yours"))
    drawn = Outgoing("m3", home(), Upload("us.txt", "text", "Ours", Picture("", "A path.", (2, 1))))
    await kit.say(saved, whole, file, drawn)
    found = await kit.claim()
    assert [c.outgoing for c in found] == [whole, file, drawn]
    assert [(c.person, c.attempt, c.target) for c in found] == [(saved.person, 1, None)] * 3


async def test_a_listener_gets_rows_that_nobody_else_can_claim(kit: Kit) -> None:
    taker = kit.outbox.listener = Taker()
    saved = await kit.met()
    await kit.say(saved, row("m1"), row("m2"))
    assert [c.outgoing.id for c in taker.offered] == ["m1", "m2"]
    assert (await kit.claim(), taker.room_kept) == ([], 0)


async def test_room_kept_for_a_change_that_was_not_stored_is_given_back(kit: Kit) -> None:
    taker = kit.outbox.listener = Taker()
    saved = await kit.met()
    await kit.say(saved, row("m1"), id="i")
    moved = await kit.store.load(person())
    for change in (Change("i", moved, (row("m2"),)), Change("k", saved, (row("m3"),))):
        await kit.store.commit(change)
    with pytest.raises(Exception, match=r"UNIQUE|unique"):
        await kit.store.commit(Change("l", moved, (row("m1"),)))
    assert ([c.outgoing.id for c in taker.offered], taker.room_kept) == (["m1"], 0)


async def test_a_listener_without_room_leaves_rows_to_be_claimed(kit: Kit) -> None:
    kit.outbox.listener = Taker(False)
    await kit.say(await kit.met(), row("m1"))
    assert [c.outgoing.id for c in await kit.claim()] == ["m1"]


async def test_a_row_for_later_waits_for_its_moment(kit: Kit) -> None:
    taker = kit.outbox.listener = Taker()
    await kit.say(await kit.met(), row("late", not_before=NOW + timedelta(hours=1)), row("now"))
    assert ([c.outgoing.id for c in taker.offered], await kit.claim()) == (["now"], [])
    await kit.outbox.sent(taker.offered[0], None, NOW)
    kit.later(hours=1)
    assert [c.outgoing.id for c in await kit.claim()] == ["late"]


async def test_marks_say_what_became_of_a_row_and_keep_no_text(kit: Kit) -> None:
    """But for what was refused: it is to be said again."""
    handle = ReplyHandle("secret", "app", NOW)
    rows = [row("a", text="words", reply=handle), *(row(i, text="words", reply=handle) for i in "bcd")]
    await kit.say(await kit.met(), *rows)
    a, b, c, d = await kit.claim()
    await asyncio.gather(
        kit.outbox.sent(a, Receipt("55", home()), NOW),
        kit.outbox.dead(b, "refused " * 99, NOW),
        kit.outbox.dropped(c, "late", NOW),
    )
    assert await statuses(kit) == {"a": "sent", "b": "dead", "c": "dropped", "d": "leased"}
    kept = await kit.all("SELECT id, action, reply FROM outbox WHERE id NOT IN ('b', 'd')")
    assert sorted(kept) == [("a", None, None), ("c", None, None)]
    assert [r.id for r in await kit.outbox.undelivered(a.person)] == ["b"]
    assert await kit.all("SELECT reply FROM outbox WHERE id = 'b'") == [(None,)]
    assert await kit.all("SELECT value FROM counter WHERE name = 'dropped:late'") == [(1,)]
    assert await kit.outbox.receipt(a.person, "a") == Receipt("55", home())
    assert [await kit.outbox.receipt(a.person, i) for i in ("b", "d", "z")] == [None] * 3
    assert d.outgoing.id == "d"


async def test_a_settle_is_claimed_with_the_receipt_of_its_message(kit: Kit) -> None:
    saved = await kit.say(await kit.met(), row("m1"))
    [said] = await kit.claim()
    await kit.outbox.sent(said, Receipt("55", home()), NOW)
    await kit.say(saved, Outgoing("s1", home(), Settle("m1", Rich("x"), None)))
    assert [c.target for c in await kit.claim()] == [Receipt("55", home())]


@pytest.mark.parametrize("known", [None, "55", "66"])
async def test_a_press_proves_a_row_sent_in_the_commit_of_its_turn(kit: Kit, known: str | None) -> None:
    """`known`: what the platform had said of that message before; 66 was pressed."""
    saved = await kit.say(await kit.met(), row("q", text="Ask."), row("x"))
    [question, _] = await kit.claim()
    if known is not None:
        await kit.outbox.sent(question, Receipt(known, home()), NOW)
    settle = Outgoing("s", home(), Settle("q", Rich("Ask."), "Why?", Receipt("66", home())))
    await kit.say(saved, settle, delivered=("q", Receipt("66", home())))
    copies = (Receipt("55", home()),) if known == "55" else ()
    assert await kit.outbox.receipt(saved.person, "q") == Receipt("66", home(), copies)
    assert await kit.all("SELECT status, action, reply FROM outbox WHERE id = 'q'") == [("sent", None, None)]
    await kit.outbox.release(["q", "x"])
    assert [(c.outgoing.id, c.outgoing.action, c.target) for c in await kit.claim()] == [
        ("x", row("x").action, None),
        ("s", settle.action, Receipt("66", home(), copies)),
    ]


async def test_a_message_is_found_where_it_arrived(kit: Kit) -> None:
    """A row for a server that went to the direct chat after all: it is edited there."""
    await kit.say(await kit.met(), row("q"))
    [claimed] = await kit.claim()
    await kit.outbox.sent(claimed, Receipt("55", home("dm")), NOW)
    assert await kit.outbox.receipt(claimed.person, "q") == Receipt("55", home("dm"))


async def test_a_retry_counts_and_stays_in_hand(kit: Kit) -> None:
    await kit.say(await kit.met(), row("m1"))
    [claimed] = await kit.claim()
    await kit.outbox.retry(replace(claimed, attempt=4), NOW + timedelta(minutes=5), "502")
    assert await kit.claim() == []
    await kit.outbox.release(["m1"])
    assert [c.attempt for c in await kit.claim()] == [5]


async def test_released_rows_can_be_claimed_again_in_order(kit: Kit) -> None:
    await kit.say(await kit.met(), *(row(f"m{n}") for n in range(4)))
    first, *_ = await kit.claim()
    await kit.outbox.sent(first, None, NOW)
    await kit.outbox.release(["m3", "m1", "m0"])
    assert [c.outgoing.id for c in await kit.claim()] == ["m1", "m3"]


async def test_what_a_dead_process_held_is_claimed_again(kit: Kit) -> None:
    await kit.say(await kit.met(), row("m1"), row("m2", delivery="at_most_once"), row("m3"))
    _, nudge, _ = await kit.claim()
    assert await kit.outbox.begin(nudge, NOW) is None
    kit.later(hours=9)
    assert await kit.claim() == []  # ours, however long it takes
    if kit.database.shared:
        await kit.outbox.recover()  # others may serve: what they have in hand is theirs
        assert await kit.claim() == []
        kit.outbox.fence = lambda platform: 2  # until the platform's lease is ours
    else:
        await kit.outbox.recover()
    assert [c.outgoing.id for c in await kit.claim()] == ["m1", "m3"]
    assert (await statuses(kit))["m2"] == "dropped"
    assert await kit.all("SELECT reason FROM outbox WHERE id = 'm2'") == [("unknown",)]


async def test_nothing_counts_that_an_earlier_holder_says(kit: Kit) -> None:
    """It was paused, another took the lease and its rows; now it wakes up and goes on as if nothing were."""
    await kit.say(await kit.met(), row("m1"), row("m2"), row("m3", delivery="at_most_once"), row("m4"))
    early = Kit(kit.database, kit.now)
    early.outbox.fence = lambda platform: 1
    a, b, nudge, d = await early.claim()
    kit.outbox.fence = lambda platform: 2
    assert [c.outgoing.id for c in await kit.claim()] == ["m1", "m2", "m3", "m4"]
    before = await kit.all("SELECT * FROM outbox ORDER BY seq")
    assert await early.outbox.begin(nudge, NOW) == "gone"
    await early.outbox.sent(a, Receipt("5", home()), NOW)
    await early.outbox.dead(b, "refused", NOW)
    await early.outbox.retry(d, NOW, "502")
    await early.outbox.release(["m1", "m2", "m3", "m4"], 1)
    assert await kit.all("SELECT * FROM outbox ORDER BY seq") == before


async def test_what_another_process_stored_goes_first(postgres_url: str) -> None:
    """Rows that were to go directly wait behind those of the same person that nobody has claimed yet."""
    database = Database(postgres_url)
    await database.open()
    ours, theirs = Kit(database), Kit(database)
    ours.outbox.listener = taker = Taker()
    saved = await theirs.say(await theirs.met("88"), row("first", "88"))
    await ours.say(saved, row("second", "88"))
    stranger = await ours.say(await ours.met("89"), row("third", "89"))
    assert [c.outgoing.id for c in taker.offered] == ["third"]
    assert taker.behind == ["chat"]
    assert [c.outgoing.id for c in await ours.claim()] == ["first", "second"]
    assert stranger.version == 2
    for kit in (ours, theirs):
        await kit.store.close()
    await database.close()


async def test_two_claimers_never_get_the_same_row(kit: Kit) -> None:
    await kit.say(await kit.met(), *(row(f"m{n}") for n in range(40)))
    claims = await asyncio.gather(*(kit.claim(7) for _ in range(8)))
    ids = [c.outgoing.id for found in claims for c in found]
    assert sorted(ids) == sorted(f"m{n}" for n in range(40))


# ---------------------------------------------------------------- conditions, checked again at the send


async def test_begin_lets_an_at_most_once_row_go_once(kit: Kit) -> None:
    await kit.say(await kit.met(), row("n", delivery="at_most_once"))
    [nudge] = await kit.claim()
    assert await kit.outbox.begin(nudge, NOW) is None
    assert await kit.outbox.begin(nudge, NOW) == "begun"
    await kit.outbox.retry(nudge, NOW, "the platform took nothing")
    assert await kit.outbox.begin(nudge, NOW) is None
    await kit.outbox.sent(nudge, None, NOW)
    assert await kit.outbox.begin(nudge, NOW) == "gone"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"not_after": NOW + timedelta(minutes=1)}, "late"),
        ({"not_after": NOW + timedelta(hours=2)}, None),
        ({"only_if_version": 1}, "returned"),
        ({"only_if_version": 2}, None),
    ],
)
async def test_begin_looks_again_whether_a_row_is_wanted(
    kit: Kit, more: dict[str, object], why: str | None
) -> None:
    await kit.say(await kit.met(), row("n", **more))
    [nudge] = await kit.claim()
    kit.later(hours=1)
    assert await kit.outbox.begin(nudge, kit.now) == why


async def test_begin_knows_that_the_person_came_back_meanwhile(kit: Kit) -> None:
    saved = await kit.say(await kit.met(), row("n", only_if_version=2))
    [nudge] = await kit.claim()
    await kit.say(saved)
    assert await kit.outbox.begin(nudge, NOW) == "returned"


async def test_a_forgotten_persons_rows_are_gone(kit: Kit) -> None:
    saved = await kit.say(await kit.met(), row("n", delivery="at_most_once"))
    [nudge] = await kit.claim()
    await kit.say_goodbye(saved)
    assert await kit.outbox.begin(nudge, NOW) == "gone"


# ---------------------------------------------------------------- what is for somebody else


async def test_rows_of_another_window_wait_to_be_claimed_and_that_is_said(kit: Kit) -> None:
    """A listener counts what it has in hand by platform and urgency."""
    kit.outbox.listener = taker = Taker()
    letter = Outgoing("l", Address("chat", "9"), row("x").action, delivery="at_most_once", urgent=False)
    afar = Outgoing("f", Address("other", "9"), row("y").action)
    await kit.say(await kit.met(), row("a"), letter, afar)
    assert [claimed.outgoing.id for claimed in taker.offered][-1:] == ["a"]
    assert taker.room_kept == 0
    assert sorted(taker.waiting) == [("chat", False), ("other", True)]
    found = await statuses(kit)
    assert (found["a"], found["l"], found["f"]) == ("leased", "waiting", "waiting")


async def test_a_closed_chat_of_somebody_else_says_nothing_of_who_wrote_there(kit: Kit) -> None:
    saved = await kit.met()
    letter = Outgoing("l", Address("chat", "9"), row("x").action, delivery="at_most_once", urgent=False)
    saved = await kit.say(saved, row("a"), letter, wakeups=(SetWakeup("nudge", NOW),))
    assert await kit.outbox.unreachable(saved.person, Address("chat", "9"), NOW) == set()
    assert not (await kit.store.load(saved.subject)).profile.unreachable
    assert [due.kind for due in await kit.wakeups.due(kit.now, 9)] == ["nudge"]
    assert await kit.outbox.unreachable(saved.person, home(), NOW) == {"a"}, "and the letter goes its way"


# ---------------------------------------------------------------- chats that close or move


async def test_unreachable_stops_nudges_and_direct_messages_until_the_next_word(kit: Kit) -> None:
    server = Address("chat", "server", None, False)
    saved = await kit.met()
    elsewhere = replace(row("s1"), address=server)
    saved = await kit.say(saved, row("d1"), elsewhere, wakeups=(SetWakeup("nudge", NOW),))
    other = await kit.say(await kit.met("8"), row("o1", "8"), wakeups=(SetWakeup("nudge", NOW),))
    await kit.claim()
    await kit.outbox.unreachable(saved.person, home(), NOW)
    assert await statuses(kit) == {"d1": "dropped", "s1": "leased", "o1": "leased"}
    assert [d.person for d in await kit.wakeups.due(NOW, 9)] == [other.person]
    back = await kit.store.load(person())
    assert back.profile.unreachable  # whoever remembered them has forgotten it
    await kit.say(replace(back, profile=replace(back.profile, unreachable=False)))
    assert not (await Kit(kit.database).store.load(person())).profile.unreachable


async def test_what_admins_decided_moves_with_their_group_but_for_what_they_decided_since(kit: Kit) -> None:
    old = (SetRule("chat", "-1", "locale", "de"), SetRule("chat", "-1", "quiet", True))
    since = SetRule("chat", "-100500", "quiet", False)
    await kit.say(await kit.met(), rules=(*old, since))
    assert (await kit.store.rules("chat", "-100500")).locale is None, "it was looked at before"
    await kit.outbox.moved("chat", "-1", "-100500")
    found = await kit.store.rules("chat", "-100500")
    assert (found.locale, found.quiet) == ("de", False)
    assert await kit.store.rules("chat", "-1") == VenueRules()


async def test_a_chat_that_moved_takes_every_address_along(kit: Kit) -> None:
    def group(chat: str, thread: str | None = None) -> Address:
        return Address("chat", chat, thread, False)

    saved, near = await kit.met("1"), await kit.met("2")
    await kit.say(replace(near, address=group("-10")))
    places = (group("-1"), group("-1", "5"), group("-10"), home("-1"))
    rows = [replace(row(f"m{n}"), address=address) for n, address in enumerate(places)]
    await kit.say(replace(saved, address=group("-1"), direct=home("-1")), *rows)
    await kit.outbox.moved("chat", "-1", "-100500")
    assert [c.outgoing.address for c in await kit.claim()] == [
        group("-100500"),
        group("-100500", "5"),
        group("-10"),
        home("-1"),
    ]
    found = await Kit(kit.database).store.load(person("1"))
    assert (found.address, found.direct) == (group("-100500"), home("-1")), "a direct chat never moves"
    assert (await kit.store.load(person("2"))).address == group("-10")


async def test_a_thread_that_is_gone_is_gone_from_every_address(kit: Kit) -> None:
    topic, chat, other = (Address("chat", "-1", thread, False) for thread in ("5", None, "55"))
    saved = replace(await kit.met(), address=topic)
    rows = [replace(row(f"m{n}"), address=address) for n, address in enumerate((topic, other))]
    await kit.say(saved, *rows)
    await kit.outbox.rerouted(topic, chat)
    assert [c.outgoing.address for c in await kit.claim()] == [chat, other]
    assert (await Kit(kit.database).store.load(person())).address == chat


async def test_rows_of_another_platform_are_left_alone(kit: Kit) -> None:
    there = Address("other", "7")
    await kit.say(await kit.met(), replace(row("m1"), address=there), row("m2"))
    assert [c.outgoing.id for c in await kit.claim()] == ["m2"]
    found: list[Claimed] = list(await kit.outbox.claim("other", NOW, 9))
    assert [c.outgoing.address for c in found] == [there]


async def test_a_row_of_a_place_that_was_left_is_kept_to_be_said_again(kit: Kit) -> None:
    """It was lost from sight; meanwhile a later question stands in that chat."""
    far = replace(home(), chat="far")
    saved = await kit.say(
        await kit.met(), row("old"), replace(row("elsewhere"), address=far), row("nudge", urgent=False)
    )
    await kit.claim()
    saved = await kit.say(saved, row("q"))
    [question] = await kit.claim()
    await kit.outbox.sent(question, Receipt("55", home()), NOW)
    await kit.say(replace(saved, shown=StandingKeyboard("q", Rich("Ask."))), row("answer"))
    await kit.outbox.release(["old", "elsewhere", "nudge"])
    assert [c.outgoing.id for c in await kit.claim()] == ["elsewhere", "answer", "nudge"]
    assert await kit.all("SELECT status, reason FROM outbox WHERE id = 'old'") == [("dropped", "past")]
    assert [r.id for r in await kit.outbox.undelivered(saved.person)] == ["old"]


async def test_what_did_not_arrive_is_kept_until_it_is_said_again(kit: Kit) -> None:
    said = [row("a", text="One."), row("b", text="Two."), row("n", delivery="at_most_once")]
    again = Outgoing("c", home(), Say(Message(Rich("Three.")), again=True))
    saved = await kit.say(await kit.met(), *said, again, Outgoing("s", home(), Settle("q", Rich("?"), None)))
    found = {c.outgoing.id: c for c in await kit.claim()}
    for id_ in "ancs":
        await kit.outbox.dead(found[id_], "refused", NOW)
    assert await kit.outbox.unreachable(saved.person, home(), NOW) == {"b"}
    lost = await kit.outbox.undelivered(saved.person)
    assert [(r.id, r.action) for r in lost] == [(r.id, r.action) for r in said[:2]]
    assert list(await kit.outbox.undelivered(saved.person + 1)) == []
    saved = await kit.store.load(saved.subject)
    saved = await kit.say(saved, retold=("a", "b"))
    assert list(await kit.outbox.undelivered(saved.person)) == []
    assert await kit.all("SELECT action FROM outbox WHERE action IS NOT NULL") == []
    assert sorted(await kit.all("SELECT id, status FROM outbox WHERE id IN ('a', 'b')")) == [
        ("a", "dead"),
        ("b", "dropped"),
    ]


async def test_a_new_process_knows_what_did_not_arrive(kit: Kit) -> None:
    saved = await kit.say(await kit.met(), row("a"))
    [claimed] = await kit.claim()
    await kit.outbox.dead(claimed, "refused", NOW)
    after = Kit(kit.database, kit.now)
    await after.outbox.recover()
    assert await after.store.load(saved.subject) == await kit.store.load(saved.subject)
    assert [r.id for r in await after.store.undelivered(saved.person)] == ["a"]
    await after.say(await after.store.load(saved.subject), retold=("a",))
    await kit.store.load(saved.subject)
    assert list(await kit.store.undelivered(saved.person)) == [], "said again there, so not here"


async def test_who_is_forgotten_leaves_nothing_to_say_again(kit: Kit) -> None:
    saved = await kit.say(await kit.met(), row("a"))
    [claimed] = await kit.claim()
    await kit.outbox.dead(claimed, "refused", NOW)
    await kit.say_goodbye(await kit.store.load(saved.subject))
    assert list(await kit.outbox.undelivered(saved.person)) == []


async def test_what_waits_is_found_for_all_bots_and_nothing_else(kit: Kit) -> None:
    """By bot, platform and whether it is urgent: neither what is in hand, nor what has its time."""
    lantern = Kit(kit.database.of("lantern"), kit.now)
    await kit.say(await kit.met(), row("a"), row("later", not_before=NOW + timedelta(hours=1)))
    await lantern.say(await lantern.met(), row("nudge", urgent=False))
    assert await fresh(kit.database, NOW) == {("alana", "chat", True), ("lantern", "chat", False)}
    await kit.claim()
    await lantern.claim()
    assert await fresh(kit.database, NOW) == set()
    assert await fresh(kit.database, NOW + timedelta(hours=2)) == {("alana", "chat", True)}
