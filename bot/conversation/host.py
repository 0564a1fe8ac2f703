"""What a platform may ask without a turn: autocomplete, the list of commands, a few words, a form."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime

from bot.clean import fold
from bot.commands import permissions, setup
from bot.commands.table import menu_entries
from bot.commands.talk import IN_COMPANY
from bot.conversation.alone import shut
from bot.conversation.catalogue import Catalogue
from bot.conversation.crowds import flood
from bot.conversation.handle import Conversations
from bot.conversation.understand import alarming
from bot.model import Alarm, Inbound, MenuEntry, Modal, Rich, Subject
from bot.ports import Notes
from bot.texts import match_locale, texts_for
from bot.texts.catalogue import available_languages
from bot.timewords.suggesting import durations, times
from bot.venues import Venue, VenueRules

Suggester = Callable[[str, str], Sequence[tuple[str, str]]]  # (typed, locale) -> (label, value)
MOST = 25


def phrase(name: str, locale: str | None) -> str:
    """A few words that are said without a turn."""
    t = texts_for(locale).t
    return {
        "description": t(
            "You ask the questions, Alana answers: an evening at a time, from a script, at your own pace. "
            "Nothing is asked of you that you cannot leave open, and your place is kept."
        ),
        "in short": t("A talk in evenings: you ask the questions, Alana answers."),
        "foreign": t("These questions belong to someone else. Write /talk to ask your own."),
        "talk_of": t("This is {owner}'s talk. /talk starts yours.", owner="{owner}"),
        "joined": t(
            "Hello! I'm Alana, and I'm here for talks in the evening: whoever writes /talk asks the "
            "questions, and only they see it. By /setup those who manage this server decide where and with "
            "whom I talk."
        ),
        "joined unheard": t(
            "I was added to your server {server}. There is no channel in it where I may write, so I say it "
            "here.",
            server="{server}",
        ),
        "farewell": t("Your place is kept. Until next time."),
        "person": t("Questioner"),
        "flood": flood(texts_for(locale)),
        "stale": t("That question has gone by."),
        "added": t(IN_COMPANY),
        "anonymous": t(
            "I can only talk with you under your own name, not in the name of a group or a channel. "
            "Or write to me in our direct chat."
        ),
        "busy": t("So many people at once! Please try again in a minute."),
        "elsewhere": t("I can't say it here. I go on in our direct chat."),
        "aside": t(
            "I can't write in this thread: I would need {permissions}. So we talk here, for you alone.",
            permissions="{permissions}",
        ),
        "locked": t("Our thread here is locked. So we talk here, for you alone."),
        "unopened": t("I can't get into a thread of ours here. So we talk here, for you alone."),
        "mention": t("Write /talk, and we begin. In our direct chat we can talk, too."),
        "mention in danger": t(
            "I have answered you in our direct chat. If that is closed to me, take /helpnow: only you see it."
        ),
        "vote": t("Noted, if you are in. Not yet? Tap “Join”."),
        "join": t("You are in. /circle leave takes you out again."),
        "number": t("Answer that message with your number."),
        "refused": t("My answer did not get through. Write to me again, and you will have it."),
        "detour": t("I couldn't go on where we were, so I go on here."),
        "closed": t(
            "Our direct chat is closed to me, so I go on here, for you alone. You open it in this server's "
            "menu: Privacy Settings, direct messages."
        ),
        "shut": shut(texts_for(locale)),
        **{permission: t(permission) for permission in permissions.NAMES},
    }[name]


async def nowhere(platform: str, chat: str, to: str) -> None:
    """Where nothing is kept of chats."""


class ConversationHost:
    """`bot.ports.Host`. `suggestions` answers for further fields of commands."""

    def __init__(
        self,
        conversations: Conversations,
        catalogue: Callable[[], Catalogue],
        notes: Notes,
        suggestions: Mapping[str, Suggester],
        reached: Callable[[str], None] = lambda platform: None,
        moved: Callable[[str, str, str], Awaitable[None]] = nowhere,
    ) -> None:
        self._reached, self._moved = reached, moved
        self._conversations, self._catalogue, self._notes = conversations, catalogue, notes
        named: dict[str, Suggester] = {"episode": self._episodes, "time": times, "duration": durations}
        self._suggestions = {**named, **suggestions}

    async def receive(self, inbound: Inbound) -> bool:
        return await self._conversations.handle(inbound)

    def reached(self, platform: str) -> None:
        self._reached(platform)

    async def moved(self, platform: str, chat: str, to: str) -> None:
        await self._moved(platform, chat, to)

    def suggest(self, field_name: str, text: str, locale: str | None) -> Sequence[tuple[str, str]]:
        found = self._suggestions.get(field_name)
        return list(found(text[:100], locale or "en"))[:MOST] if found else []

    def menu(self, locale: str | None) -> Sequence[MenuEntry]:
        return menu_entries(texts_for(locale))

    def languages(self) -> Sequence[str]:
        return available_languages()

    def phrase(self, name: str, locale: str | None) -> str:
        return phrase(name, locale)

    async def alarm(self, text: str) -> Alarm | None:
        return await alarming(text)

    async def rules(self, platform: str, venue: str) -> VenueRules:
        return await self._conversations.store.rules(platform, venue)

    async def no_talk(self, platform: str, venue: Venue, locale: str | None) -> Rich | None:
        return setup.why_closed(texts_for(locale), await self._conversations.at_home(platform, venue))

    async def venues(self, platform: str) -> Mapping[str, bool]:
        return await self._conversations.store.venues(platform)

    async def venue(self, platform: str, venue: str, *, present: bool) -> None:
        await self._conversations.store.venue(platform, venue, present=present)

    async def locale(self, subject: Subject) -> str | None:
        return await self._conversations.locale(subject)

    def modal(self, locale: str | None) -> Modal:
        t = texts_for(locale).t
        return Modal(t("In your own words"), t("What would you like to say?"))

    async def poisoned(self, inbound_id: str, kind: str, error: Exception) -> None:
        await self._notes.poisoned(inbound_id, kind, type(error).__name__, datetime.now(UTC))

    async def cursors(self, platform: str) -> Mapping[str, str]:
        return await self._notes.cursors(platform)

    async def move_cursor(self, platform: str, key: str, value: str) -> None:
        if (platform, key) not in self._conversations.departed:  # a place there would be a trace of them
            await self._notes.move_cursor(platform, key, value)

    def _episodes(self, text: str, locale: str) -> Sequence[tuple[str, str]]:
        series = self._catalogue().of(None)
        if series is None:
            return []
        wanted, locale = fold(text), match_locale(locale) or "en"
        named = [(f"{e.number}. {series.episode_name(e, locale)}"[:100], e.key) for e in series.episodes]
        return [pair for pair in named if wanted in fold(pair[0])]
