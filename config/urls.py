"""The root of all addresses. Every app adds its own at the root; names carry the app's namespace."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from config.health import healthz, healthz_live
from config.unavailable import error_page
from registry.views.refusal import permission_denied
from worklist.views.first_page import worklist

handler403 = permission_denied
handler500 = error_page

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="home"), name="root"),
    path("worklist/", worklist, name="home"),
    path("healthz", healthz, name="healthz"),
    path("healthz/ready", healthz, name="healthz_ready"),
    path("healthz/live", healthz_live, name="healthz_live"),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("service/", admin.site.urls),
    path("", include("worklist.urls")),
    path("", include("registry.urls")),
    path("", include("mentoring.urls")),
    path("", include("imports.urls")),
    path("", include("monitoring.urls")),
    path("", include("reports.urls")),
]
