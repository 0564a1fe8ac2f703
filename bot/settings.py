"""What the operator decides, read from the environment and `.env` by `load_settings`, never at import.

Every variable starts with ALANA_ and is described in `.env.example`. A wrong one is named in one line,
and no token or password is ever part of a message or a repr.
"""

import difflib
import os
import re
import stat
from collections.abc import Iterable, Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PrivateAttr,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot import settings_values as values
from bot.errors import SettingsError
from bot.settings_files import CREDENTIALS, PREFIX, filled, from_credentials, from_file, unheard

PACKAGED_DIALOGUES = Path(__file__).resolve().parent.parent / "dialogues"

HttpUrl = Annotated[str, AfterValidator(values.http_url)]
DayCount = Annotated[int, Field(ge=1, le=3650)]


class Settings(BaseSettings):
    """All settings, checked and frozen. Build it with `load_settings`; the class itself reads nothing."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", validate_default=True, hide_input_in_errors=True
    )

    # With its async driver; secret because it may hold a password. `database` is for people's eyes.
    database_url: Annotated[SecretStr, AfterValidator(values.database_url)] = SecretStr("sqlite:///alana.db")
    dialogues: Annotated[Path, AfterValidator(values.folder)] = PACKAGED_DIALOGUES
    bots: Path | None = None  # a file of many bots; None: one, of these settings

    telegram_token: Annotated[SecretStr, AfterValidator(values.telegram_token)] | None = None
    telegram_allow_http_host: str | None = None
    telegram_api_url: HttpUrl = "https://api.telegram.org"
    telegram_paid_broadcasts: bool = False
    discord_token: Annotated[SecretStr, AfterValidator(values.discord_token)] | None = None
    discord_allow_http_host: str | None = None
    discord_message_content: bool = False
    # Processes on one database share them out. None: one process opens as many as Discord recommends.
    discord_shards: Annotated[int | Literal["auto"] | None, BeforeValidator(values.shards)] = None
    # Where each process is told its own; after the number of them all, which they are checked against.
    discord_shard_count: Annotated[int | None, BeforeValidator(values.shard_count)] = None
    discord_shard_ids: Annotated[tuple[int, ...], BeforeValidator(values.shard_ids)] = ()
    discord_api_url: HttpUrl | None = None  # None: the public one

    http_host: Annotated[str, AfterValidator(values.one_line)] = "127.0.0.1"
    http_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    http_names: Annotated[tuple[str, ...], BeforeValidator(values.host_names)] = ()

    # After the address of the API and the port, which they are checked against.
    telegram_webhook_url: HttpUrl | None = None
    telegram_webhook_secret: Annotated[SecretStr, AfterValidator(values.hook_secret)] | None = None
    telegram_webhook_cert: Annotated[Path, AfterValidator(values.certificate)] | None = None
    telegram_mode: Annotated[
        Literal["polling", "webhook"],
        BeforeValidator(lambda value: value.lower() if isinstance(value, str) else value),
    ] = "polling"

    pace: Literal["natural", "fast", "instant"] = "natural"
    operators: Annotated[frozenset[str], BeforeValidator(values.accounts)] = frozenset()
    operator_contact: Annotated[str, AfterValidator(values.one_line)] | None = None
    matcher: Literal["auto", "lexical", "semantic"] = "auto"
    helpline_url: HttpUrl = "https://findahelpline.com"
    keep_misses: bool = False
    allowed: Annotated[tuple[str, ...], BeforeValidator(values.allowed)] = ()  # none: everybody
    reload: bool = False

    nudge_window_hours: Annotated[float, Field(ge=0.25, le=12)] = 3.0
    # (days apart, how many unanswered nudges), step by step; after the last one comes a goodbye.
    nudge_backoff: Annotated[tuple[tuple[int, int], ...], BeforeValidator(values.backoff)] = (
        (1, 3),
        (2, 3),
        (7, 2),
    )
    quiet_hours: Annotated[tuple[time, time] | None, BeforeValidator(values.quiet_hours)] = (
        time(22),
        time(8),
    )

    seen_days: Annotated[int, Field(ge=2, le=3650)] = 14  # platforms deliver again for at least a day
    outbox_days: DayCount = 14
    log_days: DayCount = 180
    backup_days: Annotated[int, Field(ge=0, le=3650)] = 30
    max_new_people_per_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 6_000

    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"],
        BeforeValidator(lambda value: value.upper() if isinstance(value, str) else value),
    ] = "INFO"
    log_format: Literal["console", "json"] = "console"
    traces_url: HttpUrl | None = None
    sentry_dsn: Annotated[SecretStr, AfterValidator(values.sentry_dsn)] | None = None

    _warnings: tuple[str, ...] = PrivateAttr(())

    @field_validator("telegram_api_url", "discord_api_url")
    @classmethod
    def _guard(cls, url: str | None, info: ValidationInfo) -> str | None:
        if url is None:
            return None
        if info.field_name == "telegram_api_url":
            url = url.removesuffix("/bot")
        elif not url.partition("://")[2].count("/"):
            url += "/api/v10"
        allowing = str(info.field_name).replace("api_url", "allow_http_host")
        return values.guarded_url(url, info.data.get(allowing), variable(allowing))

    @field_validator("discord_shard_ids")
    @classmethod
    def _of_the_count(cls, ids: tuple[int, ...], info: ValidationInfo) -> tuple[int, ...]:
        """Names what does not go together with the other settings of shards."""
        if "discord_shard_count" not in info.data or "discord_shards" not in info.data:
            return ids  # their own line says enough
        count = info.data["discord_shard_count"]
        if (ids or count is not None) and info.data["discord_shards"] is not None:
            raise ValueError("unset ALANA_DISCORD_SHARDS, or this and ALANA_DISCORD_SHARD_COUNT")
        if ids and count is None:
            raise ValueError("set ALANA_DISCORD_SHARD_COUNT, too: how many there are in all processes")
        if count is not None and not ids:
            raise ValueError(f"say which of the {count} are this process's, as in 0,1 or 0-3,6")
        if ids and max(ids) >= count:
            raise ValueError(
                f"there is no {max(ids)}: with ALANA_DISCORD_SHARD_COUNT={count}, {count - 1} is the last"
            )
        return ids

    @field_validator("telegram_webhook_url")
    @classmethod
    def _reachable(cls, url: str | None, info: ValidationInfo) -> str | None:
        own_server = "://api.telegram.org" not in str(info.data.get("telegram_api_url"))
        return None if url is None else values.hook_url(url, own_server=own_server)

    @field_validator("telegram_mode")
    @classmethod
    def _complete(cls, mode: str, info: ValidationInfo) -> str:
        """Names what a webhook needs and has not."""
        needed = ("telegram_webhook_url", "telegram_webhook_secret", "http_port")
        missing = [variable(name) for name in needed if name in info.data and info.data[name] is None]
        if mode == "webhook" and missing:
            raise ValueError(f"a webhook needs {' and '.join(missing)}, too")
        return mode

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load_settings` hands over: nothing is read behind its back."""
        return (init_settings,)

    @property
    def warnings(self) -> tuple[str, ...]:
        """One line for each ALANA_ variable that is no setting, each file that should be private, and
        each that sets nothing."""
        return self._warnings

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms that have a token."""
        tokens = {"telegram": self.telegram_token, "discord": self.discord_token}
        return tuple(name for name, token in tokens.items() if token is not None)

    @property
    def database(self) -> str:
        """The database URL as it may be printed."""
        return values.database_shown(self.database_url.get_secret_value())

    def secrets(self) -> tuple[str, ...]:
        """Everything that no log may hold: tokens and the database's password."""
        given = (self.telegram_token, self.discord_token, self.telegram_webhook_secret)
        tokens = (token.get_secret_value() for token in given if token)
        password = values.database_password(self.database_url.get_secret_value())
        dsn = values.sentry_key(self.sentry_dsn.get_secret_value()) if self.sentry_dsn else None
        return (*tokens, *(secret for secret in (password, dsn) if secret))


