"""What people type is shown as they typed it, acts as nothing, and pings nobody; no log holds a token."""

import logging
from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.conftest import EVENING
from tests.road.street import road
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
    assert (shown.text, shown.styles) == (thanks, ())
    content = next(m.content for m in bob.place.messages.values() if m.content.startswith("Thank you"))
    assert _literal(content) == thanks
    assert discord.posting.pings == []


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
