"""The rules of docs/reminders.md on the whole road: when a nudge comes, what it says, who is left alone."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.conversation.queues import Talks
from bot.errors import Failure, SendFailed
from bot.model import Address, Inbound, Membership, Opened, Outgoing, Receipt, Subject
from bot.person.plan import Plan
from bot.ports import Change, Due, Duplicate, NudgeDay, Saved, SetWakeup
from bot.reminders import stored
from bot.reminders.scheduler import CHUNK, Scheduler
from tests.chat import PHONE, START, Chat, Screen, Shown, running

SERIES = Path(__file__).parent / "series"
BUTTONS = ["Continue", "In an hour", "Not today", "Stop"]
THOUGHTS = """title: WeeklyThoughts
---
=> Alana: Thought one. #line:tho-01
=> Alana: Thought two. #line:tho-02
=> Alana: Thought three. #line:tho-03
===
"""


@pytest.fixture
async def thoughtful(tmp_path: Path) -> AsyncIterator[Chat]:
    """A series with weekly thoughts, and a node with a nudge text of its own."""
    series = tmp_path / "dialogues"
    shutil.copytree(SERIES, series)
    file = series / "series.yarn"
    file.write_text(file.read_text() + THOUGHTS)
    screen = Screen()
    async with running(tmp_path, series, screen) as program:
        yield Chat(program, screen)


def due(day: int, hour: int = 19, minute: int = 1, month: int = 3) -> datetime:
    """20:01 in Berlin (21:01 after the clocks changed)."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def wake(chat: Chat, at: datetime) -> list[Shown]:
    """What the clock does at that moment, and what the person sees of it."""
    chat.now, before = at, len(chat.messages)
    while await chat.running.scheduler.once():
        pass
    await chat.running.sender.idle()
    return chat.messages[before:]


async def counted(chat: Chat) -> dict[str, int]:
    database = chat.running.database
    rows = await database.read(lambda c: c.execute(text("SELECT name, value FROM counter")).all())
    return {name: value for name, value in rows if name.startswith(("nudge", "dropped"))}


async def agree(chat: Chat, at: str = "20:00") -> None:
    """Finishes the second evening and sets a reminder in Berlin."""
    await chat.open()
    await chat.command("talk", "02-door")
    await chat.tap("Is it open?")
    await chat.command("remind", at)
    await chat.say("Berlin")
    await chat.say("yes")


async def finish_both(chat: Chat) -> None:
    await agree(chat)
    await chat.command("talk", "01-light")
    await chat.tap("Who put the lamp there?")
    for _ in range(2):
        await chat.tap("Skip")
    await chat.tap("I'd rather stand.")


async def profile_of(chat: Chat) -> Saved:
    return await chat.running.store.load(chat.subject)


# ---------------------------------------------------------------- when


async def test_before_the_hour_there_is_nothing_and_after_it_one(chat: Chat) -> None:
    await agree(chat)
    assert await wake(chat, due(3, 18, 59)) == []
    (nudge,) = await wake(chat, due(3))
    assert [b.label for b in nudge.buttons] == BUTTONS
    assert await wake(chat, due(3, 19, 2)) == []


async def test_duplicate_wake_ups_say_it_once(chat: Chat) -> None:
    await agree(chat)
    chat.now = due(3)
    (moment,) = await chat.running.scheduler._wakeups.due(chat.now, 10)
    again = Scheduler(_Again([moment]), chat.running.conversations.handle, clock=lambda: chat.now)
    before = len(chat.messages)
    await asyncio.gather(
        *(Scheduler(_Again([moment]), again._receive, clock=again._clock).once() for _ in "123")
    )
    await chat.running.sender.idle()
    assert len(chat.messages) == before + 1


async def test_chunks_are_in_hand_two_at_a_time_and_each_moment_once() -> None:
    due_at, here = due(3), Address("telegram", "1")
    left = [Due(n, Subject("telegram", str(n)), here, "nudge", due_at) for n in range(180)]
    todo = list(left)
    together: list[int] = []
    handed: list[int] = []
    running = 0

    async def receive(inbound: Inbound) -> None:
        nonlocal running
        running += 1
        together.append(running)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        running -= 1
        person = int(inbound.subject.key)
        handed.append(person)
        todo.remove(next(moment for moment in todo if moment.person == person))

    assert await Scheduler(_Left(todo), receive, clock=lambda: due_at).drain() == 180
    assert sorted(handed) == list(range(180))
    assert CHUNK < max(together) <= 2 * CHUNK


