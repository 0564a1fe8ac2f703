"""Which version of the program this is."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version() -> str:
    """The version that is installed, or "(from a checkout)"."""
    try:
        return installed("alana")
    except PackageNotFoundError:
        return "(from a checkout)"
