"""The studio in a real browser: reports, the house's rules for pages, and the series that ships."""

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from tests.studio.browsing import AXE, CHROMIUM, DRIVER, LAMPS, Page

pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="there is no browser (Debian: chromium, chromium-driver)"
)


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
    page.until(lambda: "reach lines" in page.the("coverage").text)
    page.tap("views", "Write")
    page.until(lambda: browser.find_elements(By.CSS_SELECTOR, "#graph g.all"))
    assert not AXE.exists() or page.faults() == []
    page.picture("series")
