"""Test data: invented people of an invented district."""

from datetime import date

import factory
from django.db.models import Q
from factory.django import DjangoModelFactory

from accounts.models import User
from mentoring.enums import PairStatus
from mentoring.models import Pair, PlanItem, Programme
from monitoring.enums import AssessmentPeriod
from monitoring.models import Assessment, Indicator, Mark, Scale
from registry import clock
from registry.enums import ConsentKind, MentorReadiness, OrganisationKind, Participant, Role, RuleLevel
from registry.models import (
    Act,
    Consent,
    Curator,
    Form,
    FormerName,
    Kind,
    LocalRules,
    Membership,
    Mentee,
    Mentor,
    Municipality,
    Organisation,
    Person,
    Policy,
    RoleModel,
)
from registry.rules import ENTRY_CODES, RULES_BY_CODE
from russian.school_year import first_day, school_year_of

PASSWORD = "Заречье-2026"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@zarechny.example")
    last_name = "Лагунова"
    first_name = "Ольга"
    middle_name = "Викторовна"
    password = factory.django.Password(PASSWORD)


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality

    slug = factory.Sequence(lambda n: f"district-{n}")
    name = factory.Sequence(lambda n: f"Заречный муниципальный район {n}")
    name_genitive = factory.Sequence(lambda n: f"Заречного муниципального района {n}")
    region = "Приречная область"
    place = "п. Заречный"
    authorised_body = "отдел образования администрации Заречного муниципального района"


class PolicyFactory(DjangoModelFactory):
    """Everything allowed that the dictionaries offer, from the beginning of time."""

    class Meta:
        model = Policy
        skip_postgeneration_save = True

    municipality = factory.SubFactory(MunicipalityFactory)
    valid_from = date(2020, 1, 1)

    @factory.post_generation
    def dictionaries(self, create, extracted, **kwargs):
        if create:
            offered = Q(municipality=None, in_use=True) | Q(municipality=self.municipality, in_use=True)
            self.skip_history_when_saving = True  # one line of history for all three: half of the tests make a policy
            self.forms.set(Form.objects.filter(offered))
            self.role_models.set(RoleModel.objects.filter(offered))
            del self.skip_history_when_saving
            self.kinds.set(Kind.objects.filter(offered))


def own_rules(organisation, **rules) -> LocalRules:
    """Rules of an organisation; what is given is what it sets."""
    return local_rules(RuleLevel.ORGANISATION, organisation=organisation, **rules)


def local_rules(level, *, valid_from=date(2020, 1, 1), valid_to=None, bounds=(), act=None, **given) -> LocalRules:
    """`given`: the owner of the level and the rules that it sets."""
    decides = [code for code in given if code in RULES_BY_CODE]
    entries = {code: given.pop(code) for code in ENTRY_CODES if code in given}
    rules = LocalRules.objects.create(
        level=level, valid_from=valid_from, valid_to=valid_to, decides=decides, bounds=list(bounds), act=act, **given
    )
    for code, chosen in entries.items():
        getattr(rules, code).set(chosen)
    return rules


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    municipality = factory.SubFactory(MunicipalityFactory)
    kind = OrganisationKind.SCHOOL
    short_name = factory.Sequence(lambda n: f"МБОУ «Заречная СОШ № {n + 1}»")
    full_name = factory.LazyAttribute(
        lambda o: f"Муниципальное бюджетное общеобразовательное учреждение {o.short_name}"
    )
    head_name = "Стародубцев Глеб Родионович"
    head_position = "директор"


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    organisation = factory.SubFactory(OrganisationFactory)
    municipality = factory.SelfAttribute("organisation.municipality")
    last_name = factory.Sequence(lambda n: f"Петров{'абвгдежзиклмнопрст'[n % 18]}{'абвгдежзиклмнопрст'[n // 18 % 18]}")
    first_name = "Мария"
    middle_name = "Сергеевна"
    birth_date = date(1985, 5, 17)
    position = "учитель математики"
    subject = "математика"


class PupilFactory(PersonFactory):
    first_name = "Кирилл"
    middle_name = "Андреевич"
    birth_date = date(2012, 3, 4)
    position = ""
    subject = ""
    grade = 7
    grade_letter = "Б"
    representative_name = "Орлова Нина Васильевна"
    representative_relation = "мать"


class FormerNameFactory(DjangoModelFactory):
    """A surname; first name and patronymic are the present ones."""

    class Meta:
        model = FormerName

    person = factory.SubFactory(PersonFactory)
    last_name = "Прежняя"
    first_name = factory.SelfAttribute("person.first_name")
    middle_name = factory.SelfAttribute("person.middle_name")


