"""What Discord refuses, through the library: what each code means, and how the thinking message ends."""

from datetime import timedelta

import pytest

from adapters.discord.refusals import MEANINGS
from bot.errors import Failure, SendFailed
from bot.model import Message, Rich, Say
from tests.adapters.discord.stage import Stage, direct, question
from tests.adapters.discord.test_delivery import HELLO, failure
from tests.platforms.discord.faults import limited
from tests.platforms.discord.rules import Refusal

CODES = [  # code, status, in a server, in a direct chat
    (10003, 404, Failure.ELSEWHERE, Failure.UNREACHABLE),
    (10004, 404, Failure.ELSEWHERE, Failure.UNREACHABLE),
    (40058, 400, Failure.ELSEWHERE, Failure.UNREACHABLE),
    (40094, 400, Failure.ELSEWHERE, Failure.UNREACHABLE),
    (50001, 403, Failure.ELSEWHERE, Failure.UNREACHABLE),
    (50008, 400, Failure.ELSEWHERE, Failure.UNREACHABLE),
    (50009, 403, Failure.ELSEWHERE, Failure.UNREACHABLE),
    (50013, 403, Failure.ELSEWHERE, Failure.UNREACHABLE),
    (50024, 400, Failure.ELSEWHERE, Failure.UNREACHABLE),
    (50083, 400, Failure.ELSEWHERE, Failure.UNREACHABLE),
    (160005, 403, Failure.ELSEWHERE, Failure.UNREACHABLE),
    (20009, 400, Failure.ELSEWHERE, Failure.REFUSED),
    (200000, 400, Failure.ELSEWHERE, Failure.REFUSED),
    (200001, 400, Failure.ELSEWHERE, Failure.REFUSED),
    (240000, 400, Failure.ELSEWHERE, Failure.REFUSED),
    (50007, 403, Failure.UNREACHABLE, Failure.UNREACHABLE),
    (50278, 403, Failure.UNREACHABLE, Failure.UNREACHABLE),
    (10015, 404, Failure.EXPIRED, Failure.EXPIRED),
    (50027, 401, Failure.EXPIRED, Failure.EXPIRED),
    (20016, 400, Failure.LIMITED, Failure.LIMITED),
    (20028, 400, Failure.LIMITED, Failure.LIMITED),
    (30046, 400, Failure.LIMITED, Failure.LIMITED),
    (40004, 400, Failure.TRANSIENT, Failure.TRANSIENT),
    (130000, 400, Failure.TRANSIENT, Failure.TRANSIENT),
    (50014, 401, Failure.TRANSIENT, Failure.TRANSIENT),
    (50035, 400, Failure.REFUSED, Failure.REFUSED),
    (50006, 400, Failure.REFUSED, Failure.REFUSED),
    (40005, 413, Failure.REFUSED, Failure.REFUSED),
    (99999, 403, Failure.ELSEWHERE, Failure.UNREACHABLE),
    (99999, 400, Failure.REFUSED, Failure.REFUSED),
    (0, 408, Failure.TRANSIENT, Failure.TRANSIENT),
]


async def test_every_refusal_has_its_meaning(stage: Stage) -> None:
    """Through the library, as an answer to a follow-up and to a message in a direct chat."""
    anna = stage.world.person("anna")
    square, dm = stage.world.channel(stage.world.server("village"), "square"), stage.world.direct(anna)
    await stage.people.slash(anna, square, "talk")
    inbound = await stage.last()
    await stage.answer(inbound, "p-1-0", HELLO)
    for code, status, in_server, at_home in CODES:
        square.refuses = dm.refuses = Refusal(status, code, "no")
        error = await failure(stage, inbound.address, reply=inbound.reply)
        assert error.failure is in_server, code
        assert str(code) in error.reason
        assert (await failure(stage, direct(dm))).failure is at_home, code
        assert (error.failure is Failure.LIMITED) is (error.retry_after is not None)
    assert {code for code, *_ in CODES} - {0, 99999} <= set(MEANINGS)


