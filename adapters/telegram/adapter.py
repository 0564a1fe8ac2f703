"""The Telegram platform: connects, receives through `Intake`, sends what the outbox holds.

Nothing here decides what is said. Outside the outbox are only the answer to a tap and the typing
sign, which are tried once, beside everything else.
"""

import asyncio
import contextlib
import logging
import random as chance
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import UTC, datetime
from typing import Any

from telegram.constants import ChatAction
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest

from adapters.telegram import circles, outbound, posting, profile
from adapters.telegram.admins import Admins
from adapters.telegram.fields import locale_of
from adapters.telegram.inbound import FOREIGN, Ignored, Remark
from adapters.telegram.intake import ReadUpdate, UpdateIntake
from adapters.telegram.link import Link, Tempo
from adapters.telegram.mentions import Json, Me
from adapters.telegram.polling import Polling
from adapters.telegram.shelf import ReadFile, Shelf, nothing
from adapters.telegram.units import cut
from adapters.telegram.webhook import Receiver, Webhook
from bot.errors import Failure, SendFailed
from bot.frozen import replace
from bot.model import (
    Address,
    Limits,
    Message,
    Open,
    Outgoing,
    Rebutton,
    Receipt,
    Rich,
    Say,
    Settle,
    Upload,
)
from bot.ports import Hook, Host
from bot.time_limits import within

LIMITS = Limits(
    max_text=outbound.MAX_TEXT,
    measure="utf16",
    max_label=64,
    short_label=35,
    max_buttons=24,
    rate_overall=30.0,
    rate_chat=1.0,
    rate_group=20 / 60,
    burst_chat=4,
    writes_first=False,
)
LONG_POLL = 30  # seconds that a getUpdates may wait on the server
GRACE = 5.0  # seconds for turns in hand when the adapter is stopped
FAREWELL = 5.0  # seconds after that for the last word to the platform
PAID_RATE = 900.0  # messages a second; Telegram takes 1,000 of them
UNLISTED = frozenset({"start", "continue"})  # commands that are in no menu
log = logging.getLogger(__name__)


