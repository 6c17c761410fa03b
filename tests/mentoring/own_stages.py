"""Short ways to stages of a municipality's own and to the pairs that go through them."""

from datetime import date

from django.test import Client

from mentoring.actions.checklist import advance_stage, mark_item
from mentoring.actions.stage_sets import (
    assign_stage_set,
)
from mentoring.models import Pair, StageAssignment, StageSet
from mentoring.stages.checklist import Checklist
from registry.enums import MentorSource, Participant
from registry.models import Form
from tests.factories import (
    MenteeFactory,
    MentorFactory,
    PupilFactory,
)
from tests.mentoring.conftest import TODAY, School, agree


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def assign(stage_set: StageSet, by, *codes: str, since: date = date(2026, 1, 1)) -> list[StageAssignment]:
    forms = [Form.objects.get(code=code) for code in codes] or [None]
    return assign_stage_set(
        stage_set=stage_set, municipality=stage_set.municipality, forms=forms, valid_from=since, by=by
    )


def pupils_pair(school: School) -> Pair:
    people = [PupilFactory(organisation=school.organisation, grade=grade) for grade in (9, 7)]
    for person in people:
        agree(person)
        agree(person, by_representative=True)
    return school.active_pair(
        MentorFactory(person=people[0], source=MentorSource.PUPIL),
        MenteeFactory(person=people[1], participant=Participant.PUPIL),
        form=Form.objects.get(code="pupil-pupil"),
    )


def titles(pair: Pair) -> list[str]:
    return [state.stage.title for state in Checklist.of(pair).stages]


def finish(school, pair: Pair) -> Pair:
    """Everything of the present stage that people mark, then the next stage."""
    for item in Checklist.of(pair).current.missing:
        mark_item(pair=pair, template=item.template, done_on=TODAY, by=school.curator)
    return advance_stage(pair=pair, from_stage=pair.stage, by=school.curator)
