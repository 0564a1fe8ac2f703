"""Forged and broken things change nothing: no exception, no other place in the dialogue, no new person."""

import contextlib
import logging
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands.table import COMMANDS
from bot.model import Subject, base36
from bot.ports import Saved
from tests.adapters.telegram.payloads import EVERY_KIND
from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.street import SMALL, Road, road
from tests.road.travellers import Discorder, Telegrapher, keyboard

ODD = ("", "0", "99", "-1", "²", "٣", "g9", "else", "no", "x" * 20, "é", ":", "0:0", "\ud83d", "off", "yes")
TIMES = (("0", "0"), ("1", "9"), ("zzzzzz", "zzzzzz"), ("", ""), ("-1", "1"), ("²", "1"))


def forged(account: int) -> list[str]:
    """Button data as an old, a foreign or a forging client might send it."""
    mine, other = base36(account), base36(account + 1)
    found = ["", "a1", "a1::::", "a2:x:o:1:1:0", "null", "\0", "🪔" * 20, "a1:" + "9" * 61]
    found += [f"a1:{owner}:o:{run}:{step}:0" for owner in (mine, other) for run, step in TIMES]
    verbs = (*COMMANDS, "o", "skip", "words", "dance", "é")
    # Of a step that is still to come: at the present one, some of these would be good answers.
    found += [f"a1:{mine}:{verb}:1:2:{value}" for verb in verbs for value in ODD]
    return found


async def place(on_the_road: Road, platform: str, key: str) -> Saved:
    await on_the_road.program.conversations.idle()
    return await on_the_road.program.store.load(Subject(platform, key))


def people(folder: Path) -> int:
    with contextlib.closing(sqlite3.connect(f"file:{folder}/alana.db?mode=ro", uri=True)) as database:
        count: int = database.execute("SELECT count(*) FROM person").fetchone()[0]
    return count


async def test_forged_taps_on_telegram(
    telegram: TelegramServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    anna = Telegrapher(telegram, 4711)
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as on_the_road:
        conversations = on_the_road.program.conversations
        conversations._world = replace(conversations._world, allowance=None)  # every one is to be looked at
        await anna.begin("2")
        standing = await anna.until(lambda: keyboard(anna))
        before = await place(on_the_road, "telegram", "4711")
        assert before.state is not None
        moving = (
            "talk",
            "restart",
            "again",
            "back",
            "start",
        )  # commands that may move on, each tried by its own test
        for data in forged(4711):
            if data.split(":")[2:3] and data.split(":")[2] in (*moving, "forget"):
                continue
            telegram.press(4711, data, 4711, standing.ref)
            if len(telegram.world.queue) > 50:  # a person may have so many in hand, no more
                await telegram.until(lambda: not telegram.world.queue, 30, "all of them taken")
        await telegram.until(lambda: not telegram.world.queue, 30, "all of them taken")
        after = await place(on_the_road, "telegram", "4711")
        assert (after.state.node, after.state.at, after.state.waiting) == (
            before.state.node,
            before.state.at,
            before.state.waiting,
        )
        assert people(tmp_path) == 1
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == []


async def test_forged_taps_on_discord(
    discord: DiscordServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    anna = Discorder(discord, discord.world.person("anna"))
    async with road(tmp_path, discord=discord, dialogues=SMALL) as on_the_road:
        await anna.begin("2")
        standing = await anna.until(lambda: keyboard(anna))
        before = await place(on_the_road, "discord", str(anna.user.id))
        assert before.state is not None
        for data in forged(anna.user.id)[::3]:
            if data.split(":")[2:3] and data.split(":")[2] in (
                "talk",
                "restart",
                "again",
                "back",
                "start",
                "forget",
            ):
                continue
            data = data.encode(errors="replace").decode()
            await discord.press(anna.user, anna.place.messages[standing.ref], 0, custom_id=data)
        after = await place(on_the_road, "discord", str(anna.user.id))
        assert after.state is not None
        assert (after.state.node, after.state.at) == (before.state.node, before.state.at)
        assert people(tmp_path) == 1
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == []


async def test_every_kind_of_update_is_survived(
    telegram: TelegramServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Recorded updates of every kind from somebody else, whole and with pieces missing, between two of
    her answers: she goes on where she was."""
    anna = Telegrapher(telegram, 99)
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as on_the_road:
        await anna.begin("2")
        standing = await anna.until(lambda: keyboard(anna))
        for payload in EVERY_KIND.values():
            telegram.push(payload)
            for kind, content in payload.items():
                for field in content if isinstance(content, dict) else ():
                    telegram.push({kind: {k: v for k, v in content.items() if k != field}})
                    telegram.push({kind: content | {field: "junk"}})
                    telegram.push({kind: content | {field: None}})
        await telegram.until(lambda: not telegram.world.queue, 60, "all of them taken")
        await on_the_road.program.conversations.idle()
        assert keyboard(anna) == standing
        await anna.tap(standing, 0)
        await anna.until(lambda: keyboard(anna) != standing)
    failed = [r.getMessage() for r in caplog.records if "a turn failed" in r.getMessage()]
    assert failed == []


async def test_a_flood_of_exports_is_one(telegram: TelegramServer, tmp_path: Path) -> None:
    """Each would hold everything of the person; the others are told when there can be one again."""
    telegram.faults.every(1, "limited", "sendDocument", seconds=30)
    anna = Telegrapher(telegram, 4711)
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as on_the_road:
        await anna.begin("2")
        for _ in range(12):
            await anna.type("/export")
            await anna.type("thanks")  # twice the same at once would be once
        await telegram.until(lambda: not telegram.world.queue, 30, "all of them taken")
        await on_the_road.program.conversations.idle()
    with contextlib.closing(sqlite3.connect(f"file:{tmp_path}/alana.db?mode=ro", uri=True)) as database:
        [(exports,)] = database.execute("SELECT count(*) FROM outbox WHERE action LIKE '%alana.json%'")
        [(told,)] = database.execute("SELECT count(*) FROM outbox WHERE action LIKE '%again in%'")
    assert exports == 1
    assert told >= 1
