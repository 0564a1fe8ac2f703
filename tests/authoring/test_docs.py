"""The examples in the writers' guide are true: scripts compile, plans are met."""

import re
from pathlib import Path

from bot.engine.machine import Env
from bot.yarn import Source, compile_sources
from bot.yarn.plan_run import play
from bot.yarn.project import read_project
from bot.yarn.testplan import parse_plan

GUIDE = (Path(__file__).parents[2] / "docs" / "authors.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", GUIDE, re.DOTALL)
SCRIPTS = [text for _, text in BLOCKS if text.startswith("title:")]
QUESTIONS = [text for _, text in BLOCKS if text.startswith("<<ask")]
PLANS = [text for _, text in BLOCKS if text.startswith("node:")]


def test_examples_compile() -> None:
    assert len(SCRIPTS) == 3
    assert len(QUESTIONS) == 1
    for text in (*SCRIPTS, f"title: Ask\n---\n{QUESTIONS[0]}===\n"):
        assert compile_sources([Source("guide.yarn", text)]).diagnostics == ()


def test_the_plan_is_met() -> None:
    program = compile_sources([Source("guide.yarn", SCRIPTS[0])]).program
    assert program is not None
    assert len(PLANS) == 1
    assert play(program, parse_plan(PLANS[0]), Env()).passed


def test_the_project_is_read() -> None:
    [text] = [text for kind, text in BLOCKS if kind == "json"]
    project = read_project(text, Path(__file__).parent / "guide.yarnproject").project
    assert project is not None
    assert project.severities == {"AL608": "none"}
