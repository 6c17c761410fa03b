"""Several signed papers of one person in one form: clerks bring them together."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError

from registry import clock
from registry.enums import ConsentKind
from registry.extension_points import acts_on_consent
from registry.forms.asked_field import AskedField
from registry.forms.deed import DeedMixin
from registry.forms.name_question import NAMES_CONFIRMED, ask_about_names, names_confirmed_field
from registry.forms.portal_form import PortalForm
from registry.models import Consent, Person
from registry.names.text_checks import check_name
from registry.papers.uploads import check_scan
from registry.queries.consents import Signature, consents_of, needs_representative, signatures_of

ACCEPTED = ".pdf,.jpg,.jpeg,.png"


class ConsentsForm(PortalForm):
    """Checkboxes are the papers that the person has not signed yet; every paper may bring its own scan."""

    signed_on = forms.DateField(label="Дата подписания")
    valid_until = forms.DateField(label="Действует до", required=False, help_text="Пусто — до отзыва")
    representative_name = forms.CharField(
        label="ФИО законного представителя", max_length=200, required=False, validators=[check_name]
    )
    names_confirmed = names_confirmed_field()
    representative_relation = forms.CharField(
        label="Кем приходится", max_length=60, required=False, help_text="Например: мать, отец, опекун"
    )
    representative_document = forms.CharField(
        label="Документ о полномочиях",
        max_length=200,
        required=False,
        help_text="Свидетельство о рождении или акт об опеке: номер и дата",
    )

    def __init__(
        self, *args: Any, person: Person, kind: str = "", by_representative: bool = False, **kwargs: Any
    ) -> None:
        """`kind` and who signs name the paper the user came for; without `kind` none is ticked: nobody says
        by one click that two papers were signed."""
        self.person = person
        super().__init__(*args, **kwargs)
        self.through_representative = needs_representative(person)
        self.offered = self._not_signed_yet()
        papers = [
            self._add_paper(signature, (kind, by_representative) if kind in ConsentKind.values else None)
            for signature in self.offered
        ]
        self.initial.setdefault("signed_on", clock.today())
        rest: list[Fieldset] = []
        if self.through_representative:
            for name in ("representative_name", "representative_relation"):
                self.initial.setdefault(name, getattr(person, name))
            rest = [
                Fieldset(
                    "Законный представитель",
                    "representative_name",
                    AskedField(NAMES_CONFIRMED),
                    Div("representative_relation", "representative_document", css_class="cols"),
                )
            ]
        else:
            for name in ("representative_name", NAMES_CONFIRMED, "representative_relation", "representative_document"):
                del self.fields[name]
        dates = Fieldset("Когда", Div("signed_on", "valid_until", css_class="cols"))
        self.helper.layout = Layout(Fieldset("Какие согласия подписаны", *papers), dates, *rest)

    def _not_signed_yet(self) -> list[Signature]:
        today = clock.today()
        standing = {(c.kind, c.by_representative) for c in consents_of(self.person) if _stands(c, today)}
        return [s for s in signatures_of(self.person) if (s.kind, s.by_representative) not in standing]

    def _add_paper(self, signature: Signature, preselected: tuple[str, bool] | None) -> Div:
        who = ""
        if self.through_representative:
            who = ", подписал законный представитель" if signature.by_representative else ", подписано лично"
        ticked = (signature.kind, signature.by_representative) == preselected
        self.fields[signature.code] = forms.BooleanField(
            label=f"{signature.kind.label.capitalize()}{who}", required=False, initial=ticked
        )
        scan = f"scan-{signature.code}"
        self.fields[scan] = forms.FileField(
            label=f"Скан: {signature.kind.label}{who}",
            required=False,
            validators=[check_scan],
            help_text="PDF, JPG или PNG, до 10 МБ. Необязательно, можно добавить позже",
            widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        )
        return Div(signature.code, scan, css_class="paper")

    def clean_signed_on(self) -> date:
        if self.cleaned_data["signed_on"] > clock.today():
            raise ValidationError("Дата подписания ещё не наступила.")
        born = self.person.birth_date
        if born and self.cleaned_data["signed_on"] < born:
            raise ValidationError(f"Раньше даты рождения ({born:%d.%m.%Y}). Проверьте обе даты.")
        return self.cleaned_data["signed_on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        signatures = [signature for signature in self.offered if cleaned.get(signature.code)]
        if not signatures:
            raise ValidationError("Отметьте хотя бы одно согласие.")
        for signature in self.offered:
            if cleaned.get(f"scan-{signature.code}") and signature not in signatures:
                self.add_error(signature.code, "Скан приложен, а согласие не отмечено.")
        if any(s.by_representative for s in signatures):
            self._require_representative(cleaned)
            if (name := cleaned.get("representative_name")) and name != self.person.representative_name:
                ask_about_names(self, {"representative_name": name})
        if cleaned.get("valid_until") and cleaned.get("signed_on") and cleaned["valid_until"] < cleaned["signed_on"]:
            self.add_error("valid_until", "Срок действия истекает раньше даты подписания.")
        return cleaned

    def _require_representative(self, cleaned: dict[str, Any]) -> None:
        """The operator checks the representative's authority (152-ФЗ, ст. 9)."""
        for name, message in (
            ("representative_name", "За несовершеннолетнего подписывает законный представитель: укажите его ФИО."),
            ("representative_relation", "Укажите, кем приходится представитель."),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)

    def consents(self) -> list[Consent]:
        """The papers that the valid form describes, not saved."""
        cleaned, consents = self.cleaned_data, []
        for signature in self.offered:
            if not cleaned[signature.code]:
                continue
            consent = Consent(
                person=self.person,
                kind=signature.kind,
                by_representative=signature.by_representative,
                signed_on=cleaned["signed_on"],
                valid_until=cleaned["valid_until"],
                scan=cleaned.get(f"scan-{signature.code}") or "",
            )
            if signature.by_representative:
                for name in ("representative_name", "representative_relation", "representative_document"):
                    setattr(consent, name, cleaned[name])
            consents.append(consent)
        return consents


def _stands(consent: Consent, today: date) -> bool:
    """Neither withdrawn nor out of its term."""
    return consent.withdrawn_on is None and (consent.valid_until is None or consent.valid_until >= today)


class WithdrawalForm(DeedMixin, PortalForm):
    on = forms.DateField(label="Дата отзыва")
    reason = forms.CharField(label="Причина", max_length=300, required=False)
    #: shown when acts of that day or later rest on the consent
    day_confirmed = forms.BooleanField(label="Дата отзыва верна", required=False)

    def __init__(self, *args: Any, consent: Consent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consent = consent
        self.helper.layout = Layout("on", AskedField("day_confirmed"), "reason")
        self.initial.setdefault("on", clock.today())
        self.show(consent.get_kind_display(), f"от {consent.signed_on:%d.%m.%Y}", consent.person)

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise ValidationError("Дата отзыва ещё не наступила.")
        if day < self.consent.signed_on:
            raise ValidationError(f"Согласие подписано позже: {self.consent.signed_on:%d.%m.%Y}.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_confirmed, day = cleaned.pop("day_confirmed", False), cleaned.get("on")
        if day and not is_confirmed and (acts := [act for ask in acts_on_consent for act in ask(self.consent, day)]):
            self.add_error(
                "day_confirmed",
                f"На это согласие опираются: {'; '.join(acts)}. С такой датой получится, что в день акта согласия не "
                "было, и это будет видно на страницах пары и акта. Исправьте дату или отметьте, что она верна.",
            )
        return cleaned
