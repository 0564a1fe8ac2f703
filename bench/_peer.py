"""The same interview by hand: python-telegram-bot's ConversationHandler with PicklePersistence.

The same messages and the same calls as ours: the tap is answered, the keyboard edited away with what was
asked, three messages follow. A person's data holds the same notes.
"""

import time
import warnings
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
)

from bench._interview import NOTES, OPTIONS, TURNS, answers, note, question
from bench._telegram import InstantApi

Context = ContextTypes.DEFAULT_TYPE


async def play(
    people: int, turns: int, folder: Path, *, durable: bool, at_most: int
) -> tuple[float, float, InstantApi]:
    """Plays `at_most` taps; (taps a second, CPU microseconds a tap, the API with what was called).

    `durable`: everything is written after every update; else as the library does by itself, every 60 s.
    """
    api = InstantApi(turns)
    app = _application(api, folder / f"peer-{durable}.pickle")
    await app.initialize()
    api.start(people)
    await _work(app, api, people, durable=False)  # everybody's /talk
    await app.update_persistence()
    api.calls.clear()
    wall, cpu = time.perf_counter(), time.process_time()
    done = await _work(app, api, at_most, durable=durable)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    await app.shutdown()
    return done / wall, cpu / done * 1e6, api


async def _work(app: Any, api: InstantApi, most: int, *, durable: bool) -> int:
    done, written = 0, time.monotonic()
    while api.updates and done < most:
        data = api.updates.popleft()
        await app.process_update(Update.de_json(data, app.bot))
        done += 1
        if durable or time.monotonic() - written > 60:
            await app.update_persistence()
            written = time.monotonic()
    return done


def _application(api: InstantApi, file: Path) -> Any:
    builder = Application.builder().token("1:bench").request(api).get_updates_request(InstantApi(0))
    app = builder.persistence(PicklePersistence(file)).build()
    states = {turn: [CallbackQueryHandler(_tapped)] for turn in range(1, TURNS + 2)}
    warnings.filterwarnings("ignore", message="If 'per_message=False'")  # taps are all we want
    app.add_handler(
        ConversationHandler([CommandHandler("talk", _start)], states, [], name="talk", persistent=True)
    )
    return app


async def _start(update: Update, context: Context) -> int:
    context.user_data.update({f"note_{i:02}": note(i) for i in range(NOTES)}, visits={})  # type: ignore[union-attr]
    await update.message.reply_text("Good evening.", reply_markup=_keyboard(1))  # type: ignore[union-attr]
    return 1


async def _tapped(update: Update, context: Context) -> int:
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    turn, option = map(int, query.data.split(":"))
    await query.answer()
    await query.edit_message_text(f"{query.message.text}\n> {question(turn, option)}")  # type: ignore[union-attr]
    data = context.user_data
    data[f"note_{option:02}"] = note(turn + option)  # type: ignore[index]
    data["visits"][f"Turn_{turn:02}"] = 1  # type: ignore[index]
    first, second, third = answers(turn)
    await query.message.reply_text(first)  # type: ignore[union-attr]
    await query.message.reply_text(second)  # type: ignore[union-attr]
    await query.message.reply_text(third, reply_markup=_keyboard(turn + 1))  # type: ignore[union-attr]
    return turn + 1


def _keyboard(turn: int) -> InlineKeyboardMarkup:
    rows = [
        [InlineKeyboardButton(question(turn, option), callback_data=f"{turn}:{option}")]
        for option in range(OPTIONS)
    ]
    return InlineKeyboardMarkup(rows)
