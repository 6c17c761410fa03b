"""What happened in the district: pairs of two school years, in every state and stage, with some things late."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypedDict

from accounts.models import User
from config.demo.calendar import Calendar
from config.demo.district import DemoDistrict, sign_consents
from config.demo.later_changes import LaterChanges
from mentoring.actions.checklist import advance_stage, mark_item
from mentoring.actions.endings import complete, replace_mentor, terminate
from mentoring.actions.pairs import create_pair
from mentoring.actions.programmes import acquaint_mentee, approve_programme, mark_plan_item, save_programme
from mentoring.actions.programmes import submit_programme as submit
from mentoring.actions.states import change_state
from mentoring.enums import EndReason, PairStatus, PlanSection, StageItemSource
from mentoring.models import Pair, PlanItem, Programme
from mentoring.queries.capacity import load_of
from mentoring.stages.checklist import Checklist
from registry import clock
from registry.enums import MentorSource, Role
from registry.models import Curator, Form, Kind, Mentee, Mentor, Organisation, RoleModel

IssueOrder = Callable[[Organisation, Sequence[Pair], date, str], None]

PLAN = (
    (PlanSection.WORKPLACE, "Знакомство с кабинетом, журналом и коллегами предметного объединения", 0.08),
    (PlanSection.DUTIES, "Разбор должностной инструкции и рабочей программы по предмету", 0.15),
    (PlanSection.THEORY, "Изучение приёмов формирующего оценивания", 0.30),
    (PlanSection.PRACTICE, "Взаимное посещение уроков с обсуждением", 0.45),
    (PlanSection.PRACTICE, "Открытый урок для коллег", 0.80),
    (PlanSection.CONSOLIDATION, "Самоанализ трёх уроков по общей схеме", 0.95),
)
PUPILS_PLAN = (
    (PlanSection.WORKPLACE, "Знакомство с наставником и с тем, чем он занимается", 0.08),
    (PlanSection.DUTIES, "Договориться, когда и как встречаться", 0.15),
    (PlanSection.THEORY, "Разобрать трудные темы и составить свой план занятий", 0.30),
    (PlanSection.PRACTICE, "Подготовить вместе проект и выступить с ним в классе", 0.45),
    (PlanSection.PRACTICE, "Экскурсия на предприятие или мастер-класс", 0.80),
    (PlanSection.CONSOLIDATION, "Рассказать классу, что получилось", 0.95),
)
PUPILS_GOALS = (
    "Подтянуть математику и научиться просить помощи",
    "Выбрать профильный класс, познакомившись с профессией поближе",
    "Найти своё место в классе и подготовить общий проект",
)
GOALS = (
    "Уверенно планировать и проводить уроки, опираясь на результаты учеников",
    "Освоить приёмы работы с классом, в котором дети учатся по-разному",
    "Научиться строить урок от планируемого результата и оценивать его вместе с детьми",
)


class ProgrammeTexts(TypedDict):
    tasks: str
    difficulties: str
    strengths: str
    expected_results: str


TEXTS: ProgrammeTexts = {
    "tasks": "Освоить планирование урока; научиться анализировать свой урок; собрать методическую папку",
    "difficulties": "Распределение времени на уроке, дисциплина в классе",
    "strengths": "Хорошее знание предмета, готовность учиться",
    "expected_results": "Три открытых урока, положительные отзывы коллег",
}
PUPILS_TEXTS: ProgrammeTexts = {
    "tasks": "Заниматься раз в неделю; довести проект до выступления",
    "difficulties": "Стесняется спрашивать, быстро теряет интерес",
    "strengths": "Любит мастерить, держит слово",
    "expected_results": "Законченный проект, оценки не ниже «четырёх»",
}


@dataclass
class Story:
    """Tells the district's history in order; `issue` issues an order over pairs of one organisation."""

    district: DemoDistrict
    issue: IssueOrder

    @property
    def calendar(self) -> Calendar:
        return self.district.calendar

    @property
    def by(self) -> User:
        return self.district.admin

    def tell(self, teachers: Sequence[Mentee], pupils: Sequence[Mentee]) -> None:
        everyone = [*teachers, *pupils]
        unsigned = {mentee.pk for mentee in everyone[-9:-3]}
        mentors = Mentor.objects.filter(person__municipality=self.district.municipality).select_related("person")
        sign_consents(
            [mentee.person for mentee in everyone if mentee.pk not in unsigned] + [m.person for m in mentors],
            self.calendar.last_autumn,
            by=self.by,
        )
        by_school: dict[int, list[Mentee]] = defaultdict(list)
        for mentee in teachers:
            by_school[mentee.person.organisation_id or 0].append(mentee)
        self._last_year([group[0] for group in by_school.values()] + [by_school[self._main][1]])
        this_year = [mentee for group in by_school.values() for mentee in group[1:-2]]
        self._this_year(this_year, [mentee for mentee in pupils if mentee.pk not in unsigned][:12])
        self._not_begun([group[-2] for group in by_school.values()][:6], [m for m in pupils if m.pk in unsigned])
        self._changes()
        LaterChanges(self.district).tell()

    @property
    def _main(self) -> int:
        return self.district.main_school.pk

    # --- last year ---------------------------------------------------------------------------------------------------
    def _last_year(self, mentees: Sequence[Mentee]) -> None:
        autumn, spring = self.calendar.last_autumn, self.calendar.last_spring
        with clock.as_at(autumn):
            pairs = [self._enter(mentee, autumn, spring) for mentee in mentees]
            active = self._order([pair for pair in pairs if pair], autumn, "62-ОД")
        for position, pair in enumerate(active):
            with clock.as_at(autumn + timedelta(days=20)):
                self._write_programme(pair, position, approve=True)
            if position == 3:
                with clock.as_at(autumn + timedelta(days=120)):
                    terminate(
                        pair=pair,
                        on=clock.today(),
                        end_reason=EndReason.CONTRACT_ENDED,
                        reason="Наставник переехал в другой город",
                        by=self.by,
                    )
                continue
            self._walk(pair, to_stage=5, since=autumn + timedelta(days=30), until=spring - timedelta(days=5))
            with clock.as_at(spring):
                self._tick(pair, spring)
                self._finish_plan(pair, spring)
                complete(pair=pair, on=spring, reason="Цель достигнута", by=self.by)

    # --- this year ---------------------------------------------------------------------------------------------------
    def _this_year(self, teachers: Sequence[Mentee], pupils: Sequence[Mentee]) -> None:
        autumn, spring = self.calendar.autumn, self.calendar.spring
        with clock.as_at(autumn):
            pairs = [self._enter(mentee, autumn, spring) for mentee in teachers]
            pairs += [self._enter(mentee, autumn, spring, pupils=True) for mentee in pupils]
            active = self._order([pair for pair in pairs if pair], autumn, "74-ОД")
        for position, pair in enumerate(active):
            # how far the pair has come: most are being realised, some are late with their programme
            stage = (1, 2, 3, 3, 2, 3, 1, 3, 4, 3, 2, 3, 5, 3)[position % 14]
            if stage == 1 and position % 3:
                continue
            with clock.as_at(self.calendar.between(0.2)):
                self._write_programme(pair, position, approve=stage > 2)
            if stage > 1:
                self._walk(pair, to_stage=stage, since=self.calendar.between(0.25), until=self.calendar.between(0.95))
            if position % 4:
                self._catch_up(pair)

    def _not_begun(self, agreed: Sequence[Mentee], unsigned: Sequence[Mentee]) -> None:
        """Agreed ones that wait for an order, drafts that wait for papers, one cancelled."""
        begin = self.calendar.between(0.7)
        end = self.calendar.spring
        with clock.as_at(begin):
            for mentee in agreed:
                self._enter(mentee, begin, end)
            drafts = [self._enter(mentee, begin, end, pupils=True) for mentee in unsigned]
        with clock.as_at(self.calendar.today):
            last = next((pair for pair in reversed(drafts) if pair), None)
            if last:
                change_state(pair=last, to=PairStatus.CANCELLED, on=clock.today(), reason="Передумали", by=self.by)

    def _changes(self) -> None:
        """One mentor of the main school is replaced; the new pair waits for its order."""
        pair = (
            Pair.objects.filter(
                organisation=self._main, status=PairStatus.ACTIVE, stage__number=3, form__code="teacher-teacher"
            )
            .select_related("mentor", "organisation")
            .order_by("pk")
            .last()
        )
        if pair is None:
            return
        with clock.as_at(self.calendar.today - timedelta(days=3)):
            mentor = self._mentor_for(pair.mentee, clock.today(), pair.ends_on, apart_from=pair.mentor)
            if mentor:
                replace_mentor(
                    pair=pair,
                    mentor=mentor,
                    on=clock.today(),
                    end_reason=EndReason.REQUEST,
                    reason="Наставник просит снять нагрузку",
                    by=self.by,
                )

    # --- steps -------------------------------------------------------------------------------------------------------
    def _enter(self, mentee: Mentee, starts_on: date, ends_on: date, *, pupils: bool = False) -> Pair | None:
        school = mentee.person.organisation
        form = Form.objects.get(code="teacher-teacher")
        model = RoleModel.objects.get(code="experienced-young")
        mentor = None
        if pupils:
            form = Form.objects.get(code="pupil-pupil")
            mentor = self._mentor_for(mentee, starts_on, ends_on, source=MentorSource.PUPIL)
            model = form.role_models.order_by("position")[0]
            if mentor is None:
                form = Form.objects.get(code="employer-pupil")
                model = form.role_models.order_by("position")[0]
                mentor = self._mentor_for(mentee, starts_on, ends_on, source=MentorSource.PARTNER)
        else:
            mentor = self._mentor_for(mentee, starts_on, ends_on)
        if mentor is None or school is None:
            return None
        return create_pair(
            mentor=mentor,
            mentee=mentee,
            organisation=school,
            form=form,
            role_model=model,
            kinds=[Kind.objects.get(code="traditional")],
            starts_on=starts_on,
            ends_on=ends_on,
            curator=Curator.objects.filter(organisation=school, dismissed_on__isnull=True).first(),
            by=self.by,
        )

    def _mentor_for(
        self,
        mentee: Mentee,
        starts_on: date,
        ends_on: date,
        *,
        source: MentorSource = MentorSource.TEACHER,
        apart_from: Mentor | None = None,
    ) -> Mentor | None:
        """The least busy mentor of the school (or of an enterprise) with a free place."""
        mentors = Mentor.objects.filter(source=source, excluded_on__isnull=True).exclude(person=mentee.person_id)
        if source != MentorSource.PARTNER:
            mentors = mentors.filter(person__organisation=mentee.person.organisation_id)
        if apart_from is not None:
            mentors = mentors.exclude(pk=apart_from.pk)
        loads = [(load_of(mentor, starts_on, ends_on), mentor) for mentor in mentors.order_by("pk")]
        free = [(load.busy, mentor.pk, mentor) for load, mentor in loads if load.free]
        return min(free)[2] if free else None

    def _order(self, pairs: Iterable[Pair], dated: date, number: str) -> list[Pair]:
        """One order for each organisation; returns the pairs as they are then."""
        by_school: dict[Organisation, list[Pair]] = defaultdict(list)
        for pair in pairs:
            if pair.status == PairStatus.AGREED:
                by_school[pair.organisation].append(pair)
        for school, group in by_school.items():
            self.issue(school, group, dated, number)
        keys = [pair.pk for group in by_school.values() for pair in group]
        return list(Pair.objects.filter(pk__in=keys, status=PairStatus.ACTIVE).select_related("stage").order_by("pk"))

    def _write_programme(self, pair: Pair, position: int, *, approve: bool) -> None:
        programme = Programme.objects.get(pair=pair)
        span = (pair.ends_on - pair.starts_on).days
        of_pupil = pair.form.code != "teacher-teacher"
        goals = PUPILS_GOALS if of_pupil else GOALS

        def write() -> None:
            PlanItem.objects.bulk_create(
                PlanItem(
                    programme=programme,
                    section=section,
                    position=number,
                    title=title,
                    due_on=pair.starts_on + timedelta(days=int(span * share)),
                    responsible="наставник",
                )
                for number, (section, title, share) in enumerate(PUPILS_PLAN if of_pupil else PLAN)
            )

        save_programme(
            programme=programme,
            write=write,
            by=self.by,
            goal=goals[position % len(goals)],
            **(PUPILS_TEXTS if of_pupil else TEXTS),
        )
        if approve or position % 2:
            submit(programme=programme, by=self.by)
        if approve:
            approve_programme(programme=programme, by=self._head(pair))
            acquaint_mentee(programme=programme, on=clock.today(), by=self.by)

    def _head(self, pair: Pair) -> User:
        return self.district.users[Role.HEAD] if pair.organisation_id == self._main else self.by

    def _walk(self, pair: Pair, *, to_stage: int, since: date, until: date) -> None:
        """Goes through the stages evenly between two days, ticking what people tick."""
        steps = to_stage - 1
        for step in range(steps):
            with clock.as_at(since + (until - since) * step // max(steps, 1)):
                pair.refresh_from_db()
                current = Checklist.of(pair).current
                if current and any(item.template.fulfilled_by == StageItemSource.PLAN_DONE for item in current.missing):
                    self._finish_plan(pair, clock.today())
                self._tick(pair, clock.today())
                checklist = Checklist.of(pair)
                current = checklist.current
                if current is None or current.missing or checklist.next_stage is None:
                    return
                advance_stage(pair=pair, from_stage=current.stage, by=self.by)

    def _tick(self, pair: Pair, on: date) -> None:
        current = Checklist.of(pair).current
        for item in current.missing if current else ():
            if not item.template.fulfilled_by:
                mark_item(
                    pair=pair,
                    template=item.template,
                    done_on=on,
                    evidence=item.template.evidence_hint or "Запись в журнале наставника",
                    by=self.by,
                )

    def _finish_plan(self, pair: Pair, on: date) -> None:
        for item in PlanItem.objects.filter(programme__pair=pair, done_on__isnull=True):
            mark_plan_item(item=item, done_on=min(item.due_on or on, on), result="Выполнено", by=self.by)

    def _catch_up(self, pair: Pair) -> None:
        """Nothing of this pair is late."""
        soon = self.calendar.today + timedelta(days=7)
        with clock.as_at(self.calendar.today):
            for item in PlanItem.objects.filter(programme__pair=pair, done_on__isnull=True, due_on__lte=soon):
                mark_plan_item(
                    item=item, done_on=min(item.due_on or clock.today(), clock.today()), result="Проведено", by=self.by
                )
