"""Where the rules secure pairs by another kind of act than an order, no page of a school says «приказ» of its acts."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from registry.enums import ActKind
from registry.models import Act, Curator, Policy
from registry.papers.act_cases import cases_of
from registry.papers.act_texts import act_text, reader_act
from reports.models import IssuedDocument
from tests.every_thing import build_world
from tests.texts_of_pages import OF_FILES, texts_by_page

pytestmark = pytest.mark.django_db

#: pages of the rules and the stages themselves: their names, their values, and what the sources are called
OF_RULES = {
    "mentoring:stage_set",
    "registry:local_rules_choice",
    "registry:policy_version",
    "registry:proposal_edit",
    "registry:local_rules_edit",
    "registry:policy_presets",
    "registry:proposal",
    "registry:proposal_add",
}
#: what is said of acts of every kind, of papers of every kind, and of acts that secure no pairs
GENERAL = re.compile(
    r"приказ постановление распоряжение протокол|приказ распоряжение постановление"
    r"|приказы, распоряжения, протоколы|приказ, протокол или иной|приказы и протоколы"
    r"|приказ о переводе"
    r"|приказ от 29\.08\.2022 № 295|на его приказы: «приказом"
    r"|приказ или иной документ, предусмотренный локальными актами|только приказ, распоряжение или постановление"
    # the titles of acts of the world, and a hint of the stages about other acts
    r"|приказ-неоглашённый|приказы об утверждении положения",
    re.IGNORECASE,
)


@pytest.mark.parametrize("who", ["curator", "head", "coordinator"])
def test_no_page_says_order(who):
    world = build_world()
    Policy.objects.update(act_kind=ActKind.DIRECTIVE)
    Act.objects.filter(kind=ActKind.ORDER).update(kind=ActKind.DIRECTIVE)
    said, read = [], 0
    for name, page in texts_by_page(world, who, skipped=OF_FILES | OF_RULES):
        texts = GENERAL.sub(" ", page)
        read += 1
        said += [
            f"{name}: …{texts[max(0, match.start() - 60) : match.end() + 40]}"
            for match in re.finditer("приказ", texts, re.IGNORECASE)
        ]
    assert read > 40
    assert not said, "\n".join(said)


def test_the_page_of_a_document_calls_its_act_by_the_kind_that_it_has():
    world = build_world()
    Policy.objects.update(act_kind=ActKind.DIRECTIVE)
    document = IssuedDocument.objects.filter(payload__has_key="pairs").first()
    client = Client()
    client.force_login(world.users["curator"])
    assert "Пары в приказе" in client.get(document.get_absolute_url()).content.decode()
    Act.objects.filter(pk=document.act_id).update(kind=ActKind.DIRECTIVE)
    page = client.get(document.get_absolute_url()).content.decode()
    assert "Пары в распоряжении" in page
    assert "пары этого распоряжения" in page


def test_a_curator_is_appointed_by_the_kind_of_act_that_the_rules_have():
    world = build_world()
    Policy.objects.update(act_kind=ActKind.DIRECTIVE)
    client = Client()
    client.force_login(world.users["admin"])
    curator = Curator.objects.filter(dismissed_on__isnull=True).first()
    address = reverse("registry:curator_edit", args=[curator.pk])
    page = client.get(address).content.decode()
    assert "Номер распоряжения о назначении" in page
    appointed = f"{curator.appointed_on:%d.%m.%Y}"
    client.post(address, {"appointed_on": appointed, "act_number": "77-к", "act_dated": appointed}, follow=True)
    curator.refresh_from_db()
    assert curator.act.kind == ActKind.DIRECTIVE


def test_words_that_agree_follow_the_kind():
    assert act_text("(Бумажный/Бумажное) приказ (издан/издано)") == "Бумажный приказ издан"
    with reader_act(lambda: cases_of(ActKind.RESOLUTION)):
        assert act_text("(Бумажный/Бумажное) приказ (издан/издано)") == "Бумажное постановление издано"
        assert act_text("После приказов") == "После постановлений"
        assert act_text("Приказ снят", cases_of(ActKind.MINUTES)) == "Протокол снят"
