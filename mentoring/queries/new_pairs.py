"""Whom a user may propose a pair for, and what a new pair usually begins with."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.models import User
from mentoring.models import Pair, PairGroup
from mentoring.models.pair import unfinished
from registry import clock
from registry.access import Right
from registry.database.search import matches_person
from registry.models import Curator, Form, Kind, Mentee, Mentor, Organisation, RoleModel
from registry.policies.rules_in_force import RulesInForce
from registry.queries.classes import departure_of, has_left
from registry.queries.dictionaries import ORDER_UNDER_FORMS
from registry.queries.people import mentees_visible_to
from russian.agreement import agreeing
from russian.name_key import name_key


def mentees_for_pairs(user: User) -> QuerySet[Mentee]:
    """Mentees for whom the user may propose a pair."""
    return mentees_visible_to(user, Right.PROPOSE_PAIRS).filter(
        ~has_left(clock.today()), excluded_on__isnull=True, person__archived_on__isnull=True
    )


def mentees_led_by(user: User) -> QuerySet[Mentee]:
    """Mentees whose pairs the user may propose, those with whom no new pair begins included."""
    return mentees_visible_to(user, Right.PROPOSE_PAIRS).select_related("person__municipality", "person__organisation")


def describe_unavailable_mentee(mentee: Mentee) -> str:
    """Why no pair of the mentee is entered and what to do about it; empty for those of `mentees_for_pairs`."""
    person = mentee.person
    if person.archived_on is not None:
        return (
            f"{person.short_name}: карточка в архиве с {person.archived_on:%d.%m.%Y}, новых пар нет. Если человек "
            "вернулся, верните карточку из архива, затем внесите пару."
        )
    if mentee.excluded_on is not None:
        return (
            f"{person.short_name}: в базе наставляемых по {mentee.excluded_on:%d.%m.%Y}. Чтобы внести пару, верните "
            "запись в базу здесь, на карточке."
        )
    move = departure_of(person)
    if move is None or move.on > clock.today():
        return ""
    departed = agreeing("выбыл", "выбыла", "выбытие", sex=person.sex, patronymic=person.middle_name)
    return (
        f"{person.short_name}: {departed} по переводу классов, последний день — {move.on:%d.%m.%Y}, новых пар нет. "
        "Если это ошибка, исправьте перевод классов на странице школы и внесите пару снова."
    )


def mentees_to_choose_from(user: User, search: str) -> QuerySet[Mentee]:
    """Mentees by name, or without a search those without a pair; each with the unfinished pairs in `running`."""
    running = Pair.objects.filter(unfinished(clock.today())).select_related("mentor__person", "act")
    mentees = mentees_for_pairs(user).prefetch_related(Prefetch("pairs", running, to_attr="running"))
    if search:
        mentees = mentees.filter(matches_person(search, path="person__"))
    else:
        mentees = mentees.exclude(Exists(Pair.objects.filter(unfinished(clock.today()), mentee=OuterRef("pk"))))
    return mentees.order_by("person__sort_key", "pk")


def usual_kinds() -> list[int]:
    """Primary keys of the kinds of a pair that works alone."""
    return list(Kind.objects.filter(forbids_group=True).values_list("pk", flat=True))


def groups_of(mentors: QuerySet[Mentor]) -> QuerySet[PairGroup]:
    """Groups that a pair with one of the mentors may join."""
    return PairGroup.objects.filter(mentor__in=mentors).select_related("mentor__person")


def curators_in_office_of(organisations: QuerySet[Organisation]) -> QuerySet[Curator]:
    in_office = Curator.objects.filter(organisation__in=organisations, dismissed_on__isnull=True)
    return in_office.select_related("person", "organisation")


def only_curator_of(organisation: Organisation | None) -> int | None:
    """The primary key of the only curator in office; None when there is none or more than one."""
    curators = Curator.objects.filter(organisation=organisation, dismissed_on__isnull=True).values_list("pk", flat=True)
    return curators[0] if len(curators) == 1 else None


def forms_of(rules: RulesInForce) -> list[Form]:
    """Forms of the rules, those out of use included."""
    return list(rules.forms.all())


def forms_offered(rules: RulesInForce, side: str) -> QuerySet[Form]:
    """Forms of the rules that are in use and have the mentee's side."""
    suiting = [form.pk for form in rules.forms.filter(in_use=True) if side in form.mentee_sides]
    return rules.forms.filter(pk__in=suiting)


def role_models_offered(rules: RulesInForce) -> QuerySet[RoleModel]:
    """Role models of the rules that are in use, under their forms."""
    return rules.role_models.filter(in_use=True).select_related("form").order_by(*ORDER_UNDER_FORMS)


def kinds_offered(rules: RulesInForce) -> QuerySet[Kind]:
    """Kinds of the rules that are in use."""
    return rules.kinds.filter(in_use=True).distinct()


def group_called(mentor: Mentor | None, title: str) -> PairGroup | None:
    """The mentor's group whose name looks so, if there is one."""
    key = name_key(title)
    groups = PairGroup.objects.filter(mentor=mentor) if mentor and key else ()
    return next((group for group in groups if name_key(group.title) == key), None)
