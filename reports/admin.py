"""Issued papers in the service section: looked at, never changed."""

from django.contrib import admin

from registry.admin import ReadOnlyAdmin
from reports.models import IssuedDocument


@admin.register(IssuedDocument)
class IssuedDocumentAdmin(ReadOnlyAdmin):
    list_display = ["number", "dated", "kind", "organisation", "status", "issued_by"]
    list_select_related = ["organisation", "issued_by"]
    list_filter = ["kind", "status"]
    search_fields = ["number", "verification_code"]
    exclude = ["pdf"]
