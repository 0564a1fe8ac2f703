"""A circle on Discord: called in a channel, told in a thread of its own, voted on by many."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation import circle_evening
from bot.model import Subject
from tests.platforms.discord import Channel, DiscordServer, User
from tests.platforms.discord.rules import Refusal
from tests.platforms.discord.world import NEWS, NEWS_THREAD, PUBLIC_THREAD
from tests.road.street import SMALL, Road, road
from tests.road.travellers import Discorder, plain

LAMPS = Path(__file__).parents[1] / "conversation" / "series"
SEND, CREATE_PUBLIC = 1 << 11, 1 << 35


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts are shown sooner than people would like it: tests do not wait for them."""
    monkeypatch.setattr(circle_evening, "FASTEST", timedelta(milliseconds=50))


@pytest.fixture
async def serving(discord: DiscordServer, tmp_path: Path) -> AsyncIterator[Road]:
    async with road(tmp_path, discord=discord, dialogues=SMALL) as on_the_road:
        yield on_the_road


class Circle:
    """The people of a channel, and the circle's messages."""

    def __init__(self, discord: DiscordServer, serving: Road, square: Channel) -> None:
        self.discord, self.serving, self.square = discord, serving, square
        self.people: dict[str, User] = {}

    def who(self, name: str) -> User:
        if name not in self.people:
            self.people[name] = self.discord.world.person(name)
        return self.people[name]

    async def settle(self) -> None:
        await self.serving.program.conversations.idle()
        await self.serving.program.sender.idle()

    async def call(
        self, name: str, words: dict[str, str] | None = None, place: Channel | None = None
    ) -> None:
        await self.discord.slash(self.who(name), place or self.square, "circle", words)
        await self.settle()

    async def tap(self, name: str, label: str) -> None:
        await self.discord.press(self.who(name), *self.find(label))
        await self.settle()

    async def write(self, name: str, label: str, words: str) -> None:
        """Through the form that a button opens."""
        opened = await self.discord.press(self.who(name), *self.find(label))
        await self.discord.submit_modal(self.who(name), opened, words)
        await self.settle()

    def find(self, label: str):  # type: ignore[no-untyped-def]
        for place in (*self.threads, self.square):
            for message in reversed(self.open(place)):
                for number, shown in enumerate(message.labels()):
                    if label in shown:
                        return message, number
        raise AssertionError(f"no button {label!r}: {self.said}")

    @property
    def threads(self) -> list[Channel]:
        assert self.square.guild is not None
        found = [c for c in self.square.guild.channels.values() if c.parent is self.square]
        return list(reversed(found))

    def open(self, place: Channel):  # type: ignore[no-untyped-def]
        """What everybody there sees of the bot's."""
        return [m for m in place.messages.values() if m.author.bot and m.visible_to is None]

    @property
    def said(self) -> list[str]:
        return [plain(message.content) for message in self.open(self.threads[0])]

    def labels(self, place: Channel) -> list[str]:
        return next(m.labels() for m in reversed(self.open(place)) if m.components)

    def whispered(self, name: str, place: Channel | None = None) -> list[str]:
        """What they alone see."""
        messages = (place or self.square).messages.values()
        return [plain(m.content) for m in messages if m.visible_to == self.who(name).id]


@pytest.fixture
def circle(discord: DiscordServer, serving: Road, square: Channel) -> Circle:
    return Circle(discord, serving, square)


async def begun(circle: Circle, *others: str) -> None:
    await circle.call("anna")
    for name in others:
        await circle.tap(name, "Join")
    await circle.tap("anna", "Begin now")


async def test_it_is_called_in_the_channel_and_told_in_a_thread_of_its_own(
    circle: Circle, square: Channel
) -> None:
    await circle.call("anna", {"episode": "01", "pace": "quick"})
    (call,) = circle.open(square)
    assert "An evening together: “The walk”" in plain(call.content)
    assert call.labels() == ["Join (1)", "Begin now"]
    assert circle.whispered("anna") == ["Your circle stands here, and you are in. /circle end takes it back."]
    await circle.tap("ben", "Join")
    assert circle.whispered("ben") == ["You are in. /circle leave takes you out again."]
    await circle.tap("ben", "Begin now")
    assert circle.whispered("ben")[-1] == "Who called the circle can begin it, and the moderators here."
    await circle.tap("anna", "Begin now")
    (thread,) = circle.threads
    assert (thread.kind, thread.id, thread.name) == (PUBLIC_THREAD, call.id, "The walk")
    assert call.labels() == [], "the call is over"
    assert all(m.visible_to is None for m in thread.messages.values())
    assert circle.labels(thread)[-1] == "Join (2)"


