"""A writer's whole round in a real browser: words, graph, files that change, findings."""

from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from bot.studio.scripts import version
from tests.studio.browsing import CHROMIUM, DRIVER, LAMPS, POLE, Page, alana

pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="there is no browser (Debian: chromium, chromium-driver)"
)


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


def test_first_moves_are_shown_until_they_are_known(browser: webdriver.Chrome, address: str) -> None:
    browser.get(address)
    page = Page(browser)
    page.says("log", "The lamps are not lit yet")
    moves = page.the("moves").find_elements(By.TAG_NAME, "li")
    assert [move.text.split()[0] for move in moves] == ["Click", "Type", "Tap", "Go", "Record"]
    page.picture("first-moves")
    page.the("help").send_keys(Keys.TAB + Keys.NULL)
    assert browser.switch_to.active_element == page.the("known")
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    page.until(lambda: not page.the("moves").is_displayed())
    assert browser.switch_to.active_element == page.the("help")
    browser.refresh()
    page.says("log", "The lamps are not lit yet")
    assert not page.the("moves").is_displayed()
    page.the("help").send_keys(Keys.ENTER)
    page.until(lambda: page.the("moves").is_displayed())
    assert page.the("help").get_attribute("aria-expanded") == "true"


FINDINGS_FIRST = """
const heard = WebSocket.prototype.addEventListener;
WebSocket.prototype.addEventListener = function (name, act) {
  let late = null, done = false;
  heard.call(this, name, name !== "message" ? act : (message) => {
    const said = JSON.parse(message.data);
    if (said.id === 1 && !done) { late = message; return; }
    act(message);
    if (said.event === "findings" && late) { done = true; act(late); late = null; }
  });
};
"""


def test_the_talk_begins_also_where_all_is_read_before_the_page_has_heard_of_it(
    browser: webdriver.Chrome, address: str
) -> None:
    browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": FINDINGS_FIRST})
    browser.get(address)
    Page(browser).says("log", "The lamps are not lit yet")


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
    refused = value.replace("v.value = 6", "v.value = 'many'")
    browser.execute_script(refused)
    page.says("recorded", "$lit is a number, such as 3 or 2.5")
    assert browser.find_element(By.CSS_SELECTOR, "#values input").get_attribute("value") == "6"
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
    assert box.get_attribute("aria-label").startswith("Pole, 2 lines, 1 option ")


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


def test_a_script_that_is_renamed_while_it_is_open(
    browser: webdriver.Chrome, address: str, folder: Path
) -> None:
    browser.get(address)
    page = Page(browser)
    page.says("log", "The lamps are not lit yet")
    page.says("state", "0 errors")
    (folder / "lamps.yarn").rename(folder / "a-lamps.yarn")
    page.until(lambda: Select(page.the("file")).first_selected_option.text == "a-lamps.yarn")
    page.until(lambda: page.the("text").get_attribute("value") == LAMPS)
    # with something typed and not saved yet nothing is given up
    browser.execute_script("window.setTimeout = () => 0")
    page.type(LAMPS + "// mine\n")
    (folder / "a-lamps.yarn").rename(folder / "b-lamps.yarn")
    page.says("conflict", "in the project no more")
    assert page.the("text").get_attribute("value").endswith("// mine\n")
    page.tap("conflict", "Open another script")
    page.until(lambda: page.the("text").get_attribute("value") == LAMPS)
    assert not page.the("conflict").is_displayed()


def test_findings_of_other_scripts_lead_there(browser: webdriver.Chrome, address: str, folder: Path) -> None:
    browser.get(address)
    page = Page(browser)
    page.says("state", "0 errors")
    (folder / "pole.yarn").write_text(POLE.replace("-> Like", "<<jump Lamp>>\n-> Like"), "utf-8")
    page.says("findings", "there is no node Lamp")
    page.picture("elsewhere")
    page.tap("findings", "pole.yarn")
    page.until(lambda: "<<jump Lamp>>" in page.the("text").get_attribute("value"))
    page.tap("findings", "Write Lamps")
    page.says("saved", "Saved")
    assert "<<jump Lamps>>" in (folder / "pole.yarn").read_text("utf-8")
