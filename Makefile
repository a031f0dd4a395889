# Every target says what it does: `make help`. Works from any folder with `make -C`.
.DEFAULT_GOAL := help
.PHONY: sbom help run test test-all check fix texts lock wheel demo bench bench-log bench-waiting bench-effects

# The first Python 3.11 that this user may run. Override: make run PYTHON=/path/to/python3.11
PYTHON := $(firstword $(PYTHON) $(shell for each in python3.11 python3 /usr/bin/python3.11 /usr/local/bin/python3.11; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo "$$each" && break; done))
SETUP = @$(if $(PYTHON),,$(error Python 3.11 is needed and was not found. Use: make $@ PYTHON=/path/to/python3.11))$(PYTHON) tools/bootstrap.py
PORT ?= 8000
BIN := .venv/bin
LOCK = .tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
# Random order; two workers, one per core: tests/turns.py. Tests that take minutes or a cluster run in test-all.
PYTEST = $(BIN)/python -m pytest -n 2
COVERAGE = --cov=schakel.rules --cov=schakel.access --cov=schakel.casework --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100

# Without kept bytecode every start takes two seconds longer.
unexport PYTHONDONTWRITEBYTECODE
export PORT

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(lastword $(MAKEFILE_LIST)) | awk -F'|' '{printf "  make %-15s %s\n", $$1, $$2}'

run: ## start Schakel with a demo municipality; PORT=8000, Ctrl-C stops
	$(SETUP) --port $(PORT) --then -m schakel.project.launch

test: ## install what is missing, then unit, integration and browser tests with the coverage gate
	$(SETUP) --dev --browser
	$(PYTEST) -m "not slow and not scale" $(if $(ARGS),$(ARGS),$(COVERAGE))

test-all: ## all tests, also those that take minutes or need Dask and Spark
	$(SETUP) --dev --scale --browser
	$(PYTEST) $(if $(ARGS),$(ARGS),$(COVERAGE))

check: ## format, lint, types, layers, templates, Django, migrations, translations
	$(SETUP) --dev
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint src
	$(BIN)/schakel check --fail-level WARNING
	$(BIN)/schakel makemigrations --check --dry-run
	$(BIN)/python tools/translations.py check

fix: ## format code, mend what lint can mend
	$(SETUP) --dev
	$(BIN)/ruff check --quiet --fix . || true
	$(BIN)/ruff format --quiet .

texts: ## collect texts of code and templates for translation into English
	$(SETUP) --dev
	$(BIN)/python tools/translations.py update

lock: ## lock the packages again after a change of pyproject.toml: by hash, without naming where they come from
	$(SETUP) --dev
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt
	$(LOCK) pyproject.toml --extra dev --extra scale -c requirements.txt -o requirements-scale.txt
	$(LOCK) tools/requirements.in -o tools/requirements.txt

wheel: ## build the package that a server installs, style sheets and translations inside, into dist/
	$(SETUP)
	$(BIN)/schakel collectstatic --noinput --clear --verbosity 0
	.tools/bin/uv build --quiet --wheel --out-dir dist

bench-log: ## seal and verify a log of five million rows; ARGS="--rows 100000" for less
	$(SETUP) --dev
	$(BIN)/python -m bench.log $(ARGS)

demo: ## build the demo municipality again, in the private database
	$(SETUP)
	SCHAKEL_DEMO=1 $(BIN)/schakel migrate --verbosity 0
	SCHAKEL_DEMO=1 $(BIN)/schakel demo --force $(ARGS)

sbom: ## write what Schakel is made of, with licences, to sbom.json (CycloneDX)
	$(SETUP)
	$(BIN)/python tools/sbom.py sbom.json

bench: ## measure the pages on the demo municipality, 60 requests a second
	$(SETUP) --dev
	$(BIN)/python -m bench.web $(ARGS)

bench-waiting: ## measure the waiting and allocation engines
	$(SETUP) --dev
	$(BIN)/python -m bench.waiting $(ARGS)

bench-effects: ## measure the effect engines
	$(SETUP) --dev
	$(BIN)/python -m bench.effects $(ARGS)
