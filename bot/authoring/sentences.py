"""Sentences and their parts: where a long paragraph is broken, what of a long question fits a button."""

import re
from collections.abc import Iterator

_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]*_]*+(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|vs|etc|e\.g|i\.e|no|vol|fig|z\.\s?b|d\.\s?h|u\.\s?a|bzw|ca|usw|nr|frau|hr)"
    r"|\b[^\W\d_]|\b\d{1,2})\.\Z",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:–—][\"'”’»)\]]*(?=\s)")
_QUESTION = re.compile(r"\?[\"'”’»)\]*_]*\Z")
_LEAST = 12  # characters of a clause that can stand as a label


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, white space between them left out."""
    found, start = [], 0
    for end in _END.finditer(text):
        piece = text[start : end.end()]
        if piece.endswith(".") and _ABBREVIATION.search(piece[-12:]):
            continue
        found.append(piece.strip())
        start = end.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def pieces(text: str, most: int) -> list[str]:
    """A paragraph in parts of at most `most` characters, broken at sentence ends; a sentence that is longer
    at its clauses, else between words. Joined by spaces they are the paragraph again."""
    out: list[str] = []
    for sentence in sentences(text):
        for part in _within(sentence, most):
            if out and len(out[-1]) + 1 + len(part) <= most:
                out[-1] += f" {part}"
            else:
                out.append(part)
    return out


def _within(text: str, most: int) -> Iterator[str]:
    start = 0
    while len(text) - start > most:
        last = start + most
        clauses = [m.end() for m in _CLAUSE.finditer(text, start + most // 3, last + 1)]
        at = clauses[-1] if clauses and clauses[-1] <= last else text.rfind(" ", start + 1, last + 1)
        at = at if at > start else last
        yield text[start:at].strip()
        start = at + len(text[at:]) - len(text[at:].lstrip())
    if rest := text[start:].strip():
        yield rest


def label(text: str, most: int) -> str:
    """A short label for a long question: its last question sentence, else its first clause, at most `most`
    characters."""
    asked = [sentence for sentence in sentences(text) if _QUESTION.search(sentence)]
    if asked:
        wanted = asked[-1]
        return wanted if len(wanted) <= most else _shortened(wanted, most)
    first = (sentences(text) or [text])[0]
    clause = next((m.start() for m in _CLAUSE.finditer(first) if m.start() >= _LEAST), len(first))
    return _shortened(first[:clause], most)


def _shortened(text: str, most: int) -> str:
    """Its last clauses where these fit and say enough, else its beginning, cut between words."""
    if len(text) <= most:
        return text
    if text.endswith("?"):
        starts = [m.end() for m in _CLAUSE.finditer(text) if _LEAST <= len(text) - m.end() - 1 <= most]
        if starts:
            tail = text[starts[0] :].strip()
            return tail[:1].upper() + tail[1:]
    cut = text[: most - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > most // 2 else cut).rstrip(" ,;:–—-") + "…"
