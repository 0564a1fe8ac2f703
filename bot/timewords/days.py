"""The days in a wording: "weekdays", "mon-fri", "every day except sunday"; rhythms that no plan knows."""

from itertools import pairwise

from bot.person.plan import EVERY_DAY
from bot.timewords.lexicon import Days, lexicon
from bot.timewords.tokens import Token


def is_rhythm(tokens: list[Token]) -> bool:
    """Whether it is a rhythm that no plan knows: "every other day", "twice a week", "alle 2 Tage"."""
    words = lexicon().day_words
    if any(a.value is not None and b.text in words["counts"] for a, b in pairwise(tokens)):
        return True
    for every, number, day in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if every.text in words["every"] and number.value is not None and day.text in words["day"]:
            return True
    said = {token.text for token in tokens}
    return any(rhythm <= said for rhythm in lexicon().rhythms)


def take_days(tokens: list[Token], language: str) -> tuple[list[Token], Days | None]:
    """The tokens that say no day, and the ISO weekdays; None where nobody spoke of days, empty where all were
    left out."""
    words = lexicon().day_words
    kept: list[Token] = []
    chosen: Days | None = None
    without: Days = frozenset()
    place, leaving_out = 0, False
    while place < len(tokens):
        found, used = _days_at(tokens, place, language)
        if tokens[place].text in words["except"] and _leads_to_a_day(tokens, place, language):
            leaving_out = True
        elif found is None:
            kept.append(tokens[place])
        elif leaving_out:
            without |= found
        else:
            chosen = (chosen or frozenset()) | found
        place += used
    said = {token.text for token in tokens}
    if chosen is None and words["every"] & said and words["day"] & said:
        chosen = EVERY_DAY
    if without:
        chosen = (chosen or EVERY_DAY) - without
    return kept, chosen


def _leads_to_a_day(tokens: list[Token], place: int, language: str) -> bool:
    """Whether days are left out ("except sunday"), or "but" is just a word ("yes, but 9pm")."""
    following = (t for t in tokens[place + 1 :] if t.text not in lexicon().fillers)
    return any(_day(t.text, language) is not None for t in list(following)[:1])


def _days_at(tokens: list[Token], place: int, language: str) -> tuple[Days | None, int]:
    """Days that begin at a token, and how many tokens they take."""
    first = _day(tokens[place].text, language)
    if first is None or not _is_meant(tokens, place, language):
        return None, 1
    if place + 2 < len(tokens) and tokens[place + 1].text in lexicon().day_words["range"]:
        last = _day(tokens[place + 2].text, language)
        if last is not None and len(first) == len(last) == 1:
            start, end = min(first), min(last)
            return frozenset((start + n - 1) % 7 + 1 for n in range((end - start) % 7 + 1)), 3
    return first, 1


def _is_meant(tokens: list[Token], place: int, language: str) -> bool:
    """Whether a short day that is also an ordinary word ("we", "so") is a day: beside another one, or at the
    start and right before a number."""
    text = tokens[place].text
    if text in lexicon().days or text not in lexicon().fillers:
        return True
    beside = (*tokens[max(0, place - 1) : place], *tokens[place + 1 : place + 2])
    if any(_day(t.text, language) is not None for t in beside):
        return True
    return place == 0 and len(tokens) > 1 and tokens[1].text[0].isdigit()


def _day(text: str, language: str) -> Days | None:
    known = lexicon()
    return known.days.get(text) or known.short_days.get(language, {}).get(text)


def is_foreign_day(text: str, language: str) -> bool:
    """Whether it is a short day in another language only: "so 8" in English may be Sunday in German."""
    own = lexicon().short_days.get(language, {})
    return text not in own and any(text in days for days in lexicon().short_days.values())
