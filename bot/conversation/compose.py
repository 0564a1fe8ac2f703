"""Effects of the engine and notes of the commands → messages within a platform's limits. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.commands.context import Note
from bot.conversation import ballots
from bot.conversation.ballots import Ballot
from bot.engine.effects import Ask, Command, Effect, FinalText, Line, Offer, Option
from bot.engine.effects import SayLine as SayLine
from bot.frozen import Memo, frozen, replace
from bot.media import media
from bot.model import ANSWER, Button, Limits, Mark, Message, Press, Rich, Style
from bot.texts import Texts

_STYLES = {"b": Style.BOLD, "bold": Style.BOLD, "i": Style.ITALIC, "em": Style.ITALIC, "q": Style.QUOTE}
# Of paragraphs, lines, sentences and words.
_ENDS = tuple(map(re.compile, (r"\n\n", r"\n", r"[.!?…][\"'”’»)\]]*\s", r" ")))
Pace = Callable[[str], float]  # seconds of pause before a message of these words
ALANA = "Alana"
PERSON = "Questioner"
LONG = 800  # characters of an answer, all its messages together


@frozen
class Composed:
    """A message to be, and whether it holds the keyboard that answers the open question."""

    message: Message
    asks: bool = False


@frozen
class Showing:
    """What a keyboard's buttons must carry, and the few words of our own it may need: those that not every
    question needs are looked up where one does."""

    owner: str
    run: int
    step: int
    texts: Texts
    typed: str  # label of the button that opens a form, where typing is not seen; "" elsewhere
    help: str = ""  # label of the button for /helpnow, in an evening that asks for it
    back: str = ""  # label of the button for /back, where there is a step to take back
    direct: str = ""  # label of the button that leads to the direct chat, after a long answer in a shared one
    ballot: Ballot | None = None  # several people answer: by vote

    @property
    def prompt(self) -> str:
        """Where options stand without a line before them."""
        t = self.texts.t
        return t("What shall we ask?") if self.ballot is not None else t("What would you like to ask?")


def rich(text: FinalText) -> Rich:
    """Final text with the marks that chats can show; other attributes are dropped."""
    marks = tuple(Mark(_STYLES[s.name], s.start, s.length) for s in text.spans if s.name in _STYLES)
    return Rich(text.plain, marks)


def messages(effects: Sequence[Effect], showing: Showing, limits: Limits) -> list[Composed]:
    """One message a line; options and questions join the line before them."""
    limits = ballots.room(limits) if showing.ballot is not None else limits
    out: list[Composed] = []
    held: Line | None = None
    for effect in effects:
        if isinstance(effect, SayLine):
            if held is not None:
                out += _plain(held, limits)
            held = effect.line
        elif isinstance(effect, Command):
            shown = media(effect.text)
            if shown is not None:
                out += _plain(held, limits) if held is not None else ()
                out.append(Composed(Message(Rich(shown.words), media=shown)))
                held = None
        elif isinstance(effect, Offer):
            out += _offer(held, effect, showing, limits)
            held = None
        elif isinstance(effect, Ask):
            if held is not None:
                out += _plain(held, limits)
            out += _ask(effect, showing, limits)
            held = None
    if held is not None:
        out += _plain(held, limits)
    return out


def offered(effect: Offer) -> list[tuple[int, Option]]:
    """The options a person can take, with their numbers in the group."""
    return [(i, o) for i, o in enumerate(effect.options) if o.available]


def is_long(effects: Sequence[Effect]) -> bool:
    """Whether what is said takes so much room that others who read along would rather scroll past it."""
    return sum(len(e.line.spoken.plain) for e in effects if isinstance(e, SayLine)) >= LONG


def asks(effects: Sequence[Effect]) -> bool:
    """Whether a question among them can be answered."""
    for effect in reversed(effects):  # nearly always the last
        if isinstance(effect, Ask) or (isinstance(effect, Offer) and offered(effect)):
            return True
    return False


def body(line: Line) -> tuple[str, Rich]:
    """Speaker and words of a line. A Questioner's line is shown as a quotation."""
    spoken = rich(line.spoken)
    if line.speaker == PERSON:
        return PERSON, Rich(spoken.text, (Mark(Style.QUOTE, 0, len(spoken.text)), *spoken.marks))
    return line.speaker or ALANA, spoken


