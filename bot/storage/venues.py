"""Between a venue's rules and the rows of `venue`, both ways, and looking them up."""

from collections import OrderedDict
from typing import Any

import orjson
from sqlalchemy import select

from bot.frozen import replace
from bot.ports import SetRule
from bot.storage import rows
from bot.storage import schema as s
from bot.storage.bots import mine
from bot.storage.database import Database
from bot.venues import WHERE, Named, VenueRules

_CACHED = 10_000  # venues whose rules are kept in memory where nobody else can change them


def row(decided: SetRule) -> rows.Values:
    value = decided.value
    plain = [[one.id, one.name] for one in value] if isinstance(value, tuple) else value
    return decided.platform, decided.venue, decided.rule, rows.storable(rows.json_text(plain))


def with_rule(rules: VenueRules, rule: str, value: Any) -> VenueRules:
    """The rules with one more of them; one of a later version is passed over."""
    match rule:
        case "channels":
            return replace(rules, channels=value)
        case "roles":
            return replace(rules, roles=value)
        case "quiet":
            return replace(rules, quiet=value is True)
        case "locale":
            return replace(rules, locale=value)
        case "where":
            return replace(rules, where=value if value in WHERE else VenueRules().where)
    return rules


def _read(text: str) -> Any:
    value = orjson.loads(text)
    return tuple(Named(id_, name) for id_, name in value) if isinstance(value, list) else value


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

    def decided(self, given: SetRule) -> None:
        """That is stored now: what was read before does not count any more."""
        self._decisions += 1
        self._kept.pop((given.platform, given.venue), None)
