"""`alana bots`, `alana bots erase NAME`, `alana bots move NAME URL`: the bots of a database."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from pydantic import SecretStr

from bot import settings_values as values
from bot.errors import AlanaError
from bot.settings import load_settings
from bot.storage import tenants
from bot.storage.database import Database
from bot.storage.moving import served

T = TypeVar("T")
_Name = Annotated[str, typer.Argument(help="The bot's name, as `alana bots` shows it.")]


def bots() -> None:
    """List the bots of the database, with how many people each knows."""

    async def look(database: Database) -> None:
        for name, people in (await database.read(tenants.census)).items():
            print(f"{name}: {_people(people)}")

    asyncio.run(_reading(look))


def erase(
    name: _Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; else it is only said what would go.")] = False,
) -> None:
    """Erase all that is stored of one bot. Stop that bot first."""
    asyncio.run(_erase(name, yes))


def move(
    name: _Name,
    url: Annotated[str, typer.Argument(help="The other database, as in ALANA_DATABASE_URL.")],
) -> None:
    """Copy one bot, with all that is stored of it, to another database. Stop that bot first."""
    try:
        target = values.database_url(SecretStr(url)).get_secret_value()
    except ValueError as error:
        raise AlanaError(f"URL: {error}") from None
    if target == _url():
        raise AlanaError("URL is the address of this database: name the other one")
    rows = asyncio.run(_move(name, target))
    print(f"{rows:,} rows of {name} are in both databases now. Set ALANA_DATABASE_URL to the other one and")
    print(f"start the bot there; when it serves, `alana bots erase {name} --yes` on this one.")


async def _erase(name: str, yes: bool) -> None:
    people = await _reading(lambda database: _known(database, name))
    if not yes:
        print(f"{name} knows {_people(people)}. With --yes all that is stored of it goes, for good.")
        return
    database = Database(_url(), bot=name)
    await database.open(at_leisure=True)
    try:
        rows = await database.write(tenants.erase)
        database.erased()
    finally:
        await database.close()
    print(f"{rows:,} rows of {name} are erased. Backups still hold them.")


async def _move(name: str, url: str) -> int:
    if (process := served(_url())) is not None:
        raise AlanaError(
            f"process {process} serves this database: stop it and try again; nothing was changed"
        )

    async def copy(source: Database) -> int:
        await _known(source, name)  # before the other one is made
        target = Database(url, bot=name)
        await target.open(at_leisure=True)
        try:
            return await tenants.copy(source.of(name), target)
        finally:
            await target.close()

    return await _reading(copy)


def _people(number: int) -> str:
    return f"{number:,} {'person' if number == 1 else 'people'}"


async def _known(database: Database, name: str) -> int:
    found = await database.read(tenants.census)
    if name not in found:
        there = ", ".join(found) or "none yet"
        raise AlanaError(f"this database knows no bot {name}; there are: {there}")
    return found[name]


async def _reading(work: Callable[[Database], Awaitable[T]]) -> T:
    database = Database(_url())
    await database.open_to_read()
    try:
        return await work(database)
    finally:
        await database.close()


def _url() -> str:
    return load_settings().database_url.get_secret_value()
