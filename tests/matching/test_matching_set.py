"""What the matchers reach on our own set, held so that an edit to the texts or the thresholds shows."""

import json
import sys
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from bot.matching.lexical import LexicalMatcher
from bot.matching.semantic import PACKAGES, SemanticMatcher

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests/data"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = spec_from_file_location("bench_matching", ROOT / "bench/matching.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["bench_matching"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_the_set_is_large_and_has_no_question_twice(bench: ModuleType) -> None:
    data = json.loads(bench.DEFAULT_SET.read_text(encoding="utf-8"))
    questions = [question for scene in data["scenes"] for question in scene["offered"]]
    keys = [question["key"] for question in [*questions, *data["bank"]]]
    assert len(questions) >= 30
    assert all(len(question["phrasings"]) >= 4 for question in questions)
    assert len(data["nothing"]) >= 80
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", ["heldout", "other", "german"])
def test_the_other_sets_are_read(bench: ModuleType, name: str) -> None:
    cases, bank = bench.read_set(DATA / f"matching-{name}.json")
    assert sum(case.here for case in cases) >= 60
    assert all(case.right in {each.key for each in bank} for case in cases if case.here)


# The least that may be taken or asked back rightly; "other" shares few words with its questions.
@pytest.mark.parametrize(("name", "least"), [("heldout", 75), ("other", 45), ("german", 80)])
async def test_lexical_reaches_its_mark(bench: ModuleType, name: str, least: float) -> None:
    cases, bank = bench.read_set(DATA / f"matching-{name}.json")
    matcher = LexicalMatcher()
    got = bench.figures(await bench.score_all(matcher, cases, bank), matcher.thresholds)
    assert got["wrong"] < 2
    assert got["nothing_accepted"] < 3
    assert got["right"] + got["asked_right"] >= least


@pytest.mark.skipif(not all(find_spec(name) for name in PACKAGES), reason="the extra [semantic] is missing")
@pytest.mark.parametrize(("name", "least"), [("heldout", 82), ("other", 72)])
async def test_semantic_reaches_its_mark(bench: ModuleType, name: str, least: float) -> None:
    cases, bank = bench.read_set(DATA / f"matching-{name}.json")
    matcher = SemanticMatcher()
    got = bench.figures(await bench.score_all(matcher, cases, bank), matcher.thresholds)
    matcher.close()
    assert got["wrong"] < 2
    assert got["nothing_accepted"] < 1
    assert got["right"] >= least
    assert got["right"] + got["asked_right"] >= 84
