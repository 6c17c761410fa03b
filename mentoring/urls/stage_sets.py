"""Addresses of sets of stages; mentoring/urls/ includes them under `settings/stages/`."""

from django.urls import path

from mentoring.views import set_stages, stage_sets

urlpatterns = [
    path("", stage_sets.stage_set_list, name="stage_sets"),
    path("assignments/<int:pk>/withdraw/", stage_sets.assignment_withdraw, name="stage_assignment_withdraw"),
    path("<int:pk>/", stage_sets.stage_set_detail, name="stage_set"),
    path("<int:pk>/preview/", stage_sets.stage_set_preview, name="stage_set_preview"),
    path("<int:pk>/copy/", stage_sets.stage_set_copy, name="stage_set_copy"),
    path("<int:pk>/assign/", stage_sets.stage_set_assign, name="stage_set_assign"),
    path("<int:pk>/edit/", stage_sets.stage_set_edit, name="stage_set_edit"),
    path("<int:pk>/delete/", stage_sets.stage_set_delete, name="stage_set_delete"),
    path("<int:pk>/stages/new/", set_stages.stage_add, name="set_stage_add"),
    path("<int:pk>/stages/<int:stage_pk>/edit/", set_stages.stage_edit, name="set_stage_edit"),
    path("<int:pk>/stages/<int:stage_pk>/move/", set_stages.stage_move, name="set_stage_move"),
    path("<int:pk>/stages/<int:stage_pk>/switch/", set_stages.stage_switch, name="set_stage_switch"),
    path("<int:pk>/stages/<int:stage_pk>/delete/", set_stages.stage_delete, name="set_stage_delete"),
    path("<int:pk>/stages/<int:stage_pk>/items/new/", set_stages.item_add, name="set_item_add"),
    path("<int:pk>/items/<int:item_pk>/edit/", set_stages.item_edit, name="set_item_edit"),
    path("<int:pk>/items/<int:item_pk>/move/", set_stages.item_move, name="set_item_move"),
    path("<int:pk>/items/<int:item_pk>/switch/", set_stages.item_switch, name="set_item_switch"),
    path("<int:pk>/items/<int:item_pk>/delete/", set_stages.item_delete, name="set_item_delete"),
]
