"""Settings: what is read, what is refused and how, and that no secret ever shows."""

import re
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SettingsError
from bot.settings import PACKAGED_DIALOGUES, Settings, load_settings, variable
from bot.settings_values import database_shown

ROOT = Path(__file__).resolve().parents[1]
TELEGRAM = "1234567890:" + "AAF-" + "x9_Zq" * 6 + "k"
DISCORD = "MTIzNDU2Nzg5MDEyMzQ1Njc4" + ".GaBcDe." + "q7-_Z" * 7 + "abc"


def load(**env: str) -> Settings:
    return load_settings({variable(name): value for name, value in env.items()}, None)


def refusal(**env: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load(**env)
    assert caught.value.__cause__ is None
    return str(caught.value)


# ------------------------------------------------------------------ what is read


@pytest.mark.parametrize(("text", "shards"), [("auto", "auto"), ("Auto ", "auto"), ("1", 1), ("1000", 1000)])
def test_connections_to_discord_are_a_number_or_auto(text: str, shards: object) -> None:
    assert load(discord_shards=text).discord_shards == shards


@pytest.mark.parametrize("text", ["0", "1001", "-1", "many", "2.5", "²"])
def test_other_connections_to_discord_are_refused_in_one_line(text: str) -> None:
    line = refusal(discord_shards=text)
    assert line == f'ALANA_DISCORD_SHARDS: wants "auto", or a number from 1 to 1,000 (it is {text!r})'


@pytest.mark.parametrize(
    ("text", "ids"),
    [("0", (0,)), ("0,1", (0, 1)), ("0-3,6", (0, 1, 2, 3, 6)), (" 6, 2 - 3 ,0-0", (0, 2, 3, 6)), ("7", (7,))],
)
def test_connections_of_this_process_are_numbers_and_ranges(text: str, ids: tuple[int, ...]) -> None:
    settings = load(discord_shard_ids=text, discord_shard_count=" 8 ")
    assert (settings.discord_shard_ids, settings.discord_shard_count) == (ids, 8)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (
            {"ids": "0,1"},
            "IDS: set ALANA_DISCORD_SHARD_COUNT, too: how many there are in all processes (it is '0,1')",
        ),
        ({"count": "4"}, "IDS: say which of the 4 are this process's, as in 0,1 or 0-3,6"),
        (
            {"ids": "2-4", "count": "4"},
            "IDS: there is no 4: with ALANA_DISCORD_SHARD_COUNT=4, 3 is the last (it is '2-4')",
        ),
        ({"ids": "0-2,1", "count": "4"}, "IDS: names 1 twice (it is '0-2,1')"),
        *(
            (
                {"ids": wrong, "count": "4"},
                f"IDS: write numbers of connections, the first is 0, as in 0,1 or 0-3,6 (it is {wrong!r})",
            )
            for wrong in (
                "3-1",
                "-1",
                "0,,1",
                "one",
                "0-",
                "²",
                "0 1",
                "99999999",
                "0-99999999",
                "0;1",
                "1.5",
            )
        ),
        *(
            (
                {"ids": "0", "count": wrong},
                f"COUNT: wants a number from 1 to 1,000, the same in every process (it is {wrong!r})",
            )
            for wrong in ("0", "1001", "-4", "four", "2.5", "²", "auto")
        ),
    ],
)
def test_connections_that_do_not_fit_are_refused_in_one_line(given: dict[str, str], line: str) -> None:
    found = refusal(**{f"discord_shard_{name}": value for name, value in given.items()})
    assert found == f"ALANA_DISCORD_SHARD_{line}"


@pytest.mark.parametrize("shards", ["auto", "4"])
def test_connections_are_shared_out_in_one_way(shards: str) -> None:
    line = refusal(discord_shards=shards, discord_shard_ids="0", discord_shard_count="4")
    said = "ALANA_DISCORD_SHARD_IDS: unset ALANA_DISCORD_SHARDS, or this and ALANA_DISCORD_SHARD_COUNT"
    assert line == f"{said} (it is '0')"


def test_a_part_of_the_connections_wants_a_database_that_the_others_share() -> None:
    part = {"discord_shard_ids": "0,1", "discord_shard_count": "4"}
    [line] = load(**part).warnings
    assert "cannot share an SQLite file" in line
    assert not load(**part, database_url="postgresql://alana@localhost/alana").warnings
    assert not load(discord_shard_ids="0-3", discord_shard_count="4").warnings


