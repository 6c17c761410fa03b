"""A municipality's policy: adopting a preset and editing a version."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.db.models import Q, QuerySet

from accounts.models import User
from registry import clock
from registry.enums import ConsentRule, Month, ProposalStatus
from registry.extension_points import number_above_limit
from registry.forms.act_choice import ActChoiceForm
from registry.forms.choice_fields import choice_field
from registry.forms.limit_warning import ANYWAY, LimitWarningMixin
from registry.forms.portal_form import PortalModelForm
from registry.models import Form, Kind, Municipality, Policy, PolicyProposal, RoleModel
from registry.models.dictionary import OwnableEntry
from registry.models.policy import PolicyRules
from registry.queries.acts import acts_to_adopt
from registry.queries.dictionaries import entries_known, entries_offered
from registry.queries.policy import policy_before, presets_to_adopt
from russian.numbers import plural

OfferedEntry = TypeVar("OfferedEntry", bound=OwnableEntry)


def _limit_warning(municipality: Municipality, limit: int) -> str:
    number = number_above_limit(municipality, limit)
    if not number:
        return ""
    mentors = plural(number, "наставника,наставников,наставников")
    return (
        f"Предел {limit}, а больше наставляемых сейчас или впереди у {mentors}. Их пары останутся, а новых у них не "
        "будет, пока наставляемых не станет меньше предела."
    )


USUAL_TITLE = "Об утверждении положения о системе наставничества"


class AdoptionForm(LimitWarningMixin, ActChoiceForm):
    limit_field = "preset"
    act_legend = "Каким актом принята"
    later_label = "Указать позже"

    municipality = forms.ModelChoiceField(label="Муниципалитет", queryset=Municipality.objects.none())
    preset = forms.ModelChoiceField(
        label="Образец",
        queryset=presets_to_adopt(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    valid_from = forms.DateField(
        label="Действует с", help_text="Пары судят по политике, которая действовала в день приказа о закреплении"
    )
    basis = forms.CharField(
        label="Основание словами",
        max_length=300,
        required=False,
        help_text="Если акта нет в реестре: постановление от 23.01.2023 № 29",
    )

    def __init__(self, *args: Any, user: User, municipalities: QuerySet[Municipality], **kwargs: Any) -> None:
        super().__init__(
            *args,
            acts=acts_to_adopt(user, municipalities),
            municipality=None,
            organisation=None,
            may_wait=True,
            usual_title=USUAL_TITLE,
            **kwargs,
        )
        field = choice_field(self, "municipality", forms.ModelChoiceField)
        field.queryset = municipalities
        if len(municipalities) == 1:
            field.initial, field.disabled, field.widget = municipalities[0], True, forms.HiddenInput()
        self.initial.setdefault("valid_from", clock.today())
        self.helper.layout = self.layout_with("municipality", "preset", ANYWAY, "valid_from", "basis")

    def clean_municipality(self) -> Municipality:
        """It issues the act that is entered with the policy."""
        self.place["municipality"] = self.cleaned_data["municipality"]
        return self.cleaned_data["municipality"]

    def clean(self) -> dict[str, Any]:
        if "municipality" not in self.cleaned_data:
            return self.cleaned_data
        cleaned = super().clean()
        cleaned.pop("act_awaited", None)
        return cleaned

    def limit_warning(self, cleaned: dict[str, Any]) -> str:
        municipality = cleaned.get("municipality")
        return _limit_warning(municipality, cleaned["preset"].mentee_limit) if municipality else ""


class PolicyActForm(ActChoiceForm):
    """The act that has adopted a version."""

    act_legend = "Каким актом принята"

    def __init__(self, *args: Any, user: User, policy: Policy, **kwargs: Any) -> None:
        super().__init__(
            *args,
            acts=acts_to_adopt(user, [policy.municipality]),
            municipality=policy.municipality,
            organisation=None,
            usual_title=USUAL_TITLE,
            **kwargs,
        )
        if policy.act_id and "act" in self.fields:
            self.initial.setdefault("act", policy.act_id)
        self.helper.layout = self.layout_with()


class RoleModelsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: RoleModel) -> str:
        return f"{obj.form}: {obj}"


class PolicyRulesForm(LimitWarningMixin, PortalModelForm):
    """The rules of one version, in force or proposed. A form of its own model names the model and the first part."""

    first_part: tuple[str, ...] = ()
    limit_field = "mentee_limit"

    consents_required = forms.MultipleChoiceField(
        label="Обязательные согласия", choices=ConsentRule, required=False, widget=forms.CheckboxSelectMultiple
    )
    monitoring_months = forms.TypedMultipleChoiceField(
        label="Месяцы мониторинга",
        choices=Month,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        fields = [
            "valid_from",
            "basis",
            "mentee_limit",
            "several_mentors",
            "forms",
            "role_models",
            "kinds",
            "programme_min_months",
            "programme_max_months",
            "consents_required",
            "monthly_report",
            "mentee_report",
            "final_report_days",
            "monitoring_months",
            "baseline_month",
            "curator_eligibility",
            "young_specialist_years",
            "pupil_min_age",
            "score_enabled",
            "act_kind",
            "mentee_term",
            "programme_term",
        ]
        field_classes = {"role_models": RoleModelsField}
        help_texts = {"final_report_days": "0 — срок не установлен, и в приказе его не будет"}
        widgets = dict.fromkeys(("forms", "role_models", "kinds"), forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, begun_from: PolicyRules | None = None, **kwargs: Any) -> None:
        """`begun_from`: the rules that a new version begins with."""
        super().__init__(*args, **kwargs)
        self._named = begun_from or self.instance
        self.own_labels: dict[str, dict[str, OwnableEntry]] = {}
        labels = [
            name
            for dictionary, field, words in (
                (Form, "forms", "form_labels"),
                (RoleModel, "role_models", "role_model_labels"),
                (Kind, "kinds", "kind_labels"),
            )
            for name in self._add_own_labels(self._offer(field, dictionary), words)
        ]
        self.helper.layout = Layout(
            Fieldset("Версия", Div("valid_from", "basis", css_class="cols"), *self.first_part),
            Fieldset(
                "Пары",
                Div("mentee_limit", "act_kind", css_class="cols"),
                ANYWAY,
                "several_mentors",
                Div("young_specialist_years", "pupil_min_age", css_class="cols"),
                "consents_required",
                "curator_eligibility",
            ),
            Fieldset("Формы, модели, виды", "forms", "role_models", "kinds"),
            Fieldset(
                "Программы и отчёты",
                Div("programme_min_months", "programme_max_months", css_class="cols"),
                "monthly_report",
                "mentee_report",
                "final_report_days",
            ),
            Fieldset("Мониторинг", "score_enabled", "monitoring_months", "baseline_month"),
            Fieldset("Слова", Div("mentee_term", "programme_term", *labels, css_class="cols")),
        )

    def _offer(self, name: str, dictionary: type[OfferedEntry]) -> QuerySet[OfferedEntry]:
        """The field offers what the dictionary offers the municipality, and what the policy names already."""
        chosen = getattr(self._named, name).values("pk")
        municipality = self.instance.municipality_id
        entries = entries_known(dictionary, [municipality])
        offered = entries.filter(Q(pk__in=entries_offered(dictionary, municipality).values("pk")) | Q(pk__in=chosen))
        if self.instance.pk is None:
            self.initial[name] = list(chosen.values_list("pk", flat=True))
        choice_field(self, name, forms.ModelMultipleChoiceField).queryset = offered
        return offered

    def _add_own_labels(self, offered: Iterable[OfferedEntry], words: str) -> list[str]:
        """A field for the municipality's own name of each entry of the portal; own entries are called as they are."""
        added: dict[str, OwnableEntry] = {f"label-{entry.code}": entry for entry in offered if not entry.is_own}
        for name, entry in added.items():
            self.fields[name] = forms.CharField(
                label=f"Своё название: {entry.title}",
                required=False,
                max_length=250,
                initial=getattr(self.instance, words).get(entry.code, ""),
            )
        self.own_labels[words] = added
        return list(added)

    def limit_warning(self, cleaned: dict[str, Any]) -> str:
        """A proposal lowers nothing yet."""
        return ""

    def clean_valid_from(self) -> date:
        day = self.cleaned_data["valid_from"]
        if not self.fields["valid_from"].disabled and day <= clock.today():
            raise forms.ValidationError("Новую версию вводят с будущего дня: прошлые приказы судят по прежней.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "forms" in cleaned and not cleaned["forms"]:
            self.add_error("forms", "Выберите хотя бы одну форму.")
        if "kinds" in cleaned and not cleaned["kinds"]:
            self.add_error("kinds", "Выберите хотя бы один вид.")
        return cleaned

    def _post_clean(self) -> None:
        for words, entries in self.own_labels.items():
            typed = {
                entry.code: label
                for name, entry in entries.items()
                if (label := self.cleaned_data.get(name, "").strip()) and label != entry.title
            }
            setattr(self.instance, words, typed)
        super()._post_clean()


class PolicyForm(PolicyRulesForm):
    """One version. A version that has begun keeps its day, because orders were checked against it."""

    class Meta(PolicyRulesForm.Meta):
        model = Policy

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.valid_from <= clock.today():
            self.fields["valid_from"].disabled = True

    def limit_warning(self, cleaned: dict[str, Any]) -> str:
        limit = cleaned["mentee_limit"]
        return _limit_warning(self.instance.municipality, limit) if limit < self.initial["mentee_limit"] else ""


class PolicyProposalForm(PolicyRulesForm):
    """A version that a coordinator proposes, with the reason."""

    first_part = ("reason",)

    class Meta(PolicyRulesForm.Meta):
        model = PolicyProposal
        fields = [*PolicyRulesForm.Meta.fields, "reason"]

    @property
    def chosen(self) -> dict[str, Any]:
        """Of a valid form: forms, role models and kinds."""
        return {field.name: self.cleaned_data[field.name] for field in PolicyRules._meta.local_many_to_many}


class ProposalDecisionForm(LimitWarningMixin, PortalModelForm):
    """What the administrator decides about the proposal as the page shows it."""

    limit_field = "decision"
    limit_remedy = "отклоните предложение"

    decision = forms.ChoiceField(
        label="Решение",
        choices=[
            (ProposalStatus.ACCEPTED.value, "Принять: станет политикой со своего дня"),
            (ProposalStatus.REFUSED.value, "Отклонить"),
        ],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = PolicyProposal
        fields = ["decision_note"]
        help_texts = {"decision_note": "При отказе – почему: это увидит автор"}

    def __init__(self, *args: Any, shown: str, **kwargs: Any) -> None:
        """`shown`: the proposed rules in words."""
        self._shown = shown
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("decision", ANYWAY, "decision_note")

    def beside_fields(self) -> dict[str, str]:
        return {"Предлагаемые правила": self._shown}

    def limit_warning(self, cleaned: dict[str, Any]) -> str:
        """Of an acceptance as of an edit; a refusal lowers nothing."""
        if cleaned["decision"] != ProposalStatus.ACCEPTED:
            return ""
        before, limit = policy_before(self.instance), self.instance.mentee_limit
        return _limit_warning(self.instance.municipality, limit) if not before or limit < before.mentee_limit else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == ProposalStatus.REFUSED and not cleaned.get("decision_note"):
            self.add_error("decision_note", "Напишите, почему предложение отклонено.")
        return cleaned

    def _post_clean(self) -> None:
        """The decision is written by its action."""
