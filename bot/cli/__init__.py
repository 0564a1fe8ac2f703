"""The commands of `alana`: which there are, and how each of them ends.

Each command is one small module beside this one, imported only when it is called, so that
`alana check` loads no platform's library and `alana --help` none at all. Ends: 0 fine, 2 an expected
failure with its one line on standard error, 130 interrupted, 1 our own bug with its traceback (without
secrets).
"""

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, NamedTuple, TextIO, cast

from bot.cli import streams
from bot.errors import AlanaError


class CliCommand(NamedTuple):
    """`target` is module:function, the function annotated as typer wants it; `summary` is for the list."""

    target: str
    summary: str
    draws: bool = False  # it draws on the terminal and sees to it itself that what it quotes is inert


COMMANDS = {
    "run": CliCommand(
        "bot.cli.run:run", "run every platform that has a token, else the terminal chat", draws=True
    ),
    "chat": CliCommand("bot.cli.chat:chat", "talk to Alana in this terminal", True),
    "new": CliCommand("bot.cli.new:new", "make a small series to begin from"),
    "check": CliCommand(
        "bot.cli.check:check", "check scripts, and what a change does to people in the middle"
    ),
    "test": CliCommand("bot.cli.test:test", "play the test plans beside the scripts"),
    "tag": CliCommand("bot.cli.tag:tag", "give every line an id, for translation and statistics"),
    "strings extract": CliCommand("bot.cli.strings:extract", "write every text of the scripts with its id"),
    "strings update": CliCommand("bot.cli.strings:update", "bring the translators' tables up to the scripts"),
    "strings status": CliCommand("bot.cli.strings:status", "tell how far each language is"),
    "strings export": CliCommand(
        "bot.cli.strings:export", "write a table for a translator: CSV, PO or XLIFF"
    ),
    "strings import": CliCommand("bot.cli.strings:import_", "take translations back"),
    "import": CliCommand("bot.cli.import_:import_", "make a whole evening of a plain transcript"),
    "export": CliCommand("bot.cli.export:export", "write a script's way back as a plain transcript"),
    "explain": CliCommand("bot.cli.explain:explain", "say what a code such as AL608 means, with examples"),
    "publish": CliCommand("bot.cli.publish:publish", "check, test, say what a change does, and take it up"),
    "graph": CliCommand("bot.cli.graph:graph", "draw a script's nodes, options and ways"),
    "studio": CliCommand("bot.cli.studio:studio", "write in the browser: graph, script and a live talk"),
    "lsp": CliCommand("bot.cli.lsp:lsp", "help an editor with scripts, as a language server", draws=True),
    "doctor": CliCommand("bot.cli.doctor:doctor", "look at settings, scripts, database and outbox"),
    "backup": CliCommand("bot.cli.backup:backup", "copy the database, also while the bot runs"),
    "restore": CliCommand("bot.cli.restore:restore", "put a backup in the database's place"),
    "migrate": CliCommand("bot.cli.migrate:migrate", "copy the database to PostgreSQL, or back to SQLite"),
    "stats": CliCommand("bot.cli.stats:stats", "how far people come, evening by evening"),
    "misses": CliCommand("bot.cli.misses:misses", "phrases that nobody understood"),
    "discord invite": CliCommand("bot.cli.discord:invite", "print the link that invites the bot to a server"),
    "telegram sync": CliCommand(
        "bot.cli.telegram:sync", "set commands and descriptions on Telegram, or say what would change"
    ),
    "bots": CliCommand("bot.cli.bots:bots", "list the bots of the database"),
    "bots erase": CliCommand("bot.cli.bots:erase", "erase all that is stored of one bot"),
    "bots move": CliCommand("bot.cli.bots:move", "copy one bot to another database"),
    "discord sync": CliCommand(
        "bot.cli.sync:sync", "register the commands with Discord, or say what would change"
    ),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command that `argv` (default: the process's) names, `run` without one; gives its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _dispatch(arguments)
        sys.stdout.flush()
        return code
    except AlanaError as error:
        return _end(str(error), 2)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        streams.leave_nothing()  # the reader is gone: `alana stats | head`
        return 1
    except OSError as error:
        code = _end(_trouble(error), 2)
        streams.leave_nothing()
        return code
    except Exception:
        return _end(_traceback(), 1)


def process() -> int:
    """The program `alana`: `main` with a process of its own around it."""
    streams.open_closed()
    streams.be_lenient()
    streams.stop_cleanly()
    try:
        return main()
    except SystemExit as end:  # asked to stop
        return end.code if isinstance(end.code, int) else 0
    finally:
        streams.leave_nothing()


def load(name: str) -> Callable[..., Any]:
    """The function of a command; imports its module."""
    module, _, function = COMMANDS[name].target.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def _dispatch(arguments: list[str]) -> int:
    if arguments[:1] in (["--help"], ["-h"], ["help"]):
        print(_listing())
        return 0
    if arguments[:1] == ["--version"]:
        print(_version())
        return 0
    return _run(*_chosen(arguments))


def _run(name: str, rest: list[str]) -> int:
    import typer

    from bot.zonerules import rules

    rules()  # before anything can make a time zone

    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name)(load(name))
    try:
        with _inert(COMMANDS[name]):
            result = typer.main.get_command(app).main(rest, prog_name=f"alana {name}", standalone_mode=False)
    except typer.Abort:
        return _end("Stopped.", 130)
    except typer.TyperException as error:
        return _end(_usage(error, name), getattr(error, "exit_code", 2))
    return result if isinstance(result, int) else 0


@contextlib.contextmanager
def _inert(entry: CliCommand) -> Iterator[None]:
    """Whatever a command quotes of a file, nothing of it steers the terminal."""
    if entry.draws:
        yield
        return
    from bot.printable import PrintableStream

    out, err = cast(TextIO, PrintableStream(sys.stdout)), cast(TextIO, PrintableStream(sys.stderr))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        yield


def _chosen(arguments: list[str]) -> tuple[str, list[str]]:
    """The command and what is left for it."""
    if not arguments or arguments[0].startswith("-"):
        return "run", arguments
    for words in (2, 1):
        name = " ".join(arguments[:words])
        if name in COMMANDS:
            return name, arguments[words:]
    raise AlanaError(_unknown(arguments[0]))


def _unknown(word: str) -> str:
    import difflib

    longer = [name for name in COMMANDS if name.startswith(word + " ")]
    near = longer or difflib.get_close_matches(word, COMMANDS, n=1)
    hint = f"did you mean alana {near[0]}?" if near else "alana --help lists them"
    return f"alana: there is no command {word!r}; {hint}"


def _usage(error: Exception, name: str) -> str:
    form = getattr(error, "format_message", None)
    message = " ".join(str(form() if form else error).split())
    return f"alana {name}: {message} (alana {name} --help says more)"


def _listing() -> str:
    width = max(map(len, COMMANDS))
    lines = (f"  alana {name:<{width}}  {entry.summary}" for name, entry in COMMANDS.items())
    return "\n".join(
        (
            "Alana plays scripted interviews on Telegram, Discord and in the terminal.",
            "",
            *lines,
            "",
            "alana COMMAND --help says more. Without a command: alana run.",
        )
    )


def _version() -> str:
    from bot.versions import version

    return f"alana {version()}"


def _trouble(error: OSError) -> str:
    """What the system does not let us do: a full disk, a name too long, a folder in the way."""
    names = ", ".join(str(name) for name in (error.filename, error.filename2) if name is not None)
    return _redacted(f"alana: {names + ': ' if names else ''}{error.strerror or error}")


def _end(message: str, code: int) -> int:
    from bot.printable import printable

    with contextlib.suppress(OSError, ValueError):
        print(printable(message), file=sys.stderr, flush=True)
    return code


def _traceback() -> str:
    """Of the exception at hand."""
    import traceback

    return _redacted(traceback.format_exc())


def _redacted(text: str) -> str:
    """Without secrets. What it needs is imported only now: it takes its time."""
    from bot.redaction import Redactor
    from bot.settings import load_settings

    try:
        secrets = load_settings().secrets()
    except AlanaError:
        secrets = ()
    return Redactor(secrets)(text).rstrip()
