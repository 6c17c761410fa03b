"""The form with a drop-down for each column of a table."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms

from imports.enums import ImportKind
from imports.field_lists import FIELDS_OF_EITHER, LABELS, NAME_FIELDS
from imports.heading_keys import heading_key
from imports.matching.learned_columns import OFFERED, SIDES, choices, is_personal_number
from imports.models import HeadingSynonym
from imports.queries.columns import ColumnChoice, ColumnChoices
from imports.queries.heading_synonyms import heading_is_taken
from registry.forms.edit_version import EditVersionMixin
from registry.forms.portal_form import PortalForm, PortalModelForm
from registry.models import Municipality
from registry.pages.raw_parameters import whole_number

_NAMES_OF_ORGANISATIONS = frozenset({"full_org_name", "short_org_name"})
_TELLING_OF_ORGANISATIONS = frozenset({"inn", "address", "head_name", "head_position", "org_type"})
_LONGEST_TAUGHT = 90


class ColumnsForm(EditVersionMixin, PortalForm):
    """`may_teach`: whether headings may go to the municipality's dictionary.

    `suggested`: number of a column → the field that its values look like, chosen until a person says otherwise.
    """

    kind = forms.ChoiceField(
        label="Что в файле", choices=[("auto", "определить по столбцам"), *ImportKind.choices], required=False
    )

    def __init__(
        self, *args: Any, tables: ColumnChoices, may_teach: bool, suggested: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns, self.headings = tables.columns, tables.headings
        if len(tables.sheets) > 1 and not tables.rows:
            sheets = [("", "все листы с таблицами"), *((name, name) for name in tables.sheets)]
            self.fields["sheet"] = forms.ChoiceField(label="Лист", choices=sheets, required=False)
        for number, column in enumerate(tables.columns):
            if column.personal:
                continue
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=f"Что в столбце «{column.heading}»",
                choices=choices(),
                required=False,
                initial=column.field or suggested.get(number, ""),
                help_text=f"похоже на: {_label(suggested[number])}" if number in suggested else "",
            )
            self.fields[f"column-{number}"].widget.attrs["class"] = "form-select"
            if may_teach and not column.is_known and len(column.heading) <= _LONGEST_TAUGHT:
                self.fields[f"teach-{number}"] = forms.BooleanField(label="добавить в словарь района", required=False)
                self.fields[f"teach-{number}"].widget.attrs["class"] = "form-check-input"

        self.add_version()

    def lines(self) -> list[tuple[ColumnChoice, forms.BoundField | None, forms.BoundField | None]]:
        """Every column with its drop-down and its tick."""
        return [
            (
                column,
                self[f"column-{number}"] if f"column-{number}" in self.fields else None,
                self[f"teach-{number}"] if f"teach-{number}" in self.fields else None,
            )
            for number, column in enumerate(self.columns)
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        choices = self._choices(cleaned)
        column_of_code: dict[tuple[int, str], int] = {}
        for number, code in choices.items():
            if "." in code and code.rpartition(".")[2] in NAME_FIELDS:
                continue  # «Наставляемый 1», «Наставляемый 2»
            for table in self.columns[number].tables:
                other = column_of_code.setdefault((table, code), number)
                if other != number and f"column-{number}" not in self.errors:
                    heading = self.columns[other].heading
                    self.add_error(f"column-{number}", f"«{OFFERED[code]}» уже выбрано для столбца «{heading}».")
        self._ask_of_whom(choices)
        if not self.errors:
            self._check_names(cleaned.get("kind") or "auto", set(choices.values()))
        return cleaned

    def _ask_of_whom(self, choices: Mapping[int, str]) -> None:
        """Beside two people one column is of one of them. A heading that stands twice is read by its place."""
        sides = {code.partition(".")[0] for code in choices.values() if "." in code and _is_name(code)}
        if len(sides) < 2:
            return
        times = Counter(heading_key(heading) for heading in self.headings)
        for number, code in choices.items():
            if code in FIELDS_OF_EITHER and times[heading_key(self.columns[number].heading)] < 2:
                self.add_error(f"column-{number}", "Укажите, о ком это: о наставнике или о наставляемом.")

    def _check_names(self, kind: str, codes: set[str]) -> None:
        name_codes = {code for code in codes if code.rpartition(".")[2] in NAME_FIELDS}
        sides = {code.partition(".")[0] for code in name_codes if "." in code}
        of_organisations = bool(codes & _NAMES_OF_ORGANISATIONS) or (
            "organisation" in codes and (kind == ImportKind.ORGANISATIONS or bool(codes & _TELLING_OF_ORGANISATIONS))
        )
        if kind == ImportKind.ORGANISATIONS:
            if not of_organisations:
                self.add_error(None, "Укажите столбец с названием организации.")
        elif kind == ImportKind.PAIRS:
            if len(sides) < 2 and len(name_codes) < 2:
                self.add_error(None, "Укажите два столбца с ФИО: наставника и наставляемого.")
        elif not name_codes and (kind != "auto" or not of_organisations):
            self.add_error(None, "Укажите, в каком столбце ФИО (или фамилия).")

    def _choices(self, cleaned: dict[str, Any]) -> dict[int, str]:
        """Number of a column → the field that was chosen for it."""
        return {n: code for n in range(len(self.columns)) if (code := cleaned.get(f"column-{n}"))}

    def mapping(self) -> dict[str, str | None]:
        """As `imports.actions.map_columns` takes it."""
        return {
            column.heading: self.cleaned_data[f"column-{number}"] or None
            for number, column in enumerate(self.columns)
            if not column.personal
        }

    def taught(self) -> dict[str, str]:
        choices = self._choices(self.cleaned_data)
        return {self.columns[n].heading: code for n, code in choices.items() if self.cleaned_data.get(f"teach-{n}")}


def _is_name(code: str) -> bool:
    return code.rpartition(".")[2] in NAME_FIELDS


def _label(code: str) -> str:
    """«ФИО», «ФИО (наставник)»."""
    side, _, name = code.rpartition(".")
    return f"{LABELS[name]} ({SIDES[side].lower()})" if side else LABELS[name]


class HeadingForm(PortalModelForm):
    """A heading as the municipality's schools write it."""

    field = forms.ChoiceField(label="Что в таком столбце", choices=[("", "выберите"), *choices()[1:]])

    class Meta:
        model = HeadingSynonym
        fields = ["heading", "field"]

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.municipality = municipality

    def clean_heading(self) -> str:
        heading = self.cleaned_data["heading"].strip()
        if not heading_key(heading):
            raise forms.ValidationError("В заголовке нет ни букв, ни цифр.")
        if is_personal_number(heading):
            raise forms.ValidationError("СНИЛС и паспортные данные не загружаются.")
        if heading_is_taken(self.instance.municipality, heading):
            raise forms.ValidationError("Такой заголовок уже есть в словаре.")
        return heading


def sheet_and_row(query: Mapping[str, str]) -> tuple[str, int | None]:
    """Which sheet and heading row a person wants to see: from the address or the sent form."""
    row = query.get("row", "")
    return query.get("from", ""), whole_number(row)
