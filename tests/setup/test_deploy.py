"""What lies in deploy/, as far as it can be tried without root, a container engine or a network."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import CREDENTIALS, Settings, load_settings, variable
from tests.starting import command

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = ("alana.service", "alana-backup.service", "alana-backup.timer")
MISSING = "systemd-analyze is not installed (Debian's package systemd): its tests are skipped"
SETTINGS = {variable(name) for name in Settings.model_fields}


@pytest.fixture
def analyze() -> str:
    found = shutil.which("systemd-analyze")
    if found is None:
        pytest.skip(MISSING)
    return found


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units with a program that is there in the place of ours."""
    for name in UNITS:
        text = (DEPLOY / name).read_text()
        (tmp_path / name).write_text(text.replace("/opt/alana/.venv/bin/alana", shutil.which("true") or ""))
    return tmp_path


# ---------------------------------------------------------------- systemd


@pytest.mark.parametrize("name", UNITS)
def test_systemd_takes_the_units(units: Path, analyze: str, name: str) -> None:
    command = [analyze, "verify", "--man=no", "--recursive-errors=no", str(units / name)]
    done = subprocess.run(command, capture_output=True, text=True)
    ours = [line for line in done.stderr.splitlines() if "alana" in line]
    assert (ours, done.returncode) == ([], 0), done.stderr


SERVICES = [name for name in UNITS if name.endswith(".service")]


@pytest.mark.parametrize("name", SERVICES)
def test_the_services_are_hardened(units: Path, analyze: str, name: str) -> None:
    """Their exposure as systemd counts it, from 0 (none) to 10; the threshold is in tenths."""
    command = [analyze, "security", "--offline=true", "--threshold=20", str(units / name)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "SYSTEMD_PAGER": ""})
    assert done.returncode == 0, done.stdout.splitlines()[-1]


def test_the_service_says_itself_when_it_is_ready_and_lives() -> None:
    text = (DEPLOY / "alana.service").read_text()
    for line in ("Type=notify", "WatchdogSec=30", "ExecReload=/bin/kill -HUP $MAINPID", "Restart=always"):
        assert line in text.splitlines()
    credentials = re.findall(r"LoadCredential=(\w+):", text)
    assert {"ALANA_TELEGRAM_TOKEN", "ALANA_DISCORD_TOKEN", "ALANA_DATABASE_URL"} <= set(credentials)
    assert set(credentials) <= SETTINGS


def test_what_systemd_and_docker_hand_over_as_files_are_settings(tmp_path: Path) -> None:
    (tmp_path / "ALANA_TELEGRAM_TOKEN").write_text("123456789:" + "A" * 35 + "\n")
    (tmp_path / "alana_operator_contact").write_text("Ann, ann@example.org\n")
    (tmp_path / "database-password").write_text("not ours")
    found = load_settings({CREDENTIALS: str(tmp_path)}, None)
    assert found.telegram_token is not None
    assert found.telegram_token.get_secret_value() == "123456789:" + "A" * 35
    assert found.operator_contact == "Ann, ann@example.org"
    assert found.warnings == ()
    given = {CREDENTIALS: str(tmp_path), "ALANA_OPERATOR_CONTACT": "Ben"}
    assert load_settings(given, None).operator_contact == "Ben"
    assert load_settings({CREDENTIALS: str(tmp_path / "none")}, None).telegram_token is None


# ---------------------------------------------------------------- the image


def steps() -> list[tuple[str, str]]:
    """The Dockerfile's instructions."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Dockerfile").read_text(), flags=re.MULTILINE)
    joined = text.replace("\\\n", " ").splitlines()
    return [(line.partition(" ")[0], line.partition(" ")[2].strip()) for line in joined if line.strip()]


def test_the_image_follows_hadolints_rules() -> None:
    """Those that can be broken here, by number: https://github.com/hadolint/hadolint#rules"""
    found = steps()
    images = [rest.split()[0] for name, rest in found if name == "FROM"]
    assert len(images) == 2, "one stage builds, the other runs"
    for image in images:
        assert re.search(r":\d", image), "DL3006, DL3007: a tag, and not latest"
    assert not any(name in ("ADD", "MAINTAINER") for name, _ in found), "DL3020, DL4000"
    for name, rest in found:
        if name in ("CMD", "ENTRYPOINT", "RUN"):
            assert json.loads(rest), "DL3025, DL4006, SC*: no shell takes it apart"
        if name == "HEALTHCHECK":
            assert json.loads(rest.partition("CMD ")[2])
        if name == "WORKDIR":
            assert rest.startswith("/"), "DL3000"
        if name == "RUN" and "pip" in rest:
            assert "--no-cache-dir" in rest, "DL3042"
            assert "--require-hashes" in rest or "--no-deps" in rest, "DL3013: every version is pinned"
    users = [rest for name, rest in found if name == "USER"]
    assert users, "DL3002: the last user is not root"
    assert users[-1].split(":")[0] not in ("root", "0")
    assert sum(name == "CMD" for name, _ in found) == sum(name == "ENTRYPOINT" for name, _ in found) == 1


