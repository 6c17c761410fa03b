"""The bases as the federal model lays them out, and the register that districts keep (requirements B1).

What the portal does not know is an empty cell. Several mentees or mentors share a cell, separated by «; ».
"""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, ClassVar, cast

from import_export import fields

from mentoring.enums import PairStatus, ProgrammeStatus
from mentoring.models import Pair
from mentoring.pairing.period import whole_term_in_words
from mentoring.queries.bases import MOVES_SINCE
from mentoring.queries.pair_labels import PairLabelsMixin
from mentoring.queries.programmes import items_of_plan
from registry import clock
from registry.enums import PairColumn
from registry.exports.people import representative_of
from registry.exports.register_resource import AS_IS, RegisterResource, full_years, phones_of
from registry.models import Mentee, Mentor, Person
from registry.models.person import class_label
from russian.school_year import last_day

if TYPE_CHECKING:
    from mentoring.queries.bases import MenteeOfYear, MentorOfYear, OrganisationWithCurators

_UNKNOWN_AMONG_OTHERS = "—"


class NumberedResource(PairLabelsMixin, RegisterResource):
    number = fields.Field(column_name="№", widget=AS_IS)

    #: code of PairColumn → the fields that stand only where the rules have it
    fields_of_columns: ClassVar[dict[str, tuple[str, ...]]] = {}

    def __init__(self, *, year: int, columns: Collection[str] = PairColumn.values) -> None:
        """`columns`: codes of PairColumn that the rules of the reader have."""
        super().__init__()
        for code in self.fields_of_columns.keys() - set(columns):
            for name in self.fields_of_columns[code]:
                del self.fields[name]
        #: what changes with time is told as of it: the end of a year that is over, today in the present one
        self.day = min(last_day(year), clock.today())
        self._rows = 0

    def dehydrate_number(self, entry: Mentor | Mentee) -> int:
        self._rows += 1
        return self._rows


class BaseOfYear(NumberedResource):
    """Columns of a bank entry and its pairs of the year that both bases of МР-42/02 share."""

    def dehydrate_contacts(self, entry: "MentorOfYear | MenteeOfYear") -> str:
        person = entry.person
        return (representative_of(person) if person.is_minor else "") or contacts_of(person)

    def dehydrate_entered_on(self, entry: "MentorOfYear | MenteeOfYear") -> Any:
        return entered_on(entry.pairs_of_year)

    def dehydrate_forms(self, entry: "MentorOfYear | MenteeOfYear") -> Any:
        return different(entry.pairs_of_year, lambda pair: self.labels_of(pair).form)

    def dehydrate_left_on(self, entry: "MentorOfYear | MenteeOfYear") -> Any:
        return different(entry.pairs_of_year, last_day_of)

    def dehydrate_results(self, entry: "MentorOfYear | MenteeOfYear") -> Any:
        return different(entry.pairs_of_year, results_of)


class BaseOfMentees(BaseOfYear):
    """«База наставляемых», МР-42/02 от 23.01.2020."""

    full_name = fields.Field("person__full_name", "ФИО наставляемого")
    contacts = fields.Field(column_name="Контактные данные для связи (данные представителя)")
    birth_year = fields.Field("person__birth_date__year", "Год рождения наставляемого", widget=AS_IS)
    request = fields.Field("request", "Основной запрос наставляемого")
    entered_on = fields.Field(column_name="Дата вхождения в программу", widget=AS_IS)
    mentors = fields.Field(column_name="ФИО наставника")
    forms = fields.Field(column_name="Форма наставничества")
    workplaces = fields.Field(column_name="Место работы/учёбы наставника")
    left_on = fields.Field(column_name="Дата завершения программы", widget=AS_IS)
    results = fields.Field(column_name="Результаты программы")
    case_link = fields.Field(column_name="Ссылка на кейс/отзыв наставляемого, размещённые на сайте организации")
    passed = fields.Field(column_name="Отметка о прохождении программы")

    class Meta:
        model = Mentee
        fields = (
            "number", "full_name", "contacts", "birth_year", "request", "entered_on", "mentors", "forms", "workplaces",
            "left_on", "results", "case_link", "passed",
        )  # fmt: skip
        export_order = fields

    def dehydrate_mentors(self, mentee: "MenteeOfYear") -> Any:
        return different(mentee.pairs_of_year, lambda pair: pair.mentor.person.full_name)

    def dehydrate_workplaces(self, mentee: "MenteeOfYear") -> Any:
        return different(mentee.pairs_of_year, lambda pair: workplace_of(pair.mentor.person))

    def dehydrate_case_link(self, mentee: Mentee) -> None:
        return None

    def dehydrate_passed(self, mentee: "MenteeOfYear") -> Any:
        return different(mentee.pairs_of_year, lambda pair: "да" if pair.state == PairStatus.COMPLETED else "")


