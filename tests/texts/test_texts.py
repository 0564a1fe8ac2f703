"""The bot's own words: finding a language, filling holes, and catalogues that are complete."""

import ast
import gettext
import re
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.table import menu_entries
from bot.texts import Texts, available_languages, extract, mark, match_locale, texts_for
from bot.texts import catalogue as catalogues
from tests.texts.collected import all_texts

BOT = Path(__file__).resolve().parents[2] / "bot"
LANGUAGES = [language for language in available_languages() if language != "en"]

PO = r"""
msgid ""
msgstr ""
"Language: de\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Good night, {name}."
msgstr "Gute Nacht, {name}."

msgid "{count} evening in {series}"
msgid_plural "{count} evenings in {series}"
msgstr[0] "{count} Abend in „{series}“"
msgstr[1] "{count} Abende in „{series}“"

#, fuzzy
msgid "Unsure"
msgstr "Unsicher"

msgid "Gone"
msgstr "Weg, {who}"

msgid "Menu"
msgstr ""
"""


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small German catalogue in place of the real one; its `.po` file."""
    path = tmp_path / "de" / "LC_MESSAGES" / "alana.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO.lstrip(), encoding="utf-8")
    for module in (catalogues, extract):
        monkeypatch.setattr(module, "LOCALES", tmp_path)
    return path


@pytest.fixture
def texts(german: Path) -> Texts:
    return Texts("de", gettext.GNUTranslations(BytesIO(catalogues.compiled_catalogue(german))))


# ------------------------------------------------------------------ words


def test_words_in_german_and_what_is_not_translated_in_english(texts: Texts) -> None:
    assert texts.t("Good night, {name}.", name="Ada") == "Gute Nacht, Ada."
    assert [texts.t(word) for word in ("Menu", "Unsure", "Never heard")] == ["Menu", "Unsure", "Never heard"]
    assert texts.t("") == ""


def test_plurals(texts: Texts) -> None:
    said = [
        texts.n("{count} evening in {series}", "{count} evenings in {series}", n, series="X")
        for n in (0, 1, 2)
    ]
    assert said == ["0 Abende in „X“", "1 Abend in „X“", "2 Abende in „X“"]
    english = texts_for("en")
    assert [english.n("{count} day", "{count} days", n) for n in (1, 2)] == ["1 day", "2 days"]


def test_values_are_inert_and_holes_filled_once() -> None:
    said = texts_for(None).t("{a} and {b} {", a="{b} {0} {a!r} %s \\1", b="{a}")
    assert said == "{b} {0} {a!r} %s \\1 and {a} {"


def test_a_hole_without_a_value_is_our_bug() -> None:
    with pytest.raises(KeyError):
        texts_for("en").t("Hello {name}")


@given(st.text(), st.text())
def test_any_value_stands_as_it_is(one: str, two: str) -> None:
    assert texts_for("en").t("<{a}|{b}>", a=one, b=two) == f"<{one}|{two}>"


def test_marked_words_are_themselves() -> None:
    assert mark("The evenings") == "The evenings"


# ------------------------------------------------------------------ languages


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("de_CH.UTF-8", "de"),
        ("DE", "de"),
        ("de-Latn-AT-1996", "de"),
        ("en-GB", "en"),
        ("C.UTF-8", "en"),
        ("deu", "en"),
        ("zh-Hant", "en"),
        ("", "en"),
        ("-", "en"),
        (None, "en"),
        ("../../etc", "en"),
        ("de" * 100_000, "en"),
    ],
)
def test_the_nearest_language(locale: str | None, language: str) -> None:
    assert match_locale(locale) == language
    assert texts_for(locale).locale == language


@given(st.text())
def test_any_locale_has_words(locale: str) -> None:
    assert match_locale(locale) in available_languages()


def test_available_languages_begin_with_english() -> None:
    first, *others = available_languages()
    assert first == "en"
    assert {"de"} <= {*others}


# ------------------------------------------------------------------ the catalogues


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_left_over(language: str) -> None:
    wrong = "\n".join(map(str, extract.findings(language, all_texts())))
    assert not wrong, f"run `make texts`, then translate:\n{wrong}"


def test_findings_name_all_that_can_be_wrong(german: Path, tmp_path: Path) -> None:
    code = tmp_path / "code"
    code.mkdir()
    (code / "a.py").write_text(
        't("Good night, {name}.")\n'
        'self.texts.n("{count} evening in {series}", "{count} evenings in {series}", 2)\n'
        'mark("Unsure"); t("Gone"); t("New"); t(variable); other("Not ours")\n'
    )
    found = {(finding.kind, finding.source) for finding in extract.findings("de", extract.sources(code))}
    assert found == {("untranslated", "Unsure"), ("holes", "Gone"), ("missing", "New"), ("obsolete", "Menu")}


def test_an_update_keeps_translations_adds_new_texts_and_drops_old_ones(german: Path, tmp_path: Path) -> None:
    code = tmp_path / "code"
    code.mkdir()
    (code / "a.py").write_text('t("Good night, {name}.")\nt("New")\n')
    extract.update("de", extract.sources(code))
    first = german.read_text(encoding="utf-8")
    assert "Gute Nacht" in first
    assert 'msgid "New"' in first
    assert "Menu" not in first
    extract.update("de", extract.sources(code))
    assert german.read_text(encoding="utf-8") == first


# ------------------------------------------------------------------ how the source uses them


@cache
def calls() -> Sequence[tuple[str, str, ast.Call]]:
    """Every t(), n() and mark() in the program: where, which, the call."""
    return tuple(_calls())


def _calls() -> Iterator[tuple[str, str, ast.Call]]:
    for path in sorted(BOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in extract.KEYWORDS:
                    yield f"{path.relative_to(BOT)}:{node.lineno}", name, node


def test_sources_are_plain_strings_so_that_they_can_be_collected() -> None:
    composed = (ast.JoinedStr, ast.BinOp)
    wrong = [where for where, _, call in calls() if any(isinstance(arg, composed) for arg in call.args[:2])]
    assert wrong == []


def test_no_text_is_a_sign_alone() -> None:
    """A label without a letter says nothing to whoever listens to a screen reader."""
    bare = [str(message.id) for message in all_texts() if message.id and not _has_letters(message.id)]
    said = [message for message in extract.read("de") if message.id and not _has_letters(message.string)]
    assert (bare, said) == ([], [])


def _has_letters(text: str | Sequence[str]) -> bool:
    forms = (text,) if isinstance(text, str) else text
    return all(any(map(str.isalpha, form)) for form in forms)


def test_every_hole_gets_its_value_and_every_value_its_hole() -> None:
    wrong = []
    for where, name, call in calls():
        words = [
            arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        given_names = {keyword.arg for keyword in call.keywords}
        if name == "mark" or not words or None in given_names:
            continue
        holes = set(re.findall(r"\{(\w+)\}", " ".join(words))) - ({"count"} if name == "n" else set())
        if holes != given_names:
            wrong.append(f"{where}: holes {sorted(holes)}, values {sorted(map(str, given_names))}")
    assert wrong == []


def test_no_text_names_a_command_that_is_not_in_the_menus() -> None:
    """Platforms with menus of their own take no other."""
    # What operators alone may say stands in nobody's menu.
    known = {entry.name for entry in menu_entries(texts_for("en"))} | {"start", "admin"}
    for language in available_languages():
        for path in sorted((BOT / "texts" / "locale").glob(f"{language}/LC_MESSAGES/*.po")):
            named = set(re.findall(r"(?<![\w/.])/([a-z]+)\b(?!/)", path.read_text()))
            named -= {"bot", "commands", "conversation"}
            assert named <= known, f"{path.name}: {sorted(named - known)}"


def test_no_text_has_a_semicolon() -> None:
    """What is read in a talk is spoken, and nobody speaks one. In the header it is the format's."""
    for path in sorted((BOT / "texts" / "locale").glob("*/LC_MESSAGES/*.po")):
        texts = path.read_text("utf-8").partition("\n\n")[2]
        spoken = [row for row in texts.splitlines() if '"' in row and ";" in row]
        assert spoken == [], path.name
