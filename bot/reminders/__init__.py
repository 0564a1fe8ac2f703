"""When to write to a person, and what: the calendar.

A plan (`bot.person.plan`) is the wish; `schedule.py` works out its moments, `nudges.py` finds the words,
`streaks.py` counts evenings: pure, with the present moment, randomness and everything remembered as
arguments. `stored.py` changes what a person's profile holds of that, and `scheduler.py` is the clock that
hands stored moments in. Nothing here knows the dialogue, commands, places or how people say a time.
"""
