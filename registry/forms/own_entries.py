"""Entries of the dictionaries that a municipality adds and edits itself."""

from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.db.models import QuerySet

from registry.enums import ASKERS, Participant, RequirementMeasure
from registry.forms.change_confirmation import CONFIRMED, REASON, ChangeConfirmationMixin
from registry.forms.choice_fields import choice_field
from registry.forms.edit_version import label_of
from registry.forms.field_values import NOTHING, describe
from registry.forms.portal_form import PortalModelForm
from registry.models import Form, Kind, LeadingPost, Municipality, PlanStep, Reason, RoleModel, SideRequirement
from registry.models.dictionary import OwnableEntry
from registry.names.text_checks import check_line
from registry.papers.act_texts import act_label
from registry.policies.labels import RuleDescription
from registry.queries.dictionaries import entries_known, entries_offered
from russian.name_key import name_key

_USE_NOW = "use_now"


class LinesField(forms.CharField):
    """A list of texts, each on a line of its own."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else (super().to_python(value) or "").splitlines()
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def clean(self, value: Any) -> list[str]:
        lines = self.to_python(value)
        for line in lines:
            check_line(line)
        return lines


def ticks(label: str, choices: Any, help_text: str = "", *, required: bool = False) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
        error_messages={"required": "Отметьте хотя бы одно."},
    )


#: what judges no pair: where the entry stands, where it comes from, how imports and readers know it
_JUDGES_NOTHING = ("position", "source", "aliases", "description", "goal", "term")


class OwnEntryForm(ChangeConfirmationMixin, PortalModelForm):
    """Whose entry it is, what it is called and where it stands in the list; a dictionary adds what it asks besides.

    What open pairs go by is changed with «было → стало» and a reason.
    """

    unversioned: tuple[str, ...] = (REASON, CONFIRMED)

    #: what cannot change once records name the entry
    fixed: tuple[str, ...] = ()

    use_now = forms.BooleanField(
        label="Сразу применять",
        required=False,
        initial=True,
        help_text="Добавить в политику, которая действует сейчас, и в те, что начнут действовать позже",
    )

    class Meta:
        fields = ["municipality", "title", "source", "position"]
        help_texts = {
            "source": "Каким документом введено: положение колледжа, п. 2.4",
            "position": "Чем меньше число, тем выше запись в списке",
        }

    def __init__(self, *args: Any, municipalities: QuerySet[Municipality], **kwargs: Any) -> None:
        """`municipalities`: where the user decides the rules; a kept entry stays where it is."""
        super().__init__(*args, **kwargs)
        self.is_stored = self.instance.pk is not None
        self.fields["position"].required = False
        self.owner = ["municipality"]
        field = choice_field(self, "municipality", forms.ModelChoiceField)
        field.queryset, field.required = municipalities, True
        if self.is_stored:
            del self.fields["municipality"]
            self.owner = [REASON]
            for name in self.fixed:
                self.fields[name].disabled = True
        else:
            del self.fields[REASON], self.fields[CONFIRMED]
        if not self.is_stored and len(municipalities) == 1:
            self.initial["municipality"] = municipalities[0]
            field.disabled, field.widget = True, forms.HiddenInput()
        if self.is_stored or not self.is_in_policies:
            del self.fields[_USE_NOW]
        self.helper.layout = Layout(*self.parts())

    #: policies name the entries that are in use
    is_in_policies = True

    def parts(self) -> list[Any]:
        return [*self._head(), *self._tail()]

    def _head(self) -> list[Any]:
        return [*self.owner, "title"]

    def change(self) -> list[RuleDescription]:
        """Of a valid form: what becomes other for the pairs that go by the entry; empty for a new entry."""
        if not self.is_stored:
            return []
        lines = []
        for name, field in self._own_fields():
            if name in _JUDGES_NOTHING:
                continue
            values = (describe(field, self._stored(name)), describe(field, self.cleaned_data.get(name)))
            lines.append(RuleDescription(label_of(field, name), values))
        return [line for line in lines if line.differs]

    def content(self) -> str:
        """What the stored entry says, without what is empty: «Причина — призыв; для замены наставника — нет»."""
        values = ((label_of(field, name), describe(field, self._stored(name))) for name, field in self._own_fields())
        return "; ".join(f"{label[:1].lower()}{label[1:]} — {value}" for label, value in values if value != NOTHING)

    def _tail(self) -> list[Any]:
        use_now = [_USE_NOW] if _USE_NOW in self.fields else []
        return [Div("source", "position", css_class="cols"), *use_now]

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0

    @property
    def uses_now(self) -> bool:
        """Of a valid form."""
        return bool(self.cleaned_data.get(_USE_NOW))

    def words_are_shown(self) -> bool:
        """Of a valid form: whether who sends it has seen how its words stand in sentences."""
        return True

    def _municipality(self, cleaned: dict[str, Any]) -> Municipality | None:
        return self.instance.municipality if self.is_stored else cleaned.get("municipality")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        municipality = self._municipality(cleaned)
        if municipality and cleaned.get("title"):
            beside = self._known_beside(municipality)
            key = name_key(cleaned["title"])
            if twin := next((entry for entry in beside if name_key(entry.title) == key), None):
                self.refuse_twin(twin, "title", "Возьмите её или назовите свою иначе.")
        return cleaned

    def _known_beside(self, municipality: Municipality) -> QuerySet[Any]:
        model: type[OwnableEntry] = type(self.instance)
        return entries_known(model, [municipality]).exclude(pk=self.instance.pk)


class RoleModelEntryForm(OwnEntryForm):
    fixed = ("form",)

    class Meta(OwnEntryForm.Meta):
        model = RoleModel
        fields = [*OwnEntryForm.Meta.fields, "form", "goal", "same_subject", "same_level"]
        labels = {
            "same_subject": "Для одного предмета: портал предупредит, если предметы различаются",
            "same_level": "Равный – равному: класс наставника может быть не старше",
        }

    def __init__(self, *args: Any, municipalities: QuerySet[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, municipalities=municipalities, **kwargs)
        owners = [self.instance.municipality] if self.is_stored else municipalities
        choice_field(self, "form", forms.ModelChoiceField).queryset = entries_known(Form, owners)

    def parts(self) -> list[Any]:
        return [*self.owner, "form", "title", "goal", "same_subject", "same_level", *self._tail()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        form, municipality = cleaned.get("form"), self._municipality(cleaned)
        if form and municipality and form.municipality_id not in (None, municipality.pk):
            self.add_error("form", "Эта форма другого муниципалитета.")
        return cleaned

    def _known_beside(self, municipality: Municipality) -> QuerySet[Any]:
        return super()._known_beside(municipality).filter(form=self.cleaned_data.get("form"))


class KindEntryForm(OwnEntryForm):
    aliases = LinesField(
        label="Другие названия", required=False, help_text="Каждое с новой строки: по ним вид узнает импорт"
    )

    class Meta(OwnEntryForm.Meta):
        model = Kind
        fields = [*OwnEntryForm.Meta.fields, "description", "needs_group", "forbids_group", "one_meeting", "aliases"]
        labels = {
            "needs_group": "Нужна группа из двух или трёх наставляемых",
            "forbids_group": "Только один на один",
            "one_meeting": "Одна встреча: срок программы не проверяется",
        }

    def parts(self) -> list[Any]:
        return [*self._head(), "description", "needs_group", "forbids_group", "one_meeting", "aliases", *self._tail()]


class ReasonEntryForm(OwnEntryForm):
    """A reason of the municipality's own, or its own in the place of one of the portal."""

    is_in_policies = False
    asked_by = ticks(
        "Кто может попросить",
        [(role.value, role.label) for role in ASKERS],
        "Куратор заменит наставника или прекратит пару по этой причине, когда внесено обращение одного из них или сам "
        "он среди них. Если ничего не отмечено — обращения не нужно",
    )

    participants = ticks("Для каких наставляемых", Participant.choices, "Если ничего не отмечено — для всех")

    class Meta(OwnEntryForm.Meta):
        model = Reason
        fields = [
            *OwnEntryForm.Meta.fields,
            "for_replacement",
            "for_early_end",
            "for_extension",
            "participants",
            "asked_by",
            "decided_by",
            "order_days",
            "needs_notice",
        ]
        labels = {"order_days": act_label("Рабочих дней на приказ"), "title": "Причина"}
        help_texts = {
            **OwnEntryForm.Meta.help_texts,
            "decided_by": act_label(
                "Если руководитель — куратор внесёт изменение только с его приказом или после его решения по обращению"
            ),
            "order_days": act_label("Столько портал ждёт приказ после изменения. Пусто — неделя, срок портала"),
            "needs_notice": "Отмена поручения работодателем (ст. 351.8 ТК РФ)",
        }
        widgets = {"decided_by": forms.RadioSelect}

    def parts(self) -> list[Any]:
        return [
            *self._head(),
            Fieldset("Для чего", "for_replacement", "for_early_end", "for_extension", "needs_notice", "participants"),
            Fieldset("Кто и за сколько", "asked_by", "decided_by", "order_days"),
            *self._tail(),
        ]

    def _known_beside(self, municipality: Municipality) -> QuerySet[Any]:
        return entries_offered(Reason, municipality).exclude(pk__in=[self.instance.pk, self.instance.replaces_id])


