"""What leaves for whoever watches from elsewhere: the log's line of a turn, traces, our own mistakes.

Knows what the rooms tell (`bot.observing`) and how to keep it clean; no words of a person come here.
"""
