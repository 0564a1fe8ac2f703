"""A change of one file is judged as if all were read anew, and costs the reading of that file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis import facts, workbench
from bot.analysis.bundles import Bundle, gather
from bot.analysis.check import check_bundle
from bot.analysis.desk import Desk
from bot.analysis.workbench import Workbench
from bot.yarn import DEFAULT, HostDeclarations, Source
from tests.examples import with_examples

DIALOGUES = Path(__file__).parents[2] / "dialogues"
PIECES = (
    "title: Start\n---\n<<declare $n = 1>>\n<<jump Tea>>\n===\n",
    "title: Tea\n---\nMae: Hello, {$n}.\n-> Why? #heard:why\n    <<jump Start>>\n===\n",
    'title: Tea\nwhen: $n > 1\n---\nMae: Hm.\n<<set $n to "x">>\n===\n',
    "title: Pot\n---\n<<if $n\n<<jump Te>>\n===\n",
    "<<enum Mood>>\n",
    "title: Mood\n---\n<<enum Mood>>\n<<case Glad>>\n<<endenum>>\n<<declare $m = Mood.Glad>>\n===\n",
    "title: Glad\n---\n{$m == .Glad} #line:one\n{$k} #shadow:one\n===\n",
    "title: Again\n---\nMae: Twice. #line:one\n<<detour Pot>>\n===\n",
)
texts = st.lists(st.sampled_from(PIECES), max_size=3).map("".join)


def bundle(*texts: str) -> Bundle:
    sources = tuple(Source(f"{index}.yarn", text) for index, text in enumerate(texts))
    return Bundle(sources, (), frozenset(source.name for source in sources))


@with_examples(150)
@given(st.lists(texts, min_size=3, max_size=3), st.lists(st.tuples(st.integers(0, 2), texts), max_size=5))
def test_changes_one_after_another_find_what_a_fresh_look_finds(
    first: list[str], edits: list[tuple[int, str]]
) -> None:
    bench, now = Workbench(bundle(*first)), list(first)
    assert bench.findings == Workbench(bundle(*now)).findings
    for place, text in edits:
        now[place] = text
        bench = bench.changed(f"{place}.yarn", text)
        assert bench.findings == Workbench(bundle(*now)).findings
    fresh = Workbench(bundle(*now))
    assert (bench.program is None) == (fresh.program is None)
    if bench.program is not None and fresh.program is not None:
        assert bench.program.digest == fresh.program.digest
        assert bench.program.lines == fresh.program.lines
        assert bench.program.types == fresh.program.types


def test_a_change_reads_the_one_file_and_makes_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    bundles, _ = gather([DIALOGUES])
    bench = Workbench(bundles[0])
    assert not [each for each in bench.findings if each.severity == "error"]
    read: list[str] = []

    def noting(source: Source, host: HostDeclarations = DEFAULT) -> facts.ScriptFacts:
        read.append(source.name)
        return facts.facts_of(source, host)

    monkeypatch.setattr(workbench, "facts_of", noting)
    source = next(s for s in bundles[0].sources if s.name.endswith("04-twin-flames.yarn"))
    after = bench.changed(source.name, source.text.replace("<<jump ", "<<jump Un", 1))
    found = [each.code for each in after.findings if each.severity == "error"]
    assert found == ["AL202"]
    assert read == [source.name]
    assert "program" not in vars(after)


def test_the_whole_series_is_found_as_by_check() -> None:
    bundles, _ = gather([DIALOGUES])
    whole = check_bundle(bundles[0])
    assert set(Workbench(bundles[0]).findings) <= set(whole.diagnostics)


def test_what_is_the_same_on_disk_is_not_settled_again(tmp_path: Path) -> None:
    script = tmp_path / "tea.yarn"
    script.write_text("title: Tea\n---\nMae: Hm.\n===\n", "utf-8")
    desk = Desk()
    bench = desk.bench(script)
    script.touch()
    desk.refresh()
    assert desk.bench(script) is bench
    desk.write(script, "title: Tea\n---\nMae: Ho.\n===\n")
    desk.close(script)
    assert desk.bench(script) is not bench
    script.write_text("title: Tea\n---\nMae: So.\n===\n", "utf-8")
    desk.refresh()
    fresh = desk.bench(script)
    assert fresh is not None
    assert "So." in fresh.bundle.sources[0].text
