"""Appointing a curator: who, where, by which order (Холм, п. 6.5)."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from registry import clock
from registry.access import Right
from registry.age_and_class import refusal_of_age
from registry.enums import CuratorEligibility, MentorSource, OrganisationKind
from registry.forms.acts import ActNumberField
from registry.forms.bank_entries import forbid_future
from registry.forms.card_layout import contact_fieldset, name_fieldset, rule
from registry.forms.choice_fields import choice_field
from registry.forms.deed import DeedMixin
from registry.forms.new_person import NewPersonForm
from registry.forms.people import PersonForm
from registry.forms.portal_form import PortalForm, PortalModelForm
from registry.forms.why_act import WhyAct, WhyActMixin, why_act_field
from registry.models import Curator, Organisation, Person
from registry.papers.act_texts import act_label, act_text
from registry.plausible_dates import check_act_day
from registry.policies.rules_in_force import RulesInForce
from registry.queries.act_grounds import obstacles_to_appointing, order_of_appointment
from registry.queries.act_titles import OF_APPOINTING, warnings_about_ground
from registry.queries.organisations import only_organisation, organisations_in_use
from registry.queries.rules import rules_or_none
from russian.typography import upper_first

PARTNER_KINDS = frozenset(
    {
        OrganisationKind.ENTERPRISE,
        OrganisationKind.CULTURE,
        OrganisationKind.SPORT,
        OrganisationKind.HEALTH,
        OrganisationKind.ENTREPRENEUR,
        OrganisationKind.PUBLIC,
        OrganisationKind.OTHER,
    }
)


def refusal_of_pupil(person: Person | None) -> str:
    """Why the person is no curator, or nothing."""
    if person is None or person.grade is None:
        return ""
    return f"Обучающийся не может быть куратором, а на карточке класс: {person.grade_label}. Назначьте сотрудника."


def refusal_of_partner(rules: RulesInForce, organisation: Organisation, home: Organisation) -> str:
    """Why nobody who works in `home` is a curator of the organisation, or nothing (Холм, п. 6.5)."""
    is_partner = PARTNER_KINDS.intersection((organisation.kind, home.kind))
    if not is_partner or rules.curator_eligibility == CuratorEligibility.PARTNER:
        return ""
    by = upper_first(rules.by_whom("curator_eligibility"))
    return f"{by} куратор — сотрудник образовательной организации, а не «{home}»."


class AppointmentFields(WhyActMixin, forms.Form):
    """The appointment; the order has both number and date, or neither."""

    appointed_on = forms.DateField(label="Назначен")
    is_deputy = forms.BooleanField(label="Заместитель руководителя", required=False)
    act_number = ActNumberField(label=act_label("Номер приказа о назначении"), required=False, help_text="")
    act_dated = forms.DateField(label=act_label("Дата приказа"), required=False)
    why_act = why_act_field()

    #: an appointment that stands is corrected without a new question of who may have it
    appoints_anew = True

    def check_appointment(self, organisation: Organisation | None, person: Person | None = None) -> None:
        """`person`: a known one; somebody new works in the organisation."""
        cleaned = self.cleaned_data
        forbid_future(self, cleaned, "appointed_on")
        number, dated = cleaned.get("act_number"), cleaned.get("act_dated")
        if dated:
            try:
                check_act_day(dated)
            except ValidationError as error:
                self.add_error("act_dated", error)
        if number and not dated and "act_dated" not in self.errors:
            self.add_error("act_dated", act_text("Укажите дату приказа."))
        if dated and not number:
            self.add_error("act_number", act_text("Укажите номер приказа."))
        if organisation and (appointed_on := cleaned.get("appointed_on")):
            self._check_eligibility(organisation, person)
            if number and dated and not self.errors:
                order = order_of_appointment(organisation, number, dated)
                for refusal in obstacles_to_appointing(order, appointed_on):
                    self.add_error("act_dated", refusal)
                if order.pk and {"act_number", "act_dated"}.intersection(self.changed_data):
                    signs = warnings_about_ground(order, OF_APPOINTING)
                    self.ask_why(signs, "Исправьте номер и дату или напишите, почему это он.")

    def _check_eligibility(self, organisation: Organisation, person: Person | None) -> None:
        """Who may be a curator, by the rules of the organisation (Холм, п. 6.5; Сургут, п. 4.6.2)."""
        if self.appoints_anew and (refusal := refusal_of_pupil(person)):
            self.add_error(None, refusal)
            return
        born = person.birth_date if person else self.cleaned_data.get("birth_date")
        if self.appoints_anew and (refusal := refusal_of_age(MentorSource.TEACHER, born)):
            self.add_error("birth_date" if "birth_date" in self.fields else None, refusal)
        rules = rules_or_none(organisation, self.cleaned_data["appointed_on"])
        if rules is None:
            return
        rule, by = rules.curator_eligibility, upper_first(rules.by_whom("curator_eligibility"))
        asks_about_post = self.appoints_anew or "is_deputy" in self.changed_data
        if asks_about_post and rule == CuratorEligibility.DEPUTY and not self.cleaned_data.get("is_deputy"):
            self.add_error("is_deputy", f"{by} куратором может быть только заместитель.")
        if not self.appoints_anew:
            return
        home = (person.organisation if person else None) or organisation
        if refusal := refusal_of_partner(rules, organisation, home):
            self.add_error("organisation", refusal)
        elif rule == CuratorEligibility.DEPUTY and home != organisation:
            self.add_error("organisation", f"Заместитель работает в самой организации, а на карточке — «{home}».")
        elif rule == CuratorEligibility.STAFF and home != organisation:
            self.add_error(
                "organisation",
                f"{by} куратор — сотрудник самой организации, а на карточке — «{home}».",
            )

    def act(self) -> dict[str, Any]:
        """The order of a valid form, as `appoint_curator` takes it."""
        return {
            "act_number": self.cleaned_data["act_number"],
            "act_dated": self.cleaned_data["act_dated"],
            "why": self.answer_about_act,
        }


def appointment_fieldset(*first: str) -> Fieldset:
    order = Div("act_number", "act_dated", css_class="cols")
    return Fieldset("Назначение", *first, "appointed_on", "is_deputy", order, WhyAct())


class CuratorForm(AppointmentFields, PortalModelForm):
    """Appoints a known person, or corrects an appointment."""

    class Meta:
        model = Curator
        fields = ["organisation", "appointed_on", "is_deputy"]

    def __init__(self, *args: Any, user: User, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.person = person
        self.appoints_anew = self.instance.pk is None
        field = choice_field(self, "organisation", forms.ModelChoiceField)
        field.queryset = organisations_in_use(user, Right.APPOINT_CURATORS)
        self.initial.setdefault("organisation", person.organisation_id)
        self.initial.setdefault("appointed_on", clock.today())
        if self.instance.pk:
            field.disabled = True
            field.queryset = only_organisation(self.instance.organisation_id)
        if self.instance.act:
            self.initial.update(act_number=self.instance.act.number, act_dated=self.instance.act.dated)
        self.helper.layout = Layout(appointment_fieldset("organisation"))

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.check_appointment(self.cleaned_data.get("organisation"), self.instance.person)
        return self.cleaned_data

    def _post_clean(self) -> None:
        """The person comes from the address, so the rules about the person are checked here."""
        super()._post_clean()
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, ValidationError(error.messages))


class CuratorEntryForm(AppointmentFields, NewPersonForm):
    """A new person who becomes the curator of the same organisation."""

    right = Right.APPOINT_CURATORS

    class Meta(PersonForm.Meta):
        fields = [
            "organisation",
            "last_name",
            "first_name",
            "middle_name",
            "sex",
            "birth_date",
            "phone",
            "email",
            "position",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("appointed_on", clock.today())
        self.helper.layout = Layout(
            name_fieldset("Человек", "former_name"),
            "position",
            rule(),
            appointment_fieldset(),
            rule(),
            contact_fieldset(),
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.check_appointment(self.cleaned_data.get("organisation"))
        return self.cleaned_data

    def curator(self) -> Curator:
        """The appointment that the valid form describes, not saved."""
        cleaned = self.cleaned_data
        return Curator(
            organisation=cleaned["organisation"],
            appointed_on=cleaned["appointed_on"],
            is_deputy=cleaned["is_deputy"],
        )


class DismissalForm(DeedMixin, PortalForm):
    on = forms.DateField(label="Освобождён с", initial=clock.today)

    def __init__(self, *args: Any, curator: Curator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.show(curator.person, f"куратор с {curator.appointed_on:%d.%m.%Y}")

    def clean_on(self) -> date:
        if self.cleaned_data["on"] > clock.today():
            raise ValidationError("Дата ещё не наступила.")
        return self.cleaned_data["on"]
