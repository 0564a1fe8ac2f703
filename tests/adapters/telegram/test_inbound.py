"""What each kind of update is taken for, and that no junk gets through."""

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from telegram.constants import UpdateType

from adapters.telegram.fields import Unsound
from adapters.telegram.inbound import ALLOWED, FOREIGN, Found, Ignored, Remark, Upgraded, inbound
from adapters.telegram.mentions import Me
from bot.model import (
    Address,
    Body,
    CommandCall,
    Edited,
    Inbound,
    Located,
    Membership,
    Nodded,
    Press,
    Subject,
    Text,
    Unreadable,
)
from tests.adapters.telegram.house import NOON
from tests.adapters.telegram.payloads import (
    ANNA,
    CHANNEL,
    EVERY_KIND,
    FORUM,
    GROUP,
    changed,
    grouped,
    membership,
    message,
    paths,
    tap,
)
from tests.examples import with_examples

ME = Me(7000000001, "alana_test_bot", frozenset({"menu", "start"}))


def read(payload: dict[str, Any]) -> Found:
    return inbound({"update_id": 99, **payload}, ME, NOON)


TAKEN: dict[str, Body] = {
    "text": Text("hello"),
    "command": CommandCall("start", "evening-2"),
    "photo": Unreadable("photo"),
    "photo_with_words": Text("look"),
    "sticker": Unreadable("sticker"),
    "voice": Unreadable("voice"),
    "video": Unreadable("video"),
    "video_note": Unreadable("video_note"),
    "audio": Unreadable("audio"),
    "animation": Unreadable("animation"),
    "document": Unreadable("document"),
    "contact": Unreadable("contact"),
    "poll_message": Unreadable("poll"),
    "dice": Unreadable("dice"),
    "story": Unreadable("story"),
    "location": Located(52.5, 13.4),
    "venue": Located(52.5, 13.4),
    "forwarded": Text("words"),
    "reply": Text("yes"),
    "group_command": CommandCall("menu"),
    "group_reply": Text("2"),
    "topic_command": CommandCall("menu"),
    "tap": Press("4711", "o", 1, 2, "0"),
    "old_tap": Press("4711", "o", 1, 2, "0"),
    "edited": Edited("hello!"),
    "reaction": Nodded(),
    "heart": Nodded(),
    "blocked": Membership(False),
    "unblocked": Membership(True),
}


REMARKED = {"anonymous_admin", "added_to_group"}


def test_a_payload_of_every_kind_is_here() -> None:
    """Of every kind that the installed library knows, asked for or not."""
    kinds = {kind for payload in EVERY_KIND.values() for kind in payload}
    assert {kind.value for kind in UpdateType} - kinds == set()
    assert set(ALLOWED) <= {kind.value for kind in UpdateType}


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_of_update(kind: str) -> None:
    found = read(EVERY_KIND[kind])
    if kind in TAKEN:
        assert isinstance(found, Inbound), found
        assert found.body == TAKEN[kind]
        assert (found.id, found.subject, found.at) == ("tg:99", Subject("telegram", "4711"), NOON)
        assert found.locale == "de"
    elif kind == "migrated":
        assert isinstance(found, Upgraded)
    else:
        assert isinstance(found, Remark if kind in REMARKED else Ignored), found


@pytest.mark.parametrize(
    ("typed", "body"),
    [
        ("/MENU", CommandCall("menu")),
        ("/menu@Alana_Test_Bot", CommandCall("menu")),
        ("/start", CommandCall("start")),
        ("/remind  weekdays 8:00 ", CommandCall("remind", "weekdays 8:00")),
        ("/note two\nlines", CommandCall("note", "two\nlines")),
        ("/", Text("/")),
        ("/etc/passwd", Text("/etc/passwd")),
        ("/ menu", Text("/ menu")),
        (" /menu", Text(" /menu")),
        ("/größe", Text("/größe")),
        ("/" + "x" * 33, Text("/" + "x" * 33)),
        ("see /menu", Text("see /menu")),
        ("  spaces stay  ", Text("  spaces stay  ")),
        ("half \ud83d and \0", Text("half ? and  ")),
    ],
)
def test_commands_and_words(typed: str, body: Body) -> None:
    found = read(message(text=typed))
    assert isinstance(found, Inbound)
    assert found.body == body


def test_a_command_for_another_bot_is_not_ours() -> None:
    assert read(grouped(text="/menu@other_bot")) == Ignored("a command for another bot")


