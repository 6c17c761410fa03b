"""What pairs keep of a person: pairs, programmes, routes and requests, and what of it goes."""

from collections.abc import Iterable

from django.db.models import Model, Q, QuerySet
from django.db.models.fields.files import FieldFile

from mentoring.enums import UNFINISHED
from mentoring.models import (
    MoveDecision,
    Pair,
    PairChange,
    PairGroup,
    PairRequest,
    PairStage,
    PlanItem,
    Programme,
    ProgrammeComment,
    RequestOpinion,
    Route,
    StageItem,
)
from mentoring.models.pair import unfinished
from registry import clock
from registry.kept_data import (
    DEPERSONALISED,
    CardsOfPerson,
    FreeText,
    KeptData,
    KeptRecord,
    clear_columns,
    forget_name_in_reasons,
    record_of,
)


def _pairs(cards: CardsOfPerson) -> QuerySet[Pair]:
    return Pair.objects.filter(Q(mentor__person__in=cards.pks) | Q(mentee__person__in=cards.pks)).order_by("pk")


def _parts(cards: CardsOfPerson) -> list[QuerySet[Model]]:
    """What hangs on the pairs, kind by kind."""
    pairs = _pairs(cards).values("pk")
    of_pairs = (PairChange, PairStage, StageItem, MoveDecision)
    return [
        *(model._default_manager.filter(pair__in=pairs) for model in of_pairs),
        PairGroup.objects.filter(mentor__person__in=cards.pks),
    ]


def _programme_parts(cards: CardsOfPerson) -> list[QuerySet[Model]]:
    programmes = Programme.objects.filter(pair__in=_pairs(cards).values("pk"))
    keys = programmes.values("pk")
    return [
        programmes, PlanItem.objects.filter(programme__in=keys), ProgrammeComment.objects.filter(programme__in=keys),
    ]  # fmt: skip


def _requests(cards: CardsOfPerson) -> QuerySet[PairRequest]:
    """By the person, and about the person's pairs."""
    return PairRequest.objects.filter(Q(person__in=cards.pks) | Q(pair__in=_pairs(cards).values("pk"))).order_by("pk")


def _pair_records(cards: CardsOfPerson, sensitive: bool) -> list[KeptRecord]:
    return [record_of(row, skip=("scan",)) for rows in (_pairs(cards), *_parts(cards)) for row in rows]


def _programme_records(cards: CardsOfPerson, sensitive: bool) -> list[KeptRecord]:
    return [record_of(row) for rows in _programme_parts(cards) for row in rows]


def _route_records(cards: CardsOfPerson, sensitive: bool) -> list[KeptRecord]:
    return [record_of(route) for route in _routes(cards)]


def _request_records(cards: CardsOfPerson, sensitive: bool) -> list[KeptRecord]:
    opinions = RequestOpinion.objects.filter(request__in=_requests(cards).values("pk"))
    return [record_of(row, skip=("scan",)) for rows in (_requests(cards), opinions) for row in rows]


def _routes(cards: CardsOfPerson) -> QuerySet[Route]:
    return Route.objects.filter(mentee__person__in=cards.pks)


def _describe_open_pairs(cards: CardsOfPerson) -> list[str]:
    open_pairs = _pairs(cards).filter(unfinished(clock.today())).select_related("mentor__person", "mentee__person")
    return [f"Пара «{pair}» не закончена. Сначала завершите её или отмените на её странице." for pair in open_pairs]


def _describe_open_requests(cards: CardsOfPerson) -> list[str]:
    requests = _requests(cards).filter(status__in=UNFINISHED)
    return [f"Обращение от {one.asked_on:%d.%m.%Y} ещё не закрыто. Сначала решите о нём." for one in requests]


def _texts_in(rows: Iterable[Model], names: tuple[str, ...], address: str, place: str) -> list[FreeText]:
    return [
        FreeText(f"{place}: {row._meta.get_field(name).verbose_name}", text, address)  # type: ignore[union-attr]
        for row in rows
        for name in names
        if (text := getattr(row, name))
    ]


