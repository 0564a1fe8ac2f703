"""What people type must land: the order of understanding, care first, and nothing answered by silence."""

import asyncio
import contextlib
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from bot import cli
from bot.commands.table import CALLED
from bot.conversation import called
from bot.model import Address, Text
from bot.settings import PACKAGED_DIALOGUES
from bot.texts import available_languages, texts_for
from tests.chat import Chat, Screen, running
from tests.conversation.states import WAYS
from tests.examples import with_examples

SERIES = Path(__file__).parent / "series"
ALARM = "I am afraid of my husband, he hits me"


def _everything_in(folder: Path) -> str:
    return "".join(file.read_bytes().decode("latin-1") for file in folder.glob("alana.db*"))


async def test_words_of_danger_are_answered_first_and_the_place_is_kept(chat: Chat) -> None:
    await chat.open()
    questions = chat.questions
    await chat.say(ALARM)
    assert "I'm a scripted program and no help line" in chat.last.text
    assert "https://findahelpline.com" in chat.last.text
    await chat.command("continue")
    assert chat.questions == questions


async def test_a_reflection_of_danger_reaches_neither_journal_nor_database(tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen, ALANA_KEEP_MISSES="true") as program:
        chat = Chat(program, screen)
        await chat.open()
        await chat.tap("Who put the lamp there?")
        await chat.tap("Skip")
        await chat.tap("Skip")
        await chat.tap("May I sit down?")
        await chat.say(ALARM)
        assert "no help line" in chat.last.text
        await chat.command("journal")
        assert "empty" in chat.last.text
    assert "husband" not in _everything_in(tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "alana.db")) as database:
        assert database.execute("SELECT value FROM counter WHERE name = 'care'").fetchone() == (1,)


async def test_in_a_group_the_answer_goes_to_the_direct_chat(chat: Chat) -> None:
    await chat.open()
    group = Address("chat", "group", direct=False)
    await chat.say(ALARM, address=group)
    in_group = chat.screen.shown["group"]
    assert [m.text for m in in_group] == ["Your answer waits in our direct chat, for you alone."]
    assert "no help line" in chat.last.text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("menu", "The Lamp Evenings"),
        ("good night", "I've kept your place"),
        ("are you a real person?", "I'm not a person"),
        ("thanks!", "You're welcome"),
        ("/nonsense", "/help"),
        ("qwertz uiop", "I don't have words for that yet"),
    ],
)
async def test_everyday_words(chat: Chat, words: str, expected: str) -> None:
    await chat.open()
    before = len(chat.messages)
    if words.startswith("/"):
        await chat.command(words[1:])
    else:
        await chat.say(words)
    assert any(expected in m.text for m in chat.messages[before:]), chat.transcript


@pytest.mark.parametrize(
    ("answer", "then"),
    [
        ("yes", "I did, the first winter."),
        ("Ja, bitte!", "I did, the first winter."),
        ("that one", "I did, the first winter."),
        ("no", "Ask what you like about it."),
        ("not really", "Ask what you like about it."),
        ("2", "Somebody may be on the road."),  # an offered question by its number, as ever
        ("menu", "The Lamp Evenings"),
    ],
)
async def test_did_you_mean_is_answered_in_words(chat: Chat, answer: str, then: str) -> None:
    await chat.open()
    await chat.say("who is it")
    assert chat.last.text == "Did you mean: “Who put the lamp there?”"
    before = len(chat.messages)
    await chat.say(answer)
    assert then in "\n".join(m.text for m in chat.messages[before:])


@pytest.mark.parametrize(
    ("answer", "then"),
    [
        ("yes", "Here is a door."),
        ("gerne", "Here is a door."),
        ("2", "Here is a door."),
        ("the door", "Here is a door."),
        ("Open the door!", "Here is a door."),
        ("evening two", "Here is a door."),
        ("begin again", "Here is one turn that you did not take in “The light”"),
        ("no", "I've kept your place"),
        ("later", "I've kept your place"),
        ("1", "Here is one turn that you did not take in “The light”"),
    ],
)
async def test_between_evenings(chat: Chat, answer: str, then: str) -> None:
    await WAYS["between"](chat)
    before = len(chat.messages)
    await chat.say(answer)
    assert then in "\n".join(m.text for m in chat.messages[before:])


