"""What the ports promise of storage, on SQLite and on PostgreSQL alike."""

import asyncio
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.circles.circle import Circle, Participant
from bot.engine.state import Answering, Options, State
from bot.model import Address, Button, Mark, Message, Press, Rich, Say, StandingKeyboard, Style, Subject
from bot.observing import Observer
from bot.person.asking import AskedName
from bot.person.facts import Facts
from bot.person.plan import Plan
from bot.ports import (
    Change,
    Committed,
    Conflict,
    Duplicate,
    Feedback,
    JournalEntry,
    NudgeDay,
    Profile,
    SetBookmark,
    SetParticipant,
    SetRule,
    SetVote,
    SetWakeup,
    TurnLog,
)
from bot.storage import kept
from bot.storage.database import Database
from bot.storage.error_translation import is_collision
from bot.storage.schema import metadata
from bot.venues import Named, VenueRules
from tests.storage.conftest import NOW, Kit, home, person, row

FULL = State(
    "rev",
    "Light",
    "lgt-1",
    Options((("lgt-1", True), ("lgt-2", False))),
    (("Light", "lgt-9"),),
    {"$name": "Mia", "$age": 40.0, "$likes": True, "$odd": float("inf"), "$eve": "\x00\ud800ä"},
    {"Light": 2},
    frozenset({"a", "b"}),
    {"g": 3},
    "lgt-0",
)


# ---------------------------------------------------------------- people


async def test_somebody_new_is_nobody_stored(kit: Kit) -> None:
    saved = await kit.store.load(person())
    assert (saved.version, saved.subject, saved.state) == (0, person(), None)
    assert saved.person != (await kit.store.load(person())).person  # nothing is kept of them yet


async def test_a_person_comes_back_as_they_were_committed(kit: Kit, url: str) -> None:
    saved = replace(
        await kit.store.load(person()),
        created_at=NOW,
        seen_at=NOW,
        address=replace(home(), thread="9", direct=False),
        direct=home(),
        series="lamps",
        episode="01-light",
        state=FULL,
        run=3,
        step=8,
        shown=StandingKeyboard("m-1", Rich("Ask me.", (Mark(Style.BOLD, 0, 3),))),
        pending=AskedName("Ada", NOW + timedelta(hours=1)),
        profile=Profile("de", "de-AT", "fast", Plan(time(19)), Facts(offered=True)),
    )
    assert await kit.store.commit(Change("i1", saved)) == Committed(1)
    other = await _somebody_elses_view(kit)
    state = replace(FULL, variables={**FULL.variables, "$eve": other.state.variables["$eve"]})  # type: ignore[union-attr]
    assert other == replace(saved, version=1, state=state)


async def _somebody_elses_view(kit: Kit) -> object:
    return await Kit(kit.database, kit.now).store.load(person())


async def test_a_question_to_the_person_is_kept(kit: Kit) -> None:
    state = State("rev", "Light", "lgt-8", Answering("lgt-8", "text", "$name"))
    await kit.say(replace(await kit.met(), state=state))
    assert (await _somebody_elses_view(kit)).state == state  # type: ignore[attr-defined]


async def test_text_that_no_database_takes_is_kept_without_it(kit: Kit) -> None:
    saved = await kit.met()
    entry = JournalEntry("j1", "lamps", "01", "What\x00?", "a\x00b\ud800c", NOW)
    await kit.say(
        replace(saved, pending=AskedName("x\x00\udfff", NOW)),
        row("m1", text="nul \x00 half \ud83d"),
        journal=(entry,),
        misses=(("Light", "p\x00\ud800"),),
    )
    assert [e.text for e in await kit.store.journal(saved.person)] == ["ab?c"]
    assert (await kit.claim())[0].outgoing.action == Say(Message(Rich("nul \x00 half ?")))


