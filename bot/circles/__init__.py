"""An evening that several people take together: the rules. Pure; knows no platform, no store, no script.

`circle.py` holds the values, `tally.py` counts votes and says when a question is decided, `call.py` reads
what stands behind `/circle`.
"""