@pytest.mark.parametrize(
    ("answer", "then"),
    [
        ("yes", "At what time of your day shall I write?"),
        ("yes please", "At what time of your day shall I write?"),
        ("at half past eight in the evening", "And where are you?"),
        ("8pm", "And where are you?"),
        ("1", "And where are you?"),
        ("the second one", "At what time of your day shall I write?"),
        ("3", "That's fine."),
        ("no thanks", "That's fine."),
        ("not now", "I've kept your place"),
        ("stop", "no reminders"),
    ],
)
async def test_the_offer_is_answered_in_words(chat: Chat, answer: str, then: str) -> None:
    await WAYS["ended"](chat)
    await chat.say(answer)
    assert then in chat.last.text


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Ottilie", "Ottilie"),
        ("my name is Ottilie", "Ottilie"),
        ("Hi, I'm Ottilie!", "Ottilie"),
        ("Ich heiße Anna Maria", "Anna Maria"),
        ("call me Q", "Q"),
        ("Im Winter Ottilie", "Im Winter Ottilie"),
        ("🙂", "🙂"),
        ("李小龍", "李小龍"),
        ("<@&42>", "<@&42>"),
        ("4ever Ann", "4ever Ann"),
        ("[b]*x*[/b] @everyone {$name}", "[b]*x*[/b] @everyone {$name}"),
    ],
)
async def test_a_name_as_people_give_it(chat: Chat, typed: str, name: str) -> None:
    await WAYS["name"](chat)
    await chat.say(typed)
    assert f"Thank you, {name}." in [m.text for m in chat.messages]


@pytest.mark.parametrize(
    "typed",
    [
        "2",
        "1.",
        "(3)",
        "???",
        "i would rather see first what this is about here",
        "I want to talk",
        "ich habe eine Frage",
        "nobody loves me",
    ],
)
async def test_what_is_hardly_a_name_is_asked_about_once(chat: Chat, typed: str) -> None:
    await WAYS["name"](chat)
    await chat.say(typed)
    assert chat.last.text.startswith(f"Shall I call you “{typed}”?")
    await chat.say("Ottilie")
    assert "Thank you, Ottilie." in [m.text for m in chat.messages]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("hi", "Hello. It's good to have you here."),
        ("are you a real person?", "No, I'm not a person."),
        ("wie geht's?", "I'm a program, so I'm always the same."),
    ],
)
async def test_small_talk_is_nobodys_name_and_gets_its_answer(chat: Chat, typed: str, said: str) -> None:
    await WAYS["name"](chat)
    before = len(chat.messages)
    await chat.say(typed)
    assert chat.messages[before].text.startswith(said)
    assert chat.last.text == "What may I call you?"
    await chat.say("my name is Yo")
    await chat.say("yes")
    assert "Thank you, Yo." in [m.text for m in chat.messages]


@pytest.mark.parametrize(
    "typed",
    [
        "my mother died", "I am scared", "ich habe Angst", "mein Freund hat mich verlassen",
        "I feel alone tonight", "mir geht es schlecht", "i am broken",
    ],
)  # fmt: skip
async def test_what_is_told_is_nobodys_name_and_is_heard(chat: Chat, typed: str) -> None:
    await WAYS["name"](chat)
    before = len(chat.messages)
    await chat.say(typed)
    assert not chat.messages[before].text.startswith(("Thank you, ", "Shall I call you"))
    assert chat.last.text == "What may I call you?"
    await chat.say("I'm Hope")
    assert "Thank you, Hope." in [m.text for m in chat.messages]


@pytest.mark.parametrize(("answer", "then"), [("yes", "Thank you, 2."), ("2", "Thank you, 2.")])
async def test_whoever_is_called_so_is_called_so(chat: Chat, answer: str, then: str) -> None:
    await WAYS["name"](chat)
    await chat.say("2")
    await chat.say(answer)
    assert then in [m.text for m in chat.messages]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1,000", "So 1000 it is."),
        ("1.000", "So 1000 it is."),
        ("1 000 000", "So 1000000 it is."),
        ("12'500", "So 12500 it is."),
        ("3,5", "So 3.5 it is."),
        ("-7", "So -7 it is."),
    ],
)
async def test_numbers_as_people_write_them(chat: Chat, typed: str, said: str) -> None:
    await WAYS["number"](chat)
    await chat.say(typed)
    assert said in [m.text for m in chat.messages]


@pytest.mark.parametrize("typed", ["many", "1,00,0", "12 or 13", "1e9", "٣ or so", "9" * 40])
async def test_what_is_no_number_is_asked_again(chat: Chat, typed: str) -> None:
    await WAYS["number"](chat)
    before = len(chat.messages)
    await chat.say(typed)
    assert "hoping for a number" in chat.messages[before].text
    assert chat.last.text == "How many winters have you seen?"


