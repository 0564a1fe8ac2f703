"""`alana chat --as`: a script as each platform shows it, from any node, kept as a plan."""

import io
from pathlib import Path

import pytest

from bot.cli import main

LONG = "Would you tell me, before the light goes, what it is that you were looking for all of those years?"
SCRIPT = f"""title: Start
---
<<declare $n = 0>>
<<declare $who = "you">>
Alana: Come in.
-> Yes
    Alana: Good.
-> {LONG}
    Alana: A door.
<<jump Many>>
===
title: Many
---
<<ask $who "Your name?">>
Alana: {{$n}} lamps for {{$who}}. \\*Mind\\* the step_here.
{"".join(f"-> Door {i}{chr(10)}" for i in range(1, 31))}<<if $n > 3>>
    Alana: So many!
<<endif>>
===
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.yarn").write_text(SCRIPT.replace("\\*", "*"))
    return tmp_path


def played(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str, *argv: str
) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    capsys.readouterr()
    assert main(["chat", "talk.yarn", *argv]) == 0
    return capsys.readouterr().out


def test_each_platform_shows_its_own_layout(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    telegram = played(monkeypatch, capsys, "", "--as", "telegram")
    assert "┌ Telegram · Alana · 8 of 4096 characters" in telegram
    assert "├ [1. Yes]\n├ [2. Would you tell me" in telegram
    assert f"cut at 64 characters: {LONG}" in telegram
    assert "the questions are listed" in telegram
    discord = played(monkeypatch, capsys, "", "--as", "discord")
    assert "of 2000 characters" in discord
    assert "├ [1] [2]" in discord, "they stand written out in the text"
    assert "cut" not in discord
    terminal = played(monkeypatch, capsys, "", "--as", "terminal")
    assert f"├ [2. {LONG}]" in terminal
    assert "cut" not in terminal


def test_what_has_no_room_is_told(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for look, most in (("telegram", 24), ("discord", 25)):
        out = played(monkeypatch, capsys, "skip\n", "--as", look, "--from", "Many")
        assert f"left out, for {look.capitalize()} takes {most} buttons: Door 30" in out
        assert f"takes {most} buttons: Door {most}\n" not in out
        assert f"Door {most}]" in out or (
            f"Door {most} " in out.split("menu ▾")[1] or f"Door {most}\n" in out
        )


def test_from_a_node_with_values_and_recorded_as_a_plan(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ("--from", "Many", "--set", "$n=7", "--set", "who=Mia Lu", "--record", "talk.testplan")
    out = played(monkeypatch, capsys, "Tom\n99\nDoor 12\n", *argv)
    assert "a number chooses, or words that the bot understands" in out
    assert "7 lamps for Tom." in out
    assert "So many!" in out
    plan = (here / "talk.testplan").read_text()
    assert plan.startswith(
        "set: $n = 7\nset: $who = `Mia Lu`\nnode: Many\nask: `Your name?`\nanswer: `Tom`\n"
    )
    assert "select: 12\n" in plan
    assert main(["test", "."]) == 0
    assert main(["chat", "talk.yarn", "--record", "talk.testplan"]) == 2
    assert "is there already" in capsys.readouterr().err


def test_a_talk_that_is_left_is_a_plan_up_to_there(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    played(monkeypatch, capsys, "1\n/quit\n", "--record", "talk.testplan")
    assert (
        (here / "talk.testplan").read_text().endswith("select: 1\nline: `Alana: Good.`\nask: `Your name?`\n")
    )
    assert main(["test", "."]) == 0


def test_words_are_understood_as_the_bot_does(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = (here / "talk.yarn").read_text().replace("-> Yes", "-> Yes #alias:with_pleasure")
    (here / "talk.yarn").write_text(script)
    assert "Alana: Good." in played(monkeypatch, capsys, "With pleasure!\n", "--say")
    out = played(monkeypatch, capsys, "what were you looking for\nquite another thing\n", "--say")
    assert "A door." in out or "the bot would ask: did you mean “Would you tell me" in out
    assert "Alana: Good." not in out


def test_a_single_script_is_rehearsed_without_more_ado(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "┌ Terminal · Alana" in played(monkeypatch, capsys, "1\n")


def test_only_what_is_said(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = played(monkeypatch, capsys, "yes\n", "--say")
    assert out.splitlines()[:2] == ["Alana: Come in.", "Alana: Good."]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--from", "None"), "no node None"),
        (("--set", "$x=1"), "they store: $n, $who"),
        (("--set", "$n=many"), "$n is a number"),
        (("--record", "talk.yarn"), "is there already"),
    ],
)
def test_mistakes_are_one_line(
    argv: tuple[str, ...], said: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["chat", "talk.yarn", *argv]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
