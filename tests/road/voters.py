"""Many people at a circle on each platform, who vote at random while the bot's process is killed, and killed.

What everybody reads is then held against what their votes come to.
"""

import asyncio
import contextlib
import random
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bot.conversation.compose import body
from bot.conversation.scene import Scene
from bot.engine.effects import Answer, Begin, Choose, Effect, SayLine
from bot.engine.machine import Turn
from bot.engine.state import Answering, Options, State
from bot.model import Press, parse_press, press_data
from bot.script_library import ScriptLibrary
from tests.platforms.discord import Channel, DiscordServer, User
from tests.platforms.telegram import TelegramServer
from tests.road.travellers import plain

AGAIN = 1.5  # seconds after which who was not heard taps once more
_CHOSEN = re.compile(r"(?:\n\n|\n> )(?P<question>[^\n]+) \((?P<votes>\d+) of (?P<of>\d+)\)$")


@dataclass(frozen=True)
class Posted:
    """A message as everybody reads it. `labels` without their `counts`."""

    id: int
    text: str
    labels: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()
    presses: tuple[Press, ...] = ()

    @property
    def votable(self) -> list[int]:
        return [n for n, press in enumerate(self.presses) if press.verb == "o"]


class Place(Protocol):
    """Where a circle is, and who can do what there."""

    name: str
    voters: list[str]
    waits: bool  # what is done there waits for the bot: nobody does it twice

    def posted(self) -> list[Posted]:
        """The bot's messages, oldest first, where it was called and where it talks."""
        ...

    async def command(self, voter: str, wish: str) -> None: ...

    async def press(self, voter: str, message: Posted, number: int) -> None: ...

    def connected(self) -> bool: ...


def _message(id_: int, text: str, buttons: list[tuple[str, str]]) -> Posted:
    presses = [parse_press(data) for _, data in buttons]
    assert None not in presses
    labels = tuple(re.sub(r" \(\d+\)$", "", label) for label, _ in buttons)
    counts = tuple(
        int(found[1]) if (found := re.search(r" \((\d+)\)$", label)) else 0 for label, _ in buttons
    )
    return Posted(id_, text, labels, counts, tuple(press for press in presses if press is not None))


class Group:
    """On Telegram."""

    name, waits = "Telegram", True

    def __init__(self, server: TelegramServer, count: int, chat: int = -500) -> None:
        self.server, self.chat = server, chat
        self.voters = [str(1001 + n) for n in range(count)]
        server.group(chat, "The village")

    def posted(self) -> list[Posted]:
        found = []
        for chat in (self.chat, self.server.world.chats[self.chat].migrated_to):
            for message in self.server.world.chats[chat].messages.values() if chat is not None else ():
                if message["from"]["id"] == self.server.world.bot.id:
                    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
                    here = chat == self.here  # what stands in the group of before can be pressed no more
                    buttons = [(b["text"], b["callback_data"]) for row in rows for b in row if here]
                    text = message.get("text", message.get("caption", ""))
                    found.append(_message(message["message_id"], text, buttons))
        return found

    @property
    def here(self) -> int:
        return self.server.world.chats[self.chat].migrated_to or self.chat

    async def command(self, voter: str, wish: str) -> None:
        await self.server.say(int(voter), f"/circle {wish}", chat=self.here, language="en")

    async def press(self, voter: str, message: Posted, number: int) -> None:
        chat = self.here if message.id in self.server.world.chats[self.here].messages else self.chat
        self.server.press(int(voter), press_data(message.presses[number]), chat, message.id)

    def connected(self) -> bool:
        return True  # what is done waits for the bot


