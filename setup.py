"""Builds the compiled catalogues of the bot's own words; everything else stands in pyproject.toml."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithCatalogues(build_py):
    """Puts a `.mo` beside every `.po` in the wheel, so that nothing is compiled at start."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return  # a checkout reads the .po itself
        for source in Path("bot/texts/locale").glob("*/LC_MESSAGES/*.po"):
            target = (Path(self.build_lib) / source).with_suffix(".mo")
            target.parent.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as read, target.open("wb") as write:
                write_mo(write, read_po(read, locale=source.parents[1].name))


setup(cmdclass={"build_py": BuildWithCatalogues})
