"""Delivery: in order, paced, again where it failed, once where that was promised."""

import asyncio
import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery import failures, prefetch, sender
from bot.errors import Failure, SendFailed, StorageError
from bot.model import (
    Address,
    Button,
    Message,
    Outgoing,
    Press,
    Receipt,
    ReplyHandle,
    Rich,
    Say,
    Settle,
)
from bot.ports import Claimed, SetWakeup
from tests.delivery.conftest import Post, Time, make
from tests.storage.conftest import NOW, Kit, home, row

DROPPED_LINE = SendFailed(Failure.TRANSIENT, "connection lost")
GATEWAY = SendFailed(Failure.TRANSIENT, "502")


# ---------------------------------------------------------------- order and pace


async def test_one_persons_messages_go_in_order(post: Post) -> None:
    saved = await post.say(await post.met(), row("a"), row("b"), row("c"))
    await post.say(saved, row("d"))
    assert post.phone.order == ["a", "b", "c", "d"]
    assert set((await post.statuses()).values()) == {"sent"}


async def test_order_holds_while_the_first_one_fails(post: Post) -> None:
    post.phone.fails["a"] = [GATEWAY, DROPPED_LINE]
    await post.say(await post.met(), row("a"), row("b"))
    assert post.phone.order == []
    await post.pass_(60)
    assert post.phone.order == ["a", "b"]


async def test_nobody_waits_for_somebody_else(post: Post) -> None:
    post.phone.fails["a"] = [SendFailed(Failure.LIMITED, "429", retry_after=300)]
    await post.say(await post.met("1"), row("a", "1"))
    await post.say(await post.met("2"), row("b", "2"))
    assert post.phone.order == ["b"]


def aside(id_: str, key: str) -> Outgoing:
    """What one person alone sees of a channel that others talk in, too."""
    reply = ReplyHandle("t" + key, "1", NOW + timedelta(minutes=14), ephemeral=True, seen_by=key)
    return replace(row(id_, key), address=Address("chat", "square", direct=False), reply=reply)


async def test_what_one_person_alone_sees_of_a_channel_waits_for_nobody_elses(post: Post) -> None:
    post.phone.fails["a"] = [SendFailed(Failure.LIMITED, "429", retry_after=300)]
    first = await post.say(await post.met("1"), aside("a", "1"))
    one, other = aside("a", "1").lane, aside("b", "2").lane
    assert (post.sender.waiting(one), post.sender.waiting(other)) == (1, 0)
    for _ in range(2):  # more is coming for the one
        post.sender.hold(one)
    await post.say(await post.met("2"), aside("b", "2"))
    assert post.phone.order == ["b"]
    await post.say(first, aside("c", "1"))
    assert post.phone.order == ["b"], "behind its own"


async def test_a_pause_with_a_typing_sign_comes_before_a_message(post: Post) -> None:
    await post.say(await post.met(), row("a"), row("b", pace=3.0), row("c", pace=6.0))
    assert post.phone.sent == [(0.0, "a")]
    await post.pass_(20)
    assert post.phone.sent == [(0.0, "a"), (3.0, "b"), (9.0, "c")]
    assert post.phone.typed == [0.0, 3.0, 7.5]


async def test_a_new_tap_skips_the_pauses_that_are_left_but_not_its_answers(post: Post) -> None:
    saved = await post.say(await post.met(), row("a"), row("b", pace=3.0), row("c", pace=3.0))
    await post.pass_(1)
    post.sender.flush(home())
    await post.say(saved, row("d"), row("e", pace=2.0))
    assert post.phone.sent == [(0.0, "a"), (1.0, "b"), (1.0, "c"), (1.0, "d")]
    await post.pass_(5)
    assert post.phone.sent[-1] == (3.0, "e")


async def test_a_flush_with_nothing_waiting_flushes_nothing(post: Post) -> None:
    saved = await post.met()
    post.sender.flush(home())
    await post.say(saved, row("a", pace=2.0))
    post.sender.flush(home("somebody else"))
    assert post.phone.order == []


# ---------------------------------------------------------------- rates


async def test_a_chat_gets_a_short_burst_and_then_one_a_second(kit: Kit) -> None:
    post = make(kit, Time(), rate_chat=1.0, burst_chat=3)
    await post.start()
    await post.say(await post.met(), *(row(f"m{n}") for n in range(6)))
    await post.pass_(10)
    assert [at for at, _ in post.phone.sent] == [0.0, 0.0, 0.0, 1.0, 2.0, 3.0]
    await post.stop()


async def test_a_group_gets_at_most_twenty_in_any_minute(kit: Kit) -> None:
    post = make(kit, Time(), rate_chat=1.0, burst_chat=3, rate_group=20 / 60)
    await post.start()
    group = replace(home("group"), direct=False)
    await post.say(await post.met(), *(replace(row(f"m{n}"), address=group) for n in range(45)))
    await post.pass_(300)
    times = [at for at, _ in post.phone.sent]
    assert len(times) == 45
    assert 18 <= max(sum(start <= at < start + 60 for at in times) for start in times) <= 20
    await post.stop()


