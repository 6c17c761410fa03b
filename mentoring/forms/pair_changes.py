"""Forms of the changes of an agreed or active pair: a date, a reason from the list, the act if there is one."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from accounts.models import User
from mentoring.actions.endings import DONE
from mentoring.actions.late_records import TAKES_BACK
from mentoring.changes.notice import needs_notice
from mentoring.changes.reasons import reasons_for_pair
from mentoring.enums import PairSide, PairStatus, PairTerm
from mentoring.forms.departures import STAYED, DepartureMixin, EndMixin
from mentoring.forms.pair_acts import PairActForm
from mentoring.forms.pair_terms import TERM_FIELDS, TermMixin, term_layout
from mentoring.forms.reasons import offer_reasons_by_side
from mentoring.labels.changes import sentences
from mentoring.models import Pair, PairChange, Stage
from mentoring.pairing.period import end_of_extension
from mentoring.pairing.sides import sides_summary
from mentoring.queries.acts import (
    OF_COMPLETION,
    OF_EARLY_END,
    OF_EXTENSION,
    OF_REPLACEMENT,
    acts_for_change,
)
from mentoring.queries.capacity import with_capacity
from mentoring.queries.pair_labels import labels_of
from mentoring.queries.policies import words_of
from mentoring.queries.stage_items import stages_before, stages_beside
from mentoring.queries.suitable import suiting_form
from mentoring.stages.completion import ClosingGaps
from registry import clock
from registry.enums import CandidateApproval, ReasonUse
from registry.forms.choice_fields import choice_field
from registry.forms.edit_version import EditVersionMixin
from registry.forms.portal_form import PortalForm
from registry.models import Mentor
from registry.queries.people import mentors_offered_to
from registry.side_texts import side_label, side_text
from russian.side_words import SideWords

if TYPE_CHECKING:
    from mentoring.queries.capacity import MentorWithCapacity


class ReasonForm(PortalForm):
    """Only words: a return to the drafts, a new version of a programme."""

    reason = forms.CharField(label="Причина", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class _ChangeForm(PairActForm):
    """Asks for the act of the change too; it may come later."""

    #: an order that secures pairs can be the ground too
    act_may_secure_pairs = False
    #: how such acts are usually called
    usual_title: str
    #: what is asked besides the act
    field_order: list[str]
    #: the field with a reason of the dictionary, and for what it is
    reason_field: tuple[str, ReasonUse] | None = None

    def __init__(self, *args: Any, pair: Pair, **kwargs: Any) -> None:
        super().__init__(
            *args,
            acts=acts_for_change(pair, may_secure_pairs=self.act_may_secure_pairs),
            municipality=pair.organisation.municipality,
            organisation=pair.organisation,
            usual_act=words_of(pair).act,
            usual_title=self.usual_title,
            **{"may_wait": True, **kwargs},
        )
        self.pair = pair
        if "on" in self.fields:
            self.fields["on"].initial = self._usual_day()
        if self.reason_field is not None:
            name, use = self.reason_field
            self.sides_of_reasons = offer_reasons_by_side(self, name, reasons_for_pair(pair, use), pair)
        self.helper.layout = self.layout_with(*self.field_order)

    def clean(self) -> dict[str, Any]:
        """Why an unlikely act is the one is kept with the reason of the change."""
        cleaned = super().clean()
        if self.why_this_act and "reason" in cleaned:
            cleaned["reason"] = sentences(cleaned["reason"], self.why_this_act)
        return cleaned

    def leave_out_notice(self) -> None:
        """Nobody is asked about a notice where no reason that needs one is offered."""
        if self.reason_field is None:
            return
        if reasons_for_pair(self.pair, self.reason_field[1]).filter(needs_notice=True).exists():
            return
        del self.fields["notified_on"]
        self.helper.layout = self.layout_with(*(name for name in self.field_order if name != "notified_on"))

    def _usual_day(self) -> date:
        return max(self.pair.starts_on, min(clock.today(), self.pair.ends_on))


class CompleteForm(EndMixin, _ChangeForm):
    usual_title = "О завершении наставничества"
    own_matter = OF_COMPLETION
    on = forms.DateField(label="Дата завершения")
    reason = forms.CharField(
        label="Пояснение",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Обязательно, если выполнены не все обязательные пункты этапов",
    )
    field_order = ["on", STAYED, TAKES_BACK, "reason"]

    def clean(self) -> dict[str, Any]:
        """About the act nobody is told why the pair ends with gaps."""
        cleaned = super().clean()
        if self.why_this_act and cleaned["reason"] == self.why_this_act:
            gaps = ClosingGaps.of(self.pair)
            cleaned["reason"] = "" if gaps else sentences(DONE, self.why_this_act)
        return cleaned


class TerminateForm(EndMixin, _ChangeForm):
    usual_title = "О досрочном прекращении наставничества"
    own_matter = OF_EARLY_END
    on = forms.DateField(label="Последний день наставничества")
    reason_field = ("end_reason", ReasonUse.EARLY_END)
    end_reason = forms.ChoiceField(label="Причина")
    notified_on = forms.DateField(
        required=False,
        help_text="Только если поручение отменяет работодатель. Последний день — не раньше чем через три рабочих дня "
        "(ст. 351.8 ТК РФ)",
    )
    reason = forms.CharField(label="Пояснение", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ["on", STAYED, TAKES_BACK, "end_reason", "notified_on", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mentor = words_of(self.pair).mentor
        self.fields[
            "end_reason"
        ].help_text = f"Сам {mentor.nominative} может отказаться в любой день, предупреждать заранее не нужно"
        self.fields["notified_on"].label = _when_notified(mentor)
        if not needs_notice(self.pair):
            self.fields["notified_on"].help_text = (
                f"Только если поручение отменяет работодатель. Ждать три рабочих дня не нужно: {mentor.nominative} "
                "работает не по поручению работодателя"
            )
        self.leave_out_notice()


def _when_notified(mentor: SideWords) -> str:
    return f"Когда {mentor.genitive} предупредили"


class _MentorField(forms.ModelChoiceField):
    """Mentors counted by `with_capacity`, each with the free places; who is only a candidate is called so."""

    def label_from_instance(self, mentor: "MentorWithCapacity") -> str:
        person = mentor.person
        about = ", ".join(
            part for part in (person.full_name, person.occupation, str(person.organisation or "")) if part
        )
        candidate = ", кандидат: руководитель ещё не утвердил" if mentor.approval == CandidateApproval.WAITING else ""
        return f"{about} — свободно мест: {mentor.free} из {mentor.limit}{candidate}"


class ReplaceForm(EndMixin, _ChangeForm):
    usual_title = side_label("О замене наставника")
    own_matter = OF_REPLACEMENT
    #: one order often ends the old pairs and secures the new ones
    act_may_secure_pairs = True
    #: why nobody can be chosen, said before the form is filled in
    obstacle = ""

    on = forms.DateField(help_text="Новая пара начнётся на следующий день")
    reason_field = ("end_reason", ReasonUse.REPLACEMENT)
    end_reason = forms.ChoiceField(label="Причина замены")
    mentor = _MentorField(queryset=Mentor.objects.none(), help_text="Те, кто подходит для формы этой пары")
    ends_on = forms.DateField(label="Окончание новой пары")
    reason = forms.CharField(label="Пояснение", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    notified_on = forms.DateField(
        required=False,
        help_text="Только если поручение отменяет работодатель (ст. 351.8 ТК РФ)",
    )
    field_order = ["on", STAYED, TAKES_BACK, "end_reason", "notified_on", "mentor", "ends_on", "reason"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._name_the_mentor(words_of(self.pair).mentor)
        others = mentors_offered_to(user).exclude(pk=self.pair.mentor_id).exclude(person=self.pair.mentee.person_id)
        since = self._usual_day()
        mentors: Any = with_capacity(
            suiting_form(others, self.pair.form, self.pair.organisation.municipality_id),
            since,
            max(since, self.pair.ends_on),
            apart_from_mentee=self.pair.mentee_id,
        ).order_by("person__sort_key", "pk")
        choice_field(self, "mentor", forms.ModelChoiceField).queryset = mentors
        self._say_whether_anybody_is_free(list(mentors.values_list("free", flat=True)))
        self.fields["ends_on"].initial = self.pair.ends_on
        self.leave_out_notice()

    def _name_the_mentor(self, mentor: SideWords) -> None:
        former, new = mentor.agreeing("прежнего", "прежней"), mentor.agreeing("Новый", "Новая")
        self.fields["on"].label = f"Последний день {former} {mentor.genitive}"
        self.fields["notified_on"].label = _when_notified(mentor)
        field = choice_field(self, "mentor", forms.ModelChoiceField)
        field.label, field.empty_label = f"{new} {mentor.nominative}", f"Выберите {mentor.genitive}"

    def _say_whether_anybody_is_free(self, places: list[int]) -> None:
        """Why nobody can be chosen, or nobody has a place, and what to do about it. `places`: free, of each mentor."""
        self.is_without_choice = not places
        if not places:
            sides = sides_summary(self.pair.form.mentor_sides)
            choice_field(self, "mentor", forms.ModelChoiceField).empty_label = "выбрать некого"
            self.obstacle = (
                f"Выбрать некого: для формы «{labels_of(self.pair).form}» в базе {side_text('наставников')} нет "
                "никого другого"
                f"{f', кто подходит на эту сторону ({sides})' if sides else ''}. Добавьте запись в базу "
                f"{side_text('наставников')} и "
                "откройте эту страницу снова. Если замены не будет, прекратите пару досрочно."
            )
        elif max(places) <= 0:
            self.obstacle = (
                "Подходящие есть, но свободных мест на срок этой пары нет ни у кого. Добавьте в базу ещё "
                "кого-нибудь, дождитесь, когда место освободится, или укажите дни, когда оно есть."
            )


class ChangeActForm(_ChangeForm):
    """The act of a change that was entered without it, or another in the place of a cancelled one."""

    field_order = []

    def __init__(self, *args: Any, change: PairChange, **kwargs: Any) -> None:
        of_ends: dict[PairStatus, type[_ChangeForm]] = {
            PairStatus.COMPLETED: CompleteForm,
            PairStatus.REPLACED: ReplaceForm,
            PairStatus.TERMINATED: TerminateForm,
        }
        of_change = of_ends.get(PairStatus(change.to_status), ExtendForm)
        self.usual_title, self.own_matter = of_change.usual_title, of_change.own_matter
        self.act_may_secure_pairs = of_change.act_may_secure_pairs
        super().__init__(*args, **{"may_wait": False, **kwargs})

    def clean(self) -> dict[str, Any]:
        return {**super().clean(), "why": self.why_this_act}


class OtherActForm(EditVersionMixin, ChangeActForm):
    """The act that was meant, where another one was named by mistake."""

    reason = forms.CharField(
        label="В чём была ошибка",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text="Причину увидят в истории пары",
    )
    field_order = ["reason"]

    def __init__(self, *args: Any, change: PairChange, **kwargs: Any) -> None:
        super().__init__(*args, change=change, may_wait=True, **kwargs)
        if "act" in self.fields:
            acts = acts_for_change(self.pair, may_secure_pairs=self.act_may_secure_pairs)
            choice_field(self, "act", forms.ModelChoiceField).queryset = acts.exclude(pk__in=[change.act_id])
        self.act_of_page = change.act
        self.add_version()

    def beside_fields(self) -> dict[str, str]:
        return {"Какой акт указан": str(self.act_of_page)}


class ExtendForm(DepartureMixin, TermMixin, _ChangeForm):
    last_day_field = "ends_on"
    required_when_shown = (*_ChangeForm.required_when_shown, *TermMixin.required_when_shown)
    usual_title = "О продлении срока наставничества"
    own_matter = OF_EXTENSION
    reason_field = ("why", ReasonUse.EXTENSION)
    why = forms.ChoiceField(label="Причина продления")
    absentee = forms.ChoiceField(label="Кто отсутствовал")
    reason = forms.CharField(label="Пояснение", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ["absentee", "why", *TERM_FIELDS, STAYED, "reason"]

    def __init__(self, *args: Any, pair: Pair, **kwargs: Any) -> None:
        super().__init__(*args, pair=pair, **kwargs)
        words = words_of(pair)
        sides = [(side.value, getattr(words, side.value).nominative) for side in PairSide]
        choice_field(self, "absentee", forms.ChoiceField).choices = [("", "Выберите"), *sides]
        self.fields["term"].label, self.fields["ends_on"].label = "На сколько продлить", "Новый срок окончания"
        if pair.term == PairTerm.EVENT:
            self.initial = {**self.initial, "term": pair.term, "term_event": pair.term_event}
        self.fields["why"].widget.attrs["data-narrowed-by"] = "absentee"
        self.helper.layout = self.layout_with("absentee", "why", term_layout(), STAYED, "reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        side, absentee = self.sides_of_reasons.get(cleaned.get("why", "")), cleaned.get("absentee")
        if side is not None and absentee and absentee != side:
            words = words_of(self.pair)
            away, other = (getattr(words, one).nominative for one in (absentee, side))
            self.add_error(
                "why",
                f"Отсутствовал, как отмечено, {away}, а такая причина бывает, когда отсутствует {other}. Выберите "
                "другую причину или исправьте, кто отсутствовал.",
            )
        return cleaned

    def end_of_term(self, term: str, months: int) -> date:
        return end_of_extension(term, self.pair.ends_on, months)


class EarlierStageForm(PortalForm):
    """To which stage before the present one the pair goes back, and why. `from_stage` is the stage that the page has
    shown, so that the move is refused when somebody has moved the pair meanwhile."""

    to_stage = forms.ModelChoiceField(label="На какой этап", queryset=Stage.objects.none(), empty_label=None)
    reason = forms.CharField(label="Причина", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
    from_stage = forms.ModelChoiceField(queryset=Stage.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, current: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to_stage = choice_field(self, "to_stage", forms.ModelChoiceField)
        to_stage.queryset = stages_before(current)
        to_stage.error_messages["invalid_choice"] = f"Пара уже на этапе «{current}». Выберите один из этапов до него."
        choice_field(self, "from_stage", forms.ModelChoiceField).queryset = stages_beside(current)
        self.fields["from_stage"].initial = current.pk
