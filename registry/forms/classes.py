"""«Перевод классов»: what becomes of each class and, where somebody says so, of single pupils; and its correction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from registry import clock
from registry.actions.classes import LAST_GRADE, PupilDecision
from registry.enums import ClassOutcome
from registry.forms.edit_version import EditVersionMixin
from registry.forms.portal_form import DayInput, PortalForm, PortalModelForm
from registry.models import ClassMove, Person
from registry.models.class_move import OUTCOMES
from registry.models.person import class_label
from registry.papers.act_texts import act_label
from registry.plausible_dates import check_day
from registry.queries.classes import SchoolClass, by_class
from russian.school_year import first_day
from russian.typography import full_stop

AS_CLASS = "как весь класс"
AS_ALL = "как у всех"
END, LATER = "end", "later"
_ENDINGS = [(END, "прекратить в день выбытия"), (LATER, "решить потом")]


@dataclass(frozen=True)
class PupilRow:
    """`moved`: the class on the card is that of the new school year already; `ties`: what still holds the pupil."""

    pupil: Person
    outcome: forms.BoundField
    on: forms.BoundField
    moved: bool
    ties: Sequence[Any]

    @property
    def differs(self) -> bool:
        return bool(self.outcome.value())


@dataclass(frozen=True)
class HeldRow:
    """A pupil with live pairs; `answer` is None where somebody else decides about one of them."""

    pupil: Person
    ties: Sequence[Any]
    answer: forms.BoundField | None


@dataclass(frozen=True)
class ClassRow:
    label: str
    next_label: str
    outcome: forms.BoundField
    on: forms.BoundField
    pupils: tuple[PupilRow, ...]

    @property
    def opened(self) -> bool:
        """Whether something about a single pupil is to be seen at once: also who is held, where the class leaves."""
        leaves = self.outcome.value() == ClassOutcome.LEFT
        return any(row.differs or row.outcome.errors or row.on.errors or (leaves and row.ties) for row in self.pupils)


class ClassTransferForm(EditVersionMixin, PortalForm):
    """A field for every class and for every pupil. The version is the list of pupils with their classes."""

    day = forms.DateField(label="Классы переведены с")
    pairs = forms.ChoiceField(
        label="Что с парами тех, кто выбывает",
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (END, act_label("Прекратить каждую в последний день обучающегося, приказ внесём потом")),
            (LATER, "Решить о каждой потом: портал напомнит о ней в списке дел"),
        ],
    )
    pairs_reason = forms.ChoiceField(label="Причина прекращения", required=False)

    def __init__(
        self,
        *args: Any,
        pupils: Sequence[Person],
        school_year: int,
        moved: Collection[int] = (),
        ties: Mapping[int, Sequence[Any]] | None = None,
        reasons: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        """`moved`: keys of pupils whose class is that of the new school year already; `ties` of pupils by key;
        `reasons`: why these may end."""
        super().__init__(*args, **kwargs)
        self.pupils, self.classes, self.ties = list(pupils), by_class(pupils), ties or {}
        self.moved = set(moved)
        self.fields["day"].initial = first_day(school_year)
        self.fields["day"].widget.attrs["class"] = "form-control"
        last_day = first_day(school_year) - timedelta(days=1)
        for (grade, letter), members in self.classes.items():
            name, label = class_name((grade, letter)), class_label(grade, letter)
            outcomes = outcomes_of(grade)
            self.fields[name] = forms.ChoiceField(
                label=label, choices=outcomes, initial=outcomes[0][0], widget=small_select()
            )
            self.fields[f"{name}_on"] = day_field(f"{label}: последний день выбывших", last_day)
            for pupil in members:
                self._add_pupil(pupil, outcomes)
        self._add_pairs(reasons)
        self.add_version()

    def _add_pairs(self, reasons: Sequence[tuple[str, str]]) -> None:
        """One answer for all who leave and are held, and another one where a pupil's differs."""
        self.pupils_with_pairs = [pupil for pupil in self.pupils if self.ties.get(pupil.pk)]
        self.decides = {
            pupil.pk for pupil in self.pupils_with_pairs if reasons and all(tie.may_end for tie in self.ties[pupil.pk])
        }
        if not self.decides:
            del self.fields["pairs"], self.fields["pairs_reason"]
            return
        self.fields["pairs_reason"].choices = [("", "выберите"), *reasons]  # type: ignore[attr-defined]
        self.fields["pairs_reason"].widget.attrs["class"] = "form-select"
        for pupil in self.pupils_with_pairs:
            if pupil.pk in self.decides:
                self.fields[f"pupil_{pupil.pk}_pairs"] = forms.ChoiceField(
                    label=f"Пары: {pupil.full_name}", required=False, choices=[("", AS_ALL), *_ENDINGS],
                    widget=small_select(),
                )  # fmt: skip

    def _add_pupil(self, pupil: Person, outcomes: Sequence[tuple[str, str]]) -> None:
        initial = ClassOutcome.STAYS.value if pupil.pk in self.moved else ""
        self.fields[f"pupil_{pupil.pk}"] = forms.ChoiceField(
            label=pupil.full_name, choices=[("", AS_CLASS), *outcomes], required=False, initial=initial,
            widget=small_select(),
        )  # fmt: skip
        self.fields[f"pupil_{pupil.pk}_on"] = day_field(f"{pupil.full_name}: день выбытия")

    def beside_fields(self) -> dict[str, str]:
        pairs = "; ".join(
            f"{tie.title}, {tie.period}" for pupil in self.pupils_with_pairs for tie in self.ties[pupil.pk]
        )
        return {
            "Обучающиеся": "; ".join(f"{pupil.full_name}, {pupil.grade_label}" for pupil in self.pupils),
            "Их пары": pairs or "нет",
        }

    def _own_fields(self) -> Iterable[tuple[str, forms.Field]]:
        """What is typed here is kept nowhere else."""
        return ()

    def clean_day(self) -> date:
        return not_ahead(self.cleaned_data["day"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, day in list(cleaned.items()):
            if name.endswith("_on") and day and day > clock.today():
                self.add_error(name, "Дата ещё не наступила.")
        for pupil in self.pupils:
            name = f"pupil_{pupil.pk}"
            own, own_day = cleaned.get(name), cleaned.get(f"{name}_on")
            if own_day and own != ClassOutcome.LEFT:
                self.add_error(name, "Указан день выбытия, а выбытие не отмечено. Отметьте его или уберите день.")
            elif own == ClassOutcome.LEFT and not (own_day or cleaned.get(f"{self._class_of(pupil)}_on")):
                self.add_error(f"{name}_on", "Укажите день выбытия.")
        for key in self.classes:
            name = class_name(key)
            if cleaned.get(name) == ClassOutcome.LEFT and not cleaned.get(f"{name}_on"):
                self.add_error(f"{name}_on", "Укажите последний день выбывших.")
        if self.decides:
            self._check_pairs(cleaned)
        return cleaned

    def _outcome_of(self, pupil: Person) -> str:
        return self.cleaned_data.get(f"pupil_{pupil.pk}") or self.cleaned_data.get(self._class_of(pupil), "")

    def _pairs_of(self, pupil: Person) -> str:
        return self.cleaned_data.get(f"pupil_{pupil.pk}_pairs") or self.cleaned_data.get("pairs", "")

    def _check_pairs(self, cleaned: dict[str, Any]) -> None:
        """Whoever leaves with live pairs is decided about in the same step; to decide later is an answer too."""
        leaving = [
            p for p in self.pupils_with_pairs if p.pk in self.decides and self._outcome_of(p) == ClassOutcome.LEFT
        ]
        if unanswered := [pupil for pupil in leaving if not self._pairs_of(pupil)]:
            names = "; ".join(f"{tie.title}" for pupil in unanswered for tie in self.ties[pupil.pk])
            self.add_error("pairs", full_stop(f"Решите, что с парами выбывших: {names}"))
        if any(self._pairs_of(pupil) == END for pupil in leaving) and not cleaned.get("pairs_reason"):
            self.add_error("pairs_reason", "Выберите причину, по которой пары прекращаются.")

    @property
    def held_rows(self) -> list[HeldRow]:
        return [
            HeldRow(
                pupil,
                self.ties[pupil.pk],
                self[f"pupil_{pupil.pk}_pairs"] if pupil.pk in self.decides else None,
            )
            for pupil in self.pupils_with_pairs
        ]

    def decisions(self) -> dict[int, PupilDecision]:
        """Of a valid form, by the primary key of the pupil."""
        decisions = {}
        for pupil in self.pupils:
            of_class = self._class_of(pupil)
            outcome = self.cleaned_data[f"pupil_{pupil.pk}"] or self.cleaned_data[of_class]
            day = self.cleaned_data[f"pupil_{pupil.pk}_on"] or self.cleaned_data[f"{of_class}_on"]
            has_left = outcome == ClassOutcome.LEFT
            ends = has_left and pupil.pk in self.decides and self._pairs_of(pupil) == END
            reason = self.cleaned_data["pairs_reason"] if ends else ""
            decisions[pupil.pk] = PupilDecision(ClassOutcome(outcome), day if has_left else None, reason)
        return decisions

    @property
    def rows(self) -> list[ClassRow]:
        return [
            ClassRow(
                label=class_label(*key),
                next_label=class_label(key[0] + 1, key[1]) if key[0] < LAST_GRADE else "",
                outcome=self[class_name(key)],
                on=self[f"{class_name(key)}_on"],
                pupils=tuple(
                    PupilRow(
                        pupil,
                        self[f"pupil_{pupil.pk}"],
                        self[f"pupil_{pupil.pk}_on"],
                        pupil.pk in self.moved,
                        self.ties.get(pupil.pk, ()),
                    )
                    for pupil in members
                ),
            )
            for key, members in self.classes.items()
        ]

    @staticmethod
    def _class_of(pupil: Person) -> str:
        return class_name((pupil.grade or 0, pupil.grade_letter))


class ClassMoveForm(PortalModelForm):
    """Corrects what became of one pupil. `ties`: what holds the pupil now; `reasons`: why it may end."""

    unversioned: tuple[str, ...] = ("pairs", "pairs_reason")
    pairs = forms.ChoiceField(
        label="Что с парами после выбытия", required=False, widget=forms.RadioSelect, choices=_ENDINGS
    )
    pairs_reason = forms.ChoiceField(
        label="Причина прекращения", required=False, help_text=act_label("Приказ внесёте потом, портал о нём напомнит")
    )

    class Meta:
        model = ClassMove
        fields = ["outcome", "on"]
        labels = {"outcome": "Что произошло на самом деле", "on": "День выбытия"}
        help_texts = {"on": "У остальных это день перевода всей школы, здесь его не меняют"}
        widgets = {"outcome": forms.RadioSelect}

    def __init__(
        self, *args: Any, ties: Sequence[Any] = (), reasons: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        self.ties = ties
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        outcome.choices = outcomes_of(self.instance.grade)  # type: ignore[attr-defined]
        self.fields["on"].required = False
        if reasons and ties and all(tie.may_end for tie in ties):
            self.fields["pairs_reason"].choices = [("", "выберите"), *reasons]  # type: ignore[attr-defined]
            if self.instance.outcome == ClassOutcome.LEFT:  # it has been put off
                self.initial["pairs"] = LATER
        else:
            del self.fields["pairs"], self.fields["pairs_reason"]
        self.helper.layout = Layout(
            *(name for name in ("outcome", "on", "pairs", "pairs_reason") if name in self.fields)
        )

    def beside_fields(self) -> dict[str, str]:
        return {"Пары": "; ".join(f"{tie.title}, {tie.period}" for tie in self.ties) or "нет"}

    def clean_on(self) -> date | None:
        day = self.cleaned_data["on"]
        return not_ahead(day) if day else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == ClassOutcome.LEFT and "on" in cleaned and not cleaned["on"]:
            self.add_error("on", "Укажите день выбытия.")
        elif cleaned.get("outcome") != ClassOutcome.LEFT:
            cleaned["on"] = self.instance.transfer.day
        if cleaned.get("outcome") == ClassOutcome.LEFT and "pairs" in self.fields:
            self._check_pairs(cleaned)
        return cleaned

    def _check_pairs(self, cleaned: dict[str, Any]) -> None:
        """A correction asks about live pairs as the transfer of all classes does."""
        if not cleaned.get("pairs") and "pairs" not in self.errors:
            self.add_error("pairs", f"Решите, что с парами выбывшего: {'; '.join(tie.title for tie in self.ties)}.")
        if cleaned.get("pairs") == END and not cleaned.get("pairs_reason") and "pairs_reason" not in self.errors:
            self.add_error("pairs_reason", "Выберите причину, по которой пары прекращаются.")

    @property
    def ends_ties(self) -> str:
        """Of a valid form: the reason for which the pairs of who has left end; empty when they do not end here."""
        has_left = self.cleaned_data["outcome"] == ClassOutcome.LEFT
        ends = has_left and self.cleaned_data.get("pairs") == END
        return self.cleaned_data["pairs_reason"] if ends else ""


def outcomes_of(grade: int) -> list[tuple[str, str]]:
    """The usual one first: from the last class one leaves."""
    of_last = (ClassOutcome.LEFT, ClassOutcome.STAYS)
    possible = of_last if grade >= LAST_GRADE else (ClassOutcome.UP, ClassOutcome.STAYS, ClassOutcome.LEFT)
    return [(outcome.value, OUTCOMES[outcome]) for outcome in possible]


def class_name(key: SchoolClass) -> str:
    return f"class_{key[0]}_{key[1]}"


def small_select() -> forms.Select:
    """A drop-down as low as the line of a table, Bootstrap's small size: many stand under each other."""
    return forms.Select({"class": "form-select form-select-sm"})


def day_field(label: str, initial: date | None = None) -> forms.DateField:
    widget = DayInput({"class": "form-control form-control-sm"})
    return forms.DateField(label=label, required=False, initial=initial, widget=widget, validators=[check_day])


def not_ahead(day: date) -> date:
    if day > clock.today():
        raise ValidationError("Дата ещё не наступила.")
    return day
