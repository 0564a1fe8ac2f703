"""Thirty people at a circle on each platform, ten kills, and what else can happen in an evening."""

import asyncio
import time
from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.street import SMALL, road
from tests.road.test_circle_kills import voting_through_kills
from tests.road.voters import Circle, Group, Square

SUPERGROUP = -100_500
CALL = "02 30s"


async def test_an_evening_of_thirty_with_all_that_can_happen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One leaves, one blocks the bot, one is banned, the thread is archived, the group is a supergroup."""
    async with TelegramServer(rates=False) as telegram, DiscordServer() as discord:
        group, square = Group(telegram, 30), Square(discord, 30)
        on_telegram, on_discord = Circle(group, CALL), Circle(square, "episode:02 pace:30s")

        async def in_the_group() -> None:
            leaving, blocking = group.voters[-1], group.voters[-2]
            on_telegram.gone.add(leaving)
            await group.command(leaving, "leave")
            telegram.block(int(blocking))
            telegram.migrate(group.chat, SUPERGROUP)

        async def in_the_thread() -> None:
            on_discord.gone |= {square.voters[-1], square.voters[-2]}  # who is banned does nothing more
            await square.command(square.voters[-1], "do:leave")
            square.threads[0].archived = True

        on_telegram.after, on_discord.after = in_the_group, in_the_thread
        circles = (on_telegram, on_discord)
        tally = await voting_through_kills(telegram, discord, tmp_path, circles, kills=10, within=600)
    with capsys.disabled():
        print("\n" + "\n".join(f"  {count:5}  {what}" for what, count in sorted(tally.items())))


async def test_five_on_each_platform(tmp_path: Path) -> None:
    async with TelegramServer() as telegram, DiscordServer() as discord:
        circles = [Circle(Group(telegram, 5), CALL), Circle(Square(discord, 5), "episode:02")]
        await voting_through_kills(telegram, discord, tmp_path, circles, kills=3, within=240)


async def test_how_soon_three_hundred_votes_in_a_second_are_acknowledged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Prints the seconds until the last of them was."""
    async with TelegramServer(rates=False) as telegram:
        group = Group(telegram, 301)
        async with road(tmp_path, telegram=telegram, dialogues=SMALL):
            await group.command(group.voters[0], CALL)
            await telegram.until(lambda: group.posted(), 20)
            slowest = await _all_answered(telegram, group, 0)
            await group.press(group.voters[0], group.posted()[-1], 1)
            await telegram.until(lambda: group.posted()[-1].votable, 20)
            voted = await _all_answered(telegram, group, None)
    with capsys.disabled():
        print(f"\n  joins answered after {slowest:.2f} s, votes after {voted:.2f} s")


async def _all_answered(telegram: TelegramServer, group: Group, number: int | None) -> float:
    shown = group.posted()[-1]
    before = set(telegram.world.taps)
    began = time.monotonic()
    for n, voter in enumerate(group.voters[1:]):
        await group.press(voter, shown, n % 2 if number is None else number)
        await asyncio.sleep(1 / 300)
    taps = [tap for id_, tap in telegram.world.taps.items() if id_ not in before]
    await telegram.until(lambda: all(tap.answer is not None for tap in taps), 60)
    return time.monotonic() - began
