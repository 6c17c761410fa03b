"""What papers keep of a person: the issued ones stay, drafts go (registry/kept_data.py)."""

import json

from django.db.models import Q, QuerySet

from mentoring.models import Pair, PairChange
from registry.kept_data import CardsOfPerson, KeptData, KeptRecord
from reports.models import IssuedDocument, PaperDraft
from reports.queries import HEAVY


def _documents(cards: CardsOfPerson) -> QuerySet[IssuedDocument]:
    """Of the acts that secure the person's pairs or change them."""
    pairs = Pair.objects.filter(Q(mentor__person__in=cards.pks) | Q(mentee__person__in=cards.pks))
    changes = PairChange.objects.filter(pair__in=pairs.values("pk"))
    acts = Q(act__in=pairs.exclude(act=None).values("act")) | Q(act__in=changes.exclude(act=None).values("act"))
    return IssuedDocument.objects.filter(acts).defer(*HEAVY).order_by("pk")


def _drafts(cards: CardsOfPerson) -> list[PaperDraft]:
    """Of the municipality's users; those whose text names the person."""
    municipality = cards.person.municipality_id
    drafts = PaperDraft.objects.filter(user__memberships__municipality=municipality).distinct().order_by("pk")
    return [one for one in drafts if cards.named_fully_in(json.dumps(one.details, ensure_ascii=False))]


def _records(cards: CardsOfPerson, sensitive: bool) -> list[KeptRecord]:
    records = [KeptRecord("изданный документ", (("документ", str(one)),)) for one in _documents(cards)]
    return records + [KeptRecord("проект документа", (("проект", str(one)),)) for one in _drafts(cards)]


def _clear_drafts(cards: CardsOfPerson) -> None:
    PaperDraft.objects.filter(pk__in=[draft.pk for draft in _drafts(cards)]).delete()


KEPT_DATA = (
    KeptData(
        "Документы",
        frozenset({"reports.IssuedDocument", "reports.PaperDraft"}),
        "Изданные акты и другие документы остаются с именами: их хранят столько, сколько велит архивное "
        "законодательство, и изменить их нельзя. Проекты документов, в которых есть это имя, удаляются.",
        _records,
        clear=_clear_drafts,
    ),
)
