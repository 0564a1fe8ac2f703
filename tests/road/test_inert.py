"""What people type is shown as they typed it, acts as nothing, and pings nobody; no log holds a token."""

import logging
from pathlib import Path

import pytest

from tests.adapters.discord.reader import read
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


DISCORD_ALIVE = [
    "https://evil.example/x?a=b_c",
    "see discord.gg/abc and http://evil.example.",
    "steam://run/1 discord.com/invite/abc :skull:",
    "<t:1700000000:R> <#17> <:wave:12> <a:wave:12> </talk:9> <id:guide>",
    "[a](https://evil.example) <https://evil.example>",
]


@pytest.mark.parametrize("name", DISCORD_ALIVE)
@pytest.mark.parametrize("apart", [False, True], ids=["direct", "server"])
async def test_nothing_that_discord_makes_alive_arises_from_what_a_person_typed(
    name: str, apart: bool, discord: DiscordServer, tmp_path: Path
) -> None:
    square = discord.world.channel(discord.world.server("village"), "square") if apart else None
    bob = Discorder(discord, discord.world.person("bob"), square)
    async with road(tmp_path, discord=discord, dialogues=SMALL) as on_the_road:
        await bob.begin()
        await after(bob, on_the_road, 0)
        seen = len(bob.seen())
        await bob.tap(keyboard(bob), 0)  # type: ignore[arg-type]
        await after(bob, on_the_road, seen)
        for words in (name, "yes", "/talk 2"):
            seen = len(bob.seen())
            if words.startswith("/"):
                await bob.command("talk", "2")
            else:
                await bob.type(words)
            await after(bob, on_the_road, seen)
    contents = [m.content for m in bob.place.messages.values() if m.author.bot]
    seen_as = [read(content) for content in contents]
    assert any(name in seen.text for seen in seen_as), "it was said back, to the letter"
    acts = [act for seen in seen_as for act in seen.acts if act[0] not in ("bold", "italic", "quote")]
    assert ([link for seen in seen_as for link in seen.links], acts) == ([], [])


MADE = """title: Start
episode: 1
---
<<declare $name = "">>
<<declare $kind = "a">>
Here is https:\\/\\/alana.example/ for you.
<<ask $name "What shall I call you?">>
<<declare $shown = "">>
<<set $shown = format("t.m{0}", $name)>>
Good evening, {$shown}.
Mail {$name + "@evil.example"}, please, or {"@" + $name}.
[select value={$kind} a="Or https:\\/\\/evil.example/{$name}" /]
-> I am @{$name} and nobody else in this village, now or ever
    A fine name.
-> No
    Then not.
===
"""


async def test_what_a_script_makes_of_a_persons_words_is_inert_too(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    """Joined, formatted, put behind the script's own signs, in a question and quoted under it."""
    (tmp_path / "made.yarn").write_text(MADE)
    (tmp_path / "made.yarnproject").write_text(
        '{"projectFileVersion": 4, "sourceFiles": ["*.yarn"], "baseLanguage": "en"}'
    )
    anna, bob = Telegrapher(telegram, 4711), Discorder(discord, discord.world.person("bob"))
    async with road(tmp_path, telegram=telegram, discord=discord, dialogues=tmp_path) as on_the_road:
        for person in (anna, bob):
            await person.begin()
            await after(person, on_the_road, 0)
            seen = len(person.seen())
            await person.type("e/durov")
            await after(person, on_the_road, seen)
            standing = keyboard(person)
            assert standing is not None
            assert len(standing.questions) == 2
            await person.tap(standing, 0)
            await on_the_road.program.conversations.idle()
            await on_the_road.program.sender.idle()
    said = "\n".join(m.text for m in telegram.from_bot(4711))
    for words in ("t.me/durov", "e/durov@evil.example", "https://evil.example/e/durov", "I am @e/durov"):
        assert words in said
    alive = [piece for m in telegram.from_bot(4711) for piece in live_in(telegram, m.id)]
    ours = ["/menu", "/help", "https://alana.example/"]
    assert alive == ours, "the bot's own commands and the script's own link are alive, and nothing else"
    contents = [m.content for m in bob.place.messages.values() if m.author.bot]
    assert [link for content in contents for link in read(content).links] == ["https://alana.example/"]


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
