"""Addresses of dashboards and assessments."""

from django.urls import path

from monitoring.views import assessments, dashboard, organisation, overdue

app_name = "monitoring"

urlpatterns = [
    path("monitoring/", dashboard.dashboard, name="dashboard"),
    path("monitoring/overdue/", overdue.overdue, name="overdue"),
    path("monitoring/organisations/<int:pk>/", organisation.organisation_dashboard, name="organisation"),
    path("monitoring/organisations/<int:pk>/contingent/<int:school_year>/", organisation.contingent, name="contingent"),
    path("monitoring/assessments/", assessments.AssessmentList.as_view(), name="assessments"),
    path("monitoring/assessments/new/", assessments.assessment_add, name="assessment_add"),
    path("monitoring/assessments/<int:pk>/", assessments.assessment, name="assessment"),
    path("monitoring/assessments/<int:pk>/approve/", assessments.assessment_approve, name="assessment_approve"),
    path("monitoring/assessments/<int:pk>/withdraw/", assessments.assessment_withdraw, name="assessment_withdraw"),
]
