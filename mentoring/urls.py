from django.urls import URLPattern, URLResolver, include, path

from mentoring.views import (
    corrections,
    exports,
    new_pair,
    pair_changes,
    pair_drafts,
    pairs,
    paper_acts,
    programmes,
    stages,
)

app_name = "mentoring"

urlpatterns: list[URLPattern | URLResolver] = [
    path("roadmaps/", include("mentoring.roadmap_urls")),
    path("exports/", exports.exports, name="exports"),
    path("exports/<slug:code>/", exports.export, name="export"),
    path("pairs/", pairs.PairList.as_view(), name="pairs"),
    path("pairs/new/", new_pair.mentee_choice, name="pair_new"),
    path("pairs/new/<int:mentee_pk>/", new_pair.pair_for_mentee, name="pair_new_for"),
    path("pairs/<int:pk>/", pairs.pair_detail, name="pair"),
    path("pairs/<int:pk>/edit/", pair_drafts.pair_edit, name="pair_edit"),
    path("pairs/<int:pk>/agree/", pair_drafts.pair_agree, name="pair_agree"),
    path("pairs/<int:pk>/cancel/", pair_drafts.pair_cancel, name="pair_cancel"),
    path("pairs/<int:pk>/act/", paper_acts.pair_secure, name="pair_secure"),
    path("acts/<int:pk>/pairs/", paper_acts.act_pairs, name="act_pairs"),
    path("pairs/<int:pk>/return/", pair_changes.pair_change, {"page": pair_changes.RETURN}, name="pair_return"),
    path("pairs/<int:pk>/complete/", pair_changes.pair_change, {"page": pair_changes.COMPLETE}, name="pair_complete"),
    path(
        "pairs/<int:pk>/terminate/", pair_changes.pair_change, {"page": pair_changes.TERMINATE}, name="pair_terminate"
    ),
    path("pairs/<int:pk>/replace/", pair_changes.pair_change, {"page": pair_changes.REPLACE}, name="pair_replace"),
    path("pairs/<int:pk>/extend/", pair_changes.pair_change, {"page": pair_changes.EXTEND}, name="pair_extend"),
    path("pairs/<int:pk>/move/", pair_changes.pair_move, name="pair_move"),
    path("pairs/<int:pk>/reopen/", corrections.pair_correction, {"page": corrections.REOPEN}, name="pair_reopen"),
    path("pairs/<int:pk>/last-day/", corrections.pair_correction, {"page": corrections.LAST_DAY}, name="pair_last_day"),
    path(
        "pairs/<int:pk>/extension/",
        corrections.pair_correction,
        {"page": corrections.EXTENSION},
        name="pair_extension",
    ),
    path("pairs/<int:pk>/changes/<int:change_pk>/act/", pair_changes.change_act, name="change_act"),
    path("pairs/<int:pk>/stage/advance/", stages.stage_advance, name="stage_advance"),
    path("pairs/<int:pk>/stage/back/", stages.stage_back, name="stage_back"),
    path("pairs/<int:pk>/stage/items/<int:item_pk>/", stages.stage_item, name="stage_item"),
    path("pairs/<int:pk>/stage/items/<int:item_pk>/unmark/", stages.stage_item_unmark, name="stage_item_unmark"),
    path("pairs/<int:pk>/stage/items/<int:item_pk>/scan/", stages.stage_item_scan, name="stage_item_scan"),
    path("pairs/<int:pair_pk>/programme/", programmes.programme_detail, name="programme"),
    path("pairs/<int:pair_pk>/programme/edit/", programmes.programme_edit, name="programme_edit"),
    path("pairs/<int:pair_pk>/programme/submit/", programmes.programme_submit, name="programme_submit"),
    path("pairs/<int:pair_pk>/programme/approve/", programmes.programme_approve, name="programme_approve"),
    path(
        "pairs/<int:pair_pk>/programme/return/",
        programmes.programme_change,
        {"page": programmes.RETURN},
        name="programme_return",
    ),
    path(
        "pairs/<int:pair_pk>/programme/acquaint/",
        programmes.programme_change,
        {"page": programmes.ACQUAINT},
        name="programme_acquaint",
    ),
    path(
        "pairs/<int:pair_pk>/programme/correct/",
        programmes.programme_change,
        {"page": programmes.CORRECT},
        name="programme_correct",
    ),
    path("pairs/<int:pair_pk>/programme/items/<int:item_pk>/", programmes.plan_item_done, name="plan_item_done"),
]
