"""A decision about many candidates for mentors at once."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from registry import clock
from registry.actions.candidates import check_act_of_decision, check_proposed
from registry.enums import ActKind, CandidateApproval, ConsideringBody
from registry.forms.act_choice import ActField
from registry.forms.choice_fields import choice_field
from registry.forms.portal_form import PortalForm
from registry.forms.why_act import WhyAct, WhyActMixin, why_act_field
from registry.models import Act, Mentor, Organisation
from registry.papers.act_texts import act_label, act_text
from registry.queries.act_titles import OF_DECIDING, speaks_of_another, warnings_about_ground
from registry.queries.minutes import awaited_bodies, first_day_of_minutes, minutes_of
from registry.queries.rules import rules_or_none

DECISIONS = [
    (CandidateApproval.APPROVED.value, "Утвердить: готовы к работе"),
    (CandidateApproval.REFUSED.value, "Отклонить"),
]


class CandidatesForm(WhyActMixin, PortalForm):
    """The rows of the list carry `mentors`; the fields beneath it are laid out by the form."""

    mentors = forms.ModelMultipleChoiceField(
        Mentor.objects.none(),
        label="Кандидаты",
        error_messages={
            "required": "Отметьте, о ком решение.",
            "invalid_choice": "Решение об одном из кандидатов уже внесено. Проверьте список и отметьте ещё раз.",
        },
    )
    decision = forms.ChoiceField(label="Решение", choices=DECISIONS, widget=forms.RadioSelect)
    on = forms.DateField(label="Дата решения")
    act = ActField(
        Act.objects.none(),
        label=act_label("Приказ или протокол"),
        required=False,
        help_text=act_label("Если решение есть в документе: приказе (Устюжна, п. 3.6) или протоколе совета"),
    )
    reason = forms.CharField(
        label="Почему отклонена", max_length=300, required=False, help_text="Увидят те, кто предложил кандидатуру"
    )

    why_act = why_act_field()

    def __init__(self, *args: Any, candidates: QuerySet[Mentor], acts: QuerySet[Act], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "mentors", forms.ModelMultipleChoiceField).queryset = candidates
        act_field = choice_field(self, "act", ActField)
        act_field.queryset = acts
        act_field.is_of_another_matter = lambda act: speaks_of_another(act.title, OF_DECIDING)
        self.initial.setdefault("on", clock.today())
        self.initial.setdefault("decision", CandidateApproval.APPROVED.value)
        self.helper.layout = Layout("decision", Div("on", "act", css_class="cols"), WhyAct(), "reason")

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise ValidationError("Дата ещё не наступила.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        refused = cleaned.get("decision") == CandidateApproval.REFUSED
        if refused and not cleaned.get("reason"):
            self.add_error("reason", "Напишите, почему кандидатура отклонена.")
        act, mentors = cleaned.get("act"), cleaned.get("mentors") or ()
        if day := cleaned.get("on"):
            try:
                check_proposed(mentors, day)
            except ValidationError as refusal:
                self.add_error(None, refusal)
            else:
                self._check_act(act, mentors, day)
        if act and any(mentor.person.organisation_id != act.organisation_id for mentor in mentors):
            self.add_error("act", "Этот документ издала другая организация.")
        elif act and (body := _other_body(act)):
            self.add_error(
                "act", act_text(f"Кандидатуры здесь рассматривает {body}. Выберите его протокол или приказ.")
            )
        elif not refused and cleaned.get("on"):
            self._ask_for_minutes(mentors, cleaned["on"])
        if act is not None:
            self.ask_why(warnings_about_ground(act, OF_DECIDING))
        return cleaned

    def _ask_for_minutes(self, mentors: Iterable[Mentor], on: date) -> None:
        """Where a body considers candidates, nobody is approved before its minutes are in the register."""
        organisations = {mentor.person.organisation for mentor in mentors}
        for organisation in filter(None, organisations):
            bodies = [body] if (body := _considering_body(organisation, on)) else []
            if awaited := awaited_bodies(bodies, minutes_of(organisation) if bodies else (), on):
                self.add_error(
                    "act",
                    f"Кандидатуры здесь рассматривает {awaited[0].label}. Внесите в реестр актов его протокол: не "
                    f"раньше {first_day_of_minutes(on):%d.%m.%Y} и не позже дня решения.",
                )

    def _check_act(self, act: Act | None, mentors: Iterable[Mentor], day: date) -> None:
        if act is not None:
            try:
                check_act_of_decision(mentors, day, act)
            except ValidationError as refusal:
                self.add_error(None, refusal)

    @property
    def marked_keys(self) -> set[str]:
        """Primary keys that were marked, for the list that is shown again."""
        return set(self.data.getlist("mentors")) if hasattr(self.data, "getlist") else set()


def _other_body(act: Act) -> str:
    """The body that considers candidates by the rules, when the minutes are of another one."""
    if act.kind != ActKind.MINUTES or act.organisation is None:
        return ""
    body = _considering_body(act.organisation, act.dated)
    return "" if body is None or act.considered_by == body else str(body.label)


def _considering_body(organisation: Organisation, on: date) -> ConsideringBody | None:
    rules = rules_or_none(organisation, on)
    return ConsideringBody(rules.considered_by) if rules and rules.considered_by else None
