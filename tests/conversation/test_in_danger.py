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
    will nicht mehr weiterleben; hilf mir; he would be furious if he knew; is this normal?; soll ich
    gehen"""

YES = """i am; yes please help; he is here; he's in the next room; he is home; he's coming; not right now
    but tonight; i think i am; i might be; if he comes home; when he comes home; not me but my
    sister; not me, my sister; my sister is; my mum is; my friend; both; both of us; me; my
    kids; the kids are; somebody with me; somebody else is; tonight; always; every day; it's
    true; only when he drinks; at night; yes and no; no but yes; no. yes.; not really but
    sometimes; ummm yes; uh huh; mhm; yesss; omg yes; sadly yes; honestly yes; i suppose; i
    believe so; i'm afraid so; think so; he did; he does; i did; right now; sometimes when he
    drinks; a bit; a bit yes; kind of; yeah kind of; i can't talk now; he is watching; ja bin
    ich; ja hilfe; er ist da; er ist im nebenzimmer; er kommt gleich; jetzt nicht aber heute
    abend; wenn er nach hause kommt; nur wenn er trinkt; wenn er das erfährt; nicht ich, meine
    schwester; nicht ich, sondern meine schwester; meine schwester; beide; wir beide; die
    kinder; jemand bei mir; ein freund von mir; heute nacht; immer; jeden tag; stimmt; ja und
    nein; jein; nein. doch.; eigentlich ja; eigentlich schon; naja schon; mhm; jaaa; ehrlich
    gesagt ja; leider; leider schon; leider ja; ich fürchte ja; irgendwie schon; fühlt sich so
    an; ich denke schon; glaub schon; ein wenig; er macht es; ich kann nicht reden; er schaut
    zu; er liest mit; jo; jo leider; joa; manchmal wenn er trinkt; doch"""
NO_YES = """Jo here; jo here; Jo is my name; this is Jo; its Jo; hi Jo here; Jo hier; Jo ist mein Name; Jo
    heißt mein Freund; hier ist Jo; jo mei; sometimes I read; sometimes i wonder; a bit bored; a
    bit of karma; a little bird told me; kind of you; kind of you to ask; sort of funny;
    probably raining; probably not; i think so too much; in a way not; yes but no; yeah no; yeah
    nah; ja nein; ja sicher nicht; doch nicht; doch kein problem; doch noch eine frage; schon
    gut; schon wieder die frage; manchmal regnet es; manchmal lese ich; ein bisschen müde;
    irgendwie lustig; irgendwie langweilig hier; wahrscheinlich nicht; vermutlich nicht; leider
    muss ich los; leider nein; alles klar; passt; in ordnung; ok; okay; gern; warum nicht; mach
    das; why not; go ahead; fine; not yet; noch nicht; immer diese fragen; always the same
    question; soon it will be christmas; my turn; my therapist; me llamo jo; my sister likes
    karma; meine schwester mag karma; she is a teacher; he is funny; often I laugh; na ja"""


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


@pytest.mark.parametrize("said", listed(YES))
def test_what_somebody_in_danger_would_say_is_a_yes(said: str) -> None:
    assert answer(said, asked=True) == "yes"
    assert answer(said, asked=False) in (None, "before")


@pytest.mark.parametrize("said", listed(NO_YES))
def test_what_only_begins_like_a_yes_is_none(said: str) -> None:
    assert answer(said, asked=True) != "yes"


@with_examples(100)
@given(st.text(max_size=400), st.booleans())
def test_any_text(text: str, asked: bool) -> None:
    assert answer(text, asked=asked) in ("yes", "no", "neither", "saying", "before", "onward", None)
