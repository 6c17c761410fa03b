import re
from datetime import timedelta
from typing import Any

from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from registry import clock
from registry.forms.portal_form import PortalForm
from registry.models import Curator, Organisation
from reports.documents.act_words import ActWords
from reports.documents.order_texts import Point
from reports.order_drafts import OrderDraft
from reports.queries import Readiness, act_is_taken

#: Days to write a programme after the order, as offered.
DAYS_FOR_PROGRAMMES = 14
ROWS_FOR_POINTS = 14
_SUBPOINT = re.compile(r"^\s*(?:[-–—•]|\d+\.\d+\.?)\s*")
_POINT = re.compile(r"^\s*\d+\.\s*")


class PairsField(forms.MultipleChoiceField):
    """Agreed pairs as ticks; one with missing papers is shown, says why, and cannot be ticked."""

    def __init__(self, readiness: list[Readiness], **kwargs: Any) -> None:
        choices = [(str(row.pair.pk), _words_of(row)) for row in readiness if row.ready]
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple, **kwargs)

    def clean(self, value: Any) -> list[int]:
        return [int(pk) for pk in super().clean(value)]


def _words_of(row: Readiness) -> SafeString:
    pair = row.pair
    return format_html(
        '{} → {} <span class="d-block small muted">{}, {} – {}</span>',
        pair.mentor.person.full_name,
        pair.mentee.person.full_name,
        pair.form.title,
        f"{pair.starts_on:%d.%m.%Y}",
        f"{pair.ends_on:%d.%m.%Y}",
    )


class CuratorChoice(forms.ModelChoiceField):
    def label_from_instance(self, curator: Curator) -> str:
        person = curator.person
        return f"{person.full_name}, {person.position}" if person.position else person.full_name


