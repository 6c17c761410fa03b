"""A district of two schools, and a neighbour: everyone whom a page may have to let in or keep out."""

from dataclasses import dataclass

import pytest
from django.test import Client

from accounts.models import User
from registry.enums import Role
from registry.models import Municipality, Organisation, Person
from tests.factories import MunicipalityFactory, OrganisationFactory, PersonFactory, PolicyFactory, member


@dataclass
class SchoolDistrict:
    municipality: Municipality
    school: Organisation
    other_school: Organisation
    foreign_school: Organisation

    def member(self, role: Role) -> User:
        """Someone of the school or of the district, as the role wants."""
        if role in (Role.ADMIN, Role.COORDINATOR, Role.REGIONAL):
            return member(role, municipality=self.municipality)
        return member(role, organisation=self.school)


@pytest.fixture
def district(db) -> SchoolDistrict:
    municipality = MunicipalityFactory(name="Прибрежный муниципальный район")
    PolicyFactory(municipality=municipality)
    return SchoolDistrict(
        municipality,
        OrganisationFactory(municipality=municipality),
        OrganisationFactory(municipality=municipality),
        OrganisationFactory(),
    )


@pytest.fixture
def as_role(district):
    """`as_role(Role.CURATOR)` is a browser in which that member of the district is signed in."""

    def sign_in(role: Role) -> Client:
        return signed_in(district.member(role))

    return sign_in


@pytest.fixture
def neighbour(district) -> Client:
    """A curator of another school of the same municipality."""
    return signed_in(member(Role.CURATOR, organisation=district.other_school))


@pytest.fixture
def stranger(district) -> Client:
    """The admin of another municipality."""
    return signed_in(member(Role.ADMIN, municipality=district.foreign_school.municipality))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def twins(district) -> tuple[Person, Person]:
    """Two cards of one person in one school; the first is fuller."""
    names = {"organisation": district.school, "first_name": "Мария", "middle_name": "Сергеевна"}
    survivor = PersonFactory(last_name="Берёзкина", email="berezkina@zarechny.example", **names)
    absorbed = PersonFactory(last_name="Березкина", phone="+79120000001", position="учитель физики", **names)
    return survivor, absorbed
