import subprocess
import sys


def test_patterns_are_compiled_when_they_are_first_looked_for() -> None:
    """A start that reads no words waits for none of them; `warm` leaves none of them to the first words."""
    code = (
        "from bot.care import judge, rules\n"
        "ready = lambda: rules._compiled.cache_info().misses\n"
        "assert ready() == 0\n"
        "judge.warm()\n"
        "tables = [*judge.ENGLISH, *judge.GERMAN]\n"
        "assert ready() >= len({rule.pattern for rule in tables}) > 100\n"
        "before = ready()\n"
        "assert judge.care('we had a nice day at the sea') is None\n"
        "assert ready() == before\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
