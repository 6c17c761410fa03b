"""Dates that cannot be meant are refused by forms in words and by the database in any case; old ones are put right."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, DateField, Q

from mentoring.models import Pair, PairStage, Stage
from registry import clock
from registry.enums import Role
from registry.forms.bank_entries import MentorForm
from registry.forms.consents import ConsentsForm
from registry.forms.curators import AppointmentFields
from registry.forms.people import PersonForm
from registry.models import Act, Consent, Curator, Mentee, Mentor, Person, Policy
from registry.plausible_dates import LATEST
from tests.factories import (
    ActFactory,
    ConsentFactory,
    CuratorFactory,
    MenteeFactory,
    MentorFactory,
    PairFactory,
    PersonFactory,
    PolicyFactory,
    member,
)
from tests.older_rows import past_the_rules_of_today
from tests.rooms import ROOMS_WITH_MODELS

FACTORIES = {
    Person: PersonFactory,
    Mentor: MentorFactory,
    Mentee: MenteeFactory,
    Curator: CuratorFactory,
    Consent: ConsentFactory,
    Act: ActFactory,
    Pair: PairFactory,
}
FIELDS = [
    (Person, "birth_date", date(1920, 1, 1)),
    (Person, "working_since", date(1940, 1, 1)),
    (Mentor, "included_on", date(1990, 1, 1)),
    (Mentee, "included_on", date(1990, 1, 1)),
    (Curator, "appointed_on", date(1990, 1, 1)),
    (Consent, "signed_on", date(1990, 1, 1)),
    (Act, "dated", date(1990, 1, 1)),
    (Pair, "starts_on", date(1990, 1, 1)),
]
LAST_DAYS = [
    (Mentor, "excluded_on"), (Mentee, "excluded_on"), (Curator, "dismissed_on"), (Consent, "valid_until"),
    (Consent, "withdrawn_on"), (Pair, "ends_on"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "field", "earliest"), FIELDS)
def test_the_database_keeps_the_bounds_of_what_begins(model, field, earliest):
    record = FACTORIES[model](**({"birth_date": None} if field == "working_since" else {}))
    rows = model.objects.filter(pk=record.pk)
    fields = (field, "effective_on") if model is Act else (field,)  # an act takes effect within a year of its date
    assert rows.update(**dict.fromkeys(fields, earliest)) == 1
    for day in (earliest - timedelta(days=1), date(26, 9, 1), LATEST + timedelta(days=1)):
        with pytest.raises(IntegrityError, match=r"plausible|mentoring_pair_period"), transaction.atomic():
            rows.update(**dict.fromkeys(fields, day))


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "field"), LAST_DAYS)
def test_the_database_keeps_the_bounds_of_what_ends(model, field):
    record = FACTORIES[model]()
    assert model.objects.filter(pk=record.pk).update(**{field: LATEST}) == 1
    with pytest.raises(IntegrityError, match="plausible"), transaction.atomic():
        model.objects.filter(pk=record.pk).update(**{field: LATEST + timedelta(days=1)})


@pytest.mark.django_db
def test_a_constraint_says_in_russian_what_to_do():
    with pytest.raises(ValidationError, match="Проверьте год рождения: раньше 1920 не бывает"):
        Person(last_name="Ёлкина", first_name="Мария", birth_date=date(1900, 1, 1)).validate_constraints()


def errors_of(form, field: str) -> str:
    form.is_valid()
    return " ".join(form.errors.get(field, ()))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "field", "message"),
    [
        ({"birth_date": "1900-01-01"}, "birth_date", "Проверьте год: даты раньше 01.01.1920 здесь не бывает."),
        ({"birth_date": "2199-01-01"}, "birth_date", "Проверьте год: 2199 ещё не скоро."),
        ({"working_since": "0012-01-01"}, "working_since", "Проверьте год: даты раньше 01.01.1940 здесь не бывает."),
        (
            {"birth_date": "1985-05-17", "working_since": "1998-09-01"},
            "working_since",
            "Стаж начинается раньше 14 лет. Проверьте дату рождения и дату начала стажа.",
        ),
    ],
)
def test_a_card_says_which_date_to_check(text, field, message):
    curator = CuratorFactory()
    user = member(Role.CURATOR, organisation=curator.organisation)
    assert errors_of(PersonForm(text, user=user), field) == message


@pytest.mark.django_db
def test_a_place_in_the_bank_is_not_older_than_its_person():
    mentor = MentorFactory()
    user = member(Role.CURATOR, organisation=mentor.person.organisation)

    def told(day: str) -> str:
        with transaction.atomic():
            shown = MentorForm(user=user, person=mentor.person, instance=mentor).current_version()
            form = MentorForm({"included_on": day, "seen": shown}, user=user, person=mentor.person, instance=mentor)
            return errors_of(form, "included_on")

    assert told("0026-09-01") == "Проверьте год: даты раньше 01.01.1990 здесь не бывает."
    mentor.person.birth_date = date(2012, 3, 4)
    assert told("2010-09-01") == "Раньше даты рождения (04.03.2012). Проверьте обе даты."
    assert told("2025-09-01") == ""
    assert told("2126-09-01") == "Проверьте год: 2126 ещё не скоро."
    Person.objects.filter(pk=mentor.person_id).update(birth_date=date(2012, 3, 4))
    with pytest.raises(IntegrityError, match="registry_mentor_not_before_birth"), transaction.atomic():
        Mentor.objects.filter(pk=mentor.pk).update(included_on=date(2010, 9, 1))
    Mentor.objects.filter(pk=mentor.pk).update(included_on=date(2025, 9, 1))
    with transaction.atomic():
        form = PersonForm({"birth_date": "2025-09-02"}, user=user, instance=Person.objects.get(pk=mentor.person_id))
        assert errors_of(form, "birth_date").startswith("В базу включили раньше, 01.09.2025. Проверьте обе даты.")


@pytest.mark.django_db
def test_a_consent_is_not_older_than_its_person():
    person = PersonFactory(birth_date=date(2000, 3, 4))
    form = ConsentsForm({"signed_on": "1999-01-01"}, person=person)
    assert errors_of(form, "signed_on") == "Раньше даты рождения (04.03.2000). Проверьте обе даты."


def test_an_act_is_dated_a_few_days_ahead_at_most():
    with clock.as_at(date(2026, 11, 20)):
        days = [date(2026, 11, 20) + timedelta(days=7 + more) for more in (0, 1)]
        forms = [AppointmentFields({"act_number": "1", "act_dated": day.isoformat()}) for day in days]
        for form in forms:
            form.is_valid()
            form.check_appointment(None)
    assert "act_dated" not in forms[0].errors
    assert forms[1].errors["act_dated"] == [
        "Дата акта — не позже 27.11.2026: вперёд больше чем на 7 дней акты не датируют. Проверьте дату."
    ]


@pytest.mark.django_db
def test_an_older_register_is_put_right_before_the_bounds_stand():
    """Birth and experience are emptied; the rest gets its century or the nearest bound. History keeps what stood."""
    person = PersonFactory(birth_date=date(1985, 5, 17))
    pupil = PersonFactory(birth_date=date(2012, 3, 4))
    mentor, act = MentorFactory(person=pupil), ActFactory()
    twin = ActFactory(organisation=act.organisation, number=act.number, dated=date(1990, 1, 1))
    pair = PairFactory(starts_on=date(2026, 9, 1), ends_on=date(2027, 5, 31))
    with past_the_rules_of_today(Person, Mentor, Act, Pair):
        Person.objects.filter(pk=person.pk).update(birth_date=date(1900, 1, 1))
        Mentor.objects.filter(pk=mentor.pk).update(included_on=date(26, 9, 1))
        Act.objects.filter(pk=act.pk).update(dated=date(1026, 9, 1))
        Pair.objects.filter(pk=pair.pk).update(starts_on=date(26, 9, 1), ends_on=date(27, 5, 31))
        import_module("registry.migrations.0008_repair_dates").repair_dates(apps, None)
        import_module("mentoring.migrations.0007_repair_dates").repair_dates(apps, None)
        import_module("registry.migrations.0037_days_in_order").repair_effects(apps, None)
    for record in (person, pupil, mentor, act, twin, pair):
        record.refresh_from_db()
    assert (person.birth_date, pupil.birth_date, mentor.included_on) == (None, date(2012, 3, 4), date(2026, 9, 1))
    assert (twin.dated, act.dated) == (date(1990, 1, 1), date(1990, 1, 2))
    assert (pair.starts_on, pair.ends_on) == (date(2026, 9, 1), date(2027, 5, 31))
    assert person.history.first().history_change_reason == (
        "Проверьте дату: портал исправил её при обновлении, было 01.01.1900"
    )
    assert "было 01.09.0026, 31.05.0027" in pair.history.first().history_change_reason


#: dates without a bound of their own, and why
UNBOUNDED = {
    ("monitoring.StoredFigures", "day"): "nobody types it: the portal counts figures from the rows that have bounds",
    (
        "reports.IssuedDocument",
        "dated",
    ): "an issued paper is never altered (0004), so an old one could not be put right; "
    "its form asks `check_act_day`, and the act that is made with it has the bound",
}


def _bounds(condition: Q) -> set[tuple[str, str]]:
    found = set()
    for child in condition.children:
        if isinstance(child, Q):
            found |= _bounds(child)
        elif isinstance(child, tuple) and isinstance(child[1], date):
            field, _, lookup = child[0].rpartition("__")
            found.add((field, lookup))
    return found


def test_every_date_of_the_register_has_bounds_in_the_database_or_a_reason():
    unbounded = set()
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS_WITH_MODELS or model._meta.model_name.startswith("historical"):
            continue
        checks = [rule.condition for rule in model._meta.constraints if isinstance(rule, CheckConstraint)]
        kept = set().union(*map(_bounds, checks)) if checks else set()
        for field in model._meta.concrete_fields:
            if type(field) is DateField and not {(field.name, "gte"), (field.name, "lte")} <= kept:
                unbounded.add((model._meta.label, field.name))
    assert unbounded == set(UNBOUNDED)


def test_the_rest_of_an_older_register_is_put_right_too(db):
    """In order, a day apart where a day is taken; history keeps what stood."""
    first = PolicyFactory(valid_from=date(2026, 9, 1))
    second = PolicyFactory(municipality=first.municipality, valid_from=date(2025, 9, 1))
    stay = PairStage.objects.create(
        pair=PairFactory(), stage=Stage.objects.first(), entered_on=date(2026, 9, 1), left_on=date(2026, 9, 2)
    )
    with past_the_rules_of_today(Policy, PairStage):
        Policy.objects.filter(pk=second.pk).update(valid_from=date(26, 9, 1))
        PairStage.objects.filter(pk=stay.pk).update(entered_on=date(26, 9, 1), left_on=date(3026, 9, 2))
        import_module("registry.migrations.0020_bounds_of_all_dates").repair_dates(apps, None)
        import_module("mentoring.migrations.0020_decided_moves_and_bounds_of_dates").repair_dates(apps, None)
    second.refresh_from_db()
    stay.refresh_from_db()
    assert second.valid_from == date(2026, 9, 2)
    assert (stay.entered_on, stay.left_on) == (date(2026, 9, 1), LATEST)
    assert "было 01.09.0026" in stay.history.first().history_change_reason
