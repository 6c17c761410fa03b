"""What an address or a form may bring before any form looks at it: a NUL, thousands of digits, another shape."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from imports.actions import stage_import
from registry.enums import Role
from registry.forms.json_shape import ShapedJSONField
from registry.models import Form, Person
from registry.pages.raw_parameters import whole_number
from tests.factories import MunicipalityFactory, OrganisationFactory, PolicyFactory, UserFactory, member
from tests.imports.import_files import csv_file

LONG = "9" * 5000


@pytest.fixture
def admin(db):
    municipality = MunicipalityFactory()
    PolicyFactory(municipality=municipality)
    return member(Role.ADMIN, municipality=municipality)


@pytest.fixture
def browser(admin, client):
    client.force_login(admin)
    return client


@pytest.fixture
def batch(admin):
    school = OrganisationFactory(municipality=admin.memberships.get().municipality)
    headings = ("Организация", "ФИО наставника", "ФИО наставляемого")
    rows = csv_file((school.short_name, "Ольхова М. С.", "Ёлкин Пётр Ильич"), headings=headings)
    municipality = school.municipality
    return stage_import(data=rows, filename="пары.csv", kind="pairs", municipality=municipality, by=admin)


@pytest.mark.parametrize(
    "address", ["/search/?q=а%00б", "/search/?q=№%00", "/mentors/?q=%00", "/invitation/a%00b/", "/verify/%00/"]
)
def test_a_nul_is_told_to_be_none(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 400
    assert "Запрос не понят" in answer.content.decode()
    assert browser.post("/settings/invitations/new/", {"email": "a\0b"}).status_code == 400


@pytest.mark.parametrize("text", ["", "-1", "1.5", "17a", "²", "٣", LONG, "9" * 19])
def test_what_is_no_number_of_a_record_is_none(text):
    assert whole_number(text) is None
    assert whole_number("17") == 17


@pytest.mark.parametrize("address", ["/documents/orders/new/?pair=", "/settings/invitations/new/?person="])
def test_long_numbers_in_addresses_find_nothing(browser, address):
    for digits in ("9" * 19, LONG[:3000]):
        assert browser.get(f"{address}{digits}").status_code in (200, 302, 404)


def test_a_row_asked_for_by_impossible_numbers_is_not_there(browser, batch):
    for name in ("row", "part"):
        posted = {"row": "1", "part": "0", "revision": "0", name: LONG}
        assert browser.post(f"/imports/{batch.pk}/rows/999999/", posted).status_code == 404
        assert browser.post(f"/imports/{batch.pk}/rows/999999/cell/", posted).status_code == 404


@pytest.mark.parametrize("choice", ["accept", "alone", "new_organisation", "organisation:1", "form:x"])
@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_a_side_of_a_pair_takes_no_answer_of_the_row(browser, batch, side, choice):
    row = batch.rows.first()
    answer = browser.post(f"/imports/{batch.pk}/rows/{row.pk}/", {"revision": row.revision, f"{side}-choice": choice})
    assert answer.status_code == 200
    row.refresh_from_db()
    assert not row.decision


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        (forms.MultipleChoiceField(choices=[("1", "a")]), ["771177"]),
        (forms.ChoiceField(choices=[("1", "a")]), "771177"),
        (forms.ModelMultipleChoiceField(Person.objects.all()), ["771177"]),
        (forms.ModelMultipleChoiceField(Person.objects.all()), ["771177x"]),
        (forms.ModelChoiceField(Person.objects.all()), "771177"),
    ],
)
def test_what_is_not_offered_is_refused_without_being_named(db, field, sent):
    with pytest.raises(ValidationError) as refusal:
        field.clean(sent)
    assert "771177" not in "".join(refusal.value.messages)
    assert "в списке" in "".join(refusal.value.messages)


@pytest.mark.parametrize(
    "header",
    [
        {"Cookie": 'sessionid="abcdefgh\\000ijkl"'},
        {"Cookie": 'messages="\\000"'},
        {"HX-Current-URL": "http://testserver/\0"},
        {"Referer": "\0"},
    ],
)
@pytest.mark.parametrize("address", ["/", "/pairs/", "/accounts/login/", "/no/such/page/"])
def test_a_nul_in_a_header_or_a_cookie_is_refused_before_anything_is_looked_up(db, header, address):
    for browser in (Client(), Client(raise_request_exception=False)):
        assert browser.get(address, headers=header).status_code == 400


def test_a_nul_is_refused_wherever_it_stands_in_what_is_sent(browser):
    assert browser.get("/no/such/%00/").status_code == 400
    assert browser.get("/no/such/page/?a%00=1").status_code == 400
    assert browser.post("/settings/invitations/new/", {"a\0": "b"}).status_code == 400
    scan = SimpleUploadedFile("скан\0.csv", "ФИО\nОльхова".encode())
    assert browser.post("/imports/new/", {"file": scan, "kind": "auto"}).status_code in (200, 302)
    assert browser.post("/imports/new/", {"file\0": scan}).status_code == 400


@pytest.mark.parametrize(
    "typed",
    [
        "x", "1", '"x"', "null1", "[1, 2]", "[null]", '[["x"]]', '{"a": 1}', '["\\u0000"]', '["\\ud800"]',
        f"[{LONG}]", LONG, "[" * 5000, "[1e999]",
        "[NaN]", "[true]",
    ],
)  # fmt: skip
def test_json_of_another_shape_is_an_error_of_its_field(db, typed):
    superuser = Client()
    superuser.force_login(UserFactory(is_staff=True, is_superuser=True))
    form = Form.objects.first()
    page = superuser.get(f"/service/registry/form/{form.pk}/change/")
    values = {**page.context["adminform"].form.initial, "aliases": typed, "mentor_sides": "[]", "mentee_sides": "[]"}
    sent = {name: value for name, value in values.items() if value is not None and not isinstance(value, list)}
    answer = superuser.post(f"/service/registry/form/{form.pk}/change/", sent)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["aliases"]


def test_an_empty_field_of_json_is_an_empty_list(db):
    field = ShapedJSONField(required=False)
    field.shape_like(Form._meta.get_field("aliases"))
    assert field.clean("") == field.clean("null") == []
    field.shape_like(Person._meta.get_field("declension"))
    assert field.clean("") == {}
    assert field.clean('{"last": {"gen": "Ольховой"}}') == {"last": {"gen": "Ольховой"}}
    with pytest.raises(ValidationError):
        field.clean('{"last": "Ольховой"}')
