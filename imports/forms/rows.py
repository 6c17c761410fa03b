"""Forms of a draft: answers about one row or many, and corrected cells."""

from typing import Any

from django import forms
from django.http import QueryDict

from imports.actions.corrections import LONGEST_CELL
from imports.queries.batches import GROUPS
from imports.review.questions import Answer
from imports.row_data import KEEP, TAKE, Decision
from registry.forms.name_question import doubts_about_names
from registry.names.text_checks import check_name
from registry.pages.raw_parameters import whole_number

_ANSWERS = "new|new_organisation|accept|keep|take|alone|skip|undo"
_CHOICE = rf"^((person|row|organisation):\d{{1,18}}|form:[\w-]{{1,40}}|{_ANSWERS})$"
#: a side of a pair is somebody; what becomes of the row is answered for the row
_CHOICE_OF_SIDE = r"^((person|row):\d{1,18}|new|skip|undo)$"
_NAMES = ("last_name", "first_name", "middle_name")
_ON_THE_CARD = "Если имя верно, пропустите строку и внесите человека на странице портала: там имя можно подтвердить."


class ReviewPositionForm(forms.Form):
    """The position on the page of review, to which a person returns."""

    show = forms.ChoiceField(choices=[(code, code) for code in GROUPS], required=False)
    issue_code = forms.CharField(max_length=40, required=False)
    q = forms.CharField(max_length=100, required=False)
    question = forms.RegexField(r"^[a-z]{1,20}:[0-9a-f]{1,32}$", required=False)
    page = forms.IntegerField(required=False, min_value=1)


class DecisionForm(forms.Form):
    """What a person says about one row. `decision()` is what `imports.actions.decide` takes.

    Fields of a side of a pair have it as prefix: «mentor-choice».
    """

    revision = forms.IntegerField(widget=forms.HiddenInput)
    organisation = forms.IntegerField(required=False)
    alike = forms.BooleanField(required=False)
    shown_mark = forms.CharField(max_length=40, required=False)
    remember = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, needs_names: frozenset[str] = frozenset(), sides: tuple[str, ...] = (), **kwargs: Any
    ):
        """`needs_names`: of whom only initials are known, "" of the row's own person; `sides`: whom the row asks of."""
        super().__init__(*args, **kwargs)
        self._needs_names = needs_names
        self._sides = ("", *sides)
        for side in self._sides:
            choice = _CHOICE_OF_SIDE if side else _CHOICE
            self.fields[_field_name(side, "choice")] = forms.RegexField(choice, required=False)
            for name in _NAMES:
                self.fields[_field_name(side, name)] = forms.CharField(
                    max_length=100, required=False, validators=[check_name]
                )

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        choices = {side: cleaned.get(_field_name(side, "choice")) or "" for side in self._sides}
        wrong = any(_field_name(side, "choice") in self.errors for side in self._sides)
        if not wrong and not any(choices.values()) and not cleaned.get("organisation"):
            self.add_error("choice", "Выберите один из ответов.")
        for side, choice in choices.items():
            first = _field_name(side, "first_name")
            if choice == "new" and side in self._needs_names and not cleaned.get(first) and first not in self.errors:
                self.add_error(first, "Впишите имя.")
            elif choice == "new" and side in self._needs_names:
                self._refuse_doubtful_names(side)
        return cleaned

    def _refuse_doubtful_names(self, side: str) -> None:
        names = {name: text for name in _NAMES if (text := self.cleaned_data.get(_field_name(side, name)))}
        if doubts := doubts_about_names(names):
            self.add_error(_field_name(side, "first_name"), " ".join([*doubts, _ON_THE_CARD]))

    def decision(self) -> Decision:
        answers: dict[str, Any] = {}
        for side in self._sides:
            answer = self._answer(side)
            if side and answer:
                answers[side] = answer
            else:
                answers |= answer
        return Decision(skip=True) if answers.get("skip") else Decision.from_json(answers)

    def typed_names(self) -> str:
        """Entered names, which nobody should have to type again."""
        parts = (self.data.get(name, "").strip() for name in self.fields if name.endswith("_name"))
        return " ".join(text for text in parts if text)

    def _answer(self, side: str) -> dict[str, Any]:
        cleaned = self.cleaned_data
        what, _, value = cleaned[_field_name(side, "choice")].partition(":")
        if not side and cleaned["organisation"] and what in ("", "organisation"):
            return {"organisation": cleaned["organisation"]}
        if what in ("", "undo"):
            return {}
        if what == "new":
            names = {name: text for name in _NAMES if (text := cleaned[_field_name(side, name)].strip())}
            return {"person": "new"} | ({"names": names} if side in self._needs_names else {})
        if what == "form":
            return {"form": value}
        if what in (KEEP, TAKE):
            return {"of_merge": what}
        if what == "alone":
            return {"mentor": {"skip": True}}
        return {what: int(value) if value else True}


def _field_name(side: str, name: str) -> str:
    return f"{side}-{name}" if side else name


class CellForm(forms.Form):
    """`shown_text`: the text that was shown; a cell that somebody else has put right since is not overwritten."""

    heading = forms.CharField(max_length=1000, strip=False)
    value = forms.CharField(max_length=LONGEST_CELL, required=False, strip=False)
    shown_text = forms.CharField(required=False, strip=False)
    alike = forms.BooleanField(required=False)

    def clean_value(self) -> str:
        return self.cleaned_data["value"].replace("\r\n", "\n").strip()

    def clean_shown_text(self) -> str:
        return self.cleaned_data["shown_text"].replace("\r\n", "\n")


class PlacesForm(forms.Form):
    """Which of the rows that contend for places of a mentor have them: `rows` are positions.

    `contended`: key of their question; `mark`: theirs when the page was made.
    """

    contended = forms.CharField(max_length=60)
    mark = forms.CharField(max_length=40)
    choice = forms.ChoiceField(choices=[("nobody", "nobody")], required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        positions = [text for text in dict.fromkeys(data.getlist("rows")) if whole_number(text) is not None]
        choices = [(text, text) for text in positions]
        self.fields["rows"] = forms.TypedMultipleChoiceField(coerce=int, required=False, choices=choices)

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("choice") == "nobody":
            cleaned["rows"] = []
        elif "rows" in cleaned and not cleaned["rows"]:
            self.add_error(None, "Отметьте, кто займёт места, или пропустите все эти строки.")
        return cleaned


class AnswerToAllForm(ReviewPositionForm):
    """One answer for all rows that a page shows; `shown_fingerprint`: their fingerprint when their number was told."""

    answer = forms.TypedChoiceField(choices=[(a.value, a.value) for a in Answer], coerce=Answer)
    shown_fingerprint = forms.CharField(max_length=200, required=False)


class CorrectionForm(forms.Form):
    """Which correction is taken back; `together`: with all that were made by the same action."""

    sheet = forms.CharField(max_length=100, required=False, strip=False)
    row = forms.IntegerField(min_value=1)
    heading = forms.CharField(max_length=1000, strip=False)
    together = forms.BooleanField(required=False)
