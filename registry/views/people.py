"""A person's card: everything known, for those who may know it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from registry import clock
from registry.access import Access, Right, require
from registry.actions.bank import archive_person, obstacles_to_archiving, restore_person
from registry.actions.names import change_name
from registry.actions.view_log import record_card_view
from registry.extension_points import Origin, may_record_consents, origins_of_records, sections_of_card
from registry.forms.action_errors import add_errors
from registry.forms.deed import DeedForm
from registry.forms.people import PersonCardForm
from registry.history.audit import with_audit
from registry.history.labels import Change, changes_of
from registry.models import Person
from registry.pages.earlier_decision import DecidedAlready
from registry.queries.classes import class_moves_of, departure_of
from registry.queries.consents import consents_of, papers_of
from registry.queries.duplicates import cards_joined_into, merges_of
from registry.queries.former_names import other_names_of
from registry.queries.memberships import access_of_curator, memberships_of_person
from registry.queries.people import (
    categories_of,
    curatorships_of,
    dated_affiliations,
    may,
    may_correct_transfer,
    people_openable_by,
    people_visible_to,
)
from registry.side_texts import side_text
from registry.views.archive_deed import ARCHIVE, RESTORE, asks_to_restore
from registry.views.atomic_post import atomic_post
from registry.views.held_card import refusal_to_write
from registry.views.leaving import page_of_what_holds


def person_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The whole card for the organisation's staff; one's own card without notes, history and access."""
    access = Access.of(request.user)
    require(access.anywhere(Right.VIEW_PEOPLE) or bool(access.person_ids))
    visible = people_openable_by(request.user).select_related(
        "organisation", "municipality", "mentor__decided_by", "mentor__decision_act", "mentee"
    )
    person = get_object_or_404(visible.prefetch_related("consents", "curatorships__organisation"), pk=pk)
    record_card_view(person, by=request.user)
    is_whole = may(request.user, Right.VIEW_PEOPLE, person)
    sees_sensitive = may(request.user, Right.VIEW_SENSITIVE, person)
    mentee = getattr(person, "mentee", None)
    categories = categories_of(mentee) if mentee else []
    may_record = may(request.user, Right.EDIT_PEOPLE, person) or may_record_consents(request.user, person)
    shows_papers = is_whole or may_record or person.pk in access.person_ids
    context: dict[str, Any] = {
        "person": person,
        "is_whole": is_whole,
        "mentor": getattr(person, "mentor", None),
        "mentee": mentee,
        "categories": [category for category in categories if sees_sensitive or not category.sensitive],
        "former_names": other_names_of(person),
        "departure": departure_of(person) if is_whole else None,
        "curatorships": curatorships_of(person),
        "consents": consents_of(person),
        "access_of_curators": [
            (curator, access_of_curator(curator)) for curator in curatorships_of(person) if not curator.is_archived
        ]
        if is_whole
        else [],
        "papers": papers_of(person, clock.today()) if shows_papers else [],
        "may_record": may_record,
        "sections": [] if person.merged_into_id else sections_of_card(request.user, person),
        "may_edit": may(request.user, Right.EDIT_PEOPLE, person),
        "affiliations": dated_affiliations(person) if is_whole else [],
        "may_transfer": may(request.user, Right.TRANSFER_PEOPLE, person),
        "may_correct_transfer": may_correct_transfer(request.user, person),
        "may_merge": person.merged_into_id is None and may(request.user, Right.MERGE_PEOPLE, person),
        "merges": merges_of(request.user, person) if is_whole else [],
        "may_appoint": may(request.user, Right.APPOINT_CURATORS, person),
        "may_give_file": may(request.user, Right.GIVE_PERSON_FILE, person),
        "may_depersonalise": may(request.user, Right.DEPERSONALISE, person),
        "may_read_log": may(request.user, Right.VIEW_LOG, person),
        "may_confirm": may(request.user, Right.EDIT_ORGANISATION, person),
        "may_invite": may(request.user, Right.MANAGE_ACCESS, person),
        "memberships": memberships_of_person(person) if is_whole else [],
        "changes": _history(person, sees_sensitive=sees_sensitive) if is_whole else [],
        "origins": _origins(request.user, person) if is_whole else [],
    }
    return render(request, "registry/person.html", context)


