"""Text -> the token numbers that BERT's uncased English models were trained on (WordPiece).

Follows Devlin et al. 2018 and the behaviour of the published `bert-base-uncased` tokenizer: lower case,
accents off, a token for each punctuation mark and each Chinese character, then the longest known piece
first. The vocabulary beside this file is that of `bert-base-uncased` (Google, Apache License 2.0),
unchanged but for its packing; its digest is checked when it is read.
"""

import gzip
import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from importlib import resources

_FILE = "wordpiece-vocabulary.txt.gz"
_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
_UNKNOWN, _START, _END = 100, 101, 102
_LONGEST_WORD = 100
# Code point ranges that the model's makers treat as Chinese characters: each is a word of its own.
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


def read_vocabulary() -> dict[str, int]:
    """Return piece -> number. Raises ValueError when the file is not the one this code was written for."""
    raw = gzip.decompress(resources.files("bot.matching").joinpath(_FILE).read_bytes())
    if hashlib.sha256(raw).hexdigest() != _SHA256:
        raise ValueError(f"{_FILE} is damaged; install alana again")
    return {piece: number for number, piece in enumerate(raw.decode().splitlines())}


class WordPiece:
    """A tokenizer over one vocabulary; immutable after construction."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary

    def encode(self, text: str, most: int) -> list[int]:
        """Return at most `most` numbers, the start and end marks included."""
        numbers = [_START]
        for word in _words(text):
            numbers.extend(self._pieces(word))
            if len(numbers) >= most:
                break
        return [*numbers[: most - 1], _END]

    def broken(self, text: str) -> float:
        """Return how many pieces a word of `text` falls into on average; English stays near 1."""
        words = [word for word in _words(text) if word.isalnum()]
        return sum(len(self._pieces(word)) for word in words) / len(words) if words else 1.0

    def _pieces(self, word: str) -> list[int]:
        if len(word) > _LONGEST_WORD:
            return [_UNKNOWN]
        pieces: list[int] = []
        start = 0
        while start < len(word):
            end, number = self._longest(word, start)
            if number is None:
                return [_UNKNOWN]
            pieces.append(number)
            start = end
        return pieces

    def _longest(self, word: str, start: int) -> tuple[int, int | None]:
        mark = "##" if start else ""
        for end in range(len(word), start, -1):
            number = self._vocabulary.get(mark + word[start:end])
            if number is not None:
                return end, number
        return start, None


def _words(text: str) -> Iterator[str]:
    word: list[str] = []
    for char in _plain(text):
        if char.isspace() or _stands_alone(char):
            if word:
                yield "".join(word)
                word = []
            if not char.isspace():
                yield char
        else:
            word.append(char)
    if word:
        yield "".join(word)


def _plain(text: str) -> str:
    # Lowered one by one, as the model's makers did: a Greek final sigma stays an ordinary one.
    kept = "".join(_spaced(char).lower() for char in text)
    decomposed = unicodedata.normalize("NFD", kept)
    return "".join(char for char in decomposed if unicodedata.category(char) != "Mn")


def _spaced(char: str) -> str:
    if char in "\t\n\r":
        return " "
    if char in "\0\ufffd" or unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs"):
        return ""
    return " " if unicodedata.category(char) == "Zs" else char


def _stands_alone(char: str) -> bool:
    point = ord(char)
    if point < 0x80:
        return not (char.isalnum() or char.isspace())
    return unicodedata.category(char)[0] == "P" or any(low <= point <= high for low, high in _IDEOGRAPHS)
