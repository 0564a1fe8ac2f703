"""Turns: questions, languages, what is shown again, faults, single steps."""

import pytest

from bot.engine.effects import Answer, Begin, Choose, Detour, Offer, Resume, SayLine
from bot.engine.machine import Env, Stepper, advance, option, present
from bot.engine.state import State
from bot.errors import DialogueFault
from tests.engine.talk import Talk, program, run, shown


def test_values_are_never_markup_or_a_name() -> None:
    talk = Talk('<<set $x = "[b]Eve: {0} \\\\"+"[/b]">>\n{$x} {$x}')
    effect = advance(talk.program, talk.state, Begin("Start"), talk.env).effects[0]
    assert isinstance(effect, SayLine)
    assert effect.line.text.plain == "[b]Eve: {0} \\[/b] [b]Eve: {0} \\[/b]"
    assert effect.line.text.spans == ()
    assert effect.line.speaker is None


def test_speaker_and_spoken_text() -> None:
    talk = Talk("Ann: Hello [b]you[/b]. #mood:calm\n12:30 now\nhttps:\\/\\/x.org it is")
    said = [
        e.line
        for e in advance(talk.program, talk.state, Begin("Start"), talk.env).effects
        if isinstance(e, SayLine)
    ]
    assert said[0].text.plain == "Ann: Hello you."
    assert said[0].speaker == "Ann"
    assert said[0].spoken.plain == "Hello you."
    assert [(s.name, s.start, s.length) for s in said[0].spoken.spans] == [("b", 6, 3)]
    assert said[0].tags == ("mood:calm",)
    assert [line.speaker for line in said[1:]] == [None, None]


def test_last_line_before_options_and_questions() -> None:
    talk = Talk('one\ntwo\n-> a\n    three\n    <<ask $x "who">>\n\nfour\n<<if true>>\n-> b\n<<endif>>')
    first = [
        e.line.last
        for e in advance(talk.program, talk.state, Begin("Start"), talk.env).effects
        if isinstance(e, SayLine)
    ]
    assert first == [False, True]
    talk.begin()
    turn = advance(talk.program, talk.state, Choose(0), talk.env)
    assert [e.line.last for e in turn.effects if isinstance(e, SayLine)] == [True]
    turn = advance(talk.program, turn.state, Answer("x"), talk.env)
    assert [e.line.last for e in turn.effects if isinstance(e, SayLine)] == [False]


def test_what_is_shown_is_kept_though_values_change() -> None:
    talk = Talk("<<declare $n = 0>>\n-> A <<if $n == 0>>\n    a\n-> B\n    b")
    talk.begin()
    assert talk.state.waiting is not None
    assert talk.do(Choose(5)) == ["> A", "> B"]
    assert shown(present(talk.program, talk.state, talk.env)) == ["> A", "> B"]
    assert talk.do(Choose(0)) == ["a", "END"]


def test_a_detour_from_outside_comes_back_to_the_question() -> None:
    talk = Talk("title: Start\n---\nask\n-> x\n    y\n===\ntitle: Help\n---\nhelp {1 + 1}\n===\n")
    talk.begin()
    assert talk.do(Detour("Help")) == ["help 2", "ask", "> x"]
    assert talk.do(Choose(0)) == ["y", "END"]
    with pytest.raises(DialogueFault, match="Nowhere"):
        talk.do(Detour("Nowhere"))
    with pytest.raises(DialogueFault, match="Nowhere"):
        talk.begin("Nowhere")


def test_ask_takes_types_and_can_be_skipped() -> None:
    talk = Talk(
        '<<declare $name = "nobody">>\n<<ask $name "Name of {"you"}?" text>>\n<<ask $age "Age?" number>>\n'
        '<<ask $ok "OK?" yesno>>\n{$name} {$age} {$ok}\n'
        '<<reflect "Write" $wrote>>\n{$wrote}\n<<reflect "More">>'
    )
    assert talk.begin() == ["? Name of you?"]
    assert talk.do(Answer(3.0)) == ["? Name of you?"]  # wrong kind: asked again
    assert talk.do(Choose(0)) == ["? Name of you?"]
    assert talk.do(Answer(None)) == ["? Age?"]
    assert talk.do(Answer(41)) == ["? OK?"]
    assert talk.do(Answer(True)) == ["nobody 41 True", "? Write"]
    assert talk.state.waiting is not None
    assert talk.do(Answer(True)) == ["True", "? More"]
    assert talk.do(Answer(None)) == ["END"]
    assert talk.state.variables["$wrote"] is True


def test_a_skipped_reflection_sets_its_variable_false() -> None:
    talk = Talk('<<set $wrote = true>>\n<<reflect "Write" $wrote>>\n{$wrote}')
    talk.begin()
    assert talk.do(Answer(None)) == ["False", "END"]


def test_shadow_lines_share_the_translation() -> None:
    text = "Same. #line:a\nSame. #shadow:a"
    assert Talk(text, Env(strings={"line:a": "Gleich."})).begin() == ["Gleich.", "Gleich.", "END"]


def test_translations_place_values_and_keep_braces() -> None:
    env = Env(strings={"line:a": "\\{{1}\\} vor {0} [b]x[/b]", "line:b": "Wahl {0}", "line:c": "Wer? {0}"})
    talk = Talk('{1} and {2} #line:a\n<<ask $w "Who {3}?">> #line:c\n-> opt {4} #line:b', env)
    assert talk.begin() == ["{2} vor 1 x", "? Wer? 3"]
    assert talk.do(Answer("x")) == ["> Wahl 4"]


