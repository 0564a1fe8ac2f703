"""The nouns that every room shares: who wrote, what they did, what goes out, what is kept.

Plain frozen values; no I/O, no platform SDK, no engine.  Text that came from people is inert in
all of them: it is never parsed, only carried.
"""

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Literal

from bot.frozen import frozen, replace
from bot.venues import Named, Venue

# ---------------------------------------------------------------- people and places


@frozen
class Subject:
    """Who owns the progress. A person is a platform account: `key` is the platform's own id, as a string. A
    circle is the place where it was called: `circle_key` makes its key."""

    platform: str
    key: str
    kind: Literal["person", "circle"] = "person"

    def __hash__(self) -> int:  # asked for ten times a turn; the key tells them apart
        return hash(self.key)


_CIRCLE = "c"  # no account's key begins with it
_BESIDE = "beside:"  # before a thread: no platform has one that is called so


def circle_key(chat: str, thread: str | None = None) -> str:
    """The key of the circle of a chat, or of a thread (topic) in one."""
    return f"{_CIRCLE}{chat}/{thread}" if thread else f"{_CIRCLE}{chat}"


def is_circle_key(key: str) -> bool:
    """Whether a button that is made for `key` is a circle's: everybody's who is in."""
    return key.startswith(_CIRCLE)


@frozen
class Address:
    """Where the next message goes. `direct` is a one-to-one chat; elsewhere others may read along.

    `chat` is the platform's chat or channel id; `user:ID` stands for the direct chat with that account
    where its id is not known yet (Discord opens one on demand). In the same way the thread `private:ID` or
    `public:ID` is that account's own in the channel `chat`, whichever it is by now, and `circle:CHAT` the
    one of the chat's circle; a thread with the chat's own id is the chat itself, in the open.
    """

    platform: str
    chat: str
    thread: str | None = None
    direct: bool = True

    def __hash__(self) -> int:  # asked for a dozen times a turn
        return hash((self.chat, self.thread))

    @property
    def is_own_thread(self) -> bool:
        """Whether it is an account's own thread."""
        return (self.thread or "").startswith(("private:", "public:"))

    @property
    def beside(self) -> "Address | None":
        """The thread where a line may say that an answer did not arrive, if this stands for one: no message
        goes to such an address itself."""
        marked = (self.thread or "").startswith(_BESIDE)
        return replace(self, thread=(self.thread or "").removeprefix(_BESIDE)) if marked else None

    def as_beside(self) -> "Address":
        """What stands for this thread as `beside`."""
        return replace(self, thread=f"{_BESIDE}{self.thread}")


@frozen
class ReplyHandle:
    """A short-lived permission to answer one interaction. The token is a secret: it has no repr."""

    token: str = field(repr=False)
    application: str
    expires_at: datetime
    # What the acknowledgement left open: a "thinking" message that the first answer fills in
    # ("fill"), the pressed message itself ("edit"), or nothing ("follow").
    opens: Literal["fill", "edit", "follow"] = "follow"
    ephemeral: bool = False
    # The language of the few words that are said without a turn, where an answer is refused.
    locale: str | None = None
    # How many messages it takes where there is a limit; None: as many as come.
    room: int | None = None
    # The account that alone sees what is said through it in a chat of several; "": everybody there does.
    seen_by: str = ""


def _lane(address: Address, reply: ReplyHandle) -> Address:
    """What is said in order, one after the other. In one chat each person who alone sees their answers has a
    lane of their own."""
    if not reply.seen_by or address.direct or address.thread is not None:
        return address
    return Address(address.platform, address.chat, f"for:{reply.seen_by}", direct=False)


# ---------------------------------------------------------------- what people do


ANSWER = "answer"  # the verb of a button that leads to the direct chat, and what such a link carries


@frozen
class Press:
    """What a button says when it is tapped.

    `owner` is the platform key of the person it was made for; `verb` is "o" for a dialogue option
    (`value`: its number in the group from 0), "skip" for an open question, or the name of a command
    (`value`: its argument). `run` and `step` say which showing it belongs to. `picked` is what was taken from
    a `Picker`, nothing included; it is no part of what a button carries.
    """

    owner: str
    verb: str
    run: int = 0
    step: int = 0
    value: str = ""
    picked: tuple[Named, ...] = ()


