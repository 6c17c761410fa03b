from django.urls import path

from worklist.views import search

app_name = "worklist"

urlpatterns = [path("search/", search, name="search")]
