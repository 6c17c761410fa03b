"""Who may stand in the register twice. Nothing is merged without a person's decision."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from registry.access import Right
from registry.models import DistinctPeople, Municipality, Person, PersonMerge, PersonSpelling
from registry.names.people_matching import (
    PeopleIndex,
    PersonKey,
    near_elsewhere,
    person_key,
    same_person,
    under_former_name,
)
from registry.queries.former_names import former_names_of_people
from registry.queries.people import people_visible_to

#: why two cards may be of one person, the surest first
REASONS = {
    "same": "полное совпадение имени в одной организации",
    "spelling": "то же имя, написано немного иначе",
    "former_name": "имя одной карточки — прежнее имя другой",
    "same_birth_date_elsewhere": "другая организация, имя и дата рождения те же",
    "same_phone_elsewhere": "другая организация, имя и телефон те же",
    "middle_name": "отчество указано не везде",
    "one_letter": "имя отличается одной буквой",
}
_ORDER = {reason: number for number, reason in enumerate(REASONS)}
_COLUMNS = (
    "pk", "municipality", "organisation", "last_name", "first_name", "middle_name", "birth_date", "phone", "grade",
    "position",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two cards by primary key, the older first. `reason`: why they may be of one person, or «distinct»."""

    one: int
    other: int
    reason: str
    name: str

    @property
    def why(self) -> str:
        return REASONS.get(self.reason, "отмечены как разные люди")


@dataclass(frozen=True, slots=True)
class _Card:
    key: PersonKey
    folded_name: str
    is_pupil: bool
    is_employee: bool


def people_to_merge(user: User) -> QuerySet[Person]:
    """Cards that the user may merge with others; without those that were merged into another already."""
    return people_visible_to(user, Right.MERGE_PEOPLE).filter(merged_into__isnull=True, depersonalised_on__isnull=True)


def merges_visible_to(user: User) -> QuerySet[PersonMerge]:
    """Merges of which the user may see both cards."""
    visible = people_visible_to(user).values("pk")
    return PersonMerge.objects.filter(survivor__in=visible, absorbed__in=visible).select_related(
        "survivor__organisation", "survivor__municipality", "absorbed__organisation", "absorbed__municipality",
        "merged_by", "undone_by",
    )  # fmt: skip


def merges_of(user: User, person: Person) -> list[PersonMerge]:
    """Merges in force of this card into another or of others into it; only those whose other card the user may see."""
    standing = merges_visible_to(user).filter(undone_at__isnull=True)
    return list(standing.filter(Q(survivor=person) | Q(absorbed=person)))


def distinct_pairs(user: User) -> list[Likeness]:
    """Pairs of cards marked as of two people, the latest first."""
    people = people_to_merge(user).values("pk")
    distinctions = DistinctPeople.objects.filter(one__in=people, other__in=people).select_related("one", "said_by")
    return [
        Likeness(distinction.one_id, distinction.other_id, "distinct", distinction.one.full_name)
        for distinction in distinctions
    ]


def likely_duplicates(user: User) -> list[Likeness]:
    """Pairs of cards in use that may be of one person, the surest first; three queries whatever the number of people.

    Pairs marked as of two people are left out.
    """
    people = people_to_merge(user).filter(archived_on__isnull=True).select_related(None).order_by("pk")
    by_municipality: dict[int, list[_Card]] = defaultdict(list)
    for pk, municipality, organisation, last, first, middle, born, phone, grade, position in people.values_list(
        *_COLUMNS
    ):
        key = person_key(pk, last, first, middle, organisation=organisation, birth_date=born, phone=phone)
        folded_name = " ".join(f"{last} {first} {middle}".casefold().replace("-", " ").split())
        card = _Card(key, folded_name, grade is not None, grade is None and bool(position))
        by_municipality[municipality].append(card)
    former: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for pk, *name in former_names_of_people(Q(person__in=people.order_by().values("pk"))):
        former[pk].append((name[0], name[1], name[2]))
    likenesses = [likeness for cards in by_municipality.values() for likeness in _alike(cards, former)]
    distinct = set(DistinctPeople.objects.filter(one__in=people.order_by().values("pk")).values_list("one", "other"))
    likenesses = [likeness for likeness in likenesses if (likeness.one, likeness.other) not in distinct]
    return sorted(
        likenesses, key=lambda likeness: (_ORDER[likeness.reason], likeness.name, likeness.one, likeness.other)
    )


def _alike(cards: Sequence[_Card], former: Mapping[int, Sequence[tuple[str, str, str]]]) -> Iterator[Likeness]:
    """Each pair once, for the surest of the reasons."""
    index = PeopleIndex(card.key for card in cards)
    before = PeopleIndex(under_former_name(card.key, *name) for card in cards for name in former.get(card.key.ref, ()))
    by_pk = {card.key.ref: card for card in cards}
    earlier: set[tuple[int, int]] = set()
    for card in cards:
        for other, reason in _like(card, index, before, by_pk):
            pair = (min(card.key.ref, other.key.ref), max(card.key.ref, other.key.ref))
            if pair in earlier or (card.is_pupil and other.is_employee) or (card.is_employee and other.is_pupil):
                continue
            earlier.add(pair)
            yield Likeness(*pair, reason, card.folded_name)


def _like(card: _Card, index: PeopleIndex, before: PeopleIndex, by_pk: dict[int, _Card]) -> Iterator[tuple[_Card, str]]:
    # Of many namesakes each is compared with the first alone: a list of all pairs of a crowd helps nobody.
    first = next(
        (key for key in index.namesakes(card.key) if key.ref != card.key.ref and same_person(card.key, key)), None
    )
    if first is not None:
        other = by_pk[first.ref]
        yield other, "same" if other.folded_name == card.folded_name else "spelling"
    for key in before.namesakes(card.key):
        if key.ref != card.key.ref and (same_person(card.key, key) or near_elsewhere(card.key, key)):
            yield by_pk[key.ref], "former_name"
    for match in index.near(card.key):
        yield by_pk[match.other.ref], match.reason
    if not card.key.middle and card.key.organisation is not None:
        yield from ((by_pk[key.ref], "middle_name") for key in _with_middle_name(card.key, index))


def _with_middle_name(key: PersonKey, index: PeopleIndex) -> Iterable[PersonKey]:
    return [
        other
        for other in index.with_two_names(key)
        if other.middle and not (key.birth_date and other.birth_date and key.birth_date != other.birth_date)
    ]


def cards_found(user: User, person: Person, condition: Q) -> QuerySet[Person]:
    """Cards that may be joined with this one and match what was typed."""
    others = people_to_merge(user).filter(condition, municipality=person.municipality_id).exclude(pk=person.pk)
    return others.select_related("organisation", "mentor", "mentee")


def cards_joined_into(person: Person) -> QuerySet[Person]:
    """The cards that this one has taken in."""
    return person.merged.all()


def merges_into_municipality(municipality: Municipality) -> QuerySet[PersonMerge]:
    """Merges in force of its cards, with the bank entries of the cards that were joined."""
    merges = PersonMerge.objects.filter(survivor__municipality=municipality, undone_at__isnull=True)
    return merges.select_related("absorbed__mentor", "absorbed__mentee")


def number_of_papers_and_offices(person: Person) -> int:
    """How many consents and appointments as a curator the card has."""
    return person.consents.count() + person.curatorships.count()


def spellings_of(person: Person) -> QuerySet[PersonSpelling]:
    return person.spellings.all()
