"""The commands by name: what runs, what it is told of itself, and what it needs loaded."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import get_args

from bot.commands import (
    about,
    admin,
    care,
    circle,
    enough,
    greeting,
    helpnow,
    journal,
    menu,
    naming,
    passed,
    private,
    settings,
    setup,
    share,
    talk,
    writing,
)
from bot.commands.context import Context, Reply
from bot.commands.progress import progress
from bot.commands.reminding import pause, remind
from bot.frozen import frozen
from bot.model import CommandCall, MenuEntry
from bot.person.asking import (
    AboutReminder,
    AskedPause,
    AskedToAnnounce,
    AskedToBeCalled,
    AskedToForget,
    Pending,
)
from bot.texts import Texts, mark
from bot.texts.catalogue import language_names

Choices = Callable[[Texts], Sequence[tuple[str, str]]]
RunCommand = Callable[[Context, str], Reply]


@frozen
class Entry:
    """One command. `description` is a message of the catalogue; empty: it is in no menu."""

    run: RunCommand
    description: str = ""
    argument: str | None = None
    argument_description: str = ""
    options: tuple[tuple[str, str], ...] = ()  # further named ones, where a platform has them
    choices: Choices = lambda texts: ()  # all that the argument may be
    option_choices: tuple[tuple[str, Choices], ...] = ()  # the same for options
    needs: frozenset[str] = frozenset()  # "journal", "export", "back", "emergency", "minutes"
    asks: tuple[type[Pending], ...] = ()  # its questions
    answer: Callable[[Context, str], Reply | None] | None = None  # to one of them; None: that was no answer
    on_message: bool = False  # for somebody's message, where a platform has a menu there
    admin: bool = False  # for those who look after a venue, and there
    private: bool = False  # its answers say what concerns this person alone, such as their hour and city


_JOURNAL = frozenset({"journal"})

COMMANDS: dict[str, Entry] = {
    "talk": Entry(
        talk.talk,
        mark("Go on with the talk, or open an evening"),
        "episode",
        mark("An evening"),
        (("where", mark("In a server: where we talk")),),
        option_choices=(("where", setup.where_choices),),
    ),
    "menu": Entry(menu.menu, mark("The evenings, and where you are")),
    "circle": Entry(
        circle.circle,
        mark("An evening that several take together, by vote"),
        "episode",
        mark("An evening"),
        (
            ("pace", mark("How long each question stands")),
            ("at", mark("When it begins, like 20:00")),
            ("zone", mark("Your city, for its time")),
            (circle.DO, mark("With the circle that is here")),
        ),
        option_choices=(("pace", circle.paces), (circle.DO, circle.wishes)),
    ),
    "back": Entry(talk.back, mark("Back to the question before this one"), needs=frozenset({"back"})),
    "restart": Entry(talk.restart, mark("Begin this evening again")),
    "remind": Entry(
        remind.remind,
        mark("A message once a day, at your hour"),
        "time",
        mark("20:00, weekdays 8:00, off"),
        (("zone", mark("Your city, for its time")),),
        asks=get_args(AboutReminder),
        answer=remind.remind_answer,
        private=True,
    ),
    "pause": Entry(
        pause.pause_,
        mark("No reminders for a while"),
        "duration",
        mark("5 days, until 3 May, off"),
        asks=(AskedPause,),
        answer=pause.pause_answer,
        private=True,
    ),
    "progress": Entry(progress, mark("How far you have come"), needs=_JOURNAL),
    "journal": Entry(journal.journal, mark("What you wrote for yourself"), needs=_JOURNAL),
    "language": Entry(
        settings.language,
        mark("The language I write in"),
        "language",
        mark("One of them"),
        choices=lambda texts: [(name, code) for code, name in language_names()],
    ),
    "name": Entry(
        naming.name,
        mark("What I call you"),
        "name",
        mark("Jo"),
        asks=(AskedToBeCalled,),
        answer=naming.name_answer,
    ),
    "pace": Entry(
        settings.pace,
        mark("How fast I write"),
        "pace",
        mark("natural, fast, instant, quiet or plain"),
        choices=settings.paces,
    ),
    "privacy": Entry(about.privacy, mark("What is kept, where, and for how long")),
    "export": Entry(
        private.export, mark("Everything kept of you, as files"), needs=frozenset({"journal", "export"})
    ),
    "forget": Entry(
        private.forget,
        mark("Erase everything kept of you"),
        asks=(AskedToForget,),
        answer=private.forget_answer,
    ),
    "share": Entry(share.share, mark("A link to send along"), "episode", mark("An evening")),
    "setup": Entry(
        setup.setup,
        mark("Where in this server I talk, and with whom"),
        "show",
        mark("What to look at"),
        choices=setup.shown,
        admin=True,
    ),
    "help": Entry(about.help_, mark("What you can do here")),
    "helpnow": Entry(
        helpnow.helpnow,
        mark("A number to call, people to talk to, and no traces"),
        needs=frozenset({"emergency"}),
        private=True,
    ),
    "notes": Entry(
        writing.notes,
        mark("Whether the people who run me may write to you"),
        "answer",
        mark("on or off"),
        private=True,
    ),
    "feedback": Entry(
        writing.feedback, mark("Write to the people who run me"), "words", mark("Your words"), private=True
    ),
    "admin": Entry(
        admin.admin,
        needs=frozenset({"operator"}),
        asks=(AskedToAnnounce,),
        answer=admin.announce_answer,
        private=True,
    ),
    "reload": Entry(admin.reload, needs=frozenset({"operator"}), private=True),
    "start": Entry(greeting.start, needs=frozenset({"minutes"})),
    "about": Entry(talk.about, mark("Talk about this"), "words", on_message=True),
    "continue": Entry(talk.resume, mark("The question that is open, once more")),
    "again": Entry(talk.again),
    "passed": Entry(passed.hear),
    "later": Entry(talk.later),
    "enough": Entry(enough.enough),
    "remindhere": Entry(remind.in_thread),
    "care": Entry(care.answered, needs=frozenset({"emergency"}), private=True),
}


# Where a platform has commands below a command, these stand by themselves.
FLAT = frozenset({"talk", "circle", "menu", "continue", "remind", "help", "helpnow", "setup"})
BELOW = frozenset(name for name, entry in COMMANDS.items() if entry.description) - FLAT
# What each is called in people's languages, in lower case: shown in menus, and understood where it is typed.
CALLED = (
    *(
        mark("talk"),
        mark("circle"),
        mark("menu"),
        mark("continue"),
        mark("back"),
        mark("restart"),
        mark("remind"),
    ),
    *(mark("pause"), mark("progress"), mark("journal"), mark("language"), mark("pace"), mark("privacy")),
    *(mark("export"), mark("forget"), mark("share"), mark("setup"), mark("help"), mark("helpnow")),
)

# The same for what they take: shown in menus alone.
OPTIONS_CALLED = frozenset(
    (
        *(mark("episode"), mark("where"), mark("pace"), mark("at"), mark("zone"), mark("do"), mark("time")),
        *(mark("duration"), mark("language"), mark("name"), mark("show"), mark("answer"), mark("words")),
    )
)
ABOVE = mark("Alana: journal, settings, and everything kept of you")

# Which command a question is of; those that are not here are the dialogue's.
ASKED_BY: Mapping[type[Pending], str] = {
    question: name for name, e in COMMANDS.items() for question in e.asks
}


def argument_of(call: CommandCall) -> str:
    """What stands behind a command. Where it came by names, that is the option which the command is about, or
    else the first one that can be anything."""
    entry, named = COMMANDS.get(call.name), dict(call.options)
    if entry is None or not named:
        return call.argument
    if entry.argument in named:
        return named[entry.argument]
    fixed = dict(entry.option_choices)
    return next((value for name, value in call.options if name not in fixed), "")


def _names(entry: Entry) -> Iterator[str]:
    """Of all that a command takes."""
    if entry.argument is not None:
        yield entry.argument
        yield from (option for option, _ in entry.options)


@cache
def menu_entries(texts: Texts) -> Sequence[MenuEntry]:
    """The commands of the menu, described in the language of `texts`."""
    return tuple(
        MenuEntry(
            name,
            texts.t(entry.description),
            entry.argument,
            texts.t(entry.argument_description) if entry.argument_description else "",
            tuple((option, texts.t(words)) for option, words in entry.options),
            tuple(entry.choices(texts)),
            entry.admin,
            texts.t(name) if name in CALLED else name,
            name in FLAT,
            entry.on_message,
            tuple((option, tuple(choices(texts))) for option, choices in entry.option_choices),
            tuple((option, texts.t(option)) for option in _names(entry) if option in OPTIONS_CALLED),
            texts.t(ABOVE) if name not in FLAT else "",
        )
        for name, entry in COMMANDS.items()
        if entry.description
    )