async def test_counts_are_shown_and_the_question_with_the_most_votes_is_asked(circle: Circle) -> None:
    await begun(circle, "ben", "cleo", "dan")
    (thread,) = circle.threads
    first, second, *_ = circle.labels(thread)
    await circle.tap("anna", first)
    await circle.tap("ben", second)
    await circle.discord.until(lambda: circle.labels(thread)[0] == f"{first} (1)", 10)
    await circle.tap("zoe", first)
    assert circle.whispered("zoe", thread) == ["You are not in yet: whoever joins may vote."]
    await circle.tap("cleo", first)
    await circle.tap("dan", first)
    assert any("What is it? (3 of 4)" in text for text in circle.said)


@pytest.mark.parametrize("deleted", [False, True])
async def test_in_announcements_its_thread_is_one_of_theirs(
    discord: DiscordServer, serving: Road, square: Channel, deleted: bool
) -> None:
    """Whether it is made from its call, or the call was deleted."""
    assert square.guild is not None
    circle = Circle(discord, serving, discord.world.channel(square.guild, "news", kind=NEWS))
    await circle.call("anna")
    await circle.tap("ben", "Join")
    if deleted:
        (call,) = circle.open(circle.square)
        del circle.square.messages[call.id]
        await circle.call("anna", {"do": "start"})
    else:
        await circle.tap("anna", "Begin now")
    (thread,) = circle.threads
    assert thread.kind == NEWS_THREAD
    first, *_ = circle.labels(thread)
    await circle.tap("anna", first)
    await circle.tap("ben", first)
    assert any("What is it? (2 of 2)" in text for text in circle.said)


async def test_an_answer_that_was_lost_makes_no_second_thread(discord: DiscordServer, circle: Circle) -> None:
    discord.faults.once("drop_after", "POST /channels/.*/messages/.*/threads")
    await begun(circle)
    assert len(circle.threads) == 1
    assert circle.labels(circle.threads[0])


async def test_a_call_that_was_deleted_leaves_a_thread_all_the_same(
    discord: DiscordServer, circle: Circle, square: Channel
) -> None:
    await circle.call("anna")
    (call,) = circle.open(square)
    press = call.buttons()[1]["custom_id"]
    del square.messages[call.id]
    await circle.call("anna", {"do": "start"})
    assert press
    (thread,) = circle.threads
    assert circle.labels(thread)


async def test_the_thread_is_archived_and_people_go_on_voting(circle: Circle) -> None:
    await begun(circle, "ben", "cleo")
    (thread,) = circle.threads
    thread.archived = True
    first = circle.labels(thread)[0]
    await circle.tap("anna", first)
    await circle.discord.until(lambda: circle.labels(thread)[0].endswith(" (1)"), 10)
    assert not thread.archived
    thread.archived = True
    await circle.tap("ben", first)
    assert any("What is it? (2 of 2)" in text for text in circle.said)


async def test_a_thread_that_was_deleted_is_replaced_where_it_is_called_again(
    discord: DiscordServer, circle: Circle
) -> None:
    await begun(circle, "ben")
    (thread,) = circle.threads
    discord.world.delete(thread)
    await circle.call("ben")
    assert circle.whispered("ben")[-1] == "There is a circle here already. Here is where it is."
    (other,) = circle.threads
    assert other.id != thread.id
    assert circle.labels(other)[-1] == "Join (2)"


async def test_another_evening_in_the_channel_has_a_thread_of_its_own(circle: Circle) -> None:
    await begun(circle)
    await circle.call("anna", {"do": "end"})
    await begun(circle)
    assert len(circle.threads) == 2
    assert circle.labels(circle.threads[0])[-1] == "Join (1)"


async def test_in_the_thread_commands_are_about_its_circle(circle: Circle) -> None:
    await begun(circle, "ben")
    (thread,) = circle.threads
    await circle.call("ben", {"do": "leave"}, thread)
    assert circle.whispered("ben", thread) == ["You are out, and your vote with you."]
    await circle.call("ben", {"do": "end"}, thread)
    assert circle.whispered("ben", thread)[-1] == "Who called the circle can end it, and the moderators here."
    circle.square.guild.managers.add(circle.who("ben").id)  # type: ignore[union-attr]
    await circle.call("ben", {"do": "end"}, thread)
    assert circle.said[-1] == "We stop here for today."


@pytest.mark.parametrize(
    ("denied", "named"), [(SEND, "Send Messages"), (CREATE_PUBLIC, "Create Public Threads")]
)
async def test_what_it_may_not_do_there_is_named_before(
    circle: Circle, square: Channel, denied: int, named: str
) -> None:
    square.denied = denied
    await circle.call("anna")
    assert circle.open(square) == []
    assert circle.whispered("anna") == [f"I can't open a circle in this channel: I would need {named}."]


async def test_a_time_is_shown_in_each_reader_s_own(circle: Circle, square: Channel) -> None:
    await circle.call("anna", {"episode": "01", "at": "20:00", "zone": "Berlin"})
    (call,) = circle.open(square)
    assert "It begins <t:" in call.content
    assert ":f>." in call.content
    assert "Berlin" not in call.content


