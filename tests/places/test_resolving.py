"""The zone resolver on a table of inputs; its data; what a look-up costs. A question back is never wrong."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.places import tables
from bot.places.clock import zone_from_local_time
from bot.places.guesses import NeedsCity, NoPlace, Resolved, country_name
from bot.places.position import zone_from_location
from bot.places.resolving import resolve, warm
from bot.places.suggesting import near, suggest
from bot.zonerules import known_zone, zone_names
from tests.examples import with_examples

TABLE = Path(__file__).parent / "places.txt"
DATA = Path(tables.__file__).parent / "data"


def rows() -> list[tuple[str, str]]:
    lines = TABLE.read_text("utf-8").splitlines()
    pairs = [line.rpartition(" | ") for line in lines if line and not line.startswith("#")]
    return [(text, expected) for text, _, expected in pairs]


@pytest.mark.parametrize(
    ("platform", "spoken", "first"),
    [
        ("en-US", "en", "New York"),
        ("en-US", "de", "Berlin"),  # it is how apps come, and tells nothing of a region
        ("en-GB", "de", "Berlin"),
        (None, "de", "Berlin"),
        ("de-AT", "de", "Wien"),
        ("de-CH", "en", "Zürich"),
        ("de", "de", "Berlin"),
        ("en-AU", "en", "Sydney"),
        ("fr-FR", "de", "Berlin"),
        (None, "en", "London"),
    ],
)
def test_examples_of_cities_are_of_the_language_and_where_it_is_known_of_the_region(
    platform: str | None, spoken: str, first: str
) -> None:
    assert near(platform, spoken)[0] == first


@pytest.mark.parametrize(("text", "expected"), rows())
def test_each_line_of_the_table(text: str, expected: str) -> None:
    found = resolve(text)
    match expected:
        case "?":
            assert isinstance(found, NeedsCity)
        case "-":
            assert isinstance(found, NoPlace)
        case zones:
            assert isinstance(found, Resolved)
            assert found.guesses[0].zone in zones.split(", ")
            assert 1 <= len(found.guesses) <= 3


def test_the_table_is_large_enough() -> None:
    assert len(rows()) >= 150
    assert len({text for text, _ in rows()}) == len(rows())


@pytest.mark.parametrize(
    ("text", "least"), [("Georgia", 2), ("Birmingham", 2), ("San José", 2), ("Springfield", 3), ("Texas", 2)]
)
def test_ambiguous_names_give_several_guesses_and_are_not_sure(text: str, least: int) -> None:
    found = resolve(text)
    assert isinstance(found, Resolved)
    assert len(found.guesses) >= least
    assert not found.sure
    assert len({tables.behaviour(g.zone) for g in found.guesses}) == len(found.guesses)


def test_a_misspelling_is_only_a_guess() -> None:
    for text, zone in (("Barcelonna", "Europe/Madrid"), ("Philadelhpia", "America/New_York")):
        found = resolve(text)
        assert isinstance(found, Resolved)
        assert found.guesses[0].zone == zone
        assert not found.sure
    assert isinstance(resolve("Rmoe"), NoPlace)


def test_a_country_is_named_in_the_persons_language_with_cities_to_choose_from() -> None:
    found = resolve("USA", "de")
    assert isinstance(found, NeedsCity)
    assert found.country == "Vereinigte Staaten"
    assert [g.label for g in found.examples][:3] == ["New York City", "Chicago", "Los Angeles"]


def test_places_are_shown_with_their_country_in_the_persons_language() -> None:
    found = resolve("Mailand", "de")
    assert isinstance(found, Resolved)
    assert found.guesses[0].label == "Milan, Italien"
    texas = resolve("Texas", "de")
    assert isinstance(texas, Resolved)
    assert texas.guesses[1].label == "Texas: Zeit von Denver"


def test_a_place_too_small_for_the_table_is_told_by_its_country() -> None:
    found = resolve("Kleinkleckersdorf, Germany")
    assert isinstance(found, Resolved)
    assert found.guesses[0].zone == "Europe/Berlin"
    assert not found.sure
    assert isinstance(resolve("Nowhereville, USA"), NeedsCity)


def test_every_zone_in_the_data_exists() -> None:
    every = set(tables.table().zones)
    every |= {
        z for a in (*tables.aliases().folded.values(), *tables.aliases().exact.values()) for z in a.zones
    }
    assert every <= zone_names()


def test_every_country_has_an_answer_by_its_english_and_its_german_name() -> None:
    for country in tables.table().countries.values():
        for name in (country.name, country_name(country, "de")):
            found = resolve(name)
            assert isinstance(found, Resolved | NeedsCity), name
            if isinstance(found, Resolved) and country.zone is not None:
                offsets = {tables.behaviour(g.zone) for g in found.guesses}
                assert tables.behaviour(country.zone) in offsets, name


def test_every_large_city_is_found_by_its_name_and_its_label() -> None:
    table, wrong = tables.table(), []
    for number in range(1500):
        city = table.city(number)
        for text in (city.name, f"{city.name}, {table.countries[city.country].name}"):
            found = resolve(text)
            guesses = found.guesses if isinstance(found, Resolved) else ()
            if tables.behaviour(city.zone) not in {tables.behaviour(g.zone) for g in guesses}:
                wrong.append((text, found))
    # Names that many large cities share have more than three times among them.
    assert len(wrong) <= 8, wrong


def test_the_table_is_small_and_carries_its_attribution() -> None:
    assert (DATA / "places.txt.xz").stat().st_size < 1_000_000
    notice = (DATA / "NOTICE").read_text("utf-8")
    assert "GeoNames" in notice
    assert "CC BY 4.0" in notice


def test_a_look_up_takes_few_steps() -> None:
    """Calls, of Python's functions and of C's: the table of 130 thousand spellings is not gone through."""
    warm()
    texts = [text for text, _ in rows()]
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        for text in texts:
            resolve(text)
    finally:
        sys.setprofile(before)
    print(f"{calls / len(texts):.0f} calls a look-up")
    assert calls / len(texts) < 5_000


@with_examples(300)
@given(st.text(max_size=100), st.sampled_from(["en", "de"]))
def test_no_text_raises(text: str, locale: str) -> None:
    assert isinstance(resolve(text, locale), Resolved | NeedsCity | NoPlace)
    assert len(suggest(text, 5)) <= 5


# ---------------------------------------------------------------- autocomplete


@pytest.mark.parametrize(
    ("prefix", "label"),
    [
        ("ber", "Berlin, Germany"),
        ("new y", "New York City, USA"),
        ("são", "São Paulo, Brazil"),
        ("東", "Tokyo, Japan"),
        ("моск", "Moscow, Russia"),
        ("jap", "Japan"),
        ("germany", "Germany"),
        ("t", "Tokyo, Japan"),
    ],
)
def test_suggestions_begin_with_what_is_meant(prefix: str, label: str) -> None:
    assert label in [guess.label for guess in suggest(prefix, 10)]


@pytest.mark.parametrize(
    ("locale", "prefix", "first"),
    [
        ("en-US", "", "New York City, New York, USA"),
        ("en-US", "hou", "Houston, Texas, USA"),
        ("en-GB", "", "London, UK"),
        ("de-AT", "", "Vienna, Österreich"),
        ("pt-BR", "", "São Paulo, Brazil"),
        ("es-419", "", "Shanghai, China"),
        ("de", "", "Shanghai, China"),
        ("en", "", "Shanghai, China"),
    ],
)
def test_suggestions_begin_at_home(locale: str, prefix: str, first: str) -> None:
    assert suggest(prefix, locale=locale)[0].label == first
    assert len(suggest(prefix, locale=locale)) <= 25


@pytest.mark.parametrize("locale", ["en", "de"])
def test_suggestions_are_few_distinct_and_can_be_resolved(locale: str) -> None:
    for prefix in ("", "a", "lo", "san", "st", "x", "zzzz", "ü", "wien", "öst"):
        found = suggest(prefix, locale=locale)
        assert len(found) <= 25
        assert len({g.label for g in found}) == len(found)
        for guess in found:
            again = resolve(guess.label, locale)
            assert isinstance(again, Resolved), guess
            assert tables.behaviour(guess.zone) in {tables.behaviour(g.zone) for g in again.guesses}, guess
    assert suggest("zzzz") == []


# ---------------------------------------------------------------- positions and clocks


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (52.52, 13.40, "Europe/Berlin"),
        (40.71, -74.0, "America/New_York"),
        (-33.87, 151.2, "Australia/Sydney"),
        (35.68, 139.69, "Asia/Tokyo"),
        (-18.14, 178.44, "Pacific/Fiji"),
        (64.15, -21.94, "Atlantic/Reykjavik"),
        (21.3, -157.86, "Pacific/Honolulu"),
        (-54.8, -68.3, "America/Argentina/Ushuaia"),
        (31.76, -106.49, "America/Denver"),
        (52.52, 13.40 + 360, "Europe/Berlin"),
        (0.0, -30.0, "Etc/GMT+2"),
        (-60.0, 179.9, "Etc/GMT-12"),
        (-89.9, 0.0, "UTC"),
    ],
)
def test_positions(latitude: float, longitude: float, zone: str) -> None:
    assert zone_from_location(latitude, longitude) == zone


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (47.543, 7.592, "Europe/Zurich"),  # Basel; Weil am Rhein and Saint-Louis are two kilometres away
        (47.594, 7.611, "Europe/Berlin"),
        (47.585, 7.561, "Europe/Paris"),
        (32.531, -117.037, "America/Tijuana"),
        (32.553, -117.047, "America/Los_Angeles"),
        (46.505, -84.336, "America/Toronto"),  # Sault Ste. Marie, either side of the river
        (31.5, 74.6, "Asia/Kolkata"),  # nearer to a town of Pakistan
        (65.83, 24.14, "Europe/Stockholm"),  # Haparanda, an hour from Tornio across the street
        (65.85, 24.18, "Europe/Helsinki"),
    ],
)
def test_positions_near_a_border(latitude: float, longitude: float, zone: str) -> None:
    assert zone_from_location(latitude, longitude) == zone


@pytest.mark.parametrize("place", [(91.0, 0.0), (float("nan"), 0.0), (0.0, float("inf"))])
def test_impossible_positions(place: tuple[float, float]) -> None:
    assert zone_from_location(*place) is None


@given(st.floats(-90, 90), st.floats(-1000, 1000))
@with_examples(100)
def test_every_position_has_a_zone(latitude: float, longitude: float) -> None:
    zone = zone_from_location(latitude, longitude)
    assert zone is not None
    assert known_zone(zone)


NOON = datetime(2026, 11, 22, 12, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("13:02", {"Europe/Berlin", "Europe/Paris", "Africa/Lagos"}),
        ("17:32", {"Asia/Kolkata"}),
        ("17:30", {"Asia/Kolkata"}),
        ("5:32 pm", {"Asia/Kolkata"}),
        ("07:02", {"America/New_York"}),
        ("21 Uhr", {"Asia/Tokyo"}),
        ("17:47", {"Asia/Kathmandu"}),
    ],
)
def test_zones_by_the_time_on_somebodys_clock(text: str, zones: set[str]) -> None:
    found = {guess.zone for guess in zone_from_local_time(text, NOON)}
    assert found & zones
    assert 1 <= len(found) <= 3


def test_a_time_that_may_be_morning_or_evening_is_read_both_ways() -> None:
    zones = {guess.zone for guess in zone_from_local_time("4:02", NOON)}
    hours = {NOON.astimezone(ZoneInfo(zone)).hour for zone in zones}
    assert hours == {4, 16}


@pytest.mark.parametrize(
    "text", ["", "now", "25:00", "12:61", "13:17", "yes", "13pm", "14:05:06", "+2", "-3", "±0", "mon 13:02"]
)
def test_what_is_no_clock_anywhere_gives_no_guess(text: str) -> None:
    assert zone_from_local_time(text, NOON) == ()
