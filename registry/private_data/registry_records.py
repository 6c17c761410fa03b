"""What the registry itself keeps of a person: cards, names, banks, consents, access, joined cards, the log of views."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile
from simple_history.utils import get_history_manager_for_model

from registry import clock
from registry.card_texts import MENTEE_TEXTS, MENTOR_TEXTS, PERSON_TEXTS
from registry.kept_data import (
    DEPERSONALISED,
    CardsOfPerson,
    KeptData,
    KeptRecord,
    clear_columns,
    record_of,
)
from registry.models import (
    Affiliation,
    ClassMove,
    Consent,
    Curator,
    DistinctPeople,
    FormerName,
    Invitation,
    Membership,
    Mentee,
    Mentor,
    Person,
    PersonMerge,
    PersonSpelling,
    ViewRecord,
)
from registry.queries.people import YOUNG_SPECIALIST

#: what a card says after it is depersonalised; what is left out here stays
EMPTY_CARD: dict[str, Any] = {
    "last_name": "Обезличено",
    "middle_name": "",
    "formerly": "",
    "sex": "",
    "birth_date": None,
    "phone": "",
    "phone_note": "",
    "email": "",
    "position": "",
    "subject": "",
    "qualification": "",
    "education": "",
    "experience_note": "",
    "grade": None,
    "grade_letter": "",
    "representative_name": "",
    "representative_relation": "",
    "representative_phone": "",
    "declension": {},
    **dict.fromkeys(PERSON_TEXTS, ""),
}
EMPTY_MENTOR = {"note": "", "exclusion_reason": "", **dict.fromkeys(MENTOR_TEXTS, "")}
EMPTY_MENTEE = {"note": "", "exclusion_reason": "", "request": "", "activity": "", **dict.fromkeys(MENTEE_TEXTS, "")}
EMPTY_CONSENT = {
    "scan": "", "representative_relation": "", "representative_document": "", "withdrawal_reason": "",
}  # fmt: skip


def _card_records(cards: CardsOfPerson, sensitive: bool) -> list[KeptRecord]:
    records = [record_of(card, title="Карточка", skip=("declension",)) for card in cards.cards]
    versions = Person.history.filter(id__in=_deleted_cards(cards)).order_by("history_date")
    return records + [
        KeptRecord("карточка, удалённая отменой импорта", (("ФИО", version.full_name), ("когда", f"{on:%d.%m.%Y}")))
        for version, on in ((one.instance, one.history_date) for one in versions.filter(history_type="-"))
    ]


def _deleted_cards(cards: CardsOfPerson) -> list[int]:
    """Cards that bore one of the names and were deleted since, as by undoing an import: their history has the name
    still. One with another day of birth is somebody else's."""
    if "deleted" not in cards.once:
        names = Q()
        parts = "last_name", "first_name", "middle_name"
        former = FormerName.objects.filter(person__in=cards.pks).values(*parts)
        for one in (*Person.objects.filter(pk__in=cards.pks).values(*parts), *former):
            names |= Q(**one)
        versions = Person.history.filter(names, municipality=cards.person.municipality_id)
        if born := cards.person.birth_date:
            versions = versions.filter(Q(birth_date=born) | Q(birth_date=None))
        present = Person.objects.filter(municipality=cards.person.municipality_id).values("pk")
        cards.once["deleted"] = list(versions.exclude(id__in=present).values_list("id", flat=True).distinct())
    deleted: list[int] = cards.once["deleted"]
    return deleted


def _clear_deleted_cards(cards: CardsOfPerson) -> None:
    deleted = _deleted_cards(cards)
    mentees = list(Mentee.history.filter(person__in=deleted).values_list("id", flat=True))
    get_history_manager_for_model(Mentee).model.categories.model._base_manager.filter(mentee__in=mentees).delete()
    for model in (Mentor, Mentee, Consent, Affiliation, Curator, FormerName):
        if hasattr(model, "history"):
            model.history.filter(person__in=deleted).delete()
    Person.history.filter(id__in=deleted).delete()


def _clear_cards(cards: CardsOfPerson) -> None:
    _clear_deleted_cards(cards)
    for card in cards.cards:
        keys = Person(pk=card.pk, **EMPTY_CARD, first_name=str(card.pk))
        keys.set_keys()
        stored_keys = {"name_key": keys.name_key, "search_key": keys.search_key, "sort_key": keys.sort_key}
        clear_columns(Person.objects.filter(pk=card.pk), {**EMPTY_CARD, "first_name": str(card.pk)})
        Person.objects.filter(pk=card.pk).update(**stored_keys)


def _former_names(cards: CardsOfPerson) -> QuerySet[FormerName]:
    return FormerName.objects.filter(person__in=cards.pks)


