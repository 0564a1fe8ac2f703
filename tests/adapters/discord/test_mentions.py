"""How often a mention is answered."""

from datetime import timedelta

from adapters.discord.mentions import SAID_EVERY
from tests.adapters.discord.stage import Stage
from tests.platforms.discord import Channel, User


async def mention(stage: Stage, who: User, place: Channel) -> int:
    """How many lines the bot has said there once that is answered."""
    handed = len(stage.desk.got)
    await stage.people.say(who, place, f"<@{stage.world.bot.id}> hello", mentions=[stage.world.bot])
    await stage.server.slash(who, place, "help")  # one person's turns come in their order
    await stage.last(handed + 1)
    return sum(one.author is stage.world.bot and one.visible_to is None for one in place.messages.values())


async def test_the_same_line_is_said_again_after_some_minutes(stage: Stage) -> None:
    square = stage.world.channel(stage.world.server("village"), "square")
    anna = stage.world.person("anna")
    assert [await mention(stage, anna, square) for _ in range(3)] == [1, 1, 1]
    stage.shift += SAID_EVERY - timedelta(minutes=1)
    assert await mention(stage, anna, square) == 1
    stage.shift += timedelta(minutes=1)
    assert await mention(stage, anna, square) == 2
