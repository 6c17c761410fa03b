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

# Some tests run once, or the suite would take more than 25 minutes on two cores: what reads spreadsheets touches no
# database; people click in a browser on the engine of installations; and of the long walks over everything each engine has
# its own. Who may open which address, what forms offer, the drafts of forms and the demonstration are asked of SQLite, as `make demo` is;
# impossible numbers and the rows behind every number of PostgreSQL, which is the stricter about both. How a sheet looks
# depends on its payload alone, and what reads the files of this repository needs no engine. Which forms carry a version, and by which
# words pages call things, is asked of SQLite: the walk with impossible numbers opens and sends the same pages on PostgreSQL.
# The stories that send forms without a browser, and two pages of papers, write nothing that their rooms' own tests do not write there.
# Words, fields of forms and what is judged in Python are the same on either engine; what a database decides is asked of both.
OF_WORDS_AND_FORMS := $(addprefix tests/,test_edit_versions.py test_kept_choices.py accounts/test_passwords.py accounts/test_sign_in_pages.py \
  imports/test_fields.py imports/test_templates.py imports/review/test_issue_codes.py \
  mentoring/test_pairing_rules.py mentoring/test_request_rules.py mentoring/test_roadmap_words.py mentoring/test_words_of_changes.py \
  monitoring/test_schedule.py monitoring/test_score.py registry/test_act_titles.py registry/test_exports.py \
  registry/test_invitation_page.py registry/test_names_of_people.py registry/test_number_field.py registry/test_person_card.py \
  registry/test_settings_screens.py registry/test_signature_files.py \
  registry/test_uploads.py registry/test_written_names.py reports/test_rendering.py reports/test_stamps.py)
ONLY_ON_SQLITE := tests/spreadsheets tests/russian tests/imports/parsing tests/test_every_address.py \
  tests/test_drafts_of_forms.py tests/config/test_demo.py tests/reports/test_annex_of_orders.py \
  tests/reports/test_pairing_order_paper.py tests/reports/test_structure_of_papers.py tests/reports/test_preamble.py tests/reports/test_roadmap_paper.py tests/reports/test_roadmap_sources.py \
  tests/test_architecture.py tests/test_import_contracts.py tests/test_static_files.py tests/test_seeds.py tests/test_documents.py tests/test_vocabulary.py \
  tests/test_texts_of_tables.py tests/test_dependencies.py tests/config/test_serving.py \
  tests/test_screens_ask_queries.py tests/test_every_post.py tests/test_foreign_choices.py tests/test_dashes.py tests/test_words_of_the_rules.py tests/test_act_of_the_rules.py \
  tests/stories/test_college.py tests/stories/test_decisions_of_a_school.py tests/stories/test_holm.py tests/stories/test_kez.py \
  tests/stories/test_rules_of_a_school.py tests/stories/test_salsk.py tests/stories/test_surgut.py tests/stories/test_ustyuzhna.py \
  tests/reports/test_order_pages.py tests/reports/test_document_pages.py $(OF_WORDS_AND_FORMS)
ONLY_ON_POSTGRESQL := tests/browser tests/test_impossible_numbers.py tests/config/test_numbers.py

# Measuring costs half as much again on SQLite: .ci/run does it. One worker more than cores gains nothing on PostgreSQL (tried).
test: ready-for-test ## the whole suite on SQLite, then on PostgreSQL with the browser tests; ARGS="…" goes to pytest, COVERAGE=1 holds the floor
	@status=0; \
	echo "SQLite:"; TEST_ENGINE=sqlite $(PYTEST) $(if $(COVERAGE),--cov --cov-report=term) $(addprefix --ignore=,$(ONLY_ON_POSTGRESQL)) --ignore-glob="tests/stories/*in_the_browser.py" || status=$$?; \
	echo "PostgreSQL, with the browser:"; TEST_ENGINE=postgresql $(PYTEST) $(addprefix --ignore=,$(ONLY_ON_SQLITE)) || status=$$?; \
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
