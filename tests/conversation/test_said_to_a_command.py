"""What is typed while a command's question stands and is no answer to it: an offered question of the talk, a
bare yes, a “hm”."""

import pytest

from tests.chat import Chat

ASKING = [("remind", "ask"), ("pause", ""), ("name", "")]


@pytest.fixture(params=["en", "de"])
async def chat(shipped: Chat, request: pytest.FixtureRequest) -> Chat:
    """Somebody in the first evening who is reminded at eight in Berlin."""
    shipped.locale = request.param
    for words in ("hi", "Ada", "/remind 20:00", "Berlin", "yes"):
        await shipped.say(words)
    return shipped


async def added(chat: Chat, words: str) -> list[str]:
    before = len(chat.messages)
    await chat.say(words)
    return [each.text for each in chat.messages[before:]]


@pytest.mark.parametrize(("command", "argument"), [*ASKING, ("remind", "where")])
async def test_an_offered_question_word_for_word_goes_on_with_the_talk(
    chat: Chat, command: str, argument: str
) -> None:
    wanted = chat.questions[0]
    await chat.command(command, argument)
    await chat.say(wanted.upper().rstrip("?."))
    assert wanted not in chat.questions
    assert len(chat.questions) > 1


@pytest.mark.parametrize(
    ("command", "argument", "yes", "hm"),
    [
        (
            "remind",
            "ask",
            ("Gladly. Which hour", "Gern. Welche Uhrzeit"),
            ("There's no", "Es eilt"),
        ),
        ("remind", "where", ("Gladly. Which city", "Gern. Welche Stadt"), ("Any larger city", "Irgendeine")),
        ("pause", "", ("Gladly. For how long", "Gern. Für wie lange"), ("Three days", "Drei Tage")),
        ("name", "", ("Gladly. And the name", "Gern. Und der Name"), ("Any name", "Jeder Name")),
    ],
)
async def test_a_bare_yes_and_a_hm_are_asked_once_more(
    chat: Chat, command: str, argument: str, yes: tuple[str, str], hm: tuple[str, str]
) -> None:
    language = ("en", "de").index(chat.locale or "en")
    await chat.command(command, argument)
    asked = chat.last
    for words in ("yes", "ok", "ja"):
        assert (await added(chat, words))[0].startswith(yes[language])
    for words in ("hm", "keine Ahnung"):
        assert (await added(chat, words))[0].startswith(hm[language])
    assert [each.label for each in chat.last.buttons] == [each.label for each in asked.buttons]


async def test_a_no_to_the_city_is_a_no_to_what_stands_then_to_all_of_it(chat: Chat) -> None:
    await chat.command("remind", "where")
    assert chat.last.buttons
    await chat.say("no")
    assert not chat.last.buttons
    (words,) = await added(chat, "nein")
    assert "/remind" in words


async def test_a_hm_is_no_other_city(chat: Chat) -> None:
    await chat.command("remind", "where")
    await chat.say("Oslo")
    (again,) = await added(chat, "hm")
    assert "Oslo" in again


@pytest.mark.parametrize("words", ["no", "nein", "never mind", "egal"])
async def test_whoever_takes_the_question_for_a_name_back_keeps_theirs(chat: Chat, words: str) -> None:
    await chat.command("name")
    said = await added(chat, words)
    assert said[0] in ("That's fine. Nothing is changed.", "Auch gut. Alles bleibt, wie es ist.")


@pytest.mark.parametrize(("command", "argument"), ASKING)
@pytest.mark.parametrize("words", ["my mother died", "tell me a joke", "sorry, falscher Chat"])
async def test_what_is_said_to_alana_is_no_answer_to_a_command(
    chat: Chat, command: str, argument: str, words: str
) -> None:
    questions = chat.questions
    await chat.command(command, argument)
    await chat.say(words)
    assert [each.label for each in chat.last.buttons]
    assert chat.questions == questions
    assert any(each.press.verb == "o" for each in chat.last.buttons)


@pytest.mark.parametrize(
    ("words", "answer"),
    [("yes", "Gladly. And the name is?"), ("ok", "Gladly. And the name is?"), ("hm", "Any name will do")],
)
async def test_a_yes_is_no_name(newcomer: Chat, words: str, answer: str) -> None:
    said = await added(newcomer, words)
    assert said[0].startswith(answer)
    assert said[-1] == "What may I call you?"


@pytest.mark.parametrize("then", ["yes", "no"])
async def test_a_no_with_a_capital_may_be_one(newcomer: Chat, then: str) -> None:
    """Telephones write one as well."""
    await newcomer.say("No")
    assert newcomer.last.text.startswith("Shall I call you “No”?")
    said = await added(newcomer, then)
    assert said[0].startswith("Thank you, No.") == (then == "yes")
    assert newcomer.questions


@pytest.mark.parametrize("words", ["no", "nein", "nope", "never mind", "egal"])
async def test_a_no_is_no_name(newcomer: Chat, words: str) -> None:
    said = await added(newcomer, words)
    assert not [text for text in said if "call you" in text]
    assert newcomer.questions