class TelegramAdapter:
    """`bot.ports.Adapter` for Telegram.

    `long_poll` (seconds) is how long the server may hold a poll, `grace` (seconds) how long turns in
    hand may go on after a stop. `webhook`: updates are brought there, and taken at `hook`; None: they are
    polled. `files` reads those of the scripts. `paid_broadcasts`: nudges may cost Stars. The other arguments
    are as in `Link`.
    """

    name = "telegram"
    limits = LIMITS

    def __init__(
        self,
        token: str,
        base_url: str | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Callable[[], float] = chance.random,
        *,
        long_poll: int = LONG_POLL,
        grace: float = GRACE,
        webhook: Webhook | None = None,
        files: ReadFile = nothing,
        paid_broadcasts: bool = False,
        request: BaseRequest | None = None,
        updates_request: BaseRequest | None = None,
    ) -> None:
        self._link = Link(token, base_url, Tempo(clock, sleep, random), request, updates_request)
        self._grace = grace
        self._shelf = Shelf(files)
        self._paid = paid_broadcasts
        if paid_broadcasts:
            self.limits = replace(self.limits, rate_broadcast=PAID_RATE)
        self._way: Polling | Receiver
        self.hook: Hook | None = None
        if webhook is None:
            self._way = Polling(self._link, long_poll)
        else:
            self._way = Receiver(self._link, webhook)
            self.hook = self._way.hook
        self._beside: set[asyncio.Task[None]] = set()
        self._token_line_said = False
        self._running = False

    def __repr__(self) -> str:
        return "TelegramAdapter()"

    @property
    def connected(self) -> bool:
        """Whether the account is known and the last word from the platform came through."""
        return self._running and self._link.known and not self._way.troubled

    # ------------------------------------------------------------ receiving

    async def run(self, host: Host) -> None:
        """Receives until cancelled. Raises `PlatformRefused` where Telegram rejects the token."""
        self._running = True
        try:
            await self._run(host)
        finally:
            self._running = False

    async def _run(self, host: Host) -> None:
        await self._shelf.open(host)
        ours = UNLISTED | {entry.name for entry in host.menu(None)}
        me = replace(await self._link.identify(), commands=ours)
        self._start(profile.put_right(self._link, host.languages(), host.menu, host.phrase))
        intake = UpdateIntake(
            host,
            me,
            lambda query, found: self._answer_tap(host, me, query, found),
            lambda remark: self._start(self._remark(host, remark)),
            Admins(self._link).located,
            clock=self._link.tempo.clock,
            sleep=self._link.tempo.sleep,
            random=self._link.tempo.random,
        )
        try:
            await self._way.receive(host, intake)
        finally:
            await self._wind_up(intake)

    async def _wind_up(self, intake: UpdateIntake) -> None:
        """Turns in hand end, and what they finished is confirmed."""
        await intake.finish(self._grace)
        with contextlib.suppress(TimeoutError):
            await within(FAREWELL, self._way.leave(intake))

    # ------------------------------------------------------------ beside the outbox

    def _answer_tap(self, host: Host, me: Me, query: Json, found: ReadUpdate) -> None:
        """Stops the button's clock; somebody else's button gets an alert instead."""
        text, locale = None, locale_of(query.get("from"))
        if isinstance(found, Ignored) and found.reason == FOREIGN:
            text = cut(host.phrase("foreign", locale), 200)
        said = circles.answer(found, me, lambda name: cut(host.phrase(name, locale), 200))
        self._start(self._answer(str(query.get("id")), text, said))

    async def _remark(self, host: Host, remark: Remark) -> None:
        """A line to a group, of no turn and to nobody in particular: tried once."""
        try:
            words = Say(Message(Rich(host.phrase(remark.phrase, remark.locale))))
            await posting.say(self._link.taps, remark.address, words, self._shelf)
        except (TelegramError, SendFailed) as error:
            log.debug("telegram: a line to a group was not sent: %s", self._link.words(error))

    async def _answer(self, query_id: str, text: str | None, said: Mapping[str, str]) -> None:
        try:
            alert = True if text else None
            shown = {"text": text, "show_alert": alert, **said}
            await self._link.taps.call("answerCallbackQuery", callback_query_id=query_id, **shown)
        except TelegramError as error:
            log.debug("telegram: a tap was not answered: %s", self._link.words(error))

    async def typing(self, address: Address) -> None:
        """Shows "typing…" for about five seconds. Failures do not matter."""
        try:
            to = outbound.place(address)
            await self._link.bot.send_chat_action(to.chat, ChatAction.TYPING, message_thread_id=to.thread)
        except (TelegramError, SendFailed) as error:
            log.debug("telegram: no typing sign: %s", self._link.words(error))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._beside.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("telegram: work beside the turns failed: %s", type(error).__name__)

    # ------------------------------------------------------------ sending

    async def send(self, outgoing: Outgoing, target: Receipt | None) -> Receipt | None:
        """Sends one row; a new message gives its receipt. Raises `SendFailed` and nothing else."""
        await self._link.open()
        receipt = None
        try:
            match outgoing.action:
                case Say() as say:
                    paid = self._paid and not outgoing.urgent
                    to = outgoing.address
                    receipt = await posting.say(self._link.bot, to, say, self._shelf, paid=paid)
                case Settle():
                    await posting.settle(self._link.bot, outgoing.action, target)
                case Upload():
                    receipt = await posting.upload(self._link.bot, outgoing.address, outgoing.action)
                case Rebutton(message=message):
                    await posting.rebutton(self._link.bot, message, target)
                case Open():  # its groups have no threads of people's own
                    raise SendFailed(Failure.REFUSED, "nothing to open")
        except TelegramError as error:
            raise self._failed(error, outgoing.address) from None
        self._way.wake()
        return receipt

    def _failed(self, error: TelegramError, to: Address) -> SendFailed:
        if isinstance(error, InvalidToken) and not self._token_line_said:
            self._token_line_said = True
            log.error("telegram: a message was refused because of the token; is it still valid?")
        failed = outbound.failure(error, direct=to.direct)
        failed.reason = self._link.redaction.clean(failed.reason)
        return failed

    # ------------------------------------------------------------ the end

    async def close(self) -> None:
        """Ends the connections. May be called twice."""
        for task in tuple(self._beside):
            task.cancel()
        if self._beside:
            await asyncio.wait(self._beside, timeout=1)
        await self._link.close()
