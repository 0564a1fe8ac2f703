"""For all tests: the processes they start keep what was compiled, or each start would compile it anew."""

import os
import sys

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
