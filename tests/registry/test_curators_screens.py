from datetime import date, timedelta

import pytest

from registry import clock
from registry.enums import ActKind, CuratorEligibility, Role
from registry.models import Act, Curator, Policy
from tests.factories import ActFactory, CuratorFactory, OrganisationFactory, PersonFactory, PupilFactory


def appointment(**changes) -> dict:
    return {"appointed_on": "2026-09-01", "is_deputy": "on", "act_number": "56-ОД", "act_dated": "2026-08-31"} | changes


def new_curator(organisation, **changes) -> dict:
    names = {"organisation": organisation.pk, "last_name": "Лагунова", "first_name": "Ольга"}
    return names | appointment(**changes)


@pytest.mark.requirement("H-6.4-4")
def test_a_new_curator_is_appointed_by_an_order(district, as_role):
    as_role(Role.HEAD).post("/curators/new/", new_curator(district.school))
    curator = Curator.objects.get()
    assert (curator.organisation, curator.act.number, curator.act.kind) == (district.school, "56-ОД", ActKind.ORDER)
    assert (curator.appointed_on, curator.dismissed_on) == (date(2026, 9, 1), None)


@pytest.mark.requirement("D-4.6.1-8")
def test_one_order_may_appoint_several(district, as_role):
    head = as_role(Role.HEAD)
    for name in ("Лагунова", "Петрова"):
        person = PersonFactory(organisation=district.school, last_name=name)
        head.post(f"/people/{person.pk}/curator/new/", appointment(organisation=district.school.pk))
    assert Curator.objects.count() == 2
    assert Act.objects.count() == 1


@pytest.mark.parametrize("title", ["О досрочном прекращении наставничества", "О Положении о наставничестве"])
def test_an_order_of_another_matter_appoints_only_when_somebody_says_why(title, district, as_role):
    number = {"number": "56-ОД", "dated": date(2026, 8, 31)}
    ActFactory(organisation=district.school, title=title, **number)
    head, person = as_role(Role.HEAD), PersonFactory(organisation=district.school)
    url, sent = f"/people/{person.pk}/curator/new/", appointment(organisation=district.school.pk)

    assert "Заголовок акта говорит о другом" in head.post(url, sent).content.decode()
    head.post(url, {**sent, "why_act": "назначен п. 4"})
    assert "назначен п. 4" in Curator.objects.get().history.first().history_change_reason


def test_the_same_person_is_not_appointed_twice(district, as_role):
    curator = CuratorFactory(organisation=district.school)
    url = f"/people/{curator.person_id}/curator/new/"
    response = as_role(Role.HEAD).post(url, appointment(organisation=district.school.pk))
    assert "уже куратор" in response.content.decode()
    assert Curator.objects.count() == 1


@pytest.mark.parametrize("role", [Role.CURATOR, Role.OPERATOR, Role.COUNCIL])
def test_a_curator_does_not_appoint_curators(role, district, as_role):
    person = PersonFactory(organisation=district.school)
    assert as_role(role).get("/curators/new/").status_code == 403
    assert as_role(role).get(f"/people/{person.pk}/curator/new/").status_code == 403


@pytest.mark.parametrize("page", ["edit", "dismiss"])
def test_foreign_curators_do_not_exist(page, district, as_role, neighbour, stranger):
    curator = CuratorFactory(organisation=district.school)
    url = f"/curators/{curator.pk}/{page}/"
    assert as_role(Role.HEAD).get(url).status_code == 200
    assert as_role(Role.CURATOR).get(url).status_code == 403
    assert neighbour.get(url).status_code == 404
    assert stranger.get(url).status_code == 404
    assert neighbour.post(f"/curators/{curator.pk}/confirm/").status_code == 404


@pytest.mark.requirement("D-4.6.2-1", "A16-11")
def test_a_municipality_may_want_deputies_only(district, as_role):
    Policy.objects.update(curator_eligibility=CuratorEligibility.DEPUTY)
    data = new_curator(district.school)
    assert as_role(Role.CURATOR).post("/curators/new/", data).status_code == 403
    teacher = {name: value for name, value in data.items() if name != "is_deputy"}
    assert "is_deputy" in as_role(Role.HEAD).post("/curators/new/", teacher).context["form"].errors
    assert as_role(Role.HEAD).post("/curators/new/", data).status_code == 302
    assert Curator.objects.get().is_deputy


@pytest.mark.requirement("H-6.5")
def test_a_ticked_box_makes_no_deputy_of_a_factory_worker_or_a_pupil(district, as_role):
    Policy.objects.update(curator_eligibility=CuratorEligibility.STAFF)
    factory = OrganisationFactory(municipality=district.school.municipality, kind="enterprise")
    head = as_role(Role.ADMIN)
    for person, word in (
        (PersonFactory(organisation=factory), "сотрудник образовательной организации"),
        (PupilFactory(organisation=district.school), "Обучающийся не может быть куратором"),
    ):
        page = head.post(f"/people/{person.pk}/curator/new/", appointment(organisation=district.school.pk))
        assert word in page.content.decode()
    assert not Curator.objects.exists()


