"""Reads how people say when, and says it back: "weekdays at half past eight", "bis 3. Mai".

Pure. Knows calendars and languages, nothing of people, platforms or dialogues. The words are data: a file
`times.toml` in each language's folder (`bot/texts/locale`), merged into one `Lexicon`.
"""
