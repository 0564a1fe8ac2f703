"""Every state that a conversation can be in, as the way that leads there."""

from collections.abc import Awaitable, Callable, Mapping

from tests.chat import Chat

Way = Callable[[Chat], Awaitable[None]]


async def new(chat: Chat) -> None:
    """Nobody has written yet."""


async def offered(chat: Chat) -> None:
    await chat.open()


async def name(chat: Chat) -> None:
    await chat.open()
    await chat.tap("Who put the lamp there?")


async def odd_name(chat: Chat) -> None:
    await name(chat)
    await chat.say("42")
    assert "Shall I call you" in chat.last.text


async def number(chat: Chat) -> None:
    await name(chat)
    await chat.say("Ottilie")


async def last_choice(chat: Chat) -> None:
    await number(chat)
    await chat.say("7")


async def page(chat: Chat) -> None:
    await last_choice(chat)
    await chat.tap("May I sit down?")
    assert "your own lamp" in chat.last.text


async def ended(chat: Chat) -> None:
    await page(chat)
    await chat.say("skip")
    assert "I write once a day" in chat.last.text


async def between(chat: Chat) -> None:
    await ended(chat)
    await chat.command("continue")
    assert "Shall we begin" in chat.last.text


async def did_you_mean(chat: Chat) -> None:
    await chat.open()
    await chat.say("who is it")
    assert "Did you mean" in chat.last.text


async def erasing(chat: Chat) -> None:
    await chat.open()
    await chat.command("forget")


async def erasing_at_name(chat: Chat) -> None:
    await name(chat)
    await chat.command("forget")


async def hour(chat: Chat) -> None:
    await name(chat)
    await chat.command("remind")


async def city(chat: Chat) -> None:
    await page(chat)
    await chat.command("remind", "20:00")


async def clock(chat: Chat) -> None:
    await city(chat)
    await chat.command("remind", "else")


async def place_found(chat: Chat) -> None:
    await city(chat)
    await chat.say("Berlin")


async def reminded(chat: Chat) -> None:
    await place_found(chat)
    await chat.say("yes")


async def pause(chat: Chat) -> None:
    await reminded(chat)
    await chat.command("pause")


async def care(chat: Chat) -> None:
    await page(chat)
    await chat.say("I want to die")
    assert "no help line" in chat.last.text


async def all_heard(chat: Chat) -> None:
    await ended(chat)
    await chat.command("talk", "2")
    await chat.tap("Is it open?")


WAYS: Mapping[str, Way] = {
    way.__name__: way
    for way in (
        new,
        offered,
        name,
        odd_name,
        number,
        last_choice,
        page,
        ended,
        between,
        did_you_mean,
        erasing,
        erasing_at_name,
        hour,
        city,
        clock,
        place_found,
        reminded,
        pause,
        care,
        all_heard,
    )
}
