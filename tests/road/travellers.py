"""People at a platform: what they see of a question, and how they answer it.

A `Traveller` knows only what stands on the screen: message texts, and buttons with what they carry.
`Telegrapher` and `Discorder` are the same person at the two platforms.
"""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.model import Press, parse_press
from tests.platforms.discord import Channel, DiscordServer, User
from tests.platforms.discord import Message as DiscordMessage
from tests.platforms.discord.world import Interaction
from tests.platforms.telegram import TelegramServer

WITHIN = 20.0  # seconds; a machine with much else to do


@dataclass(frozen=True)
class Standing:
    """A message of the bot as it stands: `text` with the platform's escapes taken out."""

    ref: int
    text: str
    labels: tuple[str, ...] = ()
    presses: tuple[Press, ...] = ()
    quoted: str | None = None  # the question that stands quoted under it

    @property
    def verbs(self) -> tuple[str, ...]:
        return tuple(press.verb for press in self.presses)

    @property
    def asks(self) -> bool:
        """It offers the dialogue's own questions, or asks for words."""
        return bool({"o", "skip"} & set(self.verbs))

    @property
    def questions(self) -> tuple[str, ...]:
        """What can be asked, in full: from the list under the text where there is one."""
        count = self.verbs.count("o")
        rows = self.text.splitlines()[-count:] if count else []
        listed = [re.fullmatch(r"(\d+)\. (.+)", row) for row in rows]
        if listed and all(found and found[1] == str(n) for n, found in enumerate(listed, 1)):
            return tuple(found[2] for found in listed if found)
        return self.labels[:count]


class Traveller(Protocol):
    """One person in one chat. Doings return when the platform took them, not when they are answered."""

    name: str

    def seen(self) -> list[Standing]:
        """The bot's messages, oldest first."""
        ...

    async def begin(self, argument: str = "") -> None:
        """Into an evening: by a first word, /talk, or the link that names it."""
        ...

    async def command(self, name: str, argument: str = "") -> None: ...

    async def type(self, words: str) -> None: ...

    async def tap(self, message: Standing, number: int) -> None: ...

    async def until(self, true: Callable[[], Any], within: float = WITHIN) -> Any: ...


def keyboard(traveller: Traveller) -> Standing | None:
    """The newest message that asks something."""
    return next((message for message in reversed(traveller.seen()) if message.asks), None)


def transcript(traveller: Traveller) -> str:
    """The bot's side of the chat as it stands now, for comparing and for reading."""
    return written(traveller.seen())


def written(messages: Iterable[Standing]) -> str:
    return "\n".join(map(shown, messages))


def shown(message: Standing) -> str:
    quote = f"\n  > {message.quoted}" if message.quoted is not None else ""
    return f"* {message.text}{quote}" + "".join(f"\n  [{label}]" for label in message.labels)


class Telegrapher:
    def __init__(self, server: TelegramServer, account: int, chat: int | None = None) -> None:
        self.server, self.account, self.name = server, account, f"tg{account}"
        self.chat = account if chat is None else chat

    def seen(self) -> list[Standing]:
        chat = self.server.world.chats.get(self.chat)
        bot = self.server.world.bot.id
        messages = list(chat.messages.values()) if chat else []
        return [_telegram(message) for message in messages if message["from"]["id"] == bot]

    async def begin(self, argument: str = "") -> None:
        await (self.command("start", argument) if argument else self.type("hello"))

    async def command(self, name: str, argument: str = "") -> None:
        await self.type(f"/{name} {argument}".strip())

    async def type(self, words: str) -> None:
        group = None if self.chat == self.account else self.chat
        await self.server.say(self.account, words, chat=group, language="en")

    async def tap(self, message: Standing, number: int) -> None:
        await self.press(message, number)

    async def press(self, message: Standing, number: int) -> str:
        """The id of the callback query, to see how it was answered."""
        raw = self.server.world.chats[self.chat].messages[message.ref]
        buttons = [b for row in raw["reply_markup"]["inline_keyboard"] for b in row]
        return self.server.press(self.account, buttons[number]["callback_data"], self.chat, message.ref)

    async def until(self, true: Callable[[], Any], within: float = WITHIN) -> Any:
        return await self.server.until(true, within, f"{self.name}:\n{transcript(self)[-600:]}")


def _telegram(message: dict[str, Any]) -> Standing:
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row]
    text, quoted = message.get("text", message.get("caption", "")), None
    for entity in message.get("entities", []):
        units = text.encode("utf-16-le")
        start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
        if entity["type"] == "blockquote" and start and end == len(units):
            quoted = units[start:end].decode("utf-16-le")
            text = units[:start].decode("utf-16-le").rstrip("\n")
    presses = [parse_press(button["callback_data"]) for button in buttons]
    assert None not in presses, message
    return Standing(
        message["message_id"],
        text,
        tuple(button["text"] for button in buttons),
        tuple(press for press in presses if press is not None),
        quoted,
    )


