"""Interactions and direct messages on their way to the host.

Acknowledging comes first and waits for nothing but the network: Discord gives three seconds. Then the turn
is handed over, each person's in order of arrival. So it is where nothing could be acknowledged: its token is
good for nothing then, and the answer comes as an ordinary message. Who taps once more meanwhile is answered
once.

Every press reaches `interaction()` by its `custom_id` alone, after any restart. discord.py's `DynamicItem`
would do so too, but it looks the button up in the pressed message and silently drops the second of two fast
taps, whose message has lost its buttons meanwhile; the person would see "interaction failed".
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

import discord

from adapters.discord import inbound, outbound
from adapters.discord.acknowledging import NETWORK, acknowledged
from adapters.discord.handles import Handles
from adapters.discord.inbound import Asked
from adapters.discord.inspection import Inspection
from adapters.discord.markdown import sound
from adapters.discord.mentions import MentionLines, worded
from adapters.discord.order import AcknowledgedFirst, ServingOrder
from adapters.discord.threads import Threads, circle_of, person_of
from bot.frozen import replace
from bot.model import Address, Body, Inbound, Press, press_data
from bot.ports import Host

TOKEN_LIFE = timedelta(minutes=14)  # Discord says 15; one is kept back for what waits in the outbox
MAX_CHOICES, MAX_CHOICE, MAX_TITLE, MAX_FORM_TEXT = 25, 100, 45, 4000

_log = logging.getLogger(__name__)


class GatewayIntake:
    """One host's ear. `handles` remembers what was opened, for the sending side."""

    def __init__(
        self,
        host: Host,
        handles: Handles,
        threads: Threads,
        clock: Callable[[], datetime],
        inspection: Inspection,
    ) -> None:
        self._host, self._handles, self._threads, self._clock = host, handles, threads, clock
        self._inspection = inspection
        self._mentions = MentionLines(host, clock, self._hand, inspection.around)
        self.order, self._first = ServingOrder(), AcknowledgedFirst()
        self._kinds: dict[discord.InteractionType, Callable[[discord.Interaction, Asked], Awaitable[None]]]
        self._kinds = {
            discord.InteractionType.application_command: self._command,
            discord.InteractionType.component: self._press,
            discord.InteractionType.modal_submit: self._form,
            discord.InteractionType.autocomplete: self._suggest,
        }

    async def interaction(self, interaction: discord.Interaction) -> None:
        """One interaction, whatever its kind. Raises nothing but cancellation."""
        try:
            answer, asked = self._kinds.get(interaction.type), inbound.asked(interaction)
            if answer is not None and asked is not None:
                await answer(interaction, asked)
        except Exception as error:
            await self.poisoned(f"dc:{interaction.id}", "interaction", error)

    async def message(self, message: discord.Message) -> bool:
        """One direct message; whether the host has it (or it is of no concern)."""
        try:
            body = inbound.said(message)
        except Exception as error:
            await self.poisoned(f"dc:{message.id}", "message", error)
            return True
        return body is None or await self._hand(inbound.letter(message, body, self._clock()))

    def concerns(self, message: discord.Message, me: int) -> bool:
        """Whether a message in a server is for the bot: in its writer's own thread, or it calls the bot."""
        return self.is_own(message) or any(user.id == me for user in message.mentions)

    def is_own(self, message: discord.Message) -> bool:
        """Whether it stands in its writer's own thread."""
        own = self._threads.owner(str(message.channel.id))
        return own is not None and _is_of(own, message)

    async def elsewhere(self, message: discord.Message, me: int) -> None:
        """A message that calls the bot where no talk of its writer is: a circle's is taken in, else a line
        answers it."""
        own = self._threads.owner(str(message.channel.id))
        circle = circle_of(own) if own is not None else None
        if circle is None:
            await self._mentions.answer(message, me, own)
        else:
            await self._taken(message, me, own, circle)

    async def in_thread(self, message: discord.Message, me: int) -> bool:
        """A message in its writer's own thread; whether the host has it (or it is of no concern)."""
        own = self._threads.owner(str(message.channel.id))
        return own is None or await self._taken(message, me, own, None)

    async def _taken(
        self, message: discord.Message, me: int, own: Address | None, circle: str | None
    ) -> bool:
        try:
            body = inbound.heard(message, me)
        except Exception as error:
            await self.poisoned(f"dc:{message.id}", "message", error)
            return True
        if body is None:
            return True
        said = inbound.letter(message, body, self._clock(), own)
        return await self._hand(inbound.said_at(said, circle) if circle is not None else said)

    async def _hand(self, inbound_: Inbound, let_go: Callable[[], Awaitable[None]] | None = None) -> bool:
        """Whether the host has it. `let_go` is done where nothing will be said to it."""
        try:
            answered = await self._host.receive(inbound_)
        except Exception as error:
            _log.error("%s could not be taken in: %s", inbound_.id, type(error).__name__)
            return False
        if answered is False and let_go is not None:
            await let_go()
        return True

    async def _too_much(self, interaction: discord.Interaction, asked: Asked) -> None:
        """A "thinking" message that no turn answers says why."""
        words = outbound.plain(self._host.phrase("flood", asked.locale))
        try:
            await interaction.edit_original_response(content=words)
        except (discord.DiscordException, *NETWORK) as error:
            _log.debug("a thinking message could not be ended: %s", type(error).__name__)

    async def poisoned(self, id_: str, kind: str, error: Exception) -> None:
        """Something that could not be read or handled: type and id only."""
        _log.error("could not handle %s %s: %s", kind, id_, type(error).__name__)
        try:
            await self._host.poisoned(id_, kind, error)
        except Exception as second:
            _log.error("could not record %s either: %s", id_, type(second).__name__)

    # ------------------------------------------------------------ by kind

    async def _command(self, interaction: discord.Interaction, asked: Asked) -> None:
        body = inbound.command(asked.data, asked.user)
        if body is not None:
            await self._take(interaction, asked, body, "fill")

    async def _press(self, interaction: discord.Interaction, asked: Asked) -> None:
        press = inbound.pressed(asked.data)
        if press is None:
            await self._tell(interaction, asked, "stale")
            return
        asked = inbound.at_circle(asked, press)
        if asked.circle is None and press.owner != asked.user:
            await self._say(interaction, worded(self._host, "talk_of", asked.locale, press.owner))
        elif press.verb in (inbound.WORDS, inbound.LINE):
            await self._open_form(interaction, asked, press)
        else:
            await self._take(interaction, asked, press, "edit")

    async def _form(self, interaction: discord.Interaction, asked: Asked) -> None:
        opener, text = inbound.form_of(asked.data), inbound.typed(asked.data)
        if opener is None or text is None:
            await self._tell(interaction, asked, "stale")
            return
        asked = inbound.at_circle(asked, opener)
        if asked.circle is None and opener.owner != asked.user:
            await self._say(interaction, worded(self._host, "talk_of", asked.locale, opener.owner))
        else:
            showing = (opener.run, opener.step) if opener.run else None
            form = opener.verb if asked.circle is not None else ""
            words = replace(text, showing=showing, form=form)
            await self._take(interaction, asked, words, "edit" if asked.source is not None else "fill")

    async def _suggest(self, interaction: discord.Interaction, asked: Asked) -> None:
        field = inbound.focused(asked.data)
        if field is None:
            return
        found = self._host.suggest(*field, asked.locale)
        choices = [
            discord.app_commands.Choice(name=sound(label)[:MAX_CHOICE] or "…", value=value)
            for label, value in list(found)[:MAX_CHOICES]
            if len(value) <= MAX_CHOICE
        ]
        await acknowledged(interaction, lambda: interaction.response.autocomplete(choices))

    # ------------------------------------------------------------ answering

    async def _take(
        self, interaction: discord.Interaction, asked: Asked, body: Body, opens: Literal["fill", "edit"]
    ) -> None:
        """Acknowledges, then hands the turn over in its person's order."""
        ticket = self.order.take(asked.user)
        try:
            fill = opens == "fill"
            with self._first.one():
                await acknowledged(
                    interaction,
                    lambda: interaction.response.defer(ephemeral=fill and not asked.direct, thinking=fill),
                )
            if asked.lacking:
                await self._aside(interaction, asked)
            now_at = self._clock()
            expires_at = now_at + TOKEN_LIFE
            self._handles.opened(
                interaction.token,
                now_at,
                expires_at,
                asked.source,
                id_=int(asked.id),
                place=asked.chat if asked.direct else f"{asked.chat}:{asked.user}",
            )
            handle = inbound.handle(interaction, asked, opens, expires_at)
            if asked.own is not None:
                await self._threads.learn(self._host, asked.own, asked.chat)
            await self._first.calm()
            async with ticket.turn():
                let_go = partial(self._too_much, interaction, asked) if fill else None
                asked = await self._looked_at(asked, body)
                await self._hand(inbound.inbound(asked, body, now_at, handle), let_go)
        finally:
            ticket.give_up()

    async def _looked_at(self, asked: Asked, body: Body) -> Asked:
        """With what the interaction does not say of the place, and the turn wants to know."""
        if asked.around and self._threads.owner(asked.chat) is None:
            asked = inbound.within(asked, await self._inspection.kind(asked.around))
        if asked.venue is not None and asked.venue.admin and inbound.inspects(body):
            asked = replace(asked, venue=await self._inspection.of(asked.venue, body))
        return asked

    async def _aside(self, interaction: discord.Interaction, asked: Asked) -> None:
        """In a thread where the bot may not write any more the talk goes on for that person alone."""
        words = outbound.plain(self._host.phrase("aside", asked.locale))
        named = ", ".join(self._host.phrase(each, asked.locale) for each in asked.lacking)
        words = words.replace("{permissions}", outbound.plain(named))
        try:
            await interaction.followup.send(words, ephemeral=True)
        except (discord.DiscordException, *NETWORK) as error:
            _log.debug("a missing permission could not be told: %s", type(error).__name__)

    async def _tell(self, interaction: discord.Interaction, asked: Asked, name: str) -> None:
        """A word to the person who pressed, seen by them alone; nothing changes."""
        await self._say(interaction, outbound.plain(self._host.phrase(name, asked.locale)))

    async def _say(self, interaction: discord.Interaction, words: str) -> None:
        nobody = discord.AllowedMentions.none()
        await acknowledged(
            interaction,
            lambda: interaction.response.send_message(words, ephemeral=True, allowed_mentions=nobody),
        )

    async def _open_form(self, interaction: discord.Interaction, asked: Asked, press: Press) -> None:
        """The form is the first answer: after a deferral none can be opened."""
        form = self._host.modal(asked.locale)
        opener = inbound.FORM_PREFIX + press_data(press)
        modal = discord.ui.Modal(title=form.title[:MAX_TITLE], custom_id=opener)
        modal.add_item(
            discord.ui.TextInput[discord.ui.Modal](
                label=form.label[:MAX_TITLE],
                style=discord.TextStyle.paragraph,
                custom_id="words",
                placeholder=form.submit_hint[:MAX_CHOICE] or None,
                max_length=MAX_FORM_TEXT,
            )
        )
        modal.stop()  # the library need not remember it: what is sent comes in by its custom_id
        await acknowledged(interaction, lambda: interaction.response.send_modal(modal))


def _is_of(own: Address, message: discord.Message) -> bool:
    found = person_of(own)
    return found is not None and found[1] == str(message.author.id)
