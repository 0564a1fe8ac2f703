"""Updates as the platform writes them: one of every kind, in the shapes that the Bot API documents."""

import copy
from typing import Any

BOT = {"id": 7000000001, "is_bot": True, "first_name": "Alana", "username": "alana_test_bot"}
ANNA = {"id": 4711, "is_bot": False, "first_name": "Anna", "username": "anna", "language_code": "de"}
BEN = {"id": 4712, "is_bot": False, "first_name": "Ben", "language_code": "pt-br"}
HOME = {"id": 4711, "type": "private", "first_name": "Anna", "username": "anna"}
GROUP = {"id": -4000, "type": "group", "title": "Us", "all_members_are_administrators": True}
FORUM = {"id": -1001234567890, "type": "supergroup", "title": "Forum", "is_forum": True}
CHANNEL = {"id": -1009876543210, "type": "channel", "title": "News"}
DATE = 1777896000
FILE = {"file_id": "AgAC", "file_unique_id": "AQAD", "file_size": 1000}
PHOTO = [{**FILE, "width": 90, "height": 60}]
ALANA_SAYS = {"message_id": 10, "from": BOT, "chat": HOME, "date": DATE, "text": "What moves you?"}


def message(**content: Any) -> dict[str, Any]:
    return {"message": {"message_id": 11, "from": ANNA, "chat": HOME, "date": DATE, **content}}


def grouped(chat: dict[str, Any] = GROUP, **content: Any) -> dict[str, Any]:
    return message(chat=chat, **content)


def tap(data: Any = "a1:3mv:o:1:2:0", **changes: Any) -> dict[str, Any]:
    query = {"id": "43", "from": ANNA, "message": ALANA_SAYS, "chat_instance": "-1", "data": data}
    return {"callback_query": query | changes}


def membership(old: str, new: str, chat: dict[str, Any] = HOME) -> dict[str, Any]:
    def state(status: str) -> dict[str, Any]:
        return {"user": BOT, "status": status, **({"until_date": 0} if status == "kicked" else {})}

    change = {"chat": chat, "from": ANNA, "date": DATE}
    return {"my_chat_member": change | {"old_chat_member": state(old), "new_chat_member": state(new)}}


