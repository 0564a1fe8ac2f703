"""A small reader of Discord's markdown: what a person sees of a message, and what acts in it.

Written from the behaviour of the client, not from `adapters.discord.markdown`: rules in the client's order
(escape, web address, code, strong, emphasis, underline, strike, spoiler, mention), blocks by line.
"""

import re
from dataclasses import dataclass, field

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("escape", re.compile(r"\\([^0-9A-Za-z\s])")),
    ("link", re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]\(<?https?://[^\s)]+>?\)")),
    ("url", re.compile(r"(?:https?|steam)://[^\s<]+[^<.,:;\"'\]\s]")),
    ("url", re.compile(r"discord(?:app)?\.(?:gg|gift|new|com/invite|com/channels)/[\w-]+", re.I)),
    ("emoji", re.compile(r":[\w+-]+:")),
    ("autolink", re.compile(r"<https?://[^>\s]+>")),
    ("mention", re.compile(r"<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>|</\w+:\d+>|@everyone|@here")),
    ("code", re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")),
    ("italic", re.compile(r"\b_((?:__|\\[\s\S]|[^\\_])+?)_\b")),
    ("bold", re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")),
    ("italic", re.compile(r"\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^*\s\\]|\*\*)|[^\s*\\])+?)\*(?!\*)")),
    ("underline", re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)")),
    ("strike", re.compile(r"~~([\s\S]+?)~~(?!_)")),
    ("spoiler", re.compile(r"\|\|([\s\S]+?)\|\|")),
)
_BLOCKS = (
    ("quote", re.compile(r"^\s*(?:>>>|>) ")),
    ("heading", re.compile(r"^\s*(?:-#|#{1,3}) ")),
    ("list", re.compile(r"^\s*[-*+] ")),
)


@dataclass
class Seen:
    """`text` as it is read; `acts` are the markup and mentions in force: (what, on which words); `links` the
    addresses that can be pressed, invitations among them."""

    text: str = ""
    acts: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def read(content: str) -> Seen:
    """The message as the client shows it, quotation bars and bullets left out."""
    seen, lines = Seen(), []
    for line in content.split("\n"):
        for name, pattern in _BLOCKS:
            if found := pattern.match(line):
                line = line[found.end() :]
                seen.acts.append((name, _visible(line, Seen())))
        lines.append(_visible(line, seen))
    seen.text = "\n".join(lines)
    return seen


def _visible(text: str, seen: Seen) -> str:
    out, at = "", 0
    while at < len(text):
        found = next(((n, m) for n, p in _RULES if (m := p.match(text, at)) and m.start() == at), None)
        if found is None:
            out += text[at]
            at += 1
            continue
        name, match = found
        at = match.end()
        if name == "escape":
            out += match[1]
        elif name == "url":
            seen.links.append(match[0])
            out += match[0]
        else:
            inner = match[2] if name == "code" else match[1] if match.re.groups else match[0]
            words = inner if name in ("code", "mention", "autolink", "emoji") else _visible(inner, seen)
            seen.acts.append((name, words))
            out += words
    return out
