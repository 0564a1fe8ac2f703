"""For all tests: the zone rules that the program takes. The processes that they start keep what was
compiled, or each start would compile it anew.

What collecting the tests has loaded stays as long as they run: the garbage collector never looks through it.
"""

import gc
import logging
import os
import sys
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import lru_cache

import pytest
import structlog
from execnet import XSpec
from hypothesis import settings

from bot import script_library
from bot.logs import HELD, TURNS
from bot.yarn import Source, tables
from bot.yarn.compiler import Compiled
from bot.zonerules import rules
from tests import postgres, ready, starting
from tests.examples import USUAL

gc.disable()
rules()

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
settings.load_profile(USUAL)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: Sequence[XSpec]) -> None:
    """Tests are read once: from the process that did, those begin that they are dealt out to."""
    python = starting.share([str(config.invocation_params.dir / each) for each in config.args])
    for spec in specs:
        spec.python = python


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(50_000, 1_000, 1_000)
    gc.enable()


def pytest_sessionfinish() -> None:
    ready.remove()


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    """Scripts and tables that many tests play are read by the first; what comes of it never changes."""
    compile_sources = script_library.compile_sources

    @lru_cache(maxsize=16)
    def known(sources: tuple[Source, ...], partial: bool) -> Compiled:
        return compile_sources(sources, partial=partial)

    def compile_once(sources: Sequence[Source], *, partial: bool = False) -> Compiled:
        return known(tuple(sources), partial)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(script_library, "compile_sources", compile_once)
        patch.setattr(tables, "read_table", lru_cache(maxsize=16)(tables.read_table))
        yield


@pytest.fixture
def own_logging() -> Iterator[None]:
    """For tests that call `setup_logs`: whatever it set is put back."""
    factory = logging.getLogRecordFactory()
    before = {
        name: (logger.level, list(logger.handlers), logger.propagate)
        for name in ("root", TURNS, *HELD)
        for logger in [logging.getLogger(name)]
    }
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    logging.captureWarnings(False)
    logging.setLogRecordFactory(factory)
    for name, (level, handlers, propagate) in before.items():
        logger = logging.getLogger(name)
        logger.setLevel(level)
        logger.handlers[:], logger.propagate = handlers, propagate
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of the tests' own."""
    folder = postgres.programs()
    if folder is None:
        pytest.skip(postgres.MISSING)
    with postgres.server(folder) as url:
        yield url


@pytest.fixture
async def server(postgres_url: str) -> AsyncIterator[str]:
    """A database of this test's own on it."""
    async with postgres.fresh(postgres_url) as url:
        yield url


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits comes first with every other worker, so that nothing is left to wait for at the end, when
    nobody has other work."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0"))
    if not workers:
        return
    waiting = [item for item in items if item.get_closest_marker("waits")]
    others = [item for item in items if not item.get_closest_marker("waits")]
    dealt: list[pytest.Item] = []
    for worker in range(workers):
        share = (len(items) - len(dealt)) // (workers - worker)  # as `--dist worksteal` gives them out
        first = waiting[worker // 2 :: (workers + 1) // 2] if worker % 2 == 0 else []
        rest = max(share - len(first), 0)
        dealt += first + others[:rest]
        del others[:rest]
    items[:] = dealt + others
