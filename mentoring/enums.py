"""Closed lists of the work in pairs, with the words people read."""

from enum import StrEnum

from django.db.models import TextChoices

from registry.papers.act_texts import act_label
from registry.side_texts import side_label


class PairStatus(TextChoices):
    DRAFT = "draft", "черновик"
    AGREED = "agreed", "согласована"
    ACTIVE = "active", "действует"
    COMPLETED = "completed", "завершена"
    REPLACED = "replaced", side_label("наставник заменён")
    TERMINATED = "terminated", "прекращена досрочно"
    CANCELLED = "cancelled", "отменена"


class PairTerm(TextChoices):
    """How the period of a pair is set (requirements A16-22)."""

    DATES = "dates", "до указанного дня"
    MONTHS = "months", "на несколько месяцев"
    SCHOOL_YEAR = "school_year", "на учебный год"
    CALENDAR_YEAR = "calendar_year", "на календарный год"
    EVENT = "event", "до события"


#: A pair in one of these holds a place of its mentor for the time of its period.
PLACE_HOLDING = (
    PairStatus.AGREED,
    PairStatus.ACTIVE,
    PairStatus.COMPLETED,
    PairStatus.REPLACED,
    PairStatus.TERMINATED,
)
ENDED = (PairStatus.COMPLETED, PairStatus.REPLACED, PairStatus.TERMINATED)
#: An order secures the pair, or did; until it is closed it holds a place whatever its period says.
ORDERED = (PairStatus.ACTIVE, *ENDED)
#: No order has secured the pair yet, and it is not given up.
BEFORE_ORDER = (PairStatus.DRAFT, PairStatus.AGREED)
#: Nobody has entered an end of the pair, nor given it up. (At work is also one whose end is still to come:
#: mentoring/models/pair.py.)
OPEN = (*BEFORE_ORDER, PairStatus.ACTIVE)
#: Of these, what is agreed or more.
LIVE = (PairStatus.AGREED, PairStatus.ACTIVE)


class EndReason(StrEnum):
    """Codes of the portal's reasons that code names; their words and rules are entries of the dictionary `Reason`."""

    CONTRACT_ENDED = "contract_ended"
    TRANSFER = "transfer"
    REQUEST = "request"
    MENTOR_FAILED = "mentor_failed"
    OTHER_OBSTACLE = "other_obstacle"
    MENTEE_FAILED = "mentee_failed"
    MENTOR_REFUSED = "mentor_refused"
    EMPLOYER_CANCELLED = "employer_cancelled"
    MENTEE_DISMISSED = "mentee_dismissed"
    EXPELLED = "expelled"
    ACADEMIC_LEAVE = "academic_leave"


class ExtensionReason(StrEnum):
    """The same of extensions (Устюжна, п. 3.8)."""

    ILLNESS = "illness"
    BUSINESS_TRIP = "business_trip"
    OTHER_ABSENCE = "other_absence"


class PairSide(TextChoices):
    MENTOR = "mentor", side_label("наставник")
    MENTEE = "mentee", side_label("наставляемый")


class MoveAnswer(TextChoices):
    """What becomes of a pair when one of its two moves to another organisation."""

    GOES_ON = "goes_on", "продолжается, ведёт прежняя организация"
    HANDED_OVER = "handed_over", "продолжается, ведёт новая организация"
    ENDS = "ends", "прекращается"
    REPLACED = "replaced", side_label("у наставляемого будет другой наставник")
    CANCELLED = "cancelled", "черновик отменяется"
    LATER = "later", "решим позже"


class Direction(TextChoices):
    """What the pair works on (Сургут, п. 4.6.3.1)."""

    METHODS = "methods", "методика обучения"
    UPBRINGING = "upbringing", "воспитательная деятельность"
    JOINT_WORK = "joint_work", "организация совместной деятельности"
    PSYCHOLOGY = "psychology", "психолого-педагогическое сопровождение"
    PARENTS = "parents", "работа с родителями"
    EXTRACURRICULAR = "extracurricular", "связь с системой дополнительного образования"
    OTHER = "other", "иное"


class LabourBasis(TextChoices):
    """On what ground an employee mentors (requirements B5)."""

    ASSIGNMENT = "assignment", "поручение по ст. 351.8 ТК РФ"
    DUTIES = "duties", "в составе трудовой функции"
    NOT_APPLICABLE = "not_applicable", "не применяется"


class StageItemSource(TextChoices):
    """What in the portal fulfils a checklist item by itself."""

    HAND = "", "отмечает человек"
    ACT = "act", act_label("приказ о закреплении")
    GOAL = "goal", "цель в программе"
    PLAN = "plan", "мероприятия в программе"
    APPROVAL = "approval", "утверждённая программа"
    PLAN_DONE = "plan_done", "выполненные мероприятия программы"