def _name_records(cards: CardsOfPerson, sensitive: bool) -> list[KeptRecord]:
    spellings = PersonSpelling.objects.filter(person__in=cards.pks)
    return [record_of(row, skip=("person",)) for rows in (_former_names(cards), spellings) for row in rows]


def _clear_names(cards: CardsOfPerson) -> None:
    _former_names(cards).delete()
    FormerName.history.filter(person__in=cards.pks).delete()
    PersonSpelling.objects.filter(person__in=cards.pks).delete()


def _place_records(cards: CardsOfPerson, sensitive: bool) -> list[KeptRecord]:
    places = Affiliation.objects.filter(person__in=cards.pks).select_related("organisation")
    moves = ClassMove.objects.filter(person__in=cards.pks).select_related("transfer__organisation")
    posts = Curator.objects.filter(person__in=cards.pks).select_related("organisation", "act")
    return [record_of(row, skip=("person",)) for rows in (places, moves, posts) for row in rows]


def _clear_places(cards: CardsOfPerson) -> None:
    for model in (Affiliation, ClassMove, Curator):
        clear_columns(model._default_manager.filter(person__in=cards.pks), {})


def _bank_records(cards: CardsOfPerson, sensitive: bool) -> list[KeptRecord]:
    records = [record_of(mentor, skip=("person",)) for mentor in Mentor.objects.filter(person__in=cards.pks)]
    for mentee in Mentee.objects.filter(person__in=cards.pks):
        record = record_of(mentee, skip=("person",))
        categories = mentee.categories.all() if sensitive else mentee.categories.filter(sensitive=False)
        titles = ", ".join(category.title for category in categories)
        records.append(KeptRecord(record.title, (*record.facts, ("категории", titles)) if titles else record.facts))
    return records


def _clear_banks(cards: CardsOfPerson) -> None:
    mentors = Mentor.objects.filter(person__in=cards.pks)
    clear_columns(mentors, EMPTY_MENTOR)
    clear_columns(mentors.exclude(refusal_reason=""), {"refusal_reason": DEPERSONALISED})
    history = get_history_manager_for_model(Mentor).model
    history._base_manager.filter(person__in=cards.pks).exclude(refusal_reason="").update(refusal_reason=DEPERSONALISED)
    mentees = Mentee.objects.filter(person__in=cards.pks)
    clear_columns(mentees, EMPTY_MENTEE)
    keys = list(mentees.values_list("pk", flat=True))
    of_history = get_history_manager_for_model(Mentee).model.categories.model
    for links in (Mentee.categories.through, of_history):
        rows = links._base_manager.filter(mentee__in=keys)
        rows.exclude(category__code=YOUNG_SPECIALIST).delete()


def _consents(cards: CardsOfPerson) -> QuerySet[Consent]:
    return Consent.objects.filter(person__in=cards.pks)


def _consent_records(cards: CardsOfPerson, sensitive: bool) -> list[KeptRecord]:
    return [record_of(consent, skip=("person", "scan")) for consent in _consents(cards)]


def _consent_scans(cards: CardsOfPerson) -> list[FieldFile]:
    return [consent.scan for consent in _consents(cards).exclude(scan="")]


def _doomed_scans(cards: CardsOfPerson) -> list[FieldFile]:
    """Also of versions that only the history has."""
    stored = {str(scan.name): scan for scan in _consent_scans(cards)}
    template = Consent()
    for name in Consent.history.filter(person__in=cards.pks).exclude(scan="").values_list("scan", flat=True):
        stored.setdefault(str(name), FieldFile(template, Consent._meta.get_field("scan"), str(name)))
    return list(stored.values())


def _clear_consents(cards: CardsOfPerson) -> None:
    keys = Consent.history.filter(person__in=cards.pks).values_list("id", flat=True).distinct()
    clear_columns(_consents(cards), EMPTY_CONSENT, {*keys, *_consents(cards).values_list("pk", flat=True)})
    for rows in (_consents(cards), Consent.history.filter(person__in=cards.pks)):
        rows.exclude(representative_name="").update(representative_name=DEPERSONALISED)


def _access_rows(cards: CardsOfPerson) -> tuple[QuerySet[Membership], QuerySet[Invitation]]:
    return Membership.objects.filter(person__in=cards.pks), Invitation.objects.filter(person__in=cards.pks)


def _access_records(cards: CardsOfPerson, sensitive: bool) -> list[KeptRecord]:
    return [record_of(row, skip=("person",)) for rows in _access_rows(cards) for row in rows]


