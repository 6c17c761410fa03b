from django.urls import path

from worklist.views import count, search

app_name = "worklist"

urlpatterns = [path("search/", search, name="search"), path("worklist/count/", count, name="count")]
