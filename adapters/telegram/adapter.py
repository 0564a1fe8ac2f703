"""The Telegram platform: connects, receives through `Intake`, sends what the outbox holds.

Nothing here decides what is said. Outside the outbox are only the answer to a tap and the typing
sign, which are tried once, beside everything else.
"""

import asyncio
import contextlib
import logging
import random as chance
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from telegram import BotCommand, User
from telegram.constants import ChatAction
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import BaseRequest

from adapters.telegram import circles, outbound, posting
from adapters.telegram.client import Queued, hold_warnings, make_bot
from adapters.telegram.inbound import ALLOWED, FOREIGN, Ignored, Remark, locale_of
from adapters.telegram.intake import RawUpdates, ReadUpdate, UpdateIntake
from adapters.telegram.mentions import Json, Me
from adapters.telegram.quiet import hush, release
from adapters.telegram.units import cut
from adapters.telegram.waiting import Outage
from bot.errors import Failure, PlatformRefused, SendFailed
from bot.frozen import replace
from bot.model import (
    Address,
    Limits,
    MenuEntry,
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
from bot.ports import Host
from bot.refusals import shortened

LIMITS = Limits(
    max_text=outbound.MAX_TEXT,
    measure="utf16",
    max_label=64,
    short_label=30,
    max_buttons=24,
    rate_overall=30.0,
    rate_chat=1.0,
    rate_group=20 / 60,
    burst_chat=4,
)
LONG_POLL = 30  # seconds that a getUpdates may wait on the server
GRACE = 5.0  # seconds for turns in hand when the adapter is stopped
MENU_LANGUAGES = ("", "de")
MENU_TRIES = 5
REFUSED_TOKEN = "Telegram does not know this token: copy it again from @BotFather into ALANA_TELEGRAM_TOKEN"
REFUSED_ELSEWHERE = "; or ALANA_TELEGRAM_API_URL does not name a Bot API server"
UNLISTED = frozenset({"start", "continue"})  # commands that are in no menu
# Pauses in seconds, a minute in all, before a token that is not accepted is called refused: a server that
# was set up anew, or a proxy before it, says so of good ones for a moment.
SECOND_LOOKS = (2.0, 4.0, 8.0, 16.0, 30.0)
POLL_PATIENCE = 5.0  # seconds beyond the long poll's own time
LONGEST_PAUSE = 10.0  # seconds between two polls that fail: people wait for the one that works

T = TypeVar("T")
log = logging.getLogger(__name__)


class TelegramAdapter:
    """`bot.ports.Adapter` for Telegram.

    `long_poll` (seconds) is how long the server may hold a poll, `grace` (seconds) how long turns in
    hand may go on after a stop. `base_url` is another API server's address without `/bot…` (None:
    api.telegram.org). `request` and `updates_request` replace the library's HTTP client (for
    measurements without a network).
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
        request: BaseRequest | None = None,
        updates_request: BaseRequest | None = None,
    ) -> None:
        hold_warnings()
        self._redaction = hush(token)
        self._elsewhere = base_url is not None and "://api.telegram.org" not in base_url
        self._clock, self._sleep, self._random = clock, sleep, random
        self._long_poll, self._grace = long_poll, grace
        self._raw = RawUpdates(updates_request or Queued(connections=1))
        self._bot = make_bot(token, base_url, request or Queued(connections=32), self._raw)
        # Taps are answered beside everything that is sent, however much that is.
        self._taps = make_bot(token, base_url, request or Queued(connections=16), self._raw)
        self._ready = False
        self._known = False  # who we are
        self._beside: set[asyncio.Task[None]] = set()
        self._token_line_said = False
        self._polling = Outage("asking for updates", sleep, random, LONGEST_PAUSE)

    def __repr__(self) -> str:
        return "TelegramAdapter()"

    @property
    def connected(self) -> bool:
        """Whether the account is known and the last poll came back."""
        return self._known and not self._polling.lasts

    # ------------------------------------------------------------ receiving

    async def run(self, host: Host) -> None:
        """Receives until cancelled. Raises `PlatformRefused` where Telegram rejects the token."""
        ours = UNLISTED | {entry.name for entry in host.menu(None)}
        me = replace(await self._connect(), commands=ours)
        self._start(self._register_menus(host))
        intake = UpdateIntake(
            host,
            me,
            self._fetch,
            lambda query, found: self._answer_tap(host, me, query, found),
            lambda remark: self._start(self._remark(host, remark)),
            partial(circles.looked, self._bot),
            clock=self._clock,
            sleep=self._sleep,
            random=self._random,
        )
        try:
            while True:
                await self._receive(host, intake)
        finally:
            await self._wind_up(intake)

    async def _receive(self, host: Host, intake: UpdateIntake) -> None:
        """One poll, or one pause after a failed one."""
        outage = self._polling
        try:
            await intake.once()
        except Conflict as error:
            await outage.pause(_conflict(error))
            if "webhook" in str(error).lower():
                await self._connect()
        except InvalidToken:
            await outage.pause("Telegram did not accept the token")
            await self._connect()
        except TelegramError as error:
            await self._wait(outage, error)
        else:
            if outage.over():
                host.reached(self.name)

    async def _wait(self, outage: Outage, error: TelegramError) -> None:
        """A pause after any failure, as long as the platform asks for."""
        failed = outbound.failure(error)
        await outage.pause(self._redaction.clean(failed.reason), at_least=failed.retry_after or 0.0)

    async def _fetch(self, offset: int | None) -> list[Any]:
        await self._bot.get_updates(
            offset=offset, timeout=self._long_poll, allowed_updates=ALLOWED, read_timeout=POLL_PATIENCE
        )
        return self._raw.batch

    async def _connect(self) -> Me:
        """Who we are. Tries for ever, except where the token is wrong; takes a webhook off, which would
        keep polls from working, and leaves what people wrote meanwhile in place."""
        await self._initialize()
        outage = Outage("connecting", self._sleep, self._random)
        user = await self._whoami(outage)
        for pause in SECOND_LOOKS:
            if user is not None:
                break
            log.warning("telegram: ALANA_TELEGRAM_TOKEN was not accepted; asking again in %g seconds", pause)
            await self._sleep(pause)
            user = await self._whoami(outage)
        if user is None:  # raised outside any handler: no earlier error hangs on this one
            raise PlatformRefused(REFUSED_TOKEN + (REFUSED_ELSEWHERE if self._elsewhere else ""))
        with contextlib.suppress(InvalidToken):  # a proxy without webhooks answers 404
            await self._until(outage, partial(self._bot.delete_webhook, drop_pending_updates=False))
        log.info("telegram: listening as @%s", user.username)
        self._known = True
        return Me(user.id, user.username or "")

    async def _whoami(self, outage: Outage) -> User | None:
        """The bot's account; None: the token is not accepted."""
        try:
            return await self._until(outage, self._bot.get_me)
        except InvalidToken:
            return None

    async def _until(self, outage: Outage, call: Callable[[], Awaitable[T]]) -> T:
        """The result of `call`, tried for ever; only a refused token ends it (`InvalidToken`)."""
        while True:
            try:
                result = await call()
            except InvalidToken:
                raise
            except TelegramError as error:
                await self._wait(outage, error)
            else:
                outage.over()
                return result

    async def _initialize(self) -> None:
        """The HTTP clients alone: the library's own start calls getMe once and names the token."""
        if not self._ready:
            await self._bot.request.initialize()
            await self._taps.request.initialize()
            await self._raw.initialize()
            self._ready = True

    async def _wind_up(self, intake: UpdateIntake) -> None:
        """Turns in hand end, and what they finished is confirmed, so that it does not come again."""
        await intake.finish(self._grace)
        offset = intake.ledger.offset()
        if offset is None:
            return
        try:
            async with asyncio.timeout(1):
                await self._bot.get_updates(offset=offset, limit=1, timeout=0, allowed_updates=ALLOWED)
        except (TelegramError, TimeoutError):
            log.debug("telegram: the last offset was not confirmed; those updates come again")

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
            await posting.say(self._taps, remark.address, words)
        except (TelegramError, SendFailed) as error:
            log.debug("telegram: a line to a group was not sent: %s", self._redaction.clean(str(error)))

    async def _answer(self, query_id: str, text: str | None, said: Mapping[str, str]) -> None:
        try:
            alert = True if text else None
            shown = {"text": text, "show_alert": alert, **said}
            await self._taps.call("answerCallbackQuery", callback_query_id=query_id, **shown)
        except TelegramError as error:
            log.debug("telegram: a tap was not answered: %s", self._words(error))

    async def typing(self, address: Address) -> None:
        """Shows "typing…" for about five seconds. Failures do not matter."""
        try:
            to = outbound.place(address)
            await self._bot.send_chat_action(to.chat, ChatAction.TYPING, message_thread_id=to.thread)
        except (TelegramError, SendFailed) as error:
            log.debug("telegram: no typing sign: %s", shortened(self._redaction.clean(str(error))))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._beside.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("telegram: work beside the turns failed: %s", type(error).__name__)

    async def _register_menus(self, host: Host) -> None:
        """The command menu in every language, sent only where it differs."""
        outage = Outage("registering the command menu", self._sleep, self._random)
        for _ in range(MENU_TRIES):
            try:
                for language in MENU_LANGUAGES:
                    await self._register_menu(
                        [e for e in host.menu(language or None) if not (e.admin or e.on_message)], language
                    )
            except TelegramError as error:
                await self._wait(outage, error)
            else:
                outage.over()
                return
        log.warning("telegram: the command menu stays as it is; it is tried again at the next start")

    async def _register_menu(self, entries: Sequence[MenuEntry], language: str) -> None:
        wanted = tuple(BotCommand(entry.name, cut(entry.description, 256)) for entry in entries)
        code = language or None
        if await self._bot.get_my_commands(language_code=code) != wanted:
            await self._bot.set_my_commands(wanted, language_code=code)

    # ------------------------------------------------------------ sending

    async def send(self, outgoing: Outgoing, target: Receipt | None) -> Receipt | None:
        """Sends one row; a new message gives its receipt. Raises `SendFailed` and nothing else."""
        await self._initialize()
        receipt = None
        try:
            match outgoing.action:
                case Say():
                    receipt = await posting.say(self._bot, outgoing.address, outgoing.action)
                case Settle():
                    await posting.settle(self._bot, outgoing.action, target)
                case Upload():
                    receipt = await posting.upload(self._bot, outgoing.address, outgoing.action)
                case Rebutton(message=message):
                    await posting.rebutton(self._bot, message, target)
                case Open():  # its groups have no threads of people's own
                    raise SendFailed(Failure.REFUSED, "nothing to open")
        except TelegramError as error:
            raise self._failed(error, outgoing.address) from None
        self._polling.wake()
        return receipt

    def _failed(self, error: TelegramError, to: Address) -> SendFailed:
        if isinstance(error, InvalidToken) and not self._token_line_said:
            self._token_line_said = True
            log.error("telegram: a message was refused because of the token; is it still valid?")
        failed = outbound.failure(error, direct=to.direct)
        failed.reason = self._redaction.clean(failed.reason)
        return failed

    # ------------------------------------------------------------ the end

    async def close(self) -> None:
        """Ends the connections. May be called twice."""
        for task in tuple(self._beside):
            task.cancel()
        if self._beside:
            await asyncio.wait(self._beside, timeout=1)
        await self._bot.request.shutdown()
        await self._taps.request.shutdown()
        await self._raw.shutdown()
        self._ready = False
        release(self._redaction)

    def _words(self, error: TelegramError) -> str:
        """An error in one line without the token and without pages of HTML."""
        return self._redaction.clean(outbound.failure(error).reason)


def _conflict(error: Conflict) -> str:
    if "webhook" in str(error).lower():
        return "a webhook is set for this bot; it is taken off"
    return "another program polls with this token; only one can, so stop the other"
