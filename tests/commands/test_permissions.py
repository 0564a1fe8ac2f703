"""What a place lacks is called as Discord calls it, in each language that the bot speaks."""

import pytest
from discord import ChannelType, Permissions

from adapters.discord.permissions import NEEDED, TEXT_CHANNEL, lacking, to_write_in_thread
from bot.commands import permissions
from bot.commands.permissions import NAMES, named
from bot.texts import texts_for

NOTHING = Permissions.none()


def test_all_that_can_be_lacked_has_a_name() -> None:
    found = {TEXT_CHANNEL, *to_write_in_thread(NOTHING, locked=True)}
    for kind in ChannelType:
        for within in (False, True):
            found |= {name for _, names in lacking(NOTHING, kind.value, within=within) for name in names}
    assert found == NAMES
    assert permissions.TEXT_CHANNEL == TEXT_CHANNEL
    assert {name for way in NEEDED.values() for _, name in way} <= NAMES


def test_in_german_they_are_those_of_the_german_app() -> None:
    german = texts_for("de")
    assert (
        named(german, ["Create Private Threads", "View Channel"])
        == "Private Threads erstellen, Kanal ansehen"
    )
    assert all(german.t(name) != name for name in NAMES)


@pytest.mark.parametrize(
    ("kind", "within", "way", "names"),
    [
        (ChannelType.text, False, "mention", "View Channel, Send Messages"),
        (ChannelType.text, True, "mention", "View Channel, Send Messages in Threads"),
        (ChannelType.forum, False, "mention", "View Channel, Send Messages in Threads"),
        (ChannelType.voice, False, "mention", "View Channel, Send Messages, Connect"),
        (ChannelType.news, False, "history", "Read Message History"),
        (ChannelType.stage_voice, False, "history", ""),
        (ChannelType.forum, False, "pictures", ""),
        (ChannelType.stage_voice, False, "public", "a text channel"),
        (ChannelType.forum, True, "public", "a text channel"),
        (ChannelType.media, True, "private", "a text channel"),
        (ChannelType.news, False, "private", "a text channel"),
        (ChannelType.news, False, "public", "View Channel, Send Messages in Threads, Create Public Threads"),
        (ChannelType.news, True, "circle", "a text channel"),
        (ChannelType.text, True, "private", "View Channel, Send Messages in Threads, Create Private Threads"),
    ],
)
def test_each_kind_of_channel_asks_for_its_own(kind: ChannelType, within: bool, way: str, names: str) -> None:
    found = dict(lacking(NOTHING, kind.value, within=within))
    assert ", ".join(found[way]) == names
    everything = dict(lacking(Permissions(administrator=True), kind.value, within=within))
    assert everything[way] == (("a text channel",) if names == "a text channel" else ())
