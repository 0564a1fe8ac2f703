"""The time zone of a position, exact at borders: by `tzfpy`, which carries the zones' outlines itself."""

import math

from tzfpy import get_tz

from bot.zonerules import known_zone

_POLE = 89.0  # degrees: beyond it every zone's lines run together, and UTC is what people there mean


def zone_from_location(latitude: float, longitude: float) -> str | None:
    """The IANA zone there, at sea the nautical one; degrees, north and east positive, the longitude in any
    turn. None for an impossible position, and where the zone rules do not know the zone."""
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90):
        return None
    zone = get_tz((longitude + 180) % 360 - 180, latitude) if abs(latitude) < _POLE else "UTC"
    return zone if zone and known_zone(zone) is not None else None
