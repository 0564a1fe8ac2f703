"""When to write to a person, and with which words.

The pure part of this room (all of these modules) knows calendars, time zones, places and wording. It
may not know platforms, the database, the dialogue or the clock: the present moment, randomness and
everything remembered are arguments, and the standard library is all it needs.
"""
