"""Between a venue's rules and the rows of `venue`, both ways, and looking them up."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, and_, delete, insert, select

from bot.frozen import replace
from bot.ports import SetRule
from bot.storage import rows, written
from bot.storage import schema as s
from bot.storage.bots import bot_of, mine
from bot.storage.database import Database
from bot.venues import WHERE, Named, VenueRules

GONE = "gone"  # beside the rules of a venue that the bot is not in any more: since when
KNOWN = "known"  # the row of a venue that has decided nothing
_CACHED = 10_000  # venues whose rules are kept in memory where nobody else can change them


def row(decided: SetRule) -> rows.Values:
    value = decided.value
    plain = [[one.id, one.name] for one in value] if isinstance(value, tuple) else value
    return decided.platform, decided.venue, decided.rule, rows.storable(written.json_text(plain))


def with_rule(rules: VenueRules, rule: str, value: Any) -> VenueRules:
    """The rules with one more of them; one of a later version is passed over."""
    match rule:
        case "channels":
            return replace(rules, channels=value)
        case "roles":
            return replace(rules, roles=value)
        case "quiet":
            return replace(rules, quiet=value is True)
        case "circles":
            return replace(rules, circles=value is not False)
        case "locale":
            return replace(rules, locale=value)
        case "where":
            return replace(rules, where=value if value in WHERE else VenueRules().where)
    return rules


def _read(text: str) -> Any:
    value = orjson.loads(text)
    return tuple(Named(id_, name) for id_, name, *_ in value) if isinstance(value, list) else value


class Venues:
    """The rules by venue, as far as they were asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[tuple[str, str], VenueRules] = OrderedDict()
        self._decisions = 0

    async def rules(self, platform: str, venue: str) -> VenueRules:
        key = platform, venue
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        c, before = s.venue.c, self._decisions
        query = select(c.rule, c.value).where(c.platform == platform, c.venue == venue)
        found = VenueRules()
        own = await self._database.read(lambda conn: conn.execute(query.where(mine(conn, s.venue))).all())
        for rule, value in own:
            found = with_rule(found, rule, _read(value))
        if not self._database.shared and before == self._decisions:  # else it may be old already
            self._kept[key] = found
            if len(self._kept) > _CACHED:
                self._kept.popitem(last=False)
        return found

    async def known(self, platform: str) -> Mapping[str, bool]:
        """The venues of which anything is kept, and whether the bot is there."""
        c = s.venue.c
        query = select(c.venue, c.rule).where(c.platform == platform)
        found = await self._database.read(lambda one: one.execute(query.where(mine(one, s.venue))).all())
        return present((venue, rule) for venue, rule in found)

    def decided(self, platform: str, venue: str) -> None:
        """Something was stored of it: what was read before does not count any more."""
        self._decisions += 1
        self._kept.pop((platform, venue), None)

    def forget(self) -> None:
        """They were changed behind our back: nothing that was read before counts any more."""
        self._decisions += 1
        self._kept.clear()


def present(rules: Iterable[tuple[str, str]]) -> Mapping[str, bool]:
    """Of (venue, rule): whether the bot is there."""
    kept = list(rules)
    left = {venue for venue, rule in kept if rule == GONE}
    return {venue: venue not in left for venue, _ in kept}


def mark(connection: Connection, items: Sequence[tuple[str, str, int | None]]) -> Sequence[None]:
    """(platform, venue, when the bot was taken out of it; None: it is there, and known from now on). The
    first time counts; of a venue of which nothing is kept there is nothing to mark."""
    c = s.venue.c
    for platform, venue, at in items:
        own = and_(mine(connection, s.venue), c.platform == platform, c.venue == venue)
        rules = set(connection.scalars(select(c.rule).where(own)).all())
        if at is None and GONE in rules:
            connection.execute(delete(s.venue).where(own, c.rule == GONE))
        missing, value = (KNOWN, "true") if at is None else (GONE, str(at))
        if missing not in rules and (rules or at is None):
            row = {"bot": bot_of(connection), "platform": platform, "venue": venue, "rule": missing}
            connection.execute(insert(s.venue).values(**row, value=value))
    return [None] * len(items)


def prune(connection: Connection, items: Sequence[int]) -> Sequence[int]:
    """Everything of the venues that the bot was taken out of before then; how many rows went."""
    c, gone = s.venue.c, 0
    marked = connection.execute(select(c.bot, c.platform, c.venue, c.value).where(c.rule == GONE)).all()
    for bot, platform, venue, at in marked:
        if int(at) < min(items):
            where = and_(c.bot == bot, c.platform == platform, c.venue == venue)
            gone += connection.execute(delete(s.venue).where(where)).rowcount
    return [gone] * len(items)
