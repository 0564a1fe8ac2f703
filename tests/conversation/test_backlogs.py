"""Somebody whose answers pile up: what they tap or call on top is passed over, with one word about it."""

from pathlib import Path

from bot.conversation.queues import MOST_WAITING, Backlogs
from bot.frozen import replace
from bot.model import Address, CommandCall
from tests.chat import Chat, Screen, running

SERIES = Path(__file__).parent / "series"
ALARM = "I am afraid of my husband, he hits me"
WAIT = "One moment, please: the answers so far are still on their way to you."


async def test_what_is_too_much_is_passed_over_with_one_word(tmp_path: Path) -> None:
    screen, piled = Screen(), {"7": 0}

    def waiting(address: Address) -> int:
        return piled.get(address.chat, 0)

    async with running(tmp_path, SERIES, screen) as program:
        program.conversations._backlogs = Backlogs(waiting)
        anna, bert = Chat(program, screen), Chat(program, screen, "8")
        await anna.open()
        await bert.open()
        question = anna.questions[0]
        piled["7"] = MOST_WAITING
        seen = len(anna.messages)
        for _ in range(3):
            await anna.command("help")
            await anna.tap(question)
        assert [m.text for m in anna.messages[seen:]] == [WAIT]
        await bert.tap(question)
        assert bert.questions != [question], "nobody else waits for it"

        await anna.say(ALARM)
        assert "no help line" in anna.last.text, "words are always read"
        await anna.command("forget")
        assert "Shall I erase" in anna.last.text
        await anna.tap("No, keep it")
        assert anna.last.text == "Nothing was erased."

        piled["7"] = MOST_WAITING - 1
        await anna.command("continue")
        await anna.tap(question)
        assert anna.questions != [question], "its place was kept"
        piled["7"] = MOST_WAITING
        seen = len(anna.messages)
        await anna.command("help")
        assert [m.text for m in anna.messages[seen:]] == [WAIT], "said again the next time"

        menu = await anna.do(CommandCall("menu"))
        progress = replace(menu, id="chat:7:progress", body=CommandCall("progress"))
        assert not await program.conversations.handle(progress), "who waits for an answer learns of none"
