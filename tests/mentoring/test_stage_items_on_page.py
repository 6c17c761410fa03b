"""The items that people mark stand on the pair's page in the words of the source and keep what was done for them."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from mentoring.models import Pair, StageItem, StageItemTemplate
from tests.mentoring.conftest import TODAY, School

#: id of the fact → code of the item, and the words of Холм, пп. 5.2–5.6
ITEMS = {
    "H-5.2-1": ("h-5-2-1", "предварительный анализ проблем, которые возможно решить программой наставничества"),
    "H-5.2-2": ("h-5-2-2", "отбор наставников и наставляемых"),
    "H-5.2-4": ("h-5-2-4", "разработка и утверждение приказом руководителя образовательной организации нормативных"),
    "H-5.2-7": ("h-5-2-7", "выявление наставником (тьютором) индивидуальных потребностей, мотивов, способностей"),
    "H-5.3-2": ("h-5-3-2", "определение ресурсов наставляемого"),
    "H-5.3-3": ("h-5-3-3", "анализ избыточной образовательной или воспитательной среды"),
    "H-5.3-4": ("h-5-3-4", "самоанализ наставляемого (соотнесение индивидуальных потребностей с внешними требованиями"),
    "H-5.3-5": ("h-5-3-5", "самоанализ наставника (соотнесение индивидуальных потребностей с внешними требованиями"),
    "H-5.3-7": ("h-5-3-7", "наполнение ресурсами (выбор курсов, кружков, экспертов, дистанционных, сетевых форматов"),
    "H-5.4-1": ("h-5-4-1", "осуществление куратором наставничества в образовательной организации посредством"),
    "H-5.5-2": ("h-5-5-2", "подготовка наставником (тьютором) отчёта о реализации программы сопровождения"),
    "H-5.6-1": ("h-5-6-1", "наставник (тьютор) дистанцируется, продолжает реагировать на острые ситуации"),
    "H-5.6-2": ("h-5-6-2", "наставляемый развивает навыки самоопределения и самореализации"),
}


def shown_item(client: Client, pair: Pair, code: str) -> str:
    page = " ".join(client.get(pair.get_absolute_url()).content.decode().split())
    return page.partition(f'id="item-{code}"')[2].partition('id="item-')[0]


@pytest.mark.parametrize(
    ("code", "phrase"),
    [pytest.param(*item, marks=pytest.mark.requirement(fact), id=fact) for fact, item in ITEMS.items()],
)
def test_an_item_is_marked_on_the_page_and_tells_what_was_done(
    school: School, client: Client, code: str, phrase: str
) -> None:
    client.force_login(school.curator)
    template = StageItemTemplate.objects.get(code=code)
    pair = school.active_pair()
    Pair.objects.filter(pk=pair.pk).update(stage=template.stage)
    before = shown_item(client, pair, code)
    assert phrase in before.casefold()
    assert 'aria-label="не выполнено"' in before
    done = {"done_on": TODAY.isoformat(), "evidence": "Справка № 7"}
    client.post(reverse("mentoring:stage_item", args=[pair.pk, template.pk]), done)
    after = shown_item(client, pair, code)
    assert 'aria-label="выполнено"' in after
    assert "20.11.2026" in after
    assert "Справка № 7" in after


def test_a_mark_beside_a_card_that_is_joined_at_that_moment_is_answered_in_words(
    client: Client, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = school.active_pair()
    template = StageItemTemplate.objects.get(code="h-5-2-7")

    def joined_meanwhile(_pair: Pair) -> Pair:
        raise ValidationError("Карточку объединили с другой. Откройте страницу заново.")

    monkeypatch.setattr("mentoring.views.stages.lock", joined_meanwhile)
    client.force_login(school.curator)
    address = reverse("mentoring:stage_item", args=[pair.pk, template.pk])
    answer = client.post(address, {"done_on": TODAY.isoformat()}, follow=True)
    assert "объединили с другой" in answer.content.decode()
    assert not StageItem.objects.filter(pair=pair, template=template).exists()
