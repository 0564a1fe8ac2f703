"""How a large series feels in the studio: `python bench/studio.py [LINES] [FILES]` (200,000 in 100).

Opens it in a headless Chromium and prints when the page is first painted, when graph and findings of the
whole series stand there, and how long a keystroke in one script takes until its findings do: while the series
is still being read, and afterwards. Each beside two peers of the same moment: an empty answer over the same
socket, and the judgement of that script alone, by the clock and in processor time. Where the last two differ,
the machine has other things to do, and the keystroke is slower by as much.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.analysis import series  # noqa: E402
from bot.analysis.facts import facts_of  # noqa: E402
from bot.yarn import DEFAULT, Source  # noqa: E402

SWITCHES = (
    "headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
    "disable-component-update", "disable-sync",
)  # fmt: skip
KEYSTROKE = """
const [broken, done] = arguments, text = document.getElementById("text"), from = performance.now();
const seen = new MutationObserver(() => {
  if (document.getElementById("findings").textContent.includes("AL004") !== broken) return;
  seen.disconnect();
  done(performance.now() - from);
});
seen.observe(document.getElementById("findings"), { childList: true });
text.value = broken ? text.value.replace("<<set", "<<set +") : text.value.replace("<<set +", "<<set");
text.dispatchEvent(new Event("input"));
"""

ECHO = """
const done = arguments[0];
import("/main.js").then(({ wire }) => {
  const from = performance.now();
  wire.ask("nothing").catch(() => done(performance.now() - from));
});
"""
TURNS = 12


def main() -> None:
    """Prints the figures, in milliseconds."""
    lines, files = (int(n) for n in (*sys.argv[1:], *("200000", "100")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "series")
        folder.mkdir()
        for source in series(lines, files).sources:
            (folder / source.name).write_text(source.text, "utf-8")
        project = '{ "projectFileVersion": 4, "baseLanguage": "en" }'
        (folder / "series.yarnproject").write_text(project, "utf-8")
        command = [sys.executable, "-m", "bot", "studio", str(folder), "--no-browser"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            address = process.stdout.readline().split()[4]
            try:
                _measure(address, Path(scratch, "chromium"))
            finally:
                process.terminate()


def _measure(address: str, profile: Path) -> None:
    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for switch in (*SWITCHES, f"user-data-dir={profile}"):
        options.add_argument(f"--{switch}")
    browser = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        browser.set_script_timeout(300)
        begun = time.perf_counter()
        browser.get(address)
        wait = WebDriverWait(browser, 300, 0.02)
        wait.until(lambda _: browser.execute_script("return performance.getEntriesByType('paint').length"))
        paint = browser.execute_script("return performance.getEntriesByType('paint').at(-1).startTime")
        print(f"first paint: {paint:.0f} ms")
        wait.until(lambda _: browser.execute_script("return document.getElementById('text').value.length"))
        print(f"script: {1000 * (time.perf_counter() - begun):.0f} ms")
        text = browser.execute_script("return document.getElementById('text').value")
        _keystrokes(browser, text, "while it is read")
        wait.until(lambda _: browser.find_elements(By.CSS_SELECTOR, "#graph [data-node]"))
        print(f"graph: {1000 * (time.perf_counter() - begun):.0f} ms at most")
        wait.until(lambda _: "in the series" in browser.find_element(By.ID, "state").text)
        print(f"findings of all: {1000 * (time.perf_counter() - begun):.0f} ms at most")
        _keystrokes(browser, text, "afterwards")
    finally:
        browser.quit()


def _keystrokes(browser: webdriver.Chrome, text: str, when: str) -> None:
    took, echoes, bare, busy = [], [], [], []
    for turn in range(TURNS):
        took.append(browser.execute_async_script(KEYSTROKE, turn % 2 == 0))
        echoes.append(browser.execute_async_script(ECHO))
        clock, processor = time.perf_counter(), time.process_time()
        facts_of(Source("peer", f"{text}// {turn}\n"), DEFAULT)
        bare.append(1000 * (time.perf_counter() - clock))
        busy.append(1000 * (time.process_time() - processor))
        time.sleep(0.4)
    print(f"keystroke to findings {when}: {median(took):.0f} ms, the longest {max(took):.0f} ms")
    print(f"  an empty answer: {median(echoes):.0f} ms, the longest {max(echoes):.0f} ms")
    print(f"  the judgement alone: {median(bare):.0f} ms, {median(busy):.0f} ms of them processor time")
    print(f"  keystroke / judgement alone: {median(took) / median(bare):.1f}")


if __name__ == "__main__":
    main()
