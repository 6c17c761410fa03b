"""The mentee and the council comment on a programme; who writes it answers or takes note."""

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.enums import CommentAuthor
from mentoring.models import Pair, ProgrammeComment
from mentoring.queries.comments import comment_authors
from registry.enums import Role
from tests.factories import OrganisationFactory, member
from tests.mentoring.conftest import School, deadlines_for

WORDS = "Прошу добавить разбор открытых уроков."


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def pair(school: School) -> Pair:
    return school.active_pair()


def comment(client: Client, pair: Pair, author: str, text: str = WORDS):
    return client.post(reverse("mentoring:comment_add", args=[pair.pk]), {"author": author, "text": text})


def programme_page(client: Client, pair: Pair) -> str:
    return client.get(reverse("mentoring:programme", args=[pair.pk])).content.decode()


@pytest.mark.requirement("U-6.1-2")
def test_the_mentor_answers_the_mentee_and_everybody_who_sees_the_programme_reads_it(school, pair):
    mentor = member(Role.MENTOR, person=pair.mentor.person)
    comment(signed_in(member(Role.MENTEE, person=pair.mentee.person)), pair, "mentee")
    assert [d.action for d in deadlines_for(mentor) if d.kind == "comment"] == ["Ответить"]
    form_page = signed_in(mentor).get(reverse("mentoring:programme_edit", args=[pair.pk])).content.decode()
    assert WORDS in form_page  # beside the plan that it is about

    address = reverse("mentoring:comment_answer", args=[pair.pk, ProgrammeComment.objects.get().pk])
    signed_in(mentor).post(address, {"answer": "Добавил, март."})
    coordinator = signed_in(member(Role.COORDINATOR, municipality=school.organisation.municipality))
    page_text = programme_page(coordinator, pair)
    assert WORDS in page_text
    assert "Добавил, март." in page_text
    assert [d for d in deadlines_for(mentor) if d.kind == "comment"] == []


@pytest.mark.requirement("D-4.6.3.1-2")
def test_the_council_comments_and_does_not_edit(school, pair):
    council = signed_in(member(Role.COUNCIL, organisation=school.organisation))
    comment(council, pair, "council")
    assert ProgrammeComment.objects.get().author == "council"
    assert council.get(reverse("mentoring:programme_edit", args=[pair.pk])).status_code == 403
    assert WORDS in programme_page(council, pair)


def test_without_words_a_comment_is_taken_note_of_once(school, pair):
    comment(signed_in(member(Role.MENTEE, person=pair.mentee.person)), pair, "mentee")
    curator, record = signed_in(school.curator), ProgrammeComment.objects.get()
    address = reverse("mentoring:comment_answer", args=[pair.pk, record.pk])
    curator.post(address, {"answer": ""})
    assert "Принято к сведению" in programme_page(curator, pair)
    late = curator.post(address, {"answer": "Ещё раз"}).content.decode()
    assert "только что ответили" in late
    assert "Ещё раз" in late
    record.refresh_from_db()
    assert record.answer == ""


def test_the_curator_writes_down_what_the_mentee_says_and_nobody_speaks_for_the_council(school, pair):
    curator = signed_in(school.curator)
    comment(curator, pair, "mentee")
    assert ProgrammeComment.objects.get().on_paper
    assert comment(curator, pair, "council").status_code == 200
    assert ProgrammeComment.objects.count() == 1


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OPERATOR])
def test_readers_do_not_comment(school, pair, role):
    scope = (
        {"municipality": school.organisation.municipality}
        if role == Role.COORDINATOR
        else {"organisation": school.organisation}
    )
    assert comment(signed_in(member(role, **scope)), pair, "mentee").status_code == 403


def test_a_comment_of_another_pair_is_not_answered_here(school, pair):
    comment(signed_in(member(Role.MENTEE, person=pair.mentee.person)), pair, "mentee")
    other = school.active_pair()
    address = reverse("mentoring:comment_answer", args=[other.pk, ProgrammeComment.objects.get().pk])
    assert signed_in(school.curator).get(address).status_code == 404


def test_too_long_a_comment_is_refused_in_words(school, pair):
    mentee = signed_in(member(Role.MENTEE, person=pair.mentee.person))
    assert "10000 знаков, а помещается 4000" in comment(mentee, pair, "mentee", "я" * 10_000).content.decode()
    assert not ProgrammeComment.objects.exists()


def test_for_whom_one_may_comment_is_told_by_the_organisation_of_the_pair(school, pair):
    by_role = {
        Role.COUNCIL: [(CommentAuthor.COUNCIL, False)],
        Role.CURATOR: [(CommentAuthor.MENTEE, True)],
        Role.OPERATOR: [],
    }
    neighbour = OrganisationFactory(municipality=school.organisation.municipality)
    for role, authors in by_role.items():
        assert comment_authors(member(role, organisation=school.organisation), pair) == authors, role
        assert comment_authors(member(role, organisation=neighbour), pair) == [], role
    mentee, stranger = pair.mentee.person, school.mentee().person
    assert comment_authors(member(Role.MENTEE, person=mentee), pair) == [(CommentAuthor.MENTEE, False)]
    assert comment_authors(member(Role.MENTEE, person=stranger), pair) == []