def test_without_anything_the_defaults_hold() -> None:
    settings = load_settings({}, None)
    assert settings.database_url.get_secret_value() == "sqlite+aiosqlite:///alana.db"
    assert settings.dialogues == PACKAGED_DIALOGUES
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.discord_api_url is None
    assert settings.http_port is None
    assert settings.quiet_hours == (time(22), time(8))
    assert settings.platforms == ()
    assert settings.warnings == ()


def test_the_class_itself_reads_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALANA_PACE", "instant")
    (tmp_path / ".env").write_text("ALANA_PACE=fast\n")
    monkeypatch.chdir(tmp_path)
    assert Settings().pace == "natural"


def test_the_environment_wins_over_the_file_and_an_empty_value_is_no_value(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("ALANA_PACE=fast\nALANA_LOG_FORMAT=json\nALANA_HTTP_PORT=\nOTHER=1\n")
    settings = load_settings({"ALANA_PACE": "instant", "ALANA_LOG_FORMAT": ""}, file)
    assert (settings.pace, settings.log_format, settings.http_port) == ("instant", "json", None)


def test_the_process_environment_and_the_file_here_are_the_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("ALANA_OPERATOR_CONTACT=Ann, ann@example.org\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALANA_PACE", "fast")
    settings = load_settings()
    assert (settings.pace, settings.operator_contact) == ("fast", "Ann, ann@example.org")


def test_a_dollar_sign_in_the_file_is_a_dollar_sign(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("ALANA_DATABASE_URL=postgresql://u:a${HOME}b@h/db\n")
    assert load_settings({}, file).secrets() == ("a${HOME}b",)


@pytest.mark.parametrize(
    ("given_url", "used"),
    [
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("sqlite:x.db", "sqlite+aiosqlite:///x.db"),
        ("sqlite:////var/lib/x.db", "sqlite+aiosqlite:////var/lib/x.db"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("postgresql://u:p@h:5433/db", "postgresql+asyncpg://u:p@h:5433/db"),
        ("postgres://u@h/db?sslmode=require", "postgresql+asyncpg://u@h/db?ssl=require"),
        ("postgresql://u:p@a:5433,[::1]/db", "postgresql+asyncpg://u:p@a:5433,[::1]/db"),
        ("postgresql:///db?host=/run/pg", "postgresql+asyncpg:///db?host=/run/pg"),
    ],
)
def test_database_urls_get_their_async_driver(given_url: str, used: str) -> None:
    assert load(database_url=given_url).database_url.get_secret_value() == used


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("22-8", (time(22), time(8))),
        ("21:30 - 07:15", (time(21, 30), time(7, 15))),
        ("24-6", (time(0), time(6))),
        ("off", None),
    ],
)
def test_quiet_hours(text: str, hours: tuple[time, time] | None) -> None:
    assert load(quiet_hours=text).quiet_hours == hours


def test_backoff_steps() -> None:
    assert load(nudge_backoff="1x2,14 x 5").nudge_backoff == ((1, 2), (14, 5))


def test_the_forms_of_a_platform_address() -> None:
    settings = load(telegram_api_url="http://127.0.0.1:81/bot/", discord_api_url="http://localhost:82/")
    assert settings.telegram_api_url == "http://127.0.0.1:81"
    assert settings.discord_api_url == "http://localhost:82/api/v10"
    proxied = load(discord_api_url="http://nirn:80/api/v10/", discord_allow_http_host="NIRN")
    assert proxied.discord_api_url == "http://nirn:80/api/v10"


def test_tokens_name_the_platforms_that_run() -> None:
    assert load(telegram_token=TELEGRAM).platforms == ("telegram",)
    assert load(telegram_token="1:x", discord_token=DISCORD).platforms == ("telegram", "discord")


# ------------------------------------------------------------------ what is refused

WRONG = {
    "database_url": "mysql://u:hunter2@h/db",
    "dialogues": "/no/such/folder",
    "telegram_token": "hunter2 hunter2",
    "telegram_api_url": "http://api.example.org",
    "discord_token": 'hunter2"',
    "discord_api_url": "ftp://example.org",
    "discord_message_content": "perhaps",
    "http_host": "a\nb",
    "http_port": "70000",
    "http_names": "alana:8080",
    "pace": "slow",
    "operator_contact": "x" * 201,
    "matcher": "magic",
    "helpline_url": "somewhere",
    "keep_misses": "perhaps",
    "reload": "2",
    "nudge_window_hours": "-1",
    "nudge_backoff": "7x3, 1x3",
    "quiet_hours": "8-8",
    "seen_days": "0",
    "outbox_days": "often",
    "log_days": "1.5",
    "backup_days": "-1",
    "max_new_people_per_minute": "0",
    "log_level": "LOUD",
    "log_format": "xml",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_one_line_that_names_it(name: str) -> None:
    line = refusal(**{name: WRONG[name]})
    assert "\n" not in line
    assert line.startswith(variable(name) + ": ")
    assert "hunter2" not in line


def test_all_wrong_settings_are_named_at_once() -> None:
    lines = refusal(**WRONG).splitlines()
    assert sorted(line.partition(":")[0] for line in lines) == sorted(map(variable, WRONG))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u@a,/db",
        "postgresql://u@a:1:2,b/db",
        "postgresql://u@a,b:99999/db",
        "postgresql://u@a,b/db?target_session_attrs=standby",
    ],
)
def test_unusable_lists_of_servers_are_refused_in_one_line(url: str) -> None:
    assert re.search(r"postgresql://", refusal(database_url=url))