def test_addresses() -> None:
    home = read(message(text="x"))
    group = read(grouped(text="/menu"))
    topic = read(grouped(FORUM, text="/menu", message_thread_id=3, is_topic_message=True))
    reply = read(grouped(text="/menu", message_thread_id=3))
    found = [one.address for one in (home, group, topic, reply) if isinstance(one, Inbound)]
    assert found == [
        Address("telegram", "4711", None, direct=True),
        Address("telegram", str(GROUP["id"]), None, direct=False),
        Address("telegram", str(FORUM["id"]), "3", direct=False),
        Address("telegram", str(GROUP["id"]), None, direct=False),
    ]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"migrate_to_chat_id": -1001}, Upgraded(str(GROUP["id"]), "-1001")),
        ({"migrate_from_chat_id": -7}, Upgraded("-7", str(GROUP["id"]))),
        ({"migrate_to_chat_id": 4711}, Ignored("a service message")),
        ({"migrate_to_chat_id": "-1001"}, Ignored("a service message")),
        ({"migrate_to_chat_id": True}, Ignored("a service message")),
        ({"migrate_to_chat_id": GROUP["id"]}, Ignored("a service message")),
        ({"migrate_to_chat_id": -(2**60)}, Ignored("a service message")),
    ],
)
def test_a_group_says_that_it_has_another_id(fields: dict[str, object], found: object) -> None:
    assert read(grouped(**fields)) == found


def test_a_direct_chat_never_moves() -> None:
    assert read(message(migrate_to_chat_id=-1001)) == Ignored("a service message")


def test_taps_know_their_message() -> None:
    for payload in (EVERY_KIND["tap"], EVERY_KIND["old_tap"]):
        found = read(payload)
        assert isinstance(found, Inbound)
        assert (found.source, found.address.chat) == ("10", "4711")


def test_a_tap_on_somebody_elses_button_is_told_apart_from_junk() -> None:
    assert read(EVERY_KIND["foreign_tap"]) == Ignored(FOREIGN)
    for data in (
        "",
        "a1",
        "a1:3mv:o:1:2",
        "x" * 64,
        "a1:3mv::1:2:0",
        "a1:3mv:o:-1:2:0",
        "\ud83d",
        "a1:ü:o:1:2:0",
    ):
        found = read(tap(data))
        assert isinstance(found, Ignored)
        assert found.reason != FOREIGN


@pytest.mark.parametrize(
    ("code", "locale"),
    [
        ("en", "en"),
        ("pt-br", "pt-br"),
        ("zh-hans", "zh-hans"),
        ("", None),
        ("<b>", None),
        (7, None),
        ("e" * 40, None),
    ],
)
def test_locale(code: Any, locale: str | None) -> None:
    found = read(message(text="x", **{"from": {**ANNA, "language_code": code}}))
    assert isinstance(found, Inbound)
    assert found.locale == locale


@pytest.mark.parametrize("kind", sorted(EVERY_KIND))
def test_what_the_platform_adds_to_its_objects_or_drops_from_them_is_no_reason_not_to_read(kind: str) -> None:
    """A poll of the next version must not make a message unreadable: only what is used is looked at."""
    payload = copy.deepcopy(EVERY_KIND[kind])
    content = next(iter(payload.values()))
    for name in ("poll", "sticker", "voice", "document", "contact", "dice", "story", "photo", "entities"):
        if name in content:
            content[name] = {"of": "another shape"}
    for object_ in (payload, content, content.get("from"), content.get("chat")):
        if isinstance(object_, dict):
            object_["added_next_year"] = {"id": [1]}
    assert read(payload) == read(EVERY_KIND[kind])


def test_in_a_group_only_what_is_meant_for_the_bot_is_read() -> None:
    for payload, body in (
        (grouped(text="/roll"), None),
        (grouped(text="/ban somebody"), None),
        (grouped(text="/ban@other_bot"), None),
        (grouped(text="/ban@alana_test_bot"), CommandCall("ban")),
        (grouped(text="/MENU"), CommandCall("menu")),
        (grouped(text="@alana_test_bots are many"), None),
        (
            grouped(
                text="👩‍🚀 hi @Alana_Test_Bot, hello",
                entities=[{"type": "mention", "offset": 9, "length": 15}],
            ),
            Text("👩‍🚀 hi , hello", called=True),
        ),
        (
            grouped(
                text="Alana?",
                entities=[{"type": "text_mention", "offset": 0, "length": 5, "user": {"id": 7000000001}}],
            ),
            Text("?", called=True),
        ),
        (
            grouped(
                caption="@alana_test_bot look",
                photo=[{}],
                caption_entities=[{"type": "mention", "offset": 0, "length": 15}],
            ),
            Text("look", called=True),
        ),
    ):
        found = read(payload)
        assert (found.body if isinstance(found, Inbound) else None) == body, payload


