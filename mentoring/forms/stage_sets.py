"""Forms of a municipality's own stages. Where pairs go through the set, a change takes a reason that history keeps."""

from typing import Any, ClassVar

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from mentoring.models import Stage, StageItemTemplate, StageSet
from mentoring.queries.stage_items import stages_beside
from mentoring.queries.stage_sets import forms_for_set
from registry.forms.choice_fields import choice_field
from registry.forms.portal_form import PortalForm, PortalModelForm
from registry.models import Form, Municipality
from registry.names.text_checks import check_title
from registry.pages.raw_parameters import OFF, ON
from registry.queries.dictionaries import entries_known

REASON = "reason"
#: stands for all forms that are not named
THE_REST = "rest"


def _reason(affected: int) -> forms.CharField:
    return forms.CharField(
        label="Почему меняете",
        max_length=200,
        required=bool(affected),
        help_text="Останется в истории набора",
    )


class SwitchForm(PortalForm):
    """Only the reason; and the state that the page has promised, so that two presses do not undo each other."""

    switch_to = forms.ChoiceField(choices=[(ON, ON), (OFF, OFF)], widget=forms.HiddenInput)

    def __init__(self, *args: Any, affected: int, in_use: bool, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"switch_to": OFF if in_use else ON})
        super().__init__(*args, **kwargs)
        self.fields[REASON] = _reason(affected)
        self.helper.layout = Layout("switch_to", REASON)

    @property
    def switches_on(self) -> bool:
        """As it is asked for; of a page that is only shown, what its button will ask for."""
        return self["switch_to"].value() == ON


class _PartOfSetForm(PortalModelForm):
    """`affected`: how many pairs at work the change meets."""

    unversioned = (REASON,)
    layout: ClassVar[tuple[Any, ...]]

    def __init__(self, *args: Any, affected: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if affected:
            self.fields[REASON] = _reason(affected)
        self.helper.layout = Layout(*self.layout, *([REASON] if affected else []))

    def clean(self) -> dict[str, Any]:
        """A source is cited only for what it says: other words lose it, unless the source is named with them."""
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and "title" in self.changed_data and "source" not in self.changed_data:
            cleaned["source"] = ""
        return cleaned


_SOURCE = "Каким документом установлено. Если изменить слова и не назвать документ, ссылка на прежний снимется"


class StageSetForm(_PartOfSetForm):
    layout = ("title", "source")

    class Meta:
        model = StageSet
        fields = ["title", "source"]
        help_texts = {"source": _SOURCE}


class StageForm(_PartOfSetForm):
    layout = ("title", "source")

    class Meta:
        model = Stage
        fields = ["title", "source"]
        help_texts = {"source": _SOURCE}


class StageItemTemplateForm(_PartOfSetForm):
    only_forms = forms.MultipleChoiceField(
        label="Только для форм",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ничего не отмечено — для всех форм",
    )
    layout = (
        "stage",
        "short_title",
        "title",
        Div("responsible", "evidence_hint", css_class="cols"),
        Fieldset("Когда пункт выполнен", "required", "fulfilled_by"),
        "only_forms",
        "source",
    )

    class Meta:
        model = StageItemTemplate
        fields = [
            "stage", "short_title", "title", "responsible", "evidence_hint", "required", "fulfilled_by", "only_forms",
            "source",
        ]  # fmt: skip
        widgets = {"title": forms.Textarea}
        labels = {
            "required": "Обязательный: без него пара не перейдёт к следующему этапу",
            "fulfilled_by": "Кто отмечает",
        }
        help_texts = {
            "short_title": "Два-три слова: «Поставить цель»",
            "responsible": "Например: «куратор»",
            "evidence_hint": "Например: «анкета или лист самоанализа»",
            "fulfilled_by": "Пункт может выполняться сам, когда в портале появится названное",
            "source": _SOURCE,
        }

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "stage", forms.ModelChoiceField).queryset = stages_beside(stage)
        self.initial.setdefault("stage", stage.pk)
        choice_field(self, "only_forms", forms.MultipleChoiceField).choices = [
            (form.code, form.title)
            for form in forms_for_set(stage.stage_set)
            if form.in_use or form.code in self.instance.only_forms
        ]


class CopySetForm(PortalForm):
    municipality = forms.ModelChoiceField(
        label="Муниципалитет", queryset=Municipality.objects.none(), empty_label="выберите"
    )
    title = forms.CharField(
        label="Название набора",
        max_length=150,
        help_text="Например: «Три этапа для учеников»",
        validators=[check_title],
    )

    def __init__(self, *args: Any, municipalities: QuerySet[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = choice_field(self, "municipality", forms.ModelChoiceField)
        field.queryset = municipalities
        if len(municipalities) == 1:
            field.initial, field.widget = municipalities[0].pk, forms.HiddenInput()
        self.helper.layout = Layout("municipality", "title")


class AssignSetForm(PortalForm):
    """Which forms go through the set, from which day."""

    municipality = forms.ModelChoiceField(
        label="Муниципалитет", queryset=Municipality.objects.none(), empty_label="выберите"
    )
    for_forms = forms.MultipleChoiceField(label="Для каких форм", widget=forms.CheckboxSelectMultiple)
    valid_from = forms.DateField(
        label="С какого дня", help_text="По набору пойдут пары, акт о которых датирован этим днём или позже"
    )

    def __init__(self, *args: Any, municipalities: QuerySet[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = choice_field(self, "municipality", forms.ModelChoiceField)
        field.queryset = municipalities
        if len(municipalities) == 1:
            field.initial, field.widget = municipalities[0].pk, forms.HiddenInput()
        offered = entries_known(Form, municipalities).filter(in_use=True)
        self._by_code: dict[str, Form | None] = {form.code: form for form in offered}
        self._by_code[THE_REST] = None
        choice_field(self, "for_forms", forms.MultipleChoiceField).choices = [
            *((code, str(form)) for code, form in self._by_code.items() if form),
            (THE_REST, "все формы, для которых набор не назначен отдельно"),
        ]
        self.helper.layout = Layout("municipality", "for_forms", "valid_from")

    def clean_for_forms(self) -> list[Form | None]:
        forms_of_set = [self._by_code[code] for code in self.cleaned_data["for_forms"]]
        municipality = self.cleaned_data.get("municipality")
        foreign = [str(form) for form in forms_of_set if form and form.municipality not in (None, municipality)]
        if municipality and foreign:
            raise ValidationError(f"Это формы другого муниципалитета: {', '.join(foreign)}. Снимите отметку.")
        return forms_of_set


class PreviewForm(PortalForm):
    """Of which form a pair would be; the first of the list while none is chosen."""

    form = forms.ModelChoiceField(label="Пара какой формы", queryset=Form.objects.none(), empty_label=None)

    def __init__(self, *args: Any, stage_set: StageSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offered = forms_for_set(stage_set).filter(in_use=True)
        choice_field(self, "form", forms.ModelChoiceField).queryset = self._offered

    @property
    def chosen_form(self) -> Form | None:
        if self.is_valid():
            return self.cleaned_data["form"]
        return self._offered.first()