async def test_those_who_talk_go_first_but_not_for_ever() -> None:
    talks = Talks()
    await talks.calm()
    order = []

    async def chunk() -> None:
        await talks.calm()
        order.append("chunk")

    with talks:
        waiting = asyncio.create_task(chunk())
        await asyncio.sleep(0)
        order.append("answer")
    await waiting
    assert order == ["answer", "chunk"]
    talks = Talks(longest=0.0)
    with talks:
        await chunk()  # somebody talks on and on
    assert order[-1] == "chunk"


class _Left:
    """What was not handed in yet, as the database would give it."""

    def __init__(self, todo: list[Due]) -> None:
        self._todo = todo

    async def due(self, now_at: datetime, limit: int) -> list[Due]:
        found = self._todo[:limit]
        await asyncio.sleep(0)
        return found

    async def next_due_at(self) -> datetime | None:
        return None


class _Again:
    """A look-up that gives the same moment each time, as two clocks side by side would."""

    def __init__(self, found: list[Any]) -> None:
        self.found = found

    async def due(self, now_at: datetime, limit: int) -> list[Any]:
        return self.found

    async def next_due_at(self) -> datetime | None:
        return None


async def test_a_local_date_is_claimed_once_in_the_database_too(chat: Chat) -> None:
    await agree(chat)
    saved = await profile_of(chat)
    first = await chat.running.store.commit(Change("a", saved, nudge=NudgeDay(date(2026, 3, 3))))
    assert not isinstance(first, Duplicate)
    saved = await profile_of(chat)
    second = await chat.running.store.commit(Change("b", saved, nudge=NudgeDay(date(2026, 3, 3))))
    assert isinstance(second, Duplicate)


async def test_many_misses_are_one(chat: Chat) -> None:
    await agree(chat)
    (_,) = await wake(chat, due(9, 20, 30))  # a week of downtime, then an hour and a half late
    assert await wake(chat, due(9, 20, 35)) == []


@pytest.mark.parametrize(("hour", "minute", "comes"), [(20, 59, True), (21, 1, False)])
async def test_quiet_hours_end_the_window(chat: Chat, hour: int, minute: int, comes: bool) -> None:
    await agree(chat)  # 22:00 in Berlin is 21:00 UTC
    assert bool(await wake(chat, due(3, hour, minute))) is comes
    assert (await counted(chat)).get("nudge:quiet", 0) == (not comes)


@pytest.mark.parametrize(("hour", "minute", "comes"), [(13, 59, True), (14, 2, False)])
async def test_the_window_is_three_hours(chat: Chat, hour: int, minute: int, comes: bool) -> None:
    await agree(chat, "12:00")  # 11:00 UTC
    assert bool(await wake(chat, due(3, hour, minute))) is comes
    assert (await counted(chat)).get("nudge:late", 0) == (not comes)


async def test_a_queued_nudge_has_an_end_and_yields(chat: Chat) -> None:
    await agree(chat, "12:00")
    await wake(chat, due(3, 13))
    (row,) = [o for o in chat.screen.sent if not o.urgent]
    assert row.delivery == "at_most_once"
    assert row.not_after is not None
    assert timedelta() <= row.not_after - due(3, 14, 0) < timedelta(minutes=1)  # the hour and the window
    assert row.only_if_version is not None


async def test_who_wrote_after_the_hour_is_here_already(chat: Chat) -> None:
    await agree(chat)
    chat.now = due(3, 20)  # the program was down at 19:00 UTC; the person's word is handled first
    await chat.say("hello")
    assert await wake(chat, due(3, 20)) == []
    assert (await counted(chat))["nudge:here"] == 1
    assert len(await wake(chat, due(4))) == 1


async def test_setting_it_for_in_two_minutes_works(chat: Chat) -> None:
    await agree(chat, "20:02")  # it is 20:00 there
    assert len(await wake(chat, START + timedelta(minutes=3))) == 1


