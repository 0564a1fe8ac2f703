"""The Bot API's methods over a `World`: one small function each, in a table by lower-case name."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.telegram import rules
from tests.platforms.telegram.rules import bad, decoded, flag, integer
from tests.platforms.telegram.world import ANSWER_LIFE, Chat, World

Params = Mapping[str, Any]
MAX_FILE = 50 * 1024 * 1024

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass
class BotProfile:
    """What a bot has said of itself: it stays at the platform, whether the bot runs or not. Commands by scope
    and language, descriptions by kind and language."""

    menus: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    abouts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_button: dict[str, Any] = field(default_factory=lambda: {"type": "default"})


class Methods:
    """`table[name](params)` returns the `result` of an answer or raises `Refused`."""

    def __init__(self, world: World, changed: Callable[[], None], profile: BotProfile) -> None:
        self.profile = profile
        self._world = world
        self._changed = changed
        self.webhook = ""
        self.hook: dict[str, Any] = {}  # secret, certificate, max_connections as they were set last
        self.hook_error: tuple[float, str] | None = None  # when and why an update was not taken
        self.no_photos = False
        self.no_files = False
        self.actions: list[tuple[int, str]] = []
        self.table: dict[str, Callable[[Params], Any]] = {
            "getme": self.get_me,
            "sendmessage": self.send_message,
            "editmessagetext": self.edit_text,
            "editmessagereplymarkup": self.edit_markup,
            "deletemessage": self.delete_message,
            "answercallbackquery": self.answer,
            "sendchataction": self.chat_action,
            "senddocument": self.send_document,
            "sendphoto": self.send_photo,
            "sendmediagroup": self.send_album,
            "sendaudio": self.send_audio,
            "getfile": self.get_file,
            "getchatadministrators": self.administrators,
            "getchatmember": self.get_member,
            "getchat": lambda params: self._chat(params).json(),
            "setmycommands": self.set_commands,
            "getmycommands": lambda params: self.profile.menus.get(_scope(params), []),
            "deletemycommands": lambda params: self.profile.menus.pop(_scope(params), True) and True,
            "getmydescription": lambda params: {"description": self._about("description", params)},
            "setmydescription": lambda params: self._describe("description", 512, params),
            "getmyshortdescription": lambda params: {"short_description": self._about("short", params)},
            "setmyshortdescription": lambda params: self._describe("short_description", 120, params),
            "getchatmenubutton": lambda params: self.profile.menu_button,
            "setchatmenubutton": self.set_menu_button,
            "setwebhook": self.set_webhook,
            "deletewebhook": self.delete_webhook,
            "getwebhookinfo": self.webhook_info,
        }

    def get_me(self, params: Params) -> Any:
        return {
            **self._world.bot.json(),
            "username": self._world.username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    # ------------------------------------------------------------ messages

    def send_message(self, params: Params) -> Any:
        chat = self._chat(params)
        text, entities = rules.message_text(params)
        return self._post(chat, params, {"text": text, **_some(entities=entities)})

    def send_document(self, params: Params) -> Any:
        chat = self._chat(params)
        file, _ = self._upload(params, "document")
        if self.no_files:
            raise bad("not enough rights to send documents to the chat")
        return self._post(chat, params, {"document": file, **_caption(params)})

    def send_album(self, params: Params) -> Any:
        """Of documents: 2 to 10, each a message of its own that stands with the others as one."""
        chat, media = self._chat(params), decoded(params, "media")
        if not isinstance(media, list) or not 2 <= len(media) <= 10:
            raise bad("wrong number of media items specified")
        if {item.get("type") for item in media} != {"document"}:
            raise bad("document can't be mixed with other media types")
        if self.no_photos:
            raise bad("not enough rights to send documents to the chat")
        group, sent = f"{len(self._world.files)}", []
        for item in media:
            name = item["media"].removeprefix("attach://")
            file, _ = self._upload(params, name)
            content = {"document": file, "media_group_id": group, **_caption(item)}
            sent.append(self._post(chat, params, content))
        return sent

    def send_photo(self, params: Params) -> Any:
        chat = self._chat(params)
        file, data = self._file(params, "photo")
        if self.no_photos:
            raise bad("not enough rights to send photos to the chat")
        if not data.startswith((b"\x89PNG", b"\xff\xd8")):
            raise bad("IMAGE_PROCESS_FAILED")
        return self._post(chat, params, {"photo": [file], **_caption(params)})

    def send_audio(self, params: Params) -> Any:
        chat = self._chat(params)
        file, data = self._file(params, "audio")
        if self.no_photos or not data:
            raise bad("not enough rights to send music to the chat")
        return self._post(chat, params, {"audio": file | {"duration": 1}, **_caption(params)})

    def _file(self, params: Params, field: str) -> tuple[dict[str, Any], bytes]:
        """A file that comes with the call, or one that was sent before, by its id."""
        given = params.get(field)
        if not isinstance(given, str):
            return self._upload(params, field)
        found = self._world.files.get(given)
        if found is None:
            raise bad("wrong file identifier/HTTP URL specified")
        return {"file_id": given, "file_unique_id": given[::-1]}, found[1]

    def _upload(self, params: Params, field: str) -> tuple[dict[str, Any], bytes]:
        upload = params.get(field)
        if not isinstance(upload, tuple):
            raise bad(f"there is no {field} in the request")
        name, data = upload
        if not data:
            raise bad("file must be non-empty")
        if len(data) > MAX_FILE:
            raise rules.Refused(413, "Request Entity Too Large")
        file_id = f"BQAC{len(self._world.files) + 1:06d}"
        self._world.files[file_id] = (name, data)
        file = {
            "file_id": file_id,
            "file_unique_id": file_id[::-1],
            "file_name": name,
            "file_size": len(data),
        }
        return file, data

    def _post(self, chat: Chat, params: Params, content: dict[str, Any]) -> Any:
        thread = integer(params, "message_thread_id")
        if thread is not None:
            if thread not in chat.topics:
                raise bad("message thread not found")
            content |= {"message_thread_id": thread, "is_topic_message": True}
        if self._world.is_shut(chat, thread, self._world.bot.id):
            raise bad("TOPIC_CLOSED")
        markup = rules.keyboard(params)
        preview = decoded(params, "link_preview_options")
        message = self._world.add_message(
            chat, self._world.bot, {**content, **_some(reply_markup=markup, link_preview_options=preview)}
        )
        self._changed()
        return message

    def edit_text(self, params: Params) -> Any:
        message = self._editable(params)
        if "text" not in message:
            raise bad("there is no text in the message to edit")
        text, entities = rules.message_text(params)
        wanted = {"text": text, **_some(entities=entities, reply_markup=rules.keyboard(params))}
        return self._edit(message, wanted, ("text", "entities", "reply_markup"))

    def edit_markup(self, params: Params) -> Any:
        message = self._editable(params)
        return self._edit(message, _some(reply_markup=rules.keyboard(params)), ("reply_markup",))

    def _editable(self, params: Params) -> dict[str, Any]:
        chat = self._chat(params)
        message = self._world.own_message(chat, integer(params, "message_id"))
        if set(message.get("reply_markup") or {}) - {"inline_keyboard"}:
            raise bad("message can't be edited")
        return message

    def _edit(self, message: dict[str, Any], wanted: dict[str, Any], keys: tuple[str, ...]) -> Any:
        if all(message.get(key) == wanted.get(key) for key in keys):
            raise bad(NOT_MODIFIED)
        for key in keys:
            message.pop(key, None)
        message |= wanted | {"edit_date": int(self._world.clock())}
        self._changed()
        return message

    def get_member(self, params: Params) -> Any:
        chat, user = self._chat(params), integer(params, "user_id") or 0
        person = self._world.person(user)
        return {"user": person.json(), "status": "administrator" if user in chat.admins else "member"}

    def delete_message(self, params: Params) -> Any:
        chat = self._chat(params)
        if chat.messages.pop(integer(params, "message_id") or 0, None) is None:
            raise bad("message to delete not found")
        self._changed()
        return True

    # ------------------------------------------------------------ taps and signs of life

    def answer(self, params: Params) -> Any:
        tap = self._world.taps.get(str(params.get("callback_query_id")))
        if tap is None or tap.answer is not None or self._world.clock() - tap.at > ANSWER_LIFE:
            raise bad(TOO_OLD)
        text = str(params.get("text", ""))
        if rules.utf16(text) > rules.MAX_ANSWER:
            raise bad("MESSAGE_TOO_LONG")
        url = str(params.get("url", ""))
        if url and not url.startswith(f"https://t.me/{self._world.username}?start="):
            raise bad("URL_INVALID")
        tap.answer = {"text": text, "show_alert": flag(params, "show_alert")} | ({"url": url} if url else {})
        self._changed()
        return True

    def chat_action(self, params: Params) -> Any:
        chat = self._chat(params)
        action = str(params.get("action"))
        if action not in rules.CHAT_ACTIONS:
            raise bad("wrong parameter action in request")
        self.actions.append((chat.id, action))
        return True

    def administrators(self, params: Params) -> Any:
        chat = self._chat(params)
        if chat.type == "private":
            raise bad("there are no administrators in the private chat")
        people = [self._world.person(each) for each in sorted(chat.admins)]
        return [{"status": "administrator", "user": person.json()} for person in people]

    def get_file(self, params: Params) -> Any:
        found = self._world.files.get(str(params.get("file_id")))
        if found is None:
            raise bad("invalid file_id")
        name, data = found
        file_id = str(params["file_id"])
        return {
            "file_id": file_id,
            "file_unique_id": file_id[::-1],
            "file_size": len(data),
            "file_path": f"documents/{file_id}/{name}",
        }

    # ------------------------------------------------------------ the bot's own settings

    def set_commands(self, params: Params) -> Any:
        key = _scope(params)
        self.profile.menus[key] = rules.commands(params)
        return True

    def _about(self, field: str, params: Params) -> str:
        return self.profile.abouts.get((field, str(params.get("language_code", ""))), "")

    def _describe(self, field: str, most: int, params: Params) -> Any:
        words = str(params.get(field, ""))
        if len(words) > most:
            raise bad("BOT_DESCRIPTION_TOO_LONG")
        self.profile.abouts[(field.partition("_")[0], str(params.get("language_code", "")))] = words
        return True

    def set_menu_button(self, params: Params) -> Any:
        self.profile.menu_button = decoded(params, "menu_button") or {"type": "default"}
        return True

    def set_webhook(self, params: Params) -> Any:
        url, secret = str(params.get("url", "")), str(params.get("secret_token", ""))
        if url and not url.startswith("https://"):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad("secret token contains unallowed characters")
        most = integer(params, "max_connections", 40) or 40
        self.hook = {"secret": secret, "certificate": params.get("certificate"), "most": most}
        allowed = decoded(params, "allowed_updates")
        if isinstance(allowed, list):
            self._world.allowed = frozenset(map(str, allowed)) if allowed else None
        return self._webhook(url, params)

    def delete_webhook(self, params: Params) -> Any:
        return self._webhook("", params)

    def _webhook(self, url: str, params: Params) -> Any:
        self.webhook = url
        if flag(params, "drop_pending_updates"):
            self._world.queue.clear()
        self._changed()
        return True

    def webhook_info(self, params: Params) -> Any:
        at, why = self.hook_error or (0.0, "")
        return {
            "url": self.webhook,
            "has_custom_certificate": bool(self.hook.get("certificate")),
            "pending_update_count": len(self._world.queue),
            **_some(last_error_date=int(at), last_error_message=why),
        }

    def _chat(self, params: Params) -> Chat:
        if not params.get("chat_id"):
            raise bad("chat_id is empty")
        return self._world.chat_for_bot(params["chat_id"])


def _caption(params: Params) -> dict[str, Any]:
    caption, entities = rules.caption_text(params)
    return _some(caption=caption, caption_entities=entities)


def _some(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _scope(params: Params) -> tuple[str, str]:
    scope = decoded(params, "scope") or {"type": "default"}
    language = str(params.get("language_code", ""))
    if language and not (len(language) == 2 and language.isalpha()):
        raise bad("LANGUAGE_CODE_INVALID")
    return str(scope.get("type")), language
