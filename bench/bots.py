"""What many bots in one process cost beside one: memory, and CPU while nobody talks.

    python bench/bots.py [--bots N] [--seconds S]

Each bot polls a Telegram server of its own on loopback (in this process, so that it is not measured), with a
SQLite file that all share. The last line is one JSON object: `rss_mb_1`, `rss_mb_N` and what each further bot
takes; `idle_cpu_percent_…`: of one core, over `--seconds` after all are connected.
"""

import argparse
import asyncio
import contextlib
import json
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import _interview
from tests.platforms.telegram import TelegramServer

SETTLED = 25.0  # seconds after the last bot has begun to poll
_TICK, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


async def measure(folder: Path, bots: int, seconds: float) -> tuple[float, float]:
    """(MB, percent of a core) of a process with so many bots."""
    async with contextlib.AsyncExitStack() as stack:
        servers = [
            await stack.enter_async_context(TelegramServer(f"{7_000_000_000 + n}:AA{'x' * 33}"))
            for n in range(bots)
        ]
        tables = (
            f'[bot-{n}]\ntelegram_token = {{ env = "TOKEN_{n}" }}\ntelegram_api_url = "{server.url}"\n'
            for n, server in enumerate(servers)
        )
        (folder / "bots.toml").write_text("".join(tables))
        env = {name: value for name, value in os.environ.items() if not name.startswith("ALANA_")} | {
            "PYTHONPATH": sys.path[0],
            "ALANA_BOTS": str(folder / "bots.toml"),
            "ALANA_DATABASE_URL": f"sqlite:///{folder}/{bots}.db",
            "ALANA_DIALOGUES": str(folder / "dialogues"),
            "ALANA_LOG_LEVEL": "ERROR",
            **{f"TOKEN_{n}": server.token for n, server in enumerate(servers)},
        }
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", env=env, cwd=folder)
        try:
            for server in servers:
                await server.until(lambda s=server: _polls(s), 180, "a poll")  # type: ignore[misc]
            await asyncio.sleep(SETTLED)
            before = _cpu(process.pid)
            await asyncio.sleep(seconds)
            return _memory(process.pid), (_cpu(process.pid) - before) / seconds * 100
        finally:
            process.terminate()
            await process.wait()


def _polls(server: TelegramServer) -> bool:
    return any(call.method.lower() == "getupdates" for call in server.calls)


def _cpu(pid: int) -> float:
    """Seconds, of all threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _memory(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE / 1e6


async def main(bots: int, seconds: float) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="alana-bench-") as name:
        folder = Path(name)
        _interview.write(folder / "dialogues")
        one, idle = await measure(folder, 1, seconds)
        many, busy = await measure(folder, bots, seconds)
    each = (many - one) / (bots - 1)
    print(
        f"1 bot: {one:.0f} MB, {idle:.1f} % of a core; {bots}: {many:.0f} MB, {busy:.1f} %; "
        f"{each:.2f} MB for each further one"
    )
    return {
        "rss_mb_1": one,
        f"rss_mb_{bots}": many,
        "rss_mb_each": each,
        "idle_cpu_percent_1": idle,
        f"idle_cpu_percent_{bots}": busy,
    }


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--bots", type=int, default=100)
    options.add_argument("--seconds", type=float, default=20.0)
    given = options.parse_args()
    figures = asyncio.run(main(given.bots, given.seconds))
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
