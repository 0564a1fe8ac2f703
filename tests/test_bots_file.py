"""A file of many bots: settings of each, tokens by where they stand, every fault in one line without them."""

from pathlib import Path

import pytest

from bot.bots_file import load_bots
from bot.errors import SettingsError

A, B = "7000000001:AAloopback-token-for-tests_0123456789", "7000000002:AAloopback-token-for-tests_0123456789"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "lamps").mkdir()
    (tmp_path / "secret").write_text(B + "\n")
    return tmp_path / "bots.toml"


def test_each_has_its_own_and_shares_the_rest(file: Path, tmp_path: Path) -> None:
    file.write_text(
        '[lantern]\ntelegram_token = { env = "LANTERN" }\ndialogues = "lamps"\n'
        'pace = "fast"\nkeep_misses = true\n'
        '[candle]\ntelegram_token = { file = "secret" }\nmax_new_people_per_minute = 9\n'
    )
    env = {"LANTERN": A, "ALANA_PACE": "instant", "ALANA_TELEGRAM_TOKEN": "7000000003:AA" + "x" * 35}
    lantern, candle = load_bots(file, env, None).values()
    assert lantern.telegram_token is not None
    assert candle.telegram_token is not None
    assert (lantern.telegram_token.get_secret_value(), candle.telegram_token.get_secret_value()) == (A, B)
    assert (lantern.pace, candle.pace) == ("fast", "instant")
    assert (lantern.dialogues, lantern.keep_misses) == (tmp_path / "lamps", True)
    assert candle.max_new_people_per_minute == 9


def test_a_file_with_a_token_is_nobody_elses(file: Path, tmp_path: Path) -> None:
    file.write_text('[candle]\ntelegram_token = { file = "secret" }\n')
    (tmp_path / "secret").chmod(0o644)
    [candle] = load_bots(file, {}, None).values()
    [line] = candle.warnings
    assert line.startswith(f"{tmp_path}/secret is open to everybody on this machine: chmod 600")
    (tmp_path / "secret").chmod(0o640)  # of a group that the operator has made
    [candle] = load_bots(file, {}, None).values()
    assert candle.warnings == ()


def test_a_credential_of_the_service_manager(file: Path, tmp_path: Path) -> None:
    file.write_text('[lantern]\ntelegram_token = { credential = "secret" }\n')
    [lantern] = load_bots(file, {"CREDENTIALS_DIRECTORY": str(tmp_path)}, None).values()
    assert lantern.telegram_token is not None
    assert lantern.telegram_token.get_secret_value() == B


def test_what_stands_in_env_files_is_everybodys_but_for_tokens(file: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared.env"
    shared.write_text(f"ALANA_TELEGRAM_TOKEN={B}\nALANA_PACE=instant\n")
    file.write_text('[lantern]\ndiscord_token = { env = "LANTERN" }\n')
    token = "MTE3" + "a" * 20 + ".GabcDE." + "b" * 38
    [lantern] = load_bots(file, {"LANTERN": token}, shared).values()
    assert (lantern.pace, lantern.telegram_token) == ("instant", None)


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("", "there is no bot in it"),
        ("[lantern", "this is no TOML"),
        ("[lantern]", "it has no token"),
        (f'[lantern]\ntelegram_token = "{A}"', "a token itself does not belong in this file"),
        ('[lantern]\ntelegram_token = { env = "NOWHERE" }', "the environment has no NOWHERE"),
        ('[lantern]\ntelegram_token = { file = "nowhere" }', "there is no file"),
        ('[lantern]\ntelegram_token = { credential = "x" }', "there are no credentials here"),
        ('[lantern]\ntelegram_token = { vault = "x" }', "say where it stands"),
        ('[Lantern]\ntelegram_token = { env = "A" }', "a bot's name is made of"),
        ("lantern = 3", "write its settings below"),
        ('[lantern]\ndatabase_url = "sqlite:///x.db"', "set ALANA_DATABASE_URL, for all bots"),
        ("[lantern]\nmood = 3", "check its name"),
        ("[lantern]\npace = [1]", "pace: write it as in .env"),
        ('[lantern]\npace = "slow"\ntelegram_token = { env = "A" }', "ALANA_PACE"),
        (
            '[a]\ntelegram_token = { env = "A" }\n[b]\ntelegram_token = { env = "A" }',
            "it has the token of [a]: each bot needs its own",
        ),
    ],
)
def test_a_fault_is_one_line_that_says_where(file: Path, written: str, line: str) -> None:
    file.write_text(written)
    with pytest.raises(SettingsError) as caught:
        load_bots(file, {"A": A}, None)
    assert line in str(caught.value)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "AAloopback" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no such file of bots"):
        load_bots(tmp_path / "none.toml", {}, None)
