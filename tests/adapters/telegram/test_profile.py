"""What people see of the bot before it says anything: set in each language and for each kind of chat, and
only where it differs."""

import pytest

from bot.frozen import replace
from bot.model import MenuEntry
from tests.adapters.telegram.house import House, Naps, adapter_for, calls, running
from tests.platforms.telegram import TelegramServer

SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
WRITING = ("setMyCommands", "setMyDescription", "setMyShortDescription", "setChatMenuButton")
ADMINS = MenuEntry("setup", "Where I talk", admin=True)


def house() -> House:
    found = House()
    for entries in found.menus.values():
        entries.append(ADMINS)
    return found


def written(server: TelegramServer) -> dict[str, int]:
    return {name: len(calls(server, name)) for name in WRITING}


async def served(server: TelegramServer, at: House) -> None:
    """A start, to the last look."""
    looks = len(calls(server, "getChatMenuButton"))
    async with running(adapter_for(server, Naps()), at):
        await server.until(lambda: len(calls(server, "getChatMenuButton")) > looks)
        await server.until(lambda: server.methods.profile.menu_button == {"type": "commands"})


async def test_everything_is_set_once(server: TelegramServer) -> None:
    await served(server, house())
    once = written(server)
    assert once == {
        "setMyCommands": 8,
        "setMyDescription": 2,
        "setMyShortDescription": 2,
        "setChatMenuButton": 1,
    }
    await served(server, house())
    assert written(server) == once


async def test_each_kind_of_chat_has_its_own_commands(server: TelegramServer) -> None:
    await served(server, house())
    menus = server.methods.profile.menus
    for scope in SCOPES:
        names = [entry["command"] for entry in menus[scope, ""]]
        assert ("setup" in names) is (scope == "all_chat_administrators")
    assert menus["all_private_chats", "de"][0] == {"command": "menu", "description": "Wo du bist"}
    assert server.methods.profile.abouts == {
        ("description", ""): "description in None",
        ("description", "de"): "description in de",
        ("short", ""): "in short in None",
        ("short", "de"): "in short in de",
    }


async def test_only_what_changed_is_set_again(server: TelegramServer) -> None:
    at = house()
    await served(server, at)
    before = written(server)
    at.menus["de"] = [replace(at.menus["de"][0], description="Die Abende"), *at.menus["de"][1:]]
    server.methods.profile.abouts["short", ""] = "somebody else's words"
    wanted = before | {"setMyCommands": 12, "setMyShortDescription": 3}
    async with running(adapter_for(server, Naps()), at):
        await server.until(lambda: written(server) == wanted)
    await served(server, at)
    assert written(server) == wanted
    assert server.methods.profile.menus["default", "de"][0]["description"] == "Die Abende"


@pytest.mark.parametrize("missing", ["getmydescription", "getchatmenubutton", "getmycommands"])
async def test_a_server_that_knows_less_is_told_the_rest(server: TelegramServer, missing: str) -> None:
    del server.methods.table[missing]
    async with running(adapter_for(server, Naps()), house()):
        await server.until(lambda: sum(written(server).values()) >= 5)
        await server.say(4711, "hello")
        await server.until(lambda: not server.world.queue)


async def test_a_limit_is_waited_for_as_long_as_is_asked(server: TelegramServer) -> None:
    server.faults.next("limited", "setMyDescription", seconds=40_000)
    naps = Naps()
    async with running(adapter_for(server, naps), house()):
        await server.until(lambda: server.methods.profile.menu_button == {"type": "commands"})
    assert 40_000 in naps.taken
    assert len(server.methods.profile.abouts) == 4
