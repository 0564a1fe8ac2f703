"""A writer's document → its plain text, one line a line, headings as `# …`, whatever program saved it.

Knows .txt, .md, .docx, .odt and HTML, in a file of its own or pasted into a text. Opens nothing else.
"""

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.analysis.bundles import shown
from bot.authoring.markup_files import BrokenFile, parsed_html, parsed_xml, unpacked
from bot.errors import AlanaError
from bot.yarn.reading import UnreadableFile, read_bytes

_HTML = re.compile(
    r"\s*(?:<!doctype\s+html|<\?xml|<!--.*?-->\s*)?\s*"
    r"<(?:html|head|body|meta|div|p|h[1-6]|article|section|main|span|ul|ol|dl|table|details|b|strong)\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
MOST_TEXT = 1_000_000  # characters of a transcript: a thick book
_MOST_MARKED = 20_000  # characters of a Markdown paragraph; what is longer is none, and is read as it stands
_FOREIGN = (".doc", ".rtf", ".pdf", ".pages", ".epub")


def read_document(path: Path) -> str:
    """The plain text of a document. Raises `AlanaError` with the file and what to do."""
    name = shown(path)
    try:
        text = plain_text(read_bytes(path), path.suffix.lower())
        if len(text) > MOST_TEXT:
            raise BrokenFile(f"it holds more than {MOST_TEXT:,} characters; make several evenings of it")
        return text
    except (UnreadableFile, BrokenFile) as error:
        raise AlanaError(f"{name} cannot be read: {error}") from None


def plain_text(data: bytes, ending: str) -> str:
    """The text of a document's bytes; `ending` as `.docx`. Raises `BrokenFile`."""
    if ending in _FOREIGN:
        raise BrokenFile(f"{ending} files are not read; save it as .docx, .odt or .txt")
    reader = _READERS.get(ending)
    if reader is not None:
        return reader(data)
    if data.startswith(b"PK\x03\x04"):
        raise BrokenFile("it is a packed document; give its name the right ending, .docx or .odt")
    text = decoded(data)
    if _HTML.match(text[:5_000]):
        return _from_html(text)
    marked = ending in (".md", ".markdown") and max(map(len, text.split("\n\n"))) <= _MOST_MARKED
    return _from_markdown(text) if marked else text


def decoded(data: bytes) -> str:
    """Text in whatever encoding: what its first bytes say, else UTF-8, else what the letters look like."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _guessed(data)
    if "\0" in text:
        text = _guessed(data)
    if text.count("\0") > len(text) // 100:
        raise BrokenFile("it is no text")
    return text


_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
_WESTERN = re.compile("[ÄÖÜäöüßéèêàáâçñóíúôî’“”„–—…«»’\u0080-\u009f]")


def _guessed(data: bytes) -> str:
    """UTF-16 without its mark has every other byte empty. The western code page is tried first: its letters
    tell it, and short texts are taken for its rarer neighbours otherwise."""
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if data[start:2000:2].count(0) > len(data[:2000]) // 3:
            return data.decode(encoding, "replace")
    western = data.decode("cp1252", "replace")
    strange = [char for char in western if not char.isascii()]
    if strange and sum(bool(_WESTERN.match(char)) for char in strange) >= 0.9 * len(strange):
        return western
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    return data.decode(best.encoding, "replace") if best is not None else western


# --- markdown -------------------------------------------------------------------------------------------


_FRONT_MATTER = re.compile(r"\A---\n((?:[^\n]*\n){0,60}?)---\n(?=(.*))", re.DOTALL)


def _title_alone(found: re.Match[str]) -> str:
    """What programs keep at the top of a file, as empty lines; its title stays, where there is no other."""
    rows = found.group(1).split("\n")[:-1]
    titled = re.search(r"^#\s", found.group(2), re.MULTILINE) is not None
    kept = ["# " + row[6:].strip(" \"'") if row.startswith("title:") and not titled else "" for row in rows]
    return "\n" + "".join(row + "\n" for row in kept) + "\n"


def _from_markdown(text: str) -> str:
    """Marks of emphasis are taken away; every text stays in its line."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False})
    reader.disable(["list", "code", "html_block", "html_inline", "autolink", "lheading"])
    text = _FRONT_MATTER.sub(_title_alone, text, count=1)
    lines = [""] * (text.count("\n") + 2)
    heading = ""
    for token in reader.parse(text):
        if token.type == "heading_open":
            heading = "# "
        elif token.type in ("inline", "fence") and token.map is not None:
            said = _inline(token.children or []) if token.type == "inline" else token.content
            for number, line in enumerate(said.split("\n"), token.map[0]):
                lines[min(number, len(lines) - 1)] = heading + line
            heading = ""
    return "\n".join(lines)


def _inline(tokens: Iterable[Any]) -> str:
    """The words, and behind those of a link its address."""
    out: list[str] = []
    address = ""
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            out.append("\n")
        elif token.type in ("text", "code_inline", "image", "text_special"):
            out.append(str(token.content))
        elif token.type == "link_open":
            address = str(token.attrGet("href") or "")
        elif token.type == "link_close" and address and address != out[-1]:
            out.append(f" ({address})")
    return "".join(out)


# --- trees ----------------------------------------------------------------------------------------------


class _Page:
    """Gathers text into paragraphs."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.held: list[str] = []
        self.heading = False

    def end(self) -> None:
        text = "".join(self.held)
        rows = [" ".join(row.split()) for row in text.split("\n")]
        rows = [row for row in rows if row]
        if rows:
            mark = "# " if self.heading else ""
            self.lines += [mark + " ".join(rows), ""] if mark else [*rows, ""]
        self.held, self.heading = [], False

    def text(self) -> str:
        self.end()
        return "\n".join(self.lines)


_UNSEEN = ("script", "style", "template", "noscript", "svg", "head", "nav", "footer", "button", "form")
_WITHIN = (
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "font", "i", "img", "ins", "kbd", "mark",
    "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
)  # fmt: skip


def _from_html(text: str) -> str:
    root = parsed_html(text)
    page = _Page()
    if root is not None:
        _html(root, page)
    return page.text()


def _html(element: Any, page: _Page) -> None:
    name = element.tag if isinstance(element.tag, str) else ""
    if name == "br":
        page.held.append("\n")
    elif name and name not in _UNSEEN:
        apart = name not in _WITHIN
        if apart:
            page.end()
        page.heading = page.heading or bool(re.fullmatch(r"h[1-6]|summary|dt", name))
        page.held.append(_flat(element.text))
        for child in element:
            _html(child, page)
        if apart:
            page.end()
    page.held.append(_flat(element.tail))


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _from_html_bytes(data: bytes) -> str:
    """What a page says of its own encoding counts where it is no UTF-8."""
    said = re.search(rb"charset\s*=\s*[\"']?([\w.:-]{2,30})", data[:2_000], re.IGNORECASE)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            return _from_html(data.decode(said.group(1).decode("ascii") if said else "utf-8"))
    return _from_html(decoded(data))


def _from_docx(data: bytes) -> str:
    return _from_office(parsed_xml(unpacked(data, "word/document.xml")))


def _from_odt(data: bytes) -> str:
    return _from_office(parsed_xml(unpacked(data, "content.xml")))


# What Word and LibreOffice call their parts, names without their namespaces.
_OFFICE_UNSEEN = (
    "del", "delText", "instrText", "Fallback", "moveFrom", "pPr", "rPr", "sectPr", "tracked-changes",
    "annotation", "note-citation",
)  # fmt: skip
_APART = ("p", "h")


def _from_office(root: Any) -> str:
    page = _Page()
    _office(root, page)
    return page.text()


def _office(element: Any, page: _Page) -> None:
    name = _local(element)
    if name in _OFFICE_UNSEEN:
        page.held.append(_own(element.tail, element.getparent()))
        return
    if name in _APART:
        page.end()
        page.heading = name == "h" or _is_heading(element)
    page.held.append(_SPACES.get(name, ""))
    page.held.append(_own(element.text, element))
    for child in element:
        _office(child, page)
    if name in _APART:
        page.end()
    elif element.getparent() is not None:
        page.held.append(_own(element.tail, element.getparent()))


_SPACES = {"tab": " ", "s": " ", "br": "\n", "cr": "\n", "line-break": "\n"}


def _own(text: str | None, holder: Any) -> str:
    """Text that is meant to be read: in Word's files only what stands in `t`, the rest is layout."""
    if holder is None or not text:
        return ""
    word = "wordprocessingml" in str(holder.tag)
    if word:
        return text if _local(holder) == "t" else ""
    return _flat(text) if "}" in str(holder.tag) else ""


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _is_heading(paragraph: Any) -> bool:
    style = next(iter(_styles(paragraph)), "")
    return re.match(r"heading|title|berschrift|überschrift|titel", style, re.IGNORECASE) is not None


def _styles(paragraph: Any) -> Iterator[str]:
    for each in paragraph.iterfind("{*}pPr/{*}pStyle"):
        yield from (str(value) for key, value in each.attrib.items() if key.endswith("}val"))


_READERS: Mapping[str, Callable[[bytes], str]] = {
    ".docx": _from_docx, ".odt": _from_odt, ".html": _from_html_bytes, ".htm": _from_html_bytes,
    ".xhtml": _from_html_bytes,
}  # fmt: skip
