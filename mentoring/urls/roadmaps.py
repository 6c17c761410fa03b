"""Addresses of roadmaps; mentoring/urls/ includes them under `roadmaps/`."""

from django.urls import path

from mentoring.views import roadmap_parts, roadmap_stamps, roadmaps

urlpatterns = [
    path("", roadmaps.RoadmapList.as_view(), name="roadmaps"),
    path("new/", roadmaps.roadmap_add, name="roadmap_add"),
    path("<int:pk>/", roadmaps.roadmap_detail, name="roadmap"),
    path("<int:pk>/edit/", roadmaps.roadmap_edit, name="roadmap_edit"),
    path("<int:pk>/submit/", roadmaps.roadmap_submit, name="roadmap_submit"),
    path("<int:pk>/approve/", roadmaps.roadmap_approve, name="roadmap_approve"),
    path("<int:pk>/agree/", roadmaps.roadmap_agree, name="roadmap_agree"),
    path("<int:pk>/return/", roadmaps.roadmap_return, name="roadmap_return"),
    path("<int:pk>/agreement/", roadmap_stamps.roadmap_agreement, name="roadmap_agreement"),
    path("<int:pk>/act/", roadmap_stamps.roadmap_act, name="roadmap_act"),
    path("<int:pk>/acts/<int:act_pk>/take-back/", roadmap_stamps.roadmap_act_back, name="roadmap_act_back"),
    path("<int:pk>/sections/new/", roadmap_parts.section_add, name="roadmap_section_add"),
    path("<int:pk>/sections/<int:section_pk>/edit/", roadmap_parts.section_edit, name="roadmap_section_edit"),
    path("<int:pk>/sections/<int:section_pk>/move/", roadmap_parts.section_move, name="roadmap_section_move"),
    path("<int:pk>/sections/<int:section_pk>/delete/", roadmap_parts.section_delete, name="roadmap_section_delete"),
    path("<int:pk>/sections/<int:section_pk>/items/new/", roadmap_parts.item_add, name="roadmap_item_add"),
    path("<int:pk>/items/<int:item_pk>/edit/", roadmap_parts.item_edit, name="roadmap_item_edit"),
    path("<int:pk>/items/<int:item_pk>/progress/", roadmap_parts.item_progress, name="roadmap_item_progress"),
    path("<int:pk>/items/<int:item_pk>/move/", roadmap_parts.item_move, name="roadmap_item_move"),
    path("<int:pk>/items/<int:item_pk>/delete/", roadmap_parts.item_delete, name="roadmap_item_delete"),
]