@frozen
class Alarm:
    """Words of self-harm, violence or fear: "danger", or "ask" where that is not sure."""

    level: str
    kind: str


@frozen
class Text:
    """Typed words, exactly as they came. `showing`: the run and step of the question that they were typed
    for, where the platform knows it (a form opened by a button). `called`: said in a group to the bot by
    its name, which is left out of them. `form`: the verb of the button that opened their form. `alarm`: what
    was found in them, where a platform had to know it before the turn."""

    text: str
    showing: tuple[int, int] | None = None
    called: bool = False
    form: str = ""
    alarm: Alarm | None = None


@frozen
class CommandCall:
    """`/name argument`, without the slash, lower case. `options` holds named arguments (Discord). `anothers`:
    the words in them were written by somebody else."""

    name: str
    argument: str = ""
    options: tuple[tuple[str, str], ...] = ()
    anothers: bool = False


@frozen
class Opened:
    """The person opened the chat without saying anything (the terminal does this at its start)."""


@frozen
class Unreadable:
    """Something that is not words: a sticker, a photo, a voice message. `kind` names it."""

    kind: str


@frozen
class Located:
    """A shared position, in degrees."""

    latitude: float
    longitude: float


@frozen
class Edited:
    """What was typed in the message `source` says this now."""

    text: str


@frozen
class Nodded:
    """A kind sign, 👍 or ❤, was put under the message `source`."""


@frozen
class Membership:
    """The direct chat was closed (blocked, kicked) or opened again."""

    reachable: bool


@frozen
class Wakeup:
    """A stored moment has come. `kind` says whose (`nudge`, `snooze`…)."""

    kind: str
    due_at: datetime


Body = Text | Press | CommandCall | Opened | Unreadable | Located | Edited | Nodded | Membership | Wakeup
ByItself = Membership | Wakeup  # nobody did it, nobody waits for an answer


@frozen
class Inbound:
    """One thing a person did. `id` is unique over all platforms; an id seen before is dropped.

    `locale` is what the platform says of the person's language (BCP 47), if anything. `source` is the
    platform's id of the message whose button was pressed, if known, or that was typed, edited or nodded at.
    `aside`: where the answer is a message that others read, too, the handle by which its person alone is
    answered there, if a message is not taken.
    `thread_known` False: the platform did not say in which thread of the chat it happened (a press on an old
    message). `venue` is the server or group that it was done in; None in a direct chat, and where a platform
    has no rules for its groups. `username` is what the account is called, without @, and `first_name` what
    the person is: text from people, inert wherever it is shown. `invite` is a link that opens an evening
    here, with {} in place of its key; "": the platform has no such links.

    What is done at a circle is the circle's (`subject`); `actor` is who did it, and `moderates` whether they
    look after the place. What somebody does there for themselves is their own, and `circle` is where.
    """

    id: str
    subject: Subject
    address: Address
    at: datetime
    body: Body
    locale: str | None = None
    reply: ReplyHandle | None = None
    aside: ReplyHandle | None = None
    source: str | None = None
    thread_known: bool = True
    venue: Venue | None = None
    username: str = ""
    first_name: str = ""
    invite: str = ""
    actor: Subject | None = None
    moderates: bool = False
    circle: Subject | None = None

    @property
    def doer(self) -> Subject:
        """Who did it."""
        return self.actor or self.subject

    @property
    def lane(self) -> Address:
        """That of the answer: equal to its `Outgoing.lane`."""
        return self.address if self.reply is None else _lane(self.address, self.reply)


# ---------------------------------------------------------------- what goes out


class Style(StrEnum):
    """What a run of text can be; a platform shows it as it can, or plainly."""

    BOLD = "bold"
    ITALIC = "italic"
    QUOTE = "quote"
    CODE = "code"
    MOMENT = "moment"
    CHANNEL = "channel"


@frozen
class Mark:
    """A styled run; `start` and `length` in code points of the text. A moment says with `at` when that is: a
    platform that can shows it in each reader's own time; a channel with `id` which one it is."""

    style: Style
    start: int
    length: int
    at: datetime | None = None
    id: str = ""