def _origins(user: User, person: Person) -> list[Origin]:
    """Also of the cards that were joined into this one."""
    entries = (getattr(person, name, None) for name in ("mentor", "mentee"))
    return origins_of_records(
        user, person, *entries, *curatorships_of(person), *consents_of(person), *cards_joined_into(person)
    )


def _history(person: Person, *, sees_sensitive: bool) -> list[Change]:
    parts = [getattr(person, name, None) for name in ("mentor", "mentee")]
    records = [
        person,
        *filter(None, parts),
        *curatorships_of(person),
        *consents_of(person),
        *class_moves_of(person),
    ]
    return changes_of(*records, untold=() if sees_sensitive else ("categories",), hidden=("declension",))


@require_http_methods(["GET", "POST"])
@atomic_post
def person_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(people_visible_to(request.user), pk=pk)
    require(may(request.user, Right.EDIT_PEOPLE, person))
    if refusal := refusal_to_write(request, person):
        messages.error(request, refusal)
        return redirect(person)
    form = PersonCardForm(request.POST or None, instance=person, user=request.user)
    if form.is_valid():
        try:
            _save_card(form, request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Изменения сохранены.")
            return redirect(person)
    record_card_view(person, by=request.user)
    context = {
        "form": form,
        "heading": f"Изменить: {form.initial['last_name']} {form.initial['first_name']}",
        "back_url": person.get_absolute_url(),
        "crumbs": [("Карточка", person.get_absolute_url())],
    }
    return render(request, "components/form_page.html", context)


def _save_card(form: PersonCardForm, user: User) -> None:
    """A valid form: the former name stays known, a slip is put right."""
    if former := form.former_name:
        change_name(person=form.instance, former=former, by=user)
        return
    reason = "Исправлена опечатка в имени" if form.asks_about_name else ""
    with_audit(form.instance, by=user, reason=reason)
    form.save()


@require_http_methods(["GET", "POST"])
def person_archive(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Closes the card of a person who left, or opens it again."""
    person = get_object_or_404(people_visible_to(request.user), pk=pk)
    require(may(request.user, Right.EDIT_PEOPLE, person))
    restore = asks_to_restore(request, is_archived=person.archived_on is not None)
    heading = f"Вернуть из архива: {person}" if restore else f"Убрать в архив: {person}"
    is_open = not restore and person.archived_on is None
    if is_open and (obstacles := obstacles_to_archiving(person, clock.today())):
        return page_of_what_holds(request, person, heading, "Сейчас убрать в архив нельзя", obstacles)
    context: dict[str, Any] = {
        "heading": heading,
        "consequence": (
            side_text(
                "Карточка снова станет действующей. В базы наставников и наставляемых человека возвращают отдельно."
            )
            if restore
            else side_text(
                "Человек будет исключён из баз наставников и наставляемых. "
                "Пары, документы, согласия и история останутся."
            )
        ),
        "submit_label": "Вернуть" if restore else "Убрать в архив",
        "danger": not restore,
        "deed": RESTORE if restore else ARCHIVE,
        "back_url": person.get_absolute_url(),
    }
    context["form"] = form = DeedForm(request, context["heading"], context["consequence"])
    if form.is_valid():
        try:
            (restore_person if restore else archive_person)(person=person, by=request.user)
        except DecidedAlready as refusal:
            messages.error(request, str(refusal))
        except ValidationError as refusal:
            messages.error(request, "Убрать в архив нельзя:\n" + "\n".join(refusal.messages))
        else:
            messages.success(request, "Карточка возвращена из архива." if restore else "Карточка убрана в архив.")
        return redirect(person)
    return render(request, "components/confirm_page.html", context)
