"""What the values of settings may look like: one function a kind, each raising ValueError with its reason.

A reason never repeats a value that may be a secret.
"""

import ipaddress
import re
from datetime import time
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from pydantic import SecretStr

from bot.redaction import DISCORD_TOKEN, TELEGRAM_TOKEN, Redactor

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_HOUR = re.compile(r"(\d{1,2})(?::(\d{2}))?")
_STEP = re.compile(r"(\d{1,3})\s*x\s*(\d{1,3})")


# ------------------------------------------------------------------ tokens


def telegram_token(value: SecretStr) -> SecretStr:
    """A bot's token as BotFather gives it; the server has the last word on whether it is right."""
    token = _token(value)
    if re.fullmatch(DISCORD_TOKEN, token.get_secret_value()):
        raise ValueError("this looks like a Discord token; Telegram's come from @BotFather")
    return token


def discord_token(value: SecretStr) -> SecretStr:
    """A bot's token as the Developer Portal gives it."""
    token = _token(value)
    if re.fullmatch(TELEGRAM_TOKEN, token.get_secret_value()):
        raise ValueError("this looks like a Telegram token; Discord's come from the Developer Portal")
    return token


def _token(value: SecretStr) -> SecretStr:
    text = value.get_secret_value().strip()
    if not re.fullmatch(r"[!-~]+", text) or set(text) & set("/?#\"'<>"):
        raise ValueError("a token has no spaces, quotes, slashes or special letters: copy it again, alone")
    return SecretStr(text)


def may_be_secret(text: str) -> bool:
    """Whether a text that should be harmless holds a token or credentials after all."""
    return Redactor()(text) != text or bool(re.search(r"//.*@", text))


# ------------------------------------------------------------------ addresses


def http_url(value: str) -> str:
    """An http or https address without credentials, its trailing slashes removed."""
    url = _split(value)
    if url.scheme not in ("http", "https") or not url.hostname:
        raise ValueError("an address starts with https:// and names a host")
    if url.username is not None or url.password is not None:
        raise ValueError("leave user name and password out of the address")
    if url.query or url.fragment or re.search(r"\s", value):
        raise ValueError("an address here has no spaces, no ? and no #")
    return value.rstrip("/")


def guarded_url(url: str, allowed_host: str | None, allowing: str) -> str:
    """The address, if a token may go there: https, or plain http to this machine or to `allowed_host`."""
    parts = _split(url)
    host = (parts.hostname or "").lower()
    if parts.scheme == "https" or is_loopback(host) or (allowed_host and host == allowed_host.lower()):
        return url
    raise ValueError(
        f"plain http would carry the token unprotected to {host}; use https, "
        f"or name that host in {allowing} if the way there is yours"
    )


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _split(value: str) -> SplitResult:
    try:
        url = urlsplit(value)
        _ = url.port  # raises on a port that is no number
    except ValueError:
        raise ValueError("this is no valid address") from None
    return url


# ------------------------------------------------------------------ the database


def database_url(value: SecretStr) -> SecretStr:
    """`sqlite:///file.db` and `postgresql://…` with the driver that this program uses."""
    text = value.get_secret_value().strip()
    scheme, colon, rest = text.partition(":")
    driver = _DRIVERS.get(scheme.lower())
    if not colon or driver is None:
        raise ValueError("use sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    return SecretStr(_sqlite(driver, rest) if driver.startswith("sqlite") else _postgresql(driver, rest))


def database_shown(url: str) -> str:
    """A database URL as it may be printed: the password as ***, the query left out."""
    shown = re.sub(r"^(\w+)\+\w+:", r"\1:", url).partition("?")[0]
    return re.sub(r"//([^:/@]*):.*@", r"//\1:***@", shown)


def database_password(url: str) -> str | None:
    """The password inside a database URL, as it is sent."""
    parts = _split(url)
    inside = dict(parse_qsl(parts.query)).get("password")
    return unquote(parts.password) if parts.password else inside


def _sqlite(driver: str, rest: str) -> str:
    path = rest.removeprefix("///") if rest.startswith("///") else rest
    if path.startswith("//"):
        raise ValueError("three slashes come before a file's name: sqlite:///alana.db")
    name = path.partition("?")[0]
    if not name or name == ":memory:" or "mode=memory" in path:
        raise ValueError("name a file, as in sqlite:///alana.db; in memory nothing would be kept")
    return f"{driver}:///{path}"


def _postgresql(driver: str, rest: str) -> str:
    parts = _split("postgresql:" + rest)
    if not rest.startswith("//") or not parts.path.strip("/"):
        raise ValueError("name the server and the database: postgresql://USER:PASSWORD@HOST/NAME")
    return f"{driver}:" + re.sub(r"([?&])sslmode=", r"\1ssl=", rest)  # asyncpg's name for libpq's sslmode


# ------------------------------------------------------------------ the rest


def folder(value: Path) -> Path:
    """A folder that exists."""
    try:
        path = value.expanduser()
        if path.is_dir():
            return path
    except (OSError, RuntimeError, ValueError):
        pass  # a name too long, an unknown ~user: no folder either
    raise ValueError("there is no such folder")


def one_line(value: str) -> str:
    """A short text that can stand in a sentence."""
    if len(value) > 200 or not value.isprintable():
        raise ValueError("at most 200 characters on one line")
    return value.strip()


def quiet_hours(value: object) -> object:
    """`22-8` or `22:30-07:00` as two local times, `off` as None."""
    if not isinstance(value, str):
        return value
    if value.strip().lower() in ("off", "none", "no"):
        return None
    start, dash, end = value.partition("-")
    hours = (_hour(start), _hour(end)) if dash else None
    if hours is None or hours[0] == hours[1]:
        raise ValueError("write two hours, as 22-8 or 22:30-07:00, or off")
    return hours


def _hour(text: str) -> time:
    match = _HOUR.fullmatch(text.strip())
    if match is None or int(match[1]) > 24 or int(match[2] or 0) > 59:
        raise ValueError("write two hours, as 22-8 or 22:30-07:00, or off")
    return time(int(match[1]) % 24, int(match[2] or 0))


def backoff(value: object) -> object:
    """`1x3, 2x3, 7x2` as ((1, 3), (2, 3), (7, 2)): so many days apart, so many unanswered nudges."""
    if not isinstance(value, str):
        return value
    steps = [_STEP.fullmatch(part.strip()) for part in value.split(",")]
    numbers = tuple((int(step[1]), int(step[2])) for step in steps if step)
    days = [every for every, _ in numbers]
    if len(numbers) != len(steps) or any(0 in pair for pair in numbers) or days != sorted(days):
        raise ValueError("write days x nudges, the days growing, as in 1x3, 2x3, 7x2")
    return numbers
