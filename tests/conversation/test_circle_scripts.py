"""What a script asks of a circle, and a script that is changed while one stands in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model import Subject, Text
from bot.reloading import Reloader
from tests.chat import Chat, Screen, running
from tests.conversation.circle import Company

SERIES = (
    "title: Series\nseries: trips\nname: Trips\n---\n<<declare $rain = true>>\n<<declare $miles = 0>>\n===\n"
)
BOAT = """title: Boat
episode: 01-boat
name: The boat
---
<<if is_circle()>>
Alana: All {circle_size()} of you, and one boat.
<<else>>
Alana: You, and one boat.
<<endif>>
<<ask $rain "Shall we go in the rain?" yesno>>
<<if $rain>>
Alana: We get wet.
<<else>>
Alana: We wait.
<<endif>>
<<ask $miles "How many miles?" number>>
Alana: {$miles} miles it is.
-> Which way? #line:way
    Alana: Down the river.
-> Who rows? #line:row
    Alana: I do.
-> Is it far? #line:far
    Alana: {$miles} miles.
Alana: The boat waits.
-> Shall we go? #line:go
    <<jump Boat_End>>
===
title: Boat_End
closes: 01-boat
---
Alana: There we are.
===
"""


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "trips.yarnproject").write_text(
        '{"projectFileVersion": 4, "sourceFiles": ["*.yarn"], "baseLanguage": "en"}'
    )
    (folder / "trips.yarn").write_text(SERIES, "utf-8")
    (folder / "boat.yarn").write_text(BOAT, "utf-8")
    return folder


@pytest.fixture
async def group(tmp_path: Path, scripts: Path) -> AsyncIterator[Company]:
    screen = Screen()
    async with running(tmp_path, scripts, screen) as program:
        yield Company(program, screen)


async def numbers(group: Company, **numbers: str) -> None:
    saved = await group.saved()
    for person, words in numbers.items():
        typed = Text(words, (saved.run, saved.step))
        await group.do(person, typed, subject=group.subject, actor=Subject("chat", person))


async def rewritten(group: Company, scripts: Path, old: str, new: str) -> None:
    """The script is saved anew, and played from here on."""
    file = scripts / "boat.yarn"
    before = file.read_text("utf-8")
    assert old in before
    file.write_text(before.replace(old, new), "utf-8")
    revisions = group.running.conversations.revisions
    assert await Reloader(group.running.library, revisions.remember).reload()


def chosen(group: Company) -> list[str]:
    return [message.chosen for message in group.messages if message.chosen]


# ---------------------------------------------------------------- what it asks


async def test_the_script_hears_that_several_are_there_and_how_many(group: Company) -> None:
    await group.begin("ben", "cleo")
    assert "All 3 of you, and one boat." in group.said
    await group.call("end")
    ben = Chat(group.running, group.screen, "ben")
    await ben.open()
    assert "You, and one boat." in ben.transcript


async def test_who_joins_later_is_of_the_number(group: Company, scripts: Path) -> None:
    await rewritten(group, scripts, "We wait.", "We wait, all {circle_size()}.")
    await group.begin("ben")
    await group.join("cleo")
    await group.vote(anna="No", ben="No")
    assert "We wait, all 3." in group.said


async def test_who_leaves_is_of_the_number_no_more(group: Company, scripts: Path) -> None:
    """Their leaving decides the question, so its answer is told in the same turn."""
    await rewritten(group, scripts, "We wait.", "We wait, all {circle_size()}.")
    await group.begin("ben", "cleo", "dan")
    await group.vote(anna="No", ben="No")
    await group.call("leave", by="dan")
    assert "We wait, all 3." in group.said


async def test_a_question_shown_again_counts_them_too(group: Company, scripts: Path) -> None:
    await rewritten(group, scripts, "Shall we go in the rain?", "Shall we {circle_size()} go?")
    await group.begin("ben")
    await group.call("01", by="ben")
    assert group.said.count("Shall we 2 go?") == 2


async def test_a_yes_or_no_is_what_most_say(group: Company) -> None:
    await group.begin("ben", "cleo")
    assert group.labels == ["Yes", "No", "Join (3)"]
    await group.vote(anna="No", ben="Yes")
    await group.later(2)
    assert group.labels == ["Yes (1)", "No (1)", "Join (3)"]
    await group.vote(cleo="No")
    assert chosen(group) == ["No (2 of 3)"]
    assert "We wait." in group.said
    assert not any("drew lots" in text for text in group.said)


async def test_of_as_many_for_yes_as_for_no_one_is_drawn_and_that_is_said(group: Company) -> None:
    await group.begin("ben")
    await group.vote(anna="No", ben="Yes")
    assert "As many votes for each of these, so I drew lots: “Yes”, “No”" in group.said
    drawn = {"Yes (1 of 2)": "We get wet.", "No (1 of 2)": "We wait."}
    assert drawn[chosen(group)[0]] in group.said


async def test_the_lot_falls_for_either(group: Company) -> None:
    for _ in range(12):
        await group.begin("ben")
        await group.vote(anna="No", ben="Yes")
        await group.call("end")
    assert set(chosen(group)) == {"Yes (1 of 2)", "No (1 of 2)"}


async def test_whoever_is_not_in_has_no_say_in_a_yes_or_no(group: Company) -> None:
    await group.begin("ben")
    await group.vote(zoe="Yes", anna="No")
    await group.later(120)
    assert chosen(group) == ["No (1 of 1)"]


async def test_a_number_is_the_median_and_nobody_s_own_is_shown(group: Company) -> None:
    await group.begin("ben", "cleo", "dan")
    await group.vote(anna="No", ben="No", cleo="No")
    await numbers(group, anna="1", ben="900", cleo="4")
    await group.later(2)
    assert group.labels == ["Answer me with a number (3)", "Join (4)"]
    await numbers(group, anna="3", dan="9", zoe="5000")
    assert chosen(group)[-1] == "6.5"
    assert "6.5 miles it is." in group.said
    assert not any("900" in text for text in group.said)


async def test_a_number_nobody_gives_lets_the_circle_sleep_until_one_comes(group: Company) -> None:
    await group.begin("ben")
    await group.vote(anna="No", ben="No")
    await group.later(120)
    assert group.said[-1] == "Nobody has voted, so I wait here. The next tap wakes me."
    await numbers(group, anna="7")
    await group.later(120)
    assert "7 miles it is." in group.said


# ---------------------------------------------------------------- it is changed


async def to_the_options(group: Company) -> None:
    await group.begin("ben", "cleo")
    await group.vote(anna="No", ben="No")
    await numbers(group, anna="5", ben="5", cleo="5")
    assert group.labels[0] == "Which way?"


async def test_a_question_that_stays_keeps_its_votes(group: Company, scripts: Path) -> None:
    """An option more is before those that stand, so their numbers are not the script's any more."""
    await to_the_options(group)
    await group.vote(anna="Who rows")
    await rewritten(group, scripts, "-> Which way?", "-> Is it deep?\n    Alana: Very.\n-> Which way?")
    await group.vote(ben="Who rows")
    assert chosen(group)[-1] == "Who rows? (2 of 2)"
    assert "I do." in group.said