def variable(field: str) -> str:
    """The environment variable of a field."""
    return PREFIX + field.upper()


def load_settings(
    env: Mapping[str, str] | None = None,
    env_file: Path | str | None = ".env",
    secret_files: Iterable[Path] = (),
) -> Settings:
    """The settings of `env` (default: the process's environment) over the files of the folder that
    CREDENTIALS_DIRECTORY names there, over those of `env_file`, if it exists.

    An empty value counts as not set. `secret_files`: where secrets among these were read, which others should
    not. Raises SettingsError with one line for every wrong variable.
    """
    environment = os.environ if env is None else env
    written = from_file(env_file)
    given = written | from_credentials(environment.get(CREDENTIALS)) | filled(environment)
    known = {variable(field): field for field in Settings.model_fields}
    chosen = {known[name]: value for name, value in given.items() if name in known}
    try:
        settings = Settings(**chosen)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("\n".join(_line(problem, chosen) for problem in error.errors())) from None
    unknown = [_unknown(name, known) for name in sorted(given.keys() - known.keys())]
    held = any(secret in value for secret in settings.secrets() for value in map(unquote, written.values()))
    private = [*([Path(env_file)] if env_file is not None and held else []), *secret_files]
    exposed = [line for file in private if (line := _open_to_all(file)) is not None]
    odd = (_others_unheard(settings), _password_unread(settings))
    silent = unheard(environment.get(CREDENTIALS))
    settings._warnings = (*silent, *exposed, *filter(None, odd), *unknown)
    return settings


def _open_to_all(file: Path) -> str | None:
    """A line where everybody on this machine may read a file, or write to it."""
    if not file.stat().st_mode & stat.S_IRWXO:
        return None
    return f"{file} is open to everybody on this machine: chmod 600 {file}"


def _others_unheard(settings: Settings) -> str | None:
    """A line where some connections fall to other processes, which no SQLite file lets in."""
    ids, count = settings.discord_shard_ids, settings.discord_shard_count or 0
    if len(ids) == count or not settings.database_url.get_secret_value().startswith("sqlite"):
        return None
    return (
        f"{variable('discord_shard_ids')}: {len(ids)} of {count} connections are this process's, and two "
        "processes cannot share an SQLite file: use PostgreSQL, or name all of them here"
    )


def _password_unread(settings: Settings) -> str | None:
    """A line where the database's password was to come from a file that is not there."""
    if not values.password_file_missing(settings.database_url.get_secret_value()):
        return None
    return f"{variable('database_url')}: the passfile that it names is no file, so no password comes from it"


def _line(problem: ErrorDetails, chosen: Mapping[str, str]) -> str:
    field = str(problem["loc"][0])
    message = problem["msg"].removeprefix("Value error, ")
    value = _without_query(chosen.get(field, ""))
    secret = "SecretStr" in str(Settings.model_fields[field].annotation) or values.may_be_secret(value)
    shown = f" (it is {_short(value)})" if value and not secret else ""
    return f"{variable(field)}: {message[:1].lower()}{message[1:]}{shown}"


def _without_query(value: str) -> str:
    """An address without what may stand behind its ? or #: keys and passwords do."""
    return re.split(r"[?#]", value)[0] if "://" in value else value


def _short(value: str) -> str:
    return repr(value if len(value) <= 60 else value[:57] + "…")


def _unknown(name: str, known: Mapping[str, str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    return f"{name} is not a setting" + (f"; did you mean {near[0]}?" if near else "; see .env.example")
