"""`alana explain`: what a code means, with a wrong and a right example."""

from difflib import get_close_matches
from typing import Annotated

import typer

from bot.authoring.lessons import lessons, page
from bot.errors import AlanaError


def explain(
    code: Annotated[str, typer.Argument(help="Such as AL608; none: all of them in a line each.")] = "",
) -> None:
    """Say what a code of check, test or import means, and how it is mended."""
    known = lessons()
    if not code:
        print("\n".join(f"{each.code}  {each.meaning}" for each in known.values()))
        return
    wanted = code.strip().upper()
    lesson = known.get(wanted) or known.get(f"AL{wanted}")
    if lesson is None:
        near = get_close_matches(wanted, known, n=1)
        hint = f"did you mean {near[0]}?" if near else "alana explain lists them all"
        raise AlanaError(f"there is no code {code}; {hint}")
    print(page(lesson), end="")
