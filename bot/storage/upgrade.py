"""Bringing a database to the newest schema, and telling which one it has."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.errors import StorageError
from bot.storage.schema import HEAD

NEWER = (
    "the database was written by a newer Alana: update the program, "
    "or restore a backup made with this version"
)
_LOCK = 4_153_116  # any number, the same in every process


def version_of(connection: Connection) -> str | None:
    """The schema version; None: empty. Raises `StorageError` where the tables are somebody else's."""
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables and {"person", "outbox"} <= tables:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(found) if found is not None else None
    if tables - {"alembic_version"}:
        raise StorageError(
            "the database holds tables that are not Alana's: set ALANA_DATABASE_URL to one of its own"
        )
    return None


def known(version: str) -> bool:
    """Whether this program can bring that version to its own."""
    folder = Path(__file__).parent / "migrations/versions"
    return any(path.name.startswith(version) for path in folder.glob("[0-9]*.py"))


def upgrade(connection: Connection) -> None:
    """Brings the schema to `HEAD` in the caller's transaction. Refuses a newer or a foreign one."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    version = version_of(connection)
    if version == HEAD:
        return
    if version is not None and not known(version):
        raise StorageError(NEWER)
    _run_alembic(connection)


def _run_alembic(connection: Connection) -> None:
    # Imported here: a start with an up-to-date schema needs none of it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
