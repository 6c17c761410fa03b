"""Own entries of a municipality in its pairs: what the database refuses, and whom a post of its own makes a head."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.choices import flatten_choices

from mentoring.actions.activation import activate
from mentoring.actions.endings import terminate
from mentoring.changes.reasons import order_due_on
from mentoring.enums import RequestAuthor, RequestKind
from mentoring.forms.pair_changes import ExtendForm, TerminateForm
from mentoring.models import Pair
from mentoring.pairing.rules import validate_pair
from mentoring.pairing.sides import is_head
from registry.models import Form, Kind, LeadingPost, Mentee, Reason, RoleModel
from registry.queries.dictionaries import leading_posts
from registry.queries.rules import rules_in_force
from tests.factories import ActFactory, MunicipalityFactory, PersonFactory
from tests.mentoring.conftest import START, TODAY
from tests.mentoring.pair_requests import asked
from tests.stories.desk import Desk, offered, words_of

SIDES = {"mentor_sides": ["teacher"], "mentee_sides": ["teacher"]}


def refused(name: str):
    return pytest.raises(IntegrityError, match=name)


def test_a_pair_names_no_entry_of_another_municipality(school):
    pair, other = school.active_pair(), MunicipalityFactory()
    form = Form.objects.create(municipality=other, title="чужая", **SIDES)
    model = RoleModel.objects.create(municipality=other, form=form, title="чужая")
    reason = Reason.objects.create(municipality=other, title="чужая", for_early_end=True)
    for values in ({"form": form}, {"role_model": model}, {"end_reason": reason}):
        with refused("mentoring_pair_own_entries"), transaction.atomic():
            Pair.objects.filter(pk=pair.pk).update(**values)
    with refused("mentoring_pair_kinds_own"), transaction.atomic():
        pair.kinds.add(Kind.objects.create(municipality=other, title="чужой"))
    own = Form.objects.create(municipality=pair.organisation.municipality, title="своя", **SIDES)
    Pair.objects.filter(pk=pair.pk).update(form=own)


def test_an_own_post_makes_a_head_in_its_municipality_alone(school):
    mentor = PersonFactory(organisation=school.organisation, position="атаман кадетского корпуса")
    municipality = school.organisation.municipality
    assert not is_head(mentor, leading_posts(municipality))
    LeadingPost.objects.create(municipality=municipality, title="Атаман")
    assert is_head(mentor, leading_posts(municipality))
    assert not is_head(mentor, leading_posts(MunicipalityFactory()))
    LeadingPost.objects.filter(municipality=municipality).update(in_use=False)
    assert not is_head(mentor, leading_posts(municipality))


def test_a_kind_and_a_model_of_its_own_are_refused_by_no_source_of_others(school):
    municipality = school.organisation.municipality
    form = Form.objects.create(municipality=municipality, title="педагог – стажёр", **SIDES)
    model = RoleModel.objects.create(municipality=municipality, form=form, title="предметник", same_subject=True)
    kind = Kind.objects.create(municipality=municipality, title="бригада", needs_group=True)
    policy = municipality.policies.get()
    for entries, entry in ((policy.forms, form), (policy.role_models, model), (policy.kinds, kind)):
        entries.add(entry)
    with pytest.raises(ValidationError) as refusal:
        school.pair(form=form, kinds=[kind])
    assert refusal.value.messages == ["Для вида «бригада» выберите группу или назовите новую."]
    first = school.pair(school.mentor(), school.mentee(), form=form, kinds=[kind], group_title="Бригада")
    with pytest.raises(ValidationError, match=r"нужны хотя бы двое\."):
        activate(pairs=[first], act=ActFactory(organisation=school.organisation, dated=START), by=school.curator)
    first.role_model, first.mentor.person.subject = model, "физика"
    warnings = validate_pair(first, [kind], rules_in_force(school.organisation, START)).warnings
    assert "Модель «предметник» — для одного предмета, а предметы различаются." in warnings


def test_what_open_pairs_go_by_is_changed_with_their_number_and_a_reason(school, admin):
    municipality = school.organisation.municipality
    form = Form.objects.create(municipality=municipality, title="мастер – педагог", organisation_kinds=[], **SIDES)
    municipality.policies.get().forms.add(form)
    school.active_pair(form=form)
    desk, path = Desk(admin), reverse("registry:own_entry_edit", args=["forms", form.pk])
    sent = {**offered(desk.client.get(path).context["form"]), "organisation_kinds": ["college"]}

    question = desk.client.post(path, sent)
    page_text = words_of(question)
    assert "В каких организациях пусто профессиональная ОО (СПО)" in page_text
    assert "Затронет 1 пару" in page_text
    form.refresh_from_db()
    assert form.organisation_kinds == []

    again = {**offered(question.context["form"]), "reason": ""}
    assert "Напишите, почему" in words_of(desk.client.post(path, again))
    assert desk.client.post(path, {**again, "reason": "решение совета от 02.11.2026"}).status_code == 302
    form.refresh_from_db()
    assert form.organisation_kinds == ["college"]
    assert form.history.first().history_change_reason == "решение совета от 02.11.2026"
    # where it stands in the list is nobody's rule
    listed = {**offered(desk.client.get(path).context["form"]), "position": 7}
    assert desk.client.post(path, listed).status_code == 302


def codes_in(form, field: str) -> set[str]:
    return {code for code, _ in flatten_choices(form.fields[field].choices)}


@pytest.mark.requirement("A16-27")
def test_a_pair_ends_early_for_the_reasons_of_the_source_of_the_law_and_of_the_municipality(school):
    municipality = school.organisation.municipality
    own = Reason.objects.create(municipality=municipality, title="призыв в армию", for_early_end=True)
    by_law = {"mentor_refused", "employer_cancelled"}
    offered_codes = codes_in(TerminateForm(pair=school.active_pair()), "end_reason")
    assert {"mentee_failed", "request", own.code} | by_law <= offered_codes
    for code in ("mentee_failed", "request", "mentor_refused", own.code):
        end = {"on": TODAY, "end_reason": code, "act_awaited": True, "by": school.curator}
        assert terminate(pair=school.active_pair(), **end).end_reason.code == code


@pytest.mark.requirement("A16-27")
def test_a_reason_of_its_own_is_chosen_when_those_who_ask_for_it_have_asked(school):
    pair = school.active_pair()
    reason = Reason.objects.create(
        municipality=school.organisation.municipality, title="призыв в армию", for_early_end=True, asked_by=["mentee"]
    )
    end = {"pair": pair, "on": TODAY, "end_reason": reason.code, "act_awaited": True, "by": school.curator}
    with pytest.raises(ValidationError, match="обращается наставляемый"):
        terminate(**end)
    asked(pair, RequestKind.REPLACE, RequestAuthor.MENTEE)
    assert terminate(**end).end_reason == reason


def test_a_reason_for_some_mentees_is_offered_and_taken_for_these_alone(school):
    """Of a teacher nobody says «отчислен», of a pupil nobody «уволен»; one's own entries have it in their form."""
    pair = school.active_pair()
    end = {"pair": pair, "on": TODAY, "act_awaited": True, "by": school.curator}
    offers = {
        "teacher": {"contract_ended", "mentee_dismissed"},
        "student": {"contract_ended", "studies_finished", "academic_leave", "expelled"},
        "pupil": {"contract_ended", "studies_finished", "expelled"},
    }
    of_some = set().union(*offers.values())
    for participant, codes in offers.items():
        Mentee.objects.filter(pk=pair.mentee_id).update(participant=participant)
        pair.mentee.refresh_from_db()
        offered_codes = codes_in(TerminateForm(pair=pair), "end_reason")
        assert offered_codes & of_some == codes, participant
        extension = codes_in(ExtendForm(pair=pair), "why")
        assert ("academic_leave" in extension) == (participant == "student")
    with pytest.raises(ValidationError, match="из списка вашего муниципалитета"):
        terminate(end_reason="mentee_dismissed", **end)
    assert terminate(end_reason="expelled", **end).end_reason.code == "expelled"


@pytest.mark.django_db
def test_the_order_is_due_in_working_days_of_the_reason():
    friday = date(2026, 10, 30)
    # 4 November is a holiday (ст. 112 ТК РФ)
    assert order_due_on(Reason(order_days=3), friday) == date(2026, 11, 5)
    assert order_due_on(Reason(), friday) is None
    assert order_due_on(None, friday) is None
