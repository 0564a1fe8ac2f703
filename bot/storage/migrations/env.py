"""Alembic's entry: runs in the connection and the transaction that the program hands in."""

from alembic import context

from bot.storage.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