class Square:
    """On Discord: a channel, and the thread that is opened there."""

    name, waits = "Discord", False

    def __init__(self, server: DiscordServer, count: int) -> None:
        self.server = server
        self.channel = server.world.channel(server.world.server("village"), "square")
        self.users: dict[str, User] = {f"m{n}": server.world.person(f"m{n}") for n in range(count)}
        self.voters = list(self.users)

    @property
    def threads(self) -> list[Channel]:
        assert self.channel.guild is not None
        return [c for c in self.channel.guild.channels.values() if c.parent is self.channel]

    def posted(self) -> list[Posted]:
        found = []
        for place in (self.channel, *self.threads):
            for m in place.messages.values():
                if m.author.bot and m.visible_to is None:
                    buttons = [(b["label"], b["custom_id"]) for b in m.buttons()]
                    found.append(_message(m.id, plain(m.content), buttons))
        return found

    async def command(self, voter: str, wish: str) -> None:
        named = dict(word.split(":", 1) for word in wish.split())
        await self.server.slash(self.users[voter], self.channel, "circle", named)

    async def press(self, voter: str, message: Posted, number: int) -> None:
        for place in (self.channel, *self.threads):
            if message.id in place.messages:
                shown = place.messages[message.id]
                if len(shown.buttons()) > number:
                    await self.server.press(self.users[voter], shown, number)

    def connected(self) -> bool:
        return bool(self.server.gateway.connected and self.server.world.commands)


def choice(voter: str, question: str, count: int) -> int:
    """What somebody votes for: from who they are and what is asked alone, so that they do not waver."""
    return random.Random(f"{voter}/{question}").randrange(count)


@dataclass
class Circle:
    """One circle, from its call to its end. `gone` do not vote any more; `after` is called once the first
    question was asked."""

    place: Place
    calls: str
    after: Callable[[], Awaitable[None]] | None = None
    gone: set[str] = field(default_factory=set)

    async def play(self) -> None:
        starter, *others = self.place.voters
        await self._until(lambda: self._standing("join"), lambda: self.place.command(starter, self.calls))
        call = self._standing("join")
        assert call is not None
        await self._until(lambda: self._joined() >= len(self.place.voters), lambda: self._join(others, call))
        await self._until(lambda: self._standing("o"), lambda: self._tap(starter, call, 1))
        while (question := await self._question()) is not None:
            await self._until(lambda q=question: self._next(q), lambda q=question: self._vote(q))
            if self.after is not None:
                doing, self.after = self.after, None
                await doing()

    async def _question(self) -> Posted | None:
        """The one that stands, as soon as there is one; None: the evening is over."""
        while True:
            found = self._standing("o")
            if found is not None or self._over():
                return found
            await asyncio.sleep(0.05)

    def _over(self) -> bool:
        return any(press.verb == "alone" for m in self.place.posted() for press in m.presses)

    async def _join(self, others: list[str], call: Posted) -> None:
        for voter in others:
            await self._tap(voter, call, 0)

    async def _vote(self, question: Posted) -> None:
        votable = question.votable
        for voter in self.place.voters:
            if voter not in self.gone:
                number = votable[choice(voter, _asked(question), len(votable))]
                await self._tap(voter, question, number)

    async def _tap(self, voter: str, message: Posted, number: int) -> None:
        if self.place.connected():
            await self.place.press(voter, message, number)

    def _standing(self, verb: str) -> Posted | None:
        found = [m for m in self.place.posted() if any(press.verb == verb for press in m.presses)]
        return found[-1] if found else None

    def _joined(self) -> int:
        call = self._standing("join")
        return call.counts[0] if call is not None else 0

    def _next(self, question: Posted) -> bool:
        """Whether the next question stands, or the evening is over."""
        later = self._standing("o")
        return self._over() if later is None else later.presses[later.votable[0]].step != _step(question)

    async def _until(self, true: Callable[[], object], again: Callable[[], Awaitable[None]]) -> None:
        done = False
        while not true():
            if self.place.connected() and not (done and self.place.waits):
                await again()
                done = True
            for _ in range(int(AGAIN / 0.05)):
                if true():
                    return
                await asyncio.sleep(0.05)


def _step(question: Posted) -> int:
    return question.presses[question.votable[0]].step


def _asked(question: Posted) -> str:
    return "/".join(question.labels[n] for n in question.votable)


# ---------------------------------------------------------------- what it comes to


@dataclass
class Told:
    """What the votes come to: the lines in order, and what is not as it must be."""

    lines: list[str]
    wrong: list[str]