def test_the_image_gets_all_that_it_copies_and_its_settings_are_ours() -> None:
    for name, rest in steps():
        if name == "COPY" and not rest.startswith("--from"):
            assert all((ROOT / source).exists() for source in rest.split()[:-1]), rest
        if name == "ENV":
            names = re.findall(r"(ALANA_\w+)=", rest)
            assert set(names) <= SETTINGS
    required = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    copied = " ".join(rest for name, rest in steps() if name == "COPY")
    assert all(name in copied for name in (required["readme"], *required["license-files"]))


def test_a_container_without_secrets_has_the_folder_for_them() -> None:
    """Else each start would warn that it is not there."""
    [folder] = re.findall(rf"{CREDENTIALS}=(\S+)", (DEPLOY / "Dockerfile").read_text())
    assert ("RUN", json.dumps(["install", "-d", folder])) in steps()


def test_the_health_check_ends_as_it_should() -> None:
    check = next(rest for name, rest in steps() if name == "HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])
    asked: list[str] = []

    class Ready(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(503 if len(asked) > 1 else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is to be seen of it."""

    with HTTPServer(("127.0.0.1", 0), Ready) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        env = {**os.environ, "ALANA_HTTP_PORT": str(server.server_port)}
        codes = [
            subprocess.run([sys.executable, *command[1:]], env=env, capture_output=True).returncode
            for _ in range(2)
        ]
        server.shutdown()
    assert (codes, asked) == ([0, 1], ["/readyz", "/readyz"])
    gone = {**os.environ, "ALANA_HTTP_PORT": "9"}
    assert subprocess.run([sys.executable, *command[1:]], env=gone, capture_output=True).returncode == 1


@pytest.mark.slow
def test_the_images_steps_run_in_a_clean_folder(tmp_path: Path) -> None:
    """There is no container engine here: its steps are run one by one, with the folder as the root."""
    source, root = tmp_path / "src", tmp_path / "root"
    source.mkdir()
    (root / "opt").mkdir(parents=True)

    def inside(word: str) -> str:
        return re.sub(r"^/(?=(?:opt|run)/)", f"{root}/", word)

    for name, rest in steps():
        if name == "COPY" and not rest.startswith("--from"):
            *names, target = rest.split()
            for each in names:
                into = source / target / (each if target == "./" else "")
                here = ROOT / each
                if here.is_dir():
                    shutil.copytree(here, into, ignore=shutil.ignore_patterns("__pycache__"))
                else:
                    shutil.copy(here, into)
        if name == "RUN" and "useradd" not in rest:
            command = [inside(word) for word in json.loads(rest)]
            command[0] = sys.executable if command[0] == "python" else command[0]
            subprocess.run(command, cwd=source, check=True, stdout=subprocess.DEVNULL)
    data = tmp_path / "data"
    data.mkdir()
    env = {"ALANA_DATABASE_URL": f"sqlite:///{data}/alana.db", "PATH": os.environ["PATH"]}
    program = [str(root / "opt/alana/bin/alana")]
    done = subprocess.run([*program, "doctor"], cwd=data, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "12 evenings" in done.stdout


# ---------------------------------------------------------------- compose and Litestream


def compose() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_the_compose_file_hangs_together() -> None:
    found = compose()
    alana = found["services"]["alana"]
    assert (DEPLOY / alana["build"]["context"] / alana["build"]["dockerfile"]).resolve().is_file()
    assert set(alana["depends_on"]) <= set(found["services"])
    assert set(alana["environment"]) <= SETTINGS
    assert {secret["target"] for secret in alana["secrets"]} <= SETTINGS
    named = {secret["source"] for secret in alana["secrets"]} | set(found["services"]["database"]["secrets"])
    assert named == set(found["secrets"])
    assert alana["read_only"] is True
    assert alana["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in alana["ports"])
    volumes = {
        each.partition(":")[0] for service in found["services"].values() for each in service["volumes"]
    }
    assert volumes == set(found["volumes"])
    for each in found["secrets"].values():
        assert each["file"].startswith("secrets/"), "beside the file, and in no repository"
    assert "deploy/secrets/" in (ROOT / ".gitignore").read_text().splitlines()


def test_the_stop_is_waited_for() -> None:
    text = (DEPLOY / "alana.service").read_text()
    assert int(re.search(r"TimeoutStopSec=(\d+)", text)[1]) > 10  # type: ignore[index]
    assert int(compose()["services"]["alana"]["stop_grace_period"].rstrip("s")) > 10


def test_litestream_copies_the_database_that_the_service_keeps() -> None:
    found = yaml.safe_load((DEPLOY / "litestream.yml").read_text())
    [database] = found["dbs"]
    service = (DEPLOY / "alana.service").read_text()
    folder = re.search(r"WorkingDirectory=(\S+)", service)[1]  # type: ignore[index]
    assert database["path"] == f"{folder}/alana.db"
    [replica] = database["replicas"]
    hours = int(replica["retention"].rstrip("h"))
    assert hours / 24 <= load_settings({}, None).backup_days, "/privacy tells people for how long"


def test_the_backup_that_the_timer_makes_is_a_command_of_ours() -> None:
    line = re.search(r"ExecStart=(.*)", (DEPLOY / "alana-backup.service").read_text())[1]  # type: ignore[index]
    program, *words = shlex.split(line)
    assert program.endswith("/alana")
    assert words == ["backup", "--keep", "14", "/var/lib/alana/backups"]


def test_what_the_image_copies_is_what_the_builder_gets() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in lines, "everything else stays: databases, settings, history"
    allowed = {line.removeprefix("!") for line in lines if line.startswith("!")}
    copied = {
        source.removeprefix("./")
        for name, rest in steps()
        if name == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    }
    assert copied == allowed


# ---------------------------------------------------------------- what operators read


def blocks() -> list[str]:
    return re.findall(r"```sh\n(.*?)```", (ROOT / "docs/operators.md").read_text(), re.DOTALL)


def test_every_command_for_operators_is_one_that_there_is() -> None:
    from bot import cli

    shell = shutil.which("sh")
    assert shell is not None
    for block in blocks():
        assert subprocess.run([shell, "-n"], input=block, text=True).returncode == 0
        for path in re.findall(r"\bdeploy/[\w.-]+\.\w+", block):
            assert (ROOT / path).is_file(), path
    said = "\n".join([*blocks(), *re.findall(r"`([^`\n]+)`", (ROOT / "docs/operators.md").read_text())])
    used = re.findall(r"(?:^|[/ ])alana ((?:[a-z]+ ?){1,2})", said, re.MULTILINE)
    assert len(used) > 8
    for words in used:
        first, _, second = words.strip().partition(" ")
        assert first in cli.COMMANDS or f"{first} {second}" in cli.COMMANDS, words


def test_the_drill_is_one_that_works(tmp_path: Path) -> None:
    from tests.cli.test_operators import fill

    fill(tmp_path)
    [drill] = [block for block in blocks() if "drill" in block]
    program = tmp_path / "bin"
    (tmp_path / "backups").mkdir()
    program.mkdir()
    (program / "alana").write_text(f'#!/bin/sh\nexec {command()} -m bot "$@"\n')
    (program / "alana").chmod(0o700)
    env = {"PATH": f"{program}:{os.environ['PATH']}", "ALANA_MATCHER": "lexical"}
    of = {**env, "ALANA_DATABASE_URL": f"sqlite:///{tmp_path}/alana.db"}
    made = ["alana", "backup", "--keep", "14", "backups"]
    subprocess.run(made, cwd=tmp_path, env=of, check=True, capture_output=True)
    script = "set -e\n" + drill.replace("/var/lib/alana/backups", str(tmp_path / "backups"))
    done = subprocess.run(["sh"], input=script, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 known" in done.stdout
    assert not (tmp_path / "drill").exists()
