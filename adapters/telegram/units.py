"""Text as the Bot API counts it: UTF-16 code units. Source: core.telegram.org/api/entities."""

from collections.abc import Iterable


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units: a character outside the basic plane counts two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def sound(text: str) -> str:
    """The same text, as long, without what no database or UTF-8 stream takes: NULs, halves of pairs.

    JSON may spell half a surrogate pair (`"\\ud83d"`), which Python reads but cannot encode.
    """
    return text.replace("\0", " ").encode(errors="replace").decode()


def cut(text: str, room: int) -> str:
    """`text` in at most `room` UTF-16 units, an ellipsis in place of what had to go."""
    if utf16_length(text) <= room:
        return text
    kept, used = [], 1
    for character in text:
        used += 1 + (character > "\uffff")
        if used > room:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…" if room > 0 else ""


def cut_out(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` without those (offset, length) in UTF-16 units; spans past its end count as far as it goes."""
    units = text.encode("utf-16-le", "surrogatepass")
    for start, length in sorted(spans, reverse=True):
        units = units[: 2 * start] + units[2 * (start + length) :]
    return units.decode("utf-16-le", "surrogatepass")
