"""Lines with values: inert values, speakers, replacements, and the form translators see."""

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.effects import FinalText, Span
from bot.engine.render import (
    compile_template,
    compile_translation,
    from_portable,
    portable,
    render,
    speaker_of,
)
from bot.engine.values import Value
from tests.examples import with_examples

ENGLISH = Locale("en")
POLISH = Locale("pl")
A, B = "\ue000", "\ue001"


def english(kind: str, number: float) -> str:
    return ENGLISH.ordinal_form(number) if kind == "ordinal" else ENGLISH.plural_form(number)


def shown(source: str, *values: Value) -> FinalText:
    return render(compile_template(source), values, english)


def test_a_line_without_values_is_finished_at_once() -> None:
    template = compile_template("Mae: It was [b]very[/b] late.")
    assert template.text == FinalText(
        "Mae: It was very late.", (Span("character", 0, 5, {"name": "Mae"}), Span("b", 12, 4, {}))
    )
    assert (template.speaker, template.prefix) == ("Mae", 5)
    assert render(template, (), english) is template.text


@pytest.mark.parametrize(
    "value", ["[b]x[/b]", "a: b", "{0}", "%", "%s", "\\[", "]", "\ue001", "\ue000", "[select value=1 /]"]
)
@pytest.mark.parametrize(
    "source", [f"I said {A}.", f"[i]{A}[/i] {A}", f"Mae: {A}", f'[select value="x" x="{A}"/]']
)
def test_values_are_inert(source: str, value: str) -> None:
    text = shown(source, value)
    assert value in text.plain
    assert {span.name for span in text.spans} <= {"i", "character"}


def test_values_keep_their_white_space_and_text_form() -> None:
    assert shown(f"[{A}]".replace("[", "<").replace("]", ">"), "  x ").plain == "<  x >"
    assert shown(f"{A} {B}", 1.0, True).plain == "1 True"
    assert shown(f"{B}{A}{B}", "a", "b").plain == "bab"


def test_attributes_move_with_the_values() -> None:
    text = shown(f"{A} and [b]{B}[/b] [x/]!", "one", "two")
    assert text == FinalText(
        "one and two !", (Span("b", 8, 3, {}), Span("x", 12, 0, {"trimwhitespace": True}))
    )


def test_a_value_in_a_property_keeps_its_type() -> None:
    spans = shown(f'[a p={A} q={B} r="{B}!"]x[/a]', 2.0, "New York").spans
    assert spans[0].properties == {"p": 2, "q": "New York", "r": "New York!"}


def test_select_takes_the_whole_value_and_ignores_case() -> None:
    source = f'[select value={A} male="he (%)" New="\\% \\: %"/]'
    assert shown(source, "Male").plain == "he (Male)"
    assert shown(source, "new").plain == "% : new"
    assert shown(f'[select value={A} true="yes" false="no"/]', True).plain == "yes"
    assert shown(f"[select value={A} 1=one 2=two/]", 2.0).plain == "two"


def test_plural_and_ordinal() -> None:
    source = f'[plural value={A} one="% day" other="% days"/] [ordinal value={A} one="%st" other="%th"/]'
    assert shown(source, 1.0).plain == "1 day 1st"
    assert shown(source, 4.0).plain == "4 days 4th"
    assert shown(source, 2.0).plain == "2 days 2th"  # no text for `two`: the one for `other`
    assert render(compile_template(source), ("3",), lambda *_: "one").plain == "3 day 3st"


def test_an_inserted_percent_sign_is_not_filled_again() -> None:
    assert shown(f'[select value={A} a="{B} %"/]', "a", "50%").plain == "50% a"


def test_a_replacement_without_a_text_shows_the_source() -> None:
    assert shown(f'I am [select value={A} a="b"/].', "[c]").plain == 'I am [select value=[c] a="b"/].'
    assert shown(f'[plural value={A} other="x"/]', True).plain == '[plural value=True other="x"/]'


def test_a_line_with_a_mistake_shows_its_source_with_values() -> None:
    template = compile_template(f"Mae: [b]{A}[/i]")
    assert len(template.problems) == 2
    assert render(template, ("[u]",), english) == FinalText("Mae: [b][u][/i]")
    assert template.speaker is None


def test_a_value_can_be_the_speaker_but_never_names_one_by_itself() -> None:
    assert speaker_of(shown(f"{A}: hi", "Mae")) == ("Mae", 5)
    assert speaker_of(shown(f"Dr {A}: hi", "Who")) == ("Dr Who", 8)
    assert speaker_of(shown(f"{A}", "Mae: hi")) == (None, 0)
    assert speaker_of(shown(f"{A}:{B}", 12.0, 30.0)) == (None, 0)
    assert speaker_of(shown(f"{A}://x", "https")) == (None, 0)


def test_a_written_character_attribute_names_the_speaker() -> None:
    assert speaker_of(shown('[character name="Mae"]M: [/character]Hi: you')) == ("Mae", 3)
    assert speaker_of(shown('[character name="Mae"/]Hi')) == ("Mae", 0)
    assert speaker_of(shown('[character name="Mae"]Hi[/character]')) == ("Mae", 0)


def test_a_known_speaker_stands_in_the_template() -> None:
    template = compile_template(f"Mae: {A} days at 100%")
    assert (template.text, template.speaker, template.prefix) == (None, "Mae", 5)
    assert render(template, (3.0,), english).plain == "Mae: 3 days at 100%"


def test_text_and_values_are_composed() -> None:
    assert compile_template("e\u0301").text == FinalText("\u00e9")
    assert shown(f"{A}!", "e\u0301").plain == "\u00e9!"


def test_a_private_character_that_is_nobodys_stays() -> None:
    assert shown("a \ue005 b [x]\ue006[/x]").plain == "a \ue005 b \ue006"


@pytest.mark.parametrize(
    ("source", "written"),
    [(f"Hi {A}, {B}!", "Hi {0}, {1}!"), ("a {0}", "a \\{0\\}"), ("c:\\[x\\] \\", "c:\\[x\\] \\\\")],
)
def test_what_translators_see(source: str, written: str) -> None:
    assert portable(source) == written
    assert from_portable(written) == source


def test_a_translation_may_use_values_in_another_order() -> None:
    polish = 'Mae: {1} ma [plural value={0} one="% kota" few="% koty" many="% kotów" other="% kota"/].'
    text = render(compile_translation(polish), (3.0, "Ala"), lambda _, n: POLISH.plural_form(n))
    assert text.plain == "Mae: Ala ma 3 koty."
    assert compile_translation(polish) is compile_translation(polish)
    assert render(compile_translation("{ } {x} {99999}"), (), english).plain == "{ } {x} {99999}"


ODD = st.text(alphabet=st.sampled_from('ab[]/="\\: %{}01\ue000\ue001\ue002'), max_size=40)


@with_examples(300)
@given(ODD)
def test_the_written_form_comes_back(source: str) -> None:
    assert from_portable(portable(source)) == source


@with_examples(300)
@given(ODD, st.lists(st.one_of(st.floats(width=32), st.booleans(), ODD), max_size=3))
def test_any_template_takes_any_values(source: str, values: list[Value]) -> None:
    template = compile_template(source)
    text = render(template, values, english)
    for span in text.spans:
        assert 0 <= span.start <= span.start + span.length <= len(text.plain)
    if not values:
        assert compile_template(source) == template
