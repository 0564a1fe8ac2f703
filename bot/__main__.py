"""`python -m bot` is the command `alana`."""

import sys

from bot.cli import process

if __name__ == "__main__":
    sys.exit(process())
