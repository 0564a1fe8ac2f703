"""The command line: what is loaded when, and how each command ends."""

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Annotated

import discord
import pytest
import typer

from adapters.discord.permissions import NEEDED
from bot import cli
from bot.cli.discord import THREADS, application_of, invite_link
from bot.errors import AlanaError
from tests import starting

ROOT = Path(__file__).resolve().parents[2]
TELEGRAM = "1234567890:" + "AAF-" + "x9_Zq" * 6 + "k"
DISCORD = "MTIzNDU2Nzg5MDEyMzQ1Njc4" + ".GaBcDe." + "q7-_Z" * 7 + "abc"


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[object]:
    """A command `probe` that does what its argument says; the list holds what it was called with."""
    calls: list[object] = []

    def probe(how: str = "well", times: Annotated[int, typer.Option()] = 1) -> int | None:
        """Does as it is told."""
        calls.append((how, times))
        match how:
            case "code":
                return 3
            case "exit":
                raise typer.Exit(4)
            case "expected":
                raise AlanaError("The lake is frozen: bring an axe.")
            case "interrupt":
                raise KeyboardInterrupt
            case "eof":
                raise EOFError
            case "bug":
                raise RuntimeError(f"with {TELEGRAM} and s3cr:et")
        return None

    module = ModuleType("bot.cli.probe")
    module.probe = probe  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "bot.cli.probe", module)
    monkeypatch.setitem(cli.COMMANDS, "probe", cli.CliCommand("bot.cli.probe:probe", "a probe"))
    monkeypatch.setenv("ALANA_TELEGRAM_TOKEN", "s3cr:et")
    monkeypatch.chdir(tmp_path)
    return calls


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_is_there_and_says_what_it_does(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.load(name).__doc__
    assert cli.main([*name.split(), "--help"]) == 0
    assert f"alana {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("how", "code", "said"),
    [
        ("well", 0, ""),
        ("code", 3, ""),
        ("exit", 4, ""),
        ("expected", 2, "The lake is frozen: bring an axe.\n"),
        ("interrupt", 130, ""),
        ("eof", 130, None),
    ],
)
def test_how_a_command_ends(
    command: list[object], capsys: pytest.CaptureFixture[str], how: str, code: int, said: str | None
) -> None:
    assert cli.main(["probe", "--how", how]) == code
    if said is not None:
        assert capsys.readouterr().err == said
    assert command == [(how, 1)]


def test_our_own_bug_is_loud_but_tells_no_secret(
    command: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["probe", "--how", "bug"]) == 1
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert "RuntimeError: with *** and ***" in err
    assert TELEGRAM not in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["probe", "--times", "many"], "valid integer"),
        (["probe", "--tims", "2"], "No such option"),
        (["probe", "again"], "unexpected extra argument"),
        (["prob"], "did you mean alana probe?"),
        (["sing"], "alana --help lists them"),
        (["discord"], "did you mean alana discord invite?"),
    ],
)
def test_wrong_arguments_are_one_line_and_exit_2(
    command: list[object], capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert cli.main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err
    assert command == []


def test_without_a_command_it_runs(command: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cli.COMMANDS, "run", cli.COMMANDS["probe"])
    assert cli.main([]) == 0
    assert cli.main(["--times", "2"]) == 0
    assert command == [("well", 1), ("well", 2)]


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    out = capsys.readouterr().out
    for name, entry in cli.COMMANDS.items():
        assert f"alana {name}" in out
        assert entry.summary in out
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("alana ")


# ------------------------------------------------------------------ as processes


def alana(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ALANA_")}
    return starting.run(*arguments, cwd=ROOT, env=inherited | env)


WRITERS = ["check", "test", "tag", "import", "export", "graph", "explain", "strings update", "new", "publish"]


@pytest.mark.parametrize("name", [*WRITERS, "discord invite"])
def test_what_a_writer_uses_loads_no_platform(name: str) -> None:
    listed = f"import sys; from bot import cli; cli.load({name!r}); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", listed], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"discord", "telegram", "aiohttp", "sqlalchemy"} & set(run.stdout.split())
    assert not DOCUMENTS & set(run.stdout.split())


