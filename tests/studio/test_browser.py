"""The studio in a real browser: a writer's whole round, the house's rules for pages, and what others may not.

Pictures of each step are kept in build/studio.
"""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from bot.ports import TurnLog
from bot.script_library import read
from bot.storage.database import Database
from bot.studio.scripts import version
from tests.storage.conftest import Kit

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "studio"
AXE = ROOT / "build/axe/node_modules/axe-core/axe.min.js"  # `.ci/run` puts it there
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="there is no browser (Debian: chromium, chromium-driver)"
)
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
    command = [sys.executable, "-m", "bot", "studio", str(folder), "--no-browser", *more]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[4]
        process.terminate()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for switch in (
        "headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
        "disable-background-networking", "disable-component-update", "disable-sync", "window-size=1500,950",
        f"user-data-dir={tmp_path / 'chromium'}",
    ):  # fmt: skip
        options.add_argument(f"--{switch}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    found = webdriver.Chrome(options, webdriver.ChromeService(str(DRIVER)))
    yield found
    found.quit()


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
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return f"{done.stdout}{done.stderr}{done.returncode}"


def test_a_writers_whole_round(browser: webdriver.Chrome, address: str, folder: Path) -> None:
    browser.get(address)
    page = Page(browser)
    page.says("log", "The lamps are not lit yet")
    page.says("graph", "Pole")
    page.picture("opened")

    # a mistake: shown with its hint, and mended with one click
    page.type(LAMPS.replace("<<jump Pole>>", "<<jump Pol>>"))
    page.says("findings", "there is no node Pol")
    page.says("findings", "did you mean Pole?")
    page.says("saved", "Saved")
    assert "jump Pol>>" in (folder / "lamps.yarn").read_text("utf-8")
    page.picture("mistake")
    page.tap("findings", "Write Pole")
    page.says("findings", "Nothing to better here")
    page.says("saved", "Saved")
    assert (folder / "lamps.yarn").read_text("utf-8") == LAMPS

    # in German to its end, then in English, and kept as a plan
    Select(page.the("language")).select_by_value("de")
    page.tap("log", "Wer zündet sie an?")
    page.says("log", "Ich, mit einer langen Stange.")
    page.tap("log", "So?")
    page.says("log", "Genau so.")
    page.says("log", "the end")
    Select(page.the("language")).select_by_value("en")
    page.says("log", "Just so.")
    page.picture("talk")
    page.the("record").click()
    page.says("recorded", "Written: lamps.testplan")
    assert alana("test", str(folder)).endswith("0")
    assert alana("check", str(folder / "lamps.yarn")).endswith("0")


def test_words_going_back_and_values(browser: webdriver.Chrome, address: str) -> None:
    browser.get(address)
    page = Page(browser)
    page.says("log", "The lamps are not lit yet")
    page.the("words").send_keys("why?" + Keys.ENTER)
    page.says("log", "I do, with a long pole.")
    page.the("back").click()
    page.until(lambda: "long pole" not in page.the("log").text)
    page.the("words").send_keys("my mother died" + Keys.ENTER)
    page.says("log", "heard as grief; no node answers it")
    browser.find_element(By.CSS_SELECTOR, "details summary").click()
    value = (
        "const v = document.querySelector('#values input'); v.value = 6; v.dispatchEvent(new Event('change'))"
    )
    browser.execute_script(value)
    page.until(lambda: browser.find_element(By.CSS_SELECTOR, "#values input").get_attribute("value") == "6")
    page.tap("log", "I'll wait in the dark")
    page.says("log", "6 burn by now")
    Select(page.the("platform")).select_by_value("discord")
    page.until(lambda: browser.find_element(By.CSS_SELECTOR, ".bubble.Discord"))


def test_the_graph_leads_to_a_node_and_the_talk_begins_there(browser: webdriver.Chrome, address: str) -> None:
    browser.get(address)
    page = Page(browser)
    page.says("graph", "→ Pole")
    page.the("find").send_keys("Pole" + Keys.ENTER)
    page.until(lambda: page.the("text").get_attribute("value") == POLE)
    page.says("log", "Hold it straight.")
    box = page.until(lambda: browser.find_element(By.CSS_SELECTOR, "#graph [data-node='Pole']"))
    assert box.get_attribute("aria-label").startswith("Pole, 2 lines, 1 options")


def test_nothing_is_written_over_what_is_newer(browser: webdriver.Chrome, address: str, folder: Path) -> None:
    browser.get(address)
    page = Page(browser)
    page.says("log", "The lamps are not lit yet")
    theirs = LAMPS.replace("Good evening.", "Good morning.")
    (folder / "lamps.yarn").write_text(theirs, "utf-8")
    page.until(lambda: page.the("text").get_attribute("value") == theirs)  # nothing was typed: it is taken up
    page.says("log", "Good morning.")
    # somebody else writes between a keystroke and its being saved
    script = folder / "lamps.yarn"
    page.type(theirs + "// mine\n")
    script.write_text(theirs + "// theirs\n", "utf-8")
    page.says("conflict", "Nothing was overwritten")
    assert script.read_text("utf-8") == theirs + "// theirs\n"
    page.picture("conflict")
    Select(page.the("file")).select_by_visible_text("pole.yarn")
    page.says("state", "decide first which version of this script stays")
    page.tap("conflict", "Keep mine")
    page.until(lambda: script.read_text("utf-8") == theirs + "// mine\n")
    script.write_text(LAMPS, "utf-8")  # and what was saved here is no reason to miss what comes next
    page.until(lambda: page.the("text").get_attribute("value") == LAMPS)
    page.says("log", "Good evening.")
    assert version(theirs) != version(theirs + "// mine\n")


def test_reports(browser: webdriver.Chrome, address: str) -> None:
    browser.get(address)
    page = Page(browser)
    page.says("log", "The lamps are not lit yet")
    page.tap("views", "Coverage")
    page.says("coverage", "There are no plans yet")
    page.says("coverage", "I do, with a [b]long[/b] pole.")
    page.picture("coverage")
    page.tap("views", "Translations")
    page.says("translations", "6 of ")
    page.says("translations", "I'll wait in the dark.")
    page.picture("translations")
    page.tap("views", "Publishing")
    page.says("impact", "no database is named")


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


def test_the_funnel_of_a_database(browser: webdriver.Chrome, address_with_people: str) -> None:
    browser.get(address_with_people)
    page = Page(browser)
    page.says("log", "The lamps are not lit yet")
    page.tap("views", "Funnel")
    page.says("funnel", "10 people are known")
    page.says("funnel", "The script as it is now")
    rows = [row.text for row in browser.find_elements(By.CSS_SELECTOR, "#funnel tbody tr")]
    assert rows == ["Who lights them? 10 10 · Who lights them? <5", "Like this? 10 10"]
    assert not AXE.exists() or page.faults() == []
    page.picture("funnel")


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there (`.ci/run` gets it by npm)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: webdriver.Chrome, address: str, scheme: str) -> None:
    emulated = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", emulated)
    browser.get(address)
    page = Page(browser)
    page.says("graph", "→ Pole")
    page.type(LAMPS.replace("<<jump Pole>>", "<<jump Pol>>"))
    page.says("findings", "did you mean Pole?")
    assert page.faults() == []
    page.picture(f"studio-{scheme}")
    page.type(LAMPS)
    for view in ("Coverage", "Translations"):
        page.tap("views", view)
        page.says(view.lower(), "Never reached" if view == "Coverage" else "Side by side")
        assert page.faults() == []
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True},
    )
    page.tap("views", "Write")
    assert page.faults() == []
    wide = browser.execute_script("return document.documentElement.scrollWidth")
    assert wide <= 390
    page.picture(f"phone-{scheme}")


