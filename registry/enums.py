"""Closed lists of the register, with the words people read."""

from enum import StrEnum

from django.db.models import IntegerChoices, TextChoices

from registry.side_texts import side_label
from russian.sex import Sex

#: Nobody may have more mentees at once (Устюжна, п. 3.4); a policy or a person may set less.
MOST_MENTEES = 3


class OrganisationKind(TextChoices):
    """Requirements A2."""

    PRESCHOOL = "preschool", "дошкольная ОО"
    SCHOOL = "school", "общеобразовательная организация"
    EXTRACURRICULAR = "extracurricular", "организация дополнительного образования"
    COLLEGE = "college", "профессиональная ОО (СПО)"
    UNIVERSITY = "university", "ОО высшего образования"
    METHODICAL = "methodical", "организация ДПО / методический центр"
    AUTHORITY = "authority", "орган управления образованием"
    ENTERPRISE = "enterprise", "предприятие"
    CULTURE = "culture", "учреждение культуры"
    SPORT = "sport", "учреждение спорта"
    HEALTH = "health", "учреждение здравоохранения"
    ENTREPRENEUR = "entrepreneur", "индивидуальный предприниматель"
    PUBLIC = "public", "общественная организация"
    OTHER = "other", "иное"


class Founder(TextChoices):
    """Whose organisation it is: who issues the acts about it and counts it."""

    UNKNOWN = "", "не указан"
    MUNICIPAL = "municipal", "муниципальный"
    REGIONAL = "regional", "региональный"
    FEDERAL = "federal", "федеральный"
    PRIVATE = "private", "частный"


#: Kinds for which the mentoring model is obligatory (Холм, п. 1.2).
EDUCATIONAL_KINDS = (OrganisationKind.PRESCHOOL, OrganisationKind.SCHOOL, OrganisationKind.EXTRACURRICULAR)


class PartnerStatus(TextChoices):
    NONE = "", "не партнёр"
    PLANNED = "planned", "соглашение планируется"
    SIGNED = "signed", "соглашение заключено"
    FINISHED = "finished", "соглашение завершено"


class DatePrecision(TextChoices):
    DAY = "day", "день"
    MONTH = "month", "месяц"
    YEAR = "year", "год"


class Qualification(TextChoices):
    """Qualification categories since 1 September 2023 (requirements B5)."""

    NONE = "none", "без категории"
    FITNESS = "fitness", "соответствие занимаемой должности"
    FIRST = "first", "первая"
    HIGHEST = "highest", "высшая"
    METHODIST = "methodist", "педагог-методист"
    MENTOR = "mentor", "педагог-наставник"


class RegisterBase(TextChoices):
    """The bases that a register may have (requirements A16-18). Those of mentors bear the codes of MentorSource."""

    TEACHER = "teacher", side_label("база наставников-педагогов")
    PUPIL = "pupil", side_label("база наставников-обучающихся")
    ALUMNUS = "alumnus", side_label("база наставников-выпускников")
    PARTNER = "partner", side_label("база наставников предприятий")
    MENTEE = "mentee", side_label("база наставляемых")


class PairColumn(TextChoices):
    """What the register of pairs tells beside the two names, on screen and in its ready file (requirements A16-18)."""

    ORGANISATION = "organisation", "организация"
    POSITION = "position", "должности (в файле)"
    EXPERIENCE = "experience", "стаж (в файле)"
    QUALIFICATION = "qualification", "квалификационная категория (в файле)"
    ACHIEVEMENTS = "achievements", "награды (в файле)"
    FORM = "form", "форма и модель"
    ACT = "act", "реквизиты акта о закреплении (в файле)"
    TERM = "term", "срок"
    STATUS = "status", "состояние (на экране)"
    STAGE = "stage", "этап (на экране)"
    PROGRAMME = "programme", "наличие программы (в файле)"
    CURATOR = "curator", "контакты куратора (в файле)"


class MentorSource(TextChoices):
    """The four mentor bases (Устюжна, дорожная карта, п. 2.1)."""

    TEACHER = "teacher", "педагог"
    PUPIL = "pupil", "обучающийся"
    ALUMNUS = "alumnus", "выпускник"
    PARTNER = "partner", "предприятие или организация"


class MentorReadiness(TextChoices):
    CANDIDATE = "candidate", "кандидат"
    TRAINED = "trained", "обучен"
    READY = "ready", "готов к работе"


class MenteeState(TextChoices):
    """What the list of mentees is narrowed to by their pairs; the second is a figure of the dashboards."""

    ALONE = "alone", side_label("Без наставника")
    YOUNG_WITH_MENTOR = "young", side_label("Молодые специалисты с наставником")


class CandidateApproval(TextChoices):
    """What the head of the organisation has decided about a candidate (Сургут, п. 4.6.1; Устюжна, п. 3.6)."""

    WAITING = "waiting", "ждёт решения руководителя"
    APPROVED = "approved", "кандидатура утверждена"
    REFUSED = "refused", "кандидатура отклонена"
    UNRECORDED = "unrecorded", "утверждён до портала, решение не записано"


