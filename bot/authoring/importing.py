"""Turns of a transcript → a whole evening: script with headers, ids and closing node, plan, project.

Each Questioner turn becomes an option, what follows its answer. A question that is too long for a button
gets a short label of its own and is said in full. Long paragraphs are broken at sentence ends. What was
broken or made up is marked, so that `export` puts it together again.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.analysis.wording import AUTO_LABEL, GOES_ON, LABEL
from bot.authoring.sentences import label, pieces
from bot.authoring.tag import tag_sources
from bot.authoring.talks import QUESTIONER, Reading, SpeakerTurn, as_comment
from bot.clean import fold
from bot.frozen import frozen
from bot.texts.vocabulary import vocabulary
from bot.yarn import Source
from bot.yarn.project import SUFFIX

MOST = 320  # characters of a line
_ESCAPED = re.compile(r"[\\#{}<>\[\]]|/(?=/)|(?<=/)/")


@frozen
class Wanted:
    """What the writer asks for, and what the project has already. "" takes what the transcript says.

    `number` is the evening's place in the series; `begun`: another script has the series' headers; `taken`
    are the titles of the project's other nodes.
    """

    series: str = ""
    key: str = ""
    number: int = 1
    begun: bool = False
    most: int = MOST
    taken: frozenset[str] = frozenset()


@frozen
class EpisodeScript:
    """The script of an evening. `node` begins it."""

    node: str
    key: str
    script: str


def episode(reading: Reading, wanted: Wanted, name: str) -> EpisodeScript:
    """The script of a transcript. `name` is its file's, for the ids' sake."""
    series, title = _split_title(reading.heading)
    node = _free(node_title(title), wanted.taken)
    turns = _joined(reading.turns)
    key = wanted.key or f"{wanted.number:02}-{_slug(title) or 'talk'}"
    out = (
        []
        if wanted.begun
        else _series_node(_free("Series", wanted.taken), wanted.series or series, title or node)
    )
    out += [f"title: {node}", f"episode: {key}", f"name: {_header(title or node)}"]
    out += [f"question: {_header(_question(title, turns))}", "---"]
    out += _body(turns, reading.notes, wanted.most)
    out += ["", f"<<jump {node}_Close>>", "===", f"title: {node}_Close", f"closes: {key}", "---", "<<stop>>"]
    [tagged], _ = tag_sources([Source(name, "\n".join([*out, "===", ""]))])
    return EpisodeScript(node, key, tagged.text)


def project_text(language: str) -> str:
    """A project file for a folder that has none."""
    return (
        "{\n"
        '  "projectFileVersion": 4,\n'
        '  "sourceFiles": ["**/*.yarn"],\n'
        f'  "baseLanguage": "{language}",\n'
        f'  "localisation": {{ "{language}": {{}} }}\n'
        "}\n"
    )


def project_name(series: str, heading: str) -> str:
    """The name of that file."""
    return f"{_slug(_plain_series(series or _split_title(heading)[0])) or 'series'}{SUFFIX}"


def language_of(text: str) -> str:
    """The language whose small words stand most often; English where none do."""
    words = Counter(fold(text[:20_000], 20_000).split())
    known = {language: data["common"].split() for language, data in vocabulary("phrases").items()}
    return max(known, key=lambda language: sum(words[word] for word in known[language]))


def _joined(turns: Sequence[SpeakerTurn]) -> list[SpeakerTurn]:
    """Turns that say something; those of one speaker in a row are one. Notes of the others go to the next."""
    out: list[SpeakerTurn] = []
    held: list[str] = []
    for turn in turns:
        if not turn.paragraphs:
            held += (text for _, text in turn.notes)
            continue
        if not out or out[-1].speaker != turn.speaker:
            out.append(SpeakerTurn(turn.speaker, turn.line))
        at = len(out[-1].paragraphs)
        out[-1].notes += [(at, text) for text in held] + [(at + place, text) for place, text in turn.notes]
        out[-1].paragraphs += turn.paragraphs
        held = []
    if out:
        out[-1].notes += [(len(out[-1].paragraphs), text) for text in held]
    return out


def _free(title: str, taken: frozenset[str]) -> str:
    """The title, with a number where the project has it already, or its closing node's."""
    names = (title, *(f"{title}_{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if not {name, f"{name}_Close"} & taken)


def _series_node(node: str, series: str, title: str) -> list[str]:
    named = series or title
    key = _slug(_plain_series(named)) or "series"
    out = [f"title: {node}", f"series: {key}"]
    out += [f"name: {_header(series)}"] if series else []
    return [*out, "---", "==="]


def _plain_series(name: str) -> str:
    return re.sub(r"\s+series\Z", "", name, flags=re.IGNORECASE)


def _body(turns: Sequence[SpeakerTurn], notes: Sequence[str], most: int) -> Iterator[str]:
    """The lines of the evening's node, comments for what nobody says."""
    yield from map(as_comment, notes)
    indent = ""
    for turn in turns:
        if turn.speaker == QUESTIONER:
            yield from (f"{indent}{as_comment(text)}" for place, text in turn.notes if not place)
            yield ""
            yield from _asked(turn, most)
            indent = "    "
        else:
            yield from (f"{indent}{line}" for line in _said(turn, turn.notes, most))


def _asked(turn: SpeakerTurn, most: int) -> Iterator[str]:
    whole = " ".join(turn.paragraphs)
    notes = [note for note in turn.notes if note[0]]
    if len(turn.paragraphs) == 1 and len(whole) <= LABEL and "`" not in whole:
        yield f"-> {_escape(whole, colon=True)}"
        yield from (f"    {as_comment(text)}" for _, text in notes)
        return
    short = _label(turn).replace("`", "’")
    yield f"-> {_escape(short, colon=True)} #{AUTO_LABEL}"
    yield from (f"    {line}" for line in _said(turn, notes, most))


def _said(turn: SpeakerTurn, notes: Sequence[tuple[int, str]], most: int) -> Iterator[str]:
    for place, paragraph in enumerate(turn.paragraphs):
        yield from (as_comment(text) for at, text in notes if at == place)
        *before, last = pieces(paragraph, most)
        yield from (f"{turn.speaker}: {_escape(piece)} #{GOES_ON}" for piece in before)
        yield f"{turn.speaker}: {_escape(last)}"
    yield from (as_comment(text) for at, text in notes if at == len(turn.paragraphs))


def _escape(text: str, *, colon: bool = False) -> str:
    escaped = _ESCAPED.sub(lambda found: "\\" + found.group(), text)
    return escaped.replace(":", "\\:") if colon else escaped


def _question(title: str, turns: Sequence[SpeakerTurn]) -> str:
    """What the menu shows: the title where it asks, else the first question."""
    asked = next((turn for turn in turns if turn.speaker == QUESTIONER), None)
    return title if title.endswith("?") or asked is None else _label(asked)


def _label(turn: SpeakerTurn) -> str:
    """Made of the last paragraph that asks something, else of the first."""
    asking = [paragraph for paragraph in turn.paragraphs if "?" in paragraph]
    return label(asking[-1] if asking else turn.paragraphs[0], LABEL)


def _split_title(heading: str) -> tuple[str, str]:
    """(series, title): the series stands before the first colon; those of the title stay."""
    series, colon, title = heading.partition(": ")
    return (series.strip(), title.strip()) if colon and series.strip() else ("", heading.strip())


def _header(text: str) -> str:
    """A header holds plain text: neither comment nor escape nor markup."""
    plain = text.replace("//", "/ /").replace("\\", "/")
    return plain.translate(str.maketrans("{}[]<>#", "()()()№"))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", _latin(text).lower())[:60].strip("-")


def _latin(text: str) -> str:
    """Its letters without dots and accents, as names in a script have them."""
    composed = unicodedata.normalize("NFC", text).translate(_UMLAUTS)
    return "".join(c for c in unicodedata.normalize("NFD", composed) if not unicodedata.combining(c))


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def node_title(title: str) -> str:
    """A node's name from a title: its words, put together."""
    words = re.findall(r"\w+", _latin(title).replace("’", "").replace("'", ""), re.ASCII)
    joined = "".join(word[:1].upper() + word[1:] for word in words)[:50]
    return joined if joined[:1].isalpha() else f"Talk{joined}"
