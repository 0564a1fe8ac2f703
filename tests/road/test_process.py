"""The process as an operator runs it: how it ends, what it says, what it never says."""

import asyncio
import signal
import sqlite3
from pathlib import Path

import pytest

from bot import app, wiring
from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.bot_process import BotProcess, on_discord, on_telegram
from tests.road.street import SMALL, polled
from tests.road.travellers import Discorder, Telegrapher, by_tapping, keyboard, play

WRONG_TELEGRAM = "7000000002:AAwrong-token-for-tests_012345678901234"
WRONG_DISCORD = "MTI4MDAwMDAwMDAwMDAwMDAwMA.Gwrong.loopback-wrong-token-of-the-test-b"


async def up(telegram: TelegramServer, discord: DiscordServer) -> None:
    await telegram.until(lambda: polled(telegram), 30, "the bot polls")
    await discord.until(lambda: discord.gateway.connected and discord.world.commands, 30)


async def test_a_stop_is_clean_and_no_secret_is_logged(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    settings = {**on_telegram(telegram), **on_discord(discord), "ALANA_LOG_LEVEL": "DEBUG"}
    async with BotProcess(tmp_path, SMALL, **settings) as bot:
        await up(telegram, discord)
        square = discord.world.channel(discord.world.server("village"), "square")
        anna, bob = Telegrapher(telegram, 4711), Discorder(discord, discord.world.person("bob"))
        eve = Discorder(discord, discord.world.person("eve"), square)
        for each in (anna, bob, eve):
            await each.begin()
        for each in (bob, eve):
            await play(each, by_tapping)
        assert await bot.terminate() == 0
    assert "Traceback" not in bot.log
    secrets = [telegram.token, telegram.token.partition(":")[2], discord.token, *discord.world.by_token]
    assert len(secrets) > 20
    assert len(bot.log.splitlines()) > 3
    assert [s for s in secrets if s in bot.log] == []
    assert "long road" not in bot.log, "what people type is not logged either"


def test_a_stop_is_shorter_than_the_patience_of_service_managers() -> None:
    """They kill after ten seconds. Each step of a stop has its own end, whatever is stuck."""
    steps = app.TURNS_SECONDS, app.SENDING_SECONDS, app.LEAVING_SECONDS
    assert sum(steps) + wiring.CLOSING_SECONDS + wiring.TELLING_SECONDS < 10


async def test_a_stop_before_the_platforms_are_up_is_clean(telegram: TelegramServer, tmp_path: Path) -> None:
    async with BotProcess(tmp_path, SMALL, **on_telegram(telegram)) as bot:
        await telegram.until((tmp_path / "alana.db.lock").exists, 30, "the first thing it does")
        assert await bot.terminate() == 0
    assert "Traceback" not in bot.log


async def test_who_asks_for_new_scripts_during_the_start_is_heard_after_it(
    telegram: TelegramServer, tmp_path: Path
) -> None:
    """`alana publish` may: the file that says who serves the database is there before anything is served."""
    anna = Telegrapher(telegram, 4711)
    async with BotProcess(tmp_path, SMALL, **on_telegram(telegram)) as bot:
        await telegram.until((tmp_path / "alana.db.lock").exists, 30)
        assert bot.process is not None
        bot.process.send_signal(signal.SIGHUP)
        await anna.begin("2")
        await anna.until(lambda: keyboard(anna), 30)
        await telegram.until(lambda: "scripts reloaded" in bot.log, 30)
        assert await bot.terminate() == 0


async def test_a_stop_in_mid_delivery_loses_nothing(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    """Someone plays at a natural pace; the rest of the answer comes at the next start."""
    anna = Telegrapher(telegram, 4711)
    settings = on_telegram(telegram) | {"ALANA_PACE": "natural"}
    async with BotProcess(tmp_path, SMALL, **settings) as bot:
        await anna.begin()
        await anna.until(lambda: len(anna.seen()) == 1, 30)
        assert await bot.terminate() == 0
        before = len(anna.seen())
        await bot.start()
        await anna.until(lambda: anna.seen()[-1].asks, 30)
        assert await bot.terminate() == 0
    assert before == 1
    assert len(anna.seen()) == 2


@pytest.mark.waits
async def test_a_stop_does_not_wait_for_a_locked_database(telegram: TelegramServer, tmp_path: Path) -> None:
    """Somebody holds the write lock: the tap is not confirmed, the stop is in time, the tap counts later."""
    anna = Telegrapher(telegram, 4711)
    async with BotProcess(tmp_path, SMALL, **on_telegram(telegram)) as bot:
        await anna.begin("2")
        standing = await anna.until(lambda: keyboard(anna), 30)
        holder = sqlite3.connect(tmp_path / "alana.db")
        holder.execute("BEGIN IMMEDIATE")
        await anna.tap(standing, 0)
        await asyncio.sleep(0.3)
        assert await bot.terminate() == 0
        holder.close()
        assert keyboard(anna) == standing
        await bot.start()
        await anna.until(lambda: (found := keyboard(anna)) and found.ref != standing.ref, 30)
    assert "Traceback" not in bot.log


async def test_a_stop_does_not_wait_for_a_limit(discord: DiscordServer, tmp_path: Path) -> None:
    discord.faults.every(1, "limited", "POST /channels", seconds=25.0)
    bob = Discorder(discord, discord.world.person("bob"))
    async with BotProcess(tmp_path, SMALL, **on_discord(discord)) as bot:
        await bob.until(lambda: discord.gateway.connected and discord.world.commands, 30)
        await bob.begin("2")
        await bob.until(lambda: discord.called("POST", "/messages"), 10)
        tried = len(discord.called("POST", "/messages"))
        assert await bot.terminate() == 0
        assert len(discord.called("POST", "/messages")) == tried, "it has waited for the limit"
        discord.faults.clear()
        await bot.start()
        await bob.until(lambda: keyboard(bob), 30)
    assert "Traceback" not in bot.log


async def test_a_stop_takes_along_what_was_acknowledged(discord: DiscordServer, tmp_path: Path) -> None:
    """Twenty people tap, and are acknowledged; at that moment the process is asked to stop."""
    people = [Discorder(discord, discord.world.person(f"p{n}")) for n in range(20)]
    async with BotProcess(tmp_path, SMALL, **on_discord(discord)) as bot:
        await discord.until(lambda: discord.gateway.connected and discord.world.commands, 30)
        await asyncio.gather(*(person.begin("2") for person in people))
        await discord.until(lambda: all(keyboard(person) for person in people), 30)
        pairs = [(person, keyboard(person)) for person in people]
        taps = [asyncio.create_task(person.tap(standing, 0)) for person, standing in pairs]
        await asyncio.wait(taps, return_when=asyncio.FIRST_COMPLETED)
        assert await bot.terminate() == 0
        await asyncio.gather(*taps)
        answered = [call for call in discord.world.interactions.values() if call.acknowledged and call.source]
        assert answered
        await bot.start()
        taken = {call.user.id for call in answered}
        for person, standing in pairs:
            if person.user.id in taken:
                await person.until(lambda p=person, s=standing: (k := keyboard(p)) and k.ref > s.ref, 30)
    assert "Traceback" not in bot.log


async def test_refused_everywhere_is_exit_2(discord: DiscordServer, tmp_path: Path) -> None:
    """Telegram is asked again for a minute before its token is called refused: tests/soak/test_refused.py."""
    settings = {**on_discord(discord), "ALANA_DISCORD_TOKEN": WRONG_DISCORD}
    async with BotProcess(tmp_path, SMALL, **settings) as bot:
        assert bot.process is not None
        assert await asyncio.wait_for(bot.process.wait(), 120) == 2
    lines = [line for line in bot.log.splitlines() if "[error" in line]
    assert len(lines) == 1, bot.log
    assert "ALANA_DISCORD_TOKEN" in bot.log
    assert "Traceback" not in bot.log
    assert WRONG_DISCORD not in bot.log


@pytest.mark.parametrize("refused", ["telegram", "discord"])
async def test_one_refused_the_other_goes_on(
    refused: str, telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    settings = {**on_telegram(telegram), **on_discord(discord)}
    settings |= (
        {"ALANA_TELEGRAM_TOKEN": WRONG_TELEGRAM}
        if refused == "telegram"
        else {"ALANA_DISCORD_TOKEN": WRONG_DISCORD}
    )
    async with BotProcess(tmp_path, SMALL, **settings) as bot:
        if refused == "telegram":
            await discord.until(lambda: discord.gateway.connected and discord.world.commands, 30)
            someone = Discorder(discord, discord.world.person("bob"))
        else:
            someone = Telegrapher(telegram, 4711)  # type: ignore[assignment]
        await someone.until(lambda: f"ALANA_{refused.upper()}_TOKEN" in bot.log, 30)
        await someone.begin()
        await someone.until(lambda: someone.seen() and someone.seen()[-1].asks)
        assert bot.ended is None
        assert await bot.terminate() == 0


async def test_it_starts_before_its_platforms(tmp_path: Path) -> None:
    """Both are down at first; the bot says so once each, waits, and serves when they come up."""
    ports = []
    for _ in range(2):
        async with TelegramServer() as server:
            ports.append(server.port)
    telegram, discord = TelegramServer(rates=False), DiscordServer(port=ports[1])
    telegram.url = f"http://127.0.0.1:{ports[0]}"
    async with BotProcess(tmp_path, SMALL, **on_telegram(telegram), **on_discord(discord)) as bot:
        try:
            await telegram.until(lambda: "telegram" in bot.log and "iscord" in bot.log, 30, "both said")
            await telegram.start(ports[0])
            await discord.start()
            await up(telegram, discord)
            anna, bob = Telegrapher(telegram, 4711), Discorder(discord, discord.world.person("bob"))
            await anna.begin()
            await bob.begin()
            await anna.until(lambda: anna.seen() and anna.seen()[-1].asks)
            await bob.until(lambda: bob.seen() and bob.seen()[-1].asks)
            assert await bot.terminate() == 0
        finally:
            await telegram.stop()
            await discord.stop()
    assert bot.log.count("telegram: connecting") <= 2, bot.log
    assert "Traceback" not in bot.log
