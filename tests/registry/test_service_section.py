"""The service section (Django's admin): every page opens, and what the database forbids is told in words."""

from datetime import date

import pytest
from django import forms
from django.contrib import admin
from django.test import Client, RequestFactory

from accounts.models import User
from mentoring.enums import PairStatus
from mentoring.models import Pair, Roadmap
from registry import clock
from registry.enums import Role
from registry.models import CalendarException, Contingent, Invitation, Organisation
from tests.factories import (
    AssessmentFactory,
    ConsentFactory,
    CuratorFactory,
    MenteeFactory,
    MentorFactory,
    MunicipalityFactory,
    PairFactory,
    PersonFactory,
    PolicyFactory,
    ProgrammeFactory,
    PupilFactory,
    UserFactory,
    member,
)
from tests.test_doubles import at_once

MODELS = sorted(
    (m._meta.app_label, m._meta.model_name) for m in admin.site._registry if m._meta.app_label not in ("auth", "mfa")
)


@pytest.fixture
def superuser(db) -> Client:
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def district_with_everything(district):
    programme = ProgrammeFactory(pair=PairFactory(organisation=district.school))
    ConsentFactory(person=programme.pair.mentor.person)
    CuratorFactory(organisation=district.school)
    AssessmentFactory(organisation=district.school)
    member(Role.CURATOR, organisation=district.school)
    Invitation.objects.create(
        email="a@b.example", role=Role.ADMIN, municipality=district.municipality, invited_by=UserFactory()
    )
    return district


@pytest.mark.parametrize(("app", "model"), MODELS)
def test_every_page_of_the_service_section_opens(app, model, superuser, district_with_everything):
    listed = superuser.get(f"/service/{app}/{model}/")
    assert listed.status_code == 200
    registered = next(
        a for m, a in admin.site._registry.items() if (m._meta.app_label, m._meta.model_name) == (app, model)
    )
    first = registered.model.objects.first()
    if first is not None:
        page = superuser.get(f"/service/{app}/{model}/{first.pk}/change/")
        assert page.status_code == 200
    added = superuser.get(f"/service/{app}/{model}/add/")
    assert added.status_code in (200, 403)


@pytest.mark.parametrize("address", ["/service/", "/service/registry/person/", "/service/registry/person/add/"])
def test_the_service_section_bears_its_name_and_the_portal_s_icon(address, superuser):
    page = superuser.get(address).content.decode()
    assert "Служебный раздел" in page
    assert "Django" not in page
    assert '<link rel="icon" href="/static/img/icon' in page


def test_only_the_superuser_enters(district, as_role, client):
    assert as_role(Role.ADMIN).get("/service/").status_code == 302
    assert client.get("/service/").status_code == 302


def test_the_token_of_an_invitation_is_not_shown(superuser, district_with_everything):
    invitation = Invitation.objects.get()
    page = superuser.get(f"/service/registry/invitation/{invitation.pk}/change/").content.decode()
    assert invitation.token_hash not in page


@pytest.mark.parametrize(("typed", "count"), [("елкина", 1), ("Ёлкина", 1), ("иванова", 0)])
def test_people_are_found_by_folded_name(typed, count, superuser, district):
    MentorFactory(organisation=district.school, person__last_name="Ёлкина")
    page = superuser.get("/service/registry/person/", {"q": typed})
    assert page.context["cl"].result_count == count


def full_mentor(school):
    """A mentor with three mentees for the whole school year."""
    mentor = MentorFactory(organisation=school)
    for _ in range(3):
        PairFactory(
            organisation=school,
            mentor=mentor,
            status=PairStatus.AGREED,
            starts_on=date(2026, 9, 1),
            ends_on=date(2027, 5, 31),
        )
    return mentor


def as_typed(pair, **changes) -> dict:
    names = ["mentor", "mentee", "organisation", "curator", "form", "role_model"]
    data = {name: getattr(pair, f"{name}_id") or "" for name in names}
    data |= {"starts_on": "01.09.2026", "ends_on": "31.05.2027", "direction": "", "form_rationale": ""}
    data |= {"labour_basis": pair.labour_basis, "term": pair.term, "kinds": [kind.pk for kind in pair.kinds.all()]}
    data |= {"stage_items-TOTAL_FORMS": 0, "stage_items-INITIAL_FORMS": 0}
    return data | changes


@pytest.fixture
def fourth(district):
    """A pair of another mentor, in the same school year."""
    from registry.models import Kind

    pair = PairFactory(
        organisation=district.school,
        mentee=MenteeFactory(organisation=district.school),
        status=PairStatus.AGREED,
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 5, 31),
    )
    pair.kinds.set(Kind.objects.all()[:1])
    return pair


def test_the_cap_s_refusal_names_the_three(superuser, district, fourth):
    mentor = full_mentor(district.school)
    url = f"/service/mentoring/pair/{fourth.pk}/change/"
    response = superuser.post(url, as_typed(fourth, mentor=mentor.pk))
    assert response.status_code == 200
    page = response.content.decode()
    assert "не больше трёх" in page
    for pair in mentor.pairs.all():
        assert pair.mentee.person.last_name in page
    fourth.refresh_from_db()
    assert fourth.mentor != mentor


