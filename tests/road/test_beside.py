"""Two platforms in one process: what goes wrong with one is nothing to the other."""

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.telegram.intake import Fetch, UpdateIntake
from bot import restarts
from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.street import SMALL, road
from tests.road.travellers import Discorder, Telegrapher, Traveller, by_tapping, keyboard, play

FOR_EVER = 3_600  # seconds: whoever waited for that would not be done before the test gives up


async def undisturbed(traveller: Traveller, evening: str = "2") -> None:
    await traveller.begin(evening)
    await play(traveller, by_tapping)


async def test_telegram_limits_do_not_slow_discord(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    limited = telegram.faults.every(1, "limited", "sendMessage", seconds=FOR_EVER)
    bob = Discorder(discord, discord.world.person("bob"))
    async with road(tmp_path, telegram=telegram, discord=discord, dialogues=SMALL):
        for account in range(2001, 2021):
            await Telegrapher(telegram, account).begin()
        await telegram.until(lambda: limited.struck >= 20, 20)
        await undisturbed(bob)
    # And what waits does not hold up the stop.
    assert telegram.from_bot(2001) == []
    assert limited.struck <= 60, "each chat waits as long as it was told to"


async def test_telegram_outage_does_not_slow_discord(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    bob = Discorder(discord, discord.world.person("bob"))
    anna = Telegrapher(telegram, 4711)
    async with road(tmp_path, telegram=telegram, discord=discord, dialogues=SMALL):
        await anna.begin("2")
        await anna.until(lambda: keyboard(anna))
        port = telegram.port
        await telegram.stop()
        await undisturbed(bob)
        await telegram.start(port)
        await play(anna, by_tapping)


async def test_discord_limits_do_not_slow_telegram(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    discord.faults.every(1, "limited", "POST /channels", seconds=30.0)
    anna = Telegrapher(telegram, 4711)
    async with road(tmp_path, telegram=telegram, discord=discord, dialogues=SMALL):
        people = [Discorder(discord, discord.world.person(f"p{n}")) for n in range(5)]
        await asyncio.gather(*(person.begin() for person in people))
        await undisturbed(anna)


async def test_discord_outage_does_not_slow_telegram(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    anna = Telegrapher(telegram, 4711)
    bob = Discorder(discord, discord.world.person("bob"))
    async with road(tmp_path, telegram=telegram, discord=discord, dialogues=SMALL):
        await bob.begin("2")
        await bob.until(lambda: keyboard(bob))
        await discord.stop()
        await undisturbed(anna)
        await discord.start()
        await discord.until(lambda: discord.gateway.connected, 20)
        await play(bob, by_tapping)


async def test_a_platform_that_stops_by_a_mistake_begins_again_while_the_other_goes_on(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice; in the pauses it does not count as connected, and what was said meanwhile is heard."""
    monkeypatch.setattr(restarts, "PAUSES", (0.0, 0.3))
    anna, bob = Telegrapher(telegram, 4711), Discorder(discord, discord.world.person("bob"))
    async with road(tmp_path, telegram=telegram, discord=discord, dialogues=SMALL) as on_the_road:
        await anna.begin("2")
        await anna.until(lambda: keyboard(anna))
        with mistake(monkeypatch, times=2):
            await telegram.say(4712, "wakes the poll")
            await telegram.until(lambda: not on_the_road.adapters["telegram"].connected, 10)
            await undisturbed(bob)
            await play(anna, by_tapping)
            await telegram.until(lambda: telegram.from_bot(4712), 10)
        assert on_the_road.adapters["telegram"].connected
        assert not on_the_road.serving.done()


async def test_a_platform_that_new_starts_do_not_help_ends_the_process(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a clean stop, so that a service manager may start it anew."""
    monkeypatch.setattr(restarts, "PAUSES", (0.0, 0.0))
    async with road(tmp_path, telegram=telegram, discord=discord, dialogues=SMALL) as on_the_road:
        with mistake(monkeypatch, times=3):
            await telegram.say(4712, "wakes the poll")
            assert await asyncio.wait_for(on_the_road.serving, 20) == 1
        assert not any(adapter.connected for adapter in on_the_road.adapters.values())


@contextlib.contextmanager
def mistake(monkeypatch: pytest.MonkeyPatch, times: int) -> Iterator[None]:
    """Telegram's next polls raise what nobody expects; they have by the end of the block."""
    left, whole = times, UpdateIntake.once

    async def once(intake: UpdateIntake, fetch: Fetch) -> None:
        nonlocal left
        if left:
            left -= 1
            raise KeyError("a mistake")
        await whole(intake, fetch)

    monkeypatch.setattr(UpdateIntake, "once", once)
    yield
    assert not left


async def test_a_dead_session_comes_back_with_what_was_typed(discord: DiscordServer, tmp_path: Path) -> None:
    """The gateway drops everyone for good; what people typed meanwhile is fetched."""
    bob = Discorder(discord, discord.world.person("bob"))
    async with road(tmp_path, discord=discord, dialogues=SMALL):
        await bob.begin("2")
        standing = await bob.until(lambda: keyboard(bob))
        discord.gateway.accepting = False
        discord.gateway.cut(forget=True)
        await bob.type("1")
        discord.gateway.accepting = True
        await bob.until(lambda: (found := keyboard(bob)) and found.ref != standing.ref, 30)
        assert bob.seen()[-2].text == "He was never awake for long."