@pytest.mark.parametrize("code", [50013, 50035])
@pytest.mark.parametrize("in_server", [False, True])
async def test_a_thinking_message_whose_answer_is_refused_says_so(
    stage: Stage, code: int, in_server: bool
) -> None:
    anna = stage.world.person("anna")
    square = stage.world.channel(stage.world.server("village"), "square")
    place = square if in_server else stage.world.direct(anna)
    await stage.people.slash(anna, place, "talk")
    inbound = await stage.last()
    place.blocked = "evening"  # these words alone
    with pytest.raises(SendFailed):
        await stage.answer(inbound, "p-1-0", HELLO)
    name = "elsewhere" if in_server else "refused"
    assert [row[1] for row in stage.people.transcript(anna, place)] == [rf"{name}: \*not\* for you"]
    await stage.people.slash(anna, place, "talk")
    inbound = await stage.last(2)
    place.refuses = Refusal(403, code, "nothing at all")
    with pytest.raises(SendFailed):
        await stage.answer(inbound, "p-2-0", HELLO)
    assert not any(message.loading for message in place.messages.values())


async def test_a_thinking_message_that_was_overtaken_makes_way(stage: Stage) -> None:
    anna, ben = stage.world.person("anna"), stage.world.person("ben")
    square = stage.world.channel(stage.world.server("village"), "square")
    for who in (ben, anna, anna):
        await stage.people.slash(who, square, "talk")
    await stage.last(3)
    his, first, second = stage.desk.got
    await stage.answer(first, "p-1-0", HELLO)
    await stage.answer(first, "p-1-1", Say(Message(Rich("Sit down."))))
    await stage.answer(his, "b-1-0", Say(Message(Rich("Ben!"))))
    await stage.answer(second, "p-2-0", question("Well?", anna, "Why?"))
    assert [row[1] for row in stage.people.transcript(anna, square)] == [
        "Good evening.",
        "Sit down.",
        "Well?",
    ]
    assert [row[1] for row in stage.people.transcript(ben, square)] == ["Ben!"]
    [his_own] = stage.people.messages(ben, square)
    assert his_own.id < stage.people.messages(anna, square)[0].id, "his thinking message is filled"


async def test_killed_while_a_thinking_message_makes_way(stage: Stage) -> None:
    anna = stage.world.person("anna")
    square = stage.world.channel(stage.world.server("village"), "square")
    for _ in range(2):
        await stage.people.slash(anna, square, "talk")
    await stage.last(2)
    first, second = stage.desk.got
    await stage.answer(first, "p-1-0", HELLO)
    await stage.answer(first, "p-1-1", Say(Message(Rich("Sit down."))))
    stage.server.faults.once("status", "DELETE", status=503)
    with pytest.raises(SendFailed):
        await stage.answer(second, "p-2-0", question("Well?", anna, "Why?"))
    await stage.restart()
    await stage.answer(second, "p-2-0", question("Well?", anna, "Why?"))
    assert [row[1] for row in stage.people.transcript(anna, square)] == [
        "Good evening.",
        "Sit down.",
        "Well?",
    ]


async def test_a_global_limit_holds_everything_though_the_library_gives_up(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    dm.refuses = limited(45.0, everywhere=True)
    error = await failure(stage, direct(dm))
    assert (error.failure, error.retry_after, error.wide) == (Failure.LIMITED, 45.0, True)
    dm.refuses = limited(45.0)
    stage.shift += timedelta(seconds=60)
    error = await failure(stage, direct(dm))
    assert (error.failure, error.wide) == (Failure.LIMITED, False)


async def test_a_token_that_is_taken_back_is_said_once(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    anna = stage.world.person("anna")
    token, stage.server.token = stage.server.token, "another"
    for _ in range(3):
        await failure(stage, direct(stage.world.direct(anna)))
    assert caplog.text.count("ALANA_DISCORD_TOKEN") == 1
    stage.server.token = token
    await stage.send("p-1-0", direct(stage.world.direct(anna)), HELLO)
    stage.server.token = "another"
    await failure(stage, direct(stage.world.direct(anna)))
    assert caplog.text.count("ALANA_DISCORD_TOKEN") == 2
    stage.server.token = token
