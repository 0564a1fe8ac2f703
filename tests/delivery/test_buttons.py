"""Other buttons for a message that stands: known by what was sent, only the newest, never after they went."""

from bot.errors import Failure, SendFailed
from bot.model import Button, Message, Open, Outgoing, Press, Rebutton, Receipt, Rich, Settle
from tests.delivery.conftest import Post, Time, make
from tests.storage.conftest import Kit, home, row

GATEWAY = SendFailed(Failure.TRANSIENT, "502")


def counts(id_: str, number: int, of: str = "q") -> Outgoing:
    button = Button(f"Why? ({number})", Press("c-5", "o", 1, 1, "0"))
    return Outgoing(id_, home(), Rebutton(of, Message(Rich("Ask."), (button,))))


async def test_they_know_their_message_again_and_again_and_after_a_restart(kit: Kit) -> None:
    first = make(kit, Time())
    await first.start()
    saved = await first.say(await first.met(), row("q"))
    saved = await first.say(saved, counts("c1", 1))
    saved = await first.say(saved, counts("c2", 2))
    await first.stop()
    second = make(kit, Time())
    await second.start()
    saved = await second.say(saved, counts("c3", 3))
    await second.say(saved, Outgoing("o", home(), Open("The lamp", "Here:", "q")))
    known = Receipt("ref-q", home())
    assert (first.phone.targets, second.phone.targets) == ([known, known], [known, known])
    await second.stop()


async def test_of_those_that_wait_only_the_newest_is_sent(post: Post) -> None:
    saved = await post.say(await post.met(), row("q"))
    post.phone.fails["a"] = [GATEWAY]
    saved = await post.say(saved, row("a"))
    for number in (1, 2, 3):
        saved = await post.say(saved, counts(f"c{number}", number))
    await post.say(saved, counts("other", 1, of="a"))
    await post.pass_(60)
    assert post.phone.order == ["q", "a", "c3", "other"]
    assert (await post.statuses())["c1"] == "dropped"


async def test_what_takes_the_keyboard_away_comes_last(post: Post) -> None:
    """Tried again behind it, they would bring it back."""
    saved = await post.say(await post.met(), row("q"))
    post.phone.fails["c"] = [GATEWAY]
    await post.say(saved, counts("c", 1), Outgoing("s", home(), Settle("q", Rich("Ask."), "Why?")))
    await post.pass_(60)
    assert post.phone.order == ["q", "c", "s"]


async def test_they_are_let_go_where_that_takes_too_long_or_is_refused(post: Post) -> None:
    saved = await post.say(await post.met(), row("q"))
    post.phone.fails["c"] = [GATEWAY] * 50
    post.phone.fails["d"] = [SendFailed(Failure.ELSEWHERE, "archived")]
    await post.say(saved, counts("c", 1), row("b"), counts("d", 1), row("e"))
    await post.pass_(120)
    assert post.phone.order == ["q", "b", "e"]
    found = await post.statuses()
    assert (found["c"], found["d"]) == ("dropped", "dropped")
