"""A municipality's policy: adopting a preset and editing a version."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any, TypeVar

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.db.models import Q, QuerySet

from accounts.models import User
from registry import clock
from registry.enums import ConsentRule, Month, PairColumn, Participant, RegisterBase, ReportReader
from registry.extension_points import mentors_met_by_limit
from registry.forms.act_choice import ActChoiceForm, AdoptingActForm
from registry.forms.change_confirmation import CONFIRMED, REASON, ChangeConfirmationMixin
from registry.forms.choice_fields import choice_field
from registry.forms.limit_warning import ANYWAY, LimitWarning, LimitWarningMixin
from registry.forms.portal_form import PortalModelForm
from registry.models import Act, Form, Kind, Municipality, Policy, RoleModel
from registry.models.dictionary import OwnableEntry
from registry.models.local_rules import RULES_ONE_A_DAY
from registry.models.policy import POLICY_ONE_A_DAY, PolicyRules
from registry.models.policy_proposal import PROPOSAL_ONE_A_DAY
from registry.papers.act_texts import act_label
from registry.plausible_dates import check_first_day_of_rules
from registry.policies.labels import RULE_CHOICES, describe_value
from registry.policies.rules_in_force import Jurisdiction
from registry.queries.act_titles import OF_ADOPTING, warnings_about_ground
from registry.queries.acts import acts_to_adopt
from registry.queries.dictionaries import entries_known, entries_offered
from registry.queries.local_rules import bounds_above, last_day_from
from registry.queries.municipalities import only_municipality
from registry.queries.policy import policy_before, presets_to_adopt, stored_policy
from registry.rules import ENTRY_CODES, LABELLED, RULES, RULES_BY_CODE, Rule, with_dependent_rules
from registry.side_texts import side_label, side_text
from russian.numbers import plural

OfferedEntry = TypeVar("OfferedEntry", bound=OwnableEntry)
_SHORT = (forms.NumberInput, forms.TextInput, forms.Select)
#: mentors whom a warning names at most
MOST_NAMED = 10


def limit_warning_in(jurisdiction: Jurisdiction, limit: int) -> LimitWarning:
    """Whom a limit meets in an organisation, in a kind of them or in a whole municipality."""
    met = mentors_met_by_limit(jurisdiction, limit)
    if not met:
        return LimitWarning()
    mentors = plural(len(met), side_text("наставника,наставников,наставников"))
    names = f": {', '.join(str(mentor) for mentor in met)}" if len(met) <= MOST_NAMED else ""
    text = (
        f"Предел {limit}, а больше {side_text('наставляемых')} сейчас или впереди у {mentors}{names}. Их пары "
        f"останутся, а новых у них не будет, пока {side_text('наставляемых')} не станет меньше предела."
    )
    return LimitWarning(text, tuple((str(mentor), mentor.person.get_absolute_url()) for mentor in met[:MOST_NAMED]))


USUAL_TITLE = "Об утверждении положения о системе наставничества"
#: what is refused because rules begin on that day already → the field of the day
FIELDS_OF_REFUSALS = dict.fromkeys((POLICY_ONE_A_DAY, RULES_ONE_A_DAY, PROPOSAL_ONE_A_DAY), "valid_from")


class AdoptionForm(LimitWarningMixin, ActChoiceForm):
    """Of one municipality, whose acts and whose region's are offered."""

    limit_field = "preset"
    act_legend = "Каким актом принята"
    own_matter = OF_ADOPTING
    later_label = "Указать позже"

    #: as the page was opened for it; the view has chosen it already
    municipality = forms.ModelChoiceField(
        queryset=Municipality.objects.none(), required=False, widget=forms.HiddenInput
    )
    preset = forms.ModelChoiceField(
        label="Образец",
        queryset=presets_to_adopt(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    valid_from = forms.DateField(
        label="Действует с",
        validators=[check_first_day_of_rules],
        help_text=act_label("К паре применяется политика, которая действует в день приказа о закреплении"),
    )
    basis = forms.CharField(
        label="Основание словами",
        max_length=300,
        required=False,
        help_text="Если акта нет в реестре: постановление от 23.01.2023 № 29",
    )

    def __init__(self, *args: Any, user: User, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(
            *args,
            acts=acts_to_adopt(user, municipality),
            municipality=municipality,
            organisation=None,
            may_wait=True,
            usual_title=USUAL_TITLE,
            **kwargs,
        )
        self._municipality = municipality
        choice_field(self, "municipality", forms.ModelChoiceField).queryset = only_municipality(municipality)
        self.initial["municipality"] = municipality.pk
        self.fields["act_way"].required = False  # words are a ground too
        self.initial.setdefault("valid_from", clock.today())
        self.helper.layout = self.layout_with("municipality", "preset", ANYWAY, "valid_from", "basis")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned.pop("act_awaited", None)
        return {**cleaned, "municipality": self._municipality}

    def asks_for_act(self, cleaned: dict[str, Any]) -> bool:
        return not cleaned.get("basis")

    def warnings_about(self, act: Act) -> list[str]:
        return warnings_about_ground(act, OF_ADOPTING)

    def limit_warning(self, cleaned: dict[str, Any]) -> LimitWarning:
        return limit_warning_in(Jurisdiction.of(self._municipality), cleaned["preset"].mentee_limit)


class PolicyActForm(AdoptingActForm):
    """The act that has adopted a version."""

    act_legend = "Каким актом принята"

    def __init__(self, *args: Any, user: User, policy: Policy, **kwargs: Any) -> None:
        super().__init__(
            *args,
            acts=acts_to_adopt(user, policy.municipality),
            municipality=policy.municipality,
            organisation=None,
            usual_title=USUAL_TITLE,
            adopted_by=policy.act,
            **kwargs,
        )


class RoleModelsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: RoleModel) -> str:
        return f"{obj.form}: {obj}"


class PolicyRulesForm(LimitWarningMixin, PortalModelForm):
    """The rules of one version, in force or proposed; those of `codes` only, where it is not None. A form of its own
    model names the model and the first part."""

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
    participant_types = forms.MultipleChoiceField(
        label="Кого наставляют",
        choices=Participant,
        widget=forms.CheckboxSelectMultiple,
        help_text=side_label("Других в наставляемые не вносят, и пар с ними не закрепляют; прежние пары остаются"),
        error_messages={"required": "Отметьте, кого наставляют."},
    )
    bases = forms.MultipleChoiceField(
        label="Какие базы ведутся",
        choices=RegisterBase,
        widget=forms.CheckboxSelectMultiple,
        help_text=side_label(
            "Другие не предлагаются в отборе наставников и в готовых выгрузках; люди остаются в реестре"
        ),
        error_messages={"required": "Отметьте, какие базы ведутся."},
    )
    pair_columns = forms.MultipleChoiceField(
        label="Столбцы реестра пар",
        choices=PairColumn,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=side_label(
            "Наставник и наставляемый есть всегда; остальные — в списке «Пары» и в готовой форме «Реестр "
            "наставников-педагогов»"
        ),
    )
    report_readers = forms.MultipleChoiceField(
        label="Кому сдают отчёт", choices=ReportReader, required=False, widget=forms.CheckboxSelectMultiple
    )
    bounds = forms.MultipleChoiceField(
        label="Эти правила нижние уровни не смягчают",
        choices=RULE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=side_label(
            "Иначе вид организаций или организация может решить по-своему. Предел в три наставляемых не смягчает никто"
        ),
    )

    class Meta:
        fields = ["valid_from", "basis", *(rule.code for rule in RULES if rule.code not in LABELLED), "bounds"]
        field_classes = {"role_models": RoleModelsField}
        labels = {"final_report_days": "Дней на итоговые отчёты (0 — не требуются)"}
        help_texts = {"final_report_days": side_label("С нулём портал не требует итогового отчёта наставника")}
        widgets = dict.fromkeys(ENTRY_CODES, forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,
        begun_from: PolicyRules | None = None,
        codes: Collection[str] | None = None,
        **kwargs: Any,
    ) -> None:
        """`begun_from`: the rules that a new version begins with."""
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].validators.append(check_first_day_of_rules)
        self.codes = [rule.code for rule in RULES if codes is None or rule.code in codes]
        self._initial_rules = begun_from or self.instance
        self._leave_out_rules()
        self.own_labels: dict[str, dict[str, OwnableEntry]] = {}
        for dictionary, name, labels_field in (
            (Form, "forms", "form_labels"),
            (RoleModel, "role_models", "role_model_labels"),
            (Kind, "kinds", "kind_labels"),
        ):
            if name in self.fields:
                self._offer(name, dictionary)
            if labels_field in self.codes:
                self._add_own_labels(self._offered(name, dictionary), labels_field)
        if self.instance.pk is not None:
            self.add_version()  # anew: with the fields of this form alone
        self.helper.layout = self._layout()

    def _leave_out_rules(self) -> None:
        for rule in RULES:
            if rule.code not in self.codes:
                self.fields.pop(rule.code, None)
        bounds = choice_field(self, "bounds", forms.MultipleChoiceField)
        bounds.choices = [choice for choice in RULE_CHOICES if choice[0] in self.codes]

    def _layout(self) -> Layout:
        parts: dict[str, list[str]] = {}
        for rule in RULES:
            parts.setdefault(rule.part, []).extend(self._fields_of(rule.code))
        headed = [Fieldset(title, *self._side_by_side(names)) for title, names in parts.items() if names]
        dates = [name for name in ("valid_from", "valid_to", "basis") if name in self.fields]
        last = [name for name in ("left_to_region", "bounds") if name in self.fields]
        levels = [Fieldset("Уровни", *last)] if last else []
        return Layout(Fieldset("Версия", Div(*dates, css_class="cols"), *self.first_part), *headed, *levels)

    def _fields_of(self, code: str) -> list[str]:
        if code in self.own_labels:
            return list(self.own_labels[code])
        return [code] if code in self.fields else []

    def _side_by_side(self, names: list[str]) -> Iterator[Div | str]:
        """Short fields that follow each other stand in columns; the tick of a warning under the limit."""
        for is_short, run in groupby(names, key=lambda name: isinstance(self.fields[name].widget, _SHORT)):
            together = list(run)
            with_tick = [Div(name, ANYWAY) if name == self.limit_field else name for name in together]
            if is_short:
                yield Div(*with_tick, css_class="cols")
            else:
                yield from with_tick

    @property
    def _municipality(self) -> int | None:
        """Whose entries are offered beside those of the portal; a region has none of its own."""
        organisation = getattr(self.instance, "organisation", None)
        return organisation.municipality_id if organisation is not None else self.instance.municipality_id

    def _offered(self, name: str, dictionary: type[OfferedEntry]) -> QuerySet[OfferedEntry]:
        """What the dictionary offers the municipality, and what the rules name already."""
        municipality = self._municipality
        entries = entries_known(dictionary, [] if municipality is None else [municipality])
        usual = entries.filter(in_use=True) if municipality is None else entries_offered(dictionary, municipality)
        in_rules = getattr(self._initial_rules, name).values("pk")
        return entries.filter(Q(pk__in=usual.values("pk")) | Q(pk__in=in_rules))

    def _offer(self, name: str, dictionary: type[OfferedEntry]) -> None:
        if self.instance.pk is None:
            self.initial[name] = list(getattr(self._initial_rules, name).values_list("pk", flat=True))
        choice_field(self, name, forms.ModelMultipleChoiceField).queryset = self._offered(name, dictionary)

    def _add_own_labels(self, offered: Iterable[OfferedEntry], labels_field: str) -> None:
        """A field for the municipality's own name of each entry of the portal; own entries are called as they are."""
        added: dict[str, OwnableEntry] = {f"label-{entry.code}": entry for entry in offered if not entry.is_own}
        for name, entry in added.items():
            self.fields[name] = forms.CharField(
                label=f"Своё название: {entry.title}",
                required=False,
                max_length=250,
                initial=getattr(self.instance, labels_field).get(entry.code, ""),
            )
        self.own_labels[labels_field] = added

    @property
    def chosen_entries(self) -> dict[str, Any]:
        """Of a valid form: forms, role models and kinds, as far as it asks for them."""
        return {name: self.cleaned_data[name] for name in ENTRY_CODES if name in self.fields}

    def limit_warning(self, cleaned: dict[str, Any]) -> LimitWarning:
        """A proposal lowers nothing yet."""
        return LimitWarning()

    def clean_bounds(self) -> list[str]:
        return with_dependent_rules(self.cleaned_data["bounds"])

    def clean_valid_from(self) -> date:
        day = self.cleaned_data["valid_from"]
        if not self.fields["valid_from"].disabled and day <= clock.today():
            raise forms.ValidationError("Новую версию вводят с будущего дня: к прошлым актам применяется прежняя.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "forms" in cleaned and not cleaned["forms"]:
            self.add_error("forms", "Выберите хотя бы одну форму.")
        if "kinds" in cleaned and not cleaned["kinds"]:
            self.add_error("kinds", "Выберите хотя бы один вид.")
        if cleaned.get("valid_from"):
            self._keep_bounds(cleaned)
        return cleaned

    def _keep_bounds(self, cleaned: dict[str, Any]) -> None:
        """On every day of the version, not on its first alone."""
        since, until = cleaned["valid_from"], cleaned.get("valid_to")
        left_to_region = cleaned.get("left_to_region", ())
        for source in bounds_above(self.instance, since, last_day_from(self.instance, since, until)):
            for code in self.codes:
                if code in left_to_region or code not in cleaned or code in self.errors or not source.bounds(code):
                    continue
                rule = RULES_BY_CODE[code]
                if rule.loosens(source.value(rule), _plain_value(cleaned[code], rule)):
                    bound = f"{rule.bound_label}: {describe_value(source.rules, code)}"
                    self.add_error(
                        code,
                        f"Мягче нельзя: в {source.prepositional} это ограничено для нижних уровней ({bound}).",
                    )

    def _post_clean(self) -> None:
        for labels_field, entries in self.own_labels.items():
            labels = {
                entry.code: label
                for name, entry in entries.items()
                if (label := self.cleaned_data.get(name, "").strip()) and label != entry.title
            }
            setattr(self.instance, labels_field, labels)
        super()._post_clean()


def _plain_value(value: Any, rule: Rule) -> Any:
    return frozenset(entry.pk for entry in value.all()) if rule.is_entries else value


class PolicyForm(ChangeConfirmationMixin, PolicyRulesForm):
    """One version, new or kept. A version that has begun keeps its day, because orders were checked against it."""

    first_part = (REASON,)
    unversioned = (ANYWAY, REASON, CONFIRMED)

    left_to_region = forms.MultipleChoiceField(
        label="Эти правила решает регион",
        choices=RULE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Пока регион правила не задал, действует то, что указано выше",
    )

    class Meta(PolicyRulesForm.Meta):
        model = Policy
        fields = [*PolicyRulesForm.Meta.fields, "valid_to", "left_to_region"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None and self.instance.valid_from <= clock.today():
            self.fields["valid_from"].disabled = True

    def clean_left_to_region(self) -> list[str]:
        return with_dependent_rules(self.cleaned_data["left_to_region"])

    def limit_warning(self, cleaned: dict[str, Any]) -> LimitWarning:
        limit = cleaned["mentee_limit"]
        before = self.rules_before(cleaned["valid_from"]) if "valid_from" in cleaned else self._initial_rules
        if before is not None and limit >= before.mentee_limit:
            return LimitWarning()
        return limit_warning_in(Jurisdiction.of(self.instance.municipality), limit)

    def rules_before(self, day: date) -> Policy | None:
        """What the form changes: the version as it is stored; of a new one that begins on the day, the version that is
        in force until then, whichever it was copied from."""
        if self.instance.pk is not None:
            return stored_policy(self.instance)
        return policy_before(self.instance, day)