def test_a_list_of_servers_is_shown_without_the_password() -> None:
    settings = load(database_url="postgresql://ann:s%40crt@a:5433,b/db?target_session_attrs=primary")
    assert settings.database == "postgresql://ann:***@a:5433,b/db"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite://x.db", "postgresql://h", "x"])
def test_unusable_database_urls_say_what_to_write(url: str) -> None:
    assert re.search(r"sqlite:///|postgresql://", refusal(database_url=url))


def test_plain_http_needs_loopback_or_a_named_host() -> None:
    line = refusal(discord_api_url="http://nirn:80/api/v10", discord_allow_http_host="other")
    assert "ALANA_DISCORD_ALLOW_HTTP_HOST" in line
    assert load(telegram_api_url="http://[::1]:80").telegram_api_url == "http://[::1]:80"


def test_swapped_tokens_are_noticed_and_not_shown() -> None:
    line = refusal(telegram_token=DISCORD, discord_token=TELEGRAM)
    assert "Discord token" in line
    assert "Telegram token" in line
    assert DISCORD not in line
    assert TELEGRAM not in line


@pytest.mark.parametrize("value", [TELEGRAM, DISCORD, "https://user:hunter2@example.org"])
def test_a_secret_in_the_wrong_place_is_not_shown_either(value: str) -> None:
    line = refusal(discord_api_url=value, pace=value, dialogues=value)
    assert value not in line
    assert "hunter2" not in line


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    broken = tmp_path / ".env"
    broken.write_bytes(b"ALANA_PACE=\xff\xfe\n")
    for path in (broken, tmp_path):
        with pytest.raises(SettingsError, match="cannot be read") as caught:
            load_settings({}, path)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            'ALANA_PACE=fast\n\nALANA_DATABASE_URL="postgresql://a@b/c\n',
            "line 3: a quotation mark is not closed",
        ),
        (f"# the token\n{TELEGRAM}\n", "line 2: write NAME=VALUE"),
        ("ALANA_PACE\n", "line 1: write NAME=VALUE"),
    ],
)
def test_a_line_of_a_file_that_says_nothing_is_named_and_not_shown(
    text: str, line: str, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        load_settings({}, file)
    assert str(caught.value) == f"{file}, {line}"


@given(st.sampled_from(sorted(WRONG)), st.text(alphabet=st.characters(exclude_characters="\0"), max_size=200))
def test_any_text_in_any_setting_is_taken_or_refused_in_one_line(name: str, text: str) -> None:
    problem = outcome(name, text)
    assert problem is None or (problem.startswith(variable(name)) and "\n" not in problem)


def outcome(name: str, text: str) -> str | None:
    try:
        load(**{name: text})
    except SettingsError as error:
        return str(error)
    return None


# ------------------------------------------------------------------ what never shows


def test_secrets_are_in_no_repr_and_listed_for_the_logs() -> None:
    settings = load(
        telegram_token=TELEGRAM, discord_token=DISCORD, database_url="postgresql://ann:s%40crtpw@h/db"
    )
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.database}"
    for secret in (TELEGRAM, DISCORD, "s@crtpw", "s%40crtpw"):
        assert secret not in shown
    assert settings.database == "postgresql://ann:***@h/db"
    assert set(settings.secrets()) >= {TELEGRAM, DISCORD, "s@crtpw"}


