"""Pupils by their classes: those of an organisation now, and the class of anybody on a past day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from registry.enums import ClassOutcome
from registry.models import ClassMove, ClassTransfer, Mentee, Mentor, Municipality, Organisation, Person
from russian.school_year import first_day

#: grade and letter
SchoolClass = tuple[int, str]
#: cards in use that have a class
OF_PUPILS = Q(grade__isnull=False, archived_on__isnull=True, merged_into__isnull=True)


def pupils_of(organisation: Organisation) -> QuerySet[Person]:
    """By class and name."""
    pupils = Person.objects.filter(OF_PUPILS, organisation=organisation)
    return pupils.order_by("grade", "grade_letter", "sort_key", "pk")


def pupils_to_move(organisation: Organisation, school_year: int) -> QuerySet[Person]:
    """Those whom no school has moved into the school year yet."""
    moved = ClassMove.objects.filter(person=OuterRef("pk"), school_year=school_year)
    return pupils_of(organisation).filter(~Exists(moved))


def transfer_of(organisation: Organisation, school_year: int) -> ClassTransfer | None:
    return ClassTransfer.objects.filter(organisation=organisation, school_year=school_year).first()


def moves_of(transfer: ClassTransfer) -> QuerySet[ClassMove]:
    """By the class before and name."""
    moves = ClassMove.objects.filter(transfer=transfer).select_related("person__organisation", "transfer")
    return moves.order_by("grade", "grade_letter", "person__sort_key", "pk")


def moves_in(organisation: Organisation) -> QuerySet[ClassMove]:
    """Of all school years."""
    moves = ClassMove.objects.filter(transfer__organisation=organisation)
    return moves.select_related("transfer__organisation", "transfer__made_by", "person__organisation")


def in_class_of_this_year(pupils: Collection[Person], school_year: int) -> set[int]:
    """Whose class on the card is that of the school year already: those who came into the banks since it began, and
    those whose class somebody has changed since. Primary keys."""
    begins, keys = first_day(school_year), [pupil.pk for pupil in pupils]
    added_this_year: set[int] = set()
    for bank in (Mentor, Mentee):
        added_this_year.update(
            bank.objects.filter(person__in=keys, included_on__gte=begins).values_list("person", flat=True)
        )
    morning = timezone.make_aware(datetime.combine(begins, time.min))
    versions = Person.history.filter(id__in=keys, history_date__lt=morning).order_by("history_date", "history_id")
    before = dict(versions.values_list("id", "grade"))
    return added_this_year | {pupil.pk for pupil in pupils if pupil.pk in before and before[pupil.pk] != pupil.grade}


def classes_on(people: Iterable[Person], on: date) -> Mapping[int, SchoolClass]:
    """Of pupils who have moved since the day: the class before. Of all others the class is that of the card. One
    query."""
    keys = [person.pk for person in people if person.grade is not None]
    moves = ClassMove.objects.filter(person__in=keys, on__gt=on).order_by("-on", "-pk")
    return {pk: (grade, letter) for pk, grade, letter in moves.values_list("person", "grade", "grade_letter")}


def moves_after(on: date) -> QuerySet[ClassMove]:
    """The first one after the day comes first: its class before is that of the day."""
    return ClassMove.objects.filter(on__gt=on).order_by("on", "pk")


def organisations_with_old_classes(school_year: int) -> QuerySet[Organisation]:
    """Organisations with pupils who were in the register before the school year began, where the classes have not
    moved."""
    begins = first_day(school_year)
    newcomers = [bank.objects.filter(person=OuterRef("pk"), included_on__gte=begins) for bank in (Mentor, Mentee)]
    moved = ClassMove.objects.filter(person=OuterRef("pk"), school_year=school_year)
    pupils = Person.objects.filter(
        OF_PUPILS, ~Exists(newcomers[0]), ~Exists(newcomers[1]), ~Exists(moved), organisation=OuterRef("pk")
    )
    transfers = ClassTransfer.objects.filter(organisation=OuterRef("pk"), school_year=school_year)
    return Organisation.objects.filter(Exists(pupils), ~Exists(transfers), archived_on__isnull=True)


def departures_to_finish() -> QuerySet[ClassMove]:
    """Of who has left although something still held them: their cards are open in the school they left."""
    return ClassMove.objects.filter(
        outcome=ClassOutcome.LEFT,
        person__archived_on__isnull=True,
        person__merged_into__isnull=True,
        person__organisation=F("transfer__organisation"),
    )


def has_left(on: date) -> Exists:
    """Of a row of a bank: whether its person has left by the day, although the card is still open."""
    return Exists(departures_to_finish().filter(person=OuterRef("person"), on__lte=on))


def days_of_departures(departures: QuerySet[ClassMove]) -> dict[int, date]:
    """Primary key of each person who has left → the day, the last of several. One query."""
    return dict(departures.order_by("on").values_list("person", "on"))


def departures_in(municipality: Municipality) -> QuerySet[ClassMove]:
    return departures_to_finish().filter(transfer__organisation__municipality=municipality)


def departure_of(person: Person) -> ClassMove | None:
    """That the person has left, although the card is still open."""
    return departures_to_finish().filter(person=person).select_related("transfer").order_by("-on").first()


def by_class(pupils: Iterable[Person]) -> dict[SchoolClass, list[Person]]:
    classes: dict[SchoolClass, list[Person]] = defaultdict(list)
    for pupil in pupils:
        if pupil.grade is not None:
            classes[pupil.grade, pupil.grade_letter].append(pupil)
    return dict(classes)


def class_moves_of(person: Person) -> QuerySet[ClassMove]:
    return person.class_moves.all()