async def test_a_long_page_is_kept_and_a_longer_one_says_so(chat: Chat) -> None:
    await WAYS["page"](chat)
    await chat.say("A lamp. " * 500)
    await chat.command("again")
    assert not any("in your journal" in m.text for m in chat.messages)
    await chat.tap("Who put")
    await chat.say("skip")
    await chat.say("skip")
    await chat.tap("May I sit down?")
    before = len(chat.messages)
    await chat.say("Another. " * 5_000)
    assert any("its first 5,000 characters are in your journal" in m.text for m in chat.messages[before:])
    reflections = await chat.running.store.journal((await chat.running.store.load(chat.subject)).person)
    assert [len(entry.text) for entry in reflections] == [5_000, 3_999]  # the newest first


async def test_a_form_of_a_question_gone_by_is_no_answer_to_the_next(chat: Chat) -> None:
    await chat.open()
    saved = await chat.running.store.load(chat.subject)
    then = (saved.run, saved.step)
    await chat.tap("Who put the lamp there?")
    before = len(chat.messages)
    await chat.do(Text("Who put it there, though?", showing=then))
    assert chat.messages[before].text == "That question has gone by. Here is where we are."
    assert chat.last.text == "What may I call you?"
    saved = await chat.running.store.load(chat.subject)
    await chat.do(Text("Ottilie", showing=(saved.run, saved.step)))
    assert "Thank you, Ottilie." in [m.text for m in chat.messages]


async def test_everything_typed_is_answered(chat: Chat) -> None:
    await chat.open()
    for words in ("", " ", "​‮", "\ud800", "?", "a" * 100_000, "é" + "́" * 10_000, "🙂" * 500, "\x00\x07"):
        before = len(chat.messages)
        await chat.say(words)
        assert len(chat.messages) > before, repr(words[:20])


async def test_misses_are_kept_redacted_and_only_where_asked(tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen, ALANA_KEEP_MISSES="true") as program:
        chat = Chat(program, screen)
        await chat.open()
        await chat.say("quick brown foxes jump in Lisbon, 555 1234")
        await chat.command("privacy")
        assert "may be kept without names" in chat.last.text
    with contextlib.closing(sqlite3.connect(tmp_path / "alana.db")) as database:
        found = [row[0] for row in database.execute("SELECT phrase FROM miss")]
    assert len(found) == 1
    assert "1234" not in found[0]


async def test_writers_see_what_three_people_typed_and_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    screen = Screen()
    names = {"1": "Ottilie", "2": "Quentin", "3": "Zora"}
    async with running(tmp_path, SERIES, screen, ALANA_KEEP_MISSES="true") as program:
        for key, name in names.items():
            chat = Chat(program, screen, key=key)
            await chat.open()
            await chat.tap("Who put the lamp there?")
            await chat.say(name)
            await chat.say("skip")
            await chat.say(f"does {name.lower()} deserve purple giraffes")
            await chat.say("is the harbour cold in winter" if key != "3" else "thanks")
    monkeypatch.setenv("ALANA_DATABASE_URL", f"sqlite:///{tmp_path}/alana.db")
    await asyncio.to_thread(cli.main, ["misses"])
    shown = capsys.readouterr().out
    assert "3 does <name> deserve purple giraffes" in " ".join(shown.split())
    assert "01-light" in shown
    assert "harbour" not in shown
    assert not any(
        name.lower() in _everything_in(tmp_path).replace(f'"{name}"', "") for name in names.values()
    )


