"""Every page of the service section, its fields filled at random with what no page expects: no error of the server."""

from random import Random

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.every_thing import build_world
from tests.factories import UserFactory
from tests.nasty_walk import PARTS, SEED, Walk, reversed_or_empty, visit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_of_the_service_section_answers_nasty_values_by_an_error(part: int, walk: Walk):
    world = build_world()
    superuser = Client(raise_request_exception=False)
    superuser.force_login(UserFactory(is_staff=True, is_superuser=True))
    for model in sorted(admin.site._registry, key=lambda model: model._meta.label)[part::PARTS]:
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        chance = Random(f"{SEED} {model._meta.label}")
        record = model._base_manager.order_by("pk").last()
        urls = [reverse(f"{place}_changelist"), reversed_or_empty(f"{place}_add", {})]
        if record is not None:
            urls += [reverse(f"{place}_change", args=[record.pk]), reverse(f"{place}_delete", args=[record.pk])]
        urls.append(reverse(f"{place}_change", args=["\u202e_9"]))
        for url in filter(None, urls):
            visit(walk, superuser, "superuser", url, chance)
    assert world
    assert not walk.failures, "\n".join([walk.told(), *walk.failures])
