"""The figures by name: what is heard is counted, and dashboard and alerts ask for what there is."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from bot.frozen import replace
from bot.observing import Observers, SendDone, TurnDone
from bot.web.gauges import Gauges, OutboxDepth, together
from bot.web.metrics import PrometheusObserver
from tests.web.test_health import LOOK

DOCS = Path(__file__).resolve().parents[2] / "docs"
NAMES = re.compile(r"\b(?:alana|process)_[a-z_]+")
TURN = TurnDone("tg:1", "telegram", "Press", "committed", 0.02, 0.004, 1_800_000_000.0, 7, "7-2", 2, "")
MISSING = "promtool is not installed (Debian's package prometheus): its tests are skipped"


def heard() -> PrometheusObserver:
    """Of everything once."""
    figures = PrometheusObserver()
    observer = Observers([figures]).of("lantern")
    observer.turn(TURN)
    observer.sent(SendDone("7-2-1", "telegram", "Say", "sent", 0.3, 1_800_000_001.0))
    observer.waited("telegram", 2.0)
    observer.gathered(12)
    with observer.timing("care"), observer.timing("match"), observer.timing("lag"):
        pass
    with observer.timing("read"), observer.timing("write"):
        pass
    return figures


def _lantern(look: Gauges | None) -> Mapping[str, Gauges] | None:
    return None if look is None else {"lantern": look}


def shown(figures: PrometheusObserver, look: Gauges | None = LOOK) -> dict[str, float]:
    rows = (
        line.rsplit(" ", 1) for line in figures.page(_lantern(look)).decode().splitlines() if line[0] != "#"
    )
    return {name: float(value) for name, value in rows}


def test_a_turn_that_failed_for_good_is_an_increase_also_the_first_time() -> None:
    figures = PrometheusObserver()
    observer = figures.of("lantern")
    failed = 'alana_turns_total{bot="lantern",kind="Press",result="poisoned"}'
    assert shown(figures)[failed] == 0
    observer.turn(replace(TURN, result="poisoned"))
    assert shown(figures)[failed] == 1


def test_what_is_heard_is_counted() -> None:
    found = shown(heard())
    expected = {
        'alana_turns_total{bot="lantern",kind="Press",result="committed"}': 1,
        'alana_turn_seconds_sum{kind="Press"}': 0.02,
        "alana_commit_seconds_sum": 0.004,
        "alana_commit_batch_size_sum": 12,
        'alana_sends_total{bot="lantern",platform="telegram",result="sent"}': 1,
        'alana_send_seconds_bucket{le="0.5",platform="telegram"}': 1,
        'alana_rate_limit_wait_seconds_sum{platform="telegram"}': 2,
        "alana_care_seconds_count": 1,
        "alana_matcher_seconds_count": 1,
        "alana_loop_lag_seconds_count": 1,
        'alana_database_seconds_count{kind="read"}': 1,
        'alana_database_seconds_count{kind="write"}': 1,
    }
    assert {name: found.get(name) for name in expected} == expected


def test_what_was_read_is_shown_and_stays_while_the_database_is_away() -> None:
    figures = heard()
    expected = {
        "alana_database_up": 1,
        'alana_people{bot="lantern"}': 12,
        'alana_outbox_rows{bot="lantern",platform="telegram"}': 3,
        'alana_outbox_rows{bot="lantern",platform="discord"}': 0,
        'alana_outbox_age_seconds{bot="lantern",platform="telegram"}': 7.5,
        'alana_dead_letters{bot="lantern",platform="discord"}': 2,
        'alana_nudges_total{bot="lantern",outcome="queued"}': 4,
        'alana_dropped_total{bot="lantern",reason="late"}': 1,
        'alana_counted_total{bot="lantern",name="care"}': 5,
        'alana_in_hand{bot="lantern",platform="telegram"}': 3,
        'alana_platform_connected{bot="lantern",platform="discord"}': 1,
        'alana_platform_awaited{bot="lantern",platform="discord"}': 0,
    }
    assert {name: shown(figures).get(name) for name in expected} == expected
    gone = shown(figures, None)
    assert {name: gone.get(name) for name in expected} == {**expected, "alana_database_up": 0}
    awaited = shown(figures, replace(LOOK, connected={"discord": False}, awaited=["discord"]))
    assert awaited['alana_platform_awaited{bot="lantern",platform="discord"}'] == 1
    parts = shown(figures, replace(LOOK, unheld={"discord": 3}))
    assert parts['alana_shards_unheld{bot="lantern",platform="discord"}'] == 3
    assert parts['alana_shards_unheld{bot="lantern",platform="telegram"}'] == 0
    full = shown(figures, replace(LOOK, storing=False))
    assert {name: full.get(name) for name in expected} == {**expected, "alana_database_up": 0}


def test_the_figures_of_several_bots_are_added_up() -> None:
    other = Gauges(
        people=3,
        outbox={"telegram": OutboxDepth(1, 90.0), "discord": OutboxDepth(2, 1.0)},
        dead={"telegram": 1},
        poison=0,
        counts={"care": 1},
        in_hand={},
        connected={"telegram": False},
        scripts=2,
    )
    both = together([LOOK, other])
    assert (both.people, both.poison, both.scripts) == (15, 1, 1)
    assert both.outbox == {"telegram": OutboxDepth(4, 90.0), "discord": OutboxDepth(2, 1.0)}
    assert both.dead == {"discord": 2, "telegram": 1}
    assert both.counts["care"] == 6
    assert both.connected == {"telegram": False, "discord": True}
    assert together([LOOK]) is LOOK
    assert both.storing
    assert not together([LOOK, replace(other, storing=False)]).storing
    assert both.elsewhere == set()
    standing_by = replace(other, elsewhere=["telegram"])
    assert together([LOOK, standing_by]).elsewhere == {"telegram"}
    assert together([other, standing_by]).elsewhere == set(), "nobody serves it for one of them"


def test_bots_are_told_apart() -> None:
    figures = PrometheusObserver()
    for bot, turns in (("lantern", 2), ("candle", 1)):
        for _ in range(turns):
            Observers([figures]).of(bot).turn(TURN)
    looks = {"lantern": LOOK, "candle": replace(LOOK, people=3, connected={"telegram": False})}
    lines = figures.page(looks).decode().splitlines()
    for line in (
        'alana_turns_total{bot="lantern",kind="Press",result="committed"} 2.0',
        'alana_turns_total{bot="candle",kind="Press",result="committed"} 1.0',
        'alana_turn_seconds_count{kind="Press"} 3.0',
        'alana_people{bot="lantern"} 12.0',
        'alana_people{bot="candle"} 3.0',
        'alana_platform_connected{bot="candle",platform="telegram"} 0.0',
    ):
        assert line in lines


def asked_for() -> dict[str, set[str]]:
    """The names that are asked for, by where."""
    panels = json.loads((DOCS / "grafana.json").read_text())["panels"]
    rules = yaml.safe_load((DOCS / "alerts.yml").read_text())["groups"][0]["rules"]
    found = {panel["title"]: {each["expr"] for each in panel["targets"]} for panel in panels}
    found |= {rule["alert"]: {rule["expr"]} for rule in rules}
    return {where: set(NAMES.findall(" ".join(exprs))) for where, exprs in found.items()}


def test_dashboard_and_alerts_ask_for_figures_that_there_are() -> None:
    there = {name.partition("{")[0] for name in shown(heard())}
    unknown = {where: names - there for where, names in asked_for().items() if names - there}
    assert unknown == {}


def test_the_dashboard_asks_by_bot_for_what_is_told_by_bot() -> None:
    by_bot = {name.partition("{")[0] for name in shown(heard()) if 'bot="' in name}
    board = json.loads((DOCS / "grafana.json").read_text())
    exprs = [each["expr"] for panel in board["panels"] for each in panel["targets"]]
    asked = {name: expr for expr in exprs for name in NAMES.findall(expr) if name in by_bot}
    assert {name: expr for name, expr in asked.items() if f'{name}{{bot=~"$bot"}}' not in expr} == {}
    assert by_bot - asked.keys() <= {name for name in by_bot if name.endswith("_created")}
    assert "bot" in {variable["name"] for variable in board["templating"]["list"]}


def test_the_dashboard_shows_every_figure_of_ours() -> None:
    """But for the moments at which each series began."""
    ours = {name.partition("{")[0] for name in shown(heard()) if name.startswith("alana_")}
    ours = {name for name in ours if not name.endswith(("_created", "_sum", "_count"))}
    drawn = set().union(*(names for where, names in asked_for().items() if not where.startswith("Alana")))
    assert ours - drawn == set()


@pytest.mark.parametrize("arguments", ["check rules alerts.yml", "test rules alerts.test.yml"])
def test_promtool_takes_the_alerts(arguments: str) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip(MISSING)
    done = subprocess.run([promtool, *arguments.split()], cwd=DOCS, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_is_played_through() -> None:
    rules = yaml.safe_load((DOCS / "alerts.yml").read_text())["groups"][0]["rules"]
    played = yaml.safe_load((DOCS / "alerts.test.yml").read_text())["tests"]
    fired = [
        {case["alertname"] for case in test["alert_rule_test"] if case.get("exp_alerts")} for test in played
    ]
    silent = [{case["alertname"] for case in test["alert_rule_test"]} for test in played]
    names = {rule["alert"] for rule in rules}
    assert fired == [set(), names, {"AlanaPlatformGone"}, {"AlanaPlatformGone"}]
    assert silent[0] == names