async def test_a_broken_state_is_one_clear_line(kit: Kit) -> None:
    await kit.met()
    await kit.database.write(lambda c: c.exec_driver_sql("UPDATE progress SET state = '[99]'"))
    with pytest.raises(Exception, match=r"the database row of person .* cannot be read") as caught:
        await _somebody_elses_view(kit)
    assert "lamps" not in str(caught.value)


# ---------------------------------------------------------------- venues


async def test_rules_of_a_venue_are_kept_each_by_itself(kit: Kit) -> None:
    lounge, staff = Named("77", "lounge ä"), Named("88", "staff")
    assert await kit.store.rules("chat", "900") == VenueRules()
    saved = await kit.say(await kit.met(), rules=(SetRule("chat", "900", "channels", (lounge,)),))
    assert await kit.store.rules("chat", "900") == VenueRules((lounge,))
    others = (SetRule("chat", "900", "roles", (staff,)), SetRule("chat", "900", "locale", "de"))
    saved = await kit.say(saved, rules=others)
    found = VenueRules((lounge,), (staff,), locale="de")
    assert await kit.store.rules("chat", "900") == found
    assert await Kit(kit.database, kit.now).store.rules("chat", "900") == found
    assert await kit.store.rules("chat", "901") == VenueRules()
    back = (SetRule("chat", "900", "channels", ()), SetRule("chat", "900", "locale", None))
    await kit.say(saved, rules=back)
    assert await kit.store.rules("chat", "900") == VenueRules((), (staff,))


async def test_two_admins_who_decide_at_once_do_not_undo_one_another(kit: Kit) -> None:
    anna, ben = await kit.met("1"), await kit.met("2")
    lounge, staff = (Named("77", "lounge"),), (Named("88", "staff"),)
    await asyncio.gather(
        kit.say(anna, rules=(SetRule("chat", "900", "channels", lounge),)),
        kit.say(
            ben,
            rules=(SetRule("chat", "900", "roles", staff), SetRule("chat", "900", "channels", ())),
        ),
    )
    assert await kit.store.rules("chat", "900") == VenueRules((), staff)


async def test_forgetting_an_admin_leaves_the_rules_of_the_venue(kit: Kit) -> None:
    saved = await kit.say(await kit.met(), rules=(SetRule("chat", "900", "locale", "de"),))
    await kit.say_goodbye(saved)
    assert (await kit.store.rules("chat", "900")).locale == "de"


# ---------------------------------------------------------------- commits


async def test_a_seen_id_changes_nothing(kit: Kit) -> None:
    saved = await kit.met()
    await kit.say(saved, row("m1"), id="i2")
    again = Change("i2", replace(saved, version=2, episode="99"), (row("m2"),))
    assert await kit.store.commit(again) == Duplicate()
    assert [c.outgoing.id for c in await kit.claim()] == ["m1"]
    assert (await kit.store.load(person())).version == 2


async def test_a_moved_version_is_a_conflict_and_changes_nothing(kit: Kit) -> None:
    saved = await kit.met()
    await kit.say(saved, id="i2")
    assert await kit.store.commit(Change("i3", saved, (row("m3"),), counts=("x",))) == Conflict()
    assert await kit.claim() == []
    assert await kit.all("SELECT id FROM seen WHERE id = 'i3'") == []
    assert await kit.all("SELECT * FROM counter") == []


async def test_two_first_turns_of_one_person_do_not_make_two(kit: Kit) -> None:
    first, second = await kit.store.load(person()), await kit.store.load(person())
    changes = [Change("a", replace(first, address=home())), Change("b", replace(second, address=home()))]
    found = await asyncio.gather(*map(kit.store.commit, changes))
    assert found == [Committed(1), Conflict()]
    late = replace(second, person=second.person + 1)
    assert await kit.store.commit(Change("c", replace(late, address=home()))) == Conflict()
    assert len(await kit.all("SELECT * FROM person")) == 1