async def test_all_chats_together_keep_the_overall_rate(kit: Kit) -> None:
    post = make(kit, Time(), rate_overall=10.0)
    await post.start()
    await post.pass_(5.0)  # a long rest saves up nothing
    for key in range(30):
        await post.say(await post.met(str(key)), row(f"m{key}", str(key)))
    await post.pass_(4.0)
    times = sorted(second for second, _ in post.phone.sent)
    assert len(times) == 30
    assert max(sum(start <= t <= start + 1.0 for t in times) for start in times) <= 10
    await post.stop()


async def test_answers_overtake_broadcasts(kit: Kit) -> None:
    post = make(kit, Time(), rate_overall=20.0)  # two of them at once
    await post.start()
    people = [await post.met(str(key)) for key in range(8)]
    for key, saved in enumerate(people[:6]):
        await post.say(saved, row(f"nudge{key}", str(key), urgent=False))
    await post.say(people[6], row("answer6", "6"))
    await post.say(people[7], row("answer7", "7"))
    await post.pass_(10)
    assert post.phone.order[:2] == ["nudge0", "nudge1"]
    assert post.phone.order[2:4] == ["answer6", "answer7"]
    assert len(post.phone.order) == 8
    await post.stop()


# ---------------------------------------------------------------- failures


async def test_the_platforms_pause_is_kept_for_that_chat(post: Post) -> None:
    post.phone.fails["a"] = [SendFailed(Failure.LIMITED, "429", retry_after=7.0)]
    await post.say(await post.met(), row("a"))
    await post.pass_(6.9)
    assert post.phone.sent == []
    await post.pass_(0.2)
    assert post.phone.sent == [(7.0, "a")]
    assert await post.kit.all("SELECT attempts FROM outbox") == [(1,)]  # the platform's wish is no failure


async def test_a_wide_limit_holds_everyone(post: Post) -> None:
    post.phone.fails["a"] = [SendFailed(Failure.LIMITED, "429", retry_after=7.0, wide=True)]
    await post.say(await post.met("1"), row("a", "1"))
    await post.say(await post.met("2"), row("b", "2"))
    await post.say(await post.met("3"), row("c", "3"))
    assert post.phone.sent == []
    await post.pass_(7.0)
    assert sorted(post.phone.sent) == [(7.0, "a"), (7.0, "b"), (7.0, "c")]


async def test_retries_back_off_and_stop_growing(post: Post) -> None:
    post.phone.fails["a"] = [GATEWAY] * 12
    await post.say(await post.met(), row("a"))
    await post.pass_(4000)
    times = [at for at, _ in post.phone.tried]
    assert [b - a for a, b in itertools.pairwise(times)] == [
        1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300,
    ]  # fmt: skip
    assert post.phone.order == ["a"]


async def test_after_the_last_attempt_later_messages_still_go(post: Post) -> None:
    post.phone.fails["a"] = [GATEWAY] * 99
    await post.say(await post.met("1"), row("a", "1"), row("b", "1"))
    other = await post.met("2")
    for number in range(45):  # others get theirs meanwhile: it is this message
        other = await post.say(other, row(f"x{number}", "2"))
        await post.pass_(300)
    assert "b" in post.phone.order
    assert (await post.statuses())["a"] == "dead"
    assert await post.kit.all("SELECT attempts FROM outbox WHERE id = 'a'") == [(failures.MAX_ATTEMPTS,)]
    assert ("dead", "a", "transient: 502") in post.notes


async def test_an_outage_of_the_platform_loses_nothing_however_long(post: Post) -> None:
    post.phone.fails["a"] = [DROPPED_LINE] * 40
    await post.say(await post.met(), row("a"), row("b"))
    await post.pass_(5 * 3600)
    assert post.phone.order == ["a", "b"]


async def test_a_refused_message_is_a_dead_letter_and_the_next_one_goes(post: Post) -> None:
    post.phone.fails["a"] = [SendFailed(Failure.REFUSED, "message is too long")]
    await post.say(await post.met(), row("a"), row("b"))
    assert post.phone.order == ["b"]
    assert await post.kit.all("SELECT status, reason FROM outbox WHERE id = 'a'") == [
        ("dead", "message is too long")
    ]


async def test_our_own_mistake_in_an_adapter_stops_nobody(post: Post) -> None:
    post.phone.fails["a"] = [KeyError("what a person wrote")]
    await post.say(await post.met(), row("a"), row("b"))
    assert post.phone.order == ["b"]
    assert await post.kit.all("SELECT reason FROM outbox WHERE id = 'a'") == [("KeyError",)]
    assert "wrote" not in str(post.notes)


MISTAKES = {
    "what follows a failure": ("bot.delivery.failures.Failures.met", AttributeError),
    "the row is gone already": ("bot.delivery.failures.Failures.over", AttributeError),
    "what it waits for was cancelled": ("bot.delivery.failures.Failures.follow", asyncio.CancelledError),
    "the rates": ("bot.delivery.rates.RateLimiter.enter", ZeroDivisionError),
}


