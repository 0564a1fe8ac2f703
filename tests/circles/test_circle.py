"""Who is in, and what they may do."""

from datetime import UTC, datetime, timedelta

from bot.circles.circle import LONGEST, Circle

NOW = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)


def test_who_leaves_takes_their_vote_along() -> None:
    circle = Circle("open", timedelta(minutes=2)).joined("7", NOW, starter=True).joined("8", NOW)
    circle = circle.voted("7", "0").voted("8", "1").voted("8", "2")
    assert circle.counted == {"7": "0", "8": "2"}
    assert circle.left("8").counted == {"7": "0"}
    assert circle.left("8").members.keys() == {"7"}


def test_a_vote_of_somebody_who_is_not_in_is_not_counted() -> None:
    assert Circle("open", timedelta(minutes=2)).voted("9", "0").counted == {}


def test_who_may_lead() -> None:
    circle = Circle("gathering", LONGEST).joined("7", NOW, starter=True).joined("8", NOW)
    assert circle.may_lead("7", moderates=False)
    assert not circle.may_lead("8", moderates=False)
    assert circle.may_lead("9", moderates=True)
    assert not circle.left("7").may_lead("7", moderates=False)
    assert circle.slow