async def test_two_changes_of_one_person_in_one_round_are_both_kept(kit: Kit) -> None:
    saved = await kit.met()
    due = NOW + timedelta(hours=1)
    first = Change("a", saved, (row("m1"),), wakeups=(SetWakeup("nudge", None),), undo=State("u1"))
    second = Change(
        "b",
        replace(saved, version=2, episode="02"),
        (row("m2"),),
        wakeups=(SetWakeup("nudge", due),),
        undo=State("u2"),
    )
    assert await asyncio.gather(kit.store.commit(first), kit.store.commit(second)) == [
        Committed(2),
        Committed(3),
    ]
    assert [c.outgoing.id for c in await kit.claim()] == ["m1", "m2"]
    assert [d.kind for d in await kit.wakeups.due(due, 9)] == ["nudge"]
    assert await kit.store.undo(saved.person) == State("u2")


async def test_a_turn_and_a_goodbye_in_one_round_leave_nothing(kit: Kit) -> None:
    saved = await kit.met()
    turn = Change("a", saved, (row("m1"),), log=(TurnLog(NOW, "choose"),))
    goodbye = Change("b", replace(saved, version=2), (row("m2"),), forget=True)
    await asyncio.gather(kit.store.commit(turn), kit.store.commit(goodbye))
    assert [c.outgoing.id for c in await kit.claim()] == ["m2"]
    assert await kit.all("SELECT * FROM person") == []


async def test_a_bad_change_does_not_fail_its_round(kit: Kit) -> None:
    good, bad = await kit.met("1"), await kit.met("2")
    good, bad = await kit.say(good), await kit.say(bad, row("taken", "2"))
    results = await asyncio.gather(
        kit.store.commit(Change("a", good, (row("m1", "1"),))),
        kit.store.commit(Change("b", bad, (row("taken", "2"),))),  # an id that exists: our own bug
        return_exceptions=True,
    )
    assert results[0] == Committed(3)
    assert isinstance(results[1], Exception)
    assert is_collision(results[1])
    assert sorted(c.outgoing.id for c in await kit.claim()) == ["m1", "taken"]
    assert (await Kit(kit.database).store.load(person("2"))).version == 2


async def test_another_process_sees_a_commit_when_it_returns(kit: Kit, url: str) -> None:
    await kit.say(await kit.met(), row("m1"))
    other = Database(url)
    await other.open_to_read()
    assert (await Kit(other).store.load(person())).version == 2
    await other.close()


async def test_people_in_one_round_do_not_touch_each_other(kit: Kit) -> None:
    people = await asyncio.gather(*(kit.met(str(n)) for n in range(150)))
    changes = [Change(f"t{n}", p, (row(f"m{n}", str(n)),)) for n, p in enumerate(people)]
    assert set(await asyncio.gather(*map(kit.store.commit, changes))) == {Committed(2)}
    assert [c.outgoing.id for c in await kit.claim(1000)] == [f"m{n}" for n in range(150)]


async def test_series_left_keep_their_place(kit: Kit) -> None:
    saved = await kit.met(series="lamps")
    await kit.say(replace(saved, series="doors", state=State("d2", "Door")))
    kept = (await kit.store.export(saved.person))["progress"]
    assert {(r["series"], r["digest"], r["node"]) for r in kept} == {  # type: ignore[attr-defined]
        ("doors", "d2", "Door"),
        ("lamps", "rev", "Light"),
    }
    assert (await _somebody_elses_view(kit)).state == State("d2", "Door")  # type: ignore[attr-defined]


# ---------------------------------------------------------------- undo


async def test_undo_gives_the_newest_and_drops_it(kit: Kit) -> None:
    saved = await kit.met()
    for n in range(3):
        saved = await kit.say(saved, undo=State(f"s{n}"))
    assert await kit.store.undo(saved.person) == State("s2")
    saved = await kit.say(saved, undo_drop=True)
    assert await kit.store.undo(saved.person) == State("s1")
    saved = await kit.say(saved, undo_clear=True)
    assert await kit.store.undo(saved.person) is None


