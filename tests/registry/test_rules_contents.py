"""The page of rules is short: whose they are, a search, and folded parts; those with what was asked for stand open."""

import re

import pytest

from registry.enums import Role
from registry.models import Policy, PolicyPreset
from registry.policies.labels import describe_value
from registry.policies.rule_origins import RuleHolder
from registry.rules import RULES
from tests.factories import OrganisationFactory, PolicyFactory, local_rules, member, own_rules
from tests.mentoring.pair_requests import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    organisation = OrganisationFactory()
    PolicyFactory(municipality=organisation.municipality)
    return organisation


def address_of(school) -> str:
    return f"/organisations/{school.pk}/rules/"


def lines_of(answer) -> list:
    return [line for part in answer.context["rules"].parts for line in part.lines]


def test_the_numbers_on_top_say_whose_the_rules_are_and_open_exactly_these(school):
    own_rules(school, mentee_limit=2, several_mentors=False)
    local_rules("kind", municipality=school.municipality, organisation_kind=school.kind, programme_max_months=6)
    head = signed_in(member(Role.HEAD, organisation=school))
    answer = head.get(address_of(school))
    numbers = {holder: number for holder, _, number in answer.context["rules"].holders}
    assert (numbers[RuleHolder.ORGANISATION], numbers[RuleHolder.KIND]) == (2, 1)
    assert sum(numbers.values()) == len(RULES) == len(lines_of(answer))
    for holder, number in numbers.items():
        link = f'<a href="?whose={holder}">{number}<'
        assert link in answer.content.decode()
        assert len(lines_of(head.get(address_of(school), {"whose": holder}))) == number
    few, many = (head.get(address_of(school), {"whose": whose}).content.decode() for whose in ("kind", "standard"))
    assert re.search(r'id="part-\d+" open>', few)
    assert not re.search(r'id="part-\d+" open>', many)
    standard = PolicyPreset.objects.get(code="base")
    usual = lines_of(head.get(address_of(school), {"whose": RuleHolder.STANDARD}))
    assert all(describe_value(standard, line.code) == line.value for line in usual)


@pytest.mark.parametrize("page", ["organisation", "policy"])
def test_parts_are_folded_until_something_is_looked_for(school, page):
    address = {
        "organisation": address_of(school),
        "policy": f"/settings/policy/{Policy.objects.get().pk}/",
    }[page]
    admin = signed_in(member(Role.ADMIN, municipality=school.municipality))
    whole = admin.get(address).content.decode()
    parts = re.findall(r'<details class="panel rules-part" id="(part-\d+)"( open)?>', whole)
    assert len(parts) == len({rule.part for rule in RULES})
    assert not any(is_open for _, is_open in parts)
    assert all(f'href="#{name}"' in whole for name, _ in parts)
    found = admin.get(address, {"q": "Итоговые ОТЧЁТЫ"})
    assert [line.code for line in lines_of(found)] == ["final_report_days", "final_report_working"]
    assert re.findall(r'id="(part-\d+)"( open)?>', found.content.decode())[0][1] == " open"
    nothing = admin.get(address, {"q": "абракадабра", "whose": "nobody"})
    assert lines_of(nothing) == []
    assert "Таких правил нет" in nothing.content.decode()


def test_no_days_of_a_final_report_are_told_as_none_wherever_they_stand(school):
    policy = school.municipality.policies.get()
    admin = signed_in(member(Role.ADMIN, municipality=school.municipality))
    Policy.objects.filter(pk=policy.pk).update(final_report_days=0)
    for address in (address_of(school), f"/settings/policy/{policy.pk}/", "/settings/policy/presets/"):
        assert "0, не требуется" in admin.get(address).content.decode()
    assert "0 — не требуются" in admin.get(f"/settings/policy/{policy.pk}/next/").content.decode()
    Policy.objects.filter(pk=policy.pk).update(mentee_report=True)
    assert "0, не требуется; от наставляемого — без срока" in admin.get(address_of(school)).content.decode()
    policy = Policy.objects.get(pk=policy.pk)
    policy.final_report_days = 5
    policy.save()
    policy.final_report_days = 0
    policy.save()
    history = admin.get(f"/settings/policy/{policy.pk}/").content.decode()
    assert "дней на итоговые отчёты: 5 → 0, не требуется" in history
