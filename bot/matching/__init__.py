"""Typed words: which question is meant, which command, which small talk.

Knows texts and candidates. Knows nothing of people, platforms, storage or the dialogue's state. Everything
but the two matchers is pure, and every function takes any string at all in bounded time.
"""