async def test_undo_goes_back_five_steps_at_most(kit: Kit) -> None:
    saved = await kit.met()
    for n in range(8):
        saved = await kit.say(saved, undo=State(f"s{n}"))
    steps = []
    while (state := await kit.store.undo(saved.person)) is not None:
        steps.append(state.digest)
        saved = await kit.say(saved, undo_drop=True)
    assert steps == ["s7", "s6", "s5", "s4", "s3"]


# ---------------------------------------------------------------- journal, nudges, wake-ups


async def test_the_journal_is_in_order_and_can_be_erased(kit: Kit) -> None:
    saved = await kit.met()
    entries = [
        JournalEntry(f"j{n}", "lamps", "01", "What?", f"text {n}", NOW + timedelta(hours=n)) for n in range(3)
    ]
    saved = await kit.say(saved, journal=(entries[2], entries[0], entries[1]))
    assert list(await kit.store.journal(saved.person)) == entries
    other = await kit.met("8")
    await kit.say(other, journal_erase=("j0",))  # somebody else's entry: not theirs to erase
    await kit.say(saved, journal_erase=("j1",))
    assert [e.id for e in await kit.store.journal(saved.person)] == ["j0", "j2"]


async def test_a_nudge_day_is_claimed_once(kit: Kit) -> None:
    day, other = NudgeDay(date(2026, 3, 2)), NudgeDay(date(2026, 3, 3))
    saved = await kit.say(await kit.met(), row("n1"), nudge=day)
    assert await kit.store.commit(Change("x", saved, (row("n2"),), nudge=day)) == Duplicate()
    assert await kit.all("SELECT id FROM seen WHERE id = 'x'") == []
    saved = await kit.say(saved, row("n3"), nudge=other)
    assert [c.outgoing.id for c in await kit.claim()] == ["n1", "n3"]
    assert await kit.store.commit(Change("y", await kit.met("8"), nudge=day)) == Committed(2)


async def test_a_wakeup_is_one_a_kind_and_due_in_order(kit: Kit) -> None:
    first, second = await kit.met("1"), await kit.met("2")
    hour = timedelta(hours=1)
    first = await kit.say(first, wakeups=(SetWakeup("nudge", NOW + 3 * hour),))
    first = await kit.say(first, wakeups=(SetWakeup("nudge", NOW + 2 * hour),))
    second = await kit.say(second, wakeups=(SetWakeup("snooze", NOW + hour),))
    assert await kit.wakeups.next_due_at() == NOW + hour
    assert await kit.wakeups.due(NOW, 9) == []
    due = await kit.wakeups.due(NOW + 2 * hour, 9)
    assert [(d.subject, d.address, d.kind, d.due_at) for d in due] == [
        (person("2"), home("2"), "snooze", NOW + hour),
        (person("1"), home("1"), "nudge", NOW + 2 * hour),
    ]
    assert len(await kit.wakeups.due(NOW + 2 * hour, 1)) == 1
    await kit.say(second, wakeups=(SetWakeup("snooze", NOW), SetWakeup("snooze", None)))
    assert await kit.wakeups.next_due_at() == NOW + 2 * hour


async def test_a_wakeup_goes_to_the_direct_chat(kit: Kit) -> None:
    saved = await kit.met()
    server = replace(home("server"), direct=False)
    await kit.say(replace(saved, address=server), wakeups=(SetWakeup("nudge", NOW),))
    assert [d.address for d in await kit.wakeups.due(NOW, 9)] == [home()]


# ---------------------------------------------------------------- notes


async def test_revisions_keep_the_order_of_keys(kit: Kit) -> None:
    keys = {"Light": ("c", "a", "b"), "Door": ()}
    await kit.notes.remember_revision("rev1", keys)
    await kit.notes.remember_revision("rev1", keys)
    assert await kit.notes.revision("rev1") == keys
    assert await kit.notes.revision("rev2") is None