@frozen
class Rich:
    """Text with marks. Adapters send it so that nothing in `text` acts as markup or as a mention."""

    text: str
    marks: tuple[Mark, ...] = ()

    def below(self, words: str) -> "Rich":
        """The same as a paragraph below those words."""
        lead = f"{words}\n\n"
        marks = tuple(replace(mark, start=mark.start + len(lead)) for mark in self.marks)
        return Rich(lead + self.text, marks)


@frozen
class Button:
    """A label within `Limits.max_label` and what it says when tapped.

    `words` asks for typing where the platform hides what is typed (a Discord modal): a press on it
    opens the form and what is written there arrives as `Text`. `beside`: it stands beside the questions, not
    among them: a way back, a way to help.
    """

    label: str
    press: Press
    words: bool = False
    beside: bool = False


@frozen
class Picker:
    """A list to take from: the venue's own channels or roles, or `offers`. `press` is what it says, with what
    was `picked`; `chosen` is what stands there already. `most`: how many may be taken; `hint` at most 150
    characters."""

    kind: Literal["channels", "roles", "offers"]
    press: Press
    hint: str
    chosen: tuple[Named, ...] = ()
    offers: tuple[Named, ...] = ()
    most: int = 1


LIT, BEGUN, DARK = "l", "b", "d"


@frozen
class Media:
    """A picture or a sound of the scripts: the file beside them, and what it shows in words (of a sound these
    may be missing)."""

    kind: Literal["image", "audio"]
    file: str
    alt: str = ""

    @property
    def words(self) -> str:
        """What is said where it is not shown."""
        return self.alt or f"♪ {self.file.rpartition('/')[2].rpartition('.')[0]}"


@frozen
class Picture:
    """A house with a window for each evening, drawn when it is sent: `windows` has one letter for each
    (`LIT`, `BEGUN` or `DARK`), in their order. Or a way through one evening: `forks` says at each question
    how many there were to choose from. `alt` says the same in words, for those who do not see it."""

    windows: str
    alt: str
    forks: tuple[int, ...] = ()


@frozen
class Card:
    """How a message may be laid out, where a platform has layouts for what is looked at: a head, a line
    beside each of the first buttons, a foot. It says what the text says, which stands as it is without lines.
    """

    head: str = ""
    lines: tuple[str, ...] = ()
    foot: str = ""


@frozen
class Message:
    """One message, already within the platform's `Limits`.

    `listing` holds the numbered questions where labels alone would be cut; adapters show it under
    the body and drop it when the message is settled. `columns` is a wish: buttons in a row. `said` are
    pieces of the text that came from a person and look like a link, a mention or a command: none must come
    of them. `pickers` stand above the buttons, on platforms that have venues. `picture` goes with it, or what
    it shows in words, where there are none. `hint`: the buttons but those beside are entries of a list to
    take from, which says that until one is taken; "": they are buttons. `grows`: where the text may be shown
    piece by piece, the end of each piece but the last (in code points) and the seconds until the next.
    `card`: it may be laid out. `media` is shown in place of the body,
    which says it in words.
    """

    body: Rich
    buttons: tuple[Button, ...] = ()
    listing: tuple[str, ...] = ()
    columns: int = 1
    speaker: str = "Alana"
    said: tuple[str, ...] = ()
    pickers: tuple[Picker, ...] = ()
    picture: Picture | None = None
    hint: str = ""
    grows: tuple[tuple[int, float], ...] = ()
    card: Card | None = None
    media: Media | None = None

    @property
    def in_words(self) -> "Message":
        """The same where no picture can be shown: what it shows is said first."""
        if self.picture is None:
            return self
        return replace(self, body=self.body.below(self.picture.alt), picture=None, grows=())


def stretches(text: str, pieces: Iterable[str]) -> list[tuple[int, int]]:
    """Where the pieces stand in the text, (start, end) in order; the first piece wins where two overlap."""
    taken, found = bytearray(len(text)), list[tuple[int, int]]()
    for piece in pieces:
        at = text.find(piece) if piece else -1
        while at >= 0:
            end = at + len(piece)
            if not any(taken[at:end]):
                taken[at:end] = b"\1" * len(piece)
                found.append((at, end))
            at = text.find(piece, end)
    return sorted(found)


