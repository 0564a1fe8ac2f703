"""One evening told nine times at once on Telegram: by taps, by numbers and by words, in a direct chat, a
group and a topic; and the process, or the processes, that are killed meanwhile."""

import asyncio
import contextlib
import random
import socket
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.model import Press
from tests.platforms.telegram import TelegramServer
from tests.platforms.telegram.balancer import Balancer
from tests.road.bot_process import BotProcess, on_telegram
from tests.road.crowd import compare
from tests.road.street import SMALL, road
from tests.road.travellers import (
    Standing,
    Telegrapher,
    Way,
    answer,
    asked,
    by_numbers,
    by_tapping,
    by_words,
    following,
    keyboard,
    transcript,
)

PLACES = ("direct", "group", "topic")
WAYS: dict[str, Way] = {"taps": by_tapping, "numbers": by_numbers, "words": by_words}
TOPIC = 7
HOOK, SECRET = "https://alana.example.org/telegram", "s3cret-of-a-test_0123"


class Villager(Telegrapher):
    """Where others read along: answers by replying, and calls the bot by its name."""

    thread: int | None = None

    async def type(self, words: str) -> None:
        command = words.startswith("/")
        name, _, argument = words.partition(" ")
        text = f"{name}@{self.server.world.username} {argument}".strip() if command else words
        standing = keyboard(self)
        await self.server.say(
            self.account,
            text,
            chat=self.chat,
            reply_to=standing.ref if standing is not None and not command else None,
            thread=self.thread,
            language="en",
        )


@dataclass
class Telling:
    """Somebody's evening, told by one way in one place."""

    person: Telegrapher
    way: Way
    answers: int = 0

    async def walk(self) -> None:
        await self.person.begin("1")
        last, answered = -1, Press("", "")
        while True:
            standing = await self._next(last)
            last = standing.ref
            if not standing.asks:
                return
            if standing.presses[0] == answered or not self._stands(last):
                continue  # it stands twice after a kill, or was answered meanwhile
            answered = standing.presses[0]
            self.answers += 1
            given = answer(self.person.name, standing.questions, asked(standing))
            await self.way(self.person, standing, given)

    def _stands(self, ref: int) -> bool:
        return any(message.ref == ref and message.presses for message in self.person.seen())

    async def _next(self, after: int) -> Standing:
        return await self.person.until(lambda: following(self.person, after), 120)


def tellings(server: TelegramServer) -> list[Telling]:
    """Nine people, each in a chat of their own."""
    found = []
    for number, (place, way) in enumerate((p, w) for p in PLACES for w in WAYS.values()):
        account = 1001 + number
        if place == "direct":
            person = Telegrapher(server, account)
        else:
            person = Villager(server, account, -2000 - number)
            chat = server.group(person.chat, forum=place == "topic")
            if place == "topic":
                chat.topics.add(TOPIC)
                person.thread = TOPIC
        found.append(Telling(person, way))
    return found


async def told(telling: Sequence[Telling]) -> None:
    """All of them, beside each other, to the end."""
    async with asyncio.TaskGroup() as group:
        for one in telling:
            group.create_task(one.walk())


class Unlimited(BotProcess):
    program = ("-m", "tests.road.unlimited")


@dataclass
class Fleet:
    """Processes over one database. `killed` counts."""

    bots: list[BotProcess]
    killed: int = 0
    dice: random.Random = field(default_factory=lambda: random.Random(18))

    @contextlib.asynccontextmanager
    async def at_sea(self) -> AsyncIterator["Fleet"]:
        async with contextlib.AsyncExitStack() as stack:
            for bot in self.bots:
                await stack.enter_async_context(bot)
            yield self

    async def survive(self, telling: Sequence[Telling], kills: int) -> None:
        """The evenings to their end, with so many kills in the middle of them."""
        server, playing = telling[0].person.server, asyncio.create_task(told(telling))
        try:
            for _ in range(kills):
                await self._some_calls(server, playing)
                if playing.done():
                    break
                bot = self.bots[self.killed % len(self.bots)]
                await bot.kill()
                self.killed += 1
                await bot.start()
            await playing
        finally:
            playing.cancel()

    async def _some_calls(self, server: TelegramServer, playing: "asyncio.Task[None]") -> None:
        """Returns some messages later, at once when all is told."""
        sent = _sent(server)
        wanted = sent + self.dice.randint(6, 14)
        while _sent(server) < wanted and not playing.done():
            await asyncio.wait({server.next_change(), playing}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(self.dice.uniform(0.0, 0.02))


def _sent(server: TelegramServer) -> int:
    return sum(call.method == "sendMessage" for call in server.calls)


def verdict(
    telling: Sequence[Telling], expected: Sequence[Sequence[Standing]]
) -> tuple[Counter[str], str | None]:
    """What the contract allows, counted, and the first thing that it does not."""
    allowed: Counter[str] = Counter()
    for one, reference in zip(telling, expected, strict=True):
        problem = compare(one.person.seen(), reference, "a message stands twice", allowed)
        if problem is not None:
            return allowed, f"{one.person.name}: {problem}\n{transcript(one.person)}"
    return allowed, None


def fleet(
    folder: Path, server: TelegramServer, ports: Sequence[int], database: str = ""
) -> tuple[Fleet, Balancer | None]:
    """A process for each port, brought to by a webhook; without ports one that polls."""
    settings = on_telegram(server) | ({"ALANA_DATABASE_URL": database} if database else {})
    if not ports:
        return Fleet([Unlimited(folder, SMALL, **settings)]), None
    settings |= {
        "ALANA_TELEGRAM_MODE": "webhook",
        "ALANA_TELEGRAM_WEBHOOK_URL": HOOK,
        "ALANA_TELEGRAM_WEBHOOK_SECRET": SECRET,
    }
    bots: list[BotProcess] = []
    for port in ports:
        (folder / str(port)).mkdir()
        bots.append(Unlimited(folder / str(port), SMALL, **settings, ALANA_HTTP_PORT=str(port)))
    return Fleet(bots), Balancer(server, ports)


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def uninterrupted(folder: Path) -> list[list[Standing]]:
    """The same nine evenings, where nothing happens to the process."""
    await asyncio.to_thread(folder.mkdir)
    async with TelegramServer(rates=False) as server:
        telling = tellings(server)
        async with road(folder, telegram=server, dialogues=SMALL) as on_the_road:
            await told(telling)
            await on_the_road.program.sender.idle()
        return [one.person.seen() for one in telling]


async def survive(
    folder: Path, telegram: TelegramServer, ports: list[int], *, database: str = "", kills: int
) -> None:
    expected = await uninterrupted(folder / "reference")
    telling = tellings(telegram)
    ships, balancer = fleet(folder, telegram, ports, database)
    async with ships.at_sea(), balancer.at_work() if balancer else contextlib.nullcontext():
        await ships.survive(telling, kills)
        with contextlib.suppress(TimeoutError):
            await telegram.until(lambda: verdict(telling, expected)[1] is None, 60)
        for bot in ships.bots:
            assert await bot.terminate() == 0
    logs = "".join(bot.log for bot in ships.bots)
    assert ships.killed == kills
    assert sum(one.answers for one in telling) >= 9 * 8
    assert "Traceback" not in logs, logs[-3000:]
    allowed, wrong = verdict(telling, expected)
    assert wrong is None, wrong
    print({"kills": ships.killed, "answers": sum(one.answers for one in telling), **allowed})
