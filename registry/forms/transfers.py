"""Moving a person to another organisation, and correcting a move."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from registry import clock
from registry.forms.choice_fields import choice_field
from registry.forms.edit_version import SEEN, EditVersionMixin
from registry.forms.portal_form import PortalForm
from registry.models import Affiliation, Organisation, Person
from registry.queries.organisations import organisations_of_municipality

AWAY, THERE = "away", "there"


class _BelongingForm(EditVersionMixin, PortalForm):
    """Carries the version of where the person belongs: of two moves at one moment the second sees the first."""

    def __init__(self, *args: Any, person: Person, present: Affiliation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.present = person, present
        organisations = organisations_of_municipality(person.municipality_id).filter(archived_on__isnull=True)
        choice_field(self, "organisation", forms.ModelChoiceField).queryset = self.offered(organisations)
        self.add_version()

    def offered(self, organisations: Any) -> Any:
        return organisations

    def _own_fields(self) -> Iterable[tuple[str, forms.Field]]:
        """Nothing typed here is compared: only where the person belongs."""
        return ()

    def beside_fields(self) -> dict[str, str]:
        return {"Организация": str(self.present) if self.present else "не указана"}


class TransferForm(_BelongingForm):
    """`cleaned_data` is what `transfer_person` takes."""

    required_when_shown = ("organisation",)

    where = forms.ChoiceField(
        label="Куда",
        choices=[
            (THERE, "В другую организацию"),
            (AWAY, "Ушёл: в организациях муниципалитета не работает и не учится"),
        ],
        widget=forms.RadioSelect,
        initial=THERE,
    )
    organisation = forms.ModelChoiceField(
        label="Новая организация", queryset=Organisation.objects.none(), required=False, empty_label="Выберите"
    )
    on = forms.DateField(
        label="С какого дня",
        help_text="Первый день на новом месте, а если человек ушёл — первый день, когда его уже нет. "
        "Накануне — последний день в прежней организации; отчёты за прошлые дни не изменятся",
    )
    reason = forms.CharField(
        label="Основание или пояснение",
        required=False,
        max_length=300,
        help_text="Например, «приказ о переводе № 12-к от 01.09.2026»",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()
        if self.person.organisation_id is None:
            del self.fields["where"]
        names = [name for name in ("where", "organisation", "on", "reason") if name in self.fields]
        self.helper.layout = Layout(*names)

    def offered(self, organisations: Any) -> Any:
        return organisations.exclude(pk=self.person.organisation_id)

    def clean_on(self) -> date:
        if self.cleaned_data["on"] > clock.today():
            raise ValidationError("Эта дата ещё не наступила. Внесите перевод, когда он состоится.")
        return self.cleaned_data["on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        away = cleaned.pop("where", THERE) == AWAY
        if away:
            cleaned["organisation"] = None
        elif not cleaned.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", "Выберите организацию, в которую человек перешёл.")
        cleaned.pop(SEEN, None)
        return cleaned


class TransferCorrectionForm(_BelongingForm):
    organisation = forms.ModelChoiceField(
        label="На самом деле человек в организации",
        queryset=Organisation.objects.none(),
        empty_label=None,
        help_text="Если перевода не было, выберите прежнюю организацию: перевод будет снят",
    )
    since = forms.DateField(label="С какого дня", required=False)
    reason = forms.CharField(label="Что было внесено неверно", widget=forms.Textarea(attrs={"rows": 3}), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].initial = self.person.organisation_id
        self.fields["since"].initial = self.present and self.present.since
        self.helper.layout = Layout("organisation", "since", "reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned.pop(SEEN, None)
        return cleaned
