"""`alana publish`: check, test and impact in one report, then the scripts are taken up."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.analysis.bundles import gather, shown
from bot.analysis.report import as_text, summary
from bot.authoring.writing import write_file
from bot.cli.check import findings, say_impact
from bot.cli.scripts import database_named
from bot.cli.test import Telling, play_bundles
from bot.errors import AlanaError, ContentError, StorageError
from bot.settings import PACKAGED_DIALOGUES, Settings, load_settings
from bot.yarn.project import SUFFIX
from bot.yarn.reading import UnreadableFile, read_bytes


def publish(
    series: Annotated[
        Path | None, typer.Argument(help="A draft's folder; none: the dialogues that the bot plays.")
    ] = None,
    against: Annotated[
        str, typer.Option(metavar="DATABASE", help="Whose people are asked about; default: the bot's.")
    ] = "",
    dry: Annotated[bool, typer.Option("--dry-run", help="Only report.")] = False,
) -> None:
    """Check the scripts, play their plans, say what they do to people in the middle; where all is well, put
    them among the bot's dialogues and let a running bot take them up."""
    settings = load_settings()
    source = series if series is not None else settings.dialogues
    if not source.is_dir():
        raise AlanaError(f"{shown(source)} is no folder with a series")
    target = _target(source, settings.dialogues) if not dry else source
    if not _sound(source):
        print("Not published: mend these first.")
        raise typer.Exit(1)
    url = database_named(against, "--against") if against else _own(settings)
    _impact(url, source, settings.dialogues, asked=bool(against))
    if dry:
        print("Nothing is taken up: this was a report only.")
        return
    if target != source:
        _placed(source, target)
    print(f"Published: {shown(target)}")
    print(_taken_up(settings))


def _sound(folder: Path) -> bool:
    """Prints what check and test say; True without errors and with every plan met."""
    found, texts, count = findings([folder])
    errors = [problem for problem in found if problem.severity == "error"]
    if errors:
        print(as_text(errors, texts))
    print(f"check: {count} script{'s' * (count != 1)}: {summary(found)}")
    bundles, _ = gather([folder])
    passed, failed = play_bundles(bundles, Telling())
    print(f"test: {passed} plan{'s' * (passed != 1)} met, {failed} not met")
    return not errors and not failed


def _own(settings: Settings) -> str:
    return settings.database_url.get_secret_value()


def _impact(url: str, folder: Path, dialogues: Path, *, asked: bool) -> None:
    print("impact:")
    others = folder.resolve() != dialogues.resolve() and any(dialogues.rglob(f"*{SUFFIX}"))
    try:
        say_impact(url, [folder], dialogues if others else None)
    except StorageError as error:
        if asked:
            raise
        print(f"Nobody can be asked about: {error}")  # a new bot has no database yet
    except ContentError as error:
        raise AlanaError(f"not published: {error}") from None


def _target(source: Path, dialogues: Path) -> Path:
    """The folder among the bot's dialogues that a draft is copied to; the draft itself, where it is there."""
    whole, home = source.resolve(), dialogues.resolve()
    if whole.is_relative_to(home):
        return source
    if home == PACKAGED_DIALOGUES.resolve():
        raise AlanaError(
            "set ALANA_DIALOGUES to a folder of your own, where the published series stand: "
            "in the .env of the folder you are in, or before the command"
        )
    if home.is_relative_to(whole):
        raise AlanaError(f"{shown(source)} holds the bot's dialogues: name the series' own folder")
    target = dialogues / whole.name
    if target.is_symlink():
        raise AlanaError(f"{shown(target)} is a link, and nothing is written through it: publish to a folder")
    return target


def _placed(source: Path, target: Path) -> None:
    """Puts the draft's copy there, all of it or nothing."""
    # Within the dialogues, for beside them may be another disk; and a floor lower than series are looked for.
    stage = target.parent / f".publishing-{os.getpid()}"
    fresh, old = stage / "new", stage / "old"
    try:
        for place, path in _needed(source):
            write_file(fresh / place, read_bytes(path), over=True)
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    except (OSError, UnreadableFile) as error:
        if old.exists() and not target.exists():
            old.rename(target)
        reason = error.strerror if isinstance(error, OSError) else error
        raise AlanaError(f"{shown(target)} cannot be written: {reason}") from None
    finally:
        if target.exists() or not old.exists():  # else the only copy is in there
            shutil.rmtree(stage, ignore_errors=True)


def _needed(source: Path) -> Iterator[tuple[str, Path]]:
    """(place in the series, file) of what a series is: the project file, the scripts and tables that it
    names, the plans. Notes, documents, databases stay where they are."""
    bundles, _ = gather([source])
    projects = [bundle for bundle in bundles if bundle.project is not None]
    if not projects or any(b.project.path.parent != source.absolute() for b in projects if b.project):
        raise AlanaError(f"{shown(source)} holds no {SUFFIX} itself: name the folder that does")
    for bundle in projects:
        assert bundle.project is not None
        tables = [entry.strings for entry in bundle.project.localisation.values()]
        there = (t for t in tables if t is not None and os.path.lexists(t))
        for path in (bundle.project.path, *bundle.files, *bundle.plans, *there):
            place = os.path.relpath(path, source)
            if place.startswith(os.pardir):
                raise AlanaError(f"{shown(path)} lies outside {shown(source)}: move it in")
            yield place, path


def _taken_up(settings: Settings) -> str:
    """Tells a bot on this machine to look; says what came of it."""
    holder = _running(settings)
    if holder is None:
        return "No bot runs on this database here; the next one begins with them."
    try:
        os.kill(holder, signal.SIGHUP)
    except (ProcessLookupError, PermissionError) as error:
        return f"The bot (process {holder}) could not be told: {error.strerror}. kill -HUP {holder} does it."
    return f"The bot (process {holder}) takes them up now; its log says so."


def _running(settings: Settings) -> int | None:
    """The process that serves the bot's SQLite file, if one does."""
    from bot.storage.database import Database
    from bot.storage.locking import holder

    database = Database(_own(settings))
    if database.file is None:
        return None
    found = holder(database.file) or ""
    return int(found) if found.isascii() and found.isdigit() and int(found) > 1 else None
