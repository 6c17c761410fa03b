"""Addresses of the number in the menu, reminders and search."""

from django.urls import path

from worklist.views.first_page import count
from worklist.views.reminders import remind, remind_all
from worklist.views.search import search

app_name = "worklist"

urlpatterns = [
    path("search/", search, name="search"),
    path("worklist/count/", count, name="count"),
    path("worklist/reminders/", remind_all, name="remind_all"),
    path("worklist/reminders/<int:organisation_pk>/", remind, name="remind"),
]