async def test_poison_is_known_by_type_and_id_and_counts_as_seen(kit: Kit) -> None:
    saved = await kit.met()
    await kit.notes.poisoned("bad", "Text", "KeyError", NOW)
    await kit.notes.poisoned("bad", "Text", "KeyError", NOW)
    assert await kit.all("SELECT id, kind, error FROM poison") == [("bad", "Text", "KeyError")]
    assert await kit.store.commit(Change("bad", saved)) == Duplicate()


async def test_cursors_move(kit: Kit) -> None:
    await kit.notes.move_cursor("chat", "a", "1")
    await asyncio.gather(kit.notes.move_cursor("chat", "a", "2"), kit.notes.move_cursor("chat", "b", "5"))
    await kit.notes.move_cursor("other", "a", "9")
    assert await kit.notes.cursors("chat") == {"a": "2", "b": "5"}


async def test_counters_add_up(kit: Kit) -> None:
    saved = await kit.say(await kit.met(), counts=("care", "care", "late"))
    await kit.say(saved, counts=("care",))
    assert await kit.all("SELECT name, value FROM counter ORDER BY name") == [("care", 3), ("late", 1)]


# ---------------------------------------------------------------- what /forget and /export touch


async def _live(kit: Kit, key: str) -> None:
    """A person with a row in every table."""
    saved = await kit.met(key)
    buttons = (Button("Ask", Press(key, "o", 1, 1, "0")),)
    saved = await kit.say(saved, row(f"sent-{key}", key), undo=State("u"))
    [claimed] = [c for c in await kit.claim() if c.outgoing.id == f"sent-{key}"]
    await kit.outbox.sent(claimed, None, NOW)
    await kit.say(
        replace(
            saved, shown=StandingKeyboard("m", Rich("Ask")), profile=Profile("de", facts=Facts(offered=True))
        ),
        row(f"open-{key}", key),
        replace(row(f"kb-{key}", key), action=Say(Message(Rich("Ask"), buttons))),
        journal=(JournalEntry(f"j{key}", "lamps", "01", "What?", f"my text {key}", NOW),),
        wakeups=(SetWakeup("nudge", NOW),),
        nudge=NudgeDay(date(2026, 3, 2)),
        bookmarks=(SetBookmark("02", State("rev", "Door")),),
        log=(TurnLog(NOW, "choose", "lamps", "01", "Light", "lgt-1"),),
        misses=(("Light", f"phrase {key}"),),
        feedback=(Feedback(NOW, f"a word of {key}"),),
    )
    await kit.notes.move_cursor("chat", key, "99")
    several = await kit.store.load(Subject("chat", "c-55", "circle"))
    circle = several.circle or Circle("open", timedelta(minutes=2))
    there = replace(several, address=Address("chat", "-55", direct=False), circle=circle)
    votes = SetParticipant(key, Participant(NOW)), SetVote(key, "1")
    assert isinstance(await kit.store.commit(Change(f"vote:{key}", there, circle=votes)), Committed)


async def test_nothing_of_a_forgotten_person_is_left_but_seen_ids(kit: Kit) -> None:
    await _live(kit, "7001")
    await _live(kit, "8002")
    saved = await kit.store.load(person("7001"))
    assert await kit.store.commit(Change("bye", saved, (row("last", "7001"),), forget=True)) == Committed(4)
    claimed = [c for c in await kit.claim() if c.outgoing.id == "last"]
    assert [c.person for c in claimed] == [0]
    await kit.outbox.sent(claimed[0], None, NOW)
    traces = await kit.database.read(lambda c: _traces(c, "7001", saved.person))
    assert {place for place, _ in traces} == {"seen"}
    assert {table for table, _ in await kit.database.read(lambda c: _traces(c, "8002", -1))} >= {
        "account", "person", "outbox", "journal", "cursor", "miss",
    }  # fmt: skip
    fresh = await kit.store.load(person("7001"))
    assert (fresh.version, fresh.person == saved.person) == (0, False)