@pytest.mark.parametrize("name", MISTAKES)
async def test_our_own_mistake_in_a_queue_is_loud_and_the_queue_goes_on(
    name: str, kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = make(kit, Time(), rate_chat=1.0, burst_chat=1)
    await post.start()
    saved = await post.say(await post.met(), row("before"))
    where, error = MISTAKES[name]
    done = asyncio.Event()
    left = 1 if name == "the row is gone already" else 0  # calls that go well: a queue is made with one

    def mistaken(trouble: Any, *_: object, **__: object) -> None:
        nonlocal left
        if left:
            left, trouble.tries, trouble._beats = left - 1, 0, -1
            return
        done.set()
        raise error("what a person wrote")

    async def mistaken_later(*_: object, **__: object) -> None:
        mistaken(None)

    if name == "what follows a failure":
        post.phone.fails["a"] = [DROPPED_LINE]
    with monkeypatch.context() as wrong:
        wrong.setattr(where, mistaken_later if name == "the rates" else mistaken)
        saved = await post.say(saved, row("a"))
        await post.pass_(2)
        assert done.is_set()
        assert {(kind, why) for kind, _, why in post.notes} == {("crashed", error.__name__)}
        assert "wrote" not in str(post.notes)
    await post.pass_(sender.STORAGE_PAUSE)
    await post.say(saved, row("b"))
    await post.pass_(60)
    assert post.phone.order == ["before", "a", "b"]
    await post.stop()


async def test_rows_that_could_not_be_given_back_are_said(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def release(*_: object) -> None:
        raise KeyError("a mistake")

    await post.say(await post.met(), row("a"))
    monkeypatch.setattr(post.kit.outbox, "release", release)
    monkeypatch.setattr(post.sender, "_ours", lambda row: False)
    post.sender.offer([Claimed(1, row("b"), None, 1)])
    await post.settle()
    assert ("crashed", "b", "KeyError") in post.notes


async def test_a_closed_chat_stops_everything_for_that_person(post: Post) -> None:
    post.phone.fails["a"] = [SendFailed(Failure.UNREACHABLE, "bot was blocked")]
    saved = await post.met()
    saved = await post.say(
        saved, row("a"), row("b"), row("c"), wakeups=(SetWakeup("nudge", NOW + timedelta(days=1)),)
    )
    assert post.phone.tried == [(0.0, "a")]
    assert await post.statuses() == {"a": "dead", "b": "dropped", "c": "dropped"}
    back = await post.kit.store.load(saved.subject)
    assert back.profile.unreachable
    assert await post.kit.wakeups.next_due_at() is None
    await post.say(replace(back, profile=replace(back.profile, unreachable=False)), row("d"))
    assert post.phone.order == ["d"]


OWN = Address("chat", "square", "public:7", False)


async def test_where_a_closed_chat_takes_nothing_a_line_says_so_in_the_thread_where_it_was_typed(
    post: Post,
) -> None:
    """One line, whatever waited; the words themselves are said again later, and never in the thread."""
    post.phone.fails["p-1-0"] = [SendFailed(Failure.UNREACHABLE, "50007")]
    saved = await post.met()
    private = [row(f"p-1-{n}", text="a secret", fallback=OWN.as_beside()) for n in range(2)]
    saved = await post.say(saved, *private, replace(row("p-1-2"), address=OWN))
    await post.pass_(30)
    assert {r.id for r in post.phone.rows} == {"p-1-2", "p-1-00"}
    (line,) = (r for r in post.phone.rows if r.id == "p-1-00")
    assert line.address == OWN
    assert isinstance(line.action, Say)
    assert line.action.message.body.text == "(shut None)"
    lost = await post.kit.store.undelivered(saved.person)
    assert [r.id for r in lost] == ["p-1-0", "p-1-1"]
    assert (await post.kit.store.load(saved.subject)).profile.unreachable


@pytest.mark.parametrize("failure", [Failure.ELSEWHERE, Failure.REFUSED, Failure.EXPIRED])
async def test_what_is_private_goes_to_no_thread_whatever_its_chat_says(post: Post, failure: Failure) -> None:
    post.phone.fails["p-1-0"] = [SendFailed(failure)]
    await post.say(await post.met(), row("p-1-0", text="a secret", fallback=OWN.as_beside()))
    await post.pass_(30)
    assert post.phone.rows == []


async def test_a_closed_channel_is_not_a_closed_person(post: Post) -> None:
    channel = Address("chat", "channel", None, False)
    post.phone.fails["a"] = [SendFailed(Failure.UNREACHABLE, "no access")]
    saved = await post.say(await post.met(), replace(row("a"), address=channel), row("b"))
    assert post.phone.order == ["b"]
    assert not (await post.kit.store.load(saved.subject)).profile.unreachable


async def test_a_chat_that_moved_is_followed(post: Post) -> None:
    post.phone.fails["a"] = [SendFailed(Failure.MOVED, "migrated", moved_to="-100")]
    post.phone.fails["b"] = [SendFailed(Failure.MOVED, "migrated", moved_to="-100")]
    group = Address("chat", "-1", None, False)
    saved = await post.met()
    saved = await post.say(
        replace(saved, address=group), *(replace(row(id_), address=group) for id_ in ("a", "b"))
    )
    assert [(r.id, r.address.chat) for r in post.phone.rows] == [("a", "-100"), ("b", "-100")]
    found = await post.kit.store.load(saved.subject)
    assert (found.address, found.direct) == (replace(group, chat="-100"), home())


@pytest.mark.parametrize(
    "failure", [GATEWAY, SendFailed(Failure.LIMITED, "429", retry_after=20.0)], ids=["502", "429"]
)
async def test_what_waits_for_a_chat_that_moved_comes_before_what_is_said_there(
    post: Post, failure: SendFailed
) -> None:
    """As the platform tells of it, and without a try at where it was."""
    old, new = Address("chat", "-1", None, False), Address("chat", "-100", None, False)
    post.phone.fails["a"] = [failure]
    saved = replace(await post.met(), address=old)
    saved = await post.say(saved, *(replace(row(id_), address=old) for id_ in ("a", "b")))
    assert post.phone.order == []
    await post.kit.outbox.moved("chat", "-1", "-100")
    await post.say(replace(saved, address=new), replace(row("c"), address=new))
    assert post.phone.order == []
    await post.pass_(30)
    assert [(r.id, r.address) for r in post.phone.rows] == [("a", new), ("b", new), ("c", new)]
    await post.kit.outbox.moved("chat", "-100", "-200")
    assert not post.sender.in_hand()["chat"]


async def test_what_a_shared_place_does_not_take_for_minutes_goes_to_the_direct_chat(post: Post) -> None:
    """As in a group of Telegram in slow mode. A minute is waited for, and so is whoever has no other way."""
    group = Address("chat", "-1", None, False)
    for id_, seconds in (("a", 60.0), ("b", 61.0), ("c", 300.0)):
        post.phone.fails[id_] = [SendFailed(Failure.LIMITED, "429", retry_after=seconds)]
    rows = [replace(row(id_), address=group, fallback=home()) for id_ in ("a", "b")]
    await post.say(await post.met(), *rows, replace(row("c"), address=group))
    assert post.phone.order == []
    await post.pass_(60)
    assert [(r.id, r.address) for r in post.phone.rows] == [("a", group), ("b", home())]
    await post.pass_(300)
    assert post.phone.rows[-1].address == group


async def test_a_direct_chat_never_becomes_a_group(post: Post) -> None:
    """Whatever a platform says of a migration: what waits for one person alone goes to no group."""
    post.phone.fails["a"] = [SendFailed(Failure.MOVED, "migrated", moved_to="-100")]
    saved = await post.say(await post.met(), row("a"), row("b"))
    assert [(r.id, r.address) for r in post.phone.rows] == [("b", home())]
    await post.kit.outbox.moved("chat", "7", "-100")
    assert (await post.kit.store.load(saved.subject)).direct == home()


async def test_a_thread_that_is_gone_is_left_for_its_chat(post: Post) -> None:
    topic, chat = Address("chat", "-1", "5", False), Address("chat", "-1", None, False)
    post.phone.fails["a"] = [SendFailed(Failure.MOVED, "no such thread", thread_gone=True)]
    saved = replace(await post.met(), address=topic)
    saved = await post.say(saved, *(replace(row(id_), address=topic) for id_ in ("a", "b")))
    assert [(r.id, r.address) for r in post.phone.rows] == [("a", chat), ("b", chat)]
    assert [id_ for _, id_ in post.phone.tried] == ["a", "a", "b"], "b is not sent to where nothing is"
    assert (await post.kit.store.load(saved.subject)).address == chat


async def test_what_an_edit_is_refused_for_says_nothing_of_the_person_or_their_chat(post: Post) -> None:
    for number, failure in enumerate((Failure.MOVED, Failure.UNREACHABLE, Failure.REFUSED)):
        edit = Outgoing(f"s{number}", home(), Settle("q", Rich("?"), None))
        post.phone.fails[edit.id] = [SendFailed(failure, "no", moved_to="-100")]
        saved = await post.say(await post.met(str(number)), replace(edit, address=home(str(number))))
        found = await post.kit.store.load(saved.subject)
        assert (found.direct, found.profile.unreachable) == (home(str(number)), False)
    assert set((await post.statuses()).values()) == {"dropped"}


@pytest.mark.parametrize(
    "failure", [GATEWAY, SendFailed(Failure.LIMITED, "429", retry_after=20.0)], ids=["502", "429"]
)
async def test_no_answer_waits_for_the_edit_of_an_old_question(post: Post, failure: SendFailed) -> None:
    post.phone.fails["s"] = [failure] * 99
    edit = Outgoing("s", home(), Settle("q", Rich("?"), None))
    saved = await post.say(await post.met(), row("a"), edit, row("b"), row("c"))
    assert post.phone.order == ["a", "b", "c"]
    for number in range(8):
        await post.pass_(25)
        saved = await post.say(saved, row(f"x{number}"))
        assert post.phone.sent[-1] == (post.time.seconds, f"x{number}")
    tries = [id_ for _, id_ in post.phone.tried].count("s")
    assert tries == failures.TIDYING_ATTEMPTS
    assert (await post.statuses())["s"] == "dropped"


async def test_an_outage_ends_for_everyone_with_the_first_message_that_gets_through(post: Post) -> None:
    for key in "ab":
        post.phone.fails[key] = [DROPPED_LINE] * 6
    saved = {key: await post.say(await post.met(key), row(key, key)) for key in "ab"}
    await post.pass_(62)  # the seventh try of each is due a minute later
    assert post.phone.order == []
    await post.say(await post.met("c"), row("c", "c"))
    assert sorted(post.phone.order) == ["a", "b", "c"]
    assert saved


async def test_a_persons_word_ends_their_own_pause(post: Post) -> None:
    post.phone.fails["a"] = [DROPPED_LINE] * 6
    saved = await post.say(await post.met(), row("a"))
    await post.pass_(62)
    post.sender.flush(home())
    await post.say(saved, row("b"))
    assert post.phone.sent == [(62.0, "a"), (62.0, "b")]


async def test_where_the_platform_was_reached_otherwise_nobody_waits_on(post: Post) -> None:
    post.phone.fails["a"] = [DROPPED_LINE] * 6
    await post.say(await post.met(), row("a"))
    await post.pass_(62)
    post.sender.reached("chat")
    await post.settle()
    assert post.phone.sent == [(62.0, "a")]


async def test_what_never_gets_through_is_given_up_though_others_do(post: Post) -> None:
    """Each success of another chat is no reason to try this one at once, for ever."""
    post.phone.fails["a"] = [GATEWAY] * 999
    await post.say(await post.met("1"), row("a", "1"))
    other = await post.met("2")
    for number in range(60):
        other = await post.say(other, row(f"x{number}", "2"))
        await post.pass_(10)
    tries = [id_ for _, id_ in post.phone.tried].count("a")
    assert tries < 20


# ---------------------------------------------------------------- the newest of equal answers


def ask(id: str, text: str = "Ask me.", step: int = 1) -> Outgoing:
    button = Button("Why?", Press("7", "o", 1, step, "0"))
    return replace(row(id), action=Say(Message(Rich(text), (button,))))


async def test_of_equal_answers_that_wait_only_the_newest_is_sent(post: Post) -> None:
    saved = await post.met()
    for _ in range(5):
        post.sender.hold(home())
    led = "Look at it."
    saved = await post.say(saved, row("1-2-0", text="A lamp."), row("1-2-1", text=led), ask("1-2-2"))
    for turn in "345":
        saved = await post.say(saved, row(f"1-{turn}-0", text=led), ask(f"1-{turn}-1"))
    await post.say(saved, row("1-6-0", text="Hello."), row("1-6-1", text=led), ask("1-6-2"))
    assert post.phone.order == []
    for _ in range(5):
        post.sender.let_go(home())
    await post.settle()
    assert post.phone.order == ["1-2-0", "1-6-0", "1-6-1", "1-6-2"]
    assert set((await post.statuses()).values()) == {"sent", "dropped"}


async def test_the_same_words_in_two_turns_are_both_said(post: Post) -> None:
    saved = await post.met()
    post.sender.hold(home())
    post.sender.hold(home())
    saved = await post.say(saved, row("1-2-0", text="Hm."), ask("1-2-1"))
    await post.say(saved, row("1-3-0", text="Hm."), ask("1-3-1", step=2))
    post.sender.let_go(home())
    post.sender.let_go(home())
    await post.settle()
    assert post.phone.order == ["1-2-0", "1-2-1", "1-3-0", "1-3-1"]


async def test_twenty_equal_answers_are_two(post: Post) -> None:
    """One is under way when the others come."""
    post.phone.fails["1-2-0"] = [SendFailed(Failure.LIMITED, "429", retry_after=3.0)]
    saved = await post.met()
    for turn in range(2, 22):
        saved = await post.say(saved, row(f"1-{turn}-0", text="The whole help."))
    await post.pass_(5)
    assert post.phone.order == ["1-2-0", "1-21-0"]


async def test_what_an_interaction_waits_for_is_never_passed_over(post: Post) -> None:
    post.phone.fails["1-2-0"] = [SendFailed(Failure.LIMITED, "429", retry_after=3.0)]
    saved = await post.say(await post.met(), row("1-2-0"), ask("1-2-1"))
    saved = await post.say(saved, replace(ask("1-3-0"), reply=handle()))
    await post.say(saved, ask("1-4-0"))
    await post.pass_(5)
    assert post.phone.order == ["1-2-0", "1-3-0", "1-4-0"]


# ---------------------------------------------------------------- reply handles


def handle() -> ReplyHandle:
    return ReplyHandle("secret", "app", NOW + timedelta(minutes=15), "fill", True, "de")


async def test_an_expired_handle_in_a_direct_chat_goes_without_it(post: Post) -> None:
    post.phone.fails["a"] = [SendFailed(Failure.EXPIRED)]
    await post.say(await post.met(), row("a", reply=handle()), row("b"))
    assert post.phone.order == ["a", "b"]
    assert post.phone.rows[0].reply is None


async def test_an_expired_handle_elsewhere_goes_to_the_fallback(post: Post) -> None:
    place = Address("chat", "server", None, False)
    post.phone.fails["a"] = [SendFailed(Failure.EXPIRED)]
    await post.say(await post.met(), replace(row("a", reply=handle(), fallback=home("dm")), address=place))
    assert [(r.address, r.reply) for r in post.phone.rows] == [(home("dm"), None)]


async def test_an_expired_handle_without_another_way_is_dropped_and_counted(post: Post) -> None:
    place = Address("chat", "server", None, False)
    settle = Outgoing("a", place, Settle("x", Rich("q"), None), handle(), fallback=home("dm"))
    post.phone.fails["a"] = [SendFailed(Failure.EXPIRED)]
    await post.say(await post.met(), settle, replace(row("b"), address=place))
    assert post.phone.order == ["b"]
    assert await post.kit.all("SELECT name, value FROM counter") == [("dropped:expired", 1)]
    assert await post.kit.all("SELECT reply FROM outbox WHERE id = 'a'") == [(None,)]


SQUARE = Address("chat", "square", None, False)


def there(id: str, **more: object) -> Outgoing:
    """A row for a shared place, with the direct chat as the other way."""
    return replace(row(id, **{"reply": handle(), "fallback": home("dm"), **more}), address=SQUARE)


async def test_what_a_place_does_not_take_goes_to_the_direct_chat_and_says_why_once(post: Post) -> None:
    post.phone.fails["b"] = [SendFailed(Failure.ELSEWHERE, "no permission"), GATEWAY]
    await post.say(await post.met(), there("a"), there("b", text="One."), there("c", text="Two."))
    await post.pass_(10)
    said = [(r.address, r.reply, r.action.message.body.text) for r in post.phone.rows[1:]]  # type: ignore[union-attr]
    assert said == [(home("dm"), None, "(detour de)\n\nOne."), (home("dm"), None, "Two.")]
    assert post.phone.rows[0].address == SQUARE
    assert [id_ for _, id_ in post.phone.tried] == ["a", "b", "b", "b", "c"], "the place is asked once"
    assert ("detour", "b", "no permission") in post.notes


async def test_the_next_answer_tries_the_place_again(post: Post) -> None:
    post.phone.fails["a"] = [SendFailed(Failure.ELSEWHERE, "no permission")]
    saved = await post.say(await post.met(), there("a"))
    await post.say(saved, there("b", reply=replace(handle(), token="another")))
    assert [r.address for r in post.phone.rows] == [home("dm"), SQUARE]


async def test_a_keyboard_is_where_it_is_and_a_place_without_another_way_is_a_dead_letter(post: Post) -> None:
    for id_ in "sx":
        post.phone.fails[id_] = [SendFailed(Failure.ELSEWHERE, "no permission")]
    settle = Outgoing("s", SQUARE, Settle("q", Rich("Ask."), None), handle(), fallback=home("dm"))
    await post.say(await post.met(), settle, there("x", fallback=None))
    assert post.phone.order == []
    assert await post.statuses() == {"s": "dropped", "x": "dead"}


# ---------------------------------------------------------------- what memory and table hold


async def test_what_memory_drops_the_table_drops(post: Post) -> None:
    """The interaction has run out and the direct chat is closed: what waits there, in whatever queue, is
    dropped in both; what waits for the server is in both, and has its own chance."""
    post.phone.fails["a"] = [SendFailed(Failure.EXPIRED), SendFailed(Failure.UNREACHABLE, "50007")]
    met = replace(await post.met(), direct=home("dm"))
    saved = await post.say(met, replace(row("d", pace=3.0), address=home("dm")))
    await post.say(saved, there("a"), there("b"), there("c", pace=1.0))
    await post.pass_(10)
    assert post.phone.order == ["b", "c"]
    assert await post.statuses() == {"a": "dead", "b": "sent", "c": "sent", "d": "dropped"}
    assert await post.kit.all("SELECT count(*) FROM outbox WHERE lease_until IS NOT NULL") == [(0,)]
    assert post.sender.in_hand() == {"chat": 0}
    await post.kit.outbox.recover()
    assert await post.kit.claim() == []


async def test_a_message_that_was_pressed_is_not_tried_again(post: Post) -> None:
    post.phone.fails["q"] = [DROPPED_LINE, DROPPED_LINE]
    saved = await post.say(await post.met(), row("q"), row("x"))
    pressed = Receipt("77", home())
    settle = Outgoing("s", home(), Settle("q", Rich("Ask."), "Why?", pressed))
    await post.say(saved, settle, row("y"), delivered=("q", pressed))
    assert post.phone.order == ["x", "s", "y"]
    assert post.phone.targets == [pressed]
    assert [id_ for _, id_ in post.phone.tried].count("q") == 1
    assert (await post.statuses())["q"] == "sent"
    assert await post.kit.outbox.receipt(saved.person, "q") == pressed


async def test_copies_lose_their_buttons_and_what_cannot_be_reached_holds_up_nothing(post: Post) -> None:
    saved = await post.say(await post.met(), row("q"))
    pressed = Receipt("77", home())
    settle = Outgoing("s", home(), Settle("q", Rich("Ask."), "Why?", pressed))
    await post.say(saved, settle, row("y"), delivered=("q", pressed))
    copy = Receipt("ref-q", home())
    assert post.phone.targets == [replace(pressed, copies=(copy,)), copy]
    assert [r.action.chosen for r in post.phone.rows if isinstance(r.action, Settle)] == ["Why?", None]
    assert post.phone.order[-1] == "y"


# ---------------------------------------------------------------- nudges: at most once


def nudge(id: str = "n", **more: object) -> Outgoing:
    return row(id, delivery="at_most_once", urgent=False, **more)


async def test_a_nudge_that_may_have_arrived_is_never_tried_again(post: Post) -> None:
    post.phone.fails["n"] = [DROPPED_LINE]
    await post.say(await post.met(), nudge())
    await post.pass_(9999)
    assert len(post.phone.tried) == 1
    assert await post.kit.all("SELECT status, reason FROM outbox") == [("dropped", "unknown")]


async def test_a_nudge_that_was_turned_away_is_tried_again(post: Post) -> None:
    post.phone.fails["n"] = [SendFailed(Failure.LIMITED, "429", retry_after=5.0)]
    await post.say(await post.met(), nudge())
    await post.pass_(6)
    assert post.phone.sent == [(5.0, "n")]


async def test_a_late_nudge_is_dropped(post: Post) -> None:
    post.phone.fails["n"] = [SendFailed(Failure.LIMITED, "429", retry_after=7200.0)]
    await post.say(await post.met(), nudge(not_after=NOW + timedelta(hours=1)))
    await post.pass_(7200)
    assert post.phone.sent == []
    assert await post.kit.all("SELECT status, reason FROM outbox") == [("dropped", "late")]


async def test_a_nudge_is_not_sent_to_somebody_who_came_back(post: Post) -> None:
    post.phone.fails["n"] = [SendFailed(Failure.LIMITED, "429", retry_after=60.0)]
    saved = await post.say(await post.met(), nudge(only_if_version=2))
    await post.say(saved, row("answer"))
    await post.pass_(60)
    assert post.phone.order == ["answer"]
    assert await post.kit.all("SELECT reason FROM outbox WHERE id = 'n'") == [("returned",)]


# ---------------------------------------------------------------- settles


async def test_a_settle_knows_the_message_it_is_about(post: Post) -> None:
    saved = await post.say(await post.met(), row("q"))
    await post.say(saved, Outgoing("s", home(), Settle("q", Rich("Ask."), "Why?")))
    assert post.phone.targets == [Receipt("ref-q", home())]


async def test_a_settle_knows_it_after_a_restart_too(kit: Kit) -> None:
    first = make(kit, Time())
    await first.start()
    saved = await first.say(await first.met(), row("q"))
    await first.stop()
    second = make(kit, Time())
    await second.start()
    saved = await second.say(saved, Outgoing("s", home(), Settle("q", Rich("Ask."), "Why?")))
    await second.say(saved, Outgoing("t", home(), Settle("never sent", Rich("?"), None)))
    assert second.phone.targets == [Receipt("ref-q", home()), None]
    await second.stop()


# ---------------------------------------------------------------- backlog, restart, trouble below


async def test_more_than_fits_waits_in_the_outbox_and_keeps_its_order(
    kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prefetch, "IN_HAND", 20)
    monkeypatch.setattr(prefetch, "CHUNK", 5)
    post = make(kit, Time(), rate_overall=5.0)
    await post.start()
    people = [await post.met(str(n)) for n in range(4)]
    wanted: dict[int, list[str]] = {n: [] for n in range(4)}
    for turn in range(12):
        for number, saved in enumerate(people):
            id_ = f"{number}-{turn}"
            wanted[number].append(id_)
            people[number] = await post.kit.say(saved, row(id_, str(number)))
    await post.pass_(30)
    sent = post.phone.order
    assert {n: [i for i in sent if i.startswith(f"{n}-")] for n in range(4)} == wanted
    assert len(sent) == len(set(sent)) == 48
    assert post.sender.in_hand() == {"chat": 0}
    await post.say(people[0], row("direct", "0"))
    await post.pass_(1)
    assert post.phone.order[-1] == "direct"
    await post.stop()


async def test_in_the_midst_of_a_rush_rows_come_directly_again_and_in_order(kit: Kit) -> None:
    post, turns, backlogs = make(kit, Time()), 40, []

    async def talk(key: str) -> None:
        saved = await kit.met(key)
        for turn in range(turns):
            backlogs.append(post.sender._platforms["chat"].windows[True].backlog)
            saved = await kit.say(saved, row(f"{key}-{turn}", key), row(f"{key}-{turn}+", key))

    talks = [asyncio.create_task(talk(str(n))) for n in range(8)]
    await asyncio.sleep(0)
    await post.start()  # they never let it catch its breath
    await asyncio.gather(*talks)
    assert not any(backlogs[len(backlogs) // 2 :])
    await post.pass_(30)
    for n in range(8):
        said = [id_ for id_ in post.phone.order if id_.startswith(f"{n}-")]
        assert said == [f"{n}-{turn}{more}" for turn in range(turns) for more in ("", "+")]
    assert post.sender.in_hand() == {"chat": 0}
    await post.stop()


async def test_a_clean_stop_gives_back_what_was_not_sent(kit: Kit) -> None:
    first = make(kit, Time())
    await first.start()
    await first.say(await first.met(), row("a"), row("b", pace=9.0), row("c", pace=9.0))
    await first.stop()
    assert first.phone.order == ["a"]
    assert await kit.all("SELECT id, lease_until FROM outbox WHERE done_at IS NULL ORDER BY seq") == [
        ("b", None),
        ("c", None),
    ]
    second = make(kit, Time())
    await second.start()
    await second.pass_(30)
    assert second.phone.order == ["b", "c"]
    await second.stop()


async def test_a_stop_does_not_wait_for_a_backoff_or_a_limit(kit: Kit) -> None:
    post = make(kit, Time())
    await post.start()
    post.phone.fails["a"] = [GATEWAY] * 9
    post.phone.fails["b"] = [SendFailed(Failure.LIMITED, "429", retry_after=900, wide=True)]
    await post.say(await post.met("1"), row("a", "1"))
    await post.say(await post.met("2"), row("b", "2"))
    await post.say(await post.met("3"), row("c", "3"))
    await asyncio.wait_for(post.stop(), 5)
    assert await kit.all("SELECT count(*) FROM outbox WHERE lease_until IS NULL AND status = 'waiting'") == [
        (3,)
    ]


async def test_what_a_killed_process_held_goes_out_at_the_next_start(kit: Kit) -> None:
    killed = make(kit, Time())
    await killed.start()
    saved = await killed.say(await killed.met(), row("a"), row("b", pace=9.0), row("c"))
    assert killed.task is not None
    killed.task.cancel()
    for platform in killed.sender._platforms.values():
        for driven in platform.queues.values():
            if driven.task is not None:
                driven.task.cancel()
    await asyncio.sleep(0)
    second = make(kit, Time())
    await second.start()
    await second.say(saved, row("d"))
    await second.pass_(30)
    assert second.phone.order == ["b", "c", "d"]
    await second.stop()


async def test_a_locked_database_does_not_send_a_message_twice(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failures = post.kit.database.write, 3

    async def sometimes(work):  # type: ignore[no-untyped-def]
        nonlocal failures
        if post.phone.sent and failures:
            failures -= 1
            raise StorageError("the database is locked")
        return await real(work)

    monkeypatch.setattr(post.kit.database, "write", sometimes)
    await post.kit.say(await post.met(), row("a"), row("b"))
    await post.pass_(60)
    assert (post.phone.order, failures) == (["a", "b"], 0)
    assert set((await post.statuses()).values()) == {"sent"}


async def test_a_message_for_later_goes_at_its_time(post: Post) -> None:
    saved = await post.say(await post.met(), row("later", not_before=NOW + timedelta(seconds=90)))
    await post.say(saved, row("now"))
    await post.pass_(300)
    assert post.phone.sent[0] == (0.0, "now")
    at, id_ = post.phone.sent[1]
    assert (id_, 90 <= at <= 90 + sender.POLL_SECONDS) == ("later", True)


async def test_it_says_how_many_answers_wait_for_an_address(post: Post) -> None:
    post.phone.fails["a"] = [SendFailed(Failure.LIMITED, "429", retry_after=5)]
    await post.say(await post.met(), row("a"), row("b"), row("c", urgent=False))
    assert post.sender.waiting(home()) == 2
    assert post.sender.waiting(Address("elsewhere", "7")) == post.sender.waiting(Address("chat", "8")) == 0
    await post.pass_(10)
    assert post.sender.waiting(home()) == 0


async def test_of_a_crowd_everybodys_first_words_go_before_anybodys_second(kit: Kit) -> None:
    post, crowd = make(kit, Time(), rate_overall=30.0), 60
    await post.start()
    for number in range(crowd):
        rows = [row(f"{number}-{part}", key=str(100 + number)) for part in range(3)]
        await post.say(await post.met(str(100 + number)), *rows)
    await post.pass_(20)
    sent = [id_ for _, id_ in post.phone.sent]
    firsts = [id_ for id_ in sent if id_.endswith("-0")]
    assert firsts == [f"{number}-0" for number in range(crowd)], "who has waited longest is next"
    early = [id_ for id_ in sent[: sent.index(firsts[-1])] if not id_.endswith("-0")]
    assert len(early) <= 6, "of the three who came before anybody had to wait"
    assert len(sent) == 3 * crowd
    await post.stop()
