"""The invented district: municipality, policy, people who sign in, people of the register."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from dateutil.relativedelta import relativedelta
from django.contrib.auth.hashers import make_password
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from config.demo.bank_file import SCHOOLS, posts_of
from config.demo.calendar import Calendar
from config.demo.names import Name, invented_names
from registry.actions.policy import adopt_preset
from registry.enums import (
    MUNICIPAL_ROLES,
    CandidateApproval,
    ConsentKind,
    Founder,
    MentorReadiness,
    MentorSource,
    OrganisationKind,
    Participant,
    PartnerStatus,
    Role,
)
from registry.models import (
    Act,
    Category,
    Consent,
    Contingent,
    Curator,
    Membership,
    Mentee,
    Mentor,
    Municipality,
    Organisation,
    Person,
    PolicyPreset,
)

PASSWORD = "Zarechye-2026"
MUNICIPALITY = "zarechny"
#: the school whose curator, head and others have logins
MAIN_SCHOOL = "МБОУ «Заречная СОШ № 2»"


@dataclass(frozen=True)
class Login:
    email: str
    name: tuple[str, str, str]
    #: None for who stands above all municipalities
    role: Role | None
    who: str
    #: of organisations for which alone the role is good
    kinds: tuple[OrganisationKind, ...] = ()


LOGINS = (
    Login("curator@zarechny.example", ("Лагунова", "Ольга", "Викторовна"), Role.CURATOR, "куратор школы № 2"),
    Login("coordinator@zarechny.example", ("Северьянова", "Галина", "Дмитриевна"), Role.COORDINATOR, "координатор"),
    Login(
        "kindergartens@zarechny.example",
        ("Полянская", "Злата", "Романовна"),
        Role.COORDINATOR,
        "координатор детских садов",
        kinds=(OrganisationKind.PRESCHOOL,),
    ),
    Login("admin@zarechny.example", ("Жаворонков", "Тимофей", "Юрьевич"), Role.ADMIN, "администратор"),
    Login("head@zarechny.example", ("Стародубцев", "Глеб", "Родионович"), Role.HEAD, "директор школы № 2"),
    Login("operator@zarechny.example", ("Кольцова", "Майя", "Олеговна"), Role.OPERATOR, "оператор школы № 2"),
    Login("council@zarechny.example", ("Дорофеев", "Лев", "Игнатьевич"), Role.COUNCIL, "член совета наставников"),
    Login("mentor@zarechny.example", ("", "", ""), Role.MENTOR, "наставник школы № 2"),
    Login("mentee@zarechny.example", ("", "", ""), Role.MENTEE, "наставляемый школы № 2"),
    Login("region@zarechny.example", ("Ветрова", "Инесса", "Павловна"), Role.REGIONAL, "региональный наблюдатель"),
    Login(
        "psychologists@zarechny.example",
        ("Тихонравова", "Алла", "Егоровна"),
        Role.PSYCHOLOGICAL,
        "психологический центр",
    ),
    Login("portal@zarechny.example", ("Верховцев", "Арсений", "Ильич"), None, "администратор всех муниципалитетов"),
)


@dataclass
class DemoDistrict:
    calendar: Calendar
    municipality: Municipality
    admin: User
    users: dict[Role, User]
    schools: list[Organisation] = field(default_factory=list)
    partners: list[Organisation] = field(default_factory=list)

    @property
    def main_school(self) -> Organisation:
        return next(school for school in self.schools if school.short_name == MAIN_SCHOOL)


def found_district(calendar: Calendar) -> DemoDistrict:
    """The municipality with its policy, and the accounts that need no organisation yet."""
    municipality = Municipality.objects.create(
        slug=MUNICIPALITY,
        name="Заречный муниципальный район",
        name_genitive="Заречного муниципального района",
        name_prepositional="Заречном муниципальном районе",
        region="Приречная область",
        place="п. Заречный",
        authorised_body="отдел образования администрации Заречного муниципального района",
        authorised_body_genitive="отдела образования администрации Заречного муниципального района",
        authorised_body_dative="отделу образования администрации Заречного муниципального района",
        authorised_body_instrumental="отделом образования администрации Заречного муниципального района",
        authorised_head="Краснопёрова Вероника Андреевна",
        authorised_head_position="начальник отдела образования",
    )
    password = make_password(PASSWORD)  # once for all: hashing is slow on purpose
    accounts = [(login, _account(login, password)) for login in LOGINS]
    users = {login.role: account for login, account in accounts if login.role and not login.kinds}
    admin = users[Role.ADMIN]
    for login, account in accounts:
        if login.role in MUNICIPAL_ROLES:
            Membership.objects.create(
                user=account, role=login.role, organisation_kinds=[kind.value for kind in login.kinds],
                municipality=municipality, since=calendar.beginning,
            )  # fmt: skip
    adopt_preset(
        municipality=municipality,
        preset=PolicyPreset.objects.get(code="base"),
        valid_from=calendar.beginning,
        act=Act(
            municipality=municipality,
            number="187",
            dated=calendar.beginning,
            title="Об утверждении Положения о системе наставничества",
            signatory="Краснопёрова В. А., начальник отдела образования",
        ),
        by=admin,
    )
    return DemoDistrict(calendar, municipality, admin, users)


def _account(login: Login, password: str) -> User:
    last, first, middle = login.name
    is_above_all = login.role is None
    return User.objects.create(
        email=login.email,
        password=password,
        last_name=last,
        first_name=first,
        middle_name=middle,
        is_superuser=is_above_all,
        is_staff=is_above_all,
    )


def complete_organisations(district: DemoDistrict) -> None:
    """After the organisations and the bank are there: curators, contingents, partners, access in the main school."""
    organisations = Organisation.objects.filter(municipality=district.municipality)
    in_order = [name for name, _ in SCHOOLS]
    district.schools = sorted(
        organisations.filter(short_name__in=in_order), key=lambda school: in_order.index(school.short_name)
    )
    district.partners = list(organisations.exclude(short_name__in=in_order))
    for partner in district.partners:
        partner.partner_status = PartnerStatus.SIGNED
        partner.save()
    for school in district.schools:
        school.founder = Founder.MUNICIPAL
        school.save()
    names = invented_names(Random(14), share_of_women=0.9)
    # The last two schools show what a gap looks like: one without a curator, one whose curator has not confirmed.
    psychologists = invented_names(Random(41), share_of_women=1)
    for position, school in enumerate(district.schools):
        if position != 7:
            school.psychologist_name = str(next(psychologists))
            school.psychologist_contact = f"psiholog{position + 1}@zarechny.example"
            school.save()
        Contingent.objects.create(
            organisation=school,
            school_year=district.calendar.school_year,
            pupils=0 if school.kind == OrganisationKind.PRESCHOOL else 420 - 40 * position,
            teachers=46 - 4 * position,
            young_teachers=None if position == 5 else max(10 - position, 3),
        )
        if position != 7:
            _appoint_curator(district, school, next(names), confirmed=position != 5)
    main = district.main_school
    for role in (Role.CURATOR, Role.HEAD, Role.OPERATOR, Role.COUNCIL):
        Membership.objects.create(
            user=district.users[role],
            role=role,
            municipality=district.municipality,
            organisation=main,
            since=district.calendar.beginning,
        )


def _appoint_curator(district: DemoDistrict, school: Organisation, name: Name, *, confirmed: bool) -> None:
    if school == district.main_school:
        name = Name(*LOGINS[0].name, "f")
    person = new_person(
        district,
        school,
        name,
        position="заместитель директора по воспитательной работе",
        age=41,
        phone=f"+7900000{school.pk:04}",
        email=LOGINS[0].email if school == district.main_school else f"curator{school.pk}@zarechny.example",
    )
    act = Act.objects.create(
        municipality=district.municipality,
        organisation=school,
        number=f"{97 + school.pk}-ОД",
        dated=district.calendar.last_autumn,
        title="О назначении куратора наставничества",
        signatory=school.head_name,
    )
    Curator.objects.create(
        person=person,
        organisation=school,
        is_deputy=True,
        act=act,
        appointed_on=district.calendar.last_autumn,
        confirmed_on=district.calendar.autumn if confirmed else None,
    )


def new_person(
    district: DemoDistrict,
    organisation: Organisation,
    name: Name,
    *,
    position: str = "",
    age: int = 30,
    **details: object,
) -> Person:
    born = district.calendar.today - relativedelta(years=age, months=len(name.last) % 11, days=len(str(name)) % 27)
    return Person.objects.create(
        municipality=district.municipality,
        organisation=organisation,
        last_name=name.last,
        first_name=name.first,
        middle_name=name.middle,
        sex=name.sex,
        birth_date=born,
        position=position,
        **details,
    )


def pupil(district: DemoDistrict, school: Organisation, name: Name, *, grade: int, letter: str) -> Person:
    mother = Name(name.last if name.sex == "f" else f"{name.last}а", "Нина", "Васильевна", "f")
    return new_person(
        district,
        school,
        name,
        age=grade + 6,
        grade=grade,
        grade_letter=letter,
        representative_name=str(mother),
        representative_relation="мать",
    )


def add_mentors_by_hand(district: DemoDistrict) -> None:
    """Those whom the bank of teachers does not hold: pupils of the upper classes and people of enterprises."""
    random = Random(93)
    names = invented_names(random, share_of_women=0.5)
    for school in (s for s in district.schools[:5]):
        person = pupil(district, school, next(names), grade=random.randint(9, 10), letter="А")
        Mentor.objects.create(
            person=person,
            source=MentorSource.PUPIL,
            readiness=MentorReadiness.READY,
            approval=CandidateApproval.UNRECORDED,
            included_on=district.calendar.last_autumn,
            achievements="Призёр муниципального этапа олимпиады",
        )
    for partner in district.partners:
        for post in ("инженер-технолог", "ведущий специалист"):
            person = new_person(district, partner, next(names), position=post, age=44)
            person.working_since = district.calendar.today - relativedelta(years=16)
            person.save()
            Mentor.objects.create(
                person=person,
                source=MentorSource.PARTNER,
                readiness=MentorReadiness.READY,
                approval=CandidateApproval.UNRECORDED,
                open_to_others=True,
                included_on=district.calendar.last_autumn,
                competencies="Производственная практика, профессиональные пробы",
            )
    teachers = list(Mentor.objects.filter(person__municipality=district.municipality, source=MentorSource.TEACHER))
    for teacher in teachers:
        teacher.readiness, teacher.included_on = MentorReadiness.READY, district.calendar.last_autumn
        teacher.approval = CandidateApproval.UNRECORDED
    columns = ["readiness", "approval", "included_on"]
    bulk_update_with_history(teachers, Mentor, columns, default_user=district.admin, default_change_reason="Обучен")


def add_mentees(district: DemoDistrict) -> tuple[list[Mentee], list[Mentee]]:
    """Young teachers and pupils, some ninety in all; returns (teachers, pupils)."""
    random = Random(57)
    names = invented_names(random, share_of_women=0.7)
    young = Category.objects.get(code="teacher-young")
    pupil_categories = list(Category.objects.filter(participant=Participant.PUPIL))
    teachers: list[Mentee] = []
    pupils: list[Mentee] = []
    for position, school in enumerate(district.schools):
        for number in range(8 - position // 3):
            person = new_person(
                district,
                school,
                next(names),
                position=posts_of(school.short_name)[number % len(posts_of(school.short_name))],
                age=random.randint(22, 27),
            )
            person.working_since = district.calendar.autumn - relativedelta(months=random.randint(0, 30))
            person.save()
            mentee = Mentee.objects.create(
                person=person,
                participant=Participant.TEACHER,
                request="Планирование урока, работа с трудным классом",
                included_on=_on(person, district.calendar),
            )
            mentee.categories.add(young)
            teachers.append(mentee)
        if school.kind == OrganisationKind.SCHOOL:
            for _ in range(5 if position else 6):
                person = pupil(district, school, next(names), grade=random.randint(5, 8), letter=random.choice("АБ"))
                mentee = Mentee.objects.create(
                    person=person, participant=Participant.PUPIL, included_on=district.calendar.last_autumn
                )
                mentee.categories.add(random.choice(pupil_categories))
                pupils.append(mentee)
    return teachers, pupils


def _on(person: Person, calendar: Calendar) -> date:
    return max(person.working_since or calendar.last_autumn, calendar.last_autumn)


def sign_consents(people: Sequence[Person], signed_on: date, *, by: User) -> None:
    """The papers of taking part and of personal data; a minor's are signed by the representative as well."""
    papers = []
    for person in people:
        for kind in (ConsentKind.PARTICIPATION, ConsentKind.PERSONAL_DATA):
            papers.append(Consent(person=person, kind=kind, signed_on=signed_on))
            if person.is_minor:
                papers.append(
                    Consent(
                        person=person,
                        kind=kind,
                        signed_on=signed_on,
                        by_representative=True,
                        representative_name=person.representative_name,
                        representative_relation=person.representative_relation,
                        representative_document="свидетельство о рождении",
                    )
                )
    bulk_create_with_history(papers, Consent, default_user=by, default_change_reason="Внесено согласие")