@frozen
class Say:
    """A new message. `again`: it was refused once, and is said once more; not a third time."""

    message: Message
    again: bool = False


@frozen
class Receipt:
    """What the platform calls a message that was sent: enough to edit it later. `copies` are further ones
    of the same, sent before it was known that the first had arrived."""

    ref: str
    address: Address
    copies: tuple["Receipt", ...] = ()

    def proved(self, pressed: "Receipt") -> "Receipt":
        """The same with the message that was pressed as the one that counts."""
        copies = (replace(self, copies=()), *self.copies)
        return replace(pressed, copies=tuple(copy for copy in copies if copy.ref != pressed.ref))


@frozen
class Settle:
    """A question was answered: the keyboard of message `of` goes, its body stays, and `chosen`, if any,
    stands under it as the Questioner's quoted line. The sender looks up the receipt of `of`.

    `at` is where the message stands, when that is known better than from its row: a press proves which one
    arrived. An empty `body` leaves the words as they are. `said`: as in `Message`.
    """

    of: str
    body: Rich
    chosen: str | None
    at: Receipt | None = None
    said: tuple[str, ...] = ()


@frozen
class Upload:
    """A file for the person: UTF-8 text, `name` with its extension, and a caption. `picture` goes with it, in
    the same message where the platform can."""

    name: str
    content: str = field(repr=False)
    caption: str
    picture: Picture | None = None

    @property
    def described(self) -> str:
        """The caption, and what the picture shows in words."""
        return self.caption if self.picture is None else f"{self.caption}\n\n{self.picture.alt}"

    @property
    def in_words(self) -> "Message":
        """The same where no file is taken."""
        return Message(Rich(f"{self.described}\n\n{self.content.rstrip()}"))


@frozen
class Open:
    """The thread at the row's address is there from now on: found again, or made. `title`, at most 100
    characters, names a new one; `words` say where it is, in the place where the person asked. A circle's is
    made from the message `of`, its announcement; the sender looks up the receipt."""

    title: str
    words: str
    of: str = ""


@frozen
class Rebutton:
    """Message `of` has other buttons from now on; its words stay. The sender looks up the receipt of `of`."""

    of: str
    message: Message


Action = Say | Settle | Upload | Open | Rebutton
OfMessage = Settle | Open | Rebutton  # what is about another row's message, `of`


@frozen
class Outgoing:
    """One row of the outbox. `id` is at most 25 characters (a Discord nonce) and never used twice.

    `delivery` "at_most_once" is for nudges: never tried again once a send was begun. `not_after`:
    after that moment it is dropped and counted. `only_if_version`: sent only while the person's
    version is still this one (they have not come back meanwhile). `pace` is the pause in seconds,
    with a typing indicator, before it is sent. `urgent` rows overtake others (answers before nudges).
    `fallback` is where it goes when its reply handle has run out and `address` takes nothing else; or, as
    `Address.beside`, where only a line says so. With one, the handle of a row for a direct chat, or a
    person's own thread, is that of the place where they asked.
    """

    id: str
    address: Address
    action: Action
    reply: ReplyHandle | None = None
    delivery: Literal["at_least_once", "at_most_once"] = "at_least_once"
    not_before: datetime | None = None
    not_after: datetime | None = None
    only_if_version: int | None = None
    pace: float = 0.0
    urgent: bool = True
    fallback: Address | None = None

    @property
    def lane(self) -> Address:
        """What waits behind one another: a chat, or what one person alone sees of it."""
        return self.address if self.reply is None else _lane(self.address, self.reply)