class Participant(TextChoices):
    """Who a mentee is; dictionaries and forms depend on it."""

    PUPIL = "pupil", "обучающийся"
    TEACHER = "teacher", "педагог"
    STUDENT = "student", "студент"


class ParticipantSide(TextChoices):
    """Who may stand on one side of a form of mentoring."""

    TEACHER = "teacher", "педагог"
    HEAD = "head", "руководитель"
    PUPIL = "pupil", "обучающийся"
    STUDENT = "student", "студент"
    EMPLOYER = "employer", "работодатель"
    LECTURER = "lecturer", "педагог вуза"


class ConsentKind(TextChoices):
    """Separate papers since 1 September 2025 (152-ФЗ, ст. 9)."""

    PARTICIPATION = "participation", "участие в наставничестве"
    PERSONAL_DATA = "personal_data", "обработка персональных данных"
    PUBLICATION = "publication", "распространение персональных данных"


class ConsentRule(TextChoices):
    """Consents that a policy may require before a pair is agreed."""

    MENTOR = "mentor", side_label("письменное согласие наставника")
    MENTEE = "mentee", side_label("письменное согласие наставляемого")
    PERSONAL_DATA = "personal_data", "согласия обоих на обработку персональных данных"
    REPRESENTATIVE = "representative", "согласие законного представителя несовершеннолетнего"


class ActKind(TextChoices):
    ORDER = "order", "приказ"
    RESOLUTION = "resolution", "постановление"
    DIRECTIVE = "directive", "распоряжение"
    MINUTES = "minutes", "протокол"
    OTHER = "other", "иной документ, предусмотренный локальными актами"


#: Kinds in which the portal can print an act that secures pairs.
PRINTED_ACTS = (ActKind.ORDER, ActKind.DIRECTIVE, ActKind.RESOLUTION)


class ProposalStatus(TextChoices):
    """What became of a proposed policy (requirements A1.8: the coordinator proposes, the administrator decides)."""

    WAITING = "waiting", "ждёт решения"
    ACCEPTED = "accepted", "принято"
    REFUSED = "refused", "отклонено"
    WITHDRAWN = "withdrawn", "отозвано"


class RuleLevel(TextChoices):
    """Who has set a rule; the nearest to an organisation comes last."""

    REGION = "region", "регион"
    MUNICIPALITY = "municipality", "муниципалитет"
    KIND = "kind", "вид организаций"
    ORGANISATION = "organisation", "организация"


class PairGround(TextChoices):
    """On which acts a pair may work (requirements A16-10)."""

    ANY = "any", "приказ или иной документ, предусмотренный локальными актами"
    ORDER = "order", "только приказ, распоряжение или постановление"


class ReportPeriod(TextChoices):
    """How often a mentor reports while the pair works, the loosest first (requirements A16-15)."""

    NONE = "", "не сдаётся"
    YEAR = "year", "раз в год"
    HALF_YEAR = "half_year", "раз в полугодие"
    QUARTER = "quarter", "раз в квартал"
    MONTH = "month", "раз в месяц"


class ReportReader(TextChoices):
    """To whom mentors report."""

    CURATOR = "curator", "куратору"
    HEAD = "head", "руководителю"
    COUNCIL = "council", "совету наставников"


class PaymentKind(TextChoices):
    """What mentors are paid for it (requirements A16-23)."""

    NONE = "", "не установлена"
    COMPENSATORY = "compensatory", "выплата компенсационного характера"
    INCENTIVE = "incentive", "выплата стимулирующего характера"


class PaymentMeasure(TextChoices):
    """In what the payment is measured."""

    BY_ACT = "", "по акту, без числа здесь"
    SUM = "sum", "рублей в месяц"
    SHARE = "share", "процентов должностного оклада"
    SUM_EACH = "sum_each", side_label("рублей в месяц за каждого наставляемого")
    SHARE_EACH = "share_each", side_label("процентов должностного оклада за каждого наставляемого")


class ConsideringBody(TextChoices):
    """Who considers pairs before the order (requirements A16-10: «ученики — куратор; педагоги — методсовет»)."""

    NONE = "", "никакой"
    PEDAGOGICAL = "pedagogical", "педагогический совет"
    METHODICAL = "methodical", "методический совет"
    MENTORS = "mentors", "совет наставников"
    COMMISSION = "commission", "комиссия по наставничеству"
    MEETING = "meeting", "общее собрание работников"


#: whose meeting minutes are of
BODIES_OF_MINUTES = [*(choice for choice in ConsideringBody.choices if choice[0]), ("other", "другой орган")]


class PairProposer(TextChoices):
    """Who proposes pairs of one kind of mentees (requirements A16-10: «ученики — куратор; педагоги — методсовет»)."""

    ANY = "", "каждый, кто вправе вносить пары"
    CURATOR = "curator", "куратор организации"
    PEDAGOGICAL = "pedagogical", "педагогический совет"
    METHODICAL = "methodical", "методический совет"
    MENTORS = "mentors", "совет наставников"