@pytest.mark.requirement("H-1.6-def3", "D-1.3.6", "A16-11")
@pytest.mark.parametrize("kind", ["enterprise", "culture", "school"])
def test_a_partners_worker_is_the_curator_where_the_policy_allows_it(district, as_role, kind):
    Policy.objects.update(curator_eligibility=CuratorEligibility.PARTNER)
    partner = OrganisationFactory(municipality=district.school.municipality, kind=kind, partner_status="signed")
    worker = PersonFactory(organisation=partner)
    as_role(Role.ADMIN).post(f"/people/{worker.pk}/curator/new/", appointment(organisation=district.school.pk))
    curator = Curator.objects.get()
    assert (curator.person, curator.organisation) == (worker, district.school)


@pytest.mark.requirement("K-1-def", "A16-11")
def test_the_staff_is_that_of_the_organisation_itself(district, as_role):
    Policy.objects.update(curator_eligibility=CuratorEligibility.STAFF)
    other = PersonFactory(organisation=district.other_school)
    page = as_role(Role.ADMIN).post(f"/people/{other.pk}/curator/new/", appointment(organisation=district.school.pk))
    assert "куратор — сотрудник самой организации" in page.content.decode()
    assert not Curator.objects.exists()


def test_a_deputy_works_in_the_organisation_itself(district, as_role):
    Policy.objects.update(curator_eligibility=CuratorEligibility.DEPUTY)
    other = PersonFactory(organisation=OrganisationFactory(municipality=district.school.municipality))
    page = as_role(Role.ADMIN).post(f"/people/{other.pk}/curator/new/", appointment(organisation=district.school.pk))
    assert "Заместитель работает в самой организации" in page.content.decode()


def test_an_order_has_both_number_and_date(district, as_role):
    errors = (
        as_role(Role.HEAD).post("/curators/new/", new_curator(district.school, act_dated="")).context["form"].errors
    )
    assert errors["act_dated"] == ["Укажите дату приказа."]


@pytest.mark.requirement("H-6.4-4")
def test_a_curator_is_confirmed_yearly_and_dismissed(district, as_role):
    curator = CuratorFactory(organisation=district.school)
    as_role(Role.CURATOR).post(f"/curators/{curator.pk}/confirm/")
    curator.refresh_from_db()
    assert curator.confirmed_on == clock.today()
    head = as_role(Role.HEAD)
    assert "on" in head.post(f"/curators/{curator.pk}/dismiss/", {"on": "2020-01-01"}).context["form"].errors
    head.post(f"/curators/{curator.pk}/dismiss/", {"on": clock.today().isoformat()})
    curator.refresh_from_db()
    assert (curator.is_archived, curator.dismissed_on) == (True, clock.today())


def test_a_confirmation_older_than_a_year_is_called_in(district, as_role):
    CuratorFactory(organisation=district.school, confirmed_on=clock.today() - timedelta(days=400))
    assert "пора подтвердить" in as_role(Role.HEAD).get("/curators/").content.decode()
    Curator.objects.update(confirmed_on=clock.today())
    assert "пора подтвердить" not in as_role(Role.HEAD).get("/curators/").content.decode()


@pytest.mark.parametrize("role", [Role.CURATOR, Role.OPERATOR, Role.HEAD])
def test_a_curator_in_office_is_dismissed_before_the_card_goes_to_the_archive(role, district, as_role):
    curator = CuratorFactory(organisation=district.school)
    address = f"/people/{curator.person_id}/archive/"
    client = as_role(role)
    for page in (client.get(address), client.post(address, {"deed": "archive"})):
        text = page.content.decode()
        assert "Сначала обязанности куратора снимает руководитель" in text
        assert (f"/curators/{curator.pk}/dismiss/" in text) is (role == Role.HEAD)
    curator.refresh_from_db()
    assert (curator.dismissed_on, curator.person.archived_on) == (None, None)


def test_a_pupil_is_refused_before_the_form_of_appointment_is_filled_in(district, as_role):
    pupil = PupilFactory(organisation=district.school)
    page = as_role(Role.HEAD).get(f"/people/{pupil.pk}/curator/new/").content.decode()
    assert "Обучающийся не может быть куратором" in page
    assert "appointed_on" not in page


def test_an_appointment_of_somebody_who_has_moved_is_corrected(district, as_role):
    moved = PersonFactory(organisation=OrganisationFactory(municipality=district.school.municipality))
    curator = CuratorFactory(organisation=district.school, person=moved, dismissed_on=date(2026, 9, 2))
    head, url = as_role(Role.HEAD), f"/curators/{curator.pk}/edit/"
    sent = {"appointed_on": "2026-08-31", "is_deputy": "on" if curator.is_deputy else ""}
    seen = head.get(url).context["form"]["seen"].value()
    page = head.post(url, sent | {"seen": seen})
    assert page.status_code == 302, page.context["form"].errors
    curator.refresh_from_db()
    assert curator.appointed_on == date(2026, 8, 31)
