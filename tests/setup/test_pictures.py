"""The pictures of docs/discord.md show what the bot shows now."""

import io
from pathlib import Path

from PIL import Image, ImageChops

from bot import pictures
from tools.draw_discord import HOUSE, PLACE, drawn, shown

ANEW = "draw them anew: python tools/draw_discord.py"


async def test_what_stands_in_the_docs_is_what_is_shown_now(tmp_path: Path) -> None:
    found = {f"discord-{name}.svg": drawn(messages) for name, messages in (await shown(tmp_path)).items()}
    assert {path.name for path in PLACE.glob("discord-*.svg")} == found.keys()
    old = [name for name, picture in found.items() if (PLACE / name).read_text("utf-8") != picture]
    assert not old, ANEW


def test_the_house_is_the_one_that_is_drawn_now() -> None:
    there = Image.open(PLACE / "house.png").convert("RGB")
    now = Image.open(io.BytesIO(pictures.png(HOUSE))).convert("RGB")
    assert there.size == now.size, ANEW
    assert ImageChops.difference(there, now).getbbox() is None, ANEW