class OrderIssuer(TextChoices):
    """Whose click issues an order about pairs, the loosest first."""

    LEADERS = "leaders", "куратор или руководитель"
    HEAD = "head", "только руководитель"


class TermKind(TextChoices):
    """Within what a pair works (requirements A16-12, A16-22), the looser first."""

    DATES = "dates", "любые даты"
    CALENDAR_YEAR = "calendar_year", "один календарный год"
    SCHOOL_YEAR = "school_year", "один учебный год"


class StepPlan(TextChoices):
    """Whose steps one after another they are (requirements A16-3): beside the stages of a pair."""

    CYCLE = "cycle", "цикл программы организации"
    MEETINGS = "meetings", "встречи пары"


class RoadmapShape(TextChoices):
    """Which columns a roadmap has (requirements A16-21)."""

    ANY = "", "как в образце, с которого начата"
    KEZ = "kez", "мероприятие, срок, исполнитель, результат (Кез)"
    HOLM = "holm", "этап, содержание, срок, ответственные (Холм)"
    USTYUZHNA = "ustyuzhna", "мероприятие, срок, исполнитель, ожидаемый результат (Устюжна)"
    SALSK = "salsk", "мероприятие, срок, ответственный, результат (Сальск)"
    LIST = "list", "перечень мероприятий"


class RequirementMeasure(TextChoices):
    """What a form asks of its two sides."""

    EXPERIENCE = "experience", side_label("стаж наставника, лет не меньше")
    YEARS_HERE = "years_here", side_label("наставник работает в организации, лет не меньше")
    CATEGORY = "category", side_label("квалификационная категория наставника не ниже")
    MENTOR_AGE_FROM = "mentor_age_from", side_label("возраст наставника, лет не меньше")
    MENTOR_AGE_TO = "mentor_age_to", side_label("возраст наставника, лет не больше")
    MENTEE_AGE_FROM = "mentee_age_from", side_label("возраст наставляемого, лет не меньше")
    MENTEE_AGE_TO = "mentee_age_to", side_label("возраст наставляемого, лет не больше")


class CuratorEligibility(TextChoices):
    DEPUTY = "deputy", "только заместитель руководителя"
    STAFF = "staff", "заместитель или иной педагогический работник"
    PARTNER = "partner", "сотрудник организации или партнёра"


class Role(TextChoices):
    """Requirements A1.8."""

    ADMIN = "admin", "администратор"
    COORDINATOR = "coordinator", "муниципальный координатор"
    REGIONAL = "regional", "региональный наблюдатель"
    PSYCHOLOGICAL = "psychological", "психологический центр"
    CURATOR = "curator", "куратор"
    OPERATOR = "operator", "технический оператор"
    HEAD = "head", "руководитель организации"
    COUNCIL = "council", "член совета наставников"
    MENTOR = "mentor", side_label("наставник")
    MENTEE = "mentee", side_label("наставляемый")


MUNICIPAL_ROLES = (Role.ADMIN, Role.COORDINATOR, Role.REGIONAL, Role.PSYCHOLOGICAL)
ORGANISATION_ROLES = (Role.CURATOR, Role.OPERATOR, Role.HEAD, Role.COUNCIL)
PERSONAL_ROLES = (Role.MENTOR, Role.MENTEE)
#: who may ask for a change of a pair, and who decides about it
ASKERS = (Role.MENTOR, Role.MENTEE, Role.CURATOR, Role.HEAD, Role.COUNCIL)
DECIDERS = (Role.CURATOR, Role.HEAD)
#: Municipal roles that may be given for some kinds of organisations only (Сургут, п. 4.8.2, 4.8.3).
ROLES_BY_KINDS = (Role.COORDINATOR, Role.REGIONAL, Role.PSYCHOLOGICAL)


class Month(IntegerChoices):
    JANUARY = 1, "январь"
    FEBRUARY = 2, "февраль"
    MARCH = 3, "март"
    APRIL = 4, "апрель"
    MAY = 5, "май"
    JUNE = 6, "июнь"
    JULY = 7, "июль"
    AUGUST = 8, "август"
    SEPTEMBER = 9, "сентябрь"
    OCTOBER = 10, "октябрь"
    NOVEMBER = 11, "ноябрь"
    DECEMBER = 12, "декабрь"


SEX_CHOICES = [(Sex.MALE.value, "мужской"), (Sex.FEMALE.value, "женский")]


class ReasonUse(StrEnum):
    """For what a reason is offered; the names of its fields."""

    REPLACEMENT = "for_replacement"
    EARLY_END = "for_early_end"
    EXTENSION = "for_extension"


class NameChange(TextChoices):
    """Why another name is typed on a card that is known."""

    SLIP = "slip", "исправление: в карточке была опечатка"
    CHANGED = "changed", "человек сменил фамилию или имя"


class ClassOutcome(TextChoices):
    """What becomes of a pupil when the classes move up."""

    UP = "up", "переведён в следующий класс"
    STAYS = "stays", "остаётся в том же классе"
    LEFT = "left", "выбыл или окончил школу"