def notes(found: Iterable[Note], limits: Limits) -> list[Composed]:
    """The bot's own messages."""
    out: list[Composed] = []
    for note in found:
        parts = [Message(part) for part in split(note.text, limits)]
        parts[-1] = replace(parts[-1], buttons=note.buttons, columns=note.columns, pickers=note.pickers)
        parts[0] = replace(parts[0], picture=note.picture, card=note.card if len(parts) == 1 else None)
        out += map(Composed, parts)
    return out


def join(first: Message, second: Message) -> Message:
    """Both as one message: the buttons are the second one's."""
    below = second.body.below(first.body.text)
    body = replace(below, marks=(*first.body.marks, *below.marks))
    picture = first.picture or second.picture
    return replace(second, body=body, said=first.said + second.said, picture=picture, grows=(), card=None)


def may_join(first: Message, second: Message) -> bool:
    if first.media is not None or second.media is not None:
        return False
    return not first.buttons and (first.picture is None or second.picture is None)


def size(message: Message, limits: Limits) -> int:
    """Of the text with what it lists, as the platform counts it."""
    return measure("\n".join((message.body.text, "", *message.listing)), limits)


def _plain(line: Line, limits: Limits) -> Sequence[Composed]:
    return _KEPT_LINES.get(_composed, line, limits) if line.same else _composed(line, limits)


def _composed(line: Line, limits: Limits) -> Sequence[Composed]:
    speaker, words = body(line)
    return [Composed(Message(part, speaker=speaker)) for part in split(words, limits)]


def _offer(held: Line | None, effect: Offer, showing: Showing, limits: Limits) -> Sequence[Composed]:
    choices = offered(effect)
    if not choices:
        return _plain(held, limits) if held is not None else []
    beside, many = _beside(showing), _from_list(len(choices), limits)
    room = limits.max_buttons if many else limits.max_buttons - len(beside)
    options = [option for _, option in choices]
    if held is not None and held.same and all(option.same for option in options):
        sheet = _KEPT_SHEETS.get(_sheet, limits, room, "", held, *options)
    else:
        prompt = showing.prompt if held is None else ""
        sheet = _sheet(limits, room, prompt, held, *options)
    buttons = tuple(
        [
            Button(label, Press(showing.owner, "o", showing.run, showing.step, str(index)))
            for (index, _), label in zip(choices, sheet.labels, strict=False)
        ]
    )
    question = Message(
        sheet.last,
        (*buttons[:room], *beside),
        sheet.listing,
        columns=limits.in_row if sheet.numbered else 1,
        speaker=sheet.speaker,
        hint=showing.prompt if many else "",
    )
    return [*sheet.before, Composed(question, asks=True)]


def _from_list(count: int, limits: Limits) -> bool:
    return 0 < limits.in_row < count


def _beside(showing: Showing) -> tuple[Button, ...]:
    """What stands beside the questions: words of one's own, a way back, a way to help; for several people a
    way in."""
    if showing.ballot is not None:
        return (ballots.below(showing.ballot, showing.owner, showing.run, showing.step),)
    verbs = (
        (showing.typed, "words"),
        (showing.back, "back"),
        (showing.help, "helpnow"),
        (showing.direct, ANSWER),
    )
    return tuple(
        Button(label, Press(showing.owner, verb, showing.run, showing.step), verb == "words", beside=True)
        for label, verb in verbs
        if label
    )


@frozen
class _Sheet:
    """What a question looks like to everybody: all but whose buttons they are."""

    before: tuple[Composed, ...]
    last: Rich
    speaker: str
    listing: tuple[str, ...]
    labels: tuple[str, ...]
    numbered: bool  # the buttons say only numbers


