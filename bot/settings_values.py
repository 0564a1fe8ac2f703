"""What the values of settings may look like: one function a kind, each raising ValueError with its reason.

A reason never repeats a value that may be a secret.
"""

import ipaddress
import re
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

from bot import dsn
from bot.redaction import DISCORD_TOKEN, TELEGRAM_TOKEN, Redactor

_HOUR = re.compile(r"(\d{1,2})(?::(\d{2}))?")
MOST_SHARDS = 1_000
_SPAN = re.compile(r"([0-9]{1,4})(?:\s*-\s*([0-9]{1,4}))?")
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
    if not dsn.is_host(url.hostname):
        raise ValueError("the host in this address is no valid name")
    return value.rstrip("/")


HOOK_PORTS = (443, 80, 88, 8443)


def hook_url(url: str, *, own_server: bool) -> str:
    """Where Telegram can bring updates: https, one of four ports, a path that is not taken. A Bot API server
    of one's own takes any port, and plain http (core.telegram.org/bots/api#using-a-local-bot-api-server)."""
    parts = _split(url)
    if parts.path in ("/health", "/metrics"):
        raise ValueError(f"{parts.path} is taken; put the webhook at another path, such as /telegram")
    if own_server:
        return url
    if parts.scheme != "https":
        raise ValueError("Telegram brings updates over https only")
    if (parts.port or 443) not in HOOK_PORTS:
        raise ValueError(f"Telegram brings updates to the ports {', '.join(map(str, HOOK_PORTS))} only")
    return url


def hook_secret(value: SecretStr) -> SecretStr:
    """What Telegram shows with each update (core.telegram.org/bots/api#setwebhook)."""
    text = value.get_secret_value().strip()
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", text):
        raise ValueError("16 to 256 letters, digits, _ and -, as `openssl rand -hex 32` makes them")
    return SecretStr(text)


def certificate(value: Path) -> Path:
    """A public certificate as PEM, without its key."""
    try:
        path = value.expanduser()
        there = path.is_file()
        text = path.read_bytes() if there and path.stat().st_size <= 64 * 1024 else b""
    except (OSError, RuntimeError, ValueError):
        raise ValueError("there is no such file, or it cannot be read") from None
    if not there:
        raise ValueError("there is no such file")
    if b"-----BEGIN CERTIFICATE-----" not in text:
        raise ValueError("this file holds no certificate in PEM form")
    if b"PRIVATE KEY-----" in text:
        raise ValueError("this file holds a private key; Telegram is shown the certificate alone")
    return path


def allowed(value: object) -> object:
    """`123456, @anna, discord:987654321, -1001234567890`: ids of people, groups, servers, and user names."""
    if not isinstance(value, str):
        return value
    entries = tuple(entry.strip() for entry in re.split(r"[,\s]+", value) if entry.strip())
    if not all(re.fullmatch(r"@[\w.]{2,40}|(?:(?:telegram|discord):)?-?\d{1,20}", e) for e in entries):
        raise ValueError("write ids and user names, as in 123456, @anna, discord:987654321, -1001234567890")
    return entries


def host_names(value: object) -> object:
    """`alana, alana.example.org` as names without ports."""
    if not isinstance(value, str):
        return value
    names = tuple(name.strip().lower() for name in value.split(",") if name.strip())
    if not all(re.fullmatch(r"[a-z0-9._-]{1,253}", name) for name in names):
        raise ValueError("write names of hosts without ports, as in alana, alana.example.org")
    return names


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
    return SecretStr(dsn.parse(value.get_secret_value()).url)


def database_shown(url: str) -> str:
    """A database URL as it may be printed."""
    return dsn.shown(url)


def database_password(url: str) -> str | None:
    """The password inside a database URL, as it is sent."""
    return dsn.parse(url).password


def password_file_missing(url: str) -> bool:
    """Whether an address names a file of passwords that is not there: its driver passes that over."""
    named = dsn.parse(url).options.get("passfile")
    return named is not None and not Path(named).is_file()


# ------------------------------------------------------------------ Sentry


def sentry_dsn(value: SecretStr) -> SecretStr:
    """`https://KEY@HOST/PROJECT`, as Sentry shows it under Client Keys."""
    url = _split(value.get_secret_value().strip())
    fits = url.scheme in ("http", "https") and url.username and url.hostname and url.path.strip("/")
    if not fits or url.query or url.fragment:
        raise ValueError("copy the address from Sentry, page Client Keys: https://KEY@HOST/PROJECT")
    if url.scheme == "http" and not is_loopback(url.hostname or ""):
        raise ValueError("plain http would carry the key unprotected; use https")
    return SecretStr(url.geturl())


def sentry_key(dsn: str) -> str | None:
    """What in such an address lets anyone write to the project."""
    return _split(dsn).username


# ------------------------------------------------------------------ the rest


def accounts(value: object) -> object:
    """`telegram:4711, discord:280000000000000000` as a set."""
    if not isinstance(value, str):
        return value
    names = frozenset(name.strip().lower() for name in value.split(",") if name.strip())
    if not all(re.fullmatch(r"(telegram|discord|terminal):\w{1,64}", name) for name in names):
        raise ValueError("write accounts by their numbers, as in telegram:4711, discord:280000000000000000")
    return names


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


def shards(value: object) -> object:
    """A number of connections, or "auto"."""
    text = value.strip().lower() if isinstance(value, str) else value
    if text is None or text == "auto":
        return text
    number = int(text) if isinstance(text, int) or (isinstance(text, str) and text.isdecimal()) else 0
    if not 1 <= number <= MOST_SHARDS:
        raise ValueError(f'wants "auto", or a number from 1 to {MOST_SHARDS:,}')
    return number


def shard_count(value: object) -> object:
    """Of how many connections some are this process's."""
    if isinstance(value, str):
        value = int(value) if re.fullmatch(r"\s*[0-9]{1,4}\s*", value) else 0
    if value is not None and not (isinstance(value, int) and 1 <= value <= MOST_SHARDS):
        raise ValueError(f"wants a number from 1 to {MOST_SHARDS:,}, the same in every process")
    return value


def shard_ids(value: object) -> object:
    """`0-3, 6` as (0, 1, 2, 3, 6)."""
    if not isinstance(value, str):
        return value
    spans = [_SPAN.fullmatch(part.strip()) for part in value.split(",")]
    found = [number for span in spans if span for number in range(int(span[1]), int(span[2] or span[1]) + 1)]
    if None in spans or any(span and int(span[2] or span[1]) < int(span[1]) for span in spans):
        raise ValueError("write numbers of connections, the first is 0, as in 0,1 or 0-3,6")
    if len(set(found)) < len(found):
        raise ValueError(f"names {_first_twice(found)} twice")
    return tuple(sorted(found))


def _first_twice(numbers: Sequence[int]) -> int:
    return next(number for number in numbers if numbers.count(number) > 1)


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
