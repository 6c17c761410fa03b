from django.urls import URLPattern, URLResolver, include, path

app_name = "mentoring"

urlpatterns: list[URLPattern | URLResolver] = [
    path("roadmaps/", include("mentoring.roadmap_urls")),
]