async def test_an_option_that_was_taken_out_does_not_win(group: Company, scripts: Path) -> None:
    await to_the_options(group)
    await rewritten(group, scripts, "-> Who rows? #line:row\n    Alana: I do.\n", "")
    await group.vote(anna="Who rows", ben="Who rows", cleo="Is it far")
    assert chosen(group)[-1] == "Is it far? (1 of 1)"
    assert "5 miles." in group.said


async def test_where_only_what_was_taken_out_has_votes_the_circle_goes_on_waiting(
    group: Company, scripts: Path
) -> None:
    await to_the_options(group)
    await rewritten(group, scripts, "-> Who rows? #line:row\n    Alana: I do.\n", "")
    await group.vote(anna="Who rows", ben="Who rows", cleo="Who rows")
    assert group.said[-1] == "Nobody has voted, so I wait here. The next tap wakes me."
    await group.vote(cleo="Is it far")
    await group.later(120)
    assert "5 miles." in group.said


async def test_a_question_that_is_gone_is_followed_by_the_nearest_earlier_one(
    group: Company, scripts: Path
) -> None:
    await to_the_options(group)
    await group.vote(anna="Who rows")
    start, end = BOAT.index("-> Which way?"), BOAT.index("Alana: The boat waits.")
    await rewritten(group, scripts, BOAT[start:end], "")
    said = len(group.said)
    await group.vote(ben="Who rows")
    assert group.said[said:] == [
        "This evening was rewritten a little since we last spoke. We go on from here.",
        "How many miles?",
    ]
    assert group.labels == ["Answer me with a number", "Join (3)"]
    await numbers(group, anna="8", ben="8", cleo="8")
    assert "8 miles it is." in group.said
    assert group.labels == ["Shall we go?", "Join (3)"]
    assert sum(bool(message.buttons) for message in group.messages) == 1, "one keyboard stands"


async def test_who_asks_where_it_is_sees_the_question_as_it_is_now(group: Company, scripts: Path) -> None:
    await to_the_options(group)
    start, end = BOAT.index("-> Which way?"), BOAT.index("Alana: The boat waits.")
    await rewritten(group, scripts, BOAT[start:end], "")
    await group.call("01", by="zoe")
    assert group.said[-1] == "How many miles?"
    assert group.labels == ["Answer me with a number", "Join (3)"]


async def test_an_evening_that_is_gone_ends_the_circle(group: Company, scripts: Path) -> None:
    await to_the_options(group)
    other = BOAT.replace("Boat", "Raft").replace("01-boat", "02-raft")
    (scripts / "raft.yarn").write_text(other.replace("#line:", "#line:r-"), "utf-8")
    (scripts / "boat.yarn").unlink()
    revisions = group.running.conversations.revisions
    assert await Reloader(group.running.library, revisions.remember).reload()
    await group.vote(anna="Who rows", ben="Who rows")
    assert group.said[-1] == "This evening has changed a lot, and we end here."
    assert not any(message.buttons for message in group.messages)
    await group.call("02")
    assert "“The boat”" in group.last.text
