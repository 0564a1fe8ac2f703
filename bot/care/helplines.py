"""Emergency numbers by country, time zone or language: what is said when someone may be in danger.

A small table; where it says nothing, the answer is to call the local number. Sources: the European
Commission on 112 (every EU and EEA state, and neighbours that route it), ITU-T E.161.1 (which names 112 and
911 as the numbers to choose), and what national authorities publish (999 or 112 in the United Kingdom, 911
in the United States and Canada, 000 in Australia, 111 in New Zealand …). Numbers change: who runs the bot
for people of one country should check its line. Where police and ambulance differ, both are given.
"""

from functools import lru_cache
from importlib import resources
from pathlib import Path

from bot.clean import word_set

_BY_NUMBER = {
    "112": (
        "AD AL AT BE BG CH CY CZ DE DK EE ES FI FO FR GE "
        "GH GI GL GR HR HU IN IS IT KW KZ LI LT LU LV MC "
        "MD ME MK MT NG NL NO PL PT RO RU RW SE SI SK SM TR VA XK"
    ),
    "112 or 999": "IE",
    "999 or 112": "GB GG IM JE",
    "911": (
        "AG AI AR AS AW BM BS CA CR DO EC GD GU HN JO KN "
        "KY LC LR MP MX PA PH PR PW PY SV SX TC US UY VC VE VG VI"
    ),
    "999": "AE BD BH BW HK KE MO MU MY QA SC SZ UG ZW",
    "000": "AU CC CX NF",
    "111": "NZ",
    "999 (police) or 995 (ambulance)": "SG",
    "110 (police) or 119 (ambulance)": "JP TW",
    "112 (police) or 119 (ambulance)": "KR",
    "110 (police) or 120 (ambulance)": "CN",
    "190 (police) or 192 (ambulance)": "BR",
    "133 (police) or 131 (ambulance)": "CL",
    "105 (police) or 106 (ambulance)": "PE",
    "123": "CO",
    "10111 (police) or 10177 (ambulance), 112 from a mobile phone": "ZA",
    "100 (police) or 101 (ambulance)": "IL",
    "102 (police) or 103 (ambulance), or 112": "UA",
    "122 (police) or 124 (ambulance)": "BA",
    "192 (police) or 194 (ambulance)": "RS",
    "191 (police) or 1669 (ambulance)": "TH",
    "113 (police) or 115 (ambulance)": "VN",
    "112, or 110 (police)": "ID",
    "15 (police) or 1122 (ambulance)": "PK",
    "110 (police) or 115 (ambulance)": "IR",
    "122 (police) or 123 (ambulance)": "EG",
    "19 (police) or 15 (ambulance)": "MA",
    "112 (police) or 140 (ambulance)": "LB",
    "911, or 999 (police) and 997 (ambulance)": "SA",
}
_BY_COUNTRY = {country: number for number, countries in _BY_NUMBER.items() for country in countries.split()}
# Languages whose speakers' countries all answer the same number; English, French or Spanish say nothing.
_BY_LANGUAGE = dict.fromkeys(
    word_set(
        "de it nl sv da nb nn no fi is pl cs sk sl hr hu ro bg el et lv lt mt sq mk tr ga lb ca eu gl ka"
    ),
    "112",
) | {
    language: _BY_COUNTRY[country]
    for language, country in (("ja", "JP"), ("th", "TH"), ("vi", "VN"), ("uk", "UA"))
}
_SYSTEM_ZONES = Path("/usr/share/zoneinfo")


def emergency(zone: str | None, locale: str) -> str | None:
    """Return the emergency number to name, or None where it is not known.

    `zone` is an IANA name ("Europe/Berlin", old names too), `locale` a tag like "de", "en-GB" or "pt_BR". The
    zone says where the person is and goes first, then the locale's region, then its language.
    """
    country = _zones().get(zone) if zone else None
    parts = locale.replace("_", "-").split("-")
    region = next((part.upper() for part in parts[1:] if len(part) == 2 and part.isalpha()), None)
    for place in (country, region):
        if place is not None and place in _BY_COUNTRY:
            return _BY_COUNTRY[place]
    return None if country is not None else _BY_LANGUAGE.get(parts[0].casefold())


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """Return IANA zone -> ISO country, from the time zone data of this installation; {} without any."""
    countries: dict[str, str] = {}
    for line in _zone_file("zone.tab").splitlines():
        fields = line.split("\t")
        if len(fields) >= 3 and not line.startswith("#"):
            countries[fields[2]] = fields[0]
    for line in _zone_file("tzdata.zi").splitlines():
        fields = line.split()
        # "L Asia/Kolkata Asia/Calcutta": an old name and what it is now called.
        if len(fields) == 3 and fields[0] == "L" and fields[1] in countries:
            countries.setdefault(fields[2], countries[fields[1]])
    return countries


def _zone_file(name: str) -> str:
    try:
        return resources.files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        path = _SYSTEM_ZONES / name
        return path.read_text(encoding="utf-8") if path.is_file() else ""