async def test_clocks_that_change_keep_the_hour_on_the_wall(chat: Chat) -> None:
    await agree(chat)
    await chat.say("hello")
    chat.now = due(28)
    await chat.say("hello")
    assert await wake(chat, due(29, 17, 59)) == []
    assert len(await wake(chat, due(29, 18, 1))) == 1  # 20:01 in summer


async def test_moving_neither_doubles_nor_drops_a_day(chat: Chat) -> None:
    await agree(chat)
    assert len(await wake(chat, due(3))) == 1
    await chat.command("remind", "where")
    await chat.say("New York")
    await chat.say("yes")
    assert await wake(chat, due(4, 1, 1)) == []  # 20:01 in New York, but the third had its nudge
    assert len(await wake(chat, due(5, 1, 1))) == 1  # the fourth, in New York


async def test_a_time_in_the_quiet_hours_counts_for_ten_minutes(chat: Chat) -> None:
    await agree(chat, "23:00")
    assert len(await wake(chat, due(2, 22, 5))) == 1
    assert await wake(chat, due(3, 22, 15)) == []
    assert (await counted(chat))["nudge:quiet"] == 1


# ---------------------------------------------------------------- buttons


async def test_in_an_hour_never_leads_into_the_night(chat: Chat) -> None:
    await agree(chat, "21:00")
    await wake(chat, due(3, 20, 1))
    await chat.tap("In an hour")
    assert "quiet hours" in chat.last.text
    assert await wake(chat, due(3, 21, 5)) == []


async def test_not_today_ends_an_hour_that_was_asked_for(chat: Chat) -> None:
    await agree(chat, "12:00")
    await wake(chat, due(3, 11, 1))
    await chat.tap("In an hour")
    await chat.tap("Not today")
    assert await wake(chat, due(3, 12, 5)) == []
    assert len(await wake(chat, due(4, 11, 1))) == 1


async def test_continue_goes_on_where_the_person_was(chat: Chat) -> None:
    await agree(chat)
    await chat.command("talk", "01-light")
    await wake(chat, due(3))
    await chat.tap("Continue")
    assert chat.questions


async def test_the_goodbye_has_ways_back_and_a_word_begins_again(chat: Chat) -> None:
    await agree(chat)
    seen, moment = [], due(3)
    for _ in range(40):
        seen += await wake(chat, moment)
        moment += timedelta(days=1)
    assert "/remind" in seen[-1].text
    assert [b.label for b in seen[-1].buttons] == ["Continue", "Another time"]
    assert len(seen) == 9
    await chat.tap("Continue")
    assert len(await wake(chat, moment)) == 1


# ---------------------------------------------------------------- what it says


async def test_nudges_use_new_words_and_name_what_was_to_be_noticed(chat: Chat) -> None:
    await agree(chat)
    said = []
    for day in range(3, 12):
        said += [m.text for m in await wake(chat, due(day))]
        await chat.say("hello")
    assert len(set(said)) == len(said) == 9
    assert said[0] == "Which door did you pass today?"  # the writer's own text comes first
    assert all("which door you pass without looking" in words for words in said[1:])


async def test_in_the_middle_of_an_evening_its_notice_is_not_told_yet(chat: Chat) -> None:
    await chat.open()
    await chat.command("remind", "20:00")
    await chat.say("Berlin")
    await chat.say("yes")
    (nudge,) = await wake(chat, due(3))
    assert "notice" not in nudge.text


async def test_a_node_s_own_nudge_where_the_person_waits(thoughtful: Chat, tmp_path: Path) -> None:
    chat = thoughtful
    file = tmp_path / "dialogues/01-light.yarn"
    chair = "<<jump Light_Chair>>\n===\ntitle: Light_Chair\nnudge: The chair is free.\n---\n-> May I sit"
    file.write_text(file.read_text().replace("-> May I sit", chair))
    await chat.reload()
    await agree(chat)
    await chat.command("talk", "01-light")
    await chat.tap("Who put the lamp there?")
    for _ in range(2):
        await chat.tap("Skip")
    (nudge,) = await wake(chat, due(3))
    assert nudge.text == "The chair is free."


