"""The log of views: written once an hour, altered by nobody, read by those who answer for the people."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from registry.actions.view_log import record_card_view
from registry.enums import Role
from registry.models import ViewRecord
from registry.models.view_record import ViewKind
from tests.factories import ConsentFactory, MentorFactory, PersonFactory, UserFactory, member
from tests.registry.conftest import signed_in
from tests.scan_files import PDF

pytestmark = pytest.mark.django_db
LOG = "/views/"


def log_of(browser, query: str = "") -> str:
    response = browser.get(f"{LOG}{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_card_is_written_once_an_hour_for_each_reader(district, as_role):
    person = PersonFactory(organisation=district.school)
    curator, head = as_role(Role.CURATOR), as_role(Role.HEAD)

    for browser in (curator, curator, head):
        browser.get(person.get_absolute_url())
    curator.get(f"/people/{person.pk}/edit/")

    assert (
        list(ViewRecord.objects.values_list("kind", "person", "organisation", "municipality"))
        == [(ViewKind.CARD, person.pk, district.school.pk, district.municipality.pk)] * 2
    )


def test_to_write_a_view_takes_one_statement(district):
    person, user = PersonFactory(organisation=district.school), UserFactory()

    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            record_card_view(person, by=user)
        assert len(queries) == 1


@pytest.mark.parametrize(
    "statement", ["UPDATE registry_viewrecord SET subject = 'x'", "DELETE FROM registry_viewrecord"]
)
def test_the_database_refuses_to_alter_the_log(district, statement):
    record_card_view(PersonFactory(organisation=district.school), by=UserFactory())

    with pytest.raises(IntegrityError, match="registry_view_log_frozen"), transaction.atomic():
        connection.cursor().execute(statement)
    assert ViewRecord.objects.get().subject == ""


def test_a_scan_and_an_export_are_written_without_what_was_typed(district, as_role):
    consent = ConsentFactory(person__organisation=district.school)
    consent.scan.save("скан.pdf", ContentFile(PDF))
    MentorFactory(person__organisation=district.school, person__last_name="Берёзкина")
    browser = as_role(Role.CURATOR)

    response = browser.get(f"/consents/{consent.pk}/scan/")
    assert b"".join(response.streaming_content) == PDF
    browser.get(f"/mentors/?export=csv&q=берёзкина&organisation={district.school.pk}")
    consent.scan.delete()

    export, scan = ViewRecord.objects.order_by("kind")
    assert (scan.kind, scan.person_id) == (ViewKind.SCAN, consent.person_id)
    assert (export.kind, export.rows, export.organisation_id) == (ViewKind.EXPORT, 1, district.school.pk)
    assert str(district.school) in export.subject
    assert "берёзкина" not in export.subject.lower()
    assert "1 строка" in log_of(as_role(Role.HEAD)).replace("\u00a0", " ")


def test_each_reads_of_the_own_people(district, as_role, stranger):
    own, other = PersonFactory(organisation=district.school), PersonFactory(organisation=district.other_school)
    for person in (own, other):
        record_card_view(person, by=UserFactory(last_name="Смотрящая"))

    head, coordinator = log_of(as_role(Role.HEAD)), log_of(as_role(Role.COORDINATOR))
    assert own.last_name in head
    assert other.last_name not in head
    assert own.last_name in coordinator
    assert other.last_name in coordinator
    assert own.last_name not in log_of(stranger)
    assert as_role(Role.CURATOR).get(LOG).status_code == 403


def test_the_log_is_narrowed_by_person_reader_kind_and_day(district, as_role):
    one, other = (PersonFactory(organisation=district.school) for _ in range(2))
    record_card_view(one, by=UserFactory(last_name="Заозёрная"))
    record_card_view(other, by=UserFactory(last_name="Луговая"))
    head = as_role(Role.HEAD)

    for query in (f"?person={one.pk}", f"?q={one.last_name}", "?user=Заозёрная"):
        page = log_of(head, query)
        assert one.last_name in page, query
        assert other.last_name not in page.replace(f'value="{other.last_name}"', ""), query
    assert one.last_name not in log_of(head, "?kind=export")
    assert one.last_name not in log_of(head, f"?day={date(2020, 1, 1)}")


def test_a_page_of_the_log_takes_as_many_queries_for_three_rows_as_for_one(district):
    head = signed_in(member(Role.HEAD, organisation=district.school))
    numbers = []
    for people in (1, 2):
        for _ in range(people):
            record_card_view(PersonFactory(organisation=district.school), by=UserFactory())
        with CaptureQueriesContext(connection) as queries:
            log_of(head)
        numbers.append(len(queries))

    assert numbers[0] == numbers[1]
