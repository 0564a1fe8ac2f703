"""The webhook: Telegram brings updates itself, and hears 200 once the turn of one is committed.

Where the server listens, and that a request comes from Telegram, is `bot.web`'s part.
Source: core.telegram.org/bots/api#setwebhook.
"""

import asyncio
import json
import logging
from dataclasses import field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from telegram import InputFile, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from adapters.telegram.inbound import ALLOWED
from adapters.telegram.intake import MOST_AT_ONCE, UpdateIntake
from adapters.telegram.link import Link
from bot.frozen import frozen
from bot.ports import Hook, Host
from bot.refusals import shortened

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LOOK = 60.0  # seconds between two looks whether the webhook stands

log = logging.getLogger(__name__)


@frozen
class Webhook:
    """Where Telegram reaches us. `certificate` is the file of a self-signed one (PEM), which Telegram must be
    shown; None: an authority has signed it."""

    url: str
    secret: str = field(repr=False)
    certificate: Path | None = None


class Receiver:
    """Sets the webhook, sees that it stands, and takes what comes."""

    def __init__(self, link: Link, webhook: Webhook) -> None:
        self._link = link
        self._webhook = webhook
        self._intake: UpdateIntake | None = None
        self._outage = link.outage("looking after the webhook")
        self._told = 0  # the platform's last trouble with it that was logged, in seconds since the epoch
        self.hook = Hook(urlsplit(webhook.url).path or "/", HEADER, webhook.secret, self._take)

    # ------------------------------------------------------------ that it stands

    async def receive(self, host: Host, intake: UpdateIntake) -> None:
        """Takes updates until cancelled. Raises `PlatformRefused` where the token is revoked."""
        self._intake = intake
        works = [asyncio.ensure_future(work) for work in (self._stand(host), intake.close_gaps())]
        try:
            done, _ = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
            for ended in done:
                ended.result()
        finally:
            self._intake = None
            for work in works:
                work.cancel()
            await asyncio.wait(works)

    async def _stand(self, host: Host) -> None:
        await self._set()
        while True:
            await self._link.tempo.sleep(LOOK)
            await self._look(host)

    @property
    def troubled(self) -> bool:
        """Whether the last try failed."""
        return self._outage.lasts

    def wake(self) -> None:
        """Nothing is asked for that could be tried sooner but the webhook itself."""
        self._outage.wake()

    async def leave(self, intake: UpdateIntake) -> None:
        """Nothing: each update was confirmed by itself, and what comes now waits at the platform."""

    async def _set(self) -> None:
        await self._link.until(self._outage, self._set_once)
        log.info("telegram: updates are brought to %s", self._webhook.url)

    async def _set_once(self) -> None:
        shown = self._webhook.certificate
        await self._link.bot.set_webhook(
            self._webhook.url,
            certificate=InputFile(shown.read_bytes(), filename=shown.name) if shown else None,
            max_connections=MOST_AT_ONCE,
            allowed_updates=ALLOWED,
            drop_pending_updates=False,
            secret_token=self._webhook.secret,
        )

    async def _look(self, host: Host) -> None:
        try:
            found = await self._link.bot.get_webhook_info()
        except InvalidToken:
            await self._outage.pause("Telegram did not accept the token")
            await self._link.identify()
        except TelegramError as error:
            await self._link.wait(self._outage, error)
        else:
            if self._outage.over():
                host.reached("telegram")
            self._tell(found)
            if found.url != self._webhook.url:
                log.warning("telegram: another program took the webhook off; it is set again")
                await self._set()

    def _tell(self, found: WebhookInfo) -> None:
        """What kept Telegram from bringing updates, once."""
        at = found.last_error_date.timestamp() if found.last_error_date else 0
        if at > self._told and found.pending_update_count:
            self._told = int(at)
            words = shortened(self._link.redaction.clean(found.last_error_message or ""))
            waiting = found.pending_update_count
            log.warning("telegram: it could not bring us updates (%s); %d wait there", words, waiting)

    # ------------------------------------------------------------ what comes

    async def _take(self, body: bytes) -> int:
        """The HTTP status: 200 once the update is done with for good; anything else brings it again."""
        intake, raw = self._intake, _update(body)
        if raw is None:
            return 400
        if intake is None or intake.full:
            return 503
        return 200 if await intake.take(raw) else 503


def _update(body: bytes) -> dict[str, Any] | None:
    """None: nothing that Telegram would write."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return raw if isinstance(raw, dict) and type(raw.get("update_id")) is int else None
