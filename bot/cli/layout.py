"""How a message looks on a platform: what is a button, what a menu, what is split, listed or cut.

Asks the platforms' own adapters for what they would send, so that this is never another layout than theirs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from textwrap import wrap

from bot.frozen import frozen
from bot.model import Limits, Message
from bot.printable import printable

_PHONE = 44  # columns of a message on a phone
_KEYBOARD = 76


@frozen
class Platform:
    """A platform's name, limits, and layout: messages that are sent for one, and its rows of buttons."""

    name: str
    limits: Limits
    parts: Callable[[Message], int]
    keys: Callable[[Message], list[list[str]]]
    menus: Callable[[Message], list[list[str]]]


def platform(name: str) -> Platform:
    """By name: telegram, discord or terminal. Imports that platform's library only."""
    return _PLATFORMS[name]()


def _telegram() -> Platform:
    from adapters.telegram.adapter import TelegramAdapter
    from adapters.telegram.outbound import keyboard

    def keys(message: Message) -> list[list[str]]:
        found = keyboard(message, "me") or {"inline_keyboard": []}
        return [[str(key["text"]) for key in row] for row in found["inline_keyboard"]]

    return Platform("Telegram", TelegramAdapter.limits, lambda message: 1, keys, lambda message: [])


def _discord() -> Platform:
    from adapters.discord.adapter import DiscordAdapter
    from adapters.discord.outbound import say

    def rows(message: Message, kind: int) -> Iterator[list[str]]:
        for row in _list(say(message)[-1].get("components")):
            found = [each for each in _list(row.get("components")) if each.get("type") == kind]
            if kind == _BUTTON and found:
                yield [str(each.get("label")) for each in found]
            for each in found if kind == _SELECT else ():
                yield [_entry(option) for option in _list(each.get("options"))]

    return Platform(
        "Discord", DiscordAdapter.limits, lambda message: len(say(message)),
        lambda message: list(rows(message, _BUTTON)), lambda message: list(rows(message, _SELECT)),
    )  # fmt: skip


def _entry(option: Mapping[str, object]) -> str:
    """An entry of a list: its label, and what stands below it."""
    label, below = str(option.get("label")), option.get("description")
    return f"{label.removesuffix('…')} {below}" if below else label


_BUTTON, _SELECT = 2, 3  # component types of Discord's API


def _list(value: object) -> list[Mapping[str, object]]:
    return list(value) if isinstance(value, list | tuple) else []


def _terminal() -> Platform:
    from adapters.terminal.adapter import TerminalAdapter
    from adapters.terminal.screen import labels, typable

    def keys(message: Message) -> list[list[str]]:
        count = len(typable(message.buttons))
        return [[f"{n}. {label}"] for n, label in enumerate(labels(message)[:count], 1)]

    return Platform("Terminal", TerminalAdapter.limits, lambda message: 1, keys, lambda message: [])


_PLATFORMS: Mapping[str, Callable[[], Platform]] = {
    "telegram": _telegram, "discord": _discord, "terminal": _terminal,
}  # fmt: skip


def drawn(message: Message, of: Platform, full: Sequence[str]) -> str:
    """The message in its frame, remarks under it. `full` are the options' whole texts, in order."""
    size = len(message.body.text)
    listing = message.listing if of.name != "Terminal" else ()
    room = f"{size} of {of.limits.max_text}" if of.name != "Terminal" else size
    out = [f"┌ {of.name} · {message.speaker} · {room} characters"]
    for row in (*message.body.text.split("\n"), *listing):
        out += [f"│ {part}" for part in wrap(row, _PHONE, break_long_words=True) or [""]]
    keys, menus = of.keys(message), of.menus(message)
    out += [f"├ {' '.join(f'[{label}]' for label in row)}" for row in keys]
    out += [f"├ menu ▾ {' | '.join(row)}" for row in menus]
    out.append("└" + "─" * 20)
    out += [f"  · {remark}" for remark in remarks(message, of, full)]
    return printable("\n".join(out))


def remarks(message: Message, of: Platform, full: Sequence[str]) -> Iterator[str]:
    """What of a message a person on that platform does not see as it was written, a sentence each."""
    if (count := of.parts(message)) > 1:
        yield f"sent as {count} messages: with what it escapes it is longer than {of.limits.max_text}"
    if message.listing and of.name != "Terminal":
        short = of.limits.short_label
        yield f"the questions are listed: a phone shows about {short} characters of a button"
    shown = [label for row in (*of.keys(message), *of.menus(message)) for label in row]
    for number, text in enumerate(full, 1):
        label = next((each for each in shown if _is(each, number, text)), None)
        if label is None:
            yield f"left out, for {of.name} takes {of.limits.max_buttons} buttons: {text}"
        elif label.endswith("…") and not text.endswith("…"):
            yield f"cut at {of.limits.max_label} characters: {text}"


def _is(label: str, number: int, text: str) -> bool:
    bare = label.removeprefix(f"{number}. ")
    return (
        label == str(number) or bare == text or (bare.endswith("…") and text.startswith(bare[:-1].rstrip()))
    )