@frozen
class Limits:
    """What a platform takes. `max_text` in units of `measure`; `short_label` is what a phone shows
    of a button without cutting it; `edits`: whether a message can still be changed once it was sent; rates
    are messages a second (0: the SDK keeps them). `in_row`: buttons of a row, where there are rows and lists
    to take from: more questions than these are entries of such a list, of `max_entry` characters each, and a
    question that is written out has only its number on its button; 0: there are none. `back`: a way back
    stands beside the questions."""

    max_text: int
    measure: Literal["utf16", "codepoints"]
    max_label: int
    short_label: int
    max_buttons: int
    edits: bool = True
    rate_overall: float = 0.0
    rate_chat: float = 0.0
    rate_group: float = 0.0
    burst_chat: int = 1
    rate_broadcast: float = 0.0  # of what was not asked for, over all chats; 0: it shares `rate_overall`
    below: str = ""  # the command that those which are not flat stand below; "": there is none
    in_row: int = 0
    max_entry: int = 0
    back: bool = False
    forms: bool = False  # where others read along, what is typed may not be seen: a form takes it
    threads: bool = False  # what many do together gets a thread of its own, begun from a message
    writes_first: bool = True  # a direct chat opens by being written to; else the person opens it, by a link


# ---------------------------------------------------------------- beside the dialogue


@frozen
class StandingKeyboard:
    """The message whose keyboard stands: its outbox id and its body, to settle it later. `said`: as in
    `Message`. Of a circle's, `buttons` without their counts and `listing` are kept, to show others later."""

    id: str
    body: Rich
    said: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    listing: tuple[str, ...] = ()


@frozen
class MenuEntry:
    """A command as a platform's menu shows it; `argument` names its text option, if it has one, and
    `options` further ones, each with its description. Where a platform has no named options the
    argument alone is typed behind the command. `choices` are all that the argument may be, where they are
    few: (what it is called, what is sent); `option_choices` the same for options, by name. `admin`: it is for
    those who look after a venue, and there. `called` is its name in a person's language, in lower case, where
    a platform shows such; `flat`: it stands by itself where a platform has commands below a command.
    `on_message`: it is for somebody's message, in the menu that a platform has there, by its description.
    `options_called`: what the argument and the options are called in that language, by name; `above`: the
    description of the command that it stands below."""

    name: str
    description: str
    argument: str | None = None
    argument_description: str = ""
    options: tuple[tuple[str, str], ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    admin: bool = False
    called: str = ""
    flat: bool = True
    on_message: bool = False
    option_choices: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    options_called: tuple[tuple[str, str], ...] = ()
    above: str = ""


@frozen
class Modal:
    """A form with one field; `title` at most 45 characters."""

    title: str
    label: str
    submit_hint: str = ""


# ---------------------------------------------------------------- the wire form of a press

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
PRESS_LIMIT = 64  # bytes: Telegram's callback_data, the smallest room there is


@lru_cache(maxsize=4_096)  # of each person who is here
def base36(number: int) -> str:
    """A natural number in base 36, lower case."""
    if number < 0:
        raise ValueError("base36 takes natural numbers")
    if number < 36:
        return _DIGITS[number]
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits


def press_data(press: Press) -> str:
    """The text that a button carries: `a1:owner:verb:run:step:value`, at most 64 bytes.

    Raises ValueError where it would not fit: a value that long is a mistake in our own code.
    """
    owner = base36(int(press.owner)) if _plain_number(press.owner) else "~" + press.owner
    data = ":".join(("a1", owner, press.verb, base36(press.run), base36(press.step), press.value))
    if len(data.encode()) > PRESS_LIMIT:
        raise ValueError(f"a button for {press.verb!r} needs {len(data.encode())} bytes, {PRESS_LIMIT} fit")
    return data


def parse_press(data: str) -> Press | None:
    """The press that `data` stands for; None for anything this program did not write."""
    parts = data.split(":", 5)
    if (
        len(parts) != 6
        or parts[0] != "a1"
        or not parts[2]
        or len(data.encode(errors="replace")) > PRESS_LIMIT
    ):
        return None
    _, owner, verb, run, step, value = parts
    try:
        key = owner[1:] if owner.startswith("~") else str(_natural36(owner))
        return Press(key, verb, _natural36(run), _natural36(step), value)
    except ValueError:
        return None


def _plain_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and (text == "0" or text[0] != "0")


def _natural36(text: str) -> int:
    if not text or not text.isascii() or not text.isalnum():
        raise ValueError(text)
    return int(text, 36)
