"""A district of any size, written in bulk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from mentoring.models import Pair, PairStage, Programme, Stage, StageItem, StageItemTemplate
from registry import clock
from registry.enums import MOST_MENTEES, Participant, Role
from registry.models import Act, Consent, Curator, Form, Mentee, Mentor, Municipality, Organisation, Person
from tests.factories import (
    CuratorFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PolicyFactory,
    member,
)


@dataclass
class BigDistrict:
    municipality: Municipality
    school: Organisation
    others: list[Organisation]
    curator: User
    coordinator: User
    act: Act
    pairs: int = 0

    @classmethod
    def with_one_pair(cls) -> "BigDistrict":
        municipality: Municipality = MunicipalityFactory.create()
        PolicyFactory(municipality=municipality)
        school: Organisation = OrganisationFactory.create(municipality=municipality)
        others = OrganisationFactory.create_batch(9, municipality=municipality)
        for organisation in (school, *others):
            CuratorFactory(organisation=organisation)
        act = Act.objects.create(
            municipality=municipality, organisation=school, number="1-ОД", dated=clock.today(), title="О закреплении"
        )
        district = cls(
            municipality,
            school,
            others,
            member(Role.CURATOR, organisation=school),
            member(Role.COORDINATOR, municipality=municipality),
            act,
        )
        district.grow(1)
        return district

    @property
    def first_pair(self) -> Pair:
        return Pair.objects.select_related("mentor").order_by("pk")[0]

    def grow(self, pairs: int) -> None:
        """Makes it `pairs` pairs in all; two of three in the school of the curator, the rest in the others."""
        new = range(self.pairs, pairs)
        homes = [self.school if number % 3 else self.others[number % len(self.others)] for number in new]
        if not self.pairs:
            homes = [self.school]
        mentees = Mentee.objects.bulk_create(
            Mentee(person=person, participant=Participant.TEACHER, included_on=date(2025, 9, 1))
            for person in self._people("Мельникова", homes)
        )
        by_home: dict[int | None, list[Mentee]] = {}
        for mentee in mentees:
            by_home.setdefault(mentee.person.organisation_id, []).append(mentee)
        mentor_homes, shares = [], []
        for group in by_home.values():
            for start in range(0, len(group), MOST_MENTEES):
                shares.append(group[start : start + MOST_MENTEES])
                mentor_homes.append(group[start].person.organisation)
        mentors = Mentor.objects.bulk_create(
            Mentor(person=person, included_on=date(2025, 9, 1)) for person in self._people("Петрова", mentor_homes)
        )
        self._pair_up([(mentor, mentee) for mentor, share in zip(mentors, shares, strict=True) for mentee in share])
        self.pairs = pairs

    def _people(self, surname: str, homes: Sequence[Organisation | None]) -> list[Person]:
        rows = []
        for number, home in enumerate(homes, start=self.pairs):
            person = Person(
                municipality=self.municipality,
                organisation=home,
                last_name=f"{surname}-{number:04}",
                first_name="Мария",
                middle_name="Сергеевна",
                birth_date=date(1990, 1, 1),
                position="учитель математики",
            )
            person.set_keys()
            rows.append(person)
        people = Person.objects.bulk_create(rows)
        Consent.objects.bulk_create(
            Consent(person=person, kind=kind, signed_on=date(2025, 9, 1))
            for person in people
            for kind in ("participation", "personal_data")
        )
        return people

    def _pair_up(self, couples: list[tuple[Mentor, Mentee]]) -> None:
        form = Form.objects.get(code="teacher-teacher")
        model = form.role_models.order_by("position").first()
        stages = list(Stage.objects.all())
        begun = clock.today() - timedelta(days=60)
        curators: dict[int | None, int] = dict(Curator.objects.values_list("organisation", "pk"))
        pairs = Pair.objects.bulk_create(
            Pair(
                mentor=mentor,
                mentee=mentee,
                organisation=mentee.person.organisation,
                curator_id=curators[mentee.person.organisation_id],
                form=form,
                role_model=model,
                starts_on=begun,
                ends_on=begun + timedelta(days=270),
                status="active",
                act=self.act,
                stage=stages[number % len(stages)],
            )
            for number, (mentor, mentee) in enumerate(couples)
        )
        PairStage.objects.bulk_create(PairStage(pair=pair, stage=pair.stage, entered_on=begun) for pair in pairs)
        Programme.objects.bulk_create(Programme(pair=pair, goal="Уверенно вести урок") for pair in pairs)
        item = StageItemTemplate.objects.order_by("stage__number", "position").first()
        StageItem.objects.bulk_create(StageItem(pair=pair, template=item, done_on=begun) for pair in pairs)
