# Each target does all of its own set-up on a fresh Debian or Ubuntu with Python 3.11+; see scripts/setup.sh.
.DEFAULT_GOAL := help
.PHONY: help demo run test seeds bench check check-style check-templates check-types check-layers check-structure \
  check-dead-code check-dependencies check-django audit ready-for-test

BIN := .venv/bin
# The rooms of docs/architecture.md: every folder with an __init__.py but the tests; benchmarks is one of them here.
ROOMS := $(filter-out tests,$(patsubst %/__init__.py,%,$(wildcard */__init__.py)))
PYTEST := $(BIN)/pytest --quiet -n logical --maxprocesses 4 --dist worksteal $(ARGS)

TYPED := $(ROOMS) scripts

# Where the environment forbids compiled files, each of the processes of a run would compile all of Django again.
export PYTHONDONTWRITEBYTECODE :=

export DEMO_DIR ?= .demo
export PORT ?= 8000
ONCE ?= 1

# Never the database of an installation; one step to sign in, since the password is printed anyway.
DEMO_SETTINGS := -u DATABASE_URL DEMO=1 DATA_DIR="$(DEMO_DIR)" MFA_REQUIRED_ROLES=

# Settings for commands that look at the code, not at anyone's data.
BARE := env -u DATABASE_URL SECRET_KEY=looking-at-the-code-only-0123456789-abcdefghijklmnopqrstuvwxyz DATA_DIR=.tools/check

help: ## this list
	@echo "The mentoring registry. Targets:"
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-6s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## the portal on http://127.0.0.1:8000 (PORT) with an invented district in .demo (DEMO_DIR)
	@sh scripts/setup.sh app
	@env $(DEMO_SETTINGS) SECRET_KEY="$$(sh scripts/secret_key.sh "$(DEMO_DIR)")" $(BIN)/python manage.py demo

run: ## the portal on your own data in data/ (DATA_DIR), served by gunicorn on PORT
	@sh scripts/setup.sh app
	@sh scripts/run.sh

# tests/one_engine.py says which tests run on one engine alone; `make test ONCE=` asks all of both. Measuring costs half as much again on SQLite: .ci/run does it.
# One worker more than cores gains nothing on PostgreSQL (tried).
test: ready-for-test ## the whole suite on SQLite, then on PostgreSQL with the browser tests; ARGS="…" goes to pytest, COVERAGE=1 holds the floor
	@status=0; \
	echo "SQLite:"; ONCE=$(ONCE) TEST_ENGINE=sqlite $(PYTEST) $(if $(COVERAGE),--cov --cov-report=term) || status=$$?; \
	echo "PostgreSQL, with the browser:"; ONCE=$(ONCE) TEST_ENGINE=postgresql $(PYTEST) || status=$$?; \
	exit $$status

seeds: ready-for-test ## which facts of the source documents have a passing test, and which have none
	TEST_ENGINE=sqlite $(PYTEST) -m requirement --seeds

check: check-style check-templates check-types check-layers check-structure check-dead-code check-dependencies check-django ## style, templates, types, layers, names, dead code, licences, migrations

check-style: ready-for-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check

check-templates: ready-for-test
	$(BIN)/djlint templates --lint --quiet

check-types: ready-for-test
	$(BARE) $(BIN)/mypy $(TYPED)

check-layers: ready-for-test
	$(BIN)/lint-imports --no-logo

# The tests of the code's own shape stand in the suite as well; here they answer in seconds.
check-structure: ready-for-test
	$(BIN)/pytest --quiet --numprocesses 0 --no-cov tests/test_architecture.py tests/test_import_contracts.py tests/test_vocabulary.py \
	  tests/test_documents.py tests/test_screens_ask_queries.py tests/test_dashes.py

check-dead-code: ready-for-test
	$(BIN)/python scripts/dead_code.py $(TYPED)

# Licences, and what the last audit said: it asks no other machine.
check-dependencies: ready-for-test
	$(BIN)/python scripts/dependencies.py

check-django: ready-for-test
	$(BARE) $(BIN)/python manage.py makemigrations --check --dry-run
	$(BARE) $(BIN)/python manage.py check --deploy --fail-level WARNING

ready-for-test:
	@sh scripts/setup.sh test

audit: ready-for-test ## asks the service OSV for known weaknesses of the locked dependencies, and keeps the answer for `make check`
	$(BIN)/python scripts/dependencies.py --ask

bench: ready-for-test ## query counts and speed, as ratios to a baseline of the same run
	$(BIN)/python -m benchmarks
