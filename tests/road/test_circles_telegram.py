"""A circle in a Telegram group: in the open, by buttons, with lines of one's own in direct chats."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation import circle_evening
from bot.model import Subject
from tests.platforms.telegram import TelegramServer
from tests.road.street import Road, road

LAMPS = Path(__file__).parents[1] / "conversation" / "series"
GROUP, SUPER = -500, -100_500
ANNA, BEN, CLEO, ZOE = 1001, 1002, 1003, 1004


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts are shown sooner than people would like it: tests do not wait for them."""
    monkeypatch.setattr(circle_evening, "FASTEST", timedelta(milliseconds=50))


@pytest.fixture
async def serving(telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[Road]:
    telegram.group(GROUP, "The village")
    async with road(tmp_path, telegram=telegram, dialogues=LAMPS) as on_the_road:
        yield on_the_road


class Circle:
    """The people of a group, and what stands there."""

    def __init__(self, telegram: TelegramServer, serving: Road, chat: int = GROUP) -> None:
        self.telegram, self.serving, self.chat = telegram, serving, chat

    async def settle(self) -> None:
        """Every update is confirmed, and all of it is sent."""
        await self.telegram.until(lambda: not self.telegram.world.queue, 20)
        await self.serving.program.conversations.idle()
        await self.serving.program.sender.idle()

    async def call(self, person: int, words: str = "", thread: int | None = None) -> None:
        await self.telegram.say(
            person, f"/circle {words}".strip(), chat=self.chat, thread=thread, language="en"
        )
        await self.settle()

    async def tap(self, person: int, label: str) -> dict[str, object]:
        """How the tap was answered."""
        shown = self.standing()
        button = next(b for b in shown.labels if label in b)
        query = await self.telegram.tap(person, button, chat=self.chat, message=shown.id)
        await self.telegram.until(lambda: self.telegram.answer_to(query), 20)
        await self.settle()
        return dict(self.telegram.answer_to(query) or {})

    def standing(self):  # type: ignore[no-untyped-def]
        return next(m for m in reversed(self.telegram.from_bot(self.chat)) if m.buttons)

    @property
    def labels(self) -> tuple[str, ...]:
        return self.standing().labels

    @property
    def said(self) -> list[str]:
        return [message.text for message in self.telegram.from_bot(self.chat)]

    def private(self, person: int) -> list[str]:
        return [message.text for message in self.telegram.from_bot(person)]

    async def begin(self, *others: int, words: str = "01") -> None:
        await self.call(ANNA, words)
        for person in others:
            await self.tap(person, "Join")
        await self.tap(ANNA, "Begin now")


@pytest.fixture
def circle(telegram: TelegramServer, serving: Road) -> Circle:
    return Circle(telegram, serving)


async def test_called_joined_and_chosen_in_the_group(circle: Circle) -> None:
    await circle.call(ANNA, "01")
    assert circle.labels == ("Join (1)", "Begin now")
    answered = await circle.tap(BEN, "Join")
    assert answered == {"text": "You are in. /circle leave takes you out again.", "show_alert": False}
    await circle.telegram.until(lambda: circle.labels[0] == "Join (2)", 10)
    await circle.tap(ANNA, "Begin now")
    assert circle.said[1:] == ["Good evening. There is a lamp on the sill.", circle.said[-1]]
    answered = await circle.tap(ZOE, "1. Who put")
    assert answered["text"] == "Noted, if you are in. Not yet? Tap “Join”."
    await circle.tap(ANNA, "1. Who put")
    await circle.telegram.until(lambda: circle.labels[0].endswith(" (1)"), 10)
    await circle.tap(BEN, "1. Who put")
    assert any("Who put the lamp there? (2 of 2)" in text for text in circle.said)
    assert "I did, the first winter." in circle.said


async def to_the_number(circle: Circle) -> None:
    await circle.begin(BEN)
    for person in (ANNA, BEN):
        await circle.tap(person, "1. Who put")


async def test_a_number_is_given_as_an_answer_to_the_question(circle: Circle) -> None:
    await to_the_number(circle)
    question = circle.standing()
    assert question.labels == ("Answer me with a number", "Join (2)")
    assert (await circle.tap(ANNA, "Answer me"))["text"] == "Answer that message with your number."
    for person, words in ((ANNA, "30"), (ZOE, "99"), (BEN, "41")):
        await circle.telegram.say(person, words, chat=GROUP, reply_to=question.id)
    await circle.settle()
    assert "So 35.5 it is." in circle.said


async def to_the_reflection(circle: Circle) -> None:
    await to_the_number(circle)
    for person in (ANNA, BEN):
        await circle.telegram.say(person, "30", chat=GROUP, reply_to=circle.standing().id)
    await circle.settle()
    for person in (ANNA, BEN):
        await circle.tap(person, "May I sit")


async def test_a_line_is_written_in_the_direct_chat_which_a_link_opens(
    telegram: TelegramServer, circle: Circle, serving: Road
) -> None:
    await to_the_reflection(circle)
    answered = await circle.tap(BEN, "Write a line")
    link = f"https://t.me/{telegram.world.username}?start=line-c-500"
    assert answered["url"] == link
    assert circle.private(BEN) == [], "a bot cannot write first"
    await telegram.say(BEN, "/start " + link.partition("=")[2], language="en")
    await circle.settle()
    assert "What does your own lamp look like?" in circle.private(BEN)[-1]
    await telegram.say(BEN, "brass, with a dent")
    await circle.settle()
    assert circle.private(BEN)[-1] == "That is in your journal now, and only there."
    ben = await serving.program.store.load(Subject("telegram", str(BEN)))
    assert [page.text for page in await serving.program.store.journal(ben.person)] == ["brass, with a dent"]
    for person in (ANNA, BEN):
        await circle.tap(person, "I'm ready")
    assert circle.said[-1] == "That was “The light”, and we were 2."
    album = [m for m in telegram.from_bot(GROUP) if m.document]
    assert [m.document for m in album] == ["evening.txt", "way.png"]
    assert album[0].text == "What we asked in “The light”, to keep."
    assert album[1].text.startswith("A lit path with 3 lamps")
    await circle.tap(BEN, "Count this evening")
    assert circle.private(BEN)[-1] == "“The light” counts among your evenings now."
    assert not any("brass" in text for text in circle.said)


async def test_words_of_danger_look_to_the_group_like_any_private_answer(
    telegram: TelegramServer, circle: Circle
) -> None:
    """Neither of them has opened the bot's chat, and a bot cannot write first."""
    await to_the_number(circle)
    question = circle.standing()
    seen = len(telegram.from_bot(GROUP))
    await telegram.say(CLEO, "/journal", chat=GROUP, language="en")
    await telegram.say(BEN, "I want to kill myself", chat=GROUP, reply_to=question.id)
    await circle.settle()
    private, alarming = [telegram.world.chats[GROUP].messages[m.id] for m in telegram.from_bot(GROUP)][seen:]
    link = {"text": "Open our chat", "url": f"https://t.me/{telegram.world.username}?start=answer"}
    assert alarming["text"] == "Your answer waits in our direct chat, for you alone."
    assert alarming["reply_markup"] == {"inline_keyboard": [[link]]}
    assert bare(private) == bare(alarming)
    assert circle.private(BEN) == []
    await telegram.say(BEN, "/start answer", language="en")
    await circle.settle()
    assert len(circle.private(BEN)) == 1
    assert "If you are in danger now" in circle.private(BEN)[0]


def bare(message: dict[str, object]) -> dict[str, object]:
    """Without what every message has of its own."""
    return {name: value for name, value in message.items() if name not in ("message_id", "date")}


async def test_moderators_end_it_and_others_do_not(telegram: TelegramServer, circle: Circle) -> None:
    await circle.begin(BEN)
    await circle.call(BEN, "end")
    assert circle.said[-1] == "Who called the circle can end it, and the moderators here."
    telegram.world.chats[GROUP].admins.add(BEN)
    await circle.call(BEN, "end")
    assert circle.said[-1] == "We stop here for today."


@pytest.mark.parametrize("told", ["", "old", "new", "old new"])
async def test_it_follows_the_group_that_becomes_a_supergroup(
    telegram: TelegramServer, circle: Circle, serving: Road, told: str
) -> None:
    """Whether one of the two says so, or the first refused message does."""
    await circle.begin(BEN)
    await circle.tap(ANNA, "1. Who put")
    telegram.migrate(GROUP, SUPER, told=told)
    first = circle.standing()
    data = telegram.world.chats[GROUP].messages[first.id]["reply_markup"]["inline_keyboard"][0][0]
    telegram.press(BEN, data["callback_data"], GROUP, first.id)
    await circle.settle()
    there = Circle(telegram, serving, SUPER)
    await telegram.until(lambda: "I did, the first winter." in there.said, 20)
    await there.settle()
    assert "I did, the first winter." in there.said
    assert there.labels[-1] == "Join (2)"
    await there.tap(CLEO, "Join")
    await there.call(ANNA, "end")
    assert there.said[-1] == "We stop here for today."


@pytest.mark.parametrize("told", ["old", "new", "old new"])
async def test_the_question_that_stands_is_shown_again_in_the_supergroup(
    telegram: TelegramServer, circle: Circle, serving: Road, told: str
) -> None:
    """What stands in the group of before can be changed no more, and counts would be shown nowhere."""
    await circle.begin(BEN, CLEO)
    await circle.tap(ANNA, "1. Who put")
    await telegram.until(lambda: circle.labels[0].endswith(" (1)"), 10)
    telegram.migrate(GROUP, SUPER, told=told)
    first = circle.standing()
    data = telegram.world.chats[GROUP].messages[first.id]["reply_markup"]["inline_keyboard"][1][0]
    telegram.press(BEN, data["callback_data"], GROUP, first.id)
    await circle.settle()
    there = Circle(telegram, serving, SUPER)

    counts = [" (1)", " (1)", " (3)"]
    shown = telegram.from_bot
    await telegram.until(lambda: any([b[-4:] for b in m.labels] == counts for m in shown(SUPER)), 40)
    await there.tap(CLEO, "1. Who put")
    assert "I did, the first winter." in there.said
    assert len([text for text in there.said if "Ask what you like" in text]) == 1, "it is shown once"


@pytest.mark.parametrize("told", ["old", "new", "old new"])
async def test_a_call_is_shown_again_in_the_supergroup(
    telegram: TelegramServer, circle: Circle, serving: Road, told: str
) -> None:
    await circle.call(ANNA, "01")
    telegram.migrate(GROUP, SUPER, told=told)
    await circle.settle()
    await serving.program.scheduler.drain()
    there = Circle(telegram, serving, SUPER)
    await there.settle()
    assert there.labels == ("Join (1)", "Begin now")
    await there.tap(BEN, "Join")
    await there.tap(ANNA, "Begin now")
    assert there.labels[-1] == "Join (2)"


async def test_a_topic_has_a_circle_of_its_own(telegram: TelegramServer, serving: Road) -> None:
    forum = telegram.group(-100_700, "Forum", forum=True)
    forum.topics |= {5, 6}
    circle = Circle(telegram, serving, -100_700)
    await circle.call(ANNA, "01", thread=5)
    await circle.call(BEN, "02", thread=6)
    calls = telegram.from_bot(-100_700)
    assert [message.thread for message in calls] == [5, 6]
    assert all("An evening together" in message.text for message in calls)


async def test_whoever_blocks_the_bot_only_gets_no_reminder(telegram: TelegramServer, circle: Circle) -> None:
    await circle.begin(BEN, CLEO)
    telegram.block(BEN)
    await circle.settle()
    await circle.tap(ANNA, "1. Who put")
    await circle.tap(BEN, "1. Who put")
    assert "I did, the first winter." in circle.said


async def test_a_press_forged_for_another_group_counts_nowhere(
    telegram: TelegramServer, circle: Circle, serving: Road
) -> None:
    await circle.call(ANNA, "01")
    telegram.group(-501, "Elsewhere")
    join = telegram.world.chats[GROUP].messages[circle.standing().id]["reply_markup"]["inline_keyboard"][0][0]
    message = telegram.world.add_message(
        telegram.world.chats[-501], telegram.world.person(ZOE), {"text": "x"}
    )
    telegram.press(ZOE, join["callback_data"], -501, message["message_id"])
    await circle.settle()
    saved = await serving.program.store.load(Subject("telegram", "c-500", "circle"))
    assert saved.circle is not None
    assert saved.circle.members.keys() == {str(ANNA)}


async def test_three_hundred_votes_at_once_are_all_answered_and_counted(
    telegram: TelegramServer, circle: Circle
) -> None:
    people = range(2001, 2301)
    await circle.call(ANNA, "01")
    call = circle.standing()
    await at_once(circle, call.id, [(person, 0) for person in people])
    await circle.tap(ANNA, "Begin now")  # who does not vote: so nothing is decided
    question = circle.standing()
    await at_once(circle, question.id, [(person, person % 2) for person in people])
    await telegram.until(lambda: circle.labels[0].endswith(" (150)"), 20)
    assert [label.split()[-1] for label in circle.labels] == ["(150)", "(150)", "(301)"]


async def at_once(circle: Circle, message: int, taps: list[tuple[int, int]]) -> None:
    rows = circle.telegram.world.chats[GROUP].messages[message]["reply_markup"]["inline_keyboard"]
    data = [button["callback_data"] for row in rows for button in row]
    queries = [circle.telegram.press(person, data[number], GROUP, message) for person, number in taps]
    await circle.telegram.until(lambda: all(map(circle.telegram.answer_to, queries)), 30)
    await circle.settle()
