"""The first answer to an interaction, for which Discord gives three seconds."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import aiohttp
import discord

SECONDS = 3.0
TRIES = 3
PAUSE = 0.2  # after a 429 or an outage; more would not fit into the three seconds
ALREADY_ACKNOWLEDGED = 40060
NETWORK = (OSError, aiohttp.ClientError, TimeoutError)

_log = logging.getLogger(__name__)


async def acknowledged(interaction: discord.Interaction, answer: Callable[[], Awaitable[object]]) -> bool:
    """Gives the first answer; whether Discord has it. Tried again while a cut connection allows it:
    where the first try had arrived, Discord says so (40060), which is as good."""
    why = "no answer"
    try:
        async with asyncio.timeout(SECONDS):
            for _ in range(TRIES):
                try:
                    await answer()
                    return True
                except NETWORK as error:
                    why = type(error).__name__
                except discord.HTTPException as error:
                    why = f"HTTP {error.status}, code {error.code}"
                    if error.code == ALREADY_ACKNOWLEDGED:
                        return True
                    if error.status != 429 and error.status < 500:
                        break
                    await asyncio.sleep(PAUSE)
    except TimeoutError:
        why = "three seconds are over"
    except Exception as error:
        if interaction.response.is_done():
            return True  # it arrived; the library could not read what came back
        why = type(error).__name__
    _log.debug("interaction %s could not be acknowledged: %s", interaction.id, why)
    return False
