"""What is asked to set a daily nudge: the hour, the city, a pause, and the offer of one.

A question is a function that asks and one that takes the answer, side by side; the calendar itself is in
`bot.reminders`, what people mean by their words in `bot.timewords` and `bot.places`.
"""
