"""What a durable turn is made of: how many of our own functions it enters, from the tap to the last mark. A
count is the same on every machine, and shows what is added a little at a time to every turn."""

import asyncio
import sys
from pathlib import Path
from types import FrameType

from bench._crowd import Crowd, Instant, program
from bot.model import Press

MOST = 700  # entries a turn, of functions and of coroutines that go on
TURNS = 10
_OURS = f"{Path(__file__).resolve().parents[2] / 'bot'}/"


async def test_a_turn_enters_few_functions(tmp_path: Path) -> None:
    adapter = Instant()
    async with program(tmp_path, adapter) as running:
        crowd = Crowd(running, adapter, 1, 2)
        await crowd.begin()
        await _taps(crowd, 1, range(1, TURNS + 2))  # texts are prepared at their first use
        await _taps(crowd, 2, range(1, 2))
        entered = await _entered_by(crowd, 2, range(2, TURNS + 2))
    assert entered / TURNS <= MOST


async def _entered_by(crowd: Crowd, person: int, turns: range) -> int:
    count = 0

    def note(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += event == "call" and frame.f_code.co_filename.startswith(_OURS)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        await _taps(crowd, person, turns)
    finally:
        sys.setprofile(before)
    return count


async def _taps(crowd: Crowd, person: int, turns: range) -> None:
    """Each when the answer to the one before is on the platform, and marked."""
    for turn in turns:
        shown = crowd.adapter.waiting[str(person)] = asyncio.get_running_loop().create_future()
        await crowd.handle(crowd.inbound(person, turn, Press(str(person), "o", 1, turn, "0")))
        await shown
        await crowd.sender.idle()
