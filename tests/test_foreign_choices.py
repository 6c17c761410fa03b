"""Every form of every page, as every role: nothing of another municipality is offered, taken or shown.

The other municipality has one of everything too. Its numbers are sent in every field that names a record, one field at
a time, and in every parameter that a view reads.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.forms import BaseForm, ModelChoiceField
from django.test import Client
from django.urls import reverse

from mentoring.models import Pair, PairRequest
from registry.models import Act, Curator, Mentee, Mentor, Municipality, Organisation, Person
from tests import every_thing
from tests.addresses import ADDRESSES
from tests.every_thing import World, build_world
from tests.nasty_walk import SentFields, taken_back
from tests.test_every_address import session_of

pytestmark = pytest.mark.django_db
#: stands in every name of the other municipality
MARK = "Чужезем"
#: those who fill in forms; whatever a head may choose, one of them may
WRITERS = ("admin", "coordinator", "operator", "council", "curator")
#: fields and parameters that name a record, whatever the form
NAMED = {
    "act": Act, "basis": Act, "instead_of": Act, "curator": Curator, "mentor": Mentor, "mentee": Mentee, "pair": Pair,
    "pairs": Pair, "person": Person, "organisation": Organisation, "municipality": Municipality, "request": PairRequest,
}  # fmt: skip


@pytest.fixture
def world(monkeypatch) -> World:
    """With a second one beside it, all of whose names bear the mark."""
    monkeypatch.setattr(every_thing, "TOKEN", "an-invitation-of-the-others")
    others = build_world()
    monkeypatch.undo()
    municipality = others.things["municipality"]
    Municipality.objects.filter(pk=municipality.pk).update(name=f"{MARK}ный район", slug="others")
    for organisation in Organisation.objects.filter(municipality=municipality):
        Organisation.objects.filter(pk=organisation.pk).update(short_name=f"{MARK}ная СОШ № {organisation.pk}")
    Person.objects.filter(municipality=municipality).update(last_name=f"{MARK}цева")
    return build_world()


@pytest.fixture
def foreign(world) -> dict[type[models.Model], list[Any]]:
    """Model → primary keys of the others."""
    keys = {model: list(_of_others(model, world)) for model in _models() if _path(model)}
    return {model: found for model, found in keys.items() if found}


def _models() -> list[type[models.Model]]:
    rooms = ("accounts", "registry", "mentoring", "monitoring", "imports", "reports")
    return [
        model for model in apps.get_models() if model._meta.app_label in rooms and "istorical" not in model.__name__
    ]


def _path(model: type[models.Model], depth: int = 4) -> str:
    """By which fields a record leads to its municipality; "" for none."""
    if model is Municipality:
        return "pk"
    fields = [f for f in model._meta.get_fields() if isinstance(f, models.ForeignKey) and not f.null]
    names = {field.name: field for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)}
    if "municipality" in names:
        return "municipality"
    for field in fields if depth else ():
        target: Any = field.related_model
        if target is not model and (path := _path(target, depth - 1)):
            return f"{field.name}__{path}".removesuffix("__pk")
    return ""


def _of_others(model: type[models.Model], world: World) -> models.QuerySet[Any, Any]:
    own = world.things["municipality"]
    marked = Municipality.objects.get(slug="others")
    assert own.pk != marked.pk
    return model._base_manager.filter(**{_path(model): marked.pk}).values_list("pk", flat=True)


def references(foreign: dict[type[models.Model], list[Any]]) -> int:
    """How many rows of all tables name a record of the others."""
    count = 0
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, (models.ForeignKey, models.ManyToManyField)) and field.related_model in foreign:
                count += model._base_manager.filter(**{f"{field.name}__in": foreign[field.related_model]}).count()
    return count


@pytest.mark.parametrize("who", WRITERS)
def test_nothing_of_others_is_offered_taken_or_shown(who, world, foreign):
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(who, world)
    before = references(foreign)
    wrong: list[str] = []
    for address in ADDRESSES:
        if not address.post and address.expected[who] == 200:
            url = reverse(address.name, kwargs={name: world.value_of(thing) for name, thing in address.things.items()})
            wrong += [f"{address.name}: {what}" for what in _wrong(client, url, before, foreign)]
    if references(foreign) != before:
        wrong.append("a row names a record of the others")
    assert not wrong, "\n".join(wrong)


def _wrong(client: Client, url: str, before: int, foreign: dict[type[models.Model], list[Any]]) -> Iterator[str]:
    parameters = {name: str(foreign[model][-1]) for name, model in NAMED.items() if model in foreign}
    page = client.get(url, parameters)
    if page.status_code != 200:
        page = client.get(url)
    text = _text(page)
    if MARK in text:
        yield "the page shows a name of the others"
    yield from _offered(page, foreign)
    fields = SentFields()
    fields.feed(text)
    for action, values in fields.forms:
        for name in values:
            model = _model_of(name, page)
            if model in foreign and not action.startswith("/account"):
                yield from _sent(client, action or url, values, name, foreign[model][-1], before, foreign)


def _sent(client: Client, url: str, values: Any, name: str, number: Any, before: int, foreign: Any) -> Iterator[str]:
    sent = {field: value for field, value in values.items() if value is not None}
    with taken_back():
        answer = client.post(url, {**sent, name: [str(number)]})
        if answer.status_code == 302 and references(foreign) != before:
            yield f"POST {url}: {name} is taken"
        if MARK in _text(answer):
            yield f"POST {url}: {name} shows a name of the others"
        if answer.status_code >= 500:
            yield f"POST {url}: {name} breaks the page"


def _text(answer: Any) -> str:
    """A file is read to its end, which closes it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode() if "html" in answer.headers.get("Content-Type", "") else ""


def _offered(page: Any, foreign: dict[type[models.Model], list[Any]]) -> Iterator[str]:
    for form in _forms_of(page):
        for name, field in form.fields.items():
            model = field.queryset.model if isinstance(field, ModelChoiceField) and field.queryset is not None else None
            # of the rows of a list of forms Django looks up its own alone; they are sent below
            if name != "id" and model in foreign and field.queryset.filter(pk__in=foreign[model]).exists():
                yield f"{type(form).__name__}.{name} takes a record of the others"


def _forms_of(page: Any) -> list[BaseForm]:
    found: dict[int, BaseForm] = {}
    for context in page.context or ():
        for layer in context.dicts if hasattr(context, "dicts") else [context]:
            for value in layer.values():
                members = value if isinstance(value, (list, tuple)) else [value]
                found |= {id(form): form for form in members if isinstance(form, BaseForm)}
    return list(found.values())


def _model_of(name: str, page: Any) -> type[models.Model] | None:
    bare = name.rpartition("-")[2]
    for form in _forms_of(page):
        field = form.fields.get(bare)
        if isinstance(field, ModelChoiceField) and field.queryset is not None:
            return field.queryset.model
    return NAMED.get(bare)
