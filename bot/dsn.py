"""What a database's address says, in parts: how it is opened, how it may be shown, what in it is secret.

The only place that takes such an address apart. A password may stand before the host or in the query, raw
or percent-encoded; it is put where it belongs, and everything after works with the parts. Reasons never
repeat a value: it may be the secret.
"""

import re
from collections.abc import Mapping
from dataclasses import field
from unicodedata import category
from urllib.parse import quote, unquote

from bot.frozen import frozen

HOW = "use sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
_ENCODE = "write @ / ? # in a name or a password as %40 %2F %3F %23"
_SQLITE = frozenset({"sqlite", "sqlite+aiosqlite"})
_POSTGRES = frozenset({"postgresql", "postgres", "postgresql+asyncpg"})
_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_PARTS = frozenset({"user", "password"})  # of the query: they are parts of the address itself
_OPTIONS = frozenset(
    {"host", "port", "ssl", "passfile", "prepared_statement_cache_size", "target_session_attrs"}
)
_SESSIONS = ("read-write", "primary", "any")  # which of several servers will do
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:/@]*)(?::(\d{1,5}))?")


@frozen
class Dsn:
    """A database by its parts, as they are (nothing is percent-encoded). `file` is SQLite's; the others
    are PostgreSQL's. `servers`: hosts and ports, as many as may be the first of them."""

    file: str | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    servers: tuple[tuple[str, int | None], ...] = ()
    name: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def driver(self) -> str:
        """As SQLAlchemy calls it."""
        return "sqlite+aiosqlite" if self.file is not None else "postgresql+asyncpg"

    @property
    def url(self) -> str:
        """The whole address, password included, in the one form that says nothing twice."""
        if self.file is not None:
            return f"{self.driver}:///{self.file}"
        secret = "" if self.password is None else ":" + quote(self.password, safe="")
        return f"{self.driver}://{self._place(secret)}{self._query()}"

    def __str__(self) -> str:
        """As it may be printed: neither the password nor any option."""
        if self.file is not None:
            return self.file if self.file.isprintable() else repr(self.file)
        return f"postgresql://{self._place('' if self.password is None else ':***')}"

    def _place(self, secret: str) -> str:
        user = quote(self.user or "", safe="") + secret
        places = ",".join(_server(*each) for each in self.servers)
        return f"{user}{'@' if user else ''}{places}/{quote(self.name, safe='')}"

    def _query(self) -> str:
        found = "&".join(f"{key}={quote(value, safe='/,:')}" for key, value in self.options.items())
        return f"?{found}" if found else ""


def _server(host: str, port: int | None) -> str:
    return (f"[{host}]" if ":" in host else host) + ("" if port is None else f":{port}")


def parse(text: str) -> Dsn:
    """The parts of an address. Raises ValueError with a reason that holds no part of it."""
    scheme, colon, rest = text.strip().partition(":")
    if colon and scheme.lower() in _SQLITE:
        return _sqlite(rest)
    if colon and scheme.lower() in _POSTGRES:
        return _postgres(rest)
    raise ValueError(HOW)


def shown(text: str) -> str:
    """An address as it may be printed; one that cannot be taken apart shows its kind alone."""
    try:
        return str(parse(text))
    except ValueError:
        scheme = text.strip().partition(":")[0].lower()
        return f"{scheme}://***" if scheme in _SQLITE | _POSTGRES else "***"


def _sqlite(rest: str) -> Dsn:
    file = rest.removeprefix("///") if rest.startswith("///") else rest
    if file.startswith("//"):
        raise ValueError("three slashes come before a file's name: sqlite:///alana.db")
    if not file or file.startswith((":memory:", "?", "file:")) or "mode=memory" in file:
        raise ValueError("name a file, as in sqlite:///alana.db; in memory nothing would be kept")
    if "?" in file or not _plain(file):
        raise ValueError("a file's name holds no ? and no control characters: sqlite:///alana.db")
    return Dsn(file=file)


def _postgres(rest: str) -> Dsn:
    before, _, query = rest.removeprefix("//").partition("?")
    inside, at, place = before.rpartition("@")
    server, _, name = place.partition("/")
    hosts = [_HOST.fullmatch(each) for each in server.split(",")]
    if not rest.startswith("//") or not name:
        raise ValueError(f"name the server and the database: postgresql://USER:PASSWORD@HOST/NAME; {_ENCODE}")
    if "@" in query or "#" in query or set("/#") & set(name) or not all(hosts):
        raise ValueError(f"this is no valid address; {_ENCODE}, as in postgresql://me:a%40b@host/alana")
    options = _options(query)
    user, password = options.pop("user", None), options.pop("password", None)
    if at:
        first, colon, second = inside.partition(":")
        user, password = unquote(first) or user, unquote(second) if colon else password
    found = [(unquote(h[1]).strip("[]"), int(h[2]) if h[2] else None) for h in hosts if h is not None]
    servers = tuple(found) if found != [("", None)] else ()
    dsn = Dsn(None, user, password, servers, unquote(name), options)
    _check(dsn)
    return dsn


def _options(query: str) -> dict[str, str]:
    """What stands behind the question mark; libpq's `sslmode` under the driver's name for it."""
    found: dict[str, str] = {}
    for pair in filter(None, query.split("&")):
        key, _, value = pair.partition("=")
        key, value = ("ssl" if key == "sslmode" else key), unquote(value)
        if key not in _OPTIONS | _PARTS:
            known = ", ".join(sorted({"sslmode", *_OPTIONS, *_PARTS} - {"ssl"}))
            raise ValueError(f"behind the ? of postgresql://… only {known} are known")
        if key == "ssl" and value not in _MODES:
            raise ValueError(f"sslmode in postgresql://… is one of {', '.join(_MODES)}")
        if key == "target_session_attrs" and value not in _SESSIONS:
            raise ValueError(f"target_session_attrs in postgresql://… is one of {', '.join(_SESSIONS)}")
        if key in ("port", "prepared_statement_cache_size") and not re.fullmatch(r"[0-9]{1,5}", value):
            raise ValueError(f"{key} in postgresql://… is a number")
        found[key] = value
    return found


def _check(dsn: Dsn) -> None:
    ports = (*(port for _, port in dsn.servers), int(dsn.options.get("port", 1)))
    if any(port is not None and not 0 < port < 65_536 for port in ports):
        raise ValueError("the port in postgresql://… is a number from 1 to 65535")
    hosts = [host for host, _ in dsn.servers]
    texts = (dsn.user or "", dsn.password or "", *hosts, dsn.name, *dsn.options.values())
    if not all(map(_plain, texts)):
        raise ValueError("an address as postgresql://… holds no control characters")
    if not all(map(is_host, hosts)) or (len(hosts) > 1 and "" in hosts):
        raise ValueError("the host in postgresql://… is no valid name")


def is_host(name: str) -> bool:
    """Whether a name or an IP address could be a host's."""
    try:
        name.encode("idna")
    except UnicodeError:
        return False
    return not set(name) & set("%<>\\^`{|}") and name.isprintable()


def _plain(text: str) -> bool:
    """Whether a file system, a server and UTF-8 all take it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return not any(category(sign) == "Cc" for sign in text)
