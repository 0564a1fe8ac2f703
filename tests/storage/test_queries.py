"""What operators may ask of the places that people are in, on both engines, some rows at a time."""

import logging

import pytest

from bot.engine.state import Answering, Options, State
from bot.frozen import replace
from bot.storage import queries
from tests.storage.conftest import Kit

ASKED = State("rev", "Light", "lgt-1", Options((("lgt-1", True), ("lgt-2", False))), visits={"Start": 1})
NAMED = replace(ASKED, at="lgt-8", waiting=Answering("lgt-8", "text", "$name"))
OVER = State("rev", visits={"Start": 2, "Light": 1})


@pytest.fixture(params=[1, 2, 2_000])
def window(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_STEP", request.param)


async def people(kit: Kit, *states: State) -> None:
    for number, state in enumerate(states):
        saved = await kit.met(str(number))
        await kit.say(replace(saved, episode="01-light", state=state))


async def test_people_are_gathered_where_they_wait_for_the_same(kit: Kit, window: None) -> None:
    other = replace(ASKED, waiting=Options((("lgt-1", True), ("lgt-2", True))), variables={"$n": 1.0})
    await people(kit, ASKED, replace(ASKED, variables={"$n": 2.0}), NAMED, OVER, other)
    found = await kit.database.read(queries.standings)
    places = {(s.series, s.episode, s.state.digest, s.state.at, s.state.waiting): s.people for s in found}
    assert places == {
        ("lamps", "01-light", "rev", "lgt-1", ASKED.waiting): 2,
        ("lamps", "01-light", "rev", "lgt-8", NAMED.waiting): 1,
        ("lamps", "01-light", "rev", "lgt-1", other.waiting): 1,
    }


async def test_a_place_that_cannot_be_read_is_said_and_not_counted(
    kit: Kit, caplog: pytest.LogCaptureFixture
) -> None:
    await people(kit, ASKED, OVER)
    await kit.database.write(
        lambda c: c.exec_driver_sql("UPDATE progress SET state = '[99]' WHERE node IS NULL")
    )
    with caplog.at_level(logging.WARNING, "alana.storage"):
        assert [s.people for s in await kit.database.read(queries.standings)] == [1]
    assert {"cannot be read" in r.getMessage() for r in caplog.records} == {True}
