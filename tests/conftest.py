"""For all tests: the zone rules that the program takes. The processes that they start keep what was
compiled, or each start would compile it anew."""

import os
import sys

from bot.zonerules import rules

rules()

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
