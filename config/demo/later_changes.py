"""What has happened to working pairs since: moves to other schools, an end taken back, an assignment cancelled."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from accounts.models import User
from config.demo.calendar import Calendar
from config.demo.district import DemoDistrict
from mentoring.actions.corrections import correct_last_day, reopen
from mentoring.actions.endings import terminate
from mentoring.actions.moves import answer_move
from mentoring.enums import EndReason, MoveAnswer, PairSide, PairStatus
from mentoring.models import Pair
from registry import clock
from registry.actions.affiliations import transfer_person
from registry.enums import OrganisationKind, Role
from registry.extension_points import Move
from registry.models import Organisation
from registry.queries.working_days import working_day_after


@dataclass
class LaterChanges:
    district: DemoDistrict

    @property
    def calendar(self) -> Calendar:
        return self.district.calendar

    @property
    def by(self) -> User:
        return self.district.admin

    @property
    def _main(self) -> int:
        return self.district.main_school.pk

    def tell(self) -> None:
        self._moves()
        self._correction()
        self._cancelled_assignment()
        self._coming_end()

    def _moves(self) -> None:
        """A mentor of the main school has gone to another one, and nobody has decided about the pair yet; one of
        another school has gone and leads the mentee on from there."""
        active = Pair.objects.filter(status=PairStatus.ACTIVE, form__code="teacher-teacher")
        active = active.select_related("mentor__person", "organisation").order_by("pk")
        left_open = active.filter(organisation=self._main, stage__number=4).last()
        goes_on = active.exclude(organisation=self._main).filter(stage__number=2).first()
        for pair, answer, days in ((left_open, MoveAnswer.LATER, 9), (goes_on, MoveAnswer.GOES_ON, 20)):
            school = self._neighbour_of(pair.organisation) if pair else None
            if pair is None or school is None:
                continue
            with clock.as_at(self.calendar.today - timedelta(days=days)):
                person, on = pair.mentor.person, clock.today()
                transfer_person(person=person, organisation=school, on=on, reason="переводом по соглашению", by=self.by)
                move = Move(person, pair.organisation, school, on)
                answer_move(pair=pair, side=PairSide.MENTOR, move=move, answer=answer, by=self.by)

    def _neighbour_of(self, school: Organisation) -> Organisation | None:
        """A school that is neither this one nor the main one."""
        schools = Organisation.objects.filter(municipality=school.municipality_id, kind=OrganisationKind.SCHOOL)
        return schools.exclude(pk__in=[school.pk, self._main]).order_by("pk").first()

    def _correction(self) -> None:
        """The curator of the main school has ended a wrong pair; the head brings it back to work."""
        pair = self._working_in_main_school().first()
        if pair is None:
            return
        with clock.as_at(self.calendar.today - timedelta(days=6)):
            terminate(
                pair=pair,
                on=clock.today(),
                end_reason=EndReason.REQUEST,
                reason="Наставляемый просит другого наставника",
                act_awaited=True,
                by=self.district.users[Role.CURATOR],
            )
        with clock.as_at(self.calendar.today - timedelta(days=5)):
            reopen(
                pair=pair,
                reason="Просил другой наставляемый этого наставника, пару перепутали",
                by=self.district.users[Role.HEAD],
            )

    def _cancelled_assignment(self) -> None:
        """The employer has cancelled one assignment with notice (ст. 351.8 ТК РФ); its last day was written wrongly."""
        notified_on = self.calendar.today - timedelta(days=20)
        last_day = working_day_after(notified_on, 5)
        pair = self._working_in_main_school().exclude(changes__corrects__isnull=False).first()
        if pair is None:
            return
        with clock.as_at(last_day):
            terminate(
                pair=pair,
                on=last_day - timedelta(days=1),
                end_reason=EndReason.EMPLOYER_CANCELLED,
                reason="Наставник переходит на неполную ставку",
                notified_on=notified_on,
                act_awaited=True,
                takes_back=True,  # events that were held after it belong to another pair
                by=self.district.users[Role.CURATOR],
            )
            correct_last_day(
                pair=pair,
                on=last_day,
                reason="В уведомлении последним днём назван следующий",
                by=self.district.users[Role.HEAD],
            )

    def _coming_end(self) -> None:
        """The end of a pupil's pair has been entered ahead: it works until its last day."""
        active = Pair.objects.filter(organisation=self._main, status=PairStatus.ACTIVE, form__code="employer-pupil")
        pair = active.order_by("pk").last()
        if pair is None:
            return
        with clock.as_at(self.calendar.today - timedelta(days=1)):
            terminate(
                pair=pair,
                on=min(pair.ends_on, self.calendar.today + timedelta(days=17)),
                end_reason=EndReason.REQUEST,
                reason="Предприятие переводит наставника в другой город",
                act_awaited=True,
                by=self.district.users[Role.CURATOR],
            )

    def _working_in_main_school(self) -> QuerySet[Pair]:
        """Those far enough that nothing else of the story touches them."""
        pairs = Pair.objects.filter(
            organisation=self._main, status=PairStatus.ACTIVE, stage__number__in=[2, 3], form__code="teacher-teacher"
        )
        return pairs.order_by("pk")
