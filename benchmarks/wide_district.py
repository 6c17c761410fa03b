"""A district of many organisations, written in bulk: pairs in all states and stages, some of everything due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from django.db import connection
from django.db.models import Model

from accounts.models import User
from mentoring.enums import PairStatus, PlanSection, ProgrammeStatus
from mentoring.models import Pair, PairChange, PairStage, PlanItem, Programme, Stage
from monitoring.enums import AssessmentPeriod, AssessmentStatus
from monitoring.models import Assessment, Scale
from monitoring.refresh import refresh_figures
from registry import clock
from registry.enums import (
    MOST_MENTEES,
    CandidateApproval,
    ConsentKind,
    MentorReadiness,
    OrganisationKind,
    Participant,
    Role,
)
from registry.models import (
    Act,
    Category,
    Consent,
    Contingent,
    Curator,
    Form,
    Kind,
    Mentee,
    Mentor,
    Municipality,
    Organisation,
    Person,
)
from russian.school_year import school_year_of
from tests.factories import PolicyFactory, member

Row = TypeVar("Row", bound=Model)

#: organisations written at once
_AT_ONCE = 50
_ROWS_AT_ONCE = 5000
_ITEMS_OF_A_PLAN = 3
#: one mentor of so many is a candidate who waits for the head; the others lead pairs by an order
_ONE_WAITS_OF = 30
_READY = {"readiness": MentorReadiness.READY, "approval": CandidateApproval.UNRECORDED}
_INCLUDED_ON = date(2025, 9, 1)
#: how many of a hundred pairs are in which state
_STATES = (
    (PairStatus.DRAFT, 6),
    (PairStatus.AGREED, 6),
    (PairStatus.ACTIVE, 68),
    (PairStatus.COMPLETED, 14),
    (PairStatus.REPLACED, 2),
    (PairStatus.TERMINATED, 2),
    (PairStatus.CANCELLED, 2),
)
_CYCLE = [status for status, share in _STATES for _ in range(share)]
_ORDERED = {PairStatus.ACTIVE, PairStatus.COMPLETED, PairStatus.REPLACED, PairStatus.TERMINATED}
_SURNAMES = ("Петрова", "Ольхова", "Берестнева", "Калинкина", "Рябинкина", "Вязникова", "Истомина", "Лопухова")
_FIRST_NAMES = ("Анна", "Мария", "Елена", "Ольга", "Вера", "Ирина", "Нина")


@dataclass
class WideDistrict:
    """One municipality; `school` is its first organisation, the same however many others there are."""

    municipality: Municipality
    coordinator: User
    curator: User
    head: User
    organisations: list[Organisation]
    pairs_each: int
    _scale: Scale = field(default_factory=lambda: Scale.objects.get(code="kez-2022"))
    _forms: list[Form] = field(default_factory=lambda: list(Form.objects.filter(in_use=True).order_by("position")))
    _stages: list[Stage] = field(default_factory=lambda: list(Stage.objects.order_by("number")))

    @classmethod
    def of(cls, organisations: int, pairs_each: int) -> "WideDistrict":
        municipality = Municipality.objects.create(
            slug="wide", name="Заречный муниципальный район", name_genitive="Заречного муниципального района"
        )
        PolicyFactory(municipality=municipality)
        [school] = _organisations(municipality, range(1))
        district = cls(
            municipality,
            member(Role.COORDINATOR, municipality=municipality),
            member(Role.CURATOR, organisation=school),
            member(Role.HEAD, organisation=school),
            [],
            pairs_each,
        )
        district._fill([school])
        district.grow(organisations)
        return district

    @property
    def school(self) -> Organisation:
        return self.organisations[0]

    @property
    def first_pair(self) -> Pair:
        return Pair.objects.filter(organisation=self.school).select_related("mentor", "mentee").order_by("pk")[0]

    def grow(self, organisations: int) -> None:
        """Makes it `organisations` in all."""
        while (count := len(self.organisations)) < organisations:
            self._fill(_organisations(self.municipality, range(count, min(count + _AT_ONCE, organisations))))
        refresh_figures()  # as the worker does after every write
        with connection.cursor() as cursor:
            # what the server does by itself within a minute
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")

    def _fill(self, organisations: list[Organisation]) -> None:
        self.organisations += organisations
        self._monitor(organisations)
        curators = self._curators(organisations)
        homes = [organisation for organisation in organisations for _ in range(self.pairs_each)]
        mentees = _write(
            Mentee(person=person, participant=Participant.TEACHER, included_on=_INCLUDED_ON)
            for person in self._people(homes, "учитель математики")
        )
        young = Category.objects.get(code="teacher-young")
        _write(
            Mentee.categories.through(mentee_id=mentee.pk, category_id=young.pk)
            for number, mentee in enumerate(mentees)
            if number % 3 == 0
        )
        # One mentor for three mentees in a row; one of twenty mentors works in the next organisation.
        starts = range(0, len(homes), MOST_MENTEES)
        mentor_homes = [
            homes[(start + self.pairs_each) % len(homes)] if start // MOST_MENTEES % 20 == 19 else homes[start]
            for start in starts
        ]
        mentors = _write(
            Mentor(person=person, included_on=_INCLUDED_ON, **({} if number % _ONE_WAITS_OF == 0 else _READY))
            for number, person in enumerate(self._people(mentor_homes, "учитель высшей категории"))
        )
        self._pair_up(mentors, mentees, homes, curators)

    def _monitor(self, organisations: list[Organisation]) -> None:
        """Denominators of this school year, and an approved score of the last one for half of the organisations."""
        today = clock.today()
        year, level = school_year_of(today), self._scale.levels.first()
        _write(
            Contingent(organisation=organisation, school_year=year, pupils=400, teachers=60, young_teachers=50)
            for organisation in organisations
        )
        _write(
            Assessment(
                organisation=organisation,
                scale=self._scale,
                school_year=year - 1,
                period=AssessmentPeriod.END,
                held_on=today - timedelta(days=180),
                status=AssessmentStatus.APPROVED,
                total=9 + number % 10,
                level=level,
                approved_by=self.curator,
                approved_on=today - timedelta(days=170),
            )
            for number, organisation in enumerate(organisations)
            if number % 2
        )

    def _curators(self, organisations: list[Organisation]) -> dict[int, Curator]:
        """One each by the organisation's key; one of ten has not confirmed the data for more than a year."""
        today = clock.today()
        curators = _write(
            Curator(
                person=person,
                organisation=organisation,
                appointed_on=today - timedelta(days=400),
                confirmed_on=None if number % 10 == 0 else today - timedelta(days=number % 360),
            )
            for number, (person, organisation) in enumerate(
                zip(self._people(organisations, "заместитель директора"), organisations, strict=True)
            )
        )
        return {curator.organisation_id: curator for curator in curators}

    def _people(self, homes: Sequence[Organisation], position: str) -> list[Person]:
        """One in each of `homes`; of every eight, seven have signed both consents."""
        rows = []
        for number, home in enumerate(homes):
            person = Person(
                municipality=self.municipality,
                organisation=home,
                last_name=f"{_SURNAMES[number % len(_SURNAMES)]}-{home.pk}-{number % 1000}",
                first_name=_FIRST_NAMES[number % len(_FIRST_NAMES)],
                middle_name="Сергеевна",
                birth_date=date(1980, 1, 1) + timedelta(days=number % 5000),
                working_since=date(2015, 9, 1) + timedelta(days=number % 3500),
                position=position,
            )
            person.set_keys()
            rows.append(person)
        people = _write(rows)
        _write(
            Consent(person=person, kind=kind, signed_on=date(2025, 9, 1))
            for number, person in enumerate(people)
            if number % 8
            for kind in (ConsentKind.PARTICIPATION, ConsentKind.PERSONAL_DATA)
        )
        return people

    def _act(self, organisation: Organisation, number: str, dated: date) -> Act:
        act = Act(
            municipality=self.municipality,
            organisation=organisation,
            number=number,
            dated=dated,
            title="О закреплении наставнических пар",
        )
        act.set_derived()
        return act

    def _pair_up(
        self,
        mentors: Sequence[Mentor],
        mentees: Sequence[Mentee],
        homes: Sequence[Organisation],
        curators: dict[int, Curator],
    ) -> None:
        today = clock.today()
        acts = {
            (act.organisation_id, act.dated): act
            for act in _write(
                self._act(organisation, f"{months}-ОД", today - timedelta(days=30 * months))
                for organisation in dict.fromkeys(homes)
                for months in range(13)
            )
        }
        rows = []
        for number, (mentee, home) in enumerate(zip(mentees, homes, strict=True)):
            status = _CYCLE[number * 7 % len(_CYCLE)]
            form = self._forms[number % len(self._forms)]
            pair = Pair(
                mentor=mentors[number // MOST_MENTEES],
                mentee=mentee,
                organisation=home,
                curator=curators[home.pk],
                form=form,
                status=status,
                created_on=today - timedelta(days=number % 28),
            )
            self._set_period(pair, number)
            if status in _ORDERED:
                pair.act = acts[home.pk, pair.starts_on]
                pair.stage = self._stages[number % len(self._stages)]
            rows.append(pair)
        pairs = _write(rows)
        traditional, once = Kind.objects.get(code="traditional"), Kind.objects.filter(one_meeting=True).first()
        _write(
            Pair.kinds.through(pair_id=pair.pk, kind_id=(once if once and number % 50 == 0 else traditional).pk)
            for number, pair in enumerate(pairs)
        )
        self._record_steps(pairs)
        self._write_programmes([pair for pair in pairs if pair.status in _ORDERED])

    @staticmethod
    def _set_period(pair: Pair, number: int) -> None:
        """An ordered pair began on the day of its order, up to eleven months ago; few are past their end. One that has
        ended has done so in the last three months, one of thirty ends in the days to come."""
        today = clock.today()
        if pair.status not in _ORDERED:
            pair.starts_on = today + timedelta(days=number % 60 - 5)
            pair.ends_on = pair.starts_on + timedelta(days=270)
            return
        pair.starts_on = today - timedelta(days=30 * (number % 12))
        pair.ends_on = pair.starts_on + timedelta(days=320 + number % 40)
        pair.created_on = pair.starts_on - timedelta(days=10)
        if pair.status != PairStatus.ACTIVE:
            pair.starts_on -= timedelta(days=30)
            pair.created_on -= timedelta(days=30)
            ends_in = number % 5 if number % 30 == 0 else -1 - number % 90
            pair.ended_on = max(pair.starts_on, min(pair.ends_on, today + timedelta(days=ends_in)))
            pair.end_reason_id = None if pair.status == PairStatus.COMPLETED else "request"

    def _record_steps(self, pairs: Sequence[Pair]) -> None:
        today = clock.today()
        draft, agreed, active = PairStatus.DRAFT, PairStatus.AGREED, PairStatus.ACTIVE
        steps = []
        for number, pair in enumerate(pairs):
            if pair.status in _ORDERED or pair.status == agreed:
                day = pair.created_on if pair.status in _ORDERED else today - timedelta(days=number % 20)
                steps.append(PairChange(pair=pair, from_status=draft, to_status=agreed, on=day, made_by=self.curator))
            if pair.status in _ORDERED:
                steps.append(
                    PairChange(pair=pair, from_status=agreed, to_status=active, on=pair.starts_on, act=pair.act)
                )
            if pair.ended_on is not None:
                steps.append(
                    PairChange(
                        pair=pair, from_status=active, to_status=pair.status, on=pair.ended_on, reason="По просьбе"
                    )
                )
        _write(steps)
        _write(PairStage(pair=pair, stage=pair.stage, entered_on=pair.starts_on) for pair in pairs if pair.stage)

    def _write_programmes(self, pairs: Sequence[Pair]) -> None:
        """Of a hundred: two have none, six are being written, three wait for the head, the others are approved."""
        today = clock.today()
        rows = []
        for number, pair in enumerate(pairs):
            turn = number * 13 % 100
            if turn < 2:
                continue
            programme = Programme(pair=pair, goal="Уверенно вести урок")
            if turn >= 11:
                programme.status, programme.approved_by = ProgrammeStatus.APPROVED, self.head
                programme.approved_on = pair.starts_on
            elif turn >= 8:
                programme.status, programme.submitted_on = ProgrammeStatus.SUBMITTED, today
            rows.append(programme)
        programmes = _write(rows)
        _write(
            PlanItem(
                programme=programme,
                section=PlanSection.PRACTICE,
                position=position,
                title=f"Посетить урок, {position + 1}-й раз",
                due_on=programme.pair.starts_on + timedelta(days=90 * (position + 1)),
                done_on=self._done_on(programme, number, position),
            )
            for number, programme in enumerate(programmes)
            for position in range(_ITEMS_OF_A_PLAN)
        )

    @staticmethod
    def _done_on(programme: Programme, number: int, position: int) -> date | None:
        """In time, but for one of twenty-five."""
        due = programme.pair.starts_on + timedelta(days=90 * (position + 1))
        return None if due > clock.today() or (number + position) % 25 == 0 else due


def _organisations(municipality: Municipality, numbers: Sequence[int]) -> list[Organisation]:
    rows = []
    for number in numbers:
        name = f"МБОУ «Заречная СОШ № {number + 1}»"
        organisation = Organisation(
            municipality=municipality,
            kind=OrganisationKind.SCHOOL,
            short_name=name,
            full_name=f"Муниципальное бюджетное общеобразовательное учреждение {name}",
            head_name="Стародубцев Глеб Родионович",
        )
        organisation.set_keys()
        rows.append(organisation)
    return _write(rows)


def _write(rows: Iterable[Row]) -> list[Row]:
    records = list(rows)
    return type(records[0])._default_manager.bulk_create(records, _ROWS_AT_ONCE) if records else []
