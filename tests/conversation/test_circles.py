"""An evening that several people take together: called, joined, chosen by vote, to its end."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model import Subject, Text
from bot.ports import Change, SetRule
from bot.venues import Venue
from tests.chat import Chat, Screen, running
from tests.conversation.circle import Company
from tests.conversation.conftest import SERIES


@pytest.fixture
async def group(tmp_path: Path) -> AsyncIterator[Company]:
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        yield Company(program, screen)


async def test_called_joined_begun_and_chosen_by_vote(group: Company) -> None:
    await group.call("01")
    assert "“The light”" in group.last.text
    assert "It begins in a minute." in group.last.text
    assert group.labels == ["Join (1)", "Begin now"]
    await group.join("ben", "cleo")
    await group.later(2)
    assert group.labels == ["Join (3)", "Begin now"]
    await group.later(60)
    assert group.said[1:] == ["Good evening. There is a lamp on the sill.", "Ask what you like about it."]
    await group.vote(anna="Who put", ben="Why is it")
    await group.later(2)
    assert group.labels == [
        "1. Who put the lamp there? (1)",
        "2. Why is it still burning at this hour of the night? (1)",
        "Join (3)",
    ]
    await group.vote(cleo="Who put")
    assert [m.chosen for m in group.messages if m.chosen] == ["Who put the lamp there? (2 of 3)"]
    assert "I did, the first winter." in group.said


async def test_of_equal_ones_one_is_drawn_and_that_is_said(group: Company) -> None:
    await group.begin("ben")
    await group.vote(anna="Who put", ben="Why is it")
    lots = [text for text in group.said if "drew lots" in text]
    assert lots == [
        "As many votes for each of these, so I drew lots: “Who put the lamp there?”, "
        "“Why is it still burning at this hour of the night?”"
    ]
    (chosen,) = [m.chosen for m in group.messages if m.chosen]
    assert chosen.endswith(" (1 of 2)")


async def test_a_vote_can_be_changed_and_counts_once(group: Company) -> None:
    await group.begin("ben", "cleo", "dan")
    await group.vote(anna="Who put", ben="Who put")
    await group.vote(anna="Why is it", ben="Why is it")
    await group.later(2)
    assert group.counts == [0, 2, 4]


async def test_the_window_closes_it_and_nobody_s_vote_lets_it_sleep_until_a_tap(group: Company) -> None:
    await group.begin("ben", words="01 30s")
    await group.later(29)
    said = len(group.said)
    await group.later(1)
    assert group.said[said:] == ["Nobody has voted, so I wait here. The next tap wakes me."]
    await group.later(86_400)
    assert len(group.said) == said + 1
    await group.vote(ben="Who put")
    await group.later(29)
    assert len(group.said) == said + 1
    await group.later(1)
    assert group.said[said + 1 :][0] == "I did, the first winter."
    assert [m.chosen for m in group.messages if m.chosen] == ["Who put the lamp there? (1 of 1)"]


async def test_whoever_is_not_in_may_read_but_not_vote(group: Company) -> None:
    await group.begin("ben")
    await group.vote(zoe="Who put", ben="Why is it")
    await group.later(2)
    assert group.counts == [0, 1, 2]
    await group.join("zoe")
    await group.vote(zoe="Why is it")
    assert [m.chosen for m in group.messages if m.chosen] == [
        "Why is it still burning at this hour of the night? (2 of 2)"
    ]


async def test_who_leaves_takes_their_vote_along_and_may_let_it_close(group: Company) -> None:
    await group.begin("ben", "cleo", "dan")
    await group.vote(anna="Who put", ben="Who put", cleo="Why is it")
    await group.call("leave", by="cleo")
    assert [m.chosen for m in group.messages if m.chosen] == ["Who put the lamp there? (2 of 2)"]
    assert group.said.count("You are out, and your vote with you.") == 1
    await group.call("leave", by="cleo")
    assert group.last.text == "You are not in."


async def to_the_questions(group: Company) -> None:
    """Past the first options of the light: its name is not asked."""
    await group.begin("ben", "cleo")
    await group.vote(anna="Who put", ben="Who put")


async def test_a_name_is_not_asked_and_a_number_is_the_median(group: Company) -> None:
    await to_the_questions(group)
    assert group.last.text == "How many winters have you seen?"
    assert group.labels == ["Answer me with a number", "Join (3)"]
    saved = await group.saved()
    showing = (saved.run, saved.step)
    for person, words in (("anna", "30"), ("ben", "41"), ("cleo", "about fifty"), ("cleo", "52")):
        await group.do(person, Text(words, showing), subject=group.subject, actor=Subject("chat", person))
    assert "So 41 it is." in group.said
    assert [m.chosen for m in group.messages if m.chosen][-1] == "41"


async def to_the_reflection(group: Company) -> None:
    await to_the_questions(group)
    saved = await group.saved()
    for person in ("anna", "ben", "cleo"):
        await group.do(
            person, Text("30", (saved.run, saved.step)), subject=group.subject, actor=Subject("chat", person)
        )
    await group.vote(anna="May I", ben="May I")


async def test_a_reflection_is_each_one_s_own(group: Company) -> None:
    await to_the_reflection(group)
    assert group.last.text == "What does your own lamp look like?"
    assert group.labels == ["Write a line for yourself", "I'm ready", "Join (3)"]
    ben = Chat(group.running, group.screen, "ben")
    await ben.say("hello")
    await group.tap("ben", "Write a line")
    assert "What does your own lamp look like?" in ben.last.text
    await ben.say("green, with a dent")
    assert ben.last.text == "That is in your journal now, and only there."
    (page,) = await group.running.store.journal((await group.running.store.load(ben.subject)).person)
    assert (page.text, page.prompt) == ("green, with a dent", "What does your own lamp look like?")
    assert (page.series, page.episode) == ("lamps", "01-light")
    assert not any("dent" in text for text in group.said)
    await group.vote(anna="I'm ready", ben="I'm ready", cleo="I'm ready")
    assert "Some lamps are not told of." in group.said


async def test_a_form_brings_the_line_into_the_journal_too(group: Company) -> None:
    await to_the_reflection(group)
    saved = await group.saved()
    words = Text("brass", (saved.run, saved.step), form="line")
    await group.do("cleo", words, subject=group.subject, actor=Subject("chat", "cleo"))
    cleo = await group.running.store.load(Subject("chat", "cleo"))
    assert [page.text for page in await group.running.store.journal(cleo.person)] == ["brass"]
    assert not any("brass" in text for text in group.said)


async def to_the_end(group: Company) -> None:
    await to_the_reflection(group)
    await group.vote(anna="I'm ready", ben="I'm ready", cleo="I'm ready")


async def test_at_the_end_it_counts_for_those_who_want_it(group: Company) -> None:
    await to_the_end(group)
    assert "That was “The light”, and we were 3." in group.said
    ben, zoe = Chat(group.running, group.screen, "ben"), Chat(group.running, group.screen, "zoe")
    await ben.say("hello")
    await zoe.say("hello")
    await group.tap("ben", "Count this evening")
    assert ben.last.text == "“The light” counts among your evenings now."
    await group.tap("ben", "Count this evening")
    assert ben.last.text == "You have that evening already."
    saved = await group.running.store.load(ben.subject)
    assert saved.state is not None
    assert saved.state.visits["Light_End"] == 1
    assert "age" not in str(saved.state.variables), "nothing of the circle's answers"
    await group.tap("zoe", "Count this evening")
    assert group.private("zoe")[-1] == "That is for those who were in."
    anna = await group.running.store.load(Subject("chat", "anna"))
    assert anna.version == 0, "nobody is counted unasked"


async def test_the_keepsake_holds_the_questions_and_no_names(group: Company) -> None:
    await to_the_end(group)
    (file,) = group.screen.files
    assert file.name == "evening.txt"
    assert file.content.splitlines() == [
        "The light",
        "2026-03-02",
        "",
        "1. Who put the lamp there?",
        "   2 votes, 2 to choose from",
        "2. How many winters have you seen?",
        "3. May I sit down?",
        "   2 votes, 2 to choose from",
        "",
        "We were 3.",
    ]
    assert file.caption == "What we asked in “The light”, to keep."
    assert file.picture is not None, "both are one message"
    assert file.picture.forks == (2, 1, 2)
    assert file.picture.alt.startswith("A lit path with 3 lamps, one for each question")
    told = file.content + file.described + "".join(group.said)
    assert not any(name in told for name in ("anna", "ben", "cleo"))
    assert group.screen.sent[-2].action == file
    assert group.said[-1] == "That was “The light”, and we were 3."


async def test_going_on_alone_opens_it_privately_at_the_same_place(group: Company) -> None:
    await group.begin("ben")
    await group.call("end")
    assert group.last.text == "We stop here for today."
    ben = Chat(group.running, group.screen, "ben")
    await ben.say("hello")
    await group.tap("ben", "Go on alone")
    assert ben.last.text == "Ask what you like about it."
    await ben.tap("Who put")
    assert "I did, the first winter." in ben.transcript
    assert not any("first winter" in text for text in group.said)


async def test_only_who_called_it_and_moderators_end_it(group: Company) -> None:
    await group.begin("ben")
    await group.call("end", by="ben")
    assert group.last.text == "Who called the circle can end it, and the moderators here."
    await group.call("end", by="mod", moderates=True)
    assert "We stop here for today." in group.said
    await group.call("end", by="mod", moderates=True)
    assert group.last.text == "There is no circle here. /circle begins one."


async def test_one_circle_a_place(group: Company) -> None:
    await group.begin("ben")
    await group.call("02", by="cleo")
    assert group.said[-2:] == [
        "There is a circle here already. Here is where it is.",
        "Ask what you like about it.",
    ]
    assert sum(bool(m.buttons) for m in group.messages) == 1
    other = Company(group.running, group.screen, "-501")
    await other.call("02", by="cleo")
    assert "“The door”" in other.last.text


async def test_after_one_another_can_be_called_and_nobody_of_the_first_is_in(group: Company) -> None:
    await group.begin("ben")
    await group.call("end")
    await group.call("02", by="cleo")
    assert group.labels == ["Join (1)", "Begin now"]
    assert (await group.saved()).circle.members.keys() == {"cleo"}  # type: ignore[union-attr]


async def test_who_forgets_is_out_of_the_count_at_once(group: Company) -> None:
    await group.begin("ben", "cleo", "dan")
    await group.vote(anna="Who put", ben="Why is it", cleo="Why is it")
    ben = Chat(group.running, group.screen, "ben")
    await ben.say("hello")
    await ben.command("forget")
    await ben.tap("Yes")
    await group.settle()
    assert group.counts == [1, 1, 3]
    exported = await group.running.store.export((await group.running.store.load(ben.subject)).person)
    assert not exported["circle_member"]


async def test_words_of_danger_are_answered_to_them_alone(group: Company) -> None:
    await to_the_questions(group)
    said, saved = len(group.said), await group.saved()
    cleo = Chat(group.running, group.screen, "cleo")
    await cleo.say("hello")
    dire = Text("I want to kill myself", (saved.run, saved.step))
    await group.do("cleo", dire, subject=group.subject, actor=Subject("chat", "cleo"))
    assert "If you are in danger now" in cleo.last.text
    assert group.said[said:] == ["Your answer waits in our direct chat, for you alone."]
    assert (await group.saved()).circle.votes == {}  # type: ignore[union-attr]


async def test_a_time_is_asked_with_its_place_and_those_who_joined_are_reminded_once(group: Company) -> None:
    await group.call("01 at:21:00")
    assert "Name a city" in group.last.text
    await group.call("01 at:21:00 zone:Berlin")
    assert "It begins 21:00 (Berlin)." in group.last.text
    await group.join("ben")
    await group.later(49 * 60)  # it is seven in London, eight in Berlin
    assert group.private("ben") == []
    await group.later(60)
    assert group.private("ben") == ["Our evening “The light” begins in ten minutes, where you joined it."]
    await group.later(600)
    assert "Ask what you like about it." in group.said
    assert len(group.private("ben")) == len(group.private("anna")) == 1


async def test_a_day_s_question_stands_for_its_day(group: Company) -> None:
    await group.begin("ben", words="01 slow")
    await group.vote(anna="Who put", ben="Who put")
    await group.later(86_399)
    assert not any(m.chosen for m in group.messages)
    await group.later(1)
    assert [m.chosen for m in group.messages if m.chosen] == ["Who put the lamp there? (2 of 2)"]


async def test_a_circle_is_forgotten_a_week_after_its_end(group: Company) -> None:
    await group.begin("ben")
    await group.call("end")
    await group.later(7 * 86_400)
    assert (await group.saved()).version == 0


async def test_a_press_that_comes_again_counts_once(group: Company) -> None:
    await group.begin("ben", "cleo")
    press = await group.do("ben", group.button("Who put").press)
    await group.vote(ben="Why is it")
    await group.again(press)
    assert (await group.saved()).circle.votes == {"ben": "1"}  # type: ignore[union-attr]


async def test_an_old_button_says_that_its_question_has_gone_by(group: Company) -> None:
    await group.begin("ben", "cleo")
    old = group.button("Who put").press
    await group.vote(anna="Who put", ben="Who put")
    said = len(group.said)
    await group.do("ben", old)
    assert len(group.said) == said, "not before everybody"


async def test_three_hundred_votes_at_once_are_all_counted(group: Company) -> None:
    handle, people = group.running.conversations.handle, [f"m{n}" for n in range(300)]
    await group.call("01")
    join = group.button("Join").press
    await asyncio.gather(*(handle(group.inbound(person, join)) for person in people))
    await group.tap("anna", "Begin now")  # who does not vote: so nothing is decided
    which = [group.button("Who put").press, group.button("Why is it").press]
    shown = len(group.screen.sent)
    await asyncio.gather(*(handle(group.inbound(p, which[n % 2])) for n, p in enumerate(people)))
    await group.later(2)
    assert group.counts == [150, 150, 301]
    assert len(group.screen.sent) == shown + 1, "one edit shows them all"
    circle = (await group.saved()).circle
    assert circle is not None
    assert circle.votes == {person: str(n % 2) for n, person in enumerate(people)}


async def test_for_whom_the_bot_is_not_neither_is_a_circle(tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen, ALANA_ALLOWED="77") as program:
        group = Company(program, screen)
        await group.call("01", by="zoe")
        assert (await group.saved()).version == 0
        assert "invited people only" in group.last.text
        await group.call("01", by="77")
        await group.join("zoe")
        assert (await group.saved()).circle.members.keys() == {"77"}  # type: ignore[union-attr]


async def test_where_no_circles_are_wanted_none_is_called(group: Company) -> None:
    store = group.running.store
    decided = SetRule("chat", "900", "circles", False)
    await store.commit(Change("rule", await store.load(Subject("chat", "mayor")), rules=(decided,)))
    await group.call("01", venue=Venue("900", ("-500",)))
    assert "want no circles here" in group.last.text
    assert (await group.saved()).version == 0, "nothing is kept of no circle"
