"""A college that has a form and a reason of its own: entered on the portal's pages alone, kept by every update."""

from datetime import date

import pytest
from django.core.management import call_command

from mentoring.enums import PairStatus
from registry.enums import Role
from registry.models import Form, Organisation, Reason
from tests.stories.conftest import StoryDistrict, TurnTo, desk_of, terms
from tests.stories.desk import Desk

BEGINS, TODAY = date(2026, 9, 1), date(2026, 11, 20)
PERIOD = {"starts_on": BEGINS, "ends_on": date(2027, 6, 30)}
GROUNDS = "приказом от 25.08.2026 № 41"
TITLE, REASON = "педагог – студент", "академический отпуск студента"


@pytest.fixture
def college(district: StoryDistrict, turn_to: TurnTo) -> Organisation:
    turn_to(BEGINS)
    district.adopts("base", valid_from=BEGINS, basis="постановление от 25.08.2026 № 410")
    return district.enters(
        "Заречный педколледж", kind="college", head_name="Дубровина Ульяна Олеговна", founder="regional"
    )


@pytest.fixture
def curator(college: Organisation) -> Desk:
    desk_of(Role.HEAD, college).appoints_curator("Лагунова", on=BEGINS)
    return desk_of(Role.CURATOR, college)


@pytest.mark.requirement("U-2-def4")
def test_a_college_leads_a_pair_in_a_form_of_its_own(
    district: StoryDistrict, college: Organisation, curator: Desk, turn_to: TurnTo
) -> None:
    asked, listed = district.admin.reads_words_and_sends(
        "registry:own_entry_add",
        "forms",
        title=TITLE,
        mentor_sides=["teacher"],
        mentee_sides=["student"],
        organisation_kinds=["college"],
        mentee_term="стажёр",
    )
    for phrase in ("с письменного согласия наставника и стажёра", "Стажёру представить итоговый отчёт"):
        assert phrase in asked  # and in the order below
    assert TITLE in listed
    assert "называют: наставник, стажёр" in listed
    district.admin.sends(
        "registry:own_entry_add",
        "reasons",
        title=REASON,
        for_early_end="on",
        asked_by=["mentee"],
        order_days=5,
    )
    mentor = curator.enters_mentor("Петрова", position="преподаватель")
    mentee = curator.enters_mentee("Юрьев", participant="student", position="", subject="")
    curator.records_consents(mentor.person, mentee.person, on=BEGINS)
    form = Form.objects.get(title=TITLE)
    pair = curator.enters_pair(mentor, mentee, **terms(form.code), **PERIOD)
    order = curator.issues_order(pair, number="7-од", dated=BEGINS, grounds=GROUNDS)
    for phrase in (
        "Стажёр (ФИО",
        ", студент",
        "с письменного согласия наставника и стажёра",
        "Стажёру представить итоговый отчёт",
        "Ознакомить с настоящим приказом наставника и стажёра",
    ):
        assert phrase in order, (phrase, order)
    assert "Стажёр" in curator.reads("mentoring:pair", pair.pk)

    turn_to(TODAY)
    reason = Reason.objects.get(title=REASON)
    refusal = curator.is_refused("mentoring:pair_terminate", pair.pk, on=TODAY, end_reason=reason.code, act_way="later")
    assert f"С причиной «{REASON}» обращается наставляемый." in refusal
    curator.sends("mentoring:pair_request", pair.pk, author="mentee", kind="replace", text="Ухожу в академический.")
    ended = curator.sends("mentoring:pair_terminate", pair.pk, on=TODAY, end_reason=reason.code, act_way="later")
    assert f"Причина {REASON}" in ended
    pair.refresh_from_db()
    assert (pair.status, pair.end_reason) == (PairStatus.TERMINATED, reason)
    # five working days after Friday 20 November
    assert pair.changes.get(act_awaited=True).act_due_on == date(2026, 11, 27)
    assert f"срок — по причине «{REASON}»" in curator.reads("/")

    kept = [Form.objects.filter(pk=form.pk).values().get(), Reason.objects.filter(pk=reason.pk).values().get()]
    call_command("load_reference", verbosity=0)
    assert [Form.objects.filter(pk=form.pk).values().get(), Reason.objects.filter(pk=reason.pk).values().get()] == kept
    assert district.policy.forms.contains(form)


def test_a_reason_of_the_portal_goes_by_the_words_and_days_of_the_municipality(
    district: StoryDistrict, college: Organisation, curator: Desk
) -> None:
    portal = Reason.objects.get(code="mentee_failed")
    page = district.admin.client.get(f"/settings/dictionaries/reasons/own/new/?basis={portal.pk}")
    assert page.context["form"]["title"].value() == portal.title
    data = {"title": "прогулы и долги по практике", "for_early_end": "on", "decided_by": "head", "position": 0}
    answer = district.admin.client.post(f"/settings/dictionaries/reasons/own/new/?basis={portal.pk}", data)
    assert answer.status_code == 302, answer.context["form"].errors
    mentor = curator.enters_mentor("Петрова")
    mentee = curator.enters_mentee("Рожкова")
    curator.records_consents(mentor.person, mentee.person, on=BEGINS)
    pair = curator.enters_pair(mentor, mentee, **terms("teacher-teacher", "experienced-young"), **PERIOD)
    curator.issues_order(pair, number="7-од", dated=BEGINS, grounds=GROUNDS)
    page_text = curator.reads("mentoring:pair_terminate", pair.pk)
    assert "прогулы и долги по практике — решает руководитель" in page_text
    assert portal.title not in page_text

    own = Reason.objects.get(title="прогулы и долги по практике")
    end = {"on": BEGINS, "end_reason": own.code, "act_way": "later"}
    assert "решает руководитель" in curator.is_refused("mentoring:pair_terminate", pair.pk, **end)
    desk_of(Role.HEAD, college).sends("mentoring:pair_terminate", pair.pk, **end)
    pair.refresh_from_db()
    assert pair.end_reason == own
    call_command("load_reference", verbosity=0)
    assert Reason.objects.get(pk=own.pk).replaces == portal