def told(dialogues: Path, episode: str, place: Place, gone: set[str]) -> Told:
    """Plays the evening by what the messages say was chosen, and counts each choice again."""
    series = next(iter(ScriptLibrary(dialogues).current.series.values()))
    node = next(e.node for e in series.episodes if e.key == episode)
    scene = Scene(series, "en", random.Random(0), {}, circle=len(place.voters))
    chosen = [m for m in map(_CHOSEN.search, (one.text for one in place.posted())) if m is not None]
    drawn = [one.text for one in place.posted() if "drew lots" in one.text]
    found = Told([], [])
    turn = scene.play(State.initial(series.program), Begin(node))
    found.lines += _lines(turn.effects)
    while turn.state.waiting is not None:
        if isinstance(turn.state.waiting, Answering):
            reflected = turn.state.waiting.kind == "reflection"
            turn = scene.play(turn.state, Answer(False if reflected else None))
        else:
            turn = _next_turn(scene, turn.state, chosen.pop(0), place, gone, drawn, found)
        found.lines += _lines(turn.effects)
    if chosen:
        found.wrong.append(f"{len(chosen)} choices too many")
    return found


def _next_turn(
    scene: Scene,
    state: State,
    said: re.Match[str],
    place: Place,
    gone: set[str],
    drawn: list[str],
    found: Told,
) -> Turn:
    """The choice that was made, if it is the one that the votes come to."""
    assert isinstance(state.waiting, Options)
    offered = [scene.choice(state, n) for n in range(len(state.waiting.choices))]
    texts = [text.plain for text in offered if text is not None]
    long = any(len(text) > 30 for text in texts)
    labels = [f"{n}. {text}" if long else text for n, text in enumerate(texts, 1)]
    votes = Counter(choice(voter, "/".join(labels), len(texts)) for voter in place.voters)
    certain = Counter(
        choice(voter, "/".join(labels), len(texts)) for voter in place.voters if voter not in gone
    )
    number = texts.index(said["question"])
    most = max(votes.values())
    asked = f"{said['question']} ({said['votes']} of {said['of']})"
    if int(said["votes"]) > votes[number] or int(said["of"]) > sum(votes.values()):
        found.wrong.append(f"{asked}: there are {votes[number]} of {sum(votes.values())} votes")
    lot = any(f"“{said['question']}”" in text for text in drawn)
    counted, of, silent = int(said["votes"]), int(said["of"]), certain.total() - int(said["of"])
    others = -(-(of - counted) // max(1, len(texts) - 1))  # the second has at least so many
    if silent > 0 and counted - others <= silent:
        found.wrong.append(f"{asked}: of {certain.total()} votes some are lost")
    if votes[number] < most and certain[number] < max(certain.values()):
        found.wrong.append(f"{asked} was asked, and the votes are {dict(votes)}")
    if lot and int(said["votes"]) * 2 > int(said["of"]):
        found.wrong.append(f"{asked} was drawn, and had more than half")
    return scene.play(state, Choose(number))


def _lines(effects: tuple[Effect, ...]) -> Iterator[str]:
    yield from (body(effect.line)[1].text for effect in effects if isinstance(effect, SayLine))


def read(place: Place, told: set[str], twice: Counter[str]) -> list[str]:
    """The dialogue's lines as they stand there, in order; one that stands twice, after a kill or since its
    group is another one, counts once. `told` are all that it may hold."""
    found: list[str] = []
    for message in place.posted():
        line = _CHOSEN.sub("", message.text).split("\n\n1. ")[0].rstrip()
        if line not in told:
            continue
        if found and line == found[-1]:
            twice[place.name] += 1
        else:
            found.append(line)
    return found


@contextlib.contextmanager
def patience(seconds: float, *circles: Circle) -> Iterator[None]:
    try:
        yield
    except TimeoutError:
        last = ["\n".join(f"{m.text} {m.labels}" for m in one.place.posted()[-4:]) for one in circles]
        raise AssertionError(f"not at the end after {seconds} s:\n" + "\n---\n".join(last)) from None