class Discorder:
    """In the direct chat, or in a channel of a server (`place`), where only they see the answers."""

    def __init__(self, server: DiscordServer, user: User, place: Channel | None = None) -> None:
        self.server, self.user, self.name = server, user, user.name
        self.place = place or server.world.direct(user)

    def seen(self) -> list[Standing]:
        return [
            _discord(message)
            for message in self.server.people.messages(self.user, self.place)
            if message.author.bot and not message.loading
        ]

    async def begin(self, argument: str = "") -> None:
        await self.command("talk", argument)

    async def command(self, name: str, argument: str = "") -> None:
        options = {"episode": argument} if argument else None
        await self.server.slash(self.user, self.place, name, options)

    async def type(self, words: str) -> None:
        """In the chat; in a server through the form that the keyboard's button opens."""
        if self.place.person is not None:
            await self.server.people.say(self.user, self.place, words)
            return
        standing = keyboard(self)
        assert standing is not None
        opened = await self.call(self._raw(standing), standing.verbs.index("words"))
        if opened.modal is not None:  # else nobody is there to open it
            await self.server.submit_modal(self.user, opened, words)

    async def tap(self, message: Standing, number: int) -> None:
        await self.call(self._raw(message), number)

    async def call(self, shown: DiscordMessage, number: int) -> Interaction:
        """Takes an entry of a list, or taps a button."""
        entries = _entries(shown)
        if number < len(entries):
            return await self.server.people.pick(self.user, shown, 0, entries[number][0])
        return await self.server.press(self.user, shown, number - len(entries))

    def _raw(self, message: Standing) -> DiscordMessage:
        return self.place.messages[message.ref]

    async def until(self, true: Callable[[], Any], within: float = WITHIN) -> Any:
        await self.server.until(true, within)
        return true()


def _discord(message: DiscordMessage) -> Standing:
    text, quoted = message.words, None
    if "\n> " in text and not message.components:
        text, _, quoted = text.rpartition("\n> ")
    entries = _entries(message)
    presses = [parse_press(value) for value, _ in entries]
    presses += [parse_press(button["custom_id"]) for button in message.buttons()]
    assert None not in presses, message
    return Standing(
        message.id,
        as_named(message, plain(text)),
        (*(label for _, label in entries), *message.labels()),
        tuple(press for press in presses if press is not None),
        plain(quoted) if quoted is not None else None,
    )


def _entries(message: DiscordMessage) -> list[tuple[str, str]]:
    """(value, what stands there) of the questions in a list to take from."""
    lists = [item for item in message.items() if item["type"] == 3 and item["custom_id"].startswith("l:")]
    return [
        (one["value"], " ".join(filter(None, (one["label"].removesuffix("…"), one.get("description")))))
        for item in lists
        for one in item["options"]
    ]


def as_named(message: DiscordMessage, text: str) -> str:
    """With the channels called as the client calls them now."""
    guild = message.channel.guild
    known = guild.channels if guild is not None else {}

    def name(found: re.Match[str]) -> str:
        return f"#{known[int(found[1])].name}" if int(found[1]) in known else "#unknown"

    return re.sub(r"<#(\d+)>", name, text)


def plain(content: str) -> str:
    """Message content as it shows: without our own bold and italic marks, and without the backslashes
    that keep everything else from being markup."""
    return re.sub(r"\\([^\w\s]|_)|\*\*|_", lambda found: found[1] or "", content)


# ---------------------------------------------------------------- playing


@dataclass(frozen=True)
class Answer:
    """What a person does with a question: `number` of an option, or `words` (None: leaves it open)."""

    number: int | None = None
    words: str | None = None


def answer(seed: str, standing: Sequence[str], text: str) -> Answer:
    """What the person `seed` answers, from what is asked alone: asked again, they answer the same."""
    dice = random.Random(f"{seed}/{text}/{'/'.join(standing)}")
    if standing:
        return Answer(number=dice.randrange(len(standing)))
    return Answer(words=dice.choice(["Robin", "A long road, and fields", None]))


Way = Callable[[Traveller, Standing, Answer], Awaitable[None]]


async def by_tapping(traveller: Traveller, standing: Standing, given: Answer) -> None:
    if given.number is not None:
        await traveller.tap(standing, given.number)
    elif given.words is None:
        await traveller.tap(standing, standing.verbs.index("skip"))
    else:
        await traveller.type(given.words)


async def by_numbers(traveller: Traveller, standing: Standing, given: Answer) -> None:
    """The number that the question stands under."""
    if given.number is not None:
        await traveller.type(str(given.number + 1))
    else:
        await traveller.type(given.words or "skip this")


async def by_words(traveller: Traveller, standing: Standing, given: Answer) -> None:
    """The question's own words, as somebody types them."""
    if given.number is not None:
        await traveller.type(standing.questions[given.number].lower().rstrip("?."))
    else:
        await traveller.type(given.words or "Skip this")


def asked(standing: Standing) -> str:
    """The words above the questions, where these are listed under them."""
    rows = standing.text.splitlines()
    while rows and any(rows[-1].endswith(question) for question in standing.questions):
        rows.pop()
    return "\n".join(rows).strip()


async def play(traveller: Traveller, way: Way, *, evenings: int = 1, most: int = 200) -> list[Answer]:
    """Answers every question until so many evenings are over; what was answered, in order."""
    done: list[Answer] = []
    last = -1
    for _ in range(most):
        standing = await traveller.until(lambda after=last: following(traveller, after))
        last = standing.ref
        if not standing.asks:
            evenings -= 1
            if not evenings:
                return done
            await traveller.tap(standing, standing.verbs.index("talk"))
            continue
        given = answer(traveller.name, standing.questions, asked(standing))
        done.append(given)
        await way(traveller, standing, given)
    raise AssertionError(f"no end after {most} questions")


def following(traveller: Traveller, after: int) -> Standing | None:
    """The newest thing to answer since then: a question, or where an evening is over, the way on."""
    for message in reversed(traveller.seen()):
        if message.ref <= after:
            return None
        if message.asks or "talk" in message.verbs or "menu" in message.verbs:
            return message
    return None


async def quiet() -> None:
    """Lets everything that is ready run."""
    for _ in range(5):
        await asyncio.sleep(0)