def test_the_page_asks_nobody_else_and_reports_no_error(browser: webdriver.Chrome, address: str) -> None:
    browser.get(address)
    page = Page(browser)
    page.says("log", "The lamps are not lit yet")
    asked = browser.execute_script("return performance.getEntriesByType('resource').map((each) => each.name)")
    assert asked
    assert {each for each in asked if not each.startswith(address)} == set()
    assert [each for each in browser.get_log("browser") if each["level"] in ("SEVERE", "WARNING")] == []


def test_the_series_that_ships(browser: webdriver.Chrome, address_of_the_series: str) -> None:
    browser.get(address_of_the_series)
    page = Page(browser)
    page.says("state", "0 errors, 0 warnings")
    page.the("find").send_keys("TwinFlames" + Keys.ENTER)
    page.until(lambda: "episode: 04-twin-flames" in page.the("text").get_attribute("value"))
    Select(page.the("language")).select_by_value("de")
    page.tap("log", "Überspringen")
    page.until(lambda: len(browser.find_elements(By.CSS_SELECTOR, "#log .bubble")) > 3)
    page.tap("views", "Coverage")
    page.until(lambda: "plans reach lines" in page.the("coverage").text)
    page.tap("views", "Write")
    page.until(lambda: browser.find_elements(By.CSS_SELECTOR, "#graph g.all"))
    assert not AXE.exists() or page.faults() == []
    page.picture("series")
