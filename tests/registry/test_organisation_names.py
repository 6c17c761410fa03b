import pytest

from registry.enums import Role
from registry.models import OrganisationAlias
from tests.factories import OrganisationFactory


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
