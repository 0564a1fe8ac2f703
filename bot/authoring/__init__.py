"""The author's tools: coverage of test plans, line ids, transcripts, tables for translators, pictures.

They read syntax trees, programs and plans; they know no platform, no store and no person.
"""
