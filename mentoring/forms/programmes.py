"""The programme of a pair and its plan, and what is said on sending, approving and reading it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import QueryDict

from mentoring.enums import PlanSection
from mentoring.models import PlanItem, Programme
from mentoring.queries.programmes import items_of_plan
from registry import clock
from registry.forms.choice_fields import choice_field
from registry.forms.edit_version import SEEN, EditVersionMixin
from registry.forms.portal_form import PortalForm, PortalModelForm
from registry.names.text_checks import check_reason
from registry.side_texts import side_label

EMPTY_ROWS = 3


class ProgrammeForm(PortalModelForm):
    #: a draft may lack a goal, a programme for approval may not
    class Meta:
        model = Programme
        fields = ["goal", "tasks", "difficulties", "strengths", "expected_results"]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in fields}
        help_texts = {
            "goal": (
                "Лично значимая образовательная или воспитательная цель (Холм, п.\u00a05.3). "
                "Без неё программу не отправить на утверждение"
            ),
            "difficulties": side_label("Что мешает наставляемому: по оценке или по его запросу"),
        }

    def beside_fields(self) -> dict[str, str]:
        """The plan is sent with the form: sent twice, it would enter its new rows twice."""
        return {"План мероприятий": "\n".join(_in_a_line(item) for item in items_of_plan(self.instance))}


def _in_a_line(item: PlanItem) -> str:
    due = f"{item.due_on:%d.%m.%Y}" if item.due_on else ""
    return ", ".join(part for part in (item.title, due, item.responsible, item.get_section_display().lower()) if part)


class PlanItemForm(PortalModelForm):
    overtaken_message = ""

    class Meta:
        model = PlanItem
        fields = ["section", "title", "due_on", "responsible"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "section", forms.ChoiceField).choices = [("", "Выберите раздел"), *PlanSection.choices]


class _PlanFormSet(BaseInlineFormSet):
    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        if data is not None and self.management_form.is_valid():
            self._make_removed_rows_new(data)

    def _make_removed_rows_new(self, posted: QueryDict) -> None:
        """Rows that somebody else has removed: one that this user has changed becomes a new row, others are gone."""
        number = min(self.initial_form_count(), self.total_form_count())  # the second is bounded, the first is not
        stored_keys = {str(item.pk) for item in self.get_queryset()}
        rows = [index for index in range(number) if posted.get(f"{self.add_prefix(index)}-id") in stored_keys]
        removed = [index for index in range(number) if index not in rows]
        if not removed:
            return
        changed = [index for index in removed if not PlanItemForm(posted, prefix=self.add_prefix(index)).is_as_shown()]
        order = [*rows, *changed, *range(number, self.total_form_count())]
        data = posted.copy()
        for name in [name for name in data if name.startswith(f"{self.prefix}-")]:
            del data[name]
        for position, index in enumerate(order):
            before, after = f"{self.add_prefix(index)}-", f"{self.add_prefix(position)}-"
            for name in [name for name in posted if name.startswith(before)]:
                data.setlist(after + name.removeprefix(before), posted.getlist(name))
            if index in changed:
                data[f"{after}id"] = ""
        for name in self.management_form.fields:
            data[self.management_form.add_prefix(name)] = posted.get(self.management_form.add_prefix(name), "")
        data[self.management_form.add_prefix(INITIAL_FORM_COUNT)] = str(len(rows))
        data[self.management_form.add_prefix(TOTAL_FORM_COUNT)] = str(len(order))
        self.data = data
        del self.management_form

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Убрать"

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> PlanItem:
        form.instance.position = len(self.initial_forms) + self.forms.index(form)
        return super().save_new(form, commit)


PlanFormSet = inlineformset_factory(
    Programme, PlanItem, form=PlanItemForm, formset=_PlanFormSet, extra=EMPTY_ROWS, can_delete=True
)


def plan_with(rows: Sequence[Mapping[str, Any]], **kwargs: Any) -> BaseInlineFormSet[PlanItem, Programme, PlanItemForm]:
    """The plan with rows beside those that are kept, filled in and not saved yet; empty ones after them."""
    plan = PlanFormSet(initial=list(rows), **kwargs)
    plan.extra = len(rows) + EMPTY_ROWS
    return plan


class NoteForm(PortalForm):
    note = forms.CharField(
        label="Что исправить", validators=[check_reason], widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )


class AcquaintForm(PortalForm):
    on = forms.DateField(label="Дата ознакомления", initial=clock.today)


class PlanItemDoneForm(EditVersionMixin, PortalForm):
    done_on = forms.DateField(label="Выполнено", required=False, help_text="Пусто — отметка снимается")
    result = forms.CharField(label="Результат", max_length=400, required=False)

    def __init__(self, *args: Any, item: PlanItem, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"done_on": item.done_on or clock.today(), "result": item.result})
        super().__init__(*args, **kwargs)
        self.add_version()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned.pop(SEEN, None)
        return cleaned