class MentorFactory(DjangoModelFactory):
    class Meta:
        model = Mentor

    class Params:
        organisation = None

    person = factory.Maybe(
        "organisation",
        factory.SubFactory(PersonFactory, organisation=factory.SelfAttribute("..organisation")),
        factory.SubFactory(PersonFactory),
    )
    included_on = date(2025, 9, 1)
    readiness = MentorReadiness.CANDIDATE
    approval = factory.LazyAttribute(
        lambda mentor: "unrecorded" if mentor.readiness == MentorReadiness.READY else "waiting"
    )


class MenteeFactory(DjangoModelFactory):
    class Meta:
        model = Mentee
        skip_postgeneration_save = True

    class Params:
        organisation = None

    person = factory.Maybe(
        "organisation",
        factory.SubFactory(PersonFactory, organisation=factory.SelfAttribute("..organisation")),
        factory.SubFactory(PersonFactory),
    )
    participant = Participant.TEACHER
    included_on = date(2025, 9, 1)


class CuratorFactory(DjangoModelFactory):
    class Meta:
        model = Curator

    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(PersonFactory, organisation=factory.SelfAttribute("..organisation"))
    appointed_on = factory.LazyAttribute(
        lambda one: one.act.effective_on if getattr(one, "act", None) else date(2025, 9, 1)
    )


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = Consent

    person = factory.SubFactory(PersonFactory)
    kind = ConsentKind.PARTICIPATION
    signed_on = date(2025, 9, 1)


class ActFactory(DjangoModelFactory):
    class Meta:
        model = Act

    organisation = factory.SubFactory(OrganisationFactory)
    municipality = factory.SelfAttribute("organisation.municipality")
    number = factory.Sequence(lambda n: f"{n + 1}-ОД")
    dated = date(2026, 9, 1)
    title = "О закреплении наставнических пар (групп)"


class MembershipFactory(DjangoModelFactory):
    """`MembershipFactory(role=Role.CURATOR, organisation=school)`; municipal roles take `municipality=`."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.CURATOR
    organisation = None
    person = None
    municipality = factory.LazyAttribute(
        lambda o: (o.organisation or o.person).municipality if (o.organisation or o.person) else MunicipalityFactory()
    )
    since = date(2020, 1, 1)


class PairFactory(DjangoModelFactory):
    """A pair inside one organisation, a draft unless told otherwise; an active one gets its act."""

    class Meta:
        model = Pair
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    mentor = factory.SubFactory(MentorFactory, organisation=factory.SelfAttribute("..organisation"))
    mentee = factory.SubFactory(MenteeFactory, organisation=factory.SelfAttribute("..organisation"))
    form = factory.LazyFunction(lambda: Form.objects.filter(municipality=None).order_by("position").first())
    role_model = factory.LazyAttribute(lambda o: o.form.role_models.first() if o.form else None)
    starts_on = factory.LazyFunction(lambda: clock.today().replace(day=1))
    ends_on = factory.LazyAttribute(lambda o: o.starts_on.replace(year=o.starts_on.year + 1, day=1))
    status = PairStatus.DRAFT
    act = factory.Maybe(
        factory.LazyAttribute(lambda o: o.status in (PairStatus.ACTIVE, *("completed", "replaced", "terminated"))),
        factory.SubFactory(
            ActFactory,
            organisation=factory.SelfAttribute("..organisation"),
            # an act is not dated after the end of its pair
            dated=factory.LazyAttribute(lambda o: min(date(2026, 9, 1), o.factory_parent.starts_on)),
        ),
        None,
    )


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    pair = factory.SubFactory(PairFactory)
    goal = "Уверенно проводить уроки с применением приёмов формирующего оценивания"


class PlanItemFactory(DjangoModelFactory):
    class Meta:
        model = PlanItem

    programme = factory.SubFactory(ProgrammeFactory)
    section = "practice"
    title = "Провести открытый урок"


def member(role: Role, **scope) -> User:
    """A user with one role: `member(Role.CURATOR, organisation=school)`."""
    return MembershipFactory(role=role, **scope).user


class AssessmentFactory(DjangoModelFactory):
    """A draft by the delivered scale. `AssessmentFactory(total=15)` has nine marks that add up to 15."""

    class Meta:
        model = Assessment
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    scale = factory.LazyFunction(lambda: Scale.objects.get(code="kez-2022"))
    school_year = factory.LazyFunction(lambda: school_year_of(clock.today()))
    period = AssessmentPeriod.START
    held_on = factory.LazyAttribute(lambda o: first_day(o.school_year))

    @factory.post_generation
    def total(self, create, extracted, **kwargs):
        if create and extracted is not None:
            twos, ones = divmod(extracted, 2)
            values = ([2] * twos + [1] * ones + [0] * 9)[:9]
            indicators = Indicator.objects.filter(criterion__scale=self.scale)
            Mark.objects.bulk_create(
                Mark(assessment=self, indicator=indicator, value=value, comment="Обоснование балла")
                for indicator, value in zip(indicators, values, strict=True)
            )
