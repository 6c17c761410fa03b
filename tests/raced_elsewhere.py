"""Pages that make a row and have no race in tests/test_creating_pages.py: where it is, or why there is none."""

DOUBLES = "tests/test_doubles.py"
OF_VERSION = "has a version: of two requests with one page the second is told (tests/test_edit_versions.py)"
OF_STALE_PAGE = "has a version and holds what it changes (tests/test_stale_pages.py)"
OF_BATCH = "the batch is held and its state judged: tests/imports/test_races.py, tests/imports/review/"
ELSEWHERE = {
    "mentoring:pair_reopen": "tests/mentoring/test_correction_races.py",
    "mentoring:pair_last_day": "tests/mentoring/test_correction_races.py",
    "mentoring:pair_extension": "tests/mentoring/test_correction_races.py",
    "mentoring:pair_edit": OF_VERSION, "mentoring:programme_edit": OF_VERSION, "mentoring:stage_item": OF_VERSION,
    "registry:person_edit": OF_VERSION, "registry:curator_edit": OF_VERSION, "registry:proposal_edit": OF_VERSION,
    "registry:policy_edit": OF_VERSION, "registry:local_rules_edit": OF_VERSION,
    "monitoring:assessment": OF_VERSION, "reports:paper_edit": OF_VERSION, "imports:columns": OF_VERSION,
    "registry:organisation_edit": OF_VERSION,
    "registry:proposal_withdraw": "ends a kept proposal; nothing is made",
    "registry:classes": DOUBLES, "registry:merge_check": "tests/mentoring/test_merging_races.py",
    "registry:merge_undo": "tests/mentoring/test_merging_races.py",
    "mentoring:pair_request": DOUBLES, "mentoring:request_opinion": DOUBLES, "mentoring:request_decide": DOUBLES,
    "mentoring:request_edit": OF_VERSION, "mentoring:roadmap_item_edit": OF_VERSION,
    "monitoring:assessment_approve": "tests/monitoring/test_assessing.py",
    "monitoring:assessment_withdraw": DOUBLES,
    "reports:paper_issue": "tests/reports/test_issuing_race.py",
    "reports:paper_start": "two drafts of one author, which nobody else sees; a paper is issued of each by hand",
    "reports:document_supersede": "a draft; of two that replace one paper one is issued (test_issuing_race.py)",
    "imports:decide": OF_BATCH, "imports:places": OF_BATCH, "imports:decide_all": OF_BATCH, "imports:cell": OF_BATCH,
    "imports:corrections": OF_BATCH, "imports:commit": OF_BATCH, "imports:undo": OF_BATCH,
    "imports:columns_forget": OF_BATCH, "imports:again": "a draft of the same file: nothing is written by it",
    "registry:invite": DOUBLES, "registry:mentor_add": DOUBLES,
    "registry:mentee_add": DOUBLES, "mentoring:pair_new": DOUBLES, "registry:curator_add": DOUBLES,
    "registry:act_add": DOUBLES, "registry:consent_add": DOUBLES, "mentoring:roadmap_add": DOUBLES,
    "mentoring:roadmap_section_add": DOUBLES, "mentoring:roadmap_item_add": DOUBLES,
    "mentoring:comment_add": DOUBLES, "mentoring:request_wish": DOUBLES, "monitoring:assessment_add": DOUBLES,
    "registry:proposal_add": DOUBLES,
    "registry:region_rules_add": "the same view as that of an organisation: test_own_rules_are_set_once",
    "registry:kind_rules_add": "the same view as that of an organisation: test_own_rules_are_set_once",
    "registry:own_rules_add": "test_own_rules_are_set_once",
    "imports:add": "two uploads are two drafts: nothing is written by them",
}  # fmt: skip