async def test_a_number_comes_by_a_form_and_a_line_goes_into_one_s_own_journal(
    discord: DiscordServer, square: Channel, tmp_path: Path
) -> None:
    async with road(tmp_path, discord=discord, dialogues=LAMPS) as serving:
        circle = Circle(discord, serving, square)
        await begun(circle, "ben")
        (thread,) = circle.threads
        for name in ("anna", "ben"):
            await circle.tap(name, "Who put")
        assert circle.labels(thread) == ["My number", "Join (2)"]
        for name, words in (("anna", "thirty"), ("anna", "30"), ("ben", "41")):
            await circle.write(name, "My number", words)
        assert circle.whispered("anna", thread) == ["I was hoping for a number there, in digits."]
        assert "So 35.5 it is." in circle.said
        for name in ("anna", "ben"):
            await circle.tap(name, "May I sit")
        await circle.write("ben", "Write a line", "brass, with a dent")
        assert circle.whispered("ben", thread) == ["That is in your journal now, and only there."]
        ben = await serving.program.store.load(Subject("discord", str(circle.who("ben").id)))
        (page,) = await serving.program.store.journal(ben.person)
        assert (page.text, page.prompt) == ("brass, with a dent", "What does your own lamp look like?")
        await circle.write("anna", "Write a line", "I want to kill myself")
        assert "If you are in danger now" in circle.whispered("anna", thread)[-1]
        for name in ("anna", "ben"):
            await circle.tap(name, "I'm ready")
        assert circle.said[-1] == "That was “The light”, and we were 2."
        kept = circle.open(thread)[-2]
        assert plain(kept.content) == "What we asked in “The light”, to keep."
        assert list(kept.files) == ["evening.txt", "way.png"]
        assert kept.files["evening.txt"].decode().startswith("The light\n")
        assert kept.attachments[1]["description"].startswith("A lit path with 3 lamps")
        await circle.tap("ben", "Count this evening")
        assert circle.whispered("ben", thread)[-1] == "“The light” counts among your evenings now."
        await circle.tap("anna", "Go on alone")
        home = Discorder(discord, circle.who("anna"))
        assert home.seen()[-1].text == "What does your own lamp look like?"
        private = "\n".join(circle.said)
        assert "brass" not in private
        assert "kill" not in private


async def test_where_no_files_are_taken_the_keepsake_is_said(discord: DiscordServer, circle: Circle) -> None:
    discord.world.no_files = Refusal(403, 50013, "Missing Permissions")
    await begun(circle)
    (thread,) = circle.threads
    await circle.tap("anna", circle.labels(thread)[0])
    await circle.call("anna", {"do": "end"}, thread)
    kept = next(text for text in circle.said if "to keep" in text)
    assert "1. What is it?" in kept
    assert "A lit path with one lamp, for “What is it?”" in kept
    assert not any(message.files for message in circle.open(thread))


async def test_who_calls_the_bot_in_the_thread_gives_a_number_there(
    discord: DiscordServer, square: Channel, tmp_path: Path
) -> None:
    async with road(tmp_path, discord=discord, dialogues=LAMPS) as serving:
        circle = Circle(discord, serving, square)
        await begun(circle)
        await circle.tap("anna", "Who put")
        (thread,) = circle.threads
        bot = discord.world.bot
        said = len(circle.said)
        await discord.people.say(circle.who("anna"), thread, f"<@{bot.id}> hello there", mentions=[bot])
        await discord.people.say(circle.who("anna"), thread, f"<@{bot.id}> 7", mentions=[bot])
        await discord.until(lambda: "So 7 it is." in circle.said, 10)
        assert not any("hello" in text for text in circle.said[said:])


async def test_many_votes_at_once_are_acknowledged_in_time_and_all_counted(
    discord: DiscordServer, circle: Circle
) -> None:
    """The server refuses what is not acknowledged within three seconds, as Discord does."""
    people = [circle.who(f"m{n}") for n in range(80)]
    await circle.call("anna")
    joined = [discord.press(person, *circle.find("Join")) for person in people]
    assert all(tap.acknowledged for tap in await asyncio.gather(*joined))
    await circle.settle()
    await circle.tap("anna", "Begin now")  # who does not vote: so nothing is decided
    (thread,) = circle.threads
    which = [circle.find(label) for label in circle.labels(thread)[:2]]
    votes = [discord.press(person, *which[n % 2]) for n, person in enumerate(people)]
    assert all(tap.acknowledged for tap in await asyncio.gather(*votes))
    await circle.settle()
    await discord.until(lambda: circle.labels(thread)[0].endswith(" (40)"), 20)
    assert [label.split()[-1] for label in circle.labels(thread)] == ["(40)", "(40)", "(81)"]
