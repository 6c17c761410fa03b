"""What `make test` asks of one engine alone, and why: each of the others runs on SQLite and on PostgreSQL.

The suite answers within 25 minutes on two cores only so. What a database decides is asked of both: what it refuses, what
two requests do at one moment, what it counts, searches, sorts, migrates and keeps. Without `ONCE=1`, as when somebody
names a module, everything runs on the engine that is asked for.
"""

import os
from fnmatch import fnmatch
from pathlib import Path

TESTS = Path(__file__).parent

_NO_DATABASE = """
spreadsheets/* russian/* imports/parsing/* test_architecture.py test_import_contracts.py test_static_files.py test_seeds.py
test_documents.py test_vocabulary.py test_dependencies.py test_screens_ask_queries.py test_dashes.py config/test_serving.py
"""
# how a sheet looks depends on its payload
_SHEETS = """
reports/test_annex_of_orders.py reports/test_pairing_order_paper.py reports/test_structure_of_papers.py
reports/test_preamble.py reports/test_roadmap_paper.py reports/test_roadmap_sources.py reports/test_order_pages.py
reports/test_document_pages.py reports/test_rendering.py reports/test_stamps.py
"""
# of the long walks over everything each engine has its own; those of PostgreSQL open and send the same pages
_WALKS = """
test_every_address.py test_every_post.py test_foreign_choices.py test_drafts_of_forms.py test_edit_versions.py
test_kept_choices.py test_texts_of_tables.py test_words_of_the_rules.py test_act_of_the_rules.py config/test_demo.py
"""
# they write nothing that the tests of their rooms do not write on both
_STORIES = """
stories/test_college.py stories/test_decisions_of_a_school.py stories/test_holm.py stories/test_kez.py
stories/test_rules_of_a_school.py stories/test_salsk.py stories/test_surgut.py stories/test_ustyuzhna.py
"""
# judged in Python before anything is stored
_WORDS_AND_FORMS = """
accounts/test_passwords.py accounts/test_sign_in_pages.py imports/test_fields.py imports/test_templates.py
imports/review/test_issue_codes.py mentoring/test_pairing_rules.py mentoring/test_request_rules.py
mentoring/test_roadmap_words.py mentoring/test_words_of_changes.py monitoring/test_schedule.py monitoring/test_score.py
registry/test_act_titles.py registry/test_exports.py registry/test_invitation_page.py registry/test_names_of_people.py
registry/test_number_field.py registry/test_person_card.py registry/test_settings_screens.py
registry/test_signature_files.py registry/test_uploads.py registry/test_written_names.py
"""
# people click on the engine of installations; it is the stricter about numbers, and a figure has the same rows on either
_IN_THE_BROWSER = """
browser/* stories/*in_the_browser.py test_impossible_numbers.py config/test_numbers.py
"""

ONLY_ON_SQLITE = f"{_NO_DATABASE}{_SHEETS}{_WALKS}{_STORIES}{_WORDS_AND_FORMS}".split()
ONLY_ON_POSTGRESQL = _IN_THE_BROWSER.split()


def runs_here(path: Path) -> bool:
    """Whether the module, or a folder on the way to it, is for the engine of this run."""
    if not os.environ.get("ONCE"):
        return True
    elsewhere = ONLY_ON_SQLITE if os.environ.get("TEST_ENGINE") == "postgresql" else ONLY_ON_POSTGRESQL
    name = path.relative_to(TESTS).as_posix() if path.is_relative_to(TESTS) else ""
    return not any(fnmatch(name, pattern) for pattern in elsewhere)
