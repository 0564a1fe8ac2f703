"""Which bot a piece of work is for. Many bots may live in one database; each row belongs to one of them.

A `Database` binds its bot to every connection that it hands out, so that work need not carry it along:
statements of `prepared.py` add it by themselves, others name it by `mine`.
"""

from sqlalchemy import ColumnElement, Connection, Table

DEFAULT = "alana"  # the bot of a program that serves one, and of everything stored before there could be more

_NOTE = "alana_bot"


def bound(connection: Connection, bot: str) -> Connection:
    """The connection, working for that bot until it is bound again."""
    connection.info[_NOTE] = bot
    return connection


def bot_of(connection: Connection) -> str:
    """The bot that a connection works for."""
    name: str = connection.info[_NOTE]
    return name


def mine(connection: Connection, table: Table) -> ColumnElement[bool]:
    """The condition that picks the bot's own rows."""
    return table.c.bot == bot_of(connection)
