"""Settings as they are written down: what was named and says nothing is told, never passed over."""

import os
from pathlib import Path

import pytest

from bot.bots_file import load_bots
from bot.cli import main
from bot.errors import SettingsError
from bot.settings import load_settings
from bot.settings_files import CREDENTIALS, LARGEST

TELEGRAM = "7000000001:AAloopback-token-for-tests_0123456789"
BOTS = '[lantern]\ntelegram_token = { env = "LANTERN" }\n'


def warnings(**env: str) -> tuple[str, ...]:
    return load_settings(env, None).warnings


def test_a_folder_of_credentials_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "none", tmp_path / "file", tmp_path / "file/none"):
        line = f"{CREDENTIALS}: there is no folder {folder}, so no setting comes from there"
        assert warnings(**{CREDENTIALS: str(folder)}) == (line,)
    assert warnings(**{CREDENTIALS: ""}) == ()
    assert warnings(**{CREDENTIALS: str(tmp_path)}) == ()


def test_a_credential_that_is_empty_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "ALANA_TELEGRAM_TOKEN").write_text(" \n")
    (tmp_path / "another").touch()
    [line] = warnings(**{CREDENTIALS: str(tmp_path)})
    assert line == f"{tmp_path}/ALANA_TELEGRAM_TOKEN is empty: nothing is set by it"


@pytest.mark.parametrize("name", ["folder", "link", "pipe", "large", "not text"])
@pytest.mark.parametrize("what", ["credential", "env file", "bots", "a bot's token"])
def test_what_cannot_be_read_is_one_line_that_names_it(what: str, name: str, tmp_path: Path) -> None:
    file = tmp_path / ("ALANA_TELEGRAM_TOKEN" if what == "credential" else "named")
    unreadable(file, name)
    with pytest.raises(SettingsError, match="cannot be read") as caught:
        read(what, file)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


def read(what: str, file: Path) -> None:
    match what:
        case "credential":
            load_settings({CREDENTIALS: str(file.parent)}, None)
        case "env file":
            load_settings({}, file)
        case "bots":
            load_bots(file, {}, None)
        case _:
            bots = file.with_name("bots.toml")
            bots.write_text('[a]\ntelegram_token = { file = "named" }\n')
            load_bots(bots, {}, None)


def unreadable(file: Path, how: str) -> None:
    match how:
        case "folder":
            file.mkdir()
        case "link":
            file.symlink_to("nowhere")
        case "pipe":
            os.mkfifo(file)
        case "large":
            file.write_bytes(b"x" * (LARGEST + 1))
        case _:
            file.write_bytes(b"\xff\xfe")


def test_a_token_file_of_a_bot_that_is_empty_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "bots.toml").write_text('[a]\ntelegram_token = { file = "token" }\n')
    (tmp_path / "token").write_text("\n")
    with pytest.raises(SettingsError, match=f"telegram_token: {tmp_path}/token is empty"):
        load_bots(tmp_path / "bots.toml", {}, None)


def test_many_bots_share_what_comes_as_a_credential(tmp_path: Path) -> None:
    """Their database above all: without it each would begin an empty one of its own."""
    (tmp_path / "ALANA_DATABASE_URL").write_text("postgresql://alana@localhost/alana")
    (tmp_path / "ALANA_TELEGRAM_TOKEN").write_text(TELEGRAM[::-1])  # nobody's: each bot names its own
    (tmp_path / "bots.toml").write_text(BOTS)
    env = {CREDENTIALS: str(tmp_path), "LANTERN": TELEGRAM}
    [lantern] = load_bots(tmp_path / "bots.toml", env, None).values()
    assert lantern.database == "postgresql://alana@localhost/alana"
    assert lantern.warnings == ()


def test_a_file_of_passwords_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    url = f"postgresql://alana@localhost/alana?passfile={tmp_path}/passwords"
    [line] = warnings(ALANA_DATABASE_URL=url)
    assert line.startswith("ALANA_DATABASE_URL: the passfile that it names is no file")
    assert str(tmp_path) not in line
    (tmp_path / "passwords").touch()
    assert warnings(ALANA_DATABASE_URL=url) == ()


@pytest.mark.parametrize("folder", ["none", "there"])
def test_a_token_that_was_to_come_from_a_credential_is_said_to_be_missing(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "there").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(CREDENTIALS, str(tmp_path / folder))
    monkeypatch.setattr("bot.cli.run._someone_there", lambda: False)  # as beside a service manager
    assert main(["run"]) == 2
    said = capfd.readouterr().err.splitlines()
    assert said[-1].endswith(f"In {tmp_path}/{folder}, which {CREDENTIALS} names, is no file of either name.")
    assert len(said) == (2 if folder == "none" else 1)
