"""An adapter whose sending is told of: how it ended, and what the platform took for it."""

from bot.errors import SendFailed
from bot.model import Address, Outgoing, Receipt
from bot.observing import Observer, SendDone
from bot.ports import Adapter, Host


class ObservedAdapter:
    """`bot.ports.Adapter` around another one."""

    def __init__(self, inner: Adapter, observer: Observer) -> None:
        self._inner, self._observer = inner, observer
        self.name, self.limits = inner.name, inner.limits

    @property
    def connected(self) -> bool:
        return self._inner.connected

    async def run(self, host: Host) -> None:
        await self._inner.run(host)

    async def send(self, outgoing: Outgoing, target: Receipt | None) -> Receipt | None:
        observer = self._observer
        began = observer.monotonic()
        result = "broken"  # by a mistake of ours, or a stop
        try:
            receipt = await self._inner.send(outgoing, target)
            result = "sent"
            return receipt
        except SendFailed as error:
            result = error.failure.value
            raise
        finally:
            seconds = observer.monotonic() - began
            what = type(outgoing.action).__name__
            observer.sent(SendDone(outgoing.id, self.name, what, result, seconds, observer.wall()))

    async def typing(self, address: Address) -> None:
        await self._inner.typing(address)

    async def close(self) -> None:
        await self._inner.close()
