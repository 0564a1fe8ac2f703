"""How far people come, in numbers: turns folded into tallies, tallies into a report, the report drawn.

Pure. Knows no database and no person: whoever is counted is a number that is forgotten at once.
"""
