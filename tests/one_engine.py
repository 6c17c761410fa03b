"""What `make test` asks of one engine alone, and why: each of the others runs on SQLite and on PostgreSQL.

The suite answers within 25 minutes on two cores only so. What a database decides is asked of both: what it refuses,
what two requests do at one moment, what it counts, searches, sorts, merges, migrates and keeps; and both are sent
values that no page expects, at every address. `make test ONCE=` asks everything of both.
"""

import os
from fnmatch import fnmatch
from pathlib import Path

TESTS = Path(__file__).parent

# what touches no database
_NO_DATABASE = """
spreadsheets/* russian/* imports/parsing/* test_architecture.py test_import_contracts.py test_static_files.py
test_seeds.py test_documents.py test_vocabulary.py test_dependencies.py test_screens_ask_queries.py test_dashes.py
test_offline.py test_one_engine.py config/test_serving.py config/test_settings.py config/test_masked_logs.py
config/test_response_headers.py
"""
# how a sheet looks and reads depends on its payload, and pages of papers on its rules
_SHEETS = """
reports/test_annex_of_orders.py reports/test_pairing_order_paper.py reports/test_structure_of_papers.py
reports/test_preamble.py reports/test_roadmap_paper.py reports/test_roadmap_sources.py reports/test_order_pages.py
reports/test_document_pages.py reports/test_rendering.py reports/test_stamps.py reports/test_acts_of_documents.py
reports/test_bodies_of_kinds.py reports/test_class_of_the_day.py reports/test_days_of_orders.py
reports/test_extra_paper.py reports/test_folded_gaps.py reports/test_grounds_of_orders.py
reports/test_orders_of_replacements.py reports/test_orders_without_number.py reports/test_paper_views.py
reports/test_people_of_other_organisations.py reports/test_signature_mark.py reports/test_signed_sheets_of_orders.py
reports/test_words_of_orders.py
"""
# of the long walks over everything each engine has its own; those of PostgreSQL open and send the same pages
_WALKS = """
test_every_address.py test_every_post.py test_foreign_choices.py test_drafts_of_forms.py test_edit_versions.py
test_kept_choices.py test_texts_of_tables.py test_words_of_the_rules.py test_act_of_the_rules.py
test_addresses_of_buttons.py test_edit_forms_write.py test_empty_district.py test_number_signs.py test_reasons.py
test_sentences_begin.py test_several_organisations.py test_texts_of_forms.py config/test_demo.py
"""
# they write nothing that the tests of their rooms do not write on both
_STORIES = """
stories/test_college.py stories/test_decisions_of_a_school.py stories/test_holm.py stories/test_kez.py
stories/test_rules_of_a_school.py stories/test_salsk.py stories/test_surgut.py stories/test_ustyuzhna.py
"""
# forms, pages and words: judged in Python before anything is stored, or after it was read
_PAGES_OF_REGISTRY = """
registry/test_access_screens.py registry/test_act_scan.py registry/test_act_screens.py registry/test_act_titles.py
registry/test_acts_of_policies.py registry/test_acts_without_number.py registry/test_bank_entries.py
registry/test_bank_facts.py registry/test_calendar_days.py registry/test_candidates.py registry/test_card_columns.py
registry/test_class_corrections.py registry/test_consents_screens.py registry/test_curator_access.py
registry/test_curators_screens.py registry/test_date_functions.py registry/test_exports.py registry/test_founders.py
registry/test_history_labels.py registry/test_invitation_page.py registry/test_kept_uploads.py
registry/test_kinds_of_acts.py registry/test_matrix.py registry/test_merge_screens.py
registry/test_name_questions.py registry/test_names_of_heads.py registry/test_names_of_people.py
registry/test_next_versions.py registry/test_number_field.py registry/test_organisation_kinds.py
registry/test_organisation_names.py registry/test_own_entries.py registry/test_person_card.py
registry/test_policy_proposals.py registry/test_portal_form.py registry/test_refusals_of_rights.py
registry/test_removed_records.py registry/test_rules_of_levels.py registry/test_service_section.py
registry/test_settings_screens.py registry/test_signature_files.py registry/test_signers.py
registry/test_spellings_of_regions.py registry/test_uploads.py registry/test_who_one_is.py
registry/test_written_names.py accounts/test_passwords.py accounts/test_sign_in_pages.py
accounts/test_second_factor.py accounts/test_security_log.py
"""
_PAGES_OF_MENTORING = """
mentoring/test_acts_corrected_under_pairs.py mentoring/test_acts_of_changes.py mentoring/test_acts_of_roadmaps.py
mentoring/test_acts_of_roadmaps_twice.py mentoring/test_bases_of_rules.py mentoring/test_candidates_in_pairs.py
mentoring/test_choice_of_acts.py mentoring/test_class_of_the_year.py mentoring/test_columns_of_rules.py
mentoring/test_departed_pupils.py mentoring/test_exported_pairs.py mentoring/test_extension_points.py
mentoring/test_forms_and_kinds_of_sources.py mentoring/test_grounds_and_ages.py mentoring/test_kept_people.py
mentoring/test_labels_of_rules.py mentoring/test_lost_grounds.py mentoring/test_mentor_gaps.py
mentoring/test_namesakes.py mentoring/test_next_pair.py mentoring/test_next_step.py mentoring/test_notice_of_end.py
mentoring/test_organisations_of_requests.py mentoring/test_own_entries_in_pairs.py
mentoring/test_pages_out_of_turn.py mentoring/test_pair_access.py mentoring/test_pair_change_forms.py
mentoring/test_pair_endings.py mentoring/test_pair_page.py mentoring/test_pair_screens.py
mentoring/test_pair_terms.py mentoring/test_pairing_rules.py mentoring/test_paper_acts.py
mentoring/test_participants.py mentoring/test_people_of_pairs.py mentoring/test_plan_steps.py
mentoring/test_programme_comments.py mentoring/test_programme_form.py mentoring/test_proposers.py
mentoring/test_quick_mentee.py mentoring/test_request_rules.py mentoring/test_requests.py
mentoring/test_required_consents.py mentoring/test_requirements_to_sides.py mentoring/test_roadmap_approval.py
mentoring/test_roadmap_presets.py mentoring/test_roadmap_samples.py mentoring/test_roadmap_words.py
mentoring/test_roadmaps.py mentoring/test_roles_in_a_pair.py mentoring/test_routes.py
mentoring/test_sides_of_reasons.py mentoring/test_source_words.py mentoring/test_stage_items_on_page.py
mentoring/test_stage_reference.py mentoring/test_stage_set_pages.py mentoring/test_terms_of_roadmaps.py
mentoring/test_wishes.py mentoring/test_withdrawn_consents.py mentoring/test_word_of_the_next_act.py
mentoring/test_words_of_changes.py
"""
_PAGES_ABOVE = """
imports/matching/test_choices_of_merges.py imports/review/test_file_of_errors.py imports/review/test_issue_codes.py
imports/review/test_two_people.py imports/test_columns.py imports/test_command.py imports/test_fields.py
imports/test_issue_catalogue.py imports/test_kept_rows.py imports/test_pair_review.py imports/test_pair_samples.py
imports/test_pair_terms.py imports/test_screens.py imports/test_templates.py imports/test_undo_screens.py
monitoring/test_assessment_pages.py monitoring/test_organisation_page.py monitoring/test_overdue_page.py
monitoring/test_scale_reference.py monitoring/test_schedule.py monitoring/test_score.py
"""
# people click on the engine of installations; it is the stricter about numbers, and a figure has the same rows on both
_IN_THE_BROWSER = """
browser/* stories/*in_the_browser.py test_impossible_numbers.py config/test_numbers.py
monitoring/test_rows_behind.py test_nasty_service_section.py
"""

ONLY_ON_SQLITE = (
    f"{_NO_DATABASE}{_SHEETS}{_WALKS}{_STORIES}{_PAGES_OF_REGISTRY}{_PAGES_OF_MENTORING}{_PAGES_ABOVE}".split()
)
ONLY_ON_POSTGRESQL = _IN_THE_BROWSER.split()


def runs_here(path: Path) -> bool:
    """Whether the module is for the engine of this run; without `ONCE` every module is."""
    if not os.environ.get("ONCE"):
        return True
    elsewhere = ONLY_ON_SQLITE if os.environ.get("TEST_ENGINE") == "postgresql" else ONLY_ON_POSTGRESQL
    name = path.relative_to(TESTS).as_posix() if path.is_relative_to(TESTS) else ""
    return not any(fnmatch(name, pattern) for pattern in elsewhere)