@pytest.mark.parametrize(
    "url", ["postgresql://u:a/b@h/db", "postgresql://u:a@b@h/db", "postgresql://:x@h/db"]
)
def test_odd_passwords_do_not_show(url: str) -> None:
    assert database_shown(url) in ("postgresql://u:***@h/db", "postgresql://:***@h/db")


# ------------------------------------------------------------------ what is misspelt, and the example


def test_unknown_variables_are_named_with_the_nearest_one(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("ALANA_TELEGRAM_TOKN=1:secret\n")
    settings = load_settings({"ALANA_ZZZ": "1", "alana_pace": "fast"}, file)
    assert settings.pace == "fast"
    assert settings.warnings == (
        "ALANA_TELEGRAM_TOKN is not a setting; did you mean ALANA_TELEGRAM_TOKEN?",
        "ALANA_ZZZ is not a setting; see .env.example",
    )


def test_the_example_names_every_setting_once_with_its_default_and_a_word_about_it() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = [line.partition("=")[0] for line in lines if line.startswith("ALANA_")]
    assert sorted(named) == sorted(map(variable, Settings.model_fields))
    assert load_settings({}, ROOT / ".env.example") == load_settings({}, None)
    blocks = "\n".join(lines).split("\n\n")
    assert all("#" in block for block in blocks if "ALANA_" in block)


# ------------------------------------------------------------------ the webhook

HOOK = {
    "telegram_mode": "webhook",
    "telegram_webhook_url": "https://alana.example.org/telegram",
    "telegram_webhook_secret": "s3cret-of-a-test_0123",
    "http_port": "8080",
}


def test_a_webhook_is_read_whole(tmp_path: Path) -> None:
    own = tmp_path / "own.pem"
    own.write_text("-----BEGIN CERTIFICATE-----\nabc\n")
    settings = load(**HOOK, telegram_webhook_cert=str(own))
    assert (settings.telegram_mode, settings.telegram_webhook_cert) == ("webhook", own)
    assert settings.telegram_webhook_url == HOOK["telegram_webhook_url"]
    assert HOOK["telegram_webhook_secret"] in settings.secrets()
    assert HOOK["telegram_webhook_secret"] not in repr(settings)
    assert load().telegram_mode == "polling"


@pytest.mark.parametrize("name", ["telegram_webhook_url", "telegram_webhook_secret", "http_port"])
def test_a_webhook_names_what_it_lacks(name: str) -> None:
    line = refusal(**{key: value for key, value in HOOK.items() if key != name})
    assert line.startswith("ALANA_TELEGRAM_MODE: a webhook needs " + variable(name))
    assert "\n" not in line


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("telegram_webhook_url", "http://alana.example.org/telegram", "https only"),
        ("telegram_webhook_url", "https://alana.example.org:9000/telegram", "443, 80, 88, 8443"),
        ("telegram_webhook_url", "https://alana.example.org/health", "/health is taken"),
        ("telegram_webhook_url", "alana.example.org", "https://"),
        ("telegram_webhook_secret", "short", "openssl rand"),
        ("telegram_webhook_secret", "with spaces and such things", "openssl rand"),
        ("telegram_webhook_cert", "/no/such/file.pem", "there is no such file"),
        ("telegram_webhook_cert", str(ROOT / "README.md"), "no certificate"),
        ("telegram_mode", "carrier pigeon", "polling"),
    ],
)
def test_what_a_webhook_cannot_be(name: str, value: str, words: str) -> None:
    line = refusal(**HOOK | {name: value})
    assert variable(name) in line
    assert words in line
    assert "secret" not in name or value not in line


def test_the_key_of_a_certificate_is_not_taken(tmp_path: Path) -> None:
    both = tmp_path / "both.pem"
    both.write_text("-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n")
    assert "private key" in refusal(**HOOK, telegram_webhook_cert=str(both))


def test_a_server_of_ones_own_takes_any_port_and_plain_http() -> None:
    own = {
        "telegram_api_url": "http://127.0.0.1:8081",
        "telegram_webhook_url": "http://10.0.0.5:9000/telegram",
    }
    assert load(**HOOK | own).telegram_webhook_url == "http://10.0.0.5:9000/telegram"
