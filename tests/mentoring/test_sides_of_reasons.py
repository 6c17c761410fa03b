"""Only the reasons of the one who leaves, is replaced or was away are offered and taken."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from mentoring.actions.endings import terminate
from mentoring.actions.leaving import end_pairs_of_leaver
from mentoring.changes.reasons import reasons_after_move, reasons_for_pair
from mentoring.enums import PairSide, PairStatus
from mentoring.forms.pair_changes import ExtendForm, TerminateForm
from mentoring.models import Pair
from registry.enums import MentorSource, Participant, ReasonUse
from registry.models import Form, Reason
from tests.factories import MenteeFactory, MentorFactory, PairFactory, PupilFactory
from tests.mentoring.conftest import END, START, TODAY

pytestmark = pytest.mark.django_db

#: of those who work
OF_EMPLOYEES = {
    "contract_ended",
    "transfer",
    "mentor_refused",
    "employer_cancelled",
    "mentee_dismissed",
    "business_trip",
}
OF_MENTOR = {"contract_ended", "mentor_refused"}
OF_MENTEE = {"mentee_failed", "mentee_dismissed"}


def codes(reasons) -> set[str]:
    return set(reasons.values_list("code", flat=True))


def test_whoever_moves_is_asked_for_reasons_of_the_own_side(school):
    of_mentor, of_mentee = (
        codes(reasons_after_move(school.organisation.municipality_id, ["teacher"], side, is_employee=True))
        for side in PairSide
    )
    assert of_mentor >= OF_MENTOR
    assert of_mentee >= OF_MENTEE
    assert not of_mentor & OF_MENTEE
    assert not of_mentee & OF_MENTOR
    assert of_mentor & of_mentee == {"transfer", "request", "other_obstacle"}


def test_a_mentor_is_replaced_for_no_reason_of_the_mentee(school):
    pair = school.active_pair()
    Reason.objects.filter(code="mentee_failed").update(for_replacement=True)
    assert "mentee_failed" not in codes(reasons_for_pair(pair, ReasonUse.REPLACEMENT))


def test_an_early_end_shows_its_reasons_under_the_side_they_come_by(client, school):
    pair = school.active_pair()
    form = TerminateForm(pair=pair)
    groups = {heading: dict(options) for heading, options in form.fields["end_reason"].choices[1:]}
    assert list(groups) == ["С любой стороны", "Со стороны наставника", "Со стороны наставляемого"]
    assert groups["Со стороны наставника"].keys() >= OF_MENTOR
    assert groups["Со стороны наставляемого"].keys() >= OF_MENTEE
    # The municipality's own stands where the one stands that it is put in the place of.
    portal = Reason.objects.get(code="mentee_failed")
    municipality = school.organisation.municipality
    own = Reason.objects.create(municipality=municipality, title="прогулы", for_early_end=True, replaces=portal)
    groups = dict(TerminateForm(pair=pair).fields["end_reason"].choices[1:])
    assert own.code in dict(groups["Со стороны наставляемого"])


def test_the_reason_of_an_extension_is_of_whoever_was_away(client, school):
    pair = school.active_pair()
    Reason.objects.filter(code="academic_leave").update(participants=[])
    client.force_login(school.curator)
    address = reverse("mentoring:pair_extend", args=[pair.pk])
    page = client.get(address).content.decode()
    assert 'data-narrowed-by="absentee"' in page
    assert '<option value="academic_leave" data-only-with="mentee">' in page
    sent = {"why": "academic_leave", "term": "dates", "ends_on": date(2027, 8, 31), "act_way": "later"}
    refused = ExtendForm({**sent, "absentee": "mentor"}, pair=pair)
    assert refused.errors["why"] == [
        "Отсутствовал, как отмечено, наставник, а такая причина бывает, когда отсутствует наставляемый. Выберите "
        "другую причину или исправьте, кто отсутствовал."
    ]
    assert "why" not in ExtendForm({**sent, "absentee": "mentee"}, pair=pair).errors


def pair_of_pupils(school) -> Pair:
    mentor = MentorFactory(person=PupilFactory(organisation=school.organisation, grade=9), source=MentorSource.PUPIL)
    mentee = MenteeFactory(person=PupilFactory(organisation=school.organisation), participant=Participant.PUPIL)
    return PairFactory(
        organisation=school.organisation,
        mentor=mentor,
        mentee=mentee,
        form=Form.objects.get(code="pupil-pupil"),
        starts_on=START,
        ends_on=END,
        status=PairStatus.ACTIVE,
    )


@pytest.mark.parametrize("use", ReasonUse)
def test_two_pupils_have_no_reasons_of_employees(school, use):
    offered = codes(reasons_for_pair(pair_of_pupils(school), use))
    assert not offered & OF_EMPLOYEES
    assert offered & {"request", "illness"}
    assert codes(reasons_for_pair(school.active_pair(), use)) & OF_EMPLOYEES


def test_nobody_is_asked_about_the_notice_of_an_employer_where_there_is_none(school):
    assert "notified_on" not in TerminateForm(pair=pair_of_pupils(school)).fields
    assert "notified_on" in TerminateForm(pair=school.active_pair()).fields


def test_a_teacher_who_mentors_a_pupil_may_still_be_away_on_business(school):
    pair = pair_of_pupils(school)
    pair.mentor = school.mentor()
    assert "business_trip" in codes(reasons_for_pair(pair, ReasonUse.EXTENSION))


def test_the_reason_of_an_employee_is_not_taken_for_two_pupils_nor_one_that_stands_in_its_place(school):
    pair = pair_of_pupils(school)
    portal = Reason.objects.get(code="transfer")
    municipality = school.organisation.municipality
    own = Reason.objects.create(municipality=municipality, title="на другой пост", for_early_end=True, replaces=portal)
    assert own.code not in codes(reasons_for_pair(pair, ReasonUse.EARLY_END))
    with pytest.raises(ValidationError) as refusal:
        terminate(pair=pair, on=TODAY, end_reason=own.code, act_awaited=True, by=school.curator)
    assert "end_reason" in refusal.value.message_dict
    assert "transfer" not in codes(reasons_after_move(municipality.pk, ["pupil"], PairSide.MENTEE, is_employee=False))


def test_a_pupil_who_leaves_as_a_mentor_ends_no_pair_for_a_reason_of_the_mentee(school):
    pair = pair_of_pupils(school)
    mentor, mentee = pair.mentor, pair.mentee
    leave = {"on": TODAY, "reason": "expelled", "by": school.curator}
    with pytest.raises(ValidationError, match="выбывает наставник, а причина «отчисление"):
        end_pairs_of_leaver(person=mentor.person, **leave)
    end_pairs_of_leaver(person=mentee.person, **leave)
    pair.refresh_from_db()
    assert pair.end_reason_id == "expelled"
