"""What becomes of a pair when one of its two moves: asked on the page of the move, or later on a page of the pair."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from mentoring.actions.late_records import TAKES_BACK
from mentoring.actions.moves import answer_move
from mentoring.changes.reasons import employees_of, reasons_after_move
from mentoring.enums import MoveAnswer, PairSide, PairStatus
from mentoring.forms.departures import STAYED, EndMixin
from mentoring.forms.pair_acts import PairActForm
from mentoring.forms.reasons import offer_reasons
from mentoring.labels.changes import sentences
from mentoring.models import Pair
from mentoring.queries.acts import OF_EARLY_END, acts_for_change
from mentoring.queries.moves import lock_pairs_of, pairs_left_behind
from mentoring.queries.policies import words_of
from mentoring.queries.rights import PairRights
from registry import clock
from registry.extension_points import Move, MoveQuestion
from registry.forms.choice_fields import choice_field
from registry.models import Person
from registry.side_texts import side_text

#: answers after which the pair has a last day, a reason and an act
ENDINGS = (MoveAnswer.ENDS, MoveAnswer.HANDED_OVER)
_OF_ACTIVE = (MoveAnswer.GOES_ON, MoveAnswer.HANDED_OVER, MoveAnswer.ENDS, MoveAnswer.REPLACED)
_OF_OTHERS = (MoveAnswer.GOES_ON, MoveAnswer.CANCELLED)
#: the end has been entered: it stays, or it comes earlier
_OF_ENDED = (MoveAnswer.GOES_ON, MoveAnswer.ENDS)


class PairMoveForm(EndMixin, PairActForm):
    """Nothing is chosen for the user. `side` is who moves, `moves_on` the first day elsewhere; `may_put_off` offers to
    decide later: then the pair stays in the worklist, and the person has not moved yet."""

    last_day_field = "last_day"
    act_legend = "Приказ об окончании"
    own_matter = OF_EARLY_END
    required_when_shown = (*PairActForm.required_when_shown, "end_reason")
    answer = forms.ChoiceField(
        label="Что будет с парой",
        widget=forms.RadioSelect,
        error_messages={"required": "Решите, что будет с парой."},
    )
    last_day = forms.DateField(
        label="Последний день пары", required=False, help_text="Если не указать — день перед переводом"
    )
    end_reason = forms.ChoiceField(
        label="Причина окончания",
        required=False,
    )
    reason = forms.CharField(label="Пояснение", required=False, max_length=500)

    def __init__(
        self, *args: Any, pair: Pair, side: PairSide, moves_on: date, user: User, may_put_off: bool, **kwargs: Any
    ) -> None:
        self.pair, self.moves_on = pair, moves_on
        super().__init__(
            *args,
            acts=acts_for_change(pair),
            municipality=pair.organisation.municipality,
            organisation=pair.organisation,
            usual_act=words_of(pair).act,
            may_enter=PairRights.of(user, pair).order,
            may_wait=True,
            usual_title="О досрочном прекращении наставничества",
            **kwargs,
        )
        whose = (pair.organisation.municipality_id, [pair.mentee.participant], side)
        offer_reasons(self, "end_reason", reasons_after_move(*whose, is_employee=side in employees_of(pair)))
        answers = self._answers(pair, user)
        if not pair.is_over and not _somebody_stays(pair, side, has_moved=not may_put_off):
            answers = tuple(answer for answer in answers if answer != MoveAnswer.GOES_ON)
        choices = [(answer.value, _label(answer, pair)) for answer in answers]
        if may_put_off:
            who = "Решим позже" if answers else f"Решит {pair.organisation}, которая ведёт пару"
            choices.append((MoveAnswer.LATER.value, who))
        field = choice_field(self, "answer", forms.ChoiceField)
        field.choices = choices
        if not answers:
            field.initial = MoveAnswer.LATER
        ending = [] if set(ENDINGS).intersection(answers) else [name for name in self.fields if name != "answer"]
        for name in ending:
            del self.fields[name]
        own = [name for name in ("last_day", STAYED, TAKES_BACK, "end_reason", "reason") if name in self.fields]
        parts = [Div(*own, self.act_fieldset(), css_class="move-ending")] if own else []
        self.helper.layout = Layout("answer", *parts)

    @staticmethod
    def _answers(pair: Pair, user: User) -> tuple[MoveAnswer, ...]:
        rights = PairRights.of(user, pair)
        if pair.status == PairStatus.DRAFT:
            return _OF_OTHERS if rights.propose else ()
        if pair.status == PairStatus.AGREED:
            return _OF_OTHERS if rights.run else ()
        if not rights.run:
            return ()
        return _OF_ENDED if pair.is_ended else _OF_ACTIVE

    def last_day_of(self, cleaned: dict[str, Any]) -> date | None:
        """Without one the pair ends on the day before the move, as `answer_move` says."""
        if cleaned.get("answer") not in ENDINGS:
            return None
        return super().last_day_of(cleaned) or min(self.moves_on - timedelta(days=1), self.pair.last_day)

    def clean(self) -> dict[str, Any]:
        if "end_reason" not in self.fields:
            return self.cleaned_data
        cleaned = super().clean()
        if cleaned.get("answer") in ENDINGS and not cleaned.get("end_reason") and "end_reason" not in self.errors:
            self.add_error("end_reason", "Выберите причину, по которой пара заканчивается.")
        if self.why_this_act:
            cleaned["reason"] = sentences(cleaned.get("reason", ""), self.why_this_act)
        return cleaned

    def asks_for_act(self, cleaned: dict[str, Any]) -> bool:
        return cleaned.get("answer") in ENDINGS


def _label(answer: MoveAnswer, pair: Pair) -> str:
    """«Работает до внесённого последнего дня, 15.12.2026»"""
    if not pair.is_ended:
        return answer.label.capitalize()
    if answer == MoveAnswer.ENDS:
        return f"Последний день — раньше внесённого, {pair.last_day:%d.%m.%Y}"
    worked = "Так и работала" if pair.is_over else "Работает"
    return f"{worked} до внесённого последнего дня, {pair.last_day:%d.%m.%Y}"


def _somebody_stays(pair: Pair, side: PairSide, *, has_moved: bool) -> bool:
    """One of the two is, or may come to be, where the pair is led: otherwise that organisation cannot lead it on."""
    organisations = {
        PairSide.MENTOR: pair.mentor.person.organisation_id,
        PairSide.MENTEE: pair.mentee.person.organisation_id,
    }
    mover = organisations.pop(side)
    [other] = organisations.values()
    is_mover_there = mover == pair.organisation_id
    return other == pair.organisation_id or is_mover_there == has_moved


@dataclass
class PairQuestion:
    """A MoveQuestion about one pair."""

    pair: Pair
    side: PairSide
    form: PairMoveForm
    next_pages: list[tuple[str, str]] = field(default_factory=list)

    @property
    def heading(self) -> str:
        return str(self.pair)

    @property
    def about(self) -> str:
        pair = self.pair
        state = pair.state_label.capitalize()
        if pair.is_over:
            state += f", последний день {pair.last_day:%d.%m.%Y}"
        elif not pair.is_ended:
            state += f", {pair.last_day_label}"
        return f"{state}. Ведёт {pair.organisation}. Переходит {self.side.label}."

    def carry_out(self, move: Move, *, by: User) -> list[tuple[str, str]]:
        values = {**self.form.cleaned_data}
        answer = MoveAnswer(values.pop("answer"))
        if answer not in ENDINGS:
            values = {}
        try:
            outcome = answer_move(pair=self.pair, side=self.side, move=move, answer=answer, by=by, **values)
        except ValidationError as refusal:
            if TAKES_BACK in getattr(refusal, "error_dict", {}):
                self.form.ask_to_take_back()
            raise
        if answer == MoveAnswer.REPLACED:
            return [
                (
                    f"заменить {side_text('наставника_вин')} в паре «{outcome}»",
                    reverse("mentoring:pair_replace", args=[outcome.pk]),
                )
            ]
        return []


def questions_about_pairs(user: User, person: Person, data: Any, files: Any) -> list[MoveQuestion]:
    """Every pair of the person that works on after the day of the move; when the page is sent, no other can be entered
    until it is done."""
    if data is not None:
        lock_pairs_of([person.pk])
    on = _day_of_move(data)
    return [
        question_about(pair, _side(pair, person), on, user, data, files, may_put_off=True, prefix=f"pair{pair.pk}")
        for pair in pairs_left_behind(person, on)
    ]


def _day_of_move(data: Any) -> date:
    """The first day in the new organisation, as the page says it; today until it says one."""
    try:
        return forms.DateField().clean((data or {}).get("on"))
    except ValidationError:
        return clock.today()


def question_about(
    pair: Pair,
    side: PairSide,
    on: date,
    user: User,
    data: Any,
    files: Any,
    *,
    may_put_off: bool,
    prefix: str | None = None,
) -> PairQuestion:
    """`on`: the first day elsewhere of who moves."""
    form = PairMoveForm(
        data, files, pair=pair, side=side, moves_on=on, user=user, may_put_off=may_put_off, prefix=prefix
    )
    return PairQuestion(pair, side, form)


def _side(pair: Pair, person: Person) -> PairSide:
    return PairSide.MENTOR if pair.mentor.person_id == person.pk else PairSide.MENTEE