class BaseOfMentors(BaseOfYear):
    """«База наставников», МР-42/02 от 23.01.2020."""

    full_name = fields.Field("person__full_name", "ФИО наставника")
    contacts = fields.Field(column_name="Контактные данные для связи")
    workplace = fields.Field(column_name="Место работы/учёбы наставника")
    competencies = fields.Field("competencies", "Основные компетенции наставника")
    achievements = fields.Field("achievements", "Важные для программы достижения наставника")
    interests = fields.Field(column_name="Интересы наставника")
    wanted_age = fields.Field(column_name="Желаемый возраст наставляемых")
    time = fields.Field(column_name="Ресурс времени на программу наставничества")
    entered_on = fields.Field(column_name="Дата вхождения в программу", widget=AS_IS)
    mentees = fields.Field(column_name="ФИО наставляемого (наставляемых)")
    forms = fields.Field(column_name="Форма наставничества")
    workplaces = fields.Field(column_name="Место работы/учёбы наставляемого")
    left_on = fields.Field(column_name="Дата завершения программы", widget=AS_IS)
    results = fields.Field(column_name="Результаты программы")
    case_link = fields.Field(column_name="Ссылка на кейс/отзыв наставника")

    class Meta:
        model = Mentor
        fields = (
            "number", "full_name", "contacts", "workplace", "competencies", "achievements", "interests", "wanted_age",
            "time", "entered_on", "mentees", "forms", "workplaces", "left_on", "results", "case_link",
        )  # fmt: skip
        export_order = fields

    def dehydrate_workplace(self, mentor: Mentor) -> str:
        return workplace_of(mentor.person)

    def dehydrate_mentees(self, mentor: "MentorOfYear") -> Any:
        return different(mentor.pairs_of_year, lambda pair: pair.mentee.person.full_name)

    def dehydrate_workplaces(self, mentor: "MentorOfYear") -> Any:
        return different(mentor.pairs_of_year, lambda pair: workplace_of(pair.mentee.person))


