"""Durable memory: one schema on two engines (SQLite and PostgreSQL), SQLAlchemy Core, no ORM.

Knows `bot.model`, `bot.ports` and the engine's `State` codec; knows nothing of platforms or scripts.
"""
