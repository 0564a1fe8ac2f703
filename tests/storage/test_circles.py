"""Circles as stored: who is in and what they vote for, changed bit by bit, gone with whoever is forgotten."""

from dataclasses import replace
from datetime import timedelta

from bot.circles.circle import RECOUNT, Circle, Participant, Passed
from bot.engine.state import State
from bot.model import Address, Button, Message, Outgoing, Press, Rich, Say, StandingKeyboard, Subject
from bot.ports import Change, ClearVotes, Committed, Conflict, Saved, SetParticipant, SetVote, SetWakeup
from bot.storage import queries
from tests.storage.conftest import NOW, Kit, person

GROUP = Subject("chat", "c-500", "circle")
PLACE = Address("chat", "-500", direct=False)
WINDOW = timedelta(minutes=2)


async def called(kit: Kit, *members: str) -> Saved:
    """A circle with those in."""
    circle = Circle("open", WINDOW, path=(Passed("Who put it there?", 2, 3, True),), prompt="What now?")
    saved = replace(
        await kit.store.load(GROUP), address=PLACE, series="lamps", state=State("rev", "Light", "l-1")
    )
    joined = tuple(SetParticipant(key, Participant(NOW, key == members[0])) for key in members)
    assert await kit.store.commit(Change("call", replace(saved, circle=circle), circle=joined)) == Committed(
        1
    )
    return await kit.store.load(GROUP)


def of(saved: Saved) -> Circle:
    assert saved.circle is not None
    return saved.circle


async def fresh(kit: Kit) -> Saved:
    """As it stands in the tables, whatever is remembered."""
    kit.outbox.changed()
    return await kit.store.load(GROUP)


async def test_what_was_stored_comes_back(kit: Kit) -> None:
    saved = await called(kit, "7", "8")
    button = Button("Join", Press("c-500", "join", 1))
    shown = StandingKeyboard("x-1", Rich("Come"), (), (button,), ("1. Who?",))
    change = Change("vote", replace(saved, shown=shown), circle=(SetVote("7", "1"), SetVote("8", "0")))
    assert await kit.store.commit(change) == Committed(2)
    found = await fresh(kit)
    circle = of(found)
    assert found.shown == shown
    assert (circle.phase, circle.window, circle.prompt) == ("open", WINDOW, "What now?")
    assert circle.path == (Passed("Who put it there?", 2, 3, True),)
    assert circle.members == {"7": Participant(NOW, True), "8": Participant(NOW, False)}
    assert circle.votes == {"7": "1", "8": "0"}
    assert (await kit.store.load(person("7"))).circle is None


async def test_the_last_word_on_each_counts_and_a_new_question_clears_all(kit: Kit) -> None:
    saved = await called(kit, "7", "8", "9")
    both = SetVote("7", "1"), SetVote("7", "2"), SetVote("8", "1"), SetVote("8", None)
    await kit.store.commit(Change("a", saved, circle=both))
    assert of(await fresh(kit)).votes == {"7": "2"}
    saved = await kit.store.load(GROUP)
    await kit.store.commit(Change("b", saved, circle=(SetVote("9", "1"), ClearVotes(), SetVote("8", "0"))))
    assert of(await fresh(kit)).votes == {"8": "0"}
    saved = await kit.store.load(GROUP)
    await kit.store.commit(Change("c", saved, circle=(SetParticipant("8", None), SetVote("8", None))))
    circle = of(await fresh(kit))
    assert (set(circle.members), circle.votes) == ({"7", "9"}, {})


async def test_whoever_is_forgotten_is_out_of_every_circle_and_it_counts_again(kit: Kit) -> None:
    saved = await called(kit, "7", "8")
    await kit.store.commit(Change("v", saved, circle=(SetVote("7", "1"), SetVote("8", "1"))))
    stale = await kit.store.load(GROUP)
    seven = await kit.met("7")
    expected = []
    kit.store.expecting = expected.append
    assert isinstance(await kit.store.commit(Change("forget", seven, forget=True)), Committed)
    assert expected == [kit.now]
    circle = of(await kit.store.load(GROUP))
    assert (set(circle.members), circle.votes) == ({"8"}, {"8": "1"})
    (due,) = await kit.wakeups.due(kit.now, 9)
    assert (due.kind, due.subject) == (RECOUNT, GROUP)
    late = Change("late", stale, circle=(SetVote("8", "0"),))
    assert await kit.store.commit(late) == Conflict(), "a turn that still saw them is played again"


async def test_what_a_circle_sends_to_each_goes_with_them(kit: Kit) -> None:
    saved = await called(kit, "7", "8")
    rows = tuple(
        Outgoing(f"r-{key}", Address("chat", key), Say(Message(Rich("Soon."))), not_before=kit.now)
        for key in ("7", "8")
    )
    await kit.store.commit(Change("remind", saved, rows))
    await kit.store.commit(Change("forget", await kit.met("7"), forget=True))
    assert [claimed.outgoing.id for claimed in await kit.claim()] == ["r-8"]


async def test_a_closed_direct_chat_closes_no_circle(kit: Kit) -> None:
    saved = await called(kit, "7")
    await kit.store.commit(Change("w", saved, wakeups=(SetWakeup("circle-close", kit.now),)))
    assert await kit.outbox.unreachable(saved.person, Address("chat", "7"), kit.now) == set()
    assert [due.kind for due in await kit.wakeups.due(kit.now, 9)] == ["circle-close"]


async def test_a_group_that_moves_takes_its_circle_along(kit: Kit) -> None:
    saved = await called(kit, "7")
    await kit.outbox.moved("chat", "-500", "-100500")
    for subject in (GROUP, Subject("chat", "c-100500", "circle")):
        found = await kit.store.load(subject)
        assert (found.person, found.address) == (saved.person, replace(PLACE, chat="-100500"))
    other = await kit.store.load(Subject("chat", "c-501", "circle"))
    assert other.version == 0


async def test_an_erased_circle_leaves_nothing(kit: Kit) -> None:
    saved = await called(kit, "7")
    await kit.store.commit(Change("gone", saved, forget=True))
    found = await fresh(kit)
    assert (found.version, found.circle) == (0, None)
    exported = await kit.store.export((await kit.met("7")).person)
    assert exported["circle_member"] == []


async def test_a_circle_is_counted_as_nobody(kit: Kit) -> None:
    await called(kit, "7")
    await kit.met("7")
    assert await kit.database.read(queries.people) == (1, 0)
