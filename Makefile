# Each target does all of its own set-up on a fresh Debian or Ubuntu with Python 3.11+; see scripts/setup.sh.
.DEFAULT_GOAL := help
.PHONY: help demo run test check bench

BIN := .venv/bin
APPS := accounts registry mentoring monitoring reports
PYTEST := $(BIN)/pytest --quiet -n logical --maxprocesses 4 --dist worksteal $(ARGS)
TYPED := $(wildcard $(foreach app,$(APPS),$(app)/actions.py $(app)/actions/*.py $(app)/queries.py $(app)/queries/*.py))

export DEMO_DIR ?= .demo
export PORT ?= 8000

# Settings for commands that look at the code, not at anyone's data.
BARE := SECRET_KEY=looking-at-the-code-only-0123456789-abcdefghijklmnopqrstuvwxyz DATA_DIR=.tools/check

help: ## this list
	@echo "The mentoring registry. Targets:"
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## the portal on http://127.0.0.1:8000 (PORT) with an invented district in .demo (DEMO_DIR)
	@sh scripts/setup.sh app
	@DEMO=1 DATA_DIR="$(DEMO_DIR)" SECRET_KEY="$$(sh scripts/secret_key.sh "$(DEMO_DIR)")" $(BIN)/python manage.py demo

run: ## the portal on your own data in data/ (DATA_DIR), served by gunicorn on PORT
	@sh scripts/setup.sh app
	@sh scripts/run.sh

test: ## the whole suite on SQLite, then on PostgreSQL with the browser tests; ARGS="…" goes to pytest
	@sh scripts/setup.sh test
	@status=0; \
	echo "SQLite:"; TEST_ENGINE=sqlite $(PYTEST) --ignore=tests/browser || status=$$?; \
	echo "PostgreSQL, with the browser:"; TEST_ENGINE=postgresql $(PYTEST) || status=$$?; \
	exit $$status

check: ## style, templates, types, imports between layers, migrations in step with the models
	@sh scripts/setup.sh test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djlint templates --lint --quiet
	$(BARE) $(BIN)/mypy $(TYPED)
	$(BIN)/lint-imports
	$(BARE) $(BIN)/python manage.py makemigrations --check --dry-run
	$(BARE) $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: ## query counts and speed, as ratios to a baseline of the same run
	@sh scripts/setup.sh test
	$(BIN)/python -m benchmarks
