from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BaseInlineFormSet, inlineformset_factory

from mentoring.enums import PlanSection
from mentoring.models import PlanItem, Programme
from registry import clock
from registry.forms.choice_fields import choice_field
from registry.forms.portal_form import PortalForm, PortalModelForm

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
            "difficulties": "Что мешает наставляемому: по оценке или по его запросу",
        }

    def beside_fields(self) -> dict[str, str]:
        """The plan is sent with the form: sent twice, it would enter its new rows twice."""
        items = self.instance.items.all()
        return {"План мероприятий": "\n".join(_in_a_line(item) for item in items)}


def _in_a_line(item: PlanItem) -> str:
    return f"{item.title}, {item.due_on:%d.%m.%Y}" if item.due_on else item.title


class PlanItemForm(PortalModelForm):
    class Meta:
        model = PlanItem
        fields = ["section", "title", "due_on", "responsible"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "section", forms.ChoiceField).choices = [("", "Выберите раздел"), *PlanSection.choices]


class _PlanFormSet(BaseInlineFormSet):
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
    note = forms.CharField(label="Что исправить", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)


class AcquaintForm(PortalForm):
    on = forms.DateField(label="Дата ознакомления", initial=clock.today)


class PlanItemDoneForm(PortalForm):
    done_on = forms.DateField(label="Выполнено", required=False, help_text="Пусто — отметка снимается")
    result = forms.CharField(label="Результат", max_length=400, required=False)

    def __init__(self, *args: Any, item: PlanItem, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"done_on": item.done_on or clock.today(), "result": item.result})
        super().__init__(*args, **kwargs)