class PostEntryForm(OwnEntryForm):
    is_in_policies = False

    class Meta(OwnEntryForm.Meta):
        model = LeadingPost
        labels = {"title": "Должность"}
        help_texts = {
            **OwnEntryForm.Meta.help_texts,
            "title": "Кто с такой должностью — руководитель организации: «атаман», «заведующий филиалом»",
        }


class RequirementEntryForm(OwnEntryForm):
    """What a form asks of its sides; the title follows from the values."""

    is_in_policies = False
    fixed = ("form",)

    class Meta(OwnEntryForm.Meta):
        model = SideRequirement
        fields = ["municipality", "form", "measure", "years", "category", "is_bar", "source", "position"]

    def __init__(self, *args: Any, municipalities: QuerySet[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, municipalities=municipalities, **kwargs)
        owners = [self.instance.municipality] if self.is_stored else municipalities
        choice_field(self, "form", forms.ModelChoiceField).queryset = entries_known(Form, owners)

    def parts(self) -> list[Any]:
        return [*self.owner, "form", "measure", Div("years", "category", css_class="cols"), "is_bar", *self._tail()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        form, municipality = cleaned.get("form"), self._municipality(cleaned)
        if form and municipality and form.municipality_id not in (None, municipality.pk):
            self.add_error("form", "Эта форма другого муниципалитета.")
        if cleaned.get("measure") == RequirementMeasure.CATEGORY:
            cleaned["years"] = None
        elif cleaned.get("measure"):
            cleaned["category"] = ""
        return cleaned


class StepEntryForm(OwnEntryForm):
    """A step or a meeting of the municipality's own, or its own in the place of one of the portal."""

    is_in_policies = False
    fixed = ("plan",)

    class Meta(OwnEntryForm.Meta):
        model = PlanStep
        fields = ["municipality", "plan", "title", "term", "source", "position"]
        help_texts = {**OwnEntryForm.Meta.help_texts, "position": "По этому числу шаги идут друг за другом"}

    def parts(self) -> list[Any]:
        return [*self.owner, "plan", "title", "term", *self._tail()]

    def _known_beside(self, municipality: Municipality) -> QuerySet[Any]:
        others = entries_offered(PlanStep, municipality).filter(plan=self.cleaned_data.get("plan"))
        return others.exclude(pk__in=[self.instance.pk, self.instance.replaces_id])
