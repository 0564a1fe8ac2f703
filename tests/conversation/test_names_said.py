"""A name as people say it in a sentence, and what they say of themselves where one is asked for."""

import pytest

from bot.care.judge import care
from bot.conversation.answers import NameAnswer, name_in, named
from bot.hearing.kinds import Kind
from bot.yesno import yes_or_no
from tests.chat import Chat

SAID = """call me Jo please; you can call me Jo; just call me Jo; it's Jo; its Jo; it's me, Jo; I am Jo; I'm
    Jo; this is Jo; my name is Jo; my names Jo; people say Jo; people call me Jo; everyone calls me Jo; my
    friends call me Jo; I go by Jo; I'm known as Jo; Jo is my name; just Jo; you can say Jo; nenn mich Jo;
    nenn mich bitte Jo; bitte nenn mich Jo; sag Jo zu mir; sag einfach Jo zu mir; du kannst mich Jo nennen;
    du kannst Jo zu mir sagen; ich bin Jo; bin Jo; ich heiße Jo; alle nennen mich Jo; die Leute sagen Jo;
    man nennt mich Jo; ich werde Jo genannt; Jo heiße ich; einfach Jo; mein Name ist Jo; ich möchte Jo
    genannt werden; ich bin der Jo"""
STATES = """i'm sick; I'm so hungry today; i am exhausted; i'm bored; i'm back; ich bin erschöpft; ich bin
    so hungrig; bin krank; ich bin wieder da; mir ist langweilig; ich bin noch wach; i'm in bed"""


def listed(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split(";")]


@pytest.mark.parametrize("words", listed(SAID))
def test_a_name_said_in_a_sentence(words: str) -> None:
    assert name_in(words) == "Jo"
    assert (named(words).move, named(words).odd) == (None, False)
    assert care(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "call me an ambulance",
        "call me when he leaves please",
        "call me back please he is here",
        "call me police please",
        "call me dead please",
    ],
)
def test_whom_somebody_wants_called_is_no_name(words: str) -> None:
    assert care(words) is not None


@pytest.mark.parametrize(
    "words", ["I am Jo", "i'm jo", "it's Jo", "ich bin Jo", "ich bin die Jo", "nenn mich Jo"]
)
def test_a_name_that_sounds_like_a_yes_is_none(words: str) -> None:
    assert yes_or_no(words) is None
    assert yes_or_no("jo") is True


@pytest.mark.parametrize("words", listed(STATES))
async def test_what_somebody_is_just_now_is_no_name(newcomer: Chat, words: str) -> None:
    await newcomer.say(words)
    shown = [each.text for each in newcomer.messages]
    assert not [text for text in shown if text.startswith(("Thank you, ", "Shall I call you"))]
    assert newcomer.last.text == "What may I call you?"


@pytest.mark.parametrize("words", ["i'm tired", "ich bin müde", "enough", "i'm busy", "keine Zeit"])
async def test_a_wish_to_stop_is_one_where_a_name_is_asked_for(newcomer: Chat, words: str) -> None:
    await newcomer.say(words)
    shown = [each.text for each in newcomer.messages]
    assert not [text for text in shown if text.startswith(("Thank you, ", "Shall I call you"))]


def test_what_is_a_state_is_told() -> None:
    assert named("ich bin müde").move is Kind.TELLING
    assert named("I'm Sunny").move is None


async def test_a_name_after_the_question_about_danger_is_no_yes(newcomer: Chat) -> None:
    await newcomer.say("he scares me")
    assert "in danger" in newcomer.last.text
    await newcomer.say("I am Jo")
    assert newcomer.last.text.startswith("Shall I call you “Jo”?")
    await newcomer.say("yes")
    assert any(each.text.startswith("Thank you, Jo.") for each in newcomer.messages)


HERE = """Jo here; Jo hier; hi, Jo here; hey, Jo hier; hier Jo; das ist Jo; this is Jo speaking; Jo am
    Apparat; im Jo"""