def test_plural_rules_come_from_outside() -> None:
    env = Env(plural=lambda kind, number: "few" if kind == "cardinal" else "two")
    text = '[plural value={3} few="% wenige" other="o"/] [ordinal value={3} two="%." other="o"/]'
    assert Talk(text, env).begin()[0] == "3 wenige 3."


def test_a_circle_without_a_wait_names_its_place() -> None:
    with pytest.raises(DialogueFault, match=r"x\.yarn:\d+: .*circle") as caught:
        run("title: Start\n---\n<<set $a = 1>>\n<<jump Start>>\n===\n")
    assert caught.value.file == "x.yarn"
    assert caught.value.line in (1, 3, 4)
    assert caught.value.node == "Start"


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ('<<jump {"no" + "where"}>>', "does not exist"),
        ('{number("zwölf")}', "no number"),
        ("{1 % 0}", "by zero"),
        ("{dice(0)}", "bound"),
        ('{format("{1}", 1)}', "pattern"),
        ("<<if missing() == 1>>\n<<endif>>", "not registered"),
        ("<<if boom() == 1>>\n<<endif>>", "ZeroDivisionError"),
        ("<<if wrong() == 1>>\n<<endif>>", "should give back a number"),
        ("title: Start\n---\n<<detour Start>>\n===\n", "detours inside one another"),
        ('title: Start\n---\n<<detour G>>\n===\ntitle: G\nwhen: has_any_content("G")\n---\n===\n', "circle"),
    ],
)
def test_faults_name_file_and_line(script: str, words: str) -> None:
    env = Env({"boom": lambda: 1 / 0, "wrong": lambda: "text"})
    with pytest.raises(DialogueFault, match=words) as caught:
        Talk(script, env).begin()
    assert caught.value.line > 0
    assert str(caught.value).startswith("x.yarn:")


def test_a_growing_text_and_a_growing_smart_chain_end_in_a_fault() -> None:
    doubling = '<<set $s = "0123456789">>\n' + "<<set $s += $s>>\n" * 20
    with pytest.raises(DialogueFault, match="grew"):
        run(doubling)
    chain = "<<declare $v0 = 1>>\n<<declare $v1 = $v0 + $v0>>\n"
    chain += "".join(f"<<declare $v{i} = $v{i - 1} + $v{i - 1}>>\n" for i in range(2, 25))
    with pytest.raises(DialogueFault, match="too many steps"):
        run(chain + "{$v24}")


def test_a_fault_leaves_the_state_alone() -> None:
    talk = Talk("-> x\n    <<set $a = 1>>\n    {1 % 0}")
    talk.begin()
    before = talk.state
    with pytest.raises(DialogueFault):
        talk.do(Choose(0))
    assert talk.state == before


def test_the_stepper_takes_one_effect_at_a_time() -> None:
    p = program('a\n<<set $n += 1>>\nb {$n}\n-> c\n    <<cmd>>\n-> d <<if false>>\n<<ask $w "who">>\n{$w}')
    stepper = Stepper(p, State.initial(p), Env())
    stepper.begin("Start")
    assert shown([stepper.next()]) == ["a"]
    stepper.set("$n", 41)
    assert shown([stepper.next(), stepper.next()]) == ["b 42", "> c", "x d"]
    with pytest.raises(DialogueFault):
        stepper.next()
    with pytest.raises(DialogueFault):
        stepper.choose(1)
    stepper.choose(0)
    assert shown([stepper.next(), stepper.next()]) == ["<<cmd>>", "? who"]
    stepper.answer("Kim")
    assert shown([stepper.next(), stepper.next(), stepper.next()]) == ["Kim", "END", "END"]
    with pytest.raises(KeyError):
        stepper.set("$unknown", 1.0)


def test_present_shows_the_last_line_again_in_the_language_of_now() -> None:
    talk = Talk("first\nsecond {$n} #line:s\n<<declare $n = 1>>\n-> a\n-> b <<if false>>")
    assert talk.begin() == ["first", "second 1", "> a", "x b"]
    assert shown(present(talk.program, talk.state, talk.env)) == ["second 1", "> a", "x b"]
    german = Env(strings={"line:s": "zweite {0}"})
    assert shown(present(talk.program, talk.state, german))[0] == "zweite 1"
    assert present(talk.program, State.initial(talk.program), talk.env) == ()


def test_one_option_is_what_the_whole_question_shows_of_it() -> None:
    talk = Talk('<<set $who = "Jo">>\n-> a {$who}\n-> b <<if false>>\n-> c #alias:see\n')
    talk.begin()
    *_, offer = present(talk.program, talk.state, talk.env)
    assert isinstance(offer, Offer)
    found = [option(talk.program, talk.state, talk.env, number) for number in range(-1, 4)]
    assert found == [None, *offer.options, None]
    assert option(talk.program, State.initial(talk.program), talk.env, 0) is None


def test_events_without_a_conversation_change_nothing() -> None:
    talk = Talk("a")
    for event in (Choose(0), Choose(None), Answer("x"), Resume()):
        assert talk.do(event) == []
    assert talk.state == State.initial(talk.program)
