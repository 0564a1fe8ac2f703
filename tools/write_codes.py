"""Writes docs/codes from the table of lessons: `python -m tools.write_codes`."""

from pathlib import Path

from bot.authoring.lessons import pages

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "codes"


def main() -> None:
    """Every page anew; those of codes that are gone go, too."""
    FOLDER.mkdir(exist_ok=True)
    written = dict(pages())
    for path in FOLDER.glob("*.md"):
        if path.name not in written:
            path.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