class DeadlineKind(TextChoices):
    CONSENTS = "consents", "согласия"
    ORDER = "order", "приказ"
    PROGRAMME = "programme", "программа"
    APPROVAL = "approval", "утверждение программы"
    PLAN_ITEM = "plan_item", "мероприятие плана"
    END = "end", "окончание срока"
    ROADMAP_APPROVAL = "roadmap", "утверждение дорожной карты"
    ROADMAP_AGREEMENT = "roadmap_agreement", "согласование дорожной карты"
    ROADMAP_ITEM = "roadmap_item", "пункт дорожной карты"
    ACT = "act", act_label("приказ об изменении")
    GROUND = "ground", "новый акт взамен отменённого"
    WITHDRAWAL = "withdrawal", "отозванное согласие"
    MENTOR_MOVED = "mentor_moved", side_label("перевод наставника")
    MENTEE_MOVED = "mentee_moved", side_label("перевод наставляемого")
    MENTOR_CAME = "mentor_came", side_label("приход наставника с парой")
    MENTEE_CAME = "mentee_came", side_label("приход наставляемого с парой")
    REQUEST = "request", "обращение"
    REQUEST_OPINION = "request_opinion", "мнение совета"
    REQUEST_ACTION = "request_action", "исполнение обращения"
    COMMENT = "comment", "замечание к программе"


class PlanSection(TextChoices):
    """The eight sections of an individual plan (Устюжна, п. 3.10)."""

    WORKPLACE = "workplace", "Ознакомление с рабочим местом и коллективом"
    DUTIES = "duties", "Ознакомление с должностными обязанностями и квалификационными требованиями"
    ADAPTATION = "adaptation", "Меры по профессиональной и должностной адаптации"
    THEORY = "theory", "Изучение теоретических и практических вопросов"
    PRACTICE = "practice", "Выполнение практических заданий"
    CONSOLIDATION = "consolidation", "Меры по закреплению знаний и навыков"
    SUPPORT = "support", "Меры по содействию в выполнении должностных обязанностей"
    OTHER = "other", "Другие мероприятия"


class ProgrammeStatus(TextChoices):
    DRAFT = "draft", "составляется"
    SUBMITTED = "submitted", "на утверждении"
    APPROVED = "approved", "утверждена"


class RoadmapLevel(TextChoices):
    MUNICIPAL = "municipal", "муниципальная"
    SCHOOL = "school", "организации"


class RoadmapStatus(TextChoices):
    DRAFT = "draft", "составляется"
    APPROVAL = "approval", "на утверждении"
    SUBMITTED = "submitted", "на согласовании"
    RETURNED = "returned", "возвращена"
    AGREED = "agreed", "согласована"


class RoadmapItemStatus(TextChoices):
    PLANNED = "planned", "запланировано"
    UNDER_WAY = "under_way", "выполняется"
    DONE = "done", "выполнено"
    DROPPED = "dropped", "снято"


class RequestKind(TextChoices):
    """What the two people of a pair, its curator, the head and the council may ask for."""

    LAY_DOWN = "lay_down", side_label("сложить обязанности наставника")
    REPLACE = "replace", side_label("заменить наставника_вин")
    CONDITIONS = "conditions", "условия совместной работы"
    REWARD = "reward", "поощрение"
    DISCIPLINE = "discipline", "дисциплинарное взыскание"
    NEW_PAIR = "new_pair", "новая пара"
    ARBITRATION = "arbitration", "решение совета наставников"


class RequestAuthor(TextChoices):
    MENTOR = "mentor", side_label("наставник")
    MENTEE = "mentee", side_label("наставляемый")
    CURATOR = "curator", "куратор"
    HEAD = "head", "руководитель"
    COUNCIL = "council", "совет наставников"


class RequestStatus(TextChoices):
    OPEN = "open", "ждёт решения"
    OPINION = "opinion", "есть мнение, ждёт решения"
    ACCEPTED = "accepted", "удовлетворено"
    REFUSED = "refused", "отказано"
    WITHDRAWN = "withdrawn", "отозвано"
    DONE = "done", "исполнено"


#: Nobody has decided yet.
UNDECIDED = (RequestStatus.OPEN, RequestStatus.OPINION)
#: Something is still to be done about the request; there is one such of a kind.
UNFINISHED = (*UNDECIDED, RequestStatus.ACCEPTED)
CLOSED = (RequestStatus.REFUSED, RequestStatus.WITHDRAWN, RequestStatus.DONE)


class OpinionGiver(TextChoices):
    CURATOR = "curator", "куратор"
    COUNCIL = "council", "совет наставников"


class CommentAuthor(TextChoices):
    """Who comments on a programme that others write (Устюжна, п. 6.1; Сургут, п. 4.6.3.1)."""

    MENTEE = "mentee", side_label("наставляемый")
    COUNCIL = "council", "совет наставников"
