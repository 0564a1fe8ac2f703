# Alana. `make run` sets everything up and runs the bot; `make help` lists the rest.
# Set-up talks on standard error only, so that `make -s run` prints nothing but the program.

PYTHON ?= python3
PY := .venv/bin/python
# Processes that run the tests: more than there are cores, for some tests wait.
WORKERS ?= 6
# Where they put their files: into memory, if there are 2 GB, for their databases write all the time.
SCRATCH ?= $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 2000000 { found = 1 } \
	END { print found ? "/dev/shm" : "/tmp" }')
# Memory that was freed stays with a process (mallopt(3)): it is wanted again by the next test.
KEEPING := MALLOC_TRIM_THRESHOLD_=1000000000 MALLOC_TOP_PAD_=67108864 MALLOC_MMAP_THRESHOLD_=1000000000
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(KEEPING) $(PY) -m pytest
UV := .tools/bin/uv
UV_ENV := UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
COMPILE = $(UV_ENV) $(UV) pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make lock'

# $(call install,LOCK): with uv, or with pip where uv is missing or cannot reach its index.
# Both take only files whose hashes stand in the lock.
install = { [ -x $(UV) ] && $(UV_ENV) $(UV) pip install -q --python $(PY) --require-hashes -r $(1); } \
	|| { echo "uv could not install $(1) here; trying pip" >&2; \
	$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r $(1); }

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run test lint format setup lock texts bench properties soak kills clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: setup ## set up and run the bot: every platform with a token, else the terminal chat
	@exec $(PY) -m bot $(ARGS)

# The types are looked at while the tests run, for that keeps one core busy; what is found is said as soon as all of
# it is, and once more at the end.
test: .venv/.installed-dev .venv/.installed-semantic ## set up and pass the whole test suite: lint, types, import rules, tests
	@TMPDIR=$$(mktemp -d $(SCRATCH)/alana-tests-XXXXXX); chmod 711 $$TMPDIR; export TMPDIR; \
	trap 'rm -rf $$TMPDIR' EXIT; trap 'exit 130' INT TERM; \
	{ said=$$($(MAKE) -s lint 2>&1); ended=$$?; echo "$$said"; exit $$ended; } & linting=$$!; \
	$(PYTEST) -n $(WORKERS) --dist worksteal $(ARGS); tested=$$?; \
	wait $$linting || { echo "make lint found something: it stands above"; exit 1; }; \
	exit $$tested

lint: .venv/.installed-dev .venv/.installed-semantic ## lint, formatting, types, import rules
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

format: .venv/.installed-dev ## put the code into its format
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

setup: .venv/.installed-run .venv/.installed-semantic ## set up without running

lock: .tools/.installed ## renew the lock files
	@$(COMPILE) pyproject.toml -o requirements.lock >&2
	@$(COMPILE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock >&2
	@$(COMPILE) pyproject.toml --extra semantic -c requirements-dev.lock -o requirements-semantic.lock >&2
	@$(COMPILE) --no-deps --group tools -o requirements-tools.lock >&2

texts: .venv/.installed-dev ## collect the bot's own words into the catalogues to translate
	@$(PY) -m bot.texts.extract

bench: .venv/.installed-dev .venv/.installed-semantic ## run every bench; each ends with a line of JSON
	@for file in bench/[!_]*.py; do \
		echo "== $$file"; PYTHONPATH=. $(PY) $$file || exit 1; \
	done

properties: .venv/.installed-dev .venv/.installed-semantic ## look for counter-examples: fifty times as many as `make test`
	@$(PYTEST) -n $(WORKERS) --dist worksteal --hypothesis-profile many -m hypothesis $(ARGS)

soak: .venv/.installed-dev .venv/.installed-semantic ## the long tests: the full number of kills, a hostile hour
	@$(PY) -m pytest tests/soak $(ARGS)

kills: .venv/.installed-dev .venv/.installed-semantic ## the kill tests, 40 runs in a row on a busy machine
	@$(PY) -m tests.soak.rounds $(ARGS)

clean: ## remove everything that set-up made
	@rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# ------------------------------------------------------------------ set-up, each step once

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Alana needs Python 3.11 or newer as '$(PYTHON)' (or name another: make run PYTHON=python3.13)." >&2; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv is missing: install python3-venv first (apt install python3-venv)." >&2; exit 1; }
	@echo "Setting up; the first time takes a minute." >&2
	@$(PYTHON) -m venv --clear .venv </dev/null >&2

.tools/.installed: requirements-tools.lock | $(PY)
	@$(PY) -m venv .tools </dev/null >&2
	@.tools/bin/python -m pip install -q --disable-pip-version-check --require-hashes \
		-r requirements-tools.lock </dev/null >&2 || echo "uv is not to be had here: pip does its work." >&2
	@touch $@

.venv/.installed-run: requirements.lock $(PY) | .tools/.installed
	@{ $(call install,$<); } </dev/null >&2
	@touch $@

.venv/.installed-dev: requirements-dev.lock .venv/.installed-run
	@{ $(call install,$<); } </dev/null >&2
	@touch $@

# Best effort: without it the built-in matcher serves.  Not tried again until the lock changes.
.venv/.installed-semantic: requirements-semantic.lock .venv/.installed-run
	@{ $(call install,$<); } </dev/null >/dev/null 2>&1 || \
		echo "Matching by meaning cannot be installed here; the built-in matcher serves instead." >&2
	@touch $@
