from django.urls import path

from registry.views import acts, bank_places, consents, curators, organisations, people, search
from registry.views.bank_places import MENTEES, MENTORS

app_name = "registry"

urlpatterns = [
    path("search/", search.search, name="search"),
    path("organisations/", organisations.OrganisationList.as_view(), name="organisations"),
    path("organisations/new/", organisations.organisation_add, name="organisation_add"),
    path("organisations/<int:pk>/", organisations.organisation_detail, name="organisation"),
    path("organisations/<int:pk>/edit/", organisations.organisation_edit, name="organisation_edit"),
    path("organisations/<int:pk>/archive/", organisations.organisation_archive, name="organisation_archive"),
    path("mentors/", bank_places.MentorList.as_view(), name="mentors"),
    path("mentors/new/", bank_places.entry_add, {"bank": MENTORS}, name="mentor_add"),
    path("mentors/<int:pk>/edit/", bank_places.place_edit, {"bank": MENTORS}, name="mentor_edit"),
    path("mentors/<int:pk>/exclude/", bank_places.place_exclude, {"bank": MENTORS}, name="mentor_exclude"),
    path("mentors/<int:pk>/return/", bank_places.place_return, {"bank": MENTORS}, name="mentor_return"),
    path("mentees/", bank_places.MenteeList.as_view(), name="mentees"),
    path("mentees/new/", bank_places.entry_add, {"bank": MENTEES}, name="mentee_add"),
    path("mentees/<int:pk>/edit/", bank_places.place_edit, {"bank": MENTEES}, name="mentee_edit"),
    path("mentees/<int:pk>/exclude/", bank_places.place_exclude, {"bank": MENTEES}, name="mentee_exclude"),
    path("mentees/<int:pk>/return/", bank_places.place_return, {"bank": MENTEES}, name="mentee_return"),
    path("curators/", curators.CuratorList.as_view(), name="curators"),
    path("curators/new/", curators.curator_add, name="curator_add"),
    path("curators/<int:pk>/edit/", curators.curator_edit, name="curator_edit"),
    path("curators/<int:pk>/dismiss/", curators.curator_dismiss, name="curator_dismiss"),
    path("curators/<int:pk>/confirm/", curators.curator_confirm, name="curator_confirm"),
    path("people/<int:pk>/", people.person_detail, name="person"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/archive/", people.person_archive, name="person_archive"),
    path("people/<int:person_pk>/mentor/new/", bank_places.place_add, {"bank": MENTORS}, name="person_mentor_add"),
    path("people/<int:person_pk>/mentee/new/", bank_places.place_add, {"bank": MENTEES}, name="person_mentee_add"),
    path("people/<int:person_pk>/curator/new/", curators.curator_appoint, name="person_curator_add"),
    path("people/<int:person_pk>/consents/new/", consents.consent_add, name="consent_add"),
    path("consents/<int:pk>/withdraw/", consents.consent_withdraw, name="consent_withdraw"),
    path("consents/<int:pk>/scan/", consents.consent_scan, name="consent_scan"),
    path("acts/<int:pk>/", acts.act_detail, name="act"),
    path("acts/<int:pk>/scan/", acts.act_scan, name="act_scan"),
]
