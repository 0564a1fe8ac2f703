"""A question that stands twice because the answer to its sending was lost: a press on either counts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer, Fault
from tests.platforms.telegram import TelegramServer
from tests.road.street import SMALL, Road, road
from tests.road.test_buttons import first, person
from tests.road.test_commands import after
from tests.road.travellers import Standing, Traveller, transcript


def lose(platform: str, telegram: TelegramServer, discord: DiscordServer) -> None:
    """The answer to the second sending from now on, that of the question, is lost; the message stands."""
    if platform == "telegram":
        telegram.faults.every(2, "drop_after", "sendMessage")
    else:
        discord.faults.add(Fault("drop_after", "POST /webhooks/", 1, 2))


async def twice(platform: str, anna: Traveller, on: Road, lost: Callable[[], None]) -> list[Standing]:
    """The messages that ask for the name: two of them."""
    await anna.begin()
    await after(anna, on, 0)
    seen = len(anna.seen())
    lost()
    await anna.tap(first(anna), 0)
    await after(anna, on, seen)
    asking = [m for m in anna.seen() if m.asks]
    assert len(asking) == 2, transcript(anna)
    return asking


@pytest.mark.parametrize("platform", ["telegram", "discord server"])
@pytest.mark.parametrize("which", [0, 1], ids=["the first", "the second"])
@pytest.mark.parametrize("restarted", [False, True])
async def test_a_press_on_a_copy_settles_both(
    platform: str,
    which: int,
    restarted: bool,
    telegram: TelegramServer,
    discord: DiscordServer,
    tmp_path: Path,
) -> None:
    servers = {"telegram": telegram} if platform == "telegram" else {"discord": discord}
    anna = person("anna", platform, telegram, discord)
    async with road(tmp_path, dialogues=SMALL, **servers) as on:
        copies = await twice(platform, anna, on, lambda: lose(platform, telegram, discord))
        telegram.faults.clear()
        if not restarted:
            await answered(anna, on, copies, which)
    if restarted:
        async with road(tmp_path, dialogues=SMALL, **servers) as on:
            await answered(anna, on, copies, which)
    standing = {m.ref for m in anna.seen() if m.asks}
    assert copies[which].ref not in standing, "what was pressed is settled"
    # Nobody is told of the first one's id. The second one's is known; on Discord it can be edited through
    # the interaction that made it, which only the process that had it in hand knows.
    if which == 0 and not (restarted and platform == "discord server"):
        assert copies[1].ref not in standing, transcript(anna)


async def answered(anna: Traveller, on: Road, copies: list[Standing], which: int) -> None:
    seen = len(anna.seen())
    await anna.tap(copies[which], copies[which].verbs.index("skip"))
    await after(anna, on, seen)
    said = [m.text for m in anna.seen()[seen:]]
    assert said[0] == "Then without a name.", said


async def test_a_press_before_the_second_try_makes_it_needless(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    """The sender still waits to send the question again when its buttons are used."""
    anna = person("anna", "discord server", telegram, discord)
    async with road(tmp_path, dialogues=SMALL, discord=discord) as on:
        await anna.begin()
        await after(anna, on, 0)
        lose("discord server", telegram, discord)
        await anna.tap(first(anna), 0)
        asked = await anna.until(lambda: next((m for m in anna.seen() if "skip" in m.verbs), None))
        await anna.tap(asked, asked.verbs.index("skip"))
        await anna.until(lambda: any(m.text == "Then without a name." for m in anna.seen()))
        await on.program.sender.idle()
        texts = [m.text for m in anna.seen()]
        assert texts.count("What may I call you?") == 1, texts
        assert [m.ref for m in anna.seen() if m.asks] == [first(anna).ref]
