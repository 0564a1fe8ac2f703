"""The pictures of docs/discord.md: what a loopback Discord shows of a talk with the real bot, as SVG.

    python tools/draw_discord.py

Writes docs/pictures/discord-*.svg and docs/pictures/house.png. Drawn from what the server holds: texts,
buttons and lists as they were sent, without the look of any client.
"""

import asyncio
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot import pictures
from bot.model import BEGUN, DARK, LIT, Picture
from tests.platforms.discord import DiscordServer, Message
from tests.road.street import Road, road
from tests.road.test_commands import command
from tests.road.travellers import Discorder, keyboard, plain

PLACE = Path(__file__).resolve().parent.parent / "docs" / "pictures"
WIDTH, LINE, PAD, LETTERS = 640, 20, 16, 74
HOUSE = Picture(LIT * 4 + BEGUN + DARK * 7, "")
INK, PAPER, SHADE, EDGE = "#1f2328", "#ffffff", "#eef1f5", "#8a94a3"


def drawn(messages: Sequence[Message]) -> str:
    """Messages below one another."""
    parts, y = list[str](), PAD
    for message in messages:
        for kind, words in _rows(message):
            piece, y = _TEXT[kind](words, y)
            parts.append(piece)
        y += LINE // 2
    frame = f'<rect width="{WIDTH}" height="{y + PAD}" fill="{PAPER}" stroke="{EDGE}"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + PAD}" font-family="sans-serif"'
    return f'{head} font-size="14" fill="{INK}">{frame}{"".join(parts)}</svg>\n'


def _rows(message: Message) -> Iterator[tuple[str, list[str]]]:
    """(text, buttons or list; their words), in the order in which they stand."""
    if message.content:
        yield "text", plain(message.content).splitlines()
    for one in message.components:
        yield from _component(one)


def _component(one: Mapping[str, object]) -> Iterator[tuple[str, list[str]]]:
    inside = [each for each in _list(one.get("components")) if isinstance(each, dict)]
    match one.get("type"):
        case 10:
            yield "text", plain(str(one["content"])).splitlines()
        case 9:
            accessory = one["accessory"]
            assert isinstance(accessory, dict)
            yield "beside", [plain(str(inside[0]["content"])), str(accessory["label"])]
        case 12:
            yield "text", ["[picture: a house with a window for each evening]"]
        case 1:
            labels = [str(each.get("label") or "") for each in inside]
            menus = [str(each.get("placeholder")) for each in inside if each.get("type") != 2]
            yield ("list", menus) if menus else ("buttons", labels)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(lines: list[str], y: int) -> tuple[str, int]:
    rows = [row for line in lines for row in wrap(line, LETTERS) or [""]]
    spans = (f'<text x="{PAD}" y="{y + 14 + n * LINE}">{escape(row)}</text>' for n, row in enumerate(rows))
    return "".join(spans), y + len(rows) * LINE + 4


def _buttons(labels: list[str], y: int) -> tuple[str, int]:
    parts, x = list[str](), PAD
    for label in labels:
        parts.append(_box(x, y, _wide(label), label))
        x += _wide(label) + 8
    return "".join(parts), y + 36


def _beside(words: list[str], y: int) -> tuple[str, int]:
    line, label = words
    text, _ = _text([line], y + 6)
    return text + _box(WIDTH - PAD - _wide(label), y, _wide(label), label), y + 36


def _menus(hints: list[str], y: int) -> tuple[str, int]:
    return _box(PAD, y, WIDTH - 2 * PAD, f"{hints[0]}  ▾"), y + 36


def _wide(label: str) -> int:
    return 24 + 8 * len(label)


def _box(x: int, y: int, width: int, label: str) -> str:
    shape = f'<rect x="{x}" y="{y}" width="{width}" height="30" rx="6" fill="{SHADE}" stroke="{EDGE}"/>'
    return f'{shape}<text x="{x + 12}" y="{y + 20}">{escape(label)}</text>'


_TEXT = {"text": _text, "buttons": _buttons, "beside": _beside, "list": _menus}


async def shown(folder: Path) -> dict[str, list[Message]]:
    """What an admin and somebody who talks see."""
    async with DiscordServer() as server, road(folder, discord=server) as serving:
        village = server.world.server("village")
        square = server.world.channel(village, "square")
        mayor = Discorder(server, server.world.person("mayor"), square)
        village.managers.add(mayor.user.id)
        anna = Discorder(server, server.world.person("anna"), square)
        panel = [square.messages[one.ref] for one in await command(mayor, serving, "setup")]
        await command(anna, serving, "talk", "4")
        while "o" not in (await _go_on(anna, serving)):
            pass
        await _go_on(anna, serving)
        talk = [square.messages[one.ref] for one in anna.seen()][-4:]
        menu = [square.messages[one.ref] for one in await command(anna, serving, "menu")]
        return {"setup": panel, "talk": talk, "menu": menu}


async def _go_on(anna: Discorder, serving: Road) -> Sequence[str]:
    """Asks the first question, or leaves one open; what can be done then."""
    standing = keyboard(anna)
    assert standing is not None
    await anna.tap(standing, standing.verbs.index("skip") if "skip" in standing.verbs else 0)
    await serving.program.conversations.idle()
    await serving.program.sender.idle()
    following = keyboard(anna)
    assert following is not None
    return following.verbs


def main() -> None:
    PLACE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(shown(Path(folder)))
    for name, messages in found.items():
        (PLACE / f"discord-{name}.svg").write_text(drawn(messages), encoding="utf-8")
    (PLACE / "house.png").write_bytes(pictures.png(HOUSE))


if __name__ == "__main__":
    main()