async def test_send_me_one_now_is_only_an_example(thoughtful: Chat) -> None:
    chat = thoughtful
    await agree(chat)
    await chat.tap("Send me one now")
    assert [b.label for b in chat.last.buttons] == BUTTONS
    assert len(await wake(chat, due(3))) == 1  # the day's own comes all the same


async def test_who_finished_hears_a_thought_a_week(thoughtful: Chat) -> None:
    chat = thoughtful
    await finish_both(chat)
    days, said = [], []
    for n in range(22):
        moment = due(3) + timedelta(days=n)
        for message in await wake(chat, moment):
            days.append(n)
            said.append(message.text)
            assert [b.label for b in message.buttons] == BUTTONS
    assert days == [0, 7, 14, 21]
    assert len(set(said[:3])) == 3  # all are heard before one comes again
    assert all(words.startswith("Thought ") for words in said)
    await chat.tap("Continue")
    assert "all the evenings" in chat.last.text  # their place was not touched


async def test_eight_thoughts_without_a_word_are_the_last(thoughtful: Chat) -> None:
    chat = thoughtful
    await finish_both(chat)
    seen = []
    for n in range(120):
        seen += await wake(chat, due(3) + timedelta(days=n))
    assert len(seen) == 9
    assert "/remind" in seen[-1].text


async def test_a_new_evening_makes_the_nudges_daily_again(thoughtful: Chat, tmp_path: Path) -> None:
    chat = thoughtful
    await finish_both(chat)
    await wake(chat, due(3))
    more = "title: Roof\nepisode: 03-roof\nname: The roof\n---\n-> Up?\n    <<jump Roof_End>>\n===\n"
    more += "title: Roof_End\ncloses: 03-roof\n---\nAlana: Down again.\n===\n"
    (tmp_path / "dialogues/03-roof.yarn").write_text(more)
    await chat.reload()
    (nudge,) = await wake(chat, due(10))
    assert not nudge.text.startswith("Thought")
    assert len(await wake(chat, due(11))) == 1


# ---------------------------------------------------------------- who cannot be reached, crashes


async def test_a_closed_chat_stops_nudges_the_next_word_revives_and_tells(chat: Chat) -> None:
    await agree(chat)
    chat.screen.fails.append(SendFailed(Failure.UNREACHABLE, "403"))
    assert await wake(chat, due(3)) == []
    for day in (4, 5, 6):
        assert await wake(chat, due(day)) == []
    assert chat.screen.fails == []
    chat.now = due(7, 12)
    before = len(chat.messages)
    await chat.say("hello")
    assert "couldn't write to you" in chat.messages[before].text
    assert len(await wake(chat, due(7))) == 1
    before = len(chat.messages)
    await chat.say("hello")
    assert "couldn't" not in chat.messages[before].text  # told once


async def test_a_nudge_that_was_asked_for_in_a_group_goes_to_the_direct_chat(chat: Chat) -> None:
    group = Address("chat", "group", direct=False)
    await chat.open()
    await chat.command("remind", "20:00", address=group)
    await chat.say("Berlin", address=group)
    await chat.say("yes", address=group)
    assert len(await wake(chat, due(3))) == 1
    assert chat.screen.sent[-1].address == chat.address


async def test_someone_who_blocked_us_is_left_alone_until_they_open_the_chat(chat: Chat) -> None:
    await agree(chat)
    await chat.do(Membership(False))
    assert await wake(chat, due(3)) == []
    await chat.do(Membership(True))
    assert len(await wake(chat, due(4))) == 1


async def test_a_send_that_may_have_arrived_is_not_tried_again(chat: Chat) -> None:
    await agree(chat)
    chat.screen.fails.append(SendFailed(Failure.TRANSIENT, "timeout"))
    assert await wake(chat, due(3)) == []
    assert await wake(chat, due(3, 19, 30)) == []
    assert (await counted(chat))["dropped:unknown"] == 1
    assert len(await wake(chat, due(4))) == 1


