from typing import Any

import pytest
from django.test import Client

from registry.enums import Role
from registry.models import Organisation, OrganisationAlias
from tests.factories import OrganisationFactory


def typed_as_shown(client: Client, address: str) -> dict[str, Any]:
    form = client.get(address).context["form"]
    return {field.html_name: field.value() for field in form if field.value() not in (None, False)}


@pytest.mark.requirement("U-0-names")
def test_other_names_are_added_shown_and_taken_away(district, as_role):
    url = f"/organisations/{district.school.pk}/names/"
    curator = as_role(Role.CURATOR)
    curator.post(url, {"name": "СОШ 2"})
    alias = OrganisationAlias.objects.get()
    assert alias.organisation == district.school
    assert "СОШ 2" in curator.get(f"/organisations/{district.school.pk}/").content.decode()
    curator.post(f"{url}{alias.pk}/delete/")
    assert not OrganisationAlias.objects.exists()


def test_one_name_means_one_organisation_of_a_municipality(district, as_role):
    OrganisationAlias.objects.create(organisation=district.other_school, name="СОШ 2")
    errors = (
        as_role(Role.CURATOR)
        .post(f"/organisations/{district.school.pk}/names/", {"name": "сош  2"})
        .context["form"]
        .errors
    )
    assert errors["name"] == ["Это название уже закреплено за организацией."]
    elsewhere = OrganisationFactory()
    OrganisationAlias.objects.create(organisation=elsewhere, name="СОШ 2")


def test_foreign_organisations_keep_their_names(district, as_role, neighbour, stranger, client):
    alias = OrganisationAlias.objects.create(organisation=district.school, name="СОШ 2")
    url = f"/organisations/{district.school.pk}/names/"
    for outsider in (neighbour, stranger):
        assert outsider.get(url).status_code == 404
        assert outsider.post(f"{url}{alias.pk}/delete/").status_code == 404
    assert as_role(Role.COUNCIL).get(url).status_code == 403
    assert client.get(url).status_code == 302
    other = f"/organisations/{district.other_school.pk}/names/{alias.pk}/delete/"
    assert as_role(Role.ADMIN).post(other).status_code == 404


@pytest.mark.parametrize("name", ["мбоу вторая школа", "Муниципальное учреждение «Вторая школа»", "С.О.Ш. № 2"])
def test_a_name_of_another_organisation_is_no_further_name(district, as_role, name):
    Organisation.objects.filter(pk=district.other_school.pk).update(
        short_name="МБОУ «Вторая школа»", full_name="Муниципальное учреждение «Вторая школа»"
    )
    OrganisationAlias.objects.create(organisation=district.other_school, name="СОШ №2")
    page = as_role(Role.CURATOR).post(f"/organisations/{district.school.pk}/names/", {"name": name})
    assert page.context["form"].errors["name"][0].startswith("Так называется другая организация: «МБОУ «Вторая школа»")


def rename(client: Client, school: Organisation, name: str) -> str:
    address = f"/organisations/{school.pk}/edit/"
    return client.post(address, typed_as_shown(client, address) | {"short_name": name}, follow=True).content.decode()


def test_a_renamed_organisation_is_found_by_its_former_name(district, as_role):
    Organisation.objects.filter(pk=district.school.pk).update(short_name="Родниковская СОШ")
    coordinator = as_role(Role.COORDINATOR)
    assert "Прежнее название «Родниковская СОШ» осталось" in rename(coordinator, district.school, "Гимназия «Исток»")
    assert OrganisationAlias.objects.get().name == "Родниковская СОШ"
    found = coordinator.get("/organisations/", {"q": "родниковская"}).context["table"].rows
    assert [row.record for row in found] == [district.school]
    assert district.school in coordinator.get("/search/", {"q": "родниковская"}).context["organisations"]
    assert "Прежнее название" not in rename(coordinator, district.school, "ГИМНАЗИЯ «Исток»")
    rename(coordinator, district.school, "Родниковская СОШ")
    assert [alias.name for alias in OrganisationAlias.objects.all()] == ["ГИМНАЗИЯ «Исток»"], "its own is no other name"