def _sheet(limits: Limits, shown: int, prompt: str, held: Line | None, *choices: Option) -> _Sheet:
    """`shown`: how many can be taken by a tap; where there are more, or one is long, all are written out."""
    speaker, words = body(held) if held is not None else (ALANA, Rich(prompt))
    labels = tuple(_one_line(option.text.plain) for option in choices)
    many = _from_list(len(labels), limits)
    short, most = (limits.max_entry, limits.max_entry) if many else (limits.short_label, limits.max_label)
    long = len(labels) > shown or any(len(label) > short for label in labels)
    listing = tuple(f"{n}. {label}" for n, label in enumerate(labels, 1)) if long else ()
    numbered = long and limits.in_row > 0 and not many
    written = [str(n) for n in range(1, len(labels) + 1)] if numbered else listing or labels
    taken = sum(measure(row, limits) + 1 for row in listing) + 2
    if taken > limits.max_text // 2:  # it goes on from message to message, and stays
        words = Rich("\n".join((words.text, "", *listing)), words.marks)
        listing, taken = (), 0
    *before, last = split(words, _less(limits, taken))
    return _Sheet(
        tuple(Composed(Message(part, speaker=speaker)) for part in before),
        last,
        speaker,
        listing,
        tuple(cut(label, most) for label in written[: limits.max_buttons]),
        numbered,
    )


# Only of what is the same for everybody: nothing of a person's stays here.
_KEPT_LINES: Memo[Sequence[Composed]] = Memo()
_KEPT_SHEETS: Memo[_Sheet] = Memo()


def _ask(effect: Ask, showing: Showing, limits: Limits) -> list[Composed]:
    buttons = _answers(effect, showing)
    words = rich(effect.prompt)
    *before, last = split(words if words.text else Rich(showing.prompt), limits)
    out = [Composed(Message(part)) for part in before]
    out.append(Composed(Message(last, buttons, columns=2), asks=True))
    return out


def _answers(effect: Ask, showing: Showing) -> tuple[Button, ...]:
    def press(verb: str, value: str = "") -> Press:
        return Press(showing.owner, verb, showing.run, showing.step, value)

    beside = _beside(showing)
    if showing.ballot is not None:
        return (*ballots.answers(effect.kind, showing.ballot, press), *beside)
    skip = Button(showing.texts.t("Skip this"), press("skip"), beside=True)
    ahead = 1 if showing.typed else 0
    return (*beside[:ahead], skip, *beside[ahead:])


# ---------------------------------------------------------------- measures


def measure(text: str, limits: Limits) -> int:
    """Length as the platform counts it."""
    if limits.measure == "codepoints" or text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """At most so many characters, with an ellipsis where something is missing."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def split(text: Rich, limits: Limits) -> Iterator[Rich]:
    """Parts within `max_text`, broken at paragraphs, lines, sentences or words; marks follow their text."""
    if measure(text.text, limits) <= limits.max_text:
        yield text
        return
    start = 0
    while start < len(text.text):
        end = _break(text.text, start, limits)
        piece = text.text[start:end]
        left = len(piece) - len(piece.lstrip())
        stripped = piece.strip()
        if stripped:
            yield Rich(stripped, tuple(_within(text.marks, start + left, len(stripped))))
        start = end


def _break(text: str, start: int, limits: Limits) -> int:
    room, end = limits.max_text, start
    for end in range(start, len(text)):
        room -= 2 if limits.measure == "utf16" and text[end] > "\uffff" else 1
        if room < 0:
            break
    else:
        return len(text)
    least = start + (end - start) // 3  # a part that is much shorter looks broken off
    for last in _ENDS:
        found = max((match.end() for match in last.finditer(text, least, end)), default=0)
        if found:
            return found
    return end


def _within(marks: Iterable[Mark], start: int, length: int) -> Iterator[Mark]:
    for m in marks:
        first, last = max(m.start, start), min(m.start + m.length, start + length)
        if first < last:
            yield replace(m, start=first - start, length=last - first)


def _less(limits: Limits, taken: int) -> Limits:
    return replace(limits, max_text=max(200, limits.max_text - taken))


def _one_line(text: str) -> str:
    return " ".join(text.split())
