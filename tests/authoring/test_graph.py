"""`alana graph`: what it shows of a script, and that boxes and ways are where they can be read."""

import asyncio
import itertools
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.authoring.drawing import as_html, as_mermaid, as_svg
from bot.authoring.graph import Figures, Graph, graph
from bot.authoring.layered import GAP_X, layered
from bot.cli import main
from bot.storage.database import Database
from bot.storage.schema import account, person, turn
from bot.yarn import Source, compile_sources
from tests.examples import with_examples

SCRIPT = """title: Series
series: doors
name: Doors & "windows"
---
===
title: Hall
episode: 01-hall
name: The hall
question: Where?
---
<<declare $key = false>>
<<if visited("Hall_Close")>>
    <<jump Again>>
<<endif>>
Alana: Choose. #line:a
-> The left door <<if $key>> #line:b
    <<jump Left>>
-> The <right> door #line:c
    <<detour Right>>
    -> Deeper #line:d
        <<set $key = true>>
<<jump Hall_Close>>
===
title: Left
---
Alana: A wall. #line:e
===
title: Right
---
Alana: A garden. #line:f
===
title: Lost
---
Alana: Nobody comes here. #line:g
===
title: Again
---
Alana: You again. #line:h
===
title: Hall_Close
closes: 01-hall
---
Alana: Good night. #line:i
===
"""
PLAN = """node: Hall
line: * option: `The left door` [disabled] option: `The <right> door` select: 2
line: `Alana: A garden.`
option: `Deeper` select: 1
line: * stop
"""


def shape(figures: Figures = Figures()) -> Graph:  # noqa: B008
    compiled = compile_sources([Source("hall.yarn", SCRIPT)])
    assert compiled.program is not None
    return graph(compiled.files, compiled.program, {"hall.yarn": SCRIPT}, figures, {"hall.yarn"})


def test_nodes_options_conditions_and_ways() -> None:
    found = shape()
    spots = {spot.name: spot for spot in found.spots}
    assert found.title == 'Doors & "windows"'
    assert [(row.text, row.condition, row.depth) for row in spots["Hall"].rows] == [
        ("The left door", "if $key", 0), ("The <right> door", "", 0), ("Deeper", "", 1),
    ]  # fmt: skip
    assert {name: spot.marks for name, spot in spots.items() if spot.marks} == {
        "Hall": ("begins",), "Left": ("dead end",), "Lost": ("never reached",), "Hall_Close": ("closes",),
    }  # fmt: skip
    assert [(way.source, way.target, way.kind, way.label) for way in found.ways] == [
        ("Hall", "Again", "jump", 'if visited("Hall_Close")'),
        ("Hall", "Left", "jump", "The left door"),
        ("Hall", "Right", "detour", "The <right> door"),
        ("Hall", "Hall_Close", "jump", ""),
    ]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hall.yarn").write_text(SCRIPT)
    (tmp_path / "hall.testplan").write_text(PLAN)
    (tmp_path / "p.yarnproject").write_text('{"projectFileVersion": 4, "baseLanguage": "en"}')
    return tmp_path


