"""Who asks for help in plain words gets the page of help, wherever they are, and not the list of commands."""

import pytest

from bot.conversation.called import Called, everyday
from tests.chat import Chat

PAGE = "If you are in danger now, call"
WISHES = """i need help; help me; please help me; help me get out of here; can someone help me;
    somebody help; who can i call; i don't know who to call; who can help me; is there a number; is there
    a number i can call; do you have a helpline; how do i leave; how do i leave him; how can i get out of
    here safely; how do i get away from him; where can i go; where do i go tonight; i need someone to talk
    to; can i talk to a real person; I need to get out of here.; what number do i call; who do i tell
    about this; is there anyone who can help me; hilf mir; ich brauche hilfe; bitte hilf mir; wen kann ich
    anrufen; gibts eine nummer; gibt es da eine nummer; wie verlass ich ihn; wie komm ich da raus; wie
    komme ich hier raus; wo kann ich hin; wo soll ich denn hin; ich weiß nicht wen ich anrufen soll; wer
    kann mir helfen; kann mir jemand helfen; an wen kann ich mich wenden; mit wem kann ich reden; wo finde
    ich hilfe; welche nummer soll ich anrufen; wie kann ich ihn verlassen; ich muss hier raus; kann ich
    mit einem echten menschen reden; holt mich hier raus; gibt es ein frauenhaus; ich brauche jemanden zum
    reden; wohin kann ich gehen"""
NONE = """help me understand karma; what can i do about karma; who can be a soul mate; how do i
    leave the past behind; how do i find a soul mate; wie kann ich ihn vergessen; wie kann ich sie
    zurückgewinnen; wie komme ich von ihm los; wo finde ich meinen seelenverwandten; what is the number of
    evenings; i need a hug; who helped hanna; who do i ask about bo; can you help me find love; gib mir
    eine zahl; who is bo; wer ist nadja"""


def listed(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split(";")]


@pytest.mark.parametrize("words", listed(WISHES))
def test_a_wish_for_help(words: str) -> None:
    assert everyday(words) == Called("helpnow")


@pytest.mark.parametrize("words", listed(NONE))
def test_no_wish_for_help(words: str) -> None:
    assert everyday(words) is None
    assert everyday(words, danger=True) is None


@pytest.mark.parametrize("words", ["help", "Hilfe!", "what can I do", "kannst du mir helfen?"])
def test_a_bare_word_is_a_wish_for_help_where_danger_is_in_the_air(words: str) -> None:
    assert everyday(words) == Called("help")
    assert everyday(words, danger=True) == Called("helpnow")


@pytest.fixture
def chat(shipped: Chat) -> Chat:
    return shipped


async def the_eleventh(chat: Chat) -> None:
    await chat.open()
    await chat.command("talk", "11")


@pytest.mark.parametrize("words", ["help", "i need help", "who can i call", "hilf mir", "how do i leave"])
async def test_in_the_evening_of_harm_help_is_the_page(chat: Chat, words: str) -> None:
    await the_eleventh(chat)
    questions = chat.questions
    await chat.say(words)
    assert chat.last.text.startswith(PAGE)
    await chat.tap("Back")
    assert chat.questions == questions


async def test_an_offered_question_of_that_evening_is_itself(chat: Chat) -> None:
    await the_eleventh(chat)
    for _ in range(40):
        if "Should I just leave?" in chat.questions:
            break
        await chat.say("1")
    await chat.say("Should I just leave?")
    await chat.say("where can i go")
    assert "They know of places for one night" in chat.last.text or "places for one night" in chat.transcript


async def test_elsewhere_a_bare_word_shows_the_commands_below_the_way_to_help(chat: Chat) -> None:
    await chat.open()
    await chat.command("talk", "2")
    await chat.say("help")
    assert "/menu" in chat.last.text
    assert chat.last.text.startswith("If it's you who needs help")
    await chat.say("help me")
    assert chat.last.text.startswith(PAGE)


async def test_in_the_hour_after_words_of_danger_it_is_the_page(chat: Chat) -> None:
    await chat.open()
    await chat.command("talk", "2")
    await chat.say("he beats me")
    for words in ("help", "who can I call?", "wie komm ich da raus"):
        await chat.say(words)
        assert chat.last.text.startswith(PAGE), words


async def test_a_thing_made_small_is_not_praised(chat: Chat) -> None:
    await the_eleventh(chat)
    await chat.say("1")
    await chat.say("no")
    assert "You know it from the inside" in chat.last.text, chat.transcript


@pytest.mark.parametrize(
    "words", ["it's never been physical", "he never hit me", "i have no bruises", "i was never hit"]
)
async def test_that_nobody_was_hit_is_the_question_of_that_evening(chat: Chat, words: str) -> None:
    await the_eleventh(chat)
    for _ in range(10):
        if "It's never been physical." in chat.questions:
            break
        await chat.say("1")
    await chat.say(words)
    assert "It doesn't have to be." in chat.transcript, chat.transcript


@pytest.mark.parametrize("words", ["so its my fault??", "am I to blame?"])
async def test_a_fault_asked_about_is_the_question_of_that_evening(chat: Chat, words: str) -> None:
    await chat.open()
    await chat.command("talk", "8")
    for _ in range(12):
        if "You mean I choose them badly?" in chat.questions:
            break
        skip = any(button.press.verb == "skip" for button in chat.last.buttons)
        await chat.say("skip" if skip else "1")
    await chat.say(words)
    assert "You choose what you can read." in chat.transcript
