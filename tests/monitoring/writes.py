"""Every sort of write that figures depend on."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import connection

from mentoring.enums import (
    ORDERED,
    EndReason,
    PairSide,
    PairStatus,
    PlanSection,
    ProgrammeStatus,
    RoadmapItemStatus,
    RoadmapStatus,
)
from mentoring.models import (
    MoveDecision,
    Pair,
    PairChange,
    PairStage,
    PlanItem,
    Programme,
    Roadmap,
    RoadmapItem,
    RoadmapSection,
    Stage,
)
from monitoring.models import StoredFigures
from registry.enums import Participant, RuleLevel
from registry.models import (
    Act,
    Affiliation,
    Category,
    Curator,
    Kind,
    LocalRules,
    Mentee,
    Mentor,
    Municipality,
    Organisation,
    Person,
    Policy,
)
from tests.factories import (
    CuratorFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PairFactory,
    PersonFactory,
    PlanItemFactory,
    PolicyFactory,
    ProgrammeFactory,
    UserFactory,
    local_rules,
    own_rules,
)
from tests.monitoring.conftest import TODAY


class Writes:
    """Every sort of change that figures depend on, by the ORM, in bulk and in plain SQL, at random."""

    def __init__(self, municipality: Municipality, seed: int) -> None:
        self.random = Random(seed)
        self.municipality = municipality
        self.organisations = OrganisationFactory.create_batch(3, municipality=municipality)
        self.all: list[Callable[[], object]] = [
            self.mentor, self.mentee, self.mentees_in_bulk, self.pair, self.pair, self.order, self.order, self.end,
            self.move_on, self.stay_by_sql, self.leave_bank, self.move_person, self.join_cards, self.archive,
            self.work_since, self.category, self.personal_limit, self.policy, self.policy_by_sql, self.date_act,
            self.programme, self.submit, self.item, self.finish_items, self.await_act, self.roadmap, self.curator,
            self.roadmap_item, self.roadmap_item,
            self.confirm, self.kind, self.rehost, self.prolong, self.delete, self.stage_by_sql, self.entry_by_sql,
            self.own_rules_of_a_school, self.rules_of_kind_or_region, self.change_of_rules_by_sql,
            self.kind_of_organisation,
        ]  # fmt: skip

    def some(self) -> None:
        for _ in range(self.random.randint(1, 4)):
            self.random.choice(self.all)()

    def day(self) -> date:
        return TODAY - timedelta(days=self.random.randrange(-40, 1000))

    def days(self) -> tuple[date, ...]:
        """Today, and some of the days on which numbers change."""
        changes = StoredFigures.objects.filter(day__lte=TODAY, day__gt=date(2000, 1, 1)).order_by("day")
        days = list(changes.values_list("day", flat=True).distinct())
        return TODAY, *self.random.sample(days, min(4, len(days)))

    def any(self, rows: Any) -> Any:
        return self.random.choice(list(rows.order_by("pk")) or [None])

    def home(self) -> Organisation:
        return self.random.choice(self.organisations)

    def person(self) -> Person:
        since = self.random.choice([None, self.day(), date(2024, 2, 29), date(2023, 3, 1)])
        return PersonFactory(organisation=self.home(), municipality=self.municipality, working_since=since)

    # --- people -----------------------------------------------------------------------------------------------------
    def mentor(self) -> None:
        MentorFactory(person=self.person(), included_on=self.day())

    def mentee(self) -> None:
        participant = self.random.choice([Participant.TEACHER, Participant.TEACHER, Participant.PUPIL])
        MenteeFactory(person=self.person(), included_on=self.day(), participant=participant)

    def mentees_in_bulk(self) -> None:
        Mentee.objects.bulk_create(
            Mentee(person=self.person(), participant=Participant.TEACHER, included_on=self.day()) for _ in range(3)
        )

    def leave_bank(self) -> None:
        bank = self.random.choice([Mentor, Mentee])
        if entry := self.any(bank.objects.all()):
            left = None if entry.excluded_on else max(self.day(), entry.included_on)
            bank.objects.filter(pk=entry.pk).update(excluded_on=left)

    def entry_by_sql(self) -> None:
        with connection.cursor() as cursor:
            bank, day = self.random.choice(["mentor", "mentee"]), self.day()
            table = f"registry_{bank}"
            cursor.execute(
                f"UPDATE {table} SET included_on = %s WHERE excluded_on IS NULL AND id %% 3 = 0 AND NOT EXISTS "
                f"(SELECT 1 FROM mentoring_pair p WHERE p.{bank}_id = {table}.id AND p.starts_on < %s)",
                [day, day],
            )

    def move_person(self) -> None:
        people = Person.objects.filter(organisation__isnull=False)
        if person := self.any(people):
            people.filter(pk=person.pk).update(organisation=self.home())

    def transfer(self) -> None:
        """To another organisation from a day, with the rows of belonging written first."""
        if open_row := self.any(Affiliation.objects.filter(until__isnull=True)):
            until = max(self.day(), open_row.since or date(2023, 1, 1))
            Affiliation.objects.filter(pk=open_row.pk).update(until=until)
            Affiliation.objects.create(
                person=open_row.person, organisation=self.home(), since=until + timedelta(days=1)
            )

    def date_belonging(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE registry_affiliation SET since = %s WHERE since IS NULL AND until IS NULL AND id %% 3 = 0",
                [self.day()],
            )

    def decide(self) -> None:
        if pair := self.any(Pair.objects.filter(status=PairStatus.ACTIVE)):
            side = self.random.choice(list(PairSide))
            MoveDecision.objects.get_or_create(pair=pair, side=side, on=self.day())

    def join_cards(self) -> None:
        if person := self.any(Person.objects.filter(merged_into__isnull=True)):
            person.merged_into, person.archived_on = self.person(), TODAY
            person.save()

    def archive(self) -> None:
        if person := self.any(Person.objects.filter(merged_into__isnull=True)):
            person.archived_on = None if person.archived_on else TODAY
            person.save()

    def work_since(self) -> None:
        if person := self.any(Person.objects.all()):
            person.working_since = self.day()
            person.save()

    def category(self) -> None:
        if mentee := self.any(Mentee.objects.all()):
            young = Category.objects.get(code="teacher-young")
            mentee.categories.set([] if mentee.categories.exists() else [young])

    def personal_limit(self) -> None:
        if mentor := self.any(Mentor.objects.all()):
            mentor.personal_limit = self.random.choice([None, 1, 2])
            mentor.save()

    def policy(self) -> None:
        PolicyFactory(
            municipality=self.municipality,
            valid_from=TODAY - timedelta(days=Policy.objects.count() * 37 + 1),
            mentee_limit=self.random.randint(1, 3),
            young_specialist_years=self.random.randint(1, 4),
        )

    def policy_by_sql(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE registry_policy SET mentee_limit = %s", [self.random.randint(1, 3)])

    def own_rules_of_a_school(self) -> None:
        own_rules(
            self.home(),
            valid_from=TODAY - timedelta(days=LocalRules.objects.count() * 31 + 1),
            valid_to=self.random.choice([None, TODAY]),
            mentee_limit=self.random.randint(1, 3),
            young_specialist_years=self.random.randint(1, 4),
        )

    def rules_of_kind_or_region(self) -> None:
        day = TODAY - timedelta(days=LocalRules.objects.count() * 31 + 1)
        owner = self.random.choice(
            [
                {"level": RuleLevel.KIND, "municipality": self.municipality, "organisation_kind": "school"},
                {"level": RuleLevel.REGION, "region": self.municipality.region},
            ]
        )
        local_rules(**owner, valid_from=day, mentee_limit=self.random.randint(1, 3), bounds=["mentee_limit"])

    def change_of_rules_by_sql(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE registry_localrules SET mentee_limit = %s", [self.random.randint(1, 3)])

    def kind_of_organisation(self) -> None:
        organisation = self.home()
        organisation.kind = self.random.choice(["school", "preschool"])
        organisation.save()

    # --- pairs ------------------------------------------------------------------------------------------------------
    def pair(self) -> None:
        busy = Pair.objects.exclude(status=PairStatus.CANCELLED).values("mentor")
        mentor = self.any(Mentor.objects.exclude(pk__in=busy)) or MentorFactory(person=self.person())
        mentee = self.any(Mentee.objects.all()) or MenteeFactory(person=self.person())
        status = self.random.choice([PairStatus.DRAFT, PairStatus.AGREED, PairStatus.AGREED])
        begins = self.day()
        pair = PairFactory(
            organisation=self.home(), mentor=mentor, mentee=mentee, status=status, starts_on=begins,
            ends_on=begins + timedelta(days=self.random.randint(20, 400)),
        )  # fmt: skip
        Pair.objects.filter(pk=pair.pk).update(created_on=self.day())
        if status == PairStatus.AGREED:
            PairChange.objects.create(pair=pair, from_status="draft", to_status="agreed", on=self.day())

    def order(self) -> None:
        if pair := self.any(Pair.objects.filter(status=PairStatus.AGREED)):
            pair.act = Act.objects.create(
                municipality=self.municipality, organisation=pair.organisation, number=str(pair.pk),
                dated=pair.starts_on + timedelta(days=self.random.randint(-5, 9)), title="О закреплении",
            )  # fmt: skip
            pair.status, pair.stage = PairStatus.ACTIVE, self.any(Stage.objects.all())
            pair.save()
            PairStage.objects.create(pair=pair, stage=pair.stage, entered_on=pair.starts_on)

    def end(self) -> None:
        if pair := self.any(Pair.objects.filter(status=PairStatus.ACTIVE)):
            pair.status = self.random.choice([PairStatus.COMPLETED, PairStatus.TERMINATED])
            secured = max(pair.starts_on, pair.act.dated if pair.act else pair.starts_on)
            pair.ended_on, pair.end_reason_id = min(pair.ends_on, max(secured, self.day())), EndReason.REQUEST
            pair.save()

    def move_on(self) -> None:
        if pair := self.any(Pair.objects.filter(status=PairStatus.ACTIVE)):
            entered = self.day()
            pair.stages.filter(left_on__isnull=True, entered_on__lte=entered).update(left_on=entered)
            if not pair.stages.filter(left_on__isnull=True).exists():
                pair.stage = self.any(Stage.objects.all())
                pair.save()
                PairStage.objects.create(pair=pair, stage=pair.stage, entered_on=entered)

    def stay_by_sql(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE mentoring_pairstage SET entered_on = %s WHERE id %% 4 = 1 AND left_on IS NULL", [self.day()]
            )

    def stage_by_sql(self) -> None:
        with connection.cursor() as cursor:
            stage = self.any(Stage.objects.all()).pk
            cursor.execute(
                "UPDATE mentoring_pair SET stage_id = %s WHERE stage_id IS NOT NULL AND id %% 4 = 1", [stage]
            )

    def date_act(self) -> None:
        if act := self.any(Act.objects.all()):
            dated = min([self.day(), *(pair.last_day for pair in act.pairs.all())])
            Act.objects.filter(pk=act.pk).update(dated=dated, effective_on=act.effective_on and dated)

    def rehost(self) -> None:
        if pair := self.any(Pair.objects.all()):
            Pair.objects.filter(pk=pair.pk).update(organisation=self.home())

    def prolong(self) -> None:
        if pair := self.any(Pair.objects.filter(status__in=[PairStatus.DRAFT, PairStatus.ACTIVE])):
            Pair.objects.filter(pk=pair.pk).update(ends_on=pair.ends_on + timedelta(days=50))

    def kind(self) -> None:
        if pair := self.any(Pair.objects.all()):
            kinds = list(Kind.objects.filter(one_meeting=True)[:1])
            pair.kinds.set([] if pair.kinds.exists() else kinds)

    def delete(self) -> None:
        if pair := self.any(Pair.objects.filter(status=PairStatus.DRAFT, programme__isnull=True)):
            pair.delete()

    # --- what is due ------------------------------------------------------------------------------------------------
    def programme(self) -> None:
        if pair := self.any(Pair.objects.filter(status__in=ORDERED, programme__isnull=True)):
            ProgrammeFactory(pair=pair)

    def submit(self) -> None:
        drafts = Programme.objects.filter(status=ProgrammeStatus.DRAFT)
        if programme := self.any(drafts):
            drafts.filter(pk=programme.pk).update(status=ProgrammeStatus.SUBMITTED, submitted_on=TODAY)

    def item(self) -> None:
        if programme := self.any(Programme.objects.all()):
            PlanItemFactory(programme=programme, section=PlanSection.PRACTICE, due_on=self.day())

    def finish_items(self) -> None:
        PlanItem.objects.filter(pk__in=[item.pk for item in PlanItem.objects.all() if item.pk % 3 == 0]).update(
            done_on=TODAY
        )

    def await_act(self) -> None:
        if pair := self.any(Pair.objects.filter(status=PairStatus.ACTIVE)):
            PairChange.objects.create(
                pair=pair, from_status="active", to_status="active", on=self.day(), act_awaited=True
            )

    def roadmap(self) -> None:
        status = self.random.choice([RoadmapStatus.APPROVAL, RoadmapStatus.SUBMITTED, RoadmapStatus.DRAFT])
        home = self.home()
        Roadmap.objects.create(
            municipality=self.municipality, organisation=home, title="Карта", status=status,
            starts_on=self.day(), ends_on=TODAY + timedelta(days=400), submitted_on=None,
        )  # fmt: skip

    def roadmap_item(self) -> None:
        if roadmap := self.any(Roadmap.objects.all()):
            approved_on = self.random.choice([None, roadmap.starts_on])
            if approved_on:
                curator = UserFactory()
                Roadmap.objects.filter(pk=roadmap.pk).update(approved_on=approved_on, approved_by=curator)
            section = RoadmapSection.objects.create(roadmap=roadmap, title="Раздел")
            item = RoadmapItem.objects.create(section=section, title="Совещание", due_to=self.day())
            if self.random.random() < 0.3:
                RoadmapItem.objects.filter(pk=item.pk).update(status=RoadmapItemStatus.DROPPED)

    def curator(self) -> None:
        CuratorFactory(organisation=self.home(), appointed_on=self.day())

    def confirm(self) -> None:
        if curator := self.any(Curator.objects.all()):
            Curator.objects.filter(pk=curator.pk).update(confirmed_on=max(curator.appointed_on, self.day()))
