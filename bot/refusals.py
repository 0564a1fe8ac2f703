"""What a platform's own error may leave in logs, in the database and on the screen: its code, and our words.

Such a text can quote what a person wrote ("unsupported start tag …"). So it is never taken as it is: what we
know of is said in our own words, of the rest only what stands before anything that could be a quotation.
"""

import re

LONGEST = 80  # characters

# A part of the platform's text in lower case; what it means. Telegram's as in the Bot API server's source,
# https://github.com/tdlib/telegram-bot-api; Discord's errors have codes and need no text.
_KNOWN = (
    ("blocked by the user", "the person has blocked the bot"),
    ("user is deactivated", "the account is gone"),
    ("was kicked", "the bot was taken out of the chat"),
    ("can't initiate conversation", "the person has not opened the chat"),
    ("can't send messages to bots", "that is another bot"),
    ("not a member of the", "the bot is no member there"),
    ("chat not found", "there is no such chat"),
    ("user not found", "there is no such account"),
    ("peer_id_invalid", "there is no such chat"),
    ("rights to send", "the bot may not write there"),
    ("write_forbidden", "the bot may not write there"),
    ("chat_restricted", "the bot may not write there"),
    ("not enough rights", "the bot may not do that there"),
    ("topic_closed", "the topic is closed"),
    ("thread not found", "the topic is gone"),
    ("message is too long", "the message is too long"),
    ("text is empty", "the message is empty"),
    ("can't parse entities", "the styles of the text were not understood"),
    ("parse inline keyboard", "a button was not understood"),
    ("button_", "a button was not taken"),
    ("reply markup", "the buttons were not taken"),
    ("not modified", "the message is like that already"),
    ("can't be edited", "the message cannot be changed any more"),
    ("message to edit not found", "the message is gone"),
    ("file is too big", "the file is too large"),
    ("query is too old", "the tap is too old"),
    ("query_id_invalid", "the tap is too old"),
    ("chat was upgraded", "the group has a new id"),
    ("too many requests", "too many messages"),
    ("name or service not known", "no such host, or no network"),
)
# Quotation marks of any language, a sign that no message in English holds, the beginning of a page of HTML.
# An apostrophe stands between letters.
_QUOTED = re.compile(r"""[^ -~]|["`<{]|(?<![A-Za-z])'|'(?![a-z])""")


def refusal(code: int | str, text: str) -> str:
    """One line for what a platform refused: `403: the person has blocked the bot`."""
    folded = text.lower()
    known = next((ours for mark, ours in _KNOWN if mark in folded), None)
    return f"{code}: {known or shortened(text) or 'no reason given'}"


def shortened(text: str) -> str:
    """A text of somebody else's up to the first thing that could be a quotation, and never long."""
    found = _QUOTED.search(text)
    words = " ".join((text[: found.start()] if found else text).split())
    return words[:LONGEST].rstrip(" :,(-")
