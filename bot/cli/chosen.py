"""Which bots a command is about: the one of the settings, or those of the file that ALANA_BOTS names."""

from collections.abc import Mapping

from bot.bots_file import load_bots
from bot.errors import SettingsError
from bot.printable import printable
from bot.settings import Settings
from bot.storage.bots import DEFAULT


def bots_of(settings: Settings, name: str | None = None) -> Mapping[str, Settings]:
    """The bots that the settings are for, or the one of that name. Raises `SettingsError` where there is none
    of it."""
    bots: Mapping[str, Settings] = {DEFAULT: settings} if settings.bots is None else load_bots(settings.bots)
    if name is None:
        return bots
    if name not in bots:
        raise SettingsError(f"there is no bot {printable(name)}; there are: {', '.join(bots)}")
    return {name: bots[name]}
