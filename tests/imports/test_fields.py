"""The list of import columns: what is said of a column there is true everywhere."""

import pytest

from imports.enums import ImportKind
from imports.field_definition import Field, FieldGroup
from imports.field_lists import ALTERNATIVES, EXPORTED_COLUMNS, LABELS, targets_of, template_columns
from imports.fields import FIELDS
from imports.heading_keys import heading_key
from imports.importers import IMPORTERS
from imports.parsing.headings import recognise
from imports.person_cleaners import read_email
from registry.exports.bank_columns import BANK_COLUMNS
from registry.models import Mentee, Mentor, Organisation, Person


def test_codes_and_synonyms_are_said_once():
    synonyms = [synonym for field in FIELDS for synonym in field.synonyms]
    assert len(LABELS) == len(FIELDS)
    assert sorted(synonyms) == sorted(set(synonyms))
    assert synonyms == [heading_key(synonym) for synonym in synonyms]


def test_a_column_comes_back_as_the_field_that_names_it():
    headings = {column.code: column.heading for column in BANK_COLUMNS}
    assert set(EXPORTED_COLUMNS) <= set(headings)
    read = {code: recognise(headings[code]) for code in EXPORTED_COLUMNS}
    assert {code: meaning.field for code, meaning in read.items()} == EXPORTED_COLUMNS
    assert all(meaning.exact for meaning in read.values())


@pytest.mark.parametrize(
    ("record", "model"), [("person", Person), ("mentor", Mentor), ("mentee", Mentee), ("organisation", Organisation)]
)
def test_a_target_is_an_attribute_of_its_record(record, model):
    assert set(targets_of(record)) <= {field.name for field in model._meta.get_fields()}


def test_what_is_written_as_read_has_its_label_on_the_page_of_review():
    for kind, records in (("mentors", ("person", "entry", "mentor")), ("mentees", ("person", "entry", "mentee"))):
        assert set(targets_of(*records)) <= set(IMPORTERS[kind].labels)


def test_columns_that_stand_for_each_other_are_known():
    assert {code for field in FIELDS for code in field.instead_of} <= set(LABELS)
    assert ALTERNATIVES["position"] == {"position_subject"}
    assert ALTERNATIVES["organisation"] == {"partner", "full_org_name", "short_org_name"}


@pytest.mark.parametrize("kind", list(ImportKind))
def test_no_two_columns_of_a_template_have_one_place(kind):
    positions = [column.positions[kind] for column in template_columns(kind)]
    assert positions == sorted(set(positions))


@pytest.mark.parametrize("group", [group for group in FieldGroup if group is not FieldGroup.PERSON])
def test_a_cleaner_that_nothing_would_call_is_refused(group):
    with pytest.raises(ValueError, match="«site»: a cleaner reads people alone"):
        Field("site", "Сайт", ("сайт",), group=group, cleaner=read_email)


def test_a_text_that_nothing_would_read_is_refused():
    with pytest.raises(ValueError, match="«site»: texts are read of people, organisations and pairs"):
        Field("site", "Сайт", ("сайт",), is_text=True)