DOCUMENTS = {"lxml", "docx", "charset_normalizer", "markdown_it", "babel"}


@pytest.mark.parametrize("name", ["run", "chat"])
def test_the_bot_starts_without_the_writers_libraries(name: str) -> None:
    listed = (
        f"import sys; from bot import app, platforms, cli; cli.load({name!r}); "
        "print(*(m for m in sys.modules if m.startswith('bot.authoring') or m in "
        f"{DOCUMENTS - {'babel', 'charset_normalizer'}!r}))"
    )
    run = subprocess.run([sys.executable, "-c", listed], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "\n"


def test_python_m_bot_is_the_command() -> None:
    command = [sys.executable, "-m", "bot", "nonsense"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "alana: there is no command 'nonsense'; alana --help lists them\n"


def test_a_wrong_setting_is_one_line_and_exit_2() -> None:
    run = alana("discord", "invite", ALANA_DISCORD_TOKEN=DISCORD, ALANA_PACE="slow")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "ALANA_PACE: input should be 'natural', 'fast' or 'instant' (it is 'slow')\n"


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "talker.py").write_text(
        "import sys\n"
        "from bot import cli\n"
        "def talk() -> None:\n"
        "    print('x' * 200_000)\n"
        "cli.COMMANDS['talk'] = cli.CliCommand('__main__:talk', '')\n"
        "sys.exit(cli.main(['talk']))\n"
    )
    run = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} {tmp_path}/talker.py | head -c 1"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert (run.stdout, run.stderr, run.returncode) == ("x", "", 1)


# ------------------------------------------------------------------ the invite link


def test_the_invite_link_takes_the_id_from_the_token() -> None:
    run = alana("discord", "invite", ALANA_DISCORD_TOKEN=DISCORD)
    assert run.stdout == invite_link("123456789012345678") + "\n"
    assert DISCORD not in run.stdout + run.stderr
    assert alana("discord", "invite", "--application-id", "1" * 18).stdout == invite_link("1" * 18) + "\n"


def test_the_link_asks_for_the_permissions_by_discords_own_numbers() -> None:
    needed = {pair for pairs in NEEDED.values() for pair in pairs}
    assert {name for _, name in needed} == set(THREADS)
    threads = discord.Permissions(**{flag: True for flag, _ in needed})
    for asked, given in ((discord.Permissions.none(), {}), (threads, THREADS)):
        link = discord.utils.oauth_url(
            123456789012345678, permissions=asked, scopes=("bot", "applications.commands")
        )
        assert invite_link("123456789012345678", given) == link
    run = alana("discord", "invite", "--application-id", "1" * 18, "--threads")
    assert run.stdout == invite_link("1" * 18, THREADS) + "\n"


@pytest.mark.parametrize("wrong", ["", "abc", "12", "1" * 30, "１２３４５６７８９０１２３４５６７"])
def test_what_is_no_id_is_refused(wrong: str) -> None:
    with pytest.raises(AlanaError, match="application-id"):
        invite_link(wrong)


@pytest.mark.parametrize("token", ["", "x.y.z", "////", "bm9udW1iZXI.a.b"])
def test_a_token_that_names_no_application(token: str) -> None:
    assert application_of(token) is None


def test_without_token_and_id_it_says_what_to_do() -> None:
    run = alana("discord", "invite")
    assert run.returncode == 2
    assert "--application-id" in run.stderr
    assert run.stderr.count("\n") == 1


def test_the_list_of_commands_loads_no_library() -> None:
    """`alana --help` answers before the library that reads arguments would even be there."""
    code = (
        "import sys\n"
        "from bot.cli import main\n"
        "assert main(['--help']) == 0\n"
        "ours = {'bot', 'bot.cli', 'bot.cli.streams', 'bot.errors', 'bot.frozen', 'bot.refusals'}\n"
        "assert {n for n in sys.modules if n.split('.')[0] in ('bot', 'adapters')} == ours\n"
        "assert not {'typer', 'pydantic', 'structlog', 'sqlalchemy', 'importlib.metadata'} & {*sys.modules}\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    assert "alana chat" in ran.stdout
