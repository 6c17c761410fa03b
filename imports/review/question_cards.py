"""What the card of a row asks: which organisation, who stands on each side, which form, or whether to take it so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from imports.enums import ImportRowStatus
from imports.issue_codes import Asks, find_issue_code
from imports.models import ImportRow
from imports.review.comparisons import Comparer, Comparison
from imports.review.row_issues import grave_issues
from imports.review.row_labels import SIDES
from imports.row_data import KEEP, TAKE, Candidate
from registry.models import Organisation
from registry.side_texts import side_text


@dataclass(frozen=True)
class Option:
    """A radio that needs no comparison."""

    value: str
    title: str
    why: str = ""


#: nothing can be taken as it is where a card has changed, no form of the policy is known to suit, or others contend
_NOT_TO_BE_ACCEPTED = frozenset({"changed_meanwhile", "form_unclear", "cap_competing"})
_NEW = "Это другой человек — внести нового"
_SKIP = Option("skip", "Пропустить")
_OF_MERGE = (Option(KEEP, "Оставить выбранное при объединении"), Option(TAKE, "Взять из файла"))
_ALONE = Option("alone", "Загрузить без пары")
#: what stands in the way of the pair alone: the mentee of the row may come in without it
_ABOUT_THE_PAIR = frozenset({"form_unclear", "cap_competing", "cap_exceeded", "pair_refused", "same_person"})
_MOST_OFFERED = 8
_NEW_BY_INITIALS = "Новый человек — впишу имя и отчество"


@dataclass
class Question:
    """`side`: of whom it is asked, "" of the row; `names`: fields that a new person needs; `choice`, `values`,
    `errors`, `middle_errors`: what was sent and what is wrong with it, with the patronymic apart."""

    asks: Asks
    side: str = ""
    legend: str = ""
    comparison: Comparison | None = None
    options: list[Option] = field(default_factory=list)
    names: Sequence[tuple[str, str, bool]] = ()
    alike: int = 0
    choice: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Sequence[str] = ()
    middle_errors: Sequence[str] = ()

    @property
    def prefix(self) -> str:
        return f"{self.side}-" if self.side else ""


class Questioner:
    def __init__(self, organisations: Mapping[int, Organisation], comparer: Comparer, *, whole: bool) -> None:
        """`whole`: the batch is of the whole municipality, so that organisations may be made."""
        self._organisations = organisations
        self._comparer = comparer
        self._whole = whole

    def questions(self, row: ImportRow) -> list[Question]:
        """In the order in which they are asked: the organisation stands before the people at it."""
        if row.status not in (ImportRowStatus.REVIEW, ImportRowStatus.ERROR):
            return []
        codes = {issue.code for issue in grave_issues(row)}
        kinds = {find_issue_code(code).asks for code in codes}
        if Asks.ORGANISATION in kinds and not (row.decision.organisation or row.decision.new_organisation):
            return [self._organisation(row, codes)]
        if row.status == ImportRowStatus.ERROR or _is_to_be_accepted(row, kinds):
            return []
        return [*self._people(row, kinds), *self._forms(row)]

    def buttons(self, row: ImportRow, questions: Sequence[Question]) -> list[Option]:
        """Answers that are whole by themselves."""
        if row.status == ImportRowStatus.OFF:
            return [] if row.decision.skip else [Option("accept", "Всё-таки загрузить")]
        codes = {issue.code for issue in grave_issues(row)}
        alone = [_ALONE] if "mentor" in row.record.sides and _tells_of_mentee(row) and codes <= _ABOUT_THE_PAIR else []
        if row.status == ImportRowStatus.ERROR:
            return [*alone, _SKIP]
        if row.status != ImportRowStatus.REVIEW:
            return []
        if questions or codes & _NOT_TO_BE_ACCEPTED:
            return [*alone, _SKIP]
        if "chosen_at_merge" in codes:
            return [*_OF_MERGE, _SKIP]
        return [Option("accept", "Загрузить как есть"), *alone, _SKIP]

    def _organisation(self, row: ImportRow, codes: set[str]) -> Question:
        options = [
            Option(f"organisation:{c.organisation}", self._organisations[c.organisation].short_name)
            for c in row.candidates
            if c.organisation is not None and c.organisation in self._organisations
        ]
        if len(options) > _MOST_OFFERED:  # the list of all is easier to look through
            options = []
        if "new_organisation" in codes and self._whole:
            options.append(Option("new_organisation", "Такой ещё нет — завести организацию"))
        return Question(Asks.ORGANISATION, options=options)

    def _people(self, row: ImportRow, kinds: set[Asks]) -> list[Question]:
        own = [c for c in row.candidates if not c.side and (c.person is not None or c.row is not None)]
        sides = [side for side in row.record.sides if self._is_asked_of(row, side)]
        questions = []
        decision = row.decision
        is_answered = not own and (decision.person is not None or decision.is_new or decision.row is not None)
        if kinds & {Asks.PERSON, Asks.NAMES, Asks.RETURN} and (own or not sides) and not is_answered:
            questions.append(self._person(row, own, "", can_be_new=Asks.RETURN not in kinds))
        for side in sides:
            of_side = [c for c in row.candidates if c.side == side]
            questions.append(self._person(row, of_side, side, can_be_new=True))
        return questions

    @staticmethod
    def _is_asked_of(row: ImportRow, side: str) -> bool:
        has_candidates = any(candidate.side == side for candidate in row.candidates)
        return has_candidates or (bool(row.record.person(side).initials) and not row.decision.answer_of(side))

    def _person(self, row: ImportRow, candidates: Sequence[Candidate], side: str, *, can_be_new: bool) -> Question:
        initials = bool(row.record.person(side).initials)
        question = Question(Asks.NAMES if initials else Asks.PERSON, side)
        question.legend = f"Кто {SIDES[side]}" if side else ""
        question.comparison = self._comparer.compared(row, candidates, side)
        if can_be_new:
            question.options.append(Option("new", _NEW_BY_INITIALS if initials else _NEW))
        if initials:
            question.names = (("first_name", "Имя", True), ("middle_name", "Отчество", False))
        if side and _tells_of_mentee(row):
            question.options.append(Option("skip", side_text("Без пары: наставника не вносить")))
        return question

    @staticmethod
    def _forms(row: ImportRow) -> list[Question]:
        options = [Option(f"form:{c.form}", c.why or c.form) for c in row.candidates if c.form]
        return [Question(Asks.FORM, legend="Форма наставничества", options=options)] if options else []


def _tells_of_mentee(row: ImportRow) -> bool:
    """A row of a base of mentees: who it is about is no side of it."""
    return "mentee" not in row.record.sides


def _is_to_be_accepted(row: ImportRow, kinds: set[Asks]) -> bool:
    """A question about the reading comes before the question who it is."""
    return Asks.ACCEPT in kinds and not row.decision.accept
