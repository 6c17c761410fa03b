"""What is typed into a paper is stored for its author, and nobody else, until the paper is issued."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from registry.enums import Role
from reports.actions.drafts import MOST_DRAFTS
from reports.documents.orders.details import OrderDetails
from reports.models import IssuedDocument, PaperDraft
from tests.factories import member
from tests.reports.paper_makers import (
    agreed_pair,
    begun_order,
    issue_order,
    issued_order,
    school_with_policy,
    signed_in,
    typed_order,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return school_with_policy()


@pytest.fixture
def user(school):
    return member(Role.CURATOR, organisation=school)


@pytest.fixture
def curator(user) -> Client:
    return signed_in(user)


def test_draft_survives_signing_out(school, user, curator):
    check = begun_order(curator, school, agreed_pair(school), number="77-ОД")
    curator.logout()
    assert "77-ОД" in signed_in(user).get(check).content.decode()


def test_next_person_at_the_same_computer_does_not_see_the_draft(school, curator):
    check = begun_order(curator, school, agreed_pair(school))
    curator.logout()
    curator.force_login(member(Role.CURATOR, organisation=school))
    assert curator.get(check).status_code == 404
    assert curator.post(f"{check}edit/", typed_order()).status_code == 404


def test_what_is_changed_replaces_what_was_typed(school, curator):
    pair = agreed_pair(school)
    check = begun_order(curator, school, pair)
    assert curator.post(f"{check}edit/", typed_order(pair, number="200", dated="")).url == check
    draft = PaperDraft.objects.get()
    assert (draft.details["number"], draft.details["dated"], draft.details["pairs"]) == ("200", None, [pair.pk])


def test_draft_is_gone_when_its_order_is_issued(school, curator):
    check = begun_order(curator, school, agreed_pair(school))
    other = begun_order(curator, school, agreed_pair(school), number="136")
    issue_order(curator, check)
    assert [reverse("reports:paper_check", args=["orders", draft.code]) for draft in PaperDraft.objects.all()] == [
        other
    ]
    assert IssuedDocument.objects.get().verification_code in check


def test_form_left_open_while_the_order_was_issued_leads_to_the_order(school, user, curator):
    pair = agreed_pair(school)
    check = begun_order(curator, school, pair)
    issue_order(signed_in(user), check)
    document = IssuedDocument.objects.get().get_absolute_url()
    assert curator.get(check).url == document
    assert curator.post(f"{check}edit/", typed_order(pair)).url == document


def test_only_the_newest_drafts_of_a_person_are_stored(school, user, curator):
    pair = agreed_pair(school)
    colleague = signed_in(member(Role.CURATOR, organisation=school))
    others = begun_order(colleague, school, pair)
    for number in range(1, MOST_DRAFTS + 3):
        begun_order(curator, school, pair, number=str(number))
    numbers = [draft.details["number"] for draft in PaperDraft.objects.filter(user=user)]
    assert numbers == [str(number) for number in reversed(range(3, MOST_DRAFTS + 3))]
    assert colleague.get(others).status_code == 200


def test_draft_in_place_of_an_order_names_it(school, curator):
    old = issued_order(school)
    address = curator.post(reverse("reports:document_supersede", args=[old.pk])).url
    draft = PaperDraft.objects.get()
    assert (draft.instead_of, draft.code in address) == (old, True)
    assert draft.details["grounds"] == "Положением о системе наставничества"


def test_a_draft_in_place_of_what_its_author_no_longer_sees_is_not_there(school, curator):
    old = issued_order(school)
    address = curator.post(reverse("reports:document_supersede", args=[old.pk])).url
    assert curator.get(address).status_code == 200
    elsewhere = issued_order(school_with_policy())
    PaperDraft.objects.update(instead_of=elsewhere)
    assert curator.get(address).status_code == 404


def test_details_come_back_from_json_as_they_were():
    details = OrderDetails(
        pairs=(3, 5), number="1", dated=date(2026, 9, 1), points=[{"text": "Закрепить", "subpoints": ["сразу"]}]
    )
    assert OrderDetails.from_json(details.to_json()) == details
    assert details.to_json()["dated"] == "2026-09-01"
    with pytest.raises(FrozenInstanceError):
        details.number = "2"  # type: ignore[misc]


def test_details_of_a_former_edition_are_read_without_what_is_no_field_any_more():
    assert OrderDetails.from_json({"number": "1", "colour": "red"}) == OrderDetails(number="1")


def test_the_list_of_documents_leads_to_what_one_has_begun_until_it_is_issued(school, curator):
    check = begun_order(curator, school, agreed_pair(school), number="77-ОД")
    colleague = signed_in(member(Role.CURATOR, organisation=school))
    documents = reverse("reports:documents")
    assert f'href="{check}"' in curator.get(documents).content.decode()
    assert "Начатые" not in colleague.get(documents).content.decode()
    head = signed_in(member(Role.HEAD, organisation=school))
    own = begun_order(head, school, agreed_pair(school), number="78-ОД")
    assert f'href="{own}"' in head.get(documents).content.decode()
    issue_order(head, own)
    assert "Начатые" not in head.get(documents).content.decode()
