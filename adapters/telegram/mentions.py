"""Where the bot is called by its name in a group, and the words without it. Pure.

Entities count UTF-16 units: core.telegram.org/bots/api#messageentity.
"""

from collections.abc import Mapping
from typing import Any

from adapters.telegram.units import cut_out
from bot.frozen import frozen

Json = Mapping[str, Any]


@frozen
class Me:
    """The bot's own account; `username` without the @. `commands` are those that are ours in a group even
    where no bot is named: a group has other bots, and an admin is shown what is meant for them."""

    id: int
    username: str
    commands: frozenset[str] = frozenset()


def calls(message: Json, me: Me) -> bool:
    """Whether the bot is mentioned by its name."""
    return any(
        _names_me(entity, str(message.get(field)), me)
        for field, entities in (("text", "entities"), ("caption", "caption_entities"))
        for entity in _entities(message, entities)
    )


def words(message: Json, field: str, entities: str, me: Me, direct: bool) -> str:
    """The text; in a group without the bot's own name, which is said to it and not to the dialogue."""
    text = str(message[field])
    if not direct:
        mine = [entity for entity in _entities(message, entities) if _names_me(entity, text, me)]
        if mine:
            text = cut_out(text, [(entity["offset"], entity["length"]) for entity in mine]).strip(" ,:\n")
    return text


def _entities(message: Json, field: str) -> list[Json]:
    found = message.get(field)
    return [entity for entity in found if _spans(entity)] if isinstance(found, list) else []


def _spans(entity: Any) -> bool:
    if not isinstance(entity, dict):
        return False
    return all(
        isinstance(entity.get(name), int) and 0 <= entity[name] < 2**20 for name in ("offset", "length")
    )


def _names_me(entity: Json, text: str, me: Me) -> bool:
    if entity.get("type") == "text_mention":
        user = entity.get("user")
        return isinstance(user, dict) and user.get("id") == me.id
    if entity.get("type") != "mention" or not me.username:
        return False
    units = text.encode("utf-16-le", "surrogatepass")
    start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
    return units[start:end].decode("utf-16-le", "replace").lower() == f"@{me.username.lower()}"
