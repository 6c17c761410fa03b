"""What a curator decides about a new pair or a draft: form, kinds, period, group, curator."""

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.forms.models import ModelChoiceIterator

from accounts.models import User
from mentoring.enums import Direction, LabourBasis, PairTerm
from mentoring.forms.pair_terms import BY_DAY, MOST_MONTHS, TermMixin, term_layout
from mentoring.models import Pair, PairGroup
from mentoring.pairing.consideration import describe_missing_proposal, whose_proposer
from mentoring.pairing.default_period import usual_term
from mentoring.pairing.period import end_of_term, whole_months
from mentoring.pairing.sides import side_of_mentee
from mentoring.queries.new_pairs import (
    curators_in_office_of,
    forms_offered,
    group_called,
    groups_of,
    kinds_offered,
    role_models_offered,
)
from mentoring.queries.pairs import kinds_of
from mentoring.queries.policies import words_by_rules, words_of
from registry import clock
from registry.access import Right
from registry.forms.choice_fields import choice_field
from registry.forms.edit_version import EditVersionMixin
from registry.forms.kept_choices import keep_chosen
from registry.forms.portal_form import PortalForm
from registry.models import Curator, Form, Kind, Mentee, Mentor, Organisation, RoleModel
from registry.names.text_checks import check_title
from registry.pages.raw_parameters import whole_number
from registry.policies.rules_in_force import RulesInForce
from registry.queries.organisations import organisations_in_use
from registry.queries.people import mentors_offered_to
from registry.side_texts import side_label, side_text
from russian import typography
from russian.side_words import SideWords


class _ModelsByForm(ModelChoiceIterator):
    """Role models under the heading of their form, so that the choice is clear without a script."""

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        yield ("", self.field.empty_label)
        groups: dict[str, list[tuple[Any, str]]] = {}
        for model in self.queryset:
            groups.setdefault(cast("_RoleModelField", self.field).heading_of(model), []).append(self.choice(model))
        yield from groups.items()


class _FormField(forms.ModelChoiceField):
    """Forms by the labels that the policy gives them."""

    policy: RulesInForce

    def label_from_instance(self, form: Form) -> str:
        return self.policy.form_label(form)