def test_plans_are_shown_as_colour_and_people_as_width(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def people() -> None:
        database = Database(f"sqlite+aiosqlite:///{here}/a.db")
        await database.open()
        program = compile_sources([Source("hall.yarn", SCRIPT)]).program
        assert program is not None
        rows = [
            {"person_id": n, "at": 1_767_225_600_000_000, "series": "doors", "episode": "01-hall",
             "key": program.nodes["Hall"].keys[0], "kind": "option"}
            for n in range(1, 8)
        ]  # fmt: skip
        seven = [
            {"id": n, "version": 1, "created_at": 0, "seen_at": 0, "profile": '["en", null]', "run": 0,
             "step": 0, "unreachable": False}
            for n in range(1, 8)
        ]  # fmt: skip
        accounts = [{"subject": f"chat:{n}", "person_id": n} for n in range(1, 8)]
        for table, of_it in ((person, seven), (account, accounts), (turn, rows)):
            await database.write(lambda c, t=table, r=of_it: c.execute(t.insert(), r))
        await database.close()

    assert main(["graph", ".", "-o", "hall.svg"]) == 0
    picture = ET.parse(here / "hall.svg").getroot()
    fills = [each.get("fill") for each in picture.iter("{http://www.w3.org/2000/svg}rect")]
    assert {"#dcefdc", "#fbf0cf", "#f6dcd9"} <= set(fills)
    (here / "hall.testplan").unlink()
    assert main(["graph", ".", "-o", "plain.svg"]) == 0
    assert "#dcefdc" not in (here / "plain.svg").read_text()
    asyncio.run(people())
    assert main(["graph", ".", "-o", "people.svg", "--database", "a.db"]) == 0
    assert "5 people" in (here / "people.svg").read_text()


def test_every_kind_holds_every_text_inert(here: Path) -> None:
    for kind in ("svg", "html", "mmd"):
        assert main(["graph", ".", "-o", f"hall.{kind}"]) == 0
        text = (here / f"hall.{kind}").read_text()
        assert "<right>" not in text
        assert "Nobody" not in text  # lines are counted, not shown
        for word in ("Hall_Close", "The left door", "Deeper", "never reached", "dead end"):
            assert word in text
    assert "<script" not in (here / "hall.html").read_text()
    assert (here / "hall.mmd").read_text().startswith("flowchart TD\n")
    assert "-.->" in (here / "hall.mmd").read_text()


def test_mermaid_to_the_screen_and_what_is_no_picture(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "hall.yarn"]) == 0
    assert capsys.readouterr().out == as_mermaid(shape_with_plan())
    assert main(["graph", ".", "-o", "hall.png"]) == 2
    assert "no picture" in capsys.readouterr().err
    (here / "b.yarnproject").write_text((here / "p.yarnproject").read_text())
    assert main(["graph", "."]) == 2
    assert "name b.yarnproject or p.yarnproject" in capsys.readouterr().err
    (here / "b.yarnproject").unlink()
    (here / "hall.yarn").write_text("title: A\n---\n<<jump Nowhere>>\n===\n")
    assert main(["graph", "."]) == 2
    assert "AL202" in capsys.readouterr().err


def shape_with_plan() -> Graph:
    from random import Random

    from bot.engine.machine import Env
    from bot.yarn.plan_run import play
    from bot.yarn.testplan import parse_plan

    program = compile_sources([Source("hall.yarn", SCRIPT)]).program
    assert program is not None
    return shape(Figures(play(program, parse_plan(PLAN), Env(random=Random(7))).reached))


def test_the_shipped_series_is_drawn_without_dead_ends() -> None:
    from bot.analysis.bundles import gather

    [bundle], _ = gather([Path(__file__).parents[2] / "dialogues"])
    compiled = compile_sources(bundle.sources)
    assert compiled.program is not None
    texts = {source.name: source.text for source in bundle.sources}
    found = graph(compiled.files, compiled.program, texts, Figures(), bundle.wanted)
    assert not [s.name for s in found.spots if {"dead end", "never reached"} & set(s.marks)]
    picture = ET.fromstring(as_svg(found))
    assert float(picture.get("width", "inf")) < 1_200  # it can be read without scrolling to the side
    assert as_html(found).count("<svg") == 1


NAMES = [f"n{number}" for number in range(9)]
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=20)


@with_examples(150)
@given(PAIRS, st.lists(st.integers(20, 300), min_size=9, max_size=9))
def test_boxes_never_overlap_and_ways_join_their_boxes(
    pairs: list[tuple[str, str]], widths: list[int]
) -> None:
    sizes = {name: (float(width), 30.0 + width / 3) for name, width in zip(NAMES, widths, strict=True)}
    placed = layered(sizes, pairs)
    for one, other in itertools.combinations(NAMES, 2):
        (x1, y1), (x2, y2) = placed.boxes[one], placed.boxes[other]
        apart_x = x1 + sizes[one][0] + GAP_X <= x2 + 0.01 or x2 + sizes[other][0] + GAP_X <= x1 + 0.01
        assert apart_x or y1 + sizes[one][1] < y2 or y2 + sizes[other][1] < y1
    for (source, target), bends in placed.bends.items():
        for name, (x, y) in ((source, bends[0]), (target, bends[-1])):
            (left, top), (width, height) = placed.boxes[name], sizes[name]
            assert left <= x <= left + width
            assert y == pytest.approx(top) or y == pytest.approx(top + height)
    assert all(0 <= x <= placed.width and 0 <= y <= placed.height for x, y in placed.boxes.values())
