"""A municipality adopts its rules by dated versions."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from registry import clock
from registry.actions.policy import adopt_preset
from registry.models import Policy, PolicyPreset
from registry.models.policy import PolicyRules
from registry.queries.policy import NoPolicy, policy_in_force
from tests.factories import MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db


def adopt(municipality, code: str, valid_from: date, **more) -> Policy:
    preset = PolicyPreset.objects.get(code=code)
    return adopt_preset(municipality=municipality, preset=preset, valid_from=valid_from, by=UserFactory(), **more)


def rules(holder: models.Model) -> dict[str, object]:
    return {
        **{field.name: getattr(holder, field.name) for field in PolicyRules._meta.local_fields},
        **{link.name: set(getattr(holder, link.name).all()) for link in PolicyRules._meta.local_many_to_many},
    }


@pytest.mark.parametrize("code", ["base", "holm-2023", "kez-2022", "salsk-2021", "surgut-dou-2022", "ustyuzhna-2020"])
def test_an_adopted_preset_gives_all_its_rules(code):
    policy = adopt(MunicipalityFactory(), code, date(2026, 9, 1), basis="постановление от 23.01.2023 № 29")
    policy.refresh_from_db()
    assert rules(policy) == rules(PolicyPreset.objects.get(code=code))
    assert policy.basis == "постановление от 23.01.2023 № 29"


def test_the_history_says_who_adopted_which_preset():
    user = UserFactory()
    preset = PolicyPreset.objects.get(code="kez-2022")
    policy = adopt_preset(municipality=MunicipalityFactory(), preset=preset, valid_from=date(2026, 9, 1), by=user)
    assert {(row.history_user, row.history_change_reason) for row in policy.history.all()} == {
        (user, "Принят образец «Кез-2022»")
    }
    latest = policy.history.latest()
    assert {row.form.code for row in latest.forms.all()} == {"teacher-teacher", "pupil-pupil"}


def test_a_later_change_of_the_preset_does_not_touch_the_policy():
    policy = adopt(MunicipalityFactory(), "base", date(2026, 9, 1))
    preset = PolicyPreset.objects.get(code="base")
    preset.consents_required.clear()
    preset.save()
    preset.forms.clear()
    policy.refresh_from_db()
    assert len(policy.consents_required) == 4
    assert policy.forms.count() == 6


def test_two_versions_cannot_begin_on_one_day():
    municipality = MunicipalityFactory()
    adopt(municipality, "base", date(2026, 9, 1))
    with pytest.raises(ValidationError, match="На эту дату уже есть версия политики"):
        adopt(municipality, "kez-2022", date(2026, 9, 1))
    assert municipality.policies.count() == 1


@pytest.mark.requirement("A16-22")
def test_a_version_is_in_force_from_its_first_day_until_the_next_begins():
    municipality = MunicipalityFactory()
    first = adopt(municipality, "kez-2022", date(2025, 9, 1))
    second = adopt(municipality, "base", date(2026, 9, 1))
    adopt(MunicipalityFactory(), "holm-2023", date(2026, 9, 1))
    assert policy_in_force(municipality, date(2025, 9, 1)) == first
    assert policy_in_force(municipality, date(2026, 8, 31)) == first
    assert policy_in_force(municipality, date(2026, 9, 1)) == second
    assert policy_in_force(municipality, date(2030, 1, 1)) == second


def test_without_a_policy_the_user_is_told_what_to_do():
    municipality = MunicipalityFactory(name="Заречный муниципальный район")
    adopt(municipality, "base", date(2026, 9, 1))
    with pytest.raises(NoPolicy) as caught:
        policy_in_force(municipality, date(2026, 8, 31))
    assert str(caught.value) == (
        "Проверьте дату: первая политика действует с 01.09.2026. На 31.08.2026 у муниципалитета «Заречный "
        "муниципальный район» нет действующей политики. Её принимает администратор в настройках: выбирает образец и "
        "день, с которого он действует, не позже 31.08.2026."
    )


def test_a_day_of_another_decade_is_told_to_check_the_year_alone():
    municipality = MunicipalityFactory()
    adopt(municipality, "base", date(2026, 9, 1))
    with clock.as_at(date(2026, 11, 20)):
        refusal = str(NoPolicy(municipality, date(1995, 6, 1)))
    assert refusal.startswith("Проверьте год: первая политика действует с 01.09.2026.")
    assert "принимает администратор" not in refusal