def _texts_of_pairs(cards: CardsOfPerson) -> list[FreeText]:
    texts: list[FreeText] = []
    for pair in _pairs(cards).select_related("mentor__person", "mentee__person"):
        address, place = pair.get_absolute_url(), f"пара «{pair}»"
        texts += _texts_in([pair], ("form_rationale", "note"), address, place)
        texts += _texts_in(pair.changes.all(), ("reason",), address, place)
        texts += _texts_in(pair.stage_items.all(), ("evidence",), address, place)
    groups = PairGroup.objects.filter(mentor__person__in=cards.pks)
    return texts + _texts_in(groups, ("title",), cards.person.get_absolute_url(), "группа")


def _texts_of_programmes(cards: CardsOfPerson) -> list[FreeText]:
    texts: list[FreeText] = []
    own = ("goal", "tasks", "difficulties", "strengths", "expected_results", "return_note")
    programmes = Programme.objects.filter(pair__in=_pairs(cards).values("pk")).order_by("pk")
    for programme in programmes.select_related("pair__mentor__person", "pair__mentee__person"):
        address, place = programme.get_absolute_url(), f"программа пары «{programme.pair}»"
        texts += _texts_in([programme], own, address, place)
        texts += _texts_in(programme.items.all(), ("title", "responsible", "result"), address, place)
        texts += _texts_in(programme.comments.all(), ("text", "answer"), address, place)
    return texts


def _texts_of_requests(cards: CardsOfPerson) -> list[FreeText]:
    texts: list[FreeText] = []
    for one in _requests(cards):
        address, place = one.get_absolute_url(), f"обращение от {one.asked_on:%d.%m.%Y}"
        own_text = () if one.person_id in cards.pks else ("text",)
        texts += _texts_in([one], (*own_text, "decision_reason", "outcome"), address, place)
        texts += _texts_in(one.opinions.all(), ("text",), address, place)
    return texts


def _forget_in_pairs(cards: CardsOfPerson) -> None:
    for rows in (_pairs(cards), *_parts(cards)):
        forget_name_in_reasons(rows, cards)


def _forget_in_programmes(cards: CardsOfPerson) -> None:
    for rows in _programme_parts(cards):
        forget_name_in_reasons(rows, cards)


def _clear_routes(cards: CardsOfPerson) -> None:
    clear_columns(_routes(cards), {"goal": DEPERSONALISED, "steps": ""})


def _clear_requests(cards: CardsOfPerson) -> None:
    own = PairRequest.objects.filter(person__in=cards.pks)
    forget_name_in_reasons(_requests(cards), cards)
    clear_columns(own, {"text": DEPERSONALISED, "scan": ""})


def _request_scans(cards: CardsOfPerson) -> list[FieldFile]:
    return [one.scan for one in PairRequest.objects.filter(person__in=cards.pks).exclude(scan="")]


KEPT_DATA = (
    KeptData(
        "Пары",
        frozenset(
            f"mentoring.{model.__name__}" for model in (Pair, PairChange, PairStage, StageItem, MoveDecision, PairGroup)
        ),
        "Остаются с организацией, формой, сроками и основаниями: они касаются второго человека, и по ним считаются "
        "показатели. Имя в них показывается с карточки, поэтому и оно исчезнет. Сканы, которыми подтверждены пункты "
        "этапов, остаются при паре.",
        _pair_records,
        obstacles=_describe_open_pairs,
        clear=_forget_in_pairs,
        texts=_texts_of_pairs,
    ),
    KeptData(
        "Программы пар",
        frozenset({"mentoring.Programme", "mentoring.PlanItem", "mentoring.ProgrammeComment"}),
        "Остаются: программа — документ пары. Её тексты показаны ниже.",
        _programme_records,
        clear=_forget_in_programmes,
        texts=_texts_of_programmes,
    ),
    KeptData(
        "Индивидуальный образовательный маршрут",
        frozenset({"mentoring.Route"}),
        "Цель и шаги удаляются, также из истории. Остаются годы.",
        _route_records,
        clear=_clear_routes,
    ),
    KeptData(
        "Обращения",
        frozenset({"mentoring.PairRequest", "mentoring.RequestOpinion"}),
        "Текст и скан обращения самого человека о новой паре удаляются. Обращения о парах и решения остаются при паре.",
        _request_records,
        obstacles=_describe_open_requests,
        clear=_clear_requests,
        texts=_texts_of_requests,
        files=_request_scans,
        doomed_files=_request_scans,
    ),
)
