"""A no to "are you in danger?" has many words, and so has a yes that begins with one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.in_danger import answer
from tests.examples import with_examples

SAYING = """no lol it was a joke; its just a saying; only a figure of speech; I was kidding; it's from
    a song; that was sarcasm; just an expression; not literally; just being dramatic; it's only a way of
    talking; nein, das war ein witz; war nur spaß; sagt man halt so; nur so ein spruch; das war ironisch
    gemeint; ist nur eine redensart; hab nur spass gemacht; das hab ich nur so dahingesagt; aus einem
    lied; nicht wörtlich"""
BEFORE = """i used to, years ago; that was ages ago; it's long over; not anymore; as a kid, yes; yes
    but it's over now; back then; when i was a teenager; my ex did; that's in the past; früher mal;
    frueher mal; das ist jahre her; ist lange her; ja früher; damals schon; als kind ja; längst vorbei;
    das liegt hinter mir; vor vielen jahren"""
ONWARD = """can we go on; whats the next question; can we get back to the story; next question please;
    let's continue; where were we; back to the evening; I'd like to move on; could you ask me the next
    one; please go on; gehts jetzt weiter; können wir weitermachen; was ist die nächste frage; lass uns
    weitermachen; mach weiter; zurück zur geschichte; kanns weitergehen; wo waren wir; ich will einfach
    weitermachen; nächste frage"""
NO = """no i'm fine; nah all good; no, i'm not scared; i'm not in danger; nothing like that; thats
    not what i meant; you got me wrong; false alarm; of course not; no need to worry; nein quatsch; nee
    alles gut; keine sorge; nein mir gehts gut; nein keine angst; so war das nicht gemeint; du hast mich
    falsch verstanden; ach was; natürlich nicht; ich bin nicht in gefahr"""
NO_DENIAL = """no i dont feel safe; no one believes me; i cant go on; i cant go on like this; no but i'm
    scared of him; i'm not joking; it's not over; no, help me; nein mir gehts nicht gut; ich kann nicht
    mehr; niemand hilft mir; nein aber ich hab angst; das ist kein witz; es geht nicht mehr weiter; ich
    will nicht mehr weiterleben; hilf mir; he would be furious if he knew; wenn er das erfährt; is this
    normal?; soll ich gehen"""


def listed(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split(";")]


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (kind, said)
        for kind, every in (("saying", SAYING), ("before", BEFORE), ("onward", ONWARD), ("no", NO))
        for said in listed(every)
    ],
)
def test_a_no_in_whatever_words(kind: str, said: str, *, asked: bool) -> None:
    assert answer(said, asked=asked) == kind


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("said", listed(NO_DENIAL))
def test_what_may_be_danger_is_no_denial(said: str, *, asked: bool) -> None:
    assert answer(said, asked=asked) is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *(("yes he does", "yes"), ("yeah kind of", "yes"), ("sometimes", "yes"), ("a bit", "yes")),
        *(("ja, irgendwie schon", "yes"), ("manchmal", "yes"), ("leider ja", "yes")),
        *(("nope lol", "no"), ("lol no", "no"), ("wtf no", "no"), ("nö", "no"), ("hä?", "no")),
        *(("no idea", "neither"), ("keine Ahnung", "neither"), ("maybe", "neither")),
    ],
)
def test_a_bare_answer_is_one_only_where_it_was_asked(said: str, meant: str) -> None:
    assert answer(said, asked=True) == meant
    assert answer(said, asked=False) is None


@pytest.mark.parametrize(
    "said", ["call me Anna", "I am Anna", "he is a teacher", "what is karma?", "the smell of bread"]
)
def test_something_else_is_no_answer(said: str) -> None:
    assert answer(said, asked=True) is None


@with_examples(100)
@given(st.text(max_size=400), st.booleans())
def test_any_text(text: str, asked: bool) -> None:
    assert answer(text, asked=asked) in ("yes", "no", "neither", "saying", "before", "onward", None)