class RegisterOfMentors(NumberedResource):
    """«Реестр наставников-педагогов», as districts usually keep it. A mentor without a pair this year stands in it."""

    number = fields.Field(column_name="№ п/п", widget=AS_IS)
    organisation = fields.Field("person__organisation__short_name", "Наименование ОО")
    full_name = fields.Field("person__full_name", "ФИО наставника")
    position = fields.Field(column_name="Должность (предмет)")
    experience = fields.Field(column_name="Стаж (общий/педагогический)", widget=AS_IS)
    qualification = fields.Field("person__get_qualification_display", "Квалификационная категория")
    achievements = fields.Field("achievements", "Награды")
    mentees = fields.Field(column_name="ФИО наставляемого")
    mentee_position = fields.Field(column_name="Должность наставляемого")
    mentee_experience = fields.Field(column_name="Стаж наставляемого", widget=AS_IS)
    forms = fields.Field(column_name="Форма/модель")
    act = fields.Field(column_name="Реквизиты приказа о закреплении")
    period = fields.Field(column_name="Срок")
    programme = fields.Field(column_name="Наличие программы")
    curator = fields.Field(column_name="Контакты куратора")

    class Meta:
        model = Mentor
        fields = (
            "number", "organisation", "full_name", "position", "experience", "qualification", "achievements",
            "mentees", "mentee_position", "mentee_experience", "forms", "act", "period", "programme", "curator",
        )  # fmt: skip
        export_order = fields

    fields_of_columns = {
        PairColumn.ORGANISATION: ("organisation",),
        PairColumn.POSITION: ("position", "mentee_position"),
        PairColumn.EXPERIENCE: ("experience", "mentee_experience"),
        PairColumn.QUALIFICATION: ("qualification",),
        PairColumn.ACHIEVEMENTS: ("achievements",),
        PairColumn.FORM: ("forms",),
        PairColumn.ACT: ("act",),
        PairColumn.TERM: ("period",),
        PairColumn.PROGRAMME: ("programme",),
        PairColumn.CURATOR: ("curator",),
    }

    def dehydrate_position(self, mentor: Mentor) -> str:
        person = mentor.person
        return f"{person.position} ({person.subject})" if person.subject else person.position

    def dehydrate_experience(self, mentor: Mentor) -> int | str:
        years = full_years(mentor.person, self.day)
        return mentor.person.experience_note if years is None else years

    def dehydrate_mentees(self, mentor: "MentorOfYear") -> Any:
        return values_of_pairs(mentor.pairs_of_year, lambda pair: pair.mentee.person.full_name)

    def dehydrate_mentee_position(self, mentor: "MentorOfYear") -> Any:
        return values_of_pairs(
            mentor.pairs_of_year, lambda pair: class_of_year(pair.mentee.person) or pair.mentee.person.position
        )

    def dehydrate_mentee_experience(self, mentor: "MentorOfYear") -> Any:
        return values_of_pairs(mentor.pairs_of_year, lambda pair: full_years(pair.mentee.person, self.day))

    def dehydrate_forms(self, mentor: "MentorOfYear") -> Any:
        def form_and_model(pair: Pair) -> str:
            labels = self.labels_of(pair)
            return ", ".join(filter(None, (labels.form, labels.role_model)))

        return values_of_pairs(mentor.pairs_of_year, form_and_model)

    def dehydrate_act(self, mentor: "MentorOfYear") -> Any:
        return values_of_pairs(mentor.pairs_of_year, lambda pair: str(pair.act or ""))

    def dehydrate_period(self, mentor: "MentorOfYear") -> Any:
        return values_of_pairs(mentor.pairs_of_year, period_of)

    def dehydrate_programme(self, mentor: "MentorOfYear") -> Any:
        return values_of_pairs(mentor.pairs_of_year, lambda pair: "да" if has_programme(pair) else "нет")

    def dehydrate_curator(self, mentor: Mentor) -> str:
        organisation = cast("OrganisationWithCurators | None", mentor.person.organisation)
        curators = organisation.curators_now if organisation else ()
        return "; ".join(", ".join(filter(None, (c.person.full_name, contacts_of(c.person)))) for c in curators)


def contacts_of(person: Person) -> str:
    return ", ".join(filter(None, (phones_of(person), person.email)))


def workplace_of(person: Person) -> str:
    """Where one works or learns; pupils with their class."""
    organisation = str(person.organisation or "")
    return ", ".join(filter(None, (organisation, class_of_year(person))))


def class_of_year(person: Person) -> str:
    """The class at the end of the year that the base is of; empty for who is no pupil."""
    moves = getattr(person, MOVES_SINCE)
    return class_label(moves[0].grade, moves[0].grade_letter) if moves else person.grade_label


def entered_on(pairs: list[Pair]) -> Any:
    return min((pair.starts_on for pair in pairs), default=None)


def last_day_of(pair: Pair) -> Any:
    return pair.last_day


def period_of(pair: Pair) -> str:
    """«01.09.2026 – 31.05.2027, на 2026/2027 учебный год»"""
    days = f"{pair.starts_on:%d.%m.%Y} – {pair.last_day:%d.%m.%Y}"
    return ", ".join(filter(None, (days, whole_term_in_words(pair))))


def results_of(pair: Pair) -> str:
    """Results of the plan's finished items, once the pair is over."""
    programme = getattr(pair, "programme", None)
    if not pair.is_over or programme is None:
        return ""
    return ", ".join(item.result for item in items_of_plan(programme))


def has_programme(pair: Pair) -> bool:
    programme = getattr(pair, "programme", None)
    return programme is not None and programme.status == ProgrammeStatus.APPROVED


def different(pairs: list[Pair], value_of: Callable[[Pair], Any]) -> Any:
    """Distinct values of the pairs; a single value keeps its type."""
    values = list(dict.fromkeys(value for pair in pairs if (value := value_of(pair)) not in (None, "")))
    return _lines(values)


def values_of_pairs(pairs: list[Pair], value_of: Callable[[Pair], Any]) -> Any:
    """One thing for each pair, so that neighbouring cells can be read side by side."""
    values = [value_of(pair) for pair in pairs]
    return _lines(values) if any(value not in (None, "") for value in values) else None


def _lines(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else "; ".join(map(_as_text, values)) or None


def _as_text(value: Any) -> str:
    if value in (None, ""):
        return _UNKNOWN_AMONG_OTHERS
    return f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else str(value)
