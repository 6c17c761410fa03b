"""What assessments keep of a person (registry/kept_data.py)."""

from django.db.models import Q
from django.urls import reverse

from monitoring.models import Assessment, Mark
from registry.kept_data import CardsOfPerson, FreeText, KeptData, KeptRecord, kept_data, record_of


def attach() -> None:
    """Called once, when the application is ready."""
    kept_data.append(
        KeptData(
            "Оценки пар",
            frozenset({"monitoring.Assessment", "monitoring.Mark"}),
            "Остаются с баллами: по ним считаются показатели. Имени в них нет, а тексты показаны ниже.",
            _records,
            texts=_texts,
        )
    )


def _of_pair(cards: CardsOfPerson) -> Q:
    return Q(pair__mentor__person__in=cards.pks) | Q(pair__mentee__person__in=cards.pks)


def _marks(cards: CardsOfPerson) -> list[Mark]:
    assessments = Assessment.objects.filter(_of_pair(cards)).values("pk")
    return list(Mark.objects.filter(assessment__in=assessments).select_related("assessment", "indicator"))


def _records(cards: CardsOfPerson, sensitive: bool) -> list[KeptRecord]:
    return [record_of(row) for row in (*Assessment.objects.filter(_of_pair(cards)), *_marks(cards))]


def _texts(cards: CardsOfPerson) -> list[FreeText]:
    texts = [
        FreeText("оценка: вывод", one.conclusion, reverse("monitoring:assessment", args=[one.pk]))
        for one in Assessment.objects.filter(_of_pair(cards)).exclude(conclusion="")
    ]
    return texts + [
        FreeText("балл: комментарий", mark.comment, reverse("monitoring:assessment", args=[mark.assessment_id]))
        for mark in _marks(cards)
        if mark.comment
    ]
