"""Which bases a register has by the rules (requirements A16-18): the list, its print and file, the ready exports."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from mentoring.enums import PairTerm
from registry import clock
from registry.enums import MentorSource, Role
from tests.factories import MentorFactory, member, own_rules

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("H-6.3-5b")
@pytest.mark.requirement("H-6.3-5c", "A16-18")
def test_lists_and_exports_have_the_bases_of_the_rules(school):
    """Холм keeps bases of teachers and of enterprises, and none of mentees."""
    for source in MentorSource.values:
        MentorFactory(person__organisation=school.organisation, person__last_name=source.title(), source=source)
    client = Client()
    client.force_login(member(Role.HEAD, organisation=school.organisation))
    mentees = reverse("mentoring:export", args=["mentees-base"])

    def sources():
        page = client.get(reverse("registry:mentors"))
        return [code for code, _ in page.context["filter"].form.fields["source"].choices]

    assert sources() == ["", *MentorSource.values]
    assert client.get(mentees).status_code == 200
    own_rules(school.organisation, bases=["teacher", "partner"])
    assert sources() == ["", "teacher", "partner"]
    base = client.get(reverse("registry:mentors"), {"source": "partner"})
    assert "База наставников предприятий</h1>" in base.content.decode()
    page = client.get(reverse("mentoring:exports"))
    assert [form.code for form in page.context["forms"]] == ["mentors-base", "mentors-register"]
    assert client.get(mentees).status_code == 404
    file = client.get(reverse("mentoring:export", args=["mentors-base"])).content
    names = [row[1].split()[0] for row in load_workbook(io.BytesIO(file)).active.iter_rows(min_row=2, values_only=True)]
    assert sorted(names) == ["Partner", "Teacher"]


def test_the_register_of_pairs_has_the_columns_of_the_rules(school):
    pair = school.active_pair(term=PairTerm.SCHOOL_YEAR)
    client = Client()
    client.force_login(member(Role.HEAD, organisation=school.organisation))

    def shown() -> tuple[list[str], list[str]]:
        with clock.as_at(pair.starts_on):
            page = client.get(reverse("mentoring:pairs"))
            file = client.get(reverse("mentoring:export", args=["mentors-register"])).content
        columns = [column.name for column in page.context["table"].columns if column.visible]
        return columns, list(next(load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True)))

    columns, headings = shown()
    assert columns == ["mentor", "form", "status", "stage", "starts_on"]
    assert len(headings) == 15
    own_rules(school.organisation, pair_columns=["form", "term", "stage", "act"])
    assert shown() == (
        ["mentor", "form", "stage", "starts_on"],
        ["№ п/п", "ФИО наставника", "ФИО наставляемого", "Форма/модель", "Реквизиты приказа о закреплении", "Срок"],
    )
