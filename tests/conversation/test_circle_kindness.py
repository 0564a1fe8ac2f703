"""What a circle owes to those who are in it, to those who are not, and to the place that it is in."""

import contextlib
import itertools
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.telegram.adapter import LIMITS as TELEGRAM
from bot.model import Limits, Rebutton
from tests.chat import PHONE, Chat, Screen, running
from tests.conversation.circle import Company
from tests.conversation.conftest import SERIES


@pytest.fixture
async def group(tmp_path: Path) -> AsyncIterator[Company]:
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        yield Company(program, screen)


async def votes(group: Company) -> dict[str, str]:
    circle = (await group.saved()).circle
    assert circle is not None
    return dict(circle.votes)


async def forgets(group: Company, person: str) -> None:
    chat = Chat(group.running, group.screen, person)
    await chat.say("hello")
    await chat.command("forget")
    await chat.tap("Yes")
    await group.settle()


def chosen(group: Company) -> list[str]:
    return [message.chosen for message in group.messages if message.chosen]


# ---------------------------------------------------------------- who is in


async def test_no_vote_of_somebody_who_is_not_in_is_kept(group: Company) -> None:
    await group.begin("ben", "cleo", "dan")
    await group.vote(zoe="Who put", ben="Who put")
    assert (await votes(group)).keys() == {"ben"}
    await group.join("zoe")
    await group.later(2)
    assert group.counts == [1, 0, 5], "she votes anew, or not at all"


async def test_who_comes_back_has_no_vote_from_before(group: Company, tmp_path: Path) -> None:
    await group.begin("ben", "cleo", "dan")
    await group.vote(ben="Who put")
    await group.call("leave", by="ben")
    await group.join("ben")
    assert await votes(group) == {}
    with contextlib.closing(sqlite3.connect(tmp_path / "alana.db")) as database:
        assert database.execute("SELECT count(*) FROM circle_vote").fetchone() == (0,)


async def test_who_forgets_may_let_the_question_close(group: Company) -> None:
    await group.begin("ben", "cleo")
    await group.vote(anna="Who put", ben="Why is it")
    await forgets(group, "cleo")
    assert len(chosen(group)) == 1
    assert chosen(group)[0].endswith(" (1 of 2)")


async def test_who_forgets_is_in_no_circle_at_all_and_another_s_vote_stays(group: Company) -> None:
    other = Company(group.running, group.screen, "-501")
    await group.begin("ben", "cleo", "dan")
    await other.call("02", by="eve")
    await other.do("ben", other.button("Join").press)
    await group.vote(anna="Who put", ben="Why is it")
    await forgets(group, "ben")
    assert await votes(group) == {"anna": "0"}
    for one, left in ((group, {"anna", "cleo", "dan"}), (other, {"eve"})):
        circle = (await one.saved()).circle
        assert circle is not None
        assert circle.members.keys() == left


async def test_a_starter_who_left_leads_no_more_and_it_goes_on(group: Company) -> None:
    await group.begin("ben", "cleo")
    await group.call("leave", by="anna")
    await group.call("end", by="anna")
    assert group.last.text == "Who called the circle can end it, and the moderators here."
    await group.vote(ben="Who put", cleo="Who put")
    assert chosen(group) == ["Who put the lamp there? (2 of 2)"]


async def test_where_all_have_left_it_sleeps_and_whoever_joins_wakes_it(group: Company) -> None:
    await group.begin("ben")
    for person in ("anna", "ben"):
        await group.call("leave", by=person)
    await group.later(120)
    assert group.said[-1] == "Nobody has voted, so I wait here. The next tap wakes me."
    await group.join("zoe")
    await group.later(119)
    await group.vote(zoe="Who put")
    assert chosen(group) == ["Who put the lamp there? (1 of 1)"]


# ---------------------------------------------------------------- when it is asked


async def test_it_sleeps_once_however_long_and_a_join_wakes_it(group: Company) -> None:
    await group.begin("ben", words="01 30s")
    await group.later(30)
    for _ in range(5):
        await group.later(3600)
    asleep = "Nobody has voted, so I wait here. The next tap wakes me."
    assert group.said.count(asleep) == 1
    await group.join("cleo")
    await group.later(30)
    assert group.said.count(asleep) == 2


async def test_a_slow_circle_asks_one_question_a_day(group: Company) -> None:
    await group.begin("ben", words="01 slow")
    asked = []
    for _ in range(3):
        saved = await group.saved()
        asked.append(saved.step)
        options = [b for b in group.messages[-1].buttons if b.press.verb == "o"]
        for person in ("anna", "ben"):
            if options:
                await group.do(person, options[0].press)
        await group.later(43_200)
        assert (await group.saved()).step == saved.step, "not before its day is over"
        await group.later(43_200)
    assert asked == [1, 2, 2], "one a day; nobody has answered the second, so it sleeps"


async def test_one_reminder_however_late_they_join(group: Company) -> None:
    await group.call("01 at:21:00 zone:Berlin")
    await group.later(50 * 60)
    assert len(group.private("anna")) == 1
    await group.join("ben")
    await group.later(9 * 60)
    assert group.private("ben") == []
    assert len(group.private("anna")) == 1


async def test_a_call_that_was_ended_reminds_nobody(group: Company) -> None:
    await group.call("01 at:21:00 zone:Berlin")
    await group.call("end")
    await group.later(3600)
    assert group.private("anna") == []


# ---------------------------------------------------------------- how often it shows the counts


@pytest.mark.waits
@pytest.mark.parametrize(
    ("limits", "apart"), [(PHONE, 2), (replace(PHONE, rate_group=TELEGRAM.rate_group), 6)]
)
async def test_a_hundred_people_vote_within_a_minute_and_counts_are_shown_in_measure(
    tmp_path: Path, limits: Limits, apart: int
) -> None:
    screen = Screen(limits=limits)
    async with running(tmp_path, SERIES, screen) as program:
        group = Company(program, screen)
        people = [f"m{n}" for n in range(100)]
        await group.call("01 1h")
        await group.join(*people)
        await group.tap("anna", "Begin now")
        press = [group.button("Who put").press, group.button("Why is it").press]
        before, edits = len(screen.sent), []
        for second in range(50):
            for n in (2 * second, 2 * second + 1):
                await group.do(people[n], press[n % 2])
            await group.later(1)
            new = [one for one in screen.sent[before:] if isinstance(one.action, Rebutton)]
            edits += [second] * (len(new) - len(edits))
        assert len(edits) == 50 // apart
        assert all(later - sooner >= apart for sooner, later in itertools.pairwise(edits))
        await group.later(apart)
        assert group.counts == [50, 50, 101]
