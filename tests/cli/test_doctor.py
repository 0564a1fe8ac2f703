"""`alana doctor` against real platforms on this machine, and each thing that it warns of."""

import asyncio
import json
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import cli
from bot.cli import platform_check
from bot.cli.database_check import TOO_LITTLE, database_findings, disk
from bot.cli.doctor import examine, zone_rules
from bot.cli.findings import Finding
from bot.cli.platform_check import platform_findings
from bot.model import Address, Subject
from bot.ports import Change, SetWakeup
from bot.settings import load_settings
from bot.storage.database import Database
from bot.zonerules import OLDEST, Rules
from tests.cli.test_operators import fill
from tests.cli.test_operators import folder as folder
from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.bot_process import on_discord, on_telegram
from tests.storage.conftest import Kit

ROOT = Path(__file__).resolve().parents[2]
Found = dict[tuple[str, str], str]


def by_name(findings: list[Finding]) -> Found:
    return {(f.about, f.level): f.line for f in findings}


async def asked(env: dict[str, str], ahead: timedelta = timedelta(0)) -> Found:
    """What is found of the platforms, with our clock that much ahead."""
    return by_name(await platform_findings(load_settings(env, None), datetime.now(UTC) + ahead))


# ---------------------------------------------------------------- the platforms


async def test_both_platforms_are_well() -> None:
    async with TelegramServer() as telegram, DiscordServer() as discord:
        found = await asked({**on_telegram(telegram), **on_discord(discord)})
        secrets = (telegram.token, discord.token)
    assert not [key for key in found if key[1] == "wrong"], found
    assert found["telegram", "ok"].startswith("the token is @")
    assert found["webhook", "ok"] == "none is set, updates are fetched; 0 updates wait there"
    assert found["clock", "ok"].startswith("within ")
    assert found["intents", "ok"] == "as the settings need them"
    assert "logins are left today" in found["gateway", "ok"]
    assert "the next start puts them right" in found["commands", "warning"], "nothing is registered yet"
    assert not [line for line in found.values() for secret in secrets if secret in line]


@pytest.mark.parametrize(
    ("ids", "advised", "level", "said"),
    [
        ("0,1", 4, "ok", "this process has 0, 1 of 4 shards: see that each of the others"),
        ("0-3", 4, "ok", "this process has 0, 1, 2, 3 of 4 shards"),
        ("0,1", 6, "warning", "Discord advises 6: raise ALANA_DISCORD_SHARD_COUNT"),
    ],
)
async def test_shards_that_are_shared_out_by_hand(ids: str, advised: int, level: str, said: str) -> None:
    async with DiscordServer() as discord:
        discord.gateway.recommended = advised
        by_hand = {"ALANA_DISCORD_SHARD_IDS": ids, "ALANA_DISCORD_SHARD_COUNT": "4"}
        found = await asked({**on_discord(discord), **by_hand})
    assert said in found["shards", level]


HOUR_AGO = {"last_error_date": 1_700_000_000 - 4_000}
JUST_NOW = {"last_error_date": 1_700_000_000 - 60}
HOOK = "https://alana.example.org/hook"


@pytest.mark.parametrize(
    ("hook", "wanted", "level", "said"),
    [
        ({"url": ""}, None, "ok", "none is set, updates are fetched; 0 updates wait there"),
        ({"url": HOOK, "pending_update_count": 3}, None, "warning", "its start takes it off; 3 updates"),
        ({"url": ""}, HOOK, "warning", "its start sets it"),
        ({"url": "https://elsewhere.example"}, HOOK, "warning", "its start sets it"),
        ({"url": HOOK}, HOOK, "ok", "set to this bot's address"),
        ({"url": HOOK, **HOUR_AGO}, HOOK, "ok", "set to this bot's address"),
        ({"url": HOOK, **JUST_NOW}, HOOK, "wrong", "Telegram could not reach it 60 seconds ago"),
    ],
)
def test_the_state_of_the_webhook(hook: dict[str, object], wanted: str | None, level: str, said: str) -> None:
    found = platform_check._webhook(hook, datetime.fromtimestamp(1_700_000_000, UTC), wanted)
    assert found.level == level
    assert said in found.line
    assert "elsewhere" not in found.line


async def test_a_clock_that_is_wrong_is_told_by_how_much() -> None:
    async with TelegramServer() as telegram:
        late = await asked(on_telegram(telegram), timedelta(minutes=-5))
        early = await asked(on_telegram(telegram), timedelta(minutes=5))
    assert late["clock", "wrong"].startswith(("300 seconds behind Telegram's", "299 seconds", "301 seconds"))
    assert "ahead of Telegram's: let NTP set it" in early["clock", "wrong"]


async def test_wrong_tokens_are_told_and_not_shown() -> None:
    wrong = {
        "ALANA_TELEGRAM_TOKEN": "7000000002:AAwrong-token-for-tests_012345678901234",
        "ALANA_DISCORD_TOKEN": "MTI4MDAwMDAwMDAwMDAwMDAwMA.Gwrong.loopback-wrong-token-of-the-test-b",
    }
    async with TelegramServer() as telegram, DiscordServer() as discord:
        found = await asked({**on_telegram(telegram), **on_discord(discord), **wrong})
    assert "does not know this token" in found["telegram", "wrong"]
    assert "does not know this token" in found["discord", "wrong"]
    assert not [line for line in found.values() if "wrong-token" in line]


