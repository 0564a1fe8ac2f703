"""The bot's own words (menus, help, errors) in each language; the dialogues carry theirs themselves.

Knows gettext and Babel, nothing of people or platforms. The English source is the key: a room writes
`texts.t("Your journal is empty.")` or `texts.n("{count} evening", "{count} evenings", done)`; words that
stand in a table, away from any `Texts`, are wrapped in `mark("…")` so that they are collected as well.
`make texts` collects them into `locale/*/LC_MESSAGES/alana.po`, where translators write.
"""

from bot.texts.catalogue import Texts, available_languages, mark, match_locale, texts_for

__all__ = ["Texts", "available_languages", "mark", "match_locale", "texts_for"]
