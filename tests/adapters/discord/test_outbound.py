"""Payloads, the menu, and the memory of handles: pure parts, by example."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.discord import menu, outbound
from adapters.discord.handles import Handles
from bot.frozen import replace
from bot.model import Button, MenuEntry, Message, Picker, Picture, Press, Rich, Settle, Upload
from bot.venues import Named
from tests.adapters.discord.reader import read
from tests.platforms.discord import command_rules, rules

OWNER = "1574198598508216326"
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def buttons(count: int) -> tuple[Button, ...]:
    return tuple(Button(f"question {n}", Press(OWNER, "o", 9, 99, str(n))) for n in range(count))


@pytest.mark.parametrize(
    ("count", "columns", "widths"),
    [
        (0, 1, []),
        (3, 1, [1, 1, 1]),
        (6, 1, [2, 2, 2]),
        (5, 2, [2, 2, 1]),
        (25, 1, [5] * 5),
        (26, 3, [5] * 5),
        (3, 9, [3]),
    ],
)
def test_rows(count: int, columns: int, widths: list[int]) -> None:
    rows = outbound.rows(buttons(count), columns)
    assert [len(row["components"]) for row in rows] == widths  # type: ignore[arg-type]
    rules.components(rows)


def test_labels_are_cut_and_never_empty() -> None:
    labels = ("x" * 80, "x" * 81, " ")
    made = tuple(Button(label, Press(OWNER, "o", n)) for n, label in enumerate(labels))
    (row,) = outbound.rows(made, 3)
    shown = [one["label"] for one in row["components"]]  # type: ignore[union-attr]
    assert shown == ["x" * 80, "x" * 79 + "…", "…"]
    rules.components([row])


@pytest.mark.parametrize("length", [5, 1900, 2000, 2100])
def test_who_is_called_is_pinged_alone_and_nothing_is_lost(length: int) -> None:
    said = outbound.say(Message(Rich("x" * length + f" <@{int(OWNER) + 1}> @everyone"), buttons(2)))
    called = outbound.calling(said, OWNER)
    for payload in called:
        rules.message(payload, 0)
    pinged = [who for one in called for who in rules.pings(one["content"], one["allowed_mentions"])]  # type: ignore[arg-type]
    assert pinged == [OWNER]
    whole = "".join(str(one["content"]) for one in called).replace(f"<@{OWNER}>", "", 1).replace(" ", "")
    assert whole == "".join(str(one["content"]) for one in said).replace(" ", "")
    assert called[-1]["components"] == said[-1]["components"]


def test_a_question_with_its_listing() -> None:
    message = Message(Rich("Well?"), buttons(2), ("1. Who *are* you?", "2. Why?"))
    (payload,) = outbound.say(message)
    assert payload["content"] == "Well?\n\n1. Who \\*are\\* you?\n2. Why?"
    assert read(str(payload["content"])).text == "Well?\n\n1. Who *are* you?\n2. Why?"
    assert payload["allowed_mentions"] == {"parse": []}
    rules.message(payload, 0)


def test_settling_drops_listing_and_buttons() -> None:
    payload = outbound.settled(Settle("p-1-0", Rich("Well?"), "Who\n*are* you?"))
    assert payload["content"] == "Well?\n> Who \\*are\\* you?"
    assert payload["components"] == []
    assert outbound.settled(Settle("p-1-0", Rich("Well?"), None))["content"] == "Well?"


@pytest.mark.parametrize("body", [1900, 1960, 1990, 2000])
def test_settling_fits_whatever_was_chosen(body: int) -> None:
    payload = outbound.settled(Settle("p-1-0", Rich("x" * body), "why? " * 30))
    rules.message(payload, 0)
    assert str(payload["content"]).startswith("x" * body)


def test_nonces_fit_and_are_stable() -> None:
    assert outbound.nonce("abc-1-0", 0) == "abc-1-0"
    others = {outbound.nonce("abc-1-0", 1), outbound.nonce("abc-1-0", 2), outbound.nonce("y" * 40, 0)}
    assert len(others) == 3
    assert all(len(one) <= 25 for one in others)


def test_an_upload() -> None:
    payload, (file,) = outbound.upload(Upload("a.txt", "text", "*Yours*"))
    assert file.content == b"text"
    assert payload["content"] == r"\*Yours\*"
    assert "text" not in repr(payload)


def test_an_upload_with_its_picture_beside_it() -> None:
    drawn = outbound.SentFile("way.png", b"PNG", "image/png")
    payload, files = outbound.upload(Upload("a.txt", "text", "Ours", Picture("", "A path.", (2,))), drawn)
    assert [file.name for file in files] == ["a.txt", "way.png"]
    assert payload["attachments"] == [
        {"id": 0, "filename": "a.txt"},
        {"id": 1, "filename": "way.png", "description": "A path."},
    ]


def test_the_menu_differs_only_when_it_does() -> None:
    entries = (MenuEntry("talk", "x" * 120, "episode", ""), MenuEntry("help", "What there is"))
    wanted = menu.commands(lambda locale: entries)
    command_rules.commands(wanted)
    assert [one["description_localizations"] for one in wanted] == [{}, {}]
    stored = [one | {"id": "1", "nsfw": False, "default_member_permissions": None} for one in wanted[::-1]]
    assert not menu.differs(stored, wanted)
    assert menu.differs(stored[:1], wanted)
    assert menu.differs([stored[0] | {"description": "Help"}, stored[1]], wanted)
    assert menu.differs("nonsense", wanted)
    assert menu.differs([stored[0] | {"default_member_permissions": "32"}, stored[1]], wanted)


def test_lists_to_pick_from_are_as_discord_takes_them() -> None:
    press = Press("7", "setup", value="channels")
    named = tuple(Named(str(n), f"*{n}*") for n in range(30))
    kinds = ("channels", "roles", "offers")
    hint = "h" * 200
    pickers = tuple(
        Picker(kind, replace(press, value=kind), hint, named[:1], named, 1)  # type: ignore[arg-type]
        for kind in kinds
    )
    (payload,) = outbound.say(
        Message(Rich("Choose."), (Button("Back", replace(press, value="")),), pickers=pickers)
    )
    rules.message(payload, 0)
    rows = payload["components"]
    assert isinstance(rows, list)
    assert [[item["type"] for item in row["components"]] for row in rows] == [[8], [6], [3], [2]]
    assert [one["default"] for one in rows[2]["components"][0]["options"]] == [True] + [False] * 24
    assert rows[2]["components"][0]["options"][1]["label"] == "*1*", "plain there, not escaped"


def test_handles_are_few_and_keep_their_first() -> None:
    handles = Handles(most=2)
    for number in range(3):
        handles.opened(f"t{number}", NOW, NOW + timedelta(minutes=14), None)
    assert [handles.knows(f"t{n}") for n in range(3)] == [False, True, True]
    assert handles.fills("t1", "a")
    assert not handles.fills("t1", "b")
    assert handles.fills("t1", "a")
    handles.opened("t1", NOW, NOW + timedelta(minutes=14), None)  # the event came twice
    assert not handles.fills("t1", "b")
    handles.opened("late", NOW + timedelta(minutes=15), NOW + timedelta(minutes=29), "77")
    assert [handles.knows(name) for name in ("t1", "t2", "late")] == [False, False, True]
    assert handles.source("late") == "77"
    assert "late" not in repr(handles)
