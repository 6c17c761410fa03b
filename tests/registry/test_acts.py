"""The register of acts: what an act is, and what the database refuses."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from registry.actions.acts import save_act
from registry.enums import ActKind, Role
from registry.migrations._number_keys import give_number_keys
from registry.models import Act
from registry.queries.acts import numbered_like
from russian.name_key import number_key
from tests.factories import ActFactory, MunicipalityFactory, UserFactory
from tests.older_rows import past_the_rules_of_today

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 1)


def test_an_act_takes_effect_on_its_day_unless_it_says_another():
    assert ActFactory(dated=DAY).effective_on == DAY
    assert ActFactory(dated=DAY, effective_on=date(2026, 9, 15)).effective_on == date(2026, 9, 15)


def test_another_document_of_local_acts_is_called_by_its_own_name():
    act = ActFactory(kind=ActKind.OTHER, kind_title="решение педагогического совета", number="3", dated=DAY)

    assert str(act) == "решение педагогического совета №\u00a03 от 01.09.2026"
    with pytest.raises(IntegrityError):
        ActFactory(kind=ActKind.OTHER)


def test_an_act_of_an_organisation_is_there_once(district):
    ActFactory(organisation=district.school, number="5", dated=DAY)
    ActFactory(organisation=district.other_school, number="5", dated=DAY)

    with pytest.raises(IntegrityError):
        ActFactory(organisation=district.school, number="5", dated=DAY)


def test_an_act_of_a_municipality_is_there_once(district):
    own = {"organisation": None, "number": "5", "dated": DAY}
    ActFactory(municipality=district.municipality, **own)
    ActFactory(municipality=MunicipalityFactory(), **own)

    again = Act(municipality=district.municipality, kind=ActKind.ORDER, title="О наставничестве", **own)
    with pytest.raises(ValidationError, match="уже есть в реестре"):
        again.full_clean()
    with pytest.raises(IntegrityError):
        again.save()


def test_an_act_does_not_cancel_itself():
    act = ActFactory()
    act.cancelled_by = act

    with pytest.raises(IntegrityError):
        act.save()


@pytest.mark.parametrize("number", ["12 - ОД", "12-OД", "12–од", "№ 12-ОД", "12\u2011ОД\u00a0", "12-0Д"])
def test_one_number_written_otherwise_is_one_number(number, district):
    ActFactory(organisation=district.school, number="12-ОД", dated=DAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        ActFactory(organisation=district.school, number=number, dated=DAY)
    for other in ("12/ОД", "1-2ОД", "12-О", "12-ОД/1"):
        ActFactory(organisation=district.school, number=other, dated=DAY)


def test_either_slash_and_a_zero_inside_a_number_make_no_other_number():
    assert number_key("12\\1О5-ОД") == number_key("12/105-од")
    assert number_key("12О") != number_key("120")


@pytest.mark.parametrize(
    ("number", "words"), [("б/н", "приказ б/н от"), ("Б/Н", "приказ б/н от"), ("7", "приказ №\u00a07 от")]
)
def test_a_paper_without_a_number_has_no_sign_of_one(number, words):
    assert str(ActFactory(number=number, dated=DAY)).startswith(words)


@pytest.mark.parametrize(
    ("title", "words"), [("ПРИКАЗ", "есть в списке видов"), ("РЕШЕНИЕ СОВЕТА", "уже есть в реестре")]
)
def test_the_own_name_of_a_document_is_compared_folded(title, words, district):
    own = {"organisation": district.school, "municipality": district.school.municipality, "dated": DAY, "number": "3"}
    ActFactory(**own, kind=ActKind.OTHER, kind_title="решение совета")
    with pytest.raises(ValidationError, match=words):
        save_act(act=Act(**own, title="О наставниках", kind=ActKind.OTHER, kind_title=title), by=UserFactory())


@pytest.mark.parametrize("of_school", [True, False])
def test_the_database_tells_own_names_apart_folded(of_school, district):
    own = {"municipality": district.school.municipality, "dated": DAY, "number": "3", "kind": ActKind.OTHER}
    own["organisation"] = district.school if of_school else None
    ActFactory(**own, kind_title="решение совета")
    ActFactory(**own, kind_title="решение педагогического совета")
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.bulk_create([Act(**own, effective_on=DAY, kind_title="Решение  Совета")])


@pytest.mark.parametrize("typed", ["12-од", "12 – OД", "№ 12-0Д"])
def test_the_search_finds_an_act_however_its_number_is_typed(typed):
    act = ActFactory(number="12-ОД", dated=DAY)
    assert list(Act.objects.filter(numbered_like(typed))) == [act]
    assert not Act.objects.filter(numbered_like("№")).exists()


def test_a_number_is_printed_as_it_was_typed_but_for_blanks_around_its_hyphen():
    assert ActFactory(number="12 - од/з").number == "12-од/з"


def test_acts_that_looked_alike_before_stay_and_a_third_is_refused(district):
    own = {"organisation": district.school, "dated": DAY}
    first, second, third = (ActFactory(**own, number=number) for number in ("12-ОД", "13-ОД", "14-ОД"))
    Act.objects.update(number_key=F("id"))
    Act.objects.filter(pk__in=[second.pk, third.pk]).update(number="12 - ОД")

    give_number_keys(apps, connection.schema_editor())

    keys = list(Act.objects.order_by("pk").values_list("number_key", flat=True))
    assert keys == ["12-од", f"12-од#{second.pk}", f"12-од#{third.pk}"]
    second.refresh_from_db()
    second.title = "О наставничестве"
    save_act(act=second, by=district.member(Role.HEAD))
    assert second.number_key == f"12-од#{second.pk}"
    first.refresh_from_db()
    first.title = "О парах"
    save_act(act=first, by=district.member(Role.HEAD))
    assert first.number_key == "12-од"
    with pytest.raises(ValidationError, match="уже есть в реестре"):
        save_act(
            act=Act(**own, municipality=district.municipality, number="12–ОД", title="О парах"),
            by=district.member(Role.HEAD),
        )
    first.refresh_from_db()
    first.number = "15-ОД"
    first.save()
    with pytest.raises(ValidationError, match="уже есть в реестре"):
        save_act(
            act=Act(**own, municipality=district.municipality, number="12–ОД", title="О парах"),
            by=district.member(Role.HEAD),
        )


MEANINGLESS = [
    ("number", "---"), ("number", "<b>5</b>"), ("title", "---"), ("title", "2026"), ("title", "<i>О парах</i>"),
    ("signatory", "---"), ("signatory", "123"), ("signatory", "<b>Иванова</b>"), ("kind_title", "№ 5"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "text"), MEANINGLESS)
def test_the_database_refuses_texts_that_say_nothing(field, text):
    kind = {"kind": ActKind.OTHER, "kind_title": "решение совета"} if field == "kind_title" else {}
    act = ActFactory(**kind)

    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(**{field: text})
    with pytest.raises(IntegrityError):
        ActFactory(**{**kind, field: text})


def test_a_text_that_stood_before_it_was_judged_hinders_no_correction(district):
    act = ActFactory(organisation=district.school)
    with past_the_rules_of_today():
        Act.objects.filter(pk=act.pk).update(signatory="---", title="2026")
    act.refresh_from_db()

    act.number = "77-ОД"
    save_act(act=act, by=district.member(Role.HEAD))
    act.title = "2027"
    with pytest.raises(ValidationError, match="ни одной буквы"):
        save_act(act=act, by=district.member(Role.HEAD))