TOLD = """this is hard; this is difficult; this is weird; this is my first time; I'm just a bit lost; im
    lost; i am not sure; i'm a little shy; i'm new to this; i'm here for my sister; i'm okay; i'm married;
    i'm done; i'm just looking; just browsing; just me; it's me; its raining; that's hard; i go by many
    names; call me crazy; people call me a lot of things; das ist schwer; das ist schwierig; das ist
    komisch; das ist mein erstes mal; ich bin ein bisschen verloren; ich bin etwas nervös; ich bin
    verheiratet; ich bin zufällig hier; es ist spät; ich bin wegen meiner schwester hier; hier ist alles
    neu; bin gerade unterwegs; i'm jealous of my sister; ich bin traurig wegen meiner mutter; nur ich; hard;
    schwer"""
CALLED = """they call me crazy; people call me stupid; everyone calls me lazy; my friends call me weird;
    they call me names; my sister always calls me a failure; alle nennen mich verrückt; man nennt mich faul;
    meine freunde nennen mich komisch; mein bruder nennt mich einen versager"""
RINGS = """call me urgently please; call me tomorrow; call me later; call me back; please call me; call me
    on the phone; call me at 5; call me when you can; can you ring me; ruf mich bitte dringend an; ruf mich
    an; ruf mich morgen an; ruf mich bitte zurück; kannst du mich anrufen; können wir telefonieren"""
UNNAMED = """das ist mir zu privat; that's too personal; call me whatever; call me whatever you like; call
    me anything; it's a secret; it's none of your business; my name is a secret; my name doesn't matter; i'd
    rather stay anonymous; i'm not telling; nenn mich wie du willst; nenn mich irgendwie; mein Name ist
    geheim; das ist egal; anonym; ich möchte anonym bleiben; Namen sind Schall und Rauch"""


@pytest.mark.parametrize("words", listed(HERE))
def test_whoever_reports_with_their_name(words: str) -> None:
    assert named(words) == NameAnswer("Jo")


@pytest.mark.parametrize(
    "words", ["i'm sunny", "i am rose", "call me bear", "i'm will", "bin anna", "ich bin die anna"]
)
def test_a_name_without_a_capital(words: str) -> None:
    assert named(words) == NameAnswer(words.split()[-1])


@pytest.mark.parametrize("words", ["this is jo", "its anna", "das ist wunderlich", "this is peculiar"])
def test_what_may_be_a_name_is_asked_about(words: str) -> None:
    assert named(words) == NameAnswer(words.split()[-1], odd=True)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        *((words, Kind.TELLING) for words in listed(TOLD)),
        *((words, Kind.SAD) for words in listed(CALLED)),
        *((words, Kind.CALL) for words in listed(RINGS)),
        *(("i'm sorry", Kind.SORRY), ("this is boring", Kind.DISLIKES), ("i'm a bit nervous", Kind.ANXIOUS)),
        *(("i miss my husband so much", Kind.MISSING), ("i cried all day", Kind.SAD)),
        ("ich hab so angst davor", Kind.ANXIOUS),
    ],
)
def test_what_is_told_where_a_name_is_asked_for(words: str, kind: Kind) -> None:
    assert named(words).move is kind


@pytest.mark.parametrize("words", ["they call me Red", "people call me Mouse", "alle nennen mich Bär"])
def test_what_people_call_one_may_be_a_name(words: str) -> None:
    assert named(words).move is None


@pytest.mark.parametrize("words", listed(UNNAMED))
async def test_whoever_will_not_be_named_need_not(newcomer: Chat, words: str) -> None:
    before = len(newcomer.messages)
    await newcomer.say(words)
    shown = "\n".join(each.text for each in newcomer.messages[before:])
    assert "What may I call you?" not in shown
    assert "Thank you, " not in shown
    assert "Shall I call you" not in shown


async def test_whoever_wants_to_be_rung_learns_who_can(newcomer: Chat) -> None:
    before = len(newcomer.messages)
    await newcomer.say("call me urgently please")
    assert "/helpnow" in newcomer.messages[before].text
    assert newcomer.last.text == "What may I call you?"
