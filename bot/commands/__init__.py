"""What a person can ask of the bot itself. One file a theme, each command a pure function.

A command sees a `Context` and returns a `Reply`; it neither sends nor stores, and it never moves the
dialogue by itself: where that is wanted it says so in `Reply.then`.
"""