@with_examples(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(max_size=60), min_size=1, max_size=5))
async def test_any_text_at_all_gets_an_answer(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    screen = Screen()
    async with running(tmp_path_factory.mktemp("any"), SERIES, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        for text in texts:
            before = len(chat.messages)
            await chat.say(text)
            assert len(chat.messages) > before


async def test_a_name_stays_as_it_was_typed_wherever_it_comes_up(tmp_path: Path) -> None:
    name = "[b]*x*[/b] @everyone {$y} <<jump Door>> #line:1"
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        chat = Chat(program, screen)
        await WAYS["name"](chat)
        await chat.say(name)
        await chat.say("7")
        await chat.tap("May I sit down?")
        await chat.say(name)
        await chat.command("journal")
        assert name in chat.last.text
        await chat.command("back")  # shown again, the same
        assert f"Thank you, {name}." in [m.text for m in chat.messages]
        await chat.command("export")
        kept, readable = (upload.content for upload in screen.files)
        assert name in json.dumps(json.loads(kept), ensure_ascii=False)
        assert name in readable
    for outgoing in screen.sent:
        message = getattr(outgoing.action, "message", None)
        if message is not None and "Thank you, " in message.body.text:
            assert message.body.marks == ()


async def test_a_question_of_another_evening_opens_it_and_keeps_the_place(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="only matching by meaning says that a question comes elsewhere")
    screen = Screen()
    async with running(tmp_path, PACKAGED_DIALOGUES, screen, ALANA_MATCHER="semantic") as program:
        chat = Chat(program, screen)
        await chat.command("talk", "02-karmic-soul-mates")
        await chat.tap("Skip")
        questions = chat.questions
        await chat.say("what is a twin flame?")
        assert "“Twin flames”" in chat.last.text
        await chat.tap("Go on here")
        assert chat.questions == questions
        await chat.say("what is a twin flame?")
        await chat.tap("Open that evening")
        assert chat.questions != questions
        await chat.command("talk", "02-karmic-soul-mates")
        assert chat.questions == questions
        await chat.say("thank you")
        assert "another evening" not in chat.last.text


# ---------------------------------------------------------------- numbers that nothing has


@pytest.mark.parametrize("typed", ["3", "0", "-1", "12345", "3rd", "z", "die dritte"])
async def test_a_number_beyond_the_list_gets_how_many_there_are_and_the_questions(
    chat: Chat, typed: str
) -> None:
    await chat.open()
    questions = chat.questions
    since = len(chat.messages)
    await chat.say(typed)
    assert chat.messages[since].text == "There are only two."
    assert chat.questions == questions
    await chat.say("2nd")
    assert "Somebody may be on the road." in chat.transcript


async def test_it_is_said_in_german_and_of_evenings_too(chat: Chat) -> None:
    await chat.say("99")
    assert "There are only two evenings." in [message.text for message in chat.messages]
    assert chat.last.buttons, "the menu"
    await chat.open()
    await chat.command("language", "de")
    await chat.say("7")
    assert "Es gibt nur zwei." in [message.text for message in chat.messages]


@pytest.mark.parametrize(("typed", "answer"), [("<3", "something kind"), ("k", ""), ("n", "")])
async def test_what_only_looks_like_a_number_or_letter_is_none(chat: Chat, typed: str, answer: str) -> None:
    await chat.open()
    since = len(chat.messages)
    await chat.say(typed)
    assert not any("There are only" in message.text for message in chat.messages)
    assert len(chat.messages) > since


# ---------------------------------------------------------------- commands in people's own languages

GERMAN = {
    "sprache": "language", "hilfe": "help", "weiter": "continue", "pause": "pause", "tagebuch": "journal",
    "zurück": "back", "zurueck": "back", "zuruck": "back", "menü": "menu", "menue": "menu", "MENÜ": "menu",
    "stopp": "enough notes", "stop": "enough notes", "neustart": "restart", "neu": "restart",
    "start": "start",
    "vergessen": "forget", "datenschutz": "privacy", "fortschritt": "progress", "teilen": "share",
    "erinnern 20:00": "remind 20:00", "sprache deutsch": "language deutsch", "hilfe jetzt": "helpnow",
    "menu": "menu", "talk 2": "talk 2",
}  # fmt: skip


def test_commands_have_the_names_of_every_language() -> None:
    found = {words: called.slashed(*words.lower().split(" ")) for words in GERMAN}
    got = {words: f"{each.name} {each.argument}".strip() for words, each in found.items() if each is not None}
    assert got == GERMAN
    named = {texts_for(language).t(name) for language in available_languages() for name in CALLED}
    assert [name for name in named if called.slashed(name) is None] == []


@pytest.mark.parametrize("way", ["typed", "called"])
async def test_they_work_typed_as_words_and_as_commands(chat: Chat, way: str) -> None:
    await chat.open()
    for words, answer in (
        ("hilfe", "/privacy"),
        ("zurück", "There is no earlier question to go back to."),
        ("neustart", "From the start, then"),
        ("datenschutz", "/forget"),
        ("sprache german", "Wir machen auf Deutsch weiter"),
    ):
        since = len(chat.messages)
        await (chat.say(f"/{words}") if way == "typed" else chat.command(*words.split(" ")))
        assert answer in "\n".join(message.text for message in chat.messages[since:])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("spreche", "/language"),
        ("tagebush", "/journal"),
        ("menuu", "/menu"),
    ],
)
async def test_an_unknown_command_gets_one_line_with_the_nearest(chat: Chat, typed: str, meant: str) -> None:
    await chat.open()
    since = len(chat.messages)
    await chat.say(f"/{typed}")
    told = [message.text for message in chat.messages[since:]]
    assert told == [f"I don't know that command. Did you mean {meant}? /help shows what there is."]
    for unknown in ("/xyzzy", "/hlep", "/hilffe"):  # of these /help is the nearest, which it names anyway
        await chat.say(unknown)
        assert chat.last.text == "I don't know that command. /help shows what there is."
