"""What sentences are made of, above their words: who, a bridge, pills, asking leave, a key in a lock.

A few words stand for a hundred, and English and German share them, so that what is learned or written of one
language holds in the other. The words are data, a file for each language in `concepts/`.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain, zip_longest
from typing import TypeVar

from bot.clean import word_set
from bot.frozen import frozen

Key = TypeVar("Key")
Sentence = tuple[str, str]  # its English and its German form, as `words.sentences` makes them
_SHORTEST_STEM = 3  # letters
# Small words that tell the two languages apart; a sentence with as many of both is read as both.
_TELLING = (
    word_set(
        "the a are is do does did i my me it that this what how why who when where can should would to of for"
        " with not have has if they them and or am your you he she his her in on at but so all"
    ),
    word_set(
        "ist das ich du er sie es wir ihr nicht kein keine ein eine einen einem der dem den und oder aber"
        " wenn dann mit von bei fur auf aus zu zum bin bist sind hast hatte habe hab kann soll muss wird"
        " werden"
        " wie warum wer wo mein meine meinen dein mir mich dir dich sich noch doch denn mal schon nur gibt"
        " alles"
        " ihm ihn hat haben war wurde im am vom zum zur ins auch gestern heute nach uns man sagt sagen"
    ),
)


@frozen
class ConceptIndex:
    """Concepts by word, by the beginning of a word, and by words that stand together."""

    words: dict[str, frozenset[str]]
    stems: dict[str, list[tuple[str, frozenset[str]]]]  # by their first three letters
    phrases: dict[tuple[str, ...], list[tuple[tuple[str, ...], frozenset[str]]]]  # by their first two words

    def names(self) -> frozenset[str]:
        """Every concept that it has words for."""
        longer = chain(*self.stems.values(), *self.phrases.values())
        return frozenset().union(*self.words.values(), *(names for _, names in longer))

    def of(self, words: Sequence[str]) -> list[frozenset[str]]:
        """The concepts at each word of a sentence that has any, in order."""
        pairs = zip_longest(words, words[1:])
        return [found for at, pair in enumerate(pairs) if (found := self._at(words, at, pair))]

    def _at(self, words: Sequence[str], at: int, pair: tuple[str, ...]) -> frozenset[str]:
        word = words[at]
        found = [self.words[word]] if word in self.words else []
        for stem, names in self.stems.get(word[:_SHORTEST_STEM], ()):
            if word.startswith(stem):
                found.append(names)
        for phrase, names in self.phrases.get(pair, ()):
            if phrase == tuple(words[at : at + len(phrase)]):
                found.append(names)
        return found[0] if len(found) == 1 else frozenset().union(*found)


def concepts(text: Iterable[Sentence]) -> list[frozenset[str]]:
    """The concepts of some sentences, word by word."""
    return [found for sentence in text for found in _of(sentence)]


def names() -> frozenset[str]:
    """Every concept there is."""
    return frozenset(name for lexicon in _lexicons() for name in lexicon.names())


@cache
def vocabulary() -> frozenset[str]:
    """The whole words that are written in our lists: common ones, most of a message."""
    return frozenset().union(*_TELLING, *(lexicon.words for lexicon in _lexicons()))


def _of(sentence: Sentence) -> list[frozenset[str]]:
    forms = [form.split() for form in sentence]
    counts = [sum(word in telling for word in words) for words, telling in zip(forms, _TELLING, strict=True)]
    most = max(counts)
    read = zip(forms, _lexicons(), counts, strict=True)
    return [found for words, lexicon, count in read if count == most for found in lexicon.of(words)]


@cache
def _lexicons() -> tuple[ConceptIndex, ConceptIndex]:
    return _read("en"), _read("de")


def _read(language: str) -> ConceptIndex:
    """A line of the file: a concept, a colon, its words; `*` stands for any ending, `_` joins words."""
    words: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    phrases: dict[tuple[str, ...], set[str]] = {}
    text = files("bot.care").joinpath("concepts", f"{language}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        name, _, listed = line.partition(":")
        for word in () if line.startswith("#") else listed.split():
            if "_" in word:
                phrases.setdefault(tuple(word.rstrip("*").split("_")), set()).add(name)
            elif word.endswith("*"):
                stems.setdefault(word[:-1], set()).add(name)
            else:
                words.setdefault(word, set()).add(name)
    by_start: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for stem, found in _kept(stems).items():
        by_start.setdefault(stem[:_SHORTEST_STEM], []).append((stem, found))
    by_first: dict[tuple[str, ...], list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for phrase, found in _kept(phrases).items():
        by_first.setdefault(phrase[:2], []).append((phrase, found))
    return ConceptIndex(_kept(words), by_start, by_first)


def _kept(found: dict[Key, set[str]]) -> dict[Key, frozenset[str]]:
    return {key: frozenset(names) for key, names in found.items()}