async def test_an_intent_that_is_needed_and_not_granted() -> None:
    async with DiscordServer() as discord:
        found = await asked({**on_discord(discord), "ALANA_DISCORD_MESSAGE_CONTENT": "true"})
    assert "turn the Message Content Intent on" in found["intents", "wrong"]


async def test_no_network_is_one_line_for_each() -> None:
    token = "7000000002:AAwrong-token-for-tests_012345678901234"
    found = await asked({"ALANA_TELEGRAM_TOKEN": token, "ALANA_TELEGRAM_API_URL": "http://127.0.0.1:9"})
    assert found == {("telegram", "wrong"): "cannot be asked (ClientConnectorError): is there a network?"}


# ---------------------------------------------------------------- this machine


def test_a_disk_that_fills_up() -> None:
    file = Path("/data/alana.db")
    assert [disk(free, file).level for free in (50_000_000_000, 500_000_000, TOO_LITTLE - 1)] == [
        "ok",
        "warning",
        "wrong",
    ]
    assert "0.5 GB are free for /data: make room" in disk(500_000_000, file).line


async def test_the_disk_is_told_of_where_the_database_cannot_be_opened(tmp_path: Path) -> None:
    """A full one is often why."""
    (tmp_path / "alana.db").write_bytes(b"no database at all" * 100)
    env = {"ALANA_DATABASE_URL": f"sqlite:///{tmp_path}/alana.db"}
    found = await database_findings({"alana": load_settings(env, None)}, datetime.now(UTC))
    assert [finding.about for finding in found] == ["disk", "database"]
    assert found[-1].level == "wrong"


def test_zone_rules_older_than_those_that_are_asked_for() -> None:
    assert zone_rules(Rules("2019c", Path("/usr/share/zoneinfo"))).level == "warning"
    assert zone_rules(Rules("2026a", None)).level == "ok"
    assert zone_rules(Rules("", None)).level == "wrong"
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    [floor] = [each.partition(">=")[2] for each in wanted if each.startswith("tzdata")]
    year, number = floor.split(".")
    assert year + "abcdefgh"[int(number) - 1] == OLDEST


def late_nudge(folder: Path, by: timedelta) -> None:
    async def life() -> None:
        kit = Kit(Database(f"sqlite:///{folder}/alana.db"), datetime.now(UTC))
        await kit.database.open()
        saved = await kit.store.load(Subject("chat", "0"))
        assert saved.address == Address("chat", "0")
        await kit.store.commit(Change("w", saved, wakeups=(SetWakeup("nudge", kit.now - by),)))
        await kit.store.close()
        await kit.database.close()

    asyncio.run(life())


@pytest.mark.parametrize(
    ("by", "level", "said"),
    [
        (timedelta(hours=-5), "ok", "1 are set"),
        (timedelta(minutes=20), "warning", "the oldest is 20 minutes late: is the bot running?"),
        (timedelta(hours=9), "warning", "9 hours late: too late, it will be passed over"),
    ],
)
def test_nudges_that_are_late(folder: Path, by: timedelta, level: str, said: str) -> None:
    fill(folder)
    late_nudge(folder, by)
    found = by_name(asyncio.run(examine(lambda: datetime.now(UTC), offline=True)))
    assert said in found["nudges", level]


def test_for_programs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(folder, trouble=True)
    assert cli.main(["doctor", "--json", "--offline"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert {"about", "level", "line", "bot"} == set(rows[0])
    assert {row["level"] for row in rows} >= {"ok", "wrong"}
    versions = next(row["line"] for row in rows if row["about"] == "versions")
    assert "Python 3." in versions
    assert "discord.py 2." in versions


def test_a_warning_alone_is_no_failure(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALANA_TELEGRAM_TOKEN", "7000000002:AAwrong-token-for-tests_012345678901234")
    assert cli.main(["doctor", "--offline"]) == 0
    out = capsys.readouterr().out
    assert "!   settings      ALANA_OPERATOR_CONTACT is not set" in out


async def test_the_server_is_named(postgres_url: str) -> None:
    from bot.cli.database_check import database_findings

    env = {"ALANA_DATABASE_URL": postgres_url}
    found = by_name(await database_findings({"alana": load_settings(env, None)}, datetime.now(UTC)))
    assert found["server", "ok"].startswith("PostgreSQL ")


@pytest.mark.parametrize(
    ("seconds", "line"),
    [
        (0.2, "within a second of Telegram's"),
        (-2.0, "within 2 seconds of Telegram's"),
        (90.0, "90 seconds behind Telegram's"),
    ],
)
def test_how_far_the_clock_is_off_is_said_in_words(seconds: float, line: str) -> None:
    assert line in platform_check._clock("Telegram", timedelta(seconds=seconds)).line
