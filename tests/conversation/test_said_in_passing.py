"""What people say in passing, beside the talk: each gets words of its own, and the question stands."""

import pytest

from bot.commands.heard_words import WORDS
from bot.conversation.called import Called, everyday
from bot.hearing.hear import Moment, hear
from bot.hearing.kinds import AS_WORDED, Heard, Kind
from bot.hearing.worded import beyond_a_script
from bot.texts import texts_for
from tests.chat import Chat

SAID = {
    Kind.NEVER_MIND: """never mind; oh, nevermind; forget it; forget I said anything; it doesn't matter;
        it's nothing; whatever; ignore that; just kidding; it was a joke; egal; ach egal; vergiss es; ist
        mir egal; ist nicht so wichtig; schon gut; hat sich erledigt; ach nichts; war nur ein Witz""",
    Kind.WRONG_CHAT: """sorry wrong chat; wrong chat; oops, wrong window; that wasn't for you; sorry, that
        was meant for my sister; I sent that to the wrong chat; oops wrong person; sorry, falscher Chat;
        falscher Chat; ups, falsches Fenster; das war nicht für dich; das war für jemand anderen; falsche
        Gruppe, sorry""",
    Kind.JOKE: """tell me a joke; do you know any good jokes?; can you tell me something funny; say
        something funny; make me laugh; another joke please; erzähl mir einen Witz; kennst du einen Witz?;
        sag was Lustiges; bring mich zum Lachen; kannst du mir einen Witz erzählen; noch einen Witz bitte""",
    Kind.SHORTER: """can u be shorter; too long; that's too long; tldr; this is a lot to read; get to the
        point; please keep it short; you talk too much; kannst du dich kürzer fassen; zu lang; das ist mir
        zu lang; zu viel Text; fass dich kurz; geht das kürzer?; du redest zu viel; komm zum Punkt""",
    Kind.ADVICE: """should I text him back?; should i call her; should I forgive my mother; do you think i
        should wait for him; what should i tell him; soll ich ihr antworten?; soll ich ihn anrufen; soll ich
        ihm nochmal eine Chance geben; was soll ich ihm sagen""",
    Kind.COST: """who pays for this; is this free; how much does it cost; wer bezahlt das hier; ist das
        kostenlos; was kostet das""",
    Kind.AND_YOU: """what's your favourite colour; do you believe in god; do you have a dog; was ist deine
        Lieblingsfarbe; glaubst du an Gott; hast du einen Hund""",
    Kind.LONELY: "no one gets it; das versteht keiner; mich versteht keiner",
    Kind.AGAIN: "what did i miss; was hab ich verpasst",
    Kind.DOUBTS: "is this a cult; is this a scam; ist das eine Sekte; I don't trust you; ich trau dir nicht",
    Kind.GREETING: """merry christmas; happy new year; frohe Weihnachten; frohes neues; schön von dir zu
        hören; are you still there; hörst du mich; bist du noch da""",
    Kind.SAD: "does it get easier; will it ever get better; wird das irgendwann leichter",
    Kind.MISSING: "I'll miss Hanna; i will miss you all; ich werde Hanna vermissen; die werden mir fehlen",
    Kind.REASSURE: """am i normal; is this normal?; is it normal to miss someone I left; am i weird; am I
        the only one who feels that way; what's wrong with me; am I overreacting; bin ich normal; ist das
        normal?; ist es normal, dass ich ihn vermisse; bin ich komisch; bin ich die einzige, die das so
        sieht; was stimmt nicht mit mir; übertreibe ich""",
}
BEYOND = {
    "en": """what time is it; what's the time; what day is it today; how's the weather; sing me a song; can
        you send me a picture; write me a poem; translate this into french""",
    "de": """wie spät ist es; wie ist das Wetter bei dir; welcher Tag ist heute; kannst du mir ein Bild
        schicken; sing mir was vor; schreib mir ein Gedicht""",
}
OTHERWISE = """nothing matters; I don't matter; mir ist alles egal; he was the wrong one; that was the wrong
    person for me; er war der falsche Mann; das war nicht für mich; he made me laugh; it took too long; we
    waited too long; so long; he talks too much; er redet zu viel; wir waren zu lang zusammen; I'm not
    normal; wrong; I sang him a song; I miss the weather there; time heals; it cost me everything; das hat
    mich viel gekostet; die Zeit heilt alles; ich weiß nicht was ich ihm sagen soll"""
HERE = [(kind, " ".join(each.split())) for kind, said in SAID.items() for each in said.split(";")]