class _ModelsOfForms(forms.Select):
    """Each model names its form, so that a script shows those of the chosen form alone (static/js/portal.js)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attrs["data-narrowed-by"] = "form"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        model = getattr(value, "instance", None)
        if model is not None:
            option["attrs"]["data-only-with"] = str(model.form_id)
        return option


class _RoleModelField(forms.ModelChoiceField):
    policy: RulesInForce
    iterator = _ModelsByForm
    widget = _ModelsOfForms

    def heading_of(self, model: RoleModel) -> str:
        return self.policy.form_label(model.form)

    def label_from_instance(self, model: RoleModel) -> str:
        return self.policy.role_model_label(model)


class _KindsField(forms.ModelMultipleChoiceField):
    policy: RulesInForce

    def label_from_instance(self, kind: Kind) -> str:
        return self.policy.kind_label(kind)


class _GroupField(forms.ModelChoiceField):
    def label_from_instance(self, group: PairGroup) -> str:
        return f"{group.title} ({group.mentor.person.short_name})"


#: of the choice of a form: without a script the button beside the search does the same
_SHOWS_MENTORS_ANEW = {
    "hx-post": "",
    "hx-trigger": "change",
    "hx-target": "#suitable",
    "hx-select": "#suitable",
    "hx-swap": "outerHTML",
    "hx-vals": '{"refresh": "yes"}',
}


class PairForm(EditVersionMixin, TermMixin, PortalForm):
    """The second screen of a new pair, and the correction of a draft."""

    mentor = forms.ModelChoiceField(
        label=side_label("Наставник"),
        queryset=Mentor.objects.none(),
        widget=forms.RadioSelect,
        error_messages={"required": side_label("Выберите наставника_вин.")},
    )
    organisation = forms.ModelChoiceField(
        label="Где ведётся наставничество",
        queryset=Organisation.objects.none(),
        help_text="Эта организация издаёт приказ",
        error_messages={"required": "Выберите организацию."},
    )
    form = _FormField(label="Форма", queryset=Form.objects.none(), empty_label="Выберите форму")
    role_model = _RoleModelField(
        label="Ролевая модель",
        queryset=RoleModel.objects.none(),
        required=False,
        empty_label="Без модели",
        help_text="Из моделей выбранной формы",
    )
    kinds = _KindsField(
        label="Виды",
        queryset=Kind.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Можно несколько (Холм, п.\u00a04.4)",
        error_messages={"required": "Выберите хотя бы один вид."},
    )
    starts_on = forms.DateField(label="Начало")
    direction = forms.ChoiceField(label="Направление", choices=[("", "Не выбрано"), *Direction.choices], required=False)
    form_rationale = forms.CharField(
        label="Почему выбрана эта форма", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(label="Примечание", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    group = _GroupField(label="Группа", queryset=PairGroup.objects.none(), required=False, empty_label="Без группы")
    group_title = forms.CharField(
        label="Новая группа",
        max_length=150,
        required=False,
        help_text=side_label("Например: «Наставники 7-х классов»"),
        validators=[check_title],
    )
    curator = forms.ModelChoiceField(
        label="Куратор", queryset=Curator.objects.none(), required=False, empty_label="Не назначен"
    )
    labour_basis = forms.ChoiceField(
        label=side_label("Основание труда наставника"),
        choices=[("", "По форме наставничества"), *LabourBasis.choices],
        required=False,
    )

    def __init__(
        self, *args: Any, user: User, mentee: Mentee, policy: RulesInForce, pair: Pair | None = None, **kwargs: Any
    ) -> None:
        """Offers only what the user may put together and the policy has in use. `pair`: the draft to correct."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("term", usual_term(self.initial.get("starts_on") or clock.today(), policy))
        self.user, self.policy, self.participant, self.is_new = user, policy, mentee.participant, pair is None
        if (proposer := policy.proposer_for(mentee.participant)) and pair is None:
            self.fields[
                "form"
            ].help_text = f"Такие пары предлагает {proposer.label} — {whose_proposer(mentee.participant, policy)}"
        if pair is None:
            self.fields["form"].widget.attrs.update(_SHOWS_MENTORS_ANEW)
        else:
            self.initial.update(self.values_of(pair))
            self.add_version()
        mentors = mentors_offered_to(user).exclude(person=mentee.person_id)
        choice_field(self, "mentor", forms.ModelChoiceField).queryset = mentors
        hosts = organisations_in_use(user, Right.PROPOSE_PAIRS)
        choice_field(self, "organisation", forms.ModelChoiceField).queryset = hosts
        choice_field(self, "curator", forms.ModelChoiceField).queryset = curators_in_office_of(hosts)
        words = words_of(pair) if pair else words_by_rules(policy)
        self._name_the_mentor(words.mentor)
        self.fields["organisation"].help_text = f"Эта организация издаёт {words.act.nominative}"
        self._offer_entries(policy, mentee)
        choice_field(self, "group", forms.ModelChoiceField).queryset = groups_of(mentors)
        off_offer = self._keep_those_of(pair) if pair else frozenset()
        if hosts.count() == 1 and not off_offer:
            self.fields["organisation"].initial = hosts.get()
            self.fields["organisation"].widget = forms.HiddenInput()
        self.helper.layout = _layout()

    def _keep_those_of(self, pair: Pair) -> frozenset[int]:
        """What the draft has is not lost when it is offered no more; gives the organisation if it is one of those."""
        for name in ("mentor", "form", "role_model", "group", "curator"):
            keep_chosen(self, name, [getattr(pair, f"{name}_id")])
        keep_chosen(self, "kinds", [kind.pk for kind in kinds_of(pair)])
        return keep_chosen(self, "organisation", [pair.organisation_id])

    def _name_the_mentor(self, words: SideWords) -> None:
        self.fields["mentor"].label = typography.upper_first(words.nominative)
        self.fields["mentor"].error_messages["required"] = f"Выберите {words.accusative}."
        self.fields["labour_basis"].label = f"Основание труда {words.genitive}"

    def _offer_entries(self, policy: RulesInForce, mentee: Mentee) -> None:
        """Entries of the policy that are in use, by the names that the policy gives them."""
        side = side_of_mentee(mentee)
        by_form = choice_field(self, "form", _FormField)
        by_form.policy, by_form.queryset = policy, forms_offered(policy, side)
        by_model = choice_field(self, "role_model", _RoleModelField)
        by_model.policy, by_model.queryset = policy, role_models_offered(policy)
        by_kind = choice_field(self, "kinds", _KindsField)
        by_kind.policy, by_kind.queryset = policy, kinds_offered(policy)

    def chosen_form(self) -> int | None:
        """The primary key chosen so far, as typed."""
        return whole_number(str(self["form"].value() or ""))

    def chosen_mentor(self) -> int | None:
        """The primary key chosen so far, as typed."""
        value = str(self["mentor"].value() or "")
        return whole_number(value)

    def period(self, starts_on: date, ends_on: date) -> tuple[date, date]:
        """The period typed so far, where its days are days and in order; otherwise the defaults."""
        first, last = self._typed_day("starts_on"), self._typed_day("ends_on")
        term, months = str(self["term"].value() or PairTerm.DATES), self.typed_months()
        if first and term in set(PairTerm.values) - set(BY_DAY) and (months or term != PairTerm.MONTHS):
            last = self._end_of(term, first, min(months, MOST_MONTHS))
        return (first, last) if first and last and first <= last else (starts_on, ends_on)

    def _typed_day(self, name: str) -> date | None:
        try:
            return self.fields[name].clean(self[name].value())
        except forms.ValidationError:
            return None

    def end_of_term(self, term: str, months: int) -> date | None:
        starts_on = self.cleaned_data.get("starts_on")
        return self._end_of(term, starts_on, months) if starts_on else None

    def _end_of(self, term: str, starts_on: date, months: int) -> date:
        return end_of_term(term, starts_on, months, least_months=self.policy.programme_min_months)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("group") and cleaned.get("group_title", "").strip():
            self.add_error("group_title", "Выберите готовую группу или назовите новую, что-нибудь одно.")
        elif twin := group_called(cleaned.get("mentor"), cleaned.get("group_title", "")):
            self.add_error(
                "group_title",
                f"Такая группа у {side_text('наставника')} уже есть: {twin}. Выберите её в поле «Группа».",
            )
        if self.is_new and cleaned.get("organisation"):
            self._leave_to_curator(cleaned["organisation"])
        return cleaned

    def _leave_to_curator(self, organisation: Organisation) -> None:
        if refusal := describe_missing_proposal(organisation, self.participant, self.policy, self.user):
            self.add_error("form", refusal)

    @staticmethod
    def values_of(pair: Pair) -> dict[str, Any]:
        """Initial values for the correction of a draft."""
        names = ("mentor", "organisation", "form", "role_model", "group", "curator")
        values = {name: getattr(pair, f"{name}_id") for name in names}
        values |= {
            name: getattr(pair, name)
            for name in (
                "starts_on",
                "ends_on",
                "term",
                "term_event",
                "direction",
                "form_rationale",
                "note",
                "labour_basis",
            )
        }
        months = whole_months(pair.starts_on, pair.ends_on) if pair.term == PairTerm.MONTHS else None
        return {**values, "term_months": months, "kinds": [kind.pk for kind in kinds_of(pair)]}


def _layout() -> Layout:
    return Layout(
        "organisation",
        Div("form", "role_model", css_class="cols"),
        "kinds",
        term_layout("starts_on"),
        Div("direction", "curator", css_class="cols"),
        HTML('<h2 class="mt-2 mb-3">Группа</h2>'),
        Div("group", "group_title", css_class="cols"),
        HTML('<h2 class="mt-2 mb-3">Обоснование</h2>'),
        "form_rationale",
        "labour_basis",
        "note",
    )
