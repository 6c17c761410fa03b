"""Candidates for mentors of the main school: three wait for the head, one has been refused."""

from datetime import timedelta
from random import Random

from config.demo.district import DemoDistrict, new_person
from config.demo.names import invented_names
from registry import clock
from registry.actions.bank import enter_in_bank
from registry.actions.candidates import refuse_candidates
from registry.enums import MentorReadiness, Role
from registry.models import Mentor

_POSTS = ("учитель географии", "учитель технологии", "педагог-организатор", "учитель музыки")


def propose_candidates(district: DemoDistrict) -> None:
    names, today = invented_names(Random(83), share_of_women=0.8), district.calendar.today
    candidates = []
    with clock.as_at(today - timedelta(days=5)):
        for post in _POSTS:
            person = new_person(district, district.main_school, next(names), position=post, age=38)
            entry = Mentor(readiness=MentorReadiness.TRAINED, competencies="Молодые педагоги, классное руководство")
            candidates.append(enter_in_bank(person=person, entry=entry, by=district.users[Role.CURATOR]))
    refuse_candidates(
        mentors=candidates[-1:],
        on=today,
        reason="уже ведёт два классных руководства",
        by=district.users[Role.HEAD],
    )