@pytest.mark.parametrize(("kind", "words"), HERE)
def test_each_is_heard(kind: Kind, words: str) -> None:
    assert hear(words, Moment(locale="en")).heard == Heard(kind, 1.0)


@pytest.mark.parametrize("words", [" ".join(each.split()) for each in OTHERWISE.split(";")])
def test_what_only_sounds_like_it(words: str) -> None:
    heard = hear(words, Moment(locale="en")).heard
    assert heard is None or heard.kind not in AS_WORDED
    assert not beyond_a_script(words)


@pytest.mark.parametrize(
    ("locale", "words"),
    [(locale, " ".join(each.split())) for locale, said in BEYOND.items() for each in said.split(";")],
)
async def test_what_no_script_can_do_is_said_to_be_that(shipped: Chat, locale: str, words: str) -> None:
    shipped.locale = locale
    await shipped.say("hi")
    await shipped.say("Ada")
    questions, before = shipped.questions, len(shipped.messages)
    await shipped.say(words)
    beyond = "That's beyond me:" if locale == "en" else "Das kann ich nicht:"
    assert shipped.messages[before].text.startswith(beyond)
    assert shipped.questions == questions


@pytest.mark.parametrize("locale", ["en", "de"])
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.NEVER_MIND, ["never mind", "egal", "vergiss es"]),
        (Kind.WRONG_CHAT, ["sorry wrong chat", "sorry, falscher Chat", "wrong window"]),
        (Kind.JOKE, ["tell me a joke", "erzähl mir einen Witz", "make me laugh"]),
        (Kind.SHORTER, ["can u be shorter", "too long", "kannst du dich kürzer fassen"]),
        (Kind.ADVICE, ["should I text him back?", "soll ich ihr antworten", "should i call her"]),
        (Kind.COST, ["who pays for this", "was kostet das", "is this free"]),
        (Kind.REASSURE, ["am i normal", "bin ich normal", "is that normal?"]),
    ],
)
async def test_each_is_answered_in_words_of_its_own(
    shipped: Chat, locale: str, kind: Kind, words: list[str]
) -> None:
    shipped.locale = locale
    await shipped.say("hi")
    await shipped.say("Ada")
    questions, t = shipped.questions, texts_for(locale).t
    for each, wanted in zip(words, WORDS[kind], strict=True):
        before = len(shipped.messages)
        await shipped.say(each)
        assert shipped.messages[before].text == t(wanted)
        assert shipped.questions == questions


@pytest.mark.parametrize("words", ["slow down", "you write too fast", "langsamer bitte", "schreib schneller"])
async def test_a_wish_for_another_pace_shows_them(newcomer: Chat, words: str) -> None:
    await newcomer.say("Ada")
    await newcomer.say(words)
    assert [each.press.verb for each in newcomer.last.buttons] == ["pace"] * 5


@pytest.mark.parametrize(
    "words",
    [
        *(
            "i gotta pee",
            "ich muss mal",
            "muss kurz aufs Klo",
            "sorry gotta feed the baby",
            "i have to pick up my son",
            "the baby is crying",
            "my bus is here",
        ),
        *("sorry muss das Baby füttern", "ich muss die Kinder ins Bett bringen", "muss kurz aussteigen"),
        *("mein Bus kommt", "can I write to you tomorrow", "kann ich dir morgen schreiben"),
    ],
)
def test_who_has_to_go_may(words: str) -> None:
    assert everyday(words) == Called("later")


@pytest.mark.parametrize("words", ["can my sister use this too", "can I share this?", "kann ich das teilen"])
def test_who_would_share_it_may(words: str) -> None:
    assert everyday(words) == Called("share")


@pytest.mark.parametrize(
    "words",
    [
        *("i have to leave him", "i have to go to the police", "i have to cook for him every day"),
        *("muss ihn verlassen", "ich muss immer alles machen", "ich muss so viel arbeiten"),
    ],
)
def test_what_somebody_has_to_do_with_their_life_is_none(words: str) -> None:
    assert everyday(words) is None


async def test_a_message_for_somebody_else_is_no_page(shipped: Chat) -> None:
    """Where a line for the journal may be written, too."""
    for words in ("hi", "Ada"):
        await shipped.say(words)
    for _ in range(60):
        if any(each.press.verb == "skip" for each in shipped.last.buttons):
            break
        await shipped.say(shipped.questions[-1])
    before = len(shipped.messages)
    await shipped.say("sorry wrong chat")
    assert shipped.messages[before].text == WORDS[Kind.WRONG_CHAT][0]
    await shipped.say("/journal")
    assert "wrong chat" not in shipped.last.text
