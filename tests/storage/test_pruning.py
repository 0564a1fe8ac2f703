"""What is old goes, in small steps; what is still needed stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.engine.state import State
from bot.model import Receipt, Rich, StandingKeyboard
from bot.ports import Change, Duplicate, NudgeDay, TurnLog
from bot.storage import pruning
from bot.storage.pruning import Ages, Pruner
from tests.storage.conftest import NOW, Kit, person, row

AGES = Ages(seen=timedelta(days=14), outbox=timedelta(days=14), log=timedelta(days=180))


@pytest.fixture
def pruner(kit: Kit) -> Pruner:
    async def no_time(seconds: float) -> None:
        """Nobody waits."""

    return Pruner(
        kit.database, kit.writer, AGES, clock=lambda: kit.now, playing=lambda: {"played"}, sleep=no_time
    )


async def numbers(kit: Kit, table: str) -> int:
    [(found,)] = await kit.all(f"SELECT count(*) FROM {table}")
    assert isinstance(found, int)
    return found


async def test_old_rows_go_and_young_ones_stay(kit: Kit, pruner: Pruner) -> None:
    saved = await kit.met()
    for days in (0, 100, 190):
        kit.now = NOW + timedelta(days=days)
        saved = await kit.say(
            saved,
            row(f"m{days}"),
            id=f"i{days}",
            log=(TurnLog(kit.now, "choose"),),
            misses=(("here", f"phrase {days}"),),
            nudge=NudgeDay(date(2026, 3, 2) + timedelta(days=days)),
        )
        [claimed] = await kit.claim()
        await kit.outbox.sent(claimed, None, kit.now)
        await kit.notes.poisoned(f"bad{days}", "Text", "KeyError", kit.now)
    kit.later(days=1)
    await pruner.once()
    assert sorted(await kit.all("SELECT id FROM seen")) == [("bad190",), ("i190",)]
    assert await kit.all("SELECT id FROM outbox") == [("m190",)]
    assert await numbers(kit, "turn") == 2
    assert sorted(await kit.all("SELECT phrase FROM miss")) == [("phrase 100",), ("phrase 190",)]
    assert sorted(await kit.all("SELECT id FROM poison")) == [("bad100",), ("bad190",)]
    assert await numbers(kit, "nudge") == 1
    assert await kit.store.commit(Change("i190", saved)) == Duplicate()
    assert (await Kit(kit.database).store.load(person())).version == saved.version
    assert await pruner.once() == 0


async def test_what_waits_and_what_still_stands_is_never_pruned(kit: Kit, pruner: Pruner) -> None:
    saved = await kit.say(await kit.met(), row("old"), row("keyboard"), row("waiting"), row("dead"))
    old, keyboard, _, dead = await kit.claim()
    for claimed in (old, keyboard):
        await kit.outbox.sent(claimed, Receipt("5", claimed.outgoing.address), NOW)
    await kit.outbox.dead(dead, "refused", NOW)
    await kit.say(replace(saved, shown=StandingKeyboard("keyboard", Rich("Ask"))))
    kit.later(days=400)
    await pruner.once()
    assert await kit.all("SELECT id FROM outbox ORDER BY seq") == [("keyboard",), ("waiting",)]
    assert await kit.outbox.receipt(saved.person, "keyboard") is not None


async def test_steps_are_small(kit: Kit, pruner: Pruner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "STEP", 10)
    saved = await kit.met()
    for number in range(35):
        saved = await kit.say(saved, row(f"m{number}"))
    for claimed in await kit.claim():
        await kit.outbox.sent(claimed, None, NOW)
    kit.later(days=20)
    most = await _most_removed_at_once(kit, pruner)
    assert most == 10
    assert await numbers(kit, "seen") == await numbers(kit, "outbox") == 0


async def _most_removed_at_once(kit: Kit, pruner: Pruner) -> int:
    found: list[int] = []
    write = kit.database.write

    async def counting(work: Callable[..., object]) -> object:
        before = await numbers(kit, "seen"), await numbers(kit, "outbox")
        result = await write(work)
        found.extend(
            a - b
            for a, b in zip(before, (await numbers(kit, "seen"), await numbers(kit, "outbox")), strict=True)
        )
        return result

    kit.database.write = counting  # type: ignore[method-assign, assignment]
    await pruner.once()
    kit.database.write = write  # type: ignore[method-assign]
    return max(found)


async def test_a_revision_goes_when_nobody_can_come_from_it(kit: Kit, pruner: Pruner) -> None:
    for digest in ("played", "stood in", "gone back to", "left"):
        await kit.notes.remember_revision(digest, {"Light": ("a",)})
    saved = replace(await kit.met(), state=State("stood in", "Light"))
    await kit.say(saved, undo=State("gone back to", "Light"))
    await pruner.once()
    kept = {digest for (digest,) in await kit.all("SELECT digest FROM revision")}
    everything = {"played", "stood in", "gone back to", "left"}
    assert kept == (everything if kit.database.shared else everything - {"left"})


async def test_looking_through_a_large_table_uses_its_order(kit: Kit) -> None:
    """Each step reads a page of the table, never all of it."""
    if kit.database.shared:
        pytest.skip("PostgreSQL plans by size: small tables it reads whole")
    queries = (
        "SELECT id FROM seen ORDER BY at LIMIT 500",
        "SELECT id FROM turn ORDER BY id LIMIT 500",
        "SELECT seq FROM outbox WHERE seq > 5 ORDER BY seq LIMIT 500",
    )
    for query in queries:
        steps = " ".join(str(row) for row in await kit.all("EXPLAIN QUERY PLAN " + query))
        assert "TEMP B-TREE" not in steps
