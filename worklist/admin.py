"""The first page in the service section."""

from django.contrib import admin

from registry.admin import ReadOnlyAdmin
from worklist.models import Reminder


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    list_display = ["organisation", "reminded_on", "recipients", "overdue", "reminded_by"]
    list_select_related = ["organisation", "reminded_by"]