class OrderForm(PortalForm):
    """What is decided about an order. Only the pairs are asked at once; the rest may be filled in later."""

    #: not obligatory here, but an order is not issued without them
    unmarked = ("number", "dated", "signatory_post", "signatory_name", "control")

    number = forms.CharField(label="Номер", max_length=60, required=False, help_text="Как в журнале: «135/1», «41-од»")
    dated = forms.DateField(label="Дата", required=False)
    signatory_post = forms.CharField(label="Должность", max_length=200, required=False)
    signatory_name = forms.CharField(label="ФИО полностью", max_length=200, required=False)
    grounds = forms.CharField(
        label="В соответствии с чем",
        required=False,
        max_length=1000,
        widget=forms.Textarea,
        help_text="«Положением о системе наставничества, утверждённым приказом от 25.08.2026 № 118»",
    )
    purpose = forms.CharField(
        label="В целях чего", required=False, max_length=500, help_text="«профессионального становления педагогов»"
    )
    programmes_by = forms.DateField(label="Программы разработать до", required=False)
    curator = CuratorChoice(label="Куратор в приказе", queryset=Curator.objects.none(), required=False)
    control = CuratorChoice(
        label="Контроль", queryset=Curator.objects.none(), required=False, empty_label="Оставляю за собой"
    )
    annex_landscape = forms.BooleanField(label="Приложение на листах альбомной ориентации", required=False)
    personnel = forms.BooleanField(
        label="Приказ по личному составу (левое поле 30 мм)", required=False, help_text="Хранится 50 лет"
    )

    def __init__(
        self,
        *args: Any,
        draft: OrderDraft,
        organisation: Organisation,
        readiness: list[Readiness],
        curators: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial=initial_of(draft), **kwargs)
        self.draft, self.organisation = draft, organisation
        self.fields["curator"].queryset = self.fields["control"].queryset = curators
        if draft.supersedes is None:
            self.fields["pairs"] = PairsField(
                readiness, label="Какие пары закрепить", error_messages={"required": "Отметьте хотя бы одну пару."}
            )
            self.initial["pairs"] = draft.pairs
        self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        pairs = [Field("pairs"), HTML("<hr>")] if "pairs" in self.fields else []
        return Layout(
            *pairs,
            Fieldset("Приказ", Div("number", "dated", css_class="cols")),
            HTML("<hr>"),
            Fieldset("Кто подписывает", Div("signatory_post", "signatory_name", css_class="cols")),
            HTML("<hr>"),
            Fieldset("Основание", "grounds", "purpose"),
            HTML("<hr>"),
            Fieldset("Поручения", Div("curator", "control", css_class="cols"), "programmes_by"),
            HTML("<hr>"),
            Fieldset("Оформление", "annex_landscape", "personnel"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number, dated = cleaned.get("number"), cleaned.get("dated")
        if number and dated and act_is_taken(self.organisation, number, dated):
            self.add_error("number", "Акт с таким номером и датой у организации уже есть.")
        until = cleaned.get("programmes_by")
        if dated and until and until < dated:
            self.add_error("programmes_by", "Этот срок раньше даты приказа.")
        return cleaned

    def updated_draft(self) -> OrderDraft:
        """The draft with what was typed; texts edited by hand stay."""
        cleaned, draft = self.cleaned_data, self.draft
        for name in ("number", "grounds", "purpose", "signatory_name", "signatory_post"):
            setattr(draft, name, cleaned[name])
        for name in ("dated", "programmes_by"):
            setattr(draft, name, cleaned[name].isoformat() if cleaned[name] else "")
        for name in ("curator", "control"):
            setattr(draft, name, cleaned[name].pk if cleaned[name] else None)
        draft.annex_landscape, draft.personnel = cleaned["annex_landscape"], cleaned["personnel"]
        draft.pairs = cleaned.get("pairs", draft.pairs)
        return draft


def initial_of(draft: OrderDraft) -> dict[str, Any]:
    names = (
        "number dated grounds purpose programmes_by curator control signatory_name signatory_post annex_landscape "
        "personnel"
    )
    return {name: getattr(draft, name) for name in names.split()}


def new_draft(organisation_pk: int, **known: Any) -> OrderDraft:
    """A draft dated today."""
    today = clock.today()
    return OrderDraft(
        organisation=organisation_pk,
        dated=today.isoformat(),
        programmes_by=(today + timedelta(days=DAYS_FOR_PROGRAMMES)).isoformat(),
        **known,
    )


class OrderTextForm(PortalForm):
    """The words of the order, edited by hand."""

    title = forms.CharField(label="Заголовок", max_length=400)
    preamble = forms.CharField(widget=forms.Textarea, required=False)
    points = forms.CharField(
        label="Пункты",
        widget=forms.Textarea,
        help_text="Каждый пункт с новой строки, номера проставятся сами. Подпункт начинается с тире: «– …»",
    )

    def __init__(self, *args: Any, act: ActWords, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preamble"].label = f"До слова «{act.decree}»"
        self.fields["points"].widget.attrs["rows"] = ROWS_FOR_POINTS

    def clean_points(self) -> list[Point]:
        points = points_of(self.cleaned_data["points"])
        if not points:
            raise forms.ValidationError("Напишите хотя бы один пункт.")
        return points


def points_of(text: str) -> list[Point]:
    """Lines to points: a line that begins with a dash or «2.1.» is a sub-point of the line before it."""
    points: list[Point] = []
    for line in filter(str.strip, text.splitlines()):
        if _SUBPOINT.match(line) and points:
            points[-1]["subpoints"].append(_SUBPOINT.sub("", line).strip())
        else:
            points.append(Point(text=_POINT.sub("", _SUBPOINT.sub("", line)).strip(), subpoints=[]))
    return points


def text_of(points: list[Point]) -> str:
    """The other way round, for the field."""
    lines = []
    for point in points:
        lines += [point["text"], *(f"– {subpoint}" for subpoint in point["subpoints"])]
    return "\n".join(lines).replace("\u00a0", " ")


class CancelForm(PortalForm):
    reason = forms.CharField(
        label="Причина отмены",
        max_length=300,
        help_text="Она останется в карточке документа",
        widget=forms.Textarea,
    )
