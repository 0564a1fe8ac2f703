"""Many bots in one program: the file that ALANA_BOTS names, as settings for each of them.

    [lantern]                                   # the bot's name, under which its rows stand
    telegram_token = { env = "LANTERN_TOKEN" }  # or { file = "PATH" }, or { credential = "NAME" }
    dialogues = "lantern"                       # paths begin at the folder of this file
    pace = "fast"

A token never stands in the file itself. What a bot does not say is as for all, but for tokens: those are its
own. What belongs to the program and not to a bot (the database, logs, the web port) is set for all alone.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.errors import SettingsError
from bot.settings import Settings, load_settings, variable
from bot.settings_files import CREDENTIALS, text_of, variables

OWN = (
    "telegram_token",
    "telegram_api_url",
    "telegram_allow_http_host",
    "discord_token",
    "discord_api_url",
    "discord_allow_http_host",
    "discord_message_content",
    "discord_shards",
    "discord_shard_count",
    "discord_shard_ids",
    "dialogues",
    "pace",
    "operator_contact",
    "helpline_url",
    "keep_misses",
    "nudge_window_hours",
    "nudge_backoff",
    "quiet_hours",
    "max_new_people_per_minute",
)
_TOKENS = ("telegram_token", "discord_token")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_WAYS = ("env", "file", "credential")
_HOW = 'say where it stands, as { env = "NAME" }, { file = "PATH" } or { credential = "NAME" }'


def load_bots(
    path: Path, env: Mapping[str, str] | None = None, env_file: Path | str | None = ".env"
) -> Mapping[str, Settings]:
    """The settings of each bot, by its name, in the order of the file. Raises `SettingsError` with one line
    for each fault, which holds no token."""
    everybodys = variables(env, env_file)
    for field in (*_TOKENS, "bots"):
        everybodys.pop(variable(field), None)
    around = os.environ if env is None else env
    faults: list[str] = []
    found: dict[str, Settings] = {}
    for name, written in _read(path).items():
        try:
            own = _own(path, name, written, around)
            found[name] = load_settings(everybodys | own, None, _token_files(path, written))
            if not found[name].platforms:
                raise SettingsError("it has no token: give it telegram_token or discord_token")
        except SettingsError as error:
            faults += [f"{path}, [{name}]: {line}" for line in str(error).splitlines()]
    faults += [f"{path}, {line}" for line in _shared_tokens(found)]
    if faults:
        raise SettingsError("\n".join(faults))
    return found


def _read(path: Path) -> Mapping[str, Any]:
    text = text_of(path)
    if text is None:
        raise SettingsError(f"{path}: there is no such file of bots: make it, or unset ALANA_BOTS")
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: this is no TOML: {error}") from None
    if not found:
        raise SettingsError(f"{path}: there is no bot in it: begin one with [its-name]")
    return found


def _own(path: Path, name: str, written: Any, around: Mapping[str, str]) -> dict[str, str]:
    """A bot's own settings, as variables."""
    if not _NAME.fullmatch(name):
        raise SettingsError("a bot's name is made of a-z, 0-9, - and _, at most forty of them")
    if not isinstance(written, dict):
        raise SettingsError(f"write its settings below [{name}]")
    for key in written:
        if key not in OWN:
            why = f"set {variable(key)}, for all bots" if key in Settings.model_fields else "check its name"
            raise SettingsError(f"{key} is no setting of one bot: {why}")
    return {variable(key): _text(path, key, value, around) for key, value in written.items()}


def _token_files(path: Path, written: Mapping[str, Any]) -> Sequence[Path]:
    """The files in which a bot's tokens stand by themselves."""
    named = (value.get("file") for key, value in written.items() if key in _TOKENS)
    return [path.parent / Path(place).expanduser() for place in named if place is not None]


def _text(path: Path, key: str, value: Any, around: Mapping[str, str]) -> str:
    """A value as it would stand in the environment."""
    if key in _TOKENS:
        return _token(path, key, value, around)
    if key == "dialogues" and isinstance(value, str):
        return str(path.parent / Path(value).expanduser())
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    raise SettingsError(f"{key}: write it as in .env, as a text, a number, true or false")


def _token(path: Path, key: str, value: Any, around: Mapping[str, str]) -> str:
    if not isinstance(value, dict) or len(value) != 1:
        raise SettingsError(f"{key}: {_HOW}; a token itself does not belong in this file")
    [(way, place)] = value.items()
    if way not in _WAYS or not isinstance(place, str) or not place:
        raise SettingsError(f"{key}: {_HOW}")
    if way == "env":
        if not around.get(place, "").strip():
            raise SettingsError(f"{key}: the environment has no {place}")
        return around[place]
    if way == "credential":
        folder = around.get(CREDENTIALS)
        if not folder:
            raise SettingsError(f"{key}: there are no credentials here (LoadCredential= of a systemd unit)")
        return _secret(key, Path(folder) / place)
    return _secret(key, path.parent / Path(place).expanduser())


def _secret(key: str, file: Path) -> str:
    try:
        text = text_of(file)
    except SettingsError as error:
        raise SettingsError(f"{key}: {error}") from None
    if text is None:
        raise SettingsError(f"{key}: there is no file {file}")
    if not text.strip():
        raise SettingsError(f"{key}: {file} is empty")
    return text.strip()


def _shared_tokens(bots: Mapping[str, Settings]) -> Iterator[str]:
    """Two bots with one token would take each other's messages."""
    owners: dict[str, str] = {}
    for name, settings in bots.items():
        for token in (settings.telegram_token, settings.discord_token):
            if token is None:
                continue
            other = owners.setdefault(token.get_secret_value(), name)
            if other != name:
                yield f"[{name}]: it has the token of [{other}]: each bot needs its own"
