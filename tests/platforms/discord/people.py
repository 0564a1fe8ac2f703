"""People at their screens: what they can do, and what each of them sees.

Every doing returns when the app has answered it or its three seconds are over.
"""

import asyncio

from tests.platforms.discord.allowed import allowed
from tests.platforms.discord.gateway import Gateway
from tests.platforms.discord.world import (
    ACK_SECONDS,
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    DM,
    MODAL_SUBMIT,
    OWN_CHAT,
    PRIVATE_THREAD,
    THREADS,
    Channel,
    Interaction,
    Message,
    Role,
    User,
    World,
    iso,
)

MANAGE_SERVER = 1 << 5


class People:
    """The driver's hands and eyes."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self.world, self.gateway = world, gateway

    # ------------------------------------------------------------ doing

    async def say(self, user: User, channel: Channel, text: str, **more: list) -> Message:
        """Types a message; `attachments`, `stickers`, `mentions` as in the message object."""
        self._may_act(user, channel)
        message = Message(self.world.snowflake(), channel, user, text, self.world.clock.now())
        message.attachments = more.get("attachments", [])
        message.stickers = more.get("stickers", [])
        message.mentions = more.get("mentions", [])
        channel.messages[message.id] = message
        channel.archived = False
        if channel.kind in THREADS:
            channel.members |= {user.id, *(one.id for one in message.mentions)}
        await self.gateway.message("MESSAGE_CREATE", message)
        return message

    async def say_dm(self, user: User, text: str, **more: list) -> Message:
        return await self.say(user, self.world.direct(user), text, **more)

    async def slash(
        self, user: User, place: Channel, name: str, options: dict[str, str] | None = None
    ) -> Interaction:
        """`/name` with its text options. A command that is not registered cannot be called."""
        call = self.world.interaction(COMMAND, user, place)
        await self._ask(call, self._command(user, place, name, options or {}))
        return call

    async def on_message(self, user: User, message: Message, name: str) -> Interaction:
        """Calls a command from the menu of a message."""
        found = [one for one in self.world.commands if one["type"] == 3 and one["name"] == name]
        assert found, f"{name} is in no message's menu"
        call = self.world.interaction(COMMAND, user, message.channel)
        target = str(message.id)
        resolved = {"messages": {target: message.json()}}
        data = {"id": found[0]["id"], "name": name, "type": 3, "target_id": target, "resolved": resolved}
        await self._ask(call, data)
        return call

    async def autocomplete(
        self, user: User, place: Channel, name: str, option: str, text: str
    ) -> list[tuple[str, str]]:
        """What is offered while `text` stands in that option: (name, value)."""
        call = self.world.interaction(AUTOCOMPLETE, user, place)
        await self._ask(call, self._command(user, place, name, {option: text}, focused=option))
        return [(choice["name"], choice["value"]) for choice in call.choices or []]

    async def press(
        self, user: User, message: Message, button: str | int, *, custom_id: str | None = None
    ) -> Interaction:
        """Taps a button, by label or by number from 0; `custom_id` taps one that is gone by now."""
        if custom_id is None:
            custom_id = find_button(message, button)["custom_id"]
        call = self.world.interaction(COMPONENT, user, message.channel, message)
        await self._ask(call, {"custom_id": custom_id, "component_type": 2})
        return call

    async def pick(
        self, user: User, message: Message, list_: int, *picked: Channel | Role | str
    ) -> Interaction:
        """Takes these from a select menu, by its number from 0 among the menus of that message."""
        item = [one for one in message.items() if one["type"] != 2][list_]
        assert item.get("min_values", 1) <= len(picked) <= item.get("max_values", 1), "the client refuses"
        if item["type"] == 3:
            assert set(picked) <= {one["value"] for one in item["options"]}, "the client offers others"
        values = [one if isinstance(one, str) else str(one.id) for one in picked]
        named = {str(one.id): one for one in picked if not isinstance(one, str)}
        kind = {6: "roles", 8: "channels"}.get(item["type"], "")
        shown = {id_: {"id": id_, "name": one.name} for id_, one in named.items()}
        data = {"custom_id": item["custom_id"], "component_type": item["type"], "values": values}
        call = self.world.interaction(COMPONENT, user, message.channel, message)
        await self._ask(call, data | ({"resolved": {kind: shown}} if kind else {}))
        return call

    async def submit_modal(self, user: User, opened: Interaction, text: str) -> Interaction:
        """Fills in the form that an interaction was answered with."""
        assert opened.modal is not None, "no form is open"
        call = self.world.interaction(MODAL_SUBMIT, user, opened.channel, opened.source)
        row = opened.modal["components"][0]
        classic = row["type"] == 1
        field = row["components"][0] if classic else row["component"]
        value = {"type": 4, "id": 2, "custom_id": field["custom_id"], "value": text}
        filled = (
            {"type": 1, "id": 1, "components": [value]}
            if classic
            else {"type": 18, "id": 1, "component": value}
        )
        await self._ask(call, {"custom_id": opened.modal["custom_id"], "components": [filled]})
        return call

    def _sees(self, command: dict, user: User, place: Channel) -> bool:
        """Whether the client offers that command, as far as its own settings say."""
        if place.guild is None:
            return 1 in (command.get("contexts") or [0, 1])
        needs = int(command.get("default_member_permissions") or 0)
        has = OWN_CHAT | (MANAGE_SERVER if user.id in place.guild.managers else 0)
        return 0 in (command.get("contexts") or [0, 1]) and needs & has == needs

    def _command(
        self, user: User, place: Channel, name: str, options: dict[str, str], focused: str = ""
    ) -> dict:
        found = [(c, s) for c in self.world.commands for s in [c, *_below(c)] if s["name"] == name]
        assert found, f"/{name} is not registered"
        whole, command = found[0]
        assert self._sees(whole, user, place), f"/{name} is not shown to {user.name} there"
        known = {option["name"]: option for option in command.get("options") or []}
        assert not set(options) - set(known), f"/{name} takes {sorted(known)}"
        given: list[dict] = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
        for option in given:
            if option["name"] == focused:
                assert known[focused].get("autocomplete"), f"{focused} has no autocomplete"
                option["focused"] = True
        called = {"name": name, "type": 1, "options": given}
        outside = {"id": whole["id"], "type": 1}
        return (
            called | outside if command is whole else {"name": whole["name"], "options": [called]} | outside
        )

    def _may_act(self, user: User, place: Channel) -> None:
        """The client of whoever may not does not let them."""
        if place.guild is None:
            return
        assert not place.guild.is_timed_out(user.id), f"{user.name} is timed out"
        assert self.sees(user, place), f"{user.name} is not in that thread"

    def sees(self, user: User, place: Channel) -> bool:
        """A private thread shows itself to those who are in it, and to moderators."""
        if place.kind != PRIVATE_THREAD or place.guild is None:
            return True
        return user.id in place.members | place.guild.managers

    async def _ask(self, call: Interaction, data: dict) -> None:
        self._may_act(call.user, call.channel)
        await self.gateway.dispatch("INTERACTION_CREATE", self.payload(call, data))
        left = call.at + ACK_SECONDS - self.world.clock.now()
        try:
            await asyncio.wait_for(call.done.wait(), max(0.0, left))
        except TimeoutError:
            return  # the person sees "the application did not respond"

    def payload(self, call: Interaction, data: dict) -> dict:
        """The interaction object of the gateway event."""
        place, user = call.channel, call.user
        shown = {
            "id": str(call.id),
            "application_id": str(self.world.bot.id),
            "type": call.kind,
            "token": call.token,
            "version": 1,
            "data": data,
            "channel": place.json(),
            "channel_id": str(place.id),
            "locale": user.locale,
            "entitlements": [],
            "authorizing_integration_owners": _owners(place, user),
            "context": 1 if place.kind == DM else 0,
            "app_permissions": str(allowed(self.world.bot, place)),
            "attachment_size_limit": 10_485_760,
        }
        if call.source is not None:
            shown["message"] = call.source.json()
        if place.guild is None:
            return shown | {"user": user.json()}
        guild = {"id": str(place.guild.id), "locale": "en-US", "features": []}
        member = {
            "user": user.json(),
            "roles": [str(role.id) for role in place.guild.held.get(user.id, [])],
            "joined_at": iso(call.at),
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "flags": 0,
            "pending": False,
            "nick": None,
            "avatar": None,
            "permissions": str(OWN_CHAT | (MANAGE_SERVER if user.id in place.guild.managers else 0)),
            "communication_disabled_until": None,
        }
        return shown | {
            "guild": guild,
            "guild_id": guild["id"],
            "guild_locale": "en-US",
            "member": member,
        }

    # ------------------------------------------------------------ seeing

    def messages(self, user: User, place: Channel) -> list[Message]:
        """What that person sees there, oldest first, ephemeral answers to them included."""
        if not self.sees(user, place):
            return []
        seen = [m for m in place.messages.values() if m.visible_to in (None, user.id)]
        return sorted(seen, key=lambda message: message.id)

    def transcript(self, user: User, place: Channel) -> list[tuple[str, str, tuple[str, ...]]]:
        """(who, text, button labels) of each message that person sees; "…" is a thinking one."""
        return [
            (m.author.name, "…" if m.loading else m.content, tuple(m.labels()))
            for m in self.messages(user, place)
        ]

    def last(self, user: User, place: Channel, *, with_buttons: bool = False) -> Message:
        """The newest message from the bot that the person sees there."""
        found = [m for m in self.messages(user, place) if m.author.bot and (m.components or not with_buttons)]
        assert found, "the bot has said nothing there"
        return found[-1]


def _below(command: dict) -> list[dict]:
    return [option for option in command.get("options") or [] if option["type"] == 1]


def _owners(place: Channel, user: User) -> dict[str, str]:
    """Who installed the app: the server ("0"; in its direct chat that is 0), or else the account ("1")."""
    if place.guild is None:
        return {"0": "0", "1": str(user.id)}
    return {"0": str(place.guild.id)} if place.guild.has_bot else {"1": str(user.id)}


def find_button(message: Message, button: str | int) -> dict:
    buttons = message.buttons()
    if isinstance(button, int):
        return buttons[button]
    found = [one for one in buttons if one.get("label") == button]
    assert found, f"no button {button!r} among {message.labels()}"
    return found[0]