def test_a_place_taken_meanwhile_is_told_in_words(superuser, district, fourth, monkeypatch):
    mentor = full_mentor(district.school)
    monkeypatch.setattr("mentoring.refusals.capacity.require_capacity", lambda *args, **kwargs: None)
    url = f"/service/mentoring/pair/{fourth.pk}/change/"
    response = superuser.post(url, as_typed(fourth, mentor=mentor.pk), follow=True)
    assert response.status_code == 200
    assert "нет свободных мест" in response.content.decode()
    assert Pair.objects.get(pk=fourth.pk).mentor != mentor


def test_what_was_right_is_saved(superuser, district, fourth):
    response = superuser.post(
        f"/service/mentoring/pair/{fourth.pk}/change/", as_typed(fourth, form_rationale="По запросу")
    )
    assert response.status_code == 302
    fourth.refresh_from_db()
    assert fourth.form_rationale == "По запросу"


def test_a_policy_is_needed_and_asked_for(superuser, district, fourth):
    district.municipality.policies.all().delete()
    response = superuser.post(f"/service/mentoring/pair/{fourth.pk}/change/", as_typed(fourth))
    assert "нет действующей политики" in response.content.decode()
    PolicyFactory(municipality=district.municipality)


def test_a_day_that_the_government_moves_is_entered_in_the_calendar(superuser):
    fields = {"day": "31.12.2026", "title": "перенос с 4 января", "source": "", "in_use": "on"}
    answer = superuser.post("/service/registry/calendarexception/add/", fields)
    assert answer.status_code == 302
    assert str(CalendarException.objects.get(code="2026-12-31")) == "31.12.2026 — перенос с 4 января"


UNSEEN = ("Речной\u202eберег", "Речной <b>берег", "Речной\nберег", "Речной\0берег", "Речной < берег")


def _written_forms() -> list[tuple[str, type[forms.ModelForm]]]:
    """Admin or inline → its form, of all that write."""
    request = RequestFactory().get("/service/")
    request.user = User(is_superuser=True, is_staff=True)
    written = []
    for model, registered in admin.site._registry.items():
        if registered.has_add_permission(request) or registered.has_change_permission(request):
            written.append((model.__name__, registered.get_form(request, model(), change=True)))
            written += [
                (f"{model.__name__}, {inline.model.__name__}", inline.get_formset(request, None).form)
                for inline in registered.get_inline_instances(request, None)
            ]
    return written


def test_no_text_of_the_service_section_takes_a_sign_that_nobody_sees(db):
    judged = 0
    for name, form_class in _written_forms():
        for field_name, field in form_class.base_fields.items():
            if not isinstance(field, forms.CharField) or isinstance(field, forms.JSONField):
                continue
            signs = UNSEEN[:2] if isinstance(field.widget, forms.Textarea) else UNSEEN
            for text in signs:
                assert field_name in form_class(data={field_name: text}).errors, (name, field_name, text)
            judged += 1
    assert judged > 70


def test_texts_inside_lists_are_judged_too(db):
    form_class = dict(_written_forms())["Kind"]
    assert "aliases" in form_class(data={"aliases": '["беседа\\u202e"]'}).errors
    assert "aliases" not in form_class(data={"aliases": '["беседа"]'}).errors


@pytest.mark.parametrize("name", ["Иван2", "<b>Иван</b>", "Иван\u202e"])
def test_names_of_people_are_judged_letter_by_letter(db, name):
    written = dict(_written_forms())
    for model, fields in {
        "Person": ("last_name", "first_name", "middle_name", "representative_name"),
        "FormerName": ("last_name", "first_name", "middle_name"),
        "Consent": ("representative_name",),
        "Organisation": ("head_name", "psychologist_name"),
        "Municipality": ("authorised_head",),
        "User": ("last_name", "first_name", "middle_name"),
    }.items():
        errors = written[model](data=dict.fromkeys(fields, name)).errors
        assert set(fields) <= set(errors), model


def test_the_service_section_names_a_twin_instead_of_failing(superuser, district):
    municipality = district.municipality
    typed = {"kind": "school", "short_name": district.school.short_name.upper(), "municipality": municipality.pk}
    form = dict(_written_forms())["Organisation"](data=typed)
    assert district.school.short_name in form.errors["short_name"][0]


@pytest.mark.parametrize("moment", range(3))
def test_of_two_who_enter_one_name_at_one_moment_the_second_reads_why(transactional_db, moment):
    municipality = MunicipalityFactory()
    user = UserFactory(is_staff=True, is_superuser=True)
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(user)
    page = clients[0].get("/service/registry/organisation/add/")
    inlines = {
        f"{formset.prefix}-{count}_FORMS": 0
        for formset in (each.formset for each in page.context["inline_admin_formsets"])
        for count in ("TOTAL", "INITIAL")
    }
    initial = page.context["adminform"].form
    typed = {name: initial[name].value() for name in initial.fields if initial[name].value() not in (None, [])}
    typed |= {"kind": "school", "short_name": "Школа у реки", "full_name": "Школа у реки", **inlines}
    typed["municipality"] = municipality.pk
    waiting = iter(clients)
    answers = at_once(lambda: next(waiting).post("/service/registry/organisation/add/", typed))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    refused = next(answer for answer in answers if answer.status_code == 200).content.decode()
    assert "уже есть" in refused or "Почти так же называется" in refused
    assert Organisation.objects.count() == 1