CRASH = """
import asyncio, os, sys
from datetime import datetime
from pathlib import Path
from tests.chat import Chat, Screen, running
class Dying(Screen):
    async def send(self, outgoing, target):
        if not outgoing.urgent:
            os._exit(9)
        return await Screen.send(self, outgoing, target)
async def main():
    screen = Dying()
    async with running(Path(sys.argv[1]), Path(sys.argv[2]), screen) as program:
        screen.now = datetime.fromisoformat(sys.argv[3])
        await program.scheduler.once()
        await program.sender.idle()
asyncio.run(main())
"""


async def test_a_death_between_sending_and_marking_leaves_the_day_alone(tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        await agree(Chat(program, screen))
    died = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", CRASH, str(tmp_path), str(SERIES), due(3).isoformat()],
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert died.returncode == 9
    screen = Screen(now=due(3, 19, 10))
    async with running(tmp_path, SERIES, screen) as program:
        chat = Chat(program, screen)
        await program.sender.idle()
        assert await wake(chat, due(3, 19, 20)) == []
        assert (await counted(chat))["dropped:unknown"] == 1
        assert len(await wake(chat, due(4))) == 1


async def test_platforms_that_are_not_served_do_not_stop_the_clock(chat: Chat) -> None:
    await agree(chat)
    saved = await profile_of(chat)
    other = replace(
        saved,
        person=77,
        version=0,
        subject=Subject("elsewhere", "7"),
        address=Address("elsewhere", "7"),
        direct=Address("elsewhere", "7"),
    )
    moment = (SetWakeup("nudge", due(3, 18, 30)),)
    await chat.running.store.commit(Change(None, other, wakeups=moment))
    assert len(await wake(chat, due(3))) == 1
    assert (await counted(chat))["nudge:unserved"] == 1
    assert await wake(chat, due(3, 19, 5)) == []


# ---------------------------------------------------------------- a storm


def stranger(number: int, at: datetime) -> Change:
    plan = Plan(at=time(20), zone="Europe/Berlin", offset=60)
    address = Address("chat", str(1000 + number))
    saved = Saved(
        10_000 + number,
        Subject("chat", address.chat),
        created_at=at,
        seen_at=at,
        address=address,
        direct=address,
    )
    wakeups = (SetWakeup("nudge", due(3, 19, 0) + timedelta(seconds=number % 50)),)
    return Change(None, stored.with_plan(saved, plan), wakeups=wakeups)


async def test_a_storm_reaches_everyone_once_in_small_chunks(chat: Chat) -> None:
    await asyncio.gather(*(chat.running.store.commit(stranger(n, START)) for n in range(333)))
    chat.now = due(3)
    chunks = []
    while found := await chat.running.scheduler.once():
        chunks.append(found)
    await chat.running.sender.idle()
    assert max(chunks) <= CHUNK
    assert sum(chunks) == 333
    assert sorted(map(len, chat.screen.shown.values())) == [1] * 333
    seconds = {(w.due_at.second) for w in await chat.running.scheduler._wakeups.due(due(5), 500)}
    assert len(seconds) > 40  # spread inside their minute


class Watched(Screen):
    """Says when the first answer was sent. It takes four messages a second: few
    nudges pass while an answer is made, on a busy machine too."""

    def __init__(self) -> None:
        super().__init__(limits=replace(PHONE, rate_overall=4.0))
        self.answered = asyncio.Event()

    async def send(self, outgoing: Outgoing, target: Receipt | None) -> Receipt | None:
        if outgoing.urgent:
            self.answered.set()
        return await super().send(outgoing, target)


async def test_answers_overtake_nudges_that_wait_their_turn(tmp_path: Path) -> None:
    screen = Watched()
    async with running(tmp_path, SERIES, screen) as program:
        await asyncio.gather(*(program.store.commit(stranger(n, START)) for n in range(800)))
        screen.now = due(3)
        while await program.scheduler.once():
            pass
        assert program.sender.in_hand()["chat"] <= 500  # the others wait in the outbox
        sent = len(screen.sent)
        # One whose nudge is still in the queue opens the chat: the answer does not wait behind anything.
        met = Chat(program, screen, key="1799")
        await program.conversations.handle(Inbound("o", met.subject, met.address, met.now, Opened(), "en"))
        await screen.answered.wait()
        assert sum(not row.urgent for row in screen.sent[sent:]) < 10
        assert not any(row.address.chat == "1799" and not row.urgent for row in screen.sent)
