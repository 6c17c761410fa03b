"""A regional college of the district: it leads pairs in a form of its own and ends one for a reason of its own."""

from datetime import timedelta
from random import Random

from dateutil.relativedelta import relativedelta

from config.demo.district import DemoDistrict, new_person, sign_consents
from config.demo.names import invented_names
from config.demo.story import IssueOrder
from mentoring.actions.endings import terminate
from mentoring.actions.pairs import create_pair
from mentoring.actions.requests import make_request
from mentoring.enums import PairStatus, RequestAuthor, RequestKind
from mentoring.models import Pair, PairRequest
from registry import clock
from registry.actions.own_entries import save_own_entry
from registry.enums import CandidateApproval, Founder, MentorReadiness, OrganisationKind, Participant, Role
from registry.models import Form, Kind, Mentee, Mentor, Organisation, Reason


def open_college(district: DemoDistrict, *, issue: IssueOrder) -> None:
    with clock.as_at(district.calendar.autumn):
        form, reason = _own_entries(district)
        college = _college(district)
        pairs = _pairs(district, college, form)
    agreed = [pair for pair in pairs if pair.status == PairStatus.AGREED]
    if not agreed:
        return
    with clock.as_at(district.calendar.autumn):
        issue(college, agreed, district.calendar.autumn, "17-С")
    with clock.as_at(district.calendar.today - timedelta(days=1)):
        last = Pair.objects.get(pk=agreed[-1].pk)
        request_fields = {"kind": RequestKind.REPLACE, "author": RequestAuthor.MENTEE, "on_paper": True}
        request = PairRequest(pair=last, text="Ухожу в академический отпуск.", **request_fields)
        make_request(request=request, by=district.admin)
        terminate(pair=last, on=clock.today(), end_reason=reason.code, act_awaited=True, by=district.admin)


def _own_entries(district: DemoDistrict) -> tuple[Form, Reason]:
    """What the portal has not: entered by the administrator, offered in this district alone."""
    form = Form(
        municipality=district.municipality,
        title="педагог – студент",
        source="положение колледжа",
        mentor_sides=["teacher"],
        mentee_sides=["student"],
        organisation_kinds=[OrganisationKind.COLLEGE.value],
        aliases=["преподаватель – студент"],
        mentee_term="стажёр",
        mentee_term_genitive="стажёра",
        mentee_term_dative="стажёру",
        mentee_term_instrumental="стажёром",
        mentee_term_plural_genitive="стажёров",
        mentee_term_plural_dative="стажёрам",
    )
    save_own_entry(entry=form, use_now=True, by=district.admin)
    reason = Reason(
        municipality=district.municipality,
        title="академический отпуск студента",
        source="положение колледжа",
        for_early_end=True,
        participants=["student"],
        replaces=Reason.objects.get(code="academic_leave"),
        asked_by=[Role.MENTEE.value],
        order_days=5,
    )
    save_own_entry(entry=reason, by=district.admin)
    return form, reason


def _college(district: DemoDistrict) -> Organisation:
    return Organisation.objects.create(
        municipality=district.municipality,
        kind=OrganisationKind.COLLEGE,
        founder=Founder.REGIONAL,
        short_name="ГБПОУ «Заречный педколледж»",
        full_name="Государственное бюджетное профессиональное образовательное учреждение «Заречный педагогический "
        "колледж»",
        head_name="Мезенцева Кира Аркадьевна",
        address="п. Заречный, ул. Студенческая, д. 6",
    )


def _pairs(district: DemoDistrict, college: Organisation, form: Form) -> list[Pair]:
    names, calendar = invented_names(Random(67), share_of_women=0.7), district.calendar
    mentor = Mentor.objects.create(
        person=new_person(district, college, next(names), position="преподаватель педагогики", age=47),
        readiness=MentorReadiness.READY,
        approval=CandidateApproval.UNRECORDED,
        included_on=calendar.last_autumn,
    )
    mentees = [
        Mentee.objects.create(
            person=new_person(district, college, next(names), age=19),
            participant=Participant.STUDENT,
            request="Первая педагогическая практика",
            included_on=calendar.autumn,
        )
        for _ in range(2)
    ]
    sign_consents([mentor.person, *(mentee.person for mentee in mentees)], calendar.autumn, by=district.admin)
    return [
        create_pair(
            mentor=mentor,
            mentee=mentee,
            organisation=college,
            form=form,
            kinds=[Kind.objects.get(code="traditional")],
            starts_on=calendar.autumn,
            ends_on=calendar.autumn + relativedelta(months=8),
            by=district.admin,
        )
        for mentee in mentees
    ]
