"""From what a person calls their place, from a position or a clock to a time zone, and how it is shown.

Pure. Knows cities, countries and zones, nothing of people, plans or platforms. The table of cities is made by
`tools/make_city_table.py`; what differs by language stands in `places.toml` in each language's folder.
"""
