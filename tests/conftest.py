"""For all tests: the zone rules that the program takes. The processes that they start keep what was
compiled, or each start would compile it anew. No example of a property is held against a clock."""

import os
import sys

from hypothesis import settings

from bot.zonerules import rules

rules()

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
settings.register_profile("alana", deadline=None)
settings.load_profile("alana")