def _access_obstacles(cards: CardsOfPerson) -> list[str]:
    memberships, invitations = _access_rows(cards)
    obstacles = []
    if memberships.in_force(clock.today()).exists():  # type: ignore[attr-defined]
        obstacles.append("У человека есть доступ к порталу. Сначала отзовите его: «Настройки», «Пользователи и роли».")
    if invitations.filter(accepted_at__isnull=True, revoked_at__isnull=True).exists():
        obstacles.append("Человеку отправлено приглашение. Сначала отзовите его: «Настройки», «Приглашения».")
    if Curator.objects.filter(Q(dismissed_on__isnull=True) | Q(dismissed_on__gt=clock.today()), person__in=cards.pks):
        obstacles.append("Человек — куратор. Сначала освободите его от этих обязанностей на его карточке.")
    return obstacles


def _clear_access(cards: CardsOfPerson) -> None:
    memberships, invitations = _access_rows(cards)
    memberships.delete()
    Membership.history.filter(person__in=cards.pks).delete()
    invitations.delete()


def _merges(cards: CardsOfPerson) -> QuerySet[PersonMerge]:
    return PersonMerge.objects.filter(Q(survivor__in=cards.pks) | Q(absorbed__in=cards.pks))


def _merge_records(cards: CardsOfPerson, sensitive: bool) -> list[KeptRecord]:
    distinctions = DistinctPeople.objects.filter(Q(one__in=cards.pks) | Q(other__in=cards.pks))
    records = [
        KeptRecord("объединение дублей", (("когда", f"{merge.merged_at:%d.%m.%Y}"), ("карточки", str(merge))))
        for merge in _merges(cards)
    ]
    # the other card is of another person, who is not named here
    return records + [
        KeptRecord("отметка о разных людях", (("когда", f"{one.said_at:%d.%m.%Y}"),)) for one in distinctions
    ]


def _clear_merges(cards: CardsOfPerson) -> None:
    _merges(cards).update(changes={}, moves=[])
    DistinctPeople.objects.filter(Q(one__in=cards.pks) | Q(other__in=cards.pks)).delete()


def _view_records(cards: CardsOfPerson, sensitive: bool) -> list[KeptRecord]:
    views = ViewRecord.objects.filter(person__in=cards.pks).select_related("user")
    return [record_of(view, skip=("person", "municipality"), title="просмотр") for view in views]


KEPT_DATA = (
    KeptData(
        "Карточка",
        frozenset({"registry.Person"}),
        "ФИО, дата рождения, контакты, должность, образование, класс, законный представитель и имя в падежах удаляются "
        "из карточки и из всей её истории, и из истории карточек этого имени, удалённых отменой импорта. Остаются "
        "номер карточки, организация и начало стажа: по ним считаются показатели прошлых дней.",
        _card_records,
        clear=_clear_cards,
    ),
    KeptData(
        "Прежние имена и написания",
        frozenset({"registry.FormerName", "registry.PersonSpelling"}),
        "Удаляются вместе с историей.",
        _name_records,
        clear=_clear_names,
    ),
    KeptData(
        "Места работы и учёбы, переводы классов, обязанности куратора",
        frozenset({"registry.Affiliation", "registry.ClassMove", "registry.ClassTransfer", "registry.Curator"}),
        "Остаются с датами, но уже ни о ком не говорят: по ним считаются показатели прошлых дней.",
        _place_records,
        clear=_clear_places,
    ),
    KeptData(
        "Базы наставников и наставляемых",
        frozenset({"registry.Mentor", "registry.Mentee"}),
        "Тексты (компетенции, достижения, запрос, примечания, причины) и категории удаляются, также из истории. "
        "Остаются даты включения и исключения, решение о кандидатуре и отметка «молодой специалист»: по ним считаются "
        "показатели прошлых дней.",
        _bank_records,
        clear=_clear_banks,
    ),
    KeptData(
        "Согласия",
        frozenset({"registry.Consent"}),
        "Сканы и сведения о представителе удаляются. Остаются вид и даты: они показывают, что данные обрабатывались "
        "с согласия.",
        _consent_records,
        clear=_clear_consents,
        files=_consent_scans,
        doomed_files=_doomed_scans,
    ),
    KeptData(
        "Доступ и приглашения",
        frozenset({"registry.Membership", "registry.Invitation"}),
        "Прошлые доступы и приглашения этого человека удаляются. Учётную запись, если она есть, закрывает "
        "администратор: портал хранит, кто и что в нём сделал.",
        _access_records,
        obstacles=_access_obstacles,
        clear=_clear_access,
    ),
    KeptData(
        "Объединения дублей и отметки о разных людях",
        frozenset({"registry.PersonMerge", "registry.DistinctPeople"}),
        "Что было на карточках до объединения, удаляется; разделить их больше нельзя. Отметки о разных людях "
        "снимаются.",
        _merge_records,
        clear=_clear_merges,
    ),
    KeptData(
        "Журнал просмотров",
        frozenset({"registry.ViewRecord"}),
        "Остаётся: его нельзя менять. В нём нет имён, только номер карточки.",
        _view_records,
    ),
)
