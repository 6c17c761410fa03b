"""A next version is compared with the rules that it replaces, whichever version it was copied from."""

from datetime import timedelta

import pytest
from django.urls import reverse

from registry import clock
from registry.actions.policy import next_version_of
from registry.enums import Role
from registry.history.labels import changes_of
from registry.models import LocalRules, Policy, PolicyProposal
from tests.factories import MentorFactory, OrganisationFactory, PairFactory, PolicyFactory, member
from tests.stories.desk import Desk, offered, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    organisation = OrganisationFactory()
    PolicyFactory(municipality=organisation.municipality, programme_max_months=12)
    return organisation


@pytest.fixture
def policy(school):
    return school.municipality.policies.get()


@pytest.fixture
def newer(school, policy):
    rules = next_version_of(policy)
    rules.valid_from, rules.programme_max_months = clock.today() + timedelta(days=30), 9
    rules.save()
    for name in ("forms", "kinds", "role_models"):
        getattr(rules, name).set(getattr(policy, name).all())
    return rules


def admin_of(school) -> Desk:
    return Desk(member(Role.ADMIN, municipality=school.municipality))


def asked(desk: Desk, address: str, **changes):
    """The page «что изменится»."""
    sent = offered(desk.client.get(address).context["form"])
    return desk.client.post(address, {**sent, **changes})


def next_of(policy: Policy) -> str:
    return reverse("registry:policy_next", args=[policy.pk])


def test_a_copy_of_an_old_version_shows_what_it_takes_back_from_the_newer_one(school, policy, newer):
    PairFactory(organisation=school, status="draft", starts_on=clock.today())
    admin, address = admin_of(school), next_of(policy)
    page = words_of(admin.client.get(address))
    assert f"Правила взяты из версии с {policy.valid_from:%d.%m.%Y}" in page
    assert f"Есть версия новее, с {newer.valid_from:%d.%m.%Y}" in page
    assert next_of(newer) in admin.client.get(address).content.decode()
    later = newer.valid_from + timedelta(days=30)
    question = words_of(asked(admin, address, valid_from=later))
    assert f"Действует с {newer.valid_from:%d.%m.%Y} {later:%d.%m.%Y}" in question
    assert "Программа не длиннее, месяцев 9 12 Затронет 1 пару" in question


def test_a_copy_that_begins_before_the_newer_version_changes_what_is_in_force_until_then(school, policy, newer):
    between = newer.valid_from - timedelta(days=10)
    question = words_of(asked(admin_of(school), next_of(newer), valid_from=between))
    assert f"Действует с {policy.valid_from:%d.%m.%Y} {between:%d.%m.%Y}" in question
    assert "Программа не длиннее, месяцев 12 9" in question
    assert "Есть версия новее" not in question


def test_a_copy_with_another_day_alone_touches_no_pair(school, policy):
    PairFactory(organisation=school, status="draft", starts_on=clock.today())
    day = clock.today() + timedelta(days=5)
    question = words_of(asked(admin_of(school), next_of(policy), valid_from=day))
    assert "Ничего, кроме дня" in question
    assert "Затронет" not in question


def test_another_name_of_a_form_is_no_change_of_the_forms(school, policy):
    form = policy.forms.first()
    page = asked(admin_of(school), reverse("registry:policy_edit", args=[policy.pk]), **{f"label-{form.code}": "Своё"})
    assert [line.title for line in page.context["change"] if line.differs] == ["свои названия форм"]


def test_the_history_of_a_new_version_begins_with_one_entry(school, policy):
    day = clock.today() + timedelta(days=5)
    admin_of(school).changes_rules(next_of(policy), valid_from=day, programme_max_months=9, reason="решение совета")
    version = Policy.objects.get(valid_from=day)
    assert [(change.what, change.details) for change in changes_of(version)] == [("Политика: новая запись", ())]
    assert {link.form for link in version.history.get().forms.all()} == set(policy.forms.all())


def test_rules_of_a_school_are_compared_with_what_holds_on_their_first_day(school, newer):
    head = Desk(member(Role.HEAD, organisation=school))
    address = f"{reverse('registry:own_rules_add', args=[school.pk])}?rule=programme_max_months"
    question = words_of(asked(head, address, valid_from=newer.valid_from, programme_max_months=8))
    assert "Программа не длиннее, месяцев 9 8" in question
    head.changes_rules(address, valid_from=clock.today(), programme_max_months=8, reason="приказ")
    assert f"Правила взяты из последней версии, с {clock.today():%d.%m.%Y}" in words_of(head.client.get(address))
    assert LocalRules.objects.get().history.count() == 1


def test_a_proposal_tells_of_a_version_that_came_after_it_and_of_the_pairs(school, policy):
    PairFactory(organisation=school, status="draft", starts_on=clock.today())
    coordinator = Desk(member(Role.COORDINATOR, municipality=school.municipality))
    address, day = reverse("registry:proposal_add"), clock.today() + timedelta(days=60)
    assert f"Правила взяты из последней версии, с {policy.valid_from:%d.%m.%Y}" in words_of(
        coordinator.client.get(address)
    )
    asked(coordinator, address, valid_from=day, reason="Так просили школы", mentee_limit=2)
    proposal = PolicyProposal.objects.get()
    admin = admin_of(school)
    page = words_of(admin.client.get(proposal.get_absolute_url()))
    assert "Затронет 1 пару" in page
    assert "её автор предложения не видел" not in page
    soon = clock.today() + timedelta(days=5)
    admin.changes_rules(next_of(policy), valid_from=soon, programme_max_months=9, reason="решение совета")
    page = words_of(admin.client.get(proposal.get_absolute_url()))
    assert f"заведена версия с {soon:%d.%m.%Y}" in page
    assert "Программа не длиннее, месяцев 9 12" in page


def test_the_tick_of_a_limit_stands_under_the_limit(school, policy):
    form = admin_of(school).client.get(reverse("registry:policy_edit", args=[policy.pk])).context["form"]
    names = [field.name for field in form.helper.layout.get_field_names()]
    assert names[names.index("mentee_limit") + 1] == "anyway"
    mentor = MentorFactory(person__organisation=school, person__municipality=school.municipality)
    curator = Desk(member(Role.CURATOR, organisation=school))
    form = curator.client.get(reverse("registry:mentor_edit", args=[mentor.pk])).context["form"]
    names = [field.name for field in form.helper.layout.get_field_names()]
    assert names[names.index("personal_limit") + 1] == "anyway"
