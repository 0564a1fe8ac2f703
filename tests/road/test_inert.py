"""What people type is shown as they typed it, acts as nothing, and pings nobody; no log holds a token."""

import logging
from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.conftest import EVENING
from tests.road.street import SMALL, road
from tests.road.test_commands import after
from tests.road.travellers import Discorder, Telegrapher, keyboard

NAMES = (
    "@everyone and @here",
    "<@123456789012345678> <@&42> <#17>",
    "**bold** _i_ ~~s~~ ||spoiler|| `code` # head",
    "[b]bold[/b] {$greeted} <<jump Series>> #line:x",
    "<b>&amp;</b> https://example.org t.me/x @durov",
    "👩‍🚀🪔 Ünïcode مرحبا",
    "> quoted [a](https://example.org) \\ \\*",
)


@pytest.mark.parametrize("name", NAMES)
async def test_words_are_inert(
    name: str, telegram: TelegramServer, discord: DiscordServer, dialogues: Path, tmp_path: Path
) -> None:
    anna, bob = Telegrapher(telegram, 4711), Discorder(discord, discord.world.person("bob"))
    async with road(tmp_path, telegram=telegram, discord=discord, dialogues=dialogues) as on_the_road:
        for person in (anna, bob):
            await person.begin(EVENING)
            await person.until(lambda person=person: keyboard(person))
            seen = len(person.seen())
            await person.type(name)
            await after(person, on_the_road, seen)
    thanks = f"Thank you, {name}. Sit wherever you like, and let's begin."
    shown = next(m for m in telegram.from_bot(4711) if m.text.startswith("Thank you"))
    assert shown.text == thanks
    assert all(style == "code" for style, _ in shown.styles), "nobody's words are markup"
    assert live_in(telegram, shown.id) == []
    content = next(m.content for m in bob.place.messages.values() if m.content.startswith("Thank you"))
    assert _literal(content) == thanks
    assert discord.posting.pings == []


NAMED = "@durov see https://evil.example/x, /forget or mail a@evil.example #tag +49 170 1234567"


@pytest.mark.parametrize("name", [NAMED, "t.me/x", "x /forget", "<b>@durov</b>", "Ada evil.example"])
async def test_nothing_that_chats_make_alive_arises_from_what_a_person_typed(
    name: str, telegram: TelegramServer, tmp_path: Path
) -> None:
    """Wherever it is said back: thanked for, asked about, in a question, in the journal."""
    anna = Telegrapher(telegram, 4711)
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as on_the_road:
        await anna.begin()
        first = ("1", name, "yes", "1", name, "/talk 2", "1", "1", name, "yes", "1", name, "yes", "/journal")
        await after(anna, on_the_road, 0)
        for words in first:
            seen = len(anna.seen())
            await anna.type(words)
            await after(anna, on_the_road, seen)
    said = [m for m in telegram.from_bot(4711) if name in m.text]
    alive = [piece for m in telegram.from_bot(4711) for piece in live_in(telegram, m.id)]
    assert [piece for piece in alive if piece in name] == []
    assert len(said) >= 3, "it was said back: as a name, in the second evening, in the journal"


def live_in(telegram: TelegramServer, message: int) -> list[str]:
    """What the platform made of the text by itself."""
    raw = telegram.world.chats[4711].messages[message]
    units = raw["text"].encode("utf-16-le")
    return [
        units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in raw.get("entities", [])
        if e["type"] in ("mention", "url", "email", "hashtag", "cashtag", "bot_command", "phone_number")
    ]


def _literal(content: str) -> str:
    """Discord's content with every backslash taken away that stands before a mark; anything that would
    act as markup must have had one."""
    out, at = [], 0
    while at < len(content):
        if content[at] == "\\" and at + 1 < len(content) and not content[at + 1].isalnum():
            at += 1
        else:
            assert content[at] not in "*_~`|", content
        out.append(content[at])
        at += 1
    return "".join(out)


async def test_no_token_is_logged_at_debug(
    telegram: TelegramServer,
    discord: DiscordServer,
    dialogues: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Without the redaction of our own log set-up, and where somebody turned every library's log up."""
    caplog.set_level(logging.DEBUG)
    anna, bob = Telegrapher(telegram, 4711), Discorder(discord, discord.world.person("bob"))
    telegram.faults.every(5, "bad_gateway")
    discord.faults.every(9, "status", "POST /channels")
    async with road(tmp_path, telegram=telegram, discord=discord, dialogues=dialogues):
        for name in ("httpx", "httpcore", "telegram", "discord", "aiohttp", "adapters", "bot", "alana"):
            caplog.set_level(logging.DEBUG, name)
        for person in (anna, bob):
            await person.begin(EVENING)
            await person.until(lambda person=person: keyboard(person))
            await person.type("Robin Secretname")
            await person.until(lambda person=person: (found := keyboard(person)) and found.questions)
    ours = [r for r in caplog.records if not r.name.startswith(("aiohttp.server", "asyncio"))]
    text = "\n".join(f"{r.name} {r.getMessage()} {r.exc_text or ''}" for r in ours)
    assert len(ours) > 20
    secrets = [telegram.token, telegram.token.partition(":")[2], discord.token, *discord.world.by_token]
    assert [s for s in secrets if s in text] == []
