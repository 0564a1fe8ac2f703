"""The author's tools: checks beyond the compiler, coverage of test plans, line ids, readable reports.

They read syntax trees, programs and plans; they know no platform, no store and no person.
"""
