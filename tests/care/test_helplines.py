import pytest

from bot.care.helplines import emergency


@pytest.mark.parametrize(
    ("zone", "locale", "number"),
    [
        ("Europe/Berlin", "en", "112"),
        ("America/New_York", "de", "911"),
        ("US/Eastern", "en", "911"),
        ("Asia/Calcutta", "en", "112"),
        ("Europe/London", "en", "999 or 112"),
        (None, "en-GB", "999 or 112"),
        (None, "pt_BR", "190 (police) or 192 (ambulance)"),
        (None, "de", "112"),
        (None, "en", None),
        (None, "", None),
        ("Mars/Olympus", "de", "112"),
    ],
)
def test_emergency(zone: str | None, locale: str, number: str | None) -> None:
    assert emergency(zone, locale) == number


def test_a_known_place_without_a_number_is_not_answered_by_language() -> None:
    # A German speaker in Bangui must not be sent to 112.
    assert emergency("Africa/Bangui", "de") is None
