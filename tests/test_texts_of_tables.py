"""Every file of a table that any address gives holds only texts that went through the one function for cells."""

import pytest
from django.test import Client
from django.urls import reverse

from imports.enums import ImportKind
from mentoring.views.exports import READY_FORMS
from spreadsheets.writing.formats import FORMATS
from tests.addresses import ADDRESSES
from tests.every_thing import build_world
from tests.spreadsheets.texts_of_files import MARK, mark_texts, texts_of

pytestmark = pytest.mark.django_db
CODES = {each.content_type: code for code, each in FORMATS.items()}


def test_no_address_gives_a_table_with_a_text_that_went_round(monkeypatch):
    world = build_world()
    admin = Client()
    admin.force_login(world.users["admin"])
    mark_texts(monkeypatch)
    tables, wrong = 0, []
    for url in _addresses(world):
        response = admin.get(url)
        if (code := CODES.get(response.headers["Content-Type"])) is None:
            continue
        tables += 1
        wrong += [f"{url}: {text!r}" for text in texts_of(response.content, code) if not text.startswith(MARK)]

    assert tables >= 40
    assert not wrong, "\n".join(wrong)


def _addresses(world):
    for code in FORMATS:
        for address in ADDRESSES:
            if not address.post and not address.things:
                yield f"{reverse(address.name)}?export={code}"
        for form in READY_FORMS:
            yield f"{reverse('mentoring:export', args=[form])}?format={code}"
    yield reverse("imports:errors", args=[world.things["batch"].pk])
    for kind in ImportKind.values:
        yield reverse("imports:template", args=[kind])
