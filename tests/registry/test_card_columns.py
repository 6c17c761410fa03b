"""What the register keeps of a person is on the card, in its forms, and compared when two cards are joined."""

from pathlib import Path

import pytest
from django.db.models import Model

from registry.enums import Role
from registry.forms.bank_entries import MenteeEntryForm, MenteeForm, MentorEntryForm, MentorForm
from registry.forms.people import PersonCardForm
from registry.merging import field_comparison
from registry.models import Mentee, Mentor, Person
from tests.factories import MentorFactory, OrganisationFactory, PersonFactory, member

TEMPLATES = Path(__file__).resolve().parents[2] / "templates/registry"
#: the hidden fields of an edit form (registry/forms/edit_version.py)
OF_VERSION = {"seen", "compared"}
#: kept by the portal itself: keys of search, the archive, what a person's organisation settles
KEPT = {
    "id", "municipality", "name_key", "search_key", "sort_key", "archived_on", "depersonalised_on", "keep_until",
    "merged_into", "formerly",
}  # fmt: skip
#: of these, what the card shows beside the name
OF_STATE = {"archived_on", "depersonalised_on", "keep_until", "formerly"}
#: as a file wrote it, when it could not be read; whoever corrects the field beside it leaves it as it was
AS_WRITTEN = {"phone_note", "experience_note"}
#: whose place it is, and what excluding somebody writes
OF_PLACE = {"id", "person", "excluded_on", "exclusion_reason"}
#: what the head decides about a candidate, on a page of its own (registry/forms/candidates.py)
OF_DECISION = {"approval", "proposed_on", "decided_on", "decided_by", "decision_act", "refusal_reason"}
#: shown through a method or with another column
SHOWN_TOGETHER = {
    "working_since": "experience_months",
    "working_since_precision": "experience_months",
    "grade_letter": "grade_label",
}
#: the name is the page's heading; of the sex and the corrected cases only forms and papers make use
NOT_ON_CARD = {"last_name", "first_name", "middle_name", "sex", "declension"}
PARTS = [
    (Person, "person.html", "person"),
    (Mentor, "_mentor_part.html", "mentor"),
    (Mentee, "_mentee_part.html", "mentee"),
]


def _columns(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def _laid_out(form) -> set[str]:
    return {name.name for name in form.helper.layout.get_field_names()}


@pytest.mark.django_db
def test_every_column_can_be_corrected_by_hand() -> None:
    person = PersonFactory(organisation=OrganisationFactory())
    user = member(Role.CURATOR, organisation=person.organisation)
    card = PersonCardForm(user=user, instance=person)
    assert _columns(Person) - KEPT - AS_WRITTEN - {"declension"} <= set(card.fields)
    assert set(card.fields) - OF_VERSION <= _laid_out(card)
    for model, bank_form, entry_form in ((Mentor, MentorForm, MentorEntryForm), (Mentee, MenteeForm, MenteeEntryForm)):
        for form in (bank_form(user=user, person=person), entry_form(user=user)):
            assert _columns(model) - OF_PLACE - OF_DECISION <= set(form.fields)
            assert set(form.fields) - {"another_person", *OF_VERSION} <= _laid_out(form)


@pytest.mark.parametrize(
    ("model", "template", "name"),
    [
        (Person, "person.html", "person"),
        (Mentor, "_mentor_part.html", "mentor"),
        (Mentee, "_mentee_part.html", "mentee"),
    ],
)
def test_every_column_is_on_the_card(model: type[Model], template: str, name: str) -> None:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    assert f'_card_texts.html" with texts={name}.labelled_texts' in text
    hidden = (KEPT | NOT_ON_CARD) - OF_STATE if model is Person else {"id", "person"}
    shown = {column: SHOWN_TOGETHER.get(column, column) for column in _columns(model) - hidden - set(model.card_texts)}
    missing = {
        column
        for column, word in shown.items()
        if f"{name}.{word}" not in text and f"{name}.get_{word}_display" not in text
    }
    assert missing <= {"readiness"}  # by its own template
    assert "_readiness_cell.html" in text or "readiness" not in missing


@pytest.mark.django_db
def test_a_text_of_the_card_is_shown_on_it(client, monkeypatch) -> None:
    monkeypatch.setattr(Mentor, "card_texts", {**Mentor.card_texts, "exclusion_reason": "Причина исключения"})
    mentor = MentorFactory(competencies="робототехника", exclusion_reason="переехала")
    assert list(mentor.labelled_texts) == [("Компетенции", "робототехника"), ("Причина исключения", "переехала")]
    user = member(Role.CURATOR, organisation=mentor.person.organisation)
    client.force_login(user)
    page = client.get(mentor.person.get_absolute_url()).content.decode()
    assert '<dt>Причина исключения</dt><dd class="prewrap">переехала</dd>' in page


@pytest.mark.parametrize(
    ("model", "compared", "apart"),
    [
        (Person, field_comparison.PERSON, KEPT),
        (Mentor, field_comparison.MENTOR, OF_PLACE | {"included_on"}),
        (Mentee, field_comparison.MENTEE, OF_PLACE | {"included_on"}),
    ],
)
def test_every_column_is_compared_when_two_cards_are_joined(model: type[Model], compared, apart: set[str]) -> None:
    columns = [column.removesuffix("_id") for card_field in compared for column in card_field.columns]
    assert sorted(columns) == sorted(_columns(model) - apart)