POLL = {
    "id": "1",
    "question": "?",
    "options": [{"text": "a", "voter_count": 0, "persistent_id": "0"}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
REPLY_IN_GROUP = {**ALANA_SAYS, "chat": GROUP}
EVERY_KIND: dict[str, dict[str, Any]] = {
    "text": message(text="hello"),
    "command": message(text="/start evening-2", entities=[{"type": "bot_command", "offset": 0, "length": 6}]),
    "photo": message(photo=PHOTO),
    "photo_with_words": message(photo=PHOTO, caption="look"),
    "sticker": message(
        sticker={
            **FILE,
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
        }
    ),
    "voice": message(voice={**FILE, "duration": 3, "mime_type": "audio/ogg"}),
    "video": message(video={**FILE, "width": 10, "height": 10, "duration": 4}),
    "video_note": message(video_note={**FILE, "length": 240, "duration": 2}),
    "audio": message(audio={**FILE, "duration": 120, "title": "Song"}),
    "animation": message(animation={**FILE, "width": 10, "height": 10, "duration": 1}, document=FILE),
    "document": message(document={**FILE, "file_name": "a.pdf"}),
    "contact": message(contact={"phone_number": "+49123", "first_name": "Ben"}),
    "poll_message": message(poll=POLL),
    "dice": message(dice={"emoji": "🎲", "value": 3}),
    "story": message(story={"chat": HOME, "id": 5}),
    "location": message(location={"latitude": 52.5, "longitude": 13.4}),
    "venue": message(
        location={"latitude": 52.5, "longitude": 13.4},
        venue={"location": {"latitude": 52.5, "longitude": 13.4}, "title": "Café", "address": "1"},
    ),
    "forwarded": message(text="words", forward_origin={"type": "user", "date": DATE, "sender_user": BEN}),
    "reply": message(text="yes", reply_to_message=ALANA_SAYS),
    "pinned": message(pinned_message=ALANA_SAYS),
    "joined": grouped(new_chat_members=[BOT]),
    "left": grouped(left_chat_member=BEN),
    "titled": grouped(new_chat_title="Them"),
    "migrated": grouped(migrate_to_chat_id=-1001234567890),
    "topic_made": grouped(FORUM, forum_topic_created={"name": "Talk", "icon_color": 1}, message_thread_id=3),
    "auto_delete": message(message_auto_delete_timer_changed={"message_auto_delete_time": 86400}),
    "web_app": message(web_app_data={"data": "{}", "button_text": "x"}),
    "group_talk": grouped(text="not for the bot"),
    "group_command": grouped(text="/menu@alana_test_bot"),
    "group_reply": grouped(text="2", reply_to_message=REPLY_IN_GROUP),
    "group_photo": grouped(photo=PHOTO),
    "topic_command": grouped(FORUM, text="/menu", message_thread_id=3, is_topic_message=True),
    "anonymous_admin": grouped(
        text="/menu", sender_chat=GROUP, **{"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}}
    ),
    "edited": {"edited_message": message(text="hello!", edit_date=DATE + 5)["message"]},
    "edited_photo": {"edited_message": message(photo=PHOTO, edit_date=DATE + 5)["message"]},
    "heart": {
        "message_reaction": {
            "chat": HOME,
            "message_id": 10,
            "user": ANNA,
            "date": DATE,
            "old_reaction": [{"type": "emoji", "emoji": "👎"}],
            "new_reaction": [
                {"type": "emoji", "emoji": "❤"},
                {"type": "custom_emoji", "custom_emoji_id": "1"},
            ],
        }
    },
    "channel_post": {"channel_post": {"message_id": 1, "chat": CHANNEL, "date": DATE, "text": "news"}},
    "edited_channel_post": {
        "edited_channel_post": {
            "message_id": 1,
            "chat": CHANNEL,
            "date": DATE,
            "edit_date": DATE,
            "text": "n",
        }
    },
    "tap": tap(),
    "foreign_tap": tap("a1:3mw:o:1:2:0"),
    "junk_tap": tap("vote:5"),
    "old_tap": tap(message={"chat": HOME, "message_id": 10, "date": 0}),
    "inline_tap": {
        "callback_query": {
            "id": "44",
            "from": ANNA,
            "inline_message_id": "x",
            "chat_instance": "1",
            "data": "q",
        }
    },
    "game_tap": {
        "callback_query": {
            "id": "45",
            "from": ANNA,
            "message": ALANA_SAYS,
            "chat_instance": "1",
            "game_short_name": "g",
        }
    },
    "blocked": membership("member", "kicked"),
    "unblocked": membership("kicked", "member"),
    "added_to_group": membership("left", "member", GROUP),
    "inline_query": {"inline_query": {"id": "1", "from": ANNA, "query": "x", "offset": ""}},
    "chosen": {"chosen_inline_result": {"result_id": "1", "from": ANNA, "query": "x"}},
    "poll": {"poll": POLL},
    "poll_answer": {
        "poll_answer": {"poll_id": "1", "user": ANNA, "option_ids": [0], "option_persistent_ids": ["0"]}
    },
    "reaction": {
        "message_reaction": {
            "chat": HOME,
            "message_id": 10,
            "user": ANNA,
            "date": DATE,
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        }
    },
    "join_request": {
        "chat_join_request": {"chat": FORUM, "from": ANNA, "user_chat_id": 4711, "date": DATE, "bio": "hi"}
    },
    "reactions": {
        "message_reaction_count": {
            "chat": CHANNEL,
            "message_id": 10,
            "date": DATE,
            "reactions": [{"type": {"type": "emoji", "emoji": "👍"}, "total_count": 3}],
        }
    },
    "reaction_of_a_channel": {
        "message_reaction": {
            "chat": FORUM,
            "message_id": 10,
            "actor_chat": CHANNEL,
            "date": DATE,
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        }
    },
    "member": {
        "chat_member": {
            "chat": FORUM,
            "from": ANNA,
            "date": DATE,
            "old_chat_member": {"user": BEN, "status": "left"},
            "new_chat_member": {"user": BEN, "status": "member"},
        }
    },
    "boost": {
        "chat_boost": {
            "chat": FORUM,
            "boost": {
                "boost_id": "1",
                "add_date": DATE,
                "expiration_date": DATE + 9,
                "source": {"source": "premium", "user": ANNA},
            },
        }
    },
    "boost_gone": {
        "removed_chat_boost": {
            "chat": FORUM,
            "boost_id": "1",
            "remove_date": DATE,
            "source": {"source": "premium", "user": ANNA},
        }
    },
    "business": {
        "business_connection": {
            "id": "b1",
            "user": ANNA,
            "user_chat_id": 4711,
            "date": DATE,
            "is_enabled": True,
        }
    },
    "business_words": {"business_message": message(text="hi", business_connection_id="b1")["message"]},
    "business_edit": {"edited_business_message": message(text="hi", edit_date=DATE)["message"]},
    "business_gone": {
        "deleted_business_messages": {"business_connection_id": "b1", "chat": HOME, "message_ids": [1, 2]}
    },
    "shipping": {
        "shipping_query": {"id": "1", "from": ANNA, "invoice_payload": "x", "shipping_address": {"city": "B"}}
    },
    "checkout": {
        "pre_checkout_query": {
            "id": "1",
            "from": ANNA,
            "currency": "EUR",
            "total_amount": 100,
            "invoice_payload": "x",
        }
    },
    "bought": {"purchased_paid_media": {"from": ANNA, "paid_media_payload": "x"}},
    "managed": {"managed_bot": {"user": ANNA, "bot": BEN}},
    "guest": {"guest_message": message(text="hi", guest_query_id="1")["message"]},
    "unknown": {"telepathy": {"from": ANNA, "thought": "hm"}},
}


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place inside a payload."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, item in inner for found in ((*path, key), *paths(item, (*path, key)))]


def changed(payload: dict[str, Any], path: tuple[Any, ...], *junk: Any) -> dict[str, Any]:
    """A copy with the value at `path` replaced by `junk`, or gone where there is none."""
    whole = copy.deepcopy(payload)
    place: Any = whole
    for key in path[:-1]:
        place = place[key]
    if junk:
        place[path[-1]] = junk[0]
    else:
        del place[path[-1]]
    return whole