def test_what_is_written_in_a_groups_name_gets_a_line_where_it_was_meant_for_the_bot() -> None:
    admin = {"sender_chat": GROUP, "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}}
    here = Address("telegram", "-4000", None, direct=False)
    assert read(grouped(text="/menu", **admin)) == Remark(here, "anonymous", None)
    assert isinstance(read(grouped(text="/ban", **admin)), Ignored)
    assert isinstance(read(grouped(text="chat", **admin)), Ignored)
    post = {"sender_chat": CHANNEL, "from": {"id": 777000, "is_bot": False}, "is_automatic_forward": True}
    assert isinstance(read(grouped(text="/menu", **post)), Ignored)


def test_the_pictures_of_an_album_are_one_thing_that_was_done() -> None:
    found = [read(message(photo=[{}], media_group_id="9", message_id=n)) for n in (11, 12)]
    assert {one.id for one in found if isinstance(one, Inbound)} == {"tg:4711:9"}
    assert isinstance(written := read(message(photo=[{}], media_group_id="9", caption="x")), Inbound)
    assert written.id == "tg:99", "words are read, whatever was answered"


def test_of_a_message_that_the_bot_can_no_longer_see_the_topic_is_not_known() -> None:
    found = read(tap(message={"chat": FORUM, "message_id": 10, "date": 0}))
    assert isinstance(found, Inbound)
    assert not found.thread_known
    seen = read(tap())
    assert isinstance(seen, Inbound)
    assert seen.thread_known


def test_being_added_to_a_group_gets_a_line_and_other_changes_there_do_not() -> None:
    assert isinstance(read(membership("left", "administrator", GROUP)), Remark)
    assert isinstance(read(membership("member", "administrator", GROUP)), Ignored)
    assert isinstance(read(membership("left", "member", CHANNEL)), Ignored)


def test_membership_in_groups_is_of_no_concern() -> None:
    assert isinstance(read(membership("member", "kicked", GROUP)), Ignored)
    assert isinstance(read(membership("member", "left")), Ignored)


# ---------------------------------------------------------------- junk

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=True),
    st.text(max_size=8),
    st.sampled_from(["\ud83d", "a1:3mv:o:1:2:0", "private", "4711"]),
    st.just([]),
    st.just({}),
    st.lists(st.integers(), max_size=2),
)


@st.composite
def broken(draw: st.DrawFn) -> dict[str, Any]:
    """A recorded update with up to three of its values replaced or missing."""
    payload = {"update_id": 99, **copy.deepcopy(EVERY_KIND[draw(st.sampled_from(sorted(EVERY_KIND)))])}
    for _ in range(draw(st.integers(1, 3))):
        if places := paths(payload):
            junk = (draw(JUNK),) if draw(st.booleans()) else ()
            payload = changed(payload, draw(st.sampled_from(places)), *junk)
    return payload


@with_examples(400, suppress_health_check=[HealthCheck.too_slow])
@given(broken())
def test_whatever_comes_is_well_formed_or_said_to_be_unsound(payload: dict[str, Any]) -> None:
    before = copy.deepcopy(payload)
    try:
        found = inbound(payload, ME, NOON)
    except Unsound:
        return  # the intake records such an update as poisonous
    finally:
        assert repr(payload) == repr(before)
    if isinstance(found, Ignored | Remark):
        return
    if isinstance(found, Upgraded):
        assert max(int(found.chat), int(found.to)) < 0
        return
    assert found.subject.key.isdigit()
    int(found.address.chat)
    assert found.locale is None or found.locale.isascii()
    match found.body:
        case Text(text) | CommandCall(argument=text) | Edited(text):
            assert isinstance(text, str)
            text.encode()
        case Press(owner=owner):
            assert owner == found.subject.key
        case Located(latitude, longitude):
            assert -90 <= latitude <= 90
            assert -180 <= longitude <= 180
        case Unreadable() | Membership() | Nodded():
            pass
        case other:
            raise AssertionError(f"Telegram gives no {other}")
