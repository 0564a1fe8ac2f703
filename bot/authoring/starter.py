"""A small series to begin from: one evening with its plan, which a writer then changes."""

import re
from collections.abc import Mapping

from bot.authoring.tag import tag_sources
from bot.yarn import Source
from bot.yarn.project import SUFFIX

_PROJECT = """{
  "projectFileVersion": 4,
  "sourceFiles": ["**/*.yarn"],
  "baseLanguage": "en",
  "localisation": { "en": {} }
}
"""

_SERIES = """title: Series
series: {key}
name: {name}
about: One sentence about this series, for the menu.
---
===
"""

_EVENING = """title: Lamp
episode: 01-lamp
name: The lamp
question: What is the lamp for?
notice: one light that was left on for somebody
nudge_1: Did you see a light in somebody's window today?
nudge_2: If you left a lamp on this evening, who was it for?
nudge_3: One light, one minute: what could you see by it today?
circle: no
---
<<declare $who = "">>
<<declare $kept = false>>
Alana: There is a lamp in the window. It was lit before you came.
-> Who lit it?
    Alana: I did. It is easier to find a house that has one.
    <<ask $who "Who would you leave a lamp on for?">>
    <<if $who != "">>
        Alana: Then it burns for {$who} tonight.
    <<else>>
        Alana: You may keep that to yourself.
    <<endif>>
-> Does it burn all night?
    Alana: Until somebody says good night. <<if not $kept>>
-> May I sit here for a while? <<once>>
    Alana: As long as you like.

<<reflect "What would you like to keep from tonight?" $kept>>
<<if $kept>>
    Alana: It is written down, and nobody reads it but you.
<<endif>>
<<jump Lamp_Close>>
===
title: Lamp_Close
closes: 01-lamp
---
Alana: Good night. I leave the lamp on.
===
"""

_PLAN = """# What must happen. Run it with: alana test
node: Lamp
line: `Alana: There is a lamp in the window. It was lit before you came.`
option: `Who lit it?`
option: `Does it burn all night?`
option: `May I sit here for a while?`
select: 1
line: *
ask: `Who would you leave a lamp on for?`
answer: `Mia`
line: `Alana: Then it burns for Mia tonight.`
ask: `What would you like to keep from tonight?`
answer: `The light on the stairs.`
line: *
line: `Alana: Good night. I leave the lamp on.`
stop
---
set: $who = ``
set: $kept = false
node: Lamp
line: *
option: `Who lit it?`
option: `Does it burn all night?`
option: `May I sit here for a while?`
select: 1
line: *
ask: *
skip
line: `Alana: You may keep that to yourself.`
ask: *
skip
line: *
stop
---
node: Lamp
line: *
option: `Who lit it?`
option: `Does it burn all night?`
option: `May I sit here for a while?`
select: 3
line: `Alana: As long as you like.`
---
node: Lamp
line: *
option: `Who lit it?`
option: `Does it burn all night?`
option: `May I sit here for a while?` [disabled]
select: 2
line: `Alana: Until somebody says good night.`
"""


def starter(folder: str) -> Mapping[str, str]:
    """Names and texts of the files of a new series in a folder of that name; every text has its id."""
    name = re.sub(r"[-_\s]+", " ", folder).strip().capitalize() or "My series"
    key = re.sub(r"[^a-z0-9]+", "-", folder.lower()).strip("-") or "my-series"
    scripts = {"series.yarn": _SERIES.format(key=key, name=name.replace("//", " ")), "01-lamp.yarn": _EVENING}
    tagged, _ = tag_sources(Source(name, text) for name, text in scripts.items())
    texts = {each.name: each.text for each in tagged}
    return {f"series{SUFFIX}": _PROJECT, **texts, "01-lamp.testplan": _PLAN}
