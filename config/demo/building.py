"""Builds the demonstration in one transaction: stopped half-way, it writes nothing and can be run again."""

import os
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from config.demo import bank_file
from config.demo.acts import enter_acts
from config.demo.assessments import assess
from config.demo.calendar import Calendar
from config.demo.candidates import propose_candidates
from config.demo.changes import change_a_surname, move_classes
from config.demo.college import open_college
from config.demo.district import (
    MUNICIPALITY,
    DemoDistrict,
    add_mentees,
    add_mentors_by_hand,
    complete_organisations,
    found_district,
)
from config.demo.policy_proposals import propose_changes
from config.demo.private_data import withdraw_and_look
from config.demo.reminders import remind_schools
from config.demo.requests import make_requests
from config.demo.roadmaps import lay_roadmaps
from config.demo.rules import set_rules
from config.demo.signatures import sign_electronically
from config.demo.stages import make_own_stages
from config.demo.story import Story
from imports.actions import commit_batch, stage_import
from imports.enums import ImportKind
from mentoring.models import Pair, PairChange
from registry import clock
from registry.enums import Role
from registry.models import Membership, Municipality, Organisation
from registry.queries.rules import rules_in_force
from reports.actions import issue as issue_paper
from reports.documents.orders.details import OrderDetails
from reports.documents.orders.grounds import grounds_of
from reports.documents.orders.pairing_order import PairingOrder, PairsForOrder
from russian.school_year import first_day

#: where the papers' verification addresses lead
SITE = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
TIME_OF_ENTRY = time(10)
ORGANISATIONS = Path(__file__).with_name("organisations.csv")


def is_built() -> bool:
    return Municipality.objects.filter(slug=MUNICIPALITY).exists()


@transaction.atomic
def build(calendar: Calendar, *, say: Callable[[str], object]) -> DemoDistrict:
    """The whole district; `say` receives messages about the progress."""
    with clock.as_at(calendar.beginning):
        district = found_district(calendar)
        make_own_stages(district)
    with clock.as_at(calendar.last_autumn):
        bring_in(district, ORGANISATIONS.name, ORGANISATIONS.read_bytes(), ImportKind.ORGANISATIONS)
        bank = bank_file.bank_of_mentors(calendar)
        bring_in(district, bank_file.FILE_NAME, bank, ImportKind.MENTORS)
        # Left for whoever wants to try the import by hand: the same file again changes nothing.
        (settings.DATA_DIR / bank_file.FILE_NAME).write_bytes(bank)
        complete_organisations(district)
        add_mentors_by_hand(district)
        teachers, pupils = add_mentees(district)
    with clock.as_at(first_day(calendar.school_year)):
        move_classes(district)
    say("Пары, приказы, этапы…")
    Story(district, issue=issue_order(district)).tell(teachers, pupils)
    enter_acts(district)
    set_rules(district)
    open_college(district, issue=issue_order(district))
    propose_candidates(district)
    propose_changes(district)
    say("Оценки и дорожные карты…")
    assess(district)
    lay_roadmaps(district)
    sign_electronically(district)
    change_a_surname(district)
    give_personal_access(district)
    make_requests(district)
    remind_schools(district)
    withdraw_and_look(district)
    enter_on_their_days()
    return district


def bring_in(district: DemoDistrict, name: str, data: bytes, kind: ImportKind) -> None:
    batch = stage_import(data=data, filename=name, kind=kind, municipality=district.municipality, by=district.admin)
    commit_batch(batch=batch, by=district.admin)


#: what an organisation cites that no act of its founder binds
OWN_REGULATIONS = "Положением о системе наставничества, принятым организацией"


def issue_order(district: DemoDistrict) -> Callable[[Organisation, Sequence[Pair], date, str], None]:
    def issue(organisation: Organisation, pairs: Sequence[Pair], dated: date, number: str) -> None:
        grounds = grounds_of(rules_in_force(organisation, dated), organisation) or OWN_REGULATIONS
        issue_paper(
            PairingOrder(),
            PairsForOrder(organisation, pairs),
            details=OrderDetails(number=number, dated=dated, grounds=grounds),
            site=SITE,
            by=district.admin,
        )

    return issue


def enter_on_their_days() -> None:
    """The story is entered within a minute; a real district enters an event on its day. What waits for an order, or
    was corrected, keeps the moment of its entry, from which its term is counted."""
    plain = PairChange.objects.filter(on__lt=clock.today(), act_awaited=False, corrects=None, correction=None)
    for day in plain.order_by("on").values_list("on", flat=True).distinct():
        entered = timezone.make_aware(datetime.combine(day, TIME_OF_ENTRY))
        PairChange.objects.filter(pk__in=plain.filter(on=day).values("pk")).update(made_at=entered)


def give_personal_access(district: DemoDistrict) -> None:
    """The mentor and the mentee of a pair of the main school may sign in and see it."""
    pair = (
        Pair.objects.filter(organisation=district.main_school, status="active", stage__number=3)
        .select_related("mentor__person", "mentee__person")
        .order_by("pk")
        .first()
    )
    if pair is None:
        return
    for role, person in ((Role.MENTOR, pair.mentor.person), (Role.MENTEE, pair.mentee.person)):
        user = district.users[role]
        user.last_name, user.first_name, user.middle_name = person.last_name, person.first_name, person.middle_name
        user.save()
        Membership.objects.create(
            user=user, role=role, municipality=district.municipality, person=person, since=district.calendar.autumn
        )