def test_what_the_database_alone_refuses_is_said_by_the_form_in_words(superuser, district, monkeypatch):
    """The validation of the second request is over before the first one writes."""
    first = CalendarException.objects.create(code="2026-12-31", day=date(2026, 12, 31), title="перенос")
    monkeypatch.setattr(CalendarException, "validate_unique", lambda *_args, **_named: None)
    monkeypatch.setattr(CalendarException, "validate_constraints", lambda *_args, **_named: None)
    typed = {"day": "31.12.2026", "title": "ещё раз", "source": "", "in_use": "on"}
    answer = superuser.post("/service/registry/calendarexception/add/", typed)
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert "ещё раз" in answer.content.decode()
    assert list(CalendarException.objects.filter(day=first.day)) == [first]


def test_an_act_is_judged_as_on_the_portal_s_own_pages(superuser, district):
    typed = {
        "municipality": district.municipality.pk, "organisation": district.school.pk, "kind": "order",
        "dated": "01.09.2026", "number": "---", "title": "2026", "signatory": "<b>Иванова</b>",
    }  # fmt: skip
    refused = superuser.post("/service/registry/act/add/", typed).context["adminform"].form
    assert set(refused.errors) == {"number", "title", "signatory"}

    right = {**typed, "number": "№ 12-ОД", "title": "О парах", "signatory": "Иванова И. И."}
    assert superuser.post("/service/registry/act/add/", right).status_code == 302
    again = superuser.post("/service/registry/act/add/", {**right, "number": "12 - OД"})
    assert "уже есть в реестре" in again.content.decode()


def change_in_service(superuser: Client, record, **changed) -> dict[str, str]:
    """Sends the form of the service section as it is shown with something changed; the errors by field."""
    address = f"/service/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"
    page = superuser.get(address)
    forms_shown = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms_shown += [inline.formset.management_form, *inline.formset.forms]
    sent = {}
    for form in forms_shown:
        values = {form.add_prefix(name): form[name].value() for name in form.fields}
        sent |= {
            name: value for name, value in values.items() if value is not None and value is not False and value != ""
        }
    answer = superuser.post(address, {**sent, **changed})
    if answer.status_code == 302:
        return {}
    errors = dict(answer.context["adminform"].form.errors)
    for inline in answer.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            errors |= {form.add_prefix(name): texts for name, texts in form.errors.items()}
    assert errors, answer.context["errors"]
    return {name: " ".join(texts) for name, texts in errors.items()}


def test_the_numbers_of_an_organisation_have_the_same_bounds(superuser, district):
    contingent = Contingent.objects.create(organisation=district.school, school_year=2026, pupils=500, teachers=40)
    row = "contingents-0"
    errors = change_in_service(superuser, district.school, **{f"{row}-pupils": 20_001, f"{row}-young_teachers": 41})
    assert "больше 20000 человек" in errors[f"{row}-pupils"]
    assert "не может быть больше" in errors[f"{row}-young_teachers"]
    assert change_in_service(superuser, district.school, **{f"{row}-pupils": 20_000}) == {}
    contingent.refresh_from_db()
    assert contingent.pupils == 20_000


def test_the_period_of_a_roadmap_has_the_same_bounds(superuser, district):
    old = Roadmap.objects.create(
        organisation=district.school, municipality=district.municipality, title="Карта", columns=["пункт"],
        starts_on=date(2010, 9, 1), ends_on=date(2011, 5, 31),
    )  # fmt: skip
    assert change_in_service(superuser, old, title="Прежняя карта") == {}
    with clock.as_at(date(2026, 11, 20)):
        errors = change_in_service(superuser, old, starts_on="2026-09-01", ends_on="2032-09-02")
        assert "не больше чем на 6 лет" in errors["ends_on"]
        assert "Проверьте год" in change_in_service(superuser, old, starts_on="2009-09-01")["starts_on"]


def test_who_one_is_is_asked_there_too(superuser, district):
    pupil = MentorFactory(person=PupilFactory(organisation=district.school), source="pupil", included_on="2026-09-01")
    as_teacher = change_in_service(superuser, pupil, source="teacher", proposed_on="2026-09-01")
    assert "это обучающийся" in as_teacher["source"]
    teacher = MenteeFactory(person=PersonFactory(organisation=district.school), participant="teacher")
    assert "Класс указывают у обучающихся" in change_in_service(superuser, teacher.person, grade=5)["grade"]
    assert "это обучающийся" in change_in_service(superuser, teacher, person=pupil.person_id)["participant"]
    born = {"birth_date": "2016-05-01", "working_since": "2020-09-01"}
    assert "раньше 14 лет" in change_in_service(superuser, teacher.person, **born)["working_since"]
