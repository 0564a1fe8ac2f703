"""A real browser, a series for it, and what a writer does with the page and sees. Pictures of each step are
kept in build/studio."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from bot.ports import TurnLog
from bot.script_library import read
from bot.storage.database import Database
from tests.starting import run, start
from tests.storage.conftest import Kit

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "studio"
AXE = ROOT / "build/axe/node_modules/axe-core/axe.min.js"  # `.ci/run` puts it there
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
PROJECT = """{ "projectFileVersion": 4, "sourceFiles": ["**/*.yarn"], "baseLanguage": "en",
  "localisation": { "de": { "strings": "strings/de.csv" } } }
"""
LAMPS = """title: Lamps
episode: 01-lamps
name: Lamps
question: Who lights the lamps?
---
<<declare $lit = 0>>
Mae: Good evening. The lamps are not lit yet. #line:l-1
-> Who lights them? #line:l-2 #heard:why
    <<set $lit += 1>>
    Mae: I do, with a [b]long[/b] pole. #line:l-3
    <<jump Pole>>
-> I'll wait in the dark. #line:l-4
    Mae: That is company too. #line:l-5
Mae: {$lit} burn by now. Good night. #line:l-6
===
"""
POLE = """title: Pole
closes: 01-lamps
---
Mae: Hold it straight. #line:p-1
-> Like this? #line:p-2
    Mae: Just so. #line:p-3
===
"""
TABLE = """language,id,text
de,line:l-1,Guten Abend. Die Lampen brennen noch nicht.
de,line:l-2,Wer zündet sie an?
de,line:l-3,"Ich, mit einer [b]langen[/b] Stange."
de,line:p-1,Halt sie gerade.
de,line:p-2,So?
de,line:p-3,Genau so.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "lamps"
    for name, text in {
        "lamps.yarnproject": PROJECT, "lamps.yarn": LAMPS, "pole.yarn": POLE, "strings/de.csv": TABLE,
    }.items():  # fmt: skip
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, "utf-8")
    return place


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    yield from served(folder)


@pytest.fixture
def address_of_the_series(tmp_path: Path) -> Iterator[str]:
    yield from served(shutil.copytree(ROOT / "dialogues", tmp_path / "series"))


def served(folder: Path, *more: str) -> Iterator[str]:
    with start("studio", str(folder), "--no-browser", *more, cwd=ROOT, stdout=PIPE) as process:
        yield process.stdout.readline().split()[4]
        process.terminate()
        process.finish()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """One for all tests: its start costs more than most of what they do there."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for switch in (
        "headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
        "disable-background-networking", "disable-component-update", "disable-sync", "window-size=1500,950",
        f"user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):  # fmt: skip
        options.add_argument(f"--{switch}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    found = webdriver.Chrome(options, webdriver.ChromeService(str(DRIVER)))
    yield found
    found.quit()


@pytest.fixture
def browser(chromium: webdriver.Chrome) -> Iterator[webdriver.Chrome]:
    """A new tab, which knows nothing of those before it."""
    [first] = chromium.window_handles
    chromium.switch_to.new_window("tab")
    for kind in ("browser", "performance"):
        chromium.get_log(kind)
    yield chromium
    chromium.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
    for tab in chromium.window_handles:
        if tab != first:
            chromium.switch_to.window(tab)
            chromium.close()
    chromium.switch_to.window(first)


class Page:
    """What a writer does with the page, and sees."""

    def __init__(self, browser: webdriver.Chrome) -> None:
        self.browser = browser

    def the(self, id: str) -> WebElement:
        return self.browser.find_element(By.ID, id)

    def until(self, holds: Callable[[], object]) -> Any:
        # Only a fault waits so long: the machine may be busy with other tests.
        return WebDriverWait(self.browser, 60, ignored_exceptions=[Exception]).until(lambda _: holds())

    def says(self, id: str, words: str) -> None:
        self.until(lambda: words in self.the(id).text)

    def type(self, text: str) -> None:
        self.browser.execute_script(
            "const t = arguments[0]; t.value = arguments[1]; t.dispatchEvent(new Event('input'))",
            self.the("text"), text,
        )  # fmt: skip

    def tap(self, inside: str, label: str) -> None:
        xpath = f"//*[@id='{inside}']//button[contains(., \"{label}\") and not(@disabled)]"
        # What is found may be drawn anew before it is clicked.
        self.until(lambda: self.browser.find_element(By.XPATH, xpath).click() or True)

    def picture(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.browser.save_screenshot(str(PICTURES / f"{name}.png"))

    def faults(self) -> list[str]:
        """What axe-core finds that is serious or worse."""
        self.browser.execute_script(AXE.read_text("utf-8"))
        found = self.browser.execute_async_script("axe.run().then(arguments[0])")
        return [
            f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}"
            for each in found["violations"]
            if each["impact"] in ("serious", "critical")
        ]


def alana(*arguments: str) -> str:
    done = run(*arguments, cwd=ROOT)
    return f"{done.stdout}{done.stderr}{done.returncode}"


@pytest.fixture
def address_with_people(folder: Path, tmp_path: Path) -> Iterator[str]:
    asyncio.run(_met(tmp_path / "alana.db", read(folder)[0].series["lamps"].program.digest))
    yield from served(folder, "--database", str(tmp_path / "alana.db"))


async def _met(file: Path, digest: str) -> None:
    """Fourteen people ask who lights them, and ten of them come to the pole."""
    kit = Kit(Database(f"sqlite:///{file}"))
    await kit.database.open()
    for number in range(14):
        saved = await kit.met(str(number))
        place = "lamps", "01-lamps", "Lamps"
        turns = [TurnLog(kit.now, "choose", *place, "line:l-2", digest=digest)]
        if number < 10:
            asked = {"asked": "line:l-2", "choice": "line:l-2"}
            turns.append(TurnLog(kit.now, "choose", *place, "line:p-2", digest=digest, **asked))
        await kit.say(replace(saved, episode="01-lamps"), log=tuple(turns))
    await kit.store.close()
    await kit.database.close()
