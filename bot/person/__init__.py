"""What is known of a person beside their place in the talk: their plan, small facts, what they were asked.

Values only. How they are written down is `bot.storage`'s; what is done with them belongs to the rooms that do
it. Every room may import this one.
"""
