"""Addresses of one's own account beside those of django-allauth."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("accounts/sessions/", views.SessionList.as_view(), name="sessions"),
    path("accounts/sessions/everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
]
