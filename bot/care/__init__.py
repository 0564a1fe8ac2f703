"""Words of danger: whether a text speaks of self-harm, of violence or of being afraid of someone.

One function for everybody outside, `judge.care`; and `helplines.emergency`, the number to name. Knows texts
alone: nothing of people, platforms or the dialogue, and keeps nothing. Pure.
"""
