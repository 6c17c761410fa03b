"""The text of an order when it is edited by hand."""

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from registry.enums import ActKind
from registry.forms.act_title import ActTitleField
from registry.papers.act_cases import cases_of
from registry.papers.numbers import is_without_number
from reports.documents.orders.details import OrderDetails
from reports.documents.orders.gaps import describe_unnumbered_double
from reports.documents.orders.order_texts import Point
from reports.forms import PaperForm
from reports.paper import Preparation
from reports.queries import act_to_be

ROWS_FOR_POINTS = 14
_SUBPOINT = re.compile(r"^\s*(?:[-–—•]|\d+\.\d+\.?)\s*")
_POINT = re.compile(r"^\s*\d+\.\s*")


class OrderTextForm(PaperForm):
    """The text of the order, edited by hand; the button `usual` lets the portal write it again."""

    page_template = "reports/orders/text.html"

    title = ActTitleField()
    preamble = forms.CharField(widget=forms.Textarea, required=False)
    points = forms.CharField(
        label="Пункты",
        widget=forms.Textarea,
        help_text="Каждый пункт с новой строки, номера проставятся сами. Подпункт начинается с тире: «– …»",
    )

    def __init__(self, data: QueryDict | None, preparation: Preparation[Any, OrderDetails]) -> None:
        self.usual = data is not None and "usual" in data
        self.payload = _payload_or_blank(preparation)
        super().__init__(data, preparation)
        self.fields["preamble"].label = f"До слова «{cases_of(self.payload['act_kind']).decree}»"
        self.fields["points"].widget.attrs["rows"] = ROWS_FOR_POINTS
        for field in self.fields.values():
            field.required = field.required and not self.usual

    def initial_values(self) -> dict[str, Any]:
        payload = self.payload
        return {"title": payload["title"], "preamble": payload["preamble"], "points": text_of(payload["points"])}

    def clean_title(self) -> str:
        """A paper without a number is told by its title from another of the day."""
        title, details = str(self.cleaned_data["title"]), self.preparation.details
        if not self.usual and details.dated and is_without_number(details.number):
            organisation = self.preparation.subject.organisation
            if act_to_be(organisation, details.number, details.dated, title).same_act():
                raise forms.ValidationError(describe_unnumbered_double(cases_of(self.payload["act_kind"])))
        return title

    def clean_points(self) -> list[Point]:
        points = points_of(self.cleaned_data["points"])
        if not points and not self.usual:
            raise forms.ValidationError("Напишите хотя бы один пункт.")
        return points

    def new_details(self) -> OrderDetails:
        details: OrderDetails = self.preparation.details
        if self.usual:
            return replace(details, preamble=None, points=None)
        return replace(details, **self.cleaned_data)

    def page_context(self) -> dict[str, Any]:
        act = cases_of(self.payload["act_kind"])
        return {"heading": f"Текст {act.genitive}", "edited": self.preparation.details.points is not None}


def _payload_or_blank(preparation: Preparation[Any, OrderDetails]) -> dict[str, Any]:
    """What the order would print today; blank while the municipality has no policy."""
    try:
        return preparation.paper.payload_from(preparation.subject, preparation.details)
    except ValidationError:
        return {"act_kind": ActKind.ORDER, "title": preparation.details.title, "preamble": "", "points": []}


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
