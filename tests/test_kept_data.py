"""Whatever may hold the data of a person is told to the person and depersonalised, or says here why it holds none."""

import pytest
from django.apps import apps
from django.db.models import CharField, EmailField, FileField, ForeignKey, JSONField, Model, TextField

from registry.kept_data import kept_data
from registry.models import Consent, Mentee, Mentor, Person
from registry.private_data.registry_records import EMPTY_CARD, EMPTY_CONSENT, EMPTY_MENTEE, EMPTY_MENTOR
from tests.rooms import ROOMS_WITH_MODELS

#: models with texts or files that are of no single person, each with its reason
OF_NO_PERSON = {
    "accounts.CacheEntry": "counts of attempts, which end by themselves within hours",
    "accounts.User": "an account: closed by who gives access, signs what was done",
    "imports.ColumnMapping": "headings of columns",
    "imports.HeadingSynonym": "headings of columns",
    "mentoring.Roadmap": "a plan of an organisation or a district",
    "mentoring.RoadmapItem": "a plan of an organisation or a district",
    "mentoring.RoadmapPreset": "a document that is public",
    "mentoring.RoadmapSection": "a plan of an organisation or a district",
    "mentoring.Stage": "a dictionary",
    "mentoring.StageAssignment": "a dictionary",
    "mentoring.StageItemTemplate": "a dictionary",
    "mentoring.StageSet": "a dictionary",
    "monitoring.Criterion": "a dictionary",
    "monitoring.Indicator": "a dictionary",
    "monitoring.Level": "a dictionary",
    "monitoring.Scale": "a dictionary",
    "monitoring.StoredFigures": "numbers",
    "registry.Act": "an act is kept as the law on archives asks; its scan is the paper itself",
    "registry.CalendarException": "a dictionary",
    "registry.Category": "a dictionary",
    "registry.Form": "a dictionary",
    "registry.Format": "a dictionary",
    "registry.KeptUpload": "a file of a refused form: deleted after three days",
    "registry.Kind": "a dictionary",
    "registry.LeadingPost": "a dictionary",
    "registry.LocalRules": "rules",
    "registry.Municipality": "officials in office, on the page of the municipality",
    "registry.Organisation": "officials in office, on the page of the organisation",
    "registry.OrganisationAlias": "names of organisations",
    "registry.PlanStep": "a dictionary",
    "registry.Policy": "rules",
    "registry.PolicyPreset": "rules",
    "registry.PolicyProposal": "rules",
    "registry.Reason": "a dictionary",
    "registry.RoleModel": "a dictionary",
    "registry.SideRequirement": "a dictionary",
}


def own_models() -> list[type[Model]]:
    models = (model for room in ROOMS_WITH_MODELS for model in apps.get_app_config(room).get_models())
    return [model for model in models if not model.__name__.startswith("Historical")]


def may_tell_of_people(model: type[Model]) -> bool:
    """It leads to a person, or somebody may type or send something into it."""
    return any(
        (isinstance(field, ForeignKey) and field.related_model is Person)
        or (isinstance(field, TextField | EmailField | FileField | JSONField))
        or (isinstance(field, CharField) and not field.choices)
        for field in model._meta.local_fields
    )


def test_every_model_that_may_tell_of_people_is_in_the_list_of_what_is_kept():
    covered = frozenset().union(*(kind.models for kind in kept_data))
    telling = {model._meta.label for model in own_models() if may_tell_of_people(model)}

    assert telling - covered - OF_NO_PERSON.keys() == set()
    assert not covered & OF_NO_PERSON.keys()


def test_the_list_names_what_there_is():
    labels = {model._meta.label for model in own_models()}

    assert frozenset().union(*(kind.models for kind in kept_data)) <= labels
    assert OF_NO_PERSON.keys() <= labels
    assert len({kind.title for kind in kept_data}) == len(kept_data)


@pytest.mark.parametrize("kind", kept_data, ids=lambda kind: kind.title)
def test_every_entry_says_what_becomes_of_it(kind):
    assert kind.fate.endswith(".")


#: texts that are not made empty: the first name becomes the number of the card, keys are made anew, a reason that may
#: not be empty and the name of a representative become a word that names nobody
BECOME_OTHERS = {
    Person: {"first_name", "name_key", "search_key", "sort_key"},
    Mentor: {"refusal_reason"},
    Mentee: set(),
    Consent: {"representative_name"},
}


@pytest.mark.parametrize(
    ("model", "empty"),
    [(Person, EMPTY_CARD), (Mentor, EMPTY_MENTOR), (Mentee, EMPTY_MENTEE), (Consent, EMPTY_CONSENT)],
)
def test_every_text_of_a_card_is_taken_out(model, empty):
    texts = {
        field.name
        for field in model._meta.local_fields
        if isinstance(field, TextField | EmailField | FileField | JSONField)
        or (isinstance(field, CharField) and not field.choices)
    }
    assert texts - empty.keys() - BECOME_OTHERS[model] == set(), "a new column: depersonalising leaves it"
