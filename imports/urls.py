"""Addresses of uploads, their review and the empty spreadsheets."""

from django.urls import path

from imports.views import batches, columns, heading_synonyms, places, progress, rows, templates, undo, upload

app_name = "imports"

urlpatterns = [
    path("imports/", batches.ImportList.as_view(), name="list"),
    path("imports/templates/<slug:kind>.xlsx", templates.import_template, name="template"),
    path("imports/new/", upload.import_add, name="add"),
    path("imports/<int:pk>/", batches.import_detail, name="batch"),
    path("imports/<int:pk>/rows/<int:row_pk>/", rows.import_decide, name="decide"),
    path("imports/<int:pk>/rows/<int:row_pk>/cell/", rows.import_cell, name="cell"),
    path("imports/<int:pk>/places/", places.import_places, name="places"),
    path("imports/<int:pk>/all/", rows.import_decide_all, name="decide_all"),
    path("imports/<int:pk>/corrections/", rows.import_corrections, name="corrections"),
    path("imports/<int:pk>/commit/", batches.import_commit, name="commit"),
    path("imports/<int:pk>/progress/", progress.import_progress, name="progress"),
    path("imports/<int:pk>/read/", progress.import_read, name="read"),
    path("imports/<int:pk>/run/", progress.import_run, name="run"),
    path("imports/<int:pk>/columns/", columns.import_columns, name="columns"),
    path("imports/<int:pk>/columns/forget/", columns.import_columns_forget, name="columns_forget"),
    path("imports/<int:pk>/undo/", undo.import_undo, name="undo"),
    path("imports/<int:pk>/discard/", batches.import_discard, name="discard"),
    path("imports/<int:pk>/again/", upload.import_again, name="again"),
    path("imports/<int:pk>/errors/", batches.import_errors, name="errors"),
    path("imports/<int:pk>/file/", batches.import_file, name="file"),
    path("settings/headings/", heading_synonyms.headings, name="headings"),
    path("settings/headings/<int:pk>/delete/", heading_synonyms.heading_delete, name="heading_delete"),
]