def _traces(connection: Connection, key: str, number: int) -> set[tuple[str, str]]:
    """Every (table, value) of the whole schema that holds the person's key, number or words."""
    found = set()
    for table in metadata.sorted_tables:
        for values in connection.execute(table.select()):
            found |= {(table.name, str(v)) for v in values if key in str(v) or str(number) in str(v)}
    return found


async def test_a_line_about_a_closed_chat_is_stored_with_what_it_ends_and_only_for_its_person(
    kit: Kit,
) -> None:
    thread = Address("chat", "5", "public:7", direct=False)
    saved = await kit.met()
    await kit.say(saved, row("p-1-0"))
    await kit.claim()
    line = replace(row("p-1-00"), address=thread)
    assert await kit.outbox.unreachable(saved.person, home(), NOW, line) == {"p-1-0"}
    letter = replace(row("p-2-00"), address=thread)
    assert await kit.outbox.unreachable(saved.person, Address("chat", "another"), NOW, letter) == set()
    assert [(one.person, one.outgoing) for one in await kit.claim()] == [(saved.person, line)]


async def test_the_last_words_leave_nothing_even_when_they_cannot_be_sent(kit: Kit) -> None:
    saved = await kit.met()
    await kit.store.commit(Change("bye", saved, (row("a"), row("b")), forget=True))
    first, second = await kit.claim()
    await kit.outbox.unreachable(first.person, first.outgoing.address, NOW)
    await kit.outbox.dead(first, "blocked", NOW)
    await kit.outbox.dropped(second, "late", NOW)
    assert await kit.all("SELECT * FROM outbox") == []


async def test_export_holds_everything_but_secrets(kit: Kit) -> None:
    await _live(kit, "7001")
    saved = await kit.store.load(person("7001"))
    found = await kit.store.export(saved.person)
    assert found.keys() == {table.name for table in kept.EXPORTED}
    assert "my text 7001" in str(found)
    assert found["cursor"] == [{"platform": "chat", "key": "7001", "value": "99"}]
    assert all(found.values()), "this person has a row everywhere"
    assert "open-7001" not in str(found)


async def test_an_export_is_of_one_person(kit: Kit) -> None:
    await _live(kit, "7001")
    await _live(kit, "8002")
    found = await kit.store.export((await kit.store.load(person("7001"))).person)
    assert "8002" not in str(found)
    assert await kit.store.export(12345) == {table.name: [] for table in kept.EXPORTED}


# ---------------------------------------------------------------- one table says what is kept


def test_every_table_is_in_the_list_of_what_is_kept_or_about_nobody() -> None:
    listed = {table for line in kept.KEPT for table in line.tables}
    assert listed | set(kept.NOBODYS) == set(metadata.sorted_tables)
    assert not listed & set(kept.NOBODYS)
    of_a_person = {table for table in metadata.sorted_tables if "person_id" in table.c}
    assert of_a_person <= set(kept.OWNED)
    assert set(kept.EXPORTED) <= set(kept.OWNED)
    assert all(line.exported == "yes" or line.exported.startswith("no: ") for line in kept.KEPT)


def test_the_document_shows_that_list() -> None:
    document = (Path(__file__).resolve().parents[2] / "docs/privacy.md").read_text(encoding="utf-8")
    assert kept.as_document() in document, "python -m bot.storage.kept prints it"


async def test_a_mistake_of_whoever_listens_keeps_nobody_waiting(kit: Kit) -> None:
    class Broken(Observer):
        def gathered(self, pieces: int) -> None:
            raise KeyError("a mistake")

    kit.database.observer = Broken()
    met = await asyncio.wait_for(asyncio.gather(*(kit.met(str(number)) for number in range(3))), 20)
    assert len({saved.person for saved in met}) == 3
