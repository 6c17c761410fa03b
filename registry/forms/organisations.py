"""An organisation: its names, kind, head and contacts; one that is there already is refused."""

from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.db.models import QuerySet

from accounts.models import User
from registry.access import Access, Right
from registry.extension_points import number_of_pairs_under
from registry.forms.asked_field import AskedField
from registry.forms.choice_fields import choice_field
from registry.forms.portal_form import PortalModelForm
from registry.models import Municipality, Organisation
from registry.papers.act_texts import act_label
from registry.plausible_dates import OLDEST_RECORD
from registry.queries.organisations import count_people, organisations_visible_to, rows_of_organisation
from russian.numbers import plural

KIND_CONFIRMED, FOUNDER_CONFIRMED = "kind_confirmed", "founder_confirmed"


class OrganisationForm(PortalModelForm):
    #: the ticks are no data: they have no version
    unversioned: tuple[str, ...] = (KIND_CONFIRMED, FOUNDER_CONFIRMED)

    class Meta:
        model = Organisation
        fields = [
            "municipality",
            "kind",
            "founder",
            "short_name",
            "full_name",
            "inn",
            "head_position",
            "head_name",
            "address",
            "phone",
            "email",
            "psychologist_name",
            "psychologist_contact",
            "pilot",
            "partner_status",
        ]
        help_texts = {
            "short_name": "Так организация называется в списках и таблицах: МБОУ «Заречная СОШ № 2»",
            "full_name": act_label("Так организация называется в шапке приказа"),
        }

    def __init__(
        self, *args: Any, user: User, municipalities: QuerySet[Municipality] | None = None, **kwargs: Any
    ) -> None:
        """`municipalities`: where the user may add an organisation; an existing one stays where it is."""
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields[KIND_CONFIRMED] = forms.BooleanField(
            label="Тип был указан неверно с самого начала", required=False, widget=forms.HiddenInput
        )
        self.fields[FOUNDER_CONFIRMED] = forms.BooleanField(
            label="Учредитель был указан неверно с самого начала", required=False, widget=forms.HiddenInput
        )
        owner = ["municipality"]
        if municipalities is None:
            del self.fields["municipality"]
            owner = []
        else:
            field = choice_field(self, "municipality", forms.ModelChoiceField)
            field.queryset = municipalities
            if len(municipalities) == 1:
                field.initial, field.disabled, field.widget = municipalities[0], True, forms.HiddenInput()
        if not self._may_set_kind():
            self.fields["kind"].disabled = self.fields["founder"].disabled = True
            self.fields["founder"].help_text = "По учредителю считают организации: его меняет отдел образования"
            self.fields["kind"].help_text = "От типа зависит, кто видит организацию: его меняет отдел образования"
        self.helper.layout = Layout(
            Fieldset(
                "Организация",
                *owner,
                "kind",
                AskedField(KIND_CONFIRMED),
                "founder",
                AskedField(FOUNDER_CONFIRMED),
                "short_name",
                "full_name",
                "inn",
            ),
            HTML("<hr>"),
            Fieldset("Руководитель", Div("head_position", "head_name", css_class="cols")),
            HTML("<hr>"),
            Fieldset("Связь", "address", Div("phone", "email", css_class="cols")),
            HTML("<hr>"),
            Fieldset("Педагог-психолог", Div("psychologist_name", "psychologist_contact", css_class="cols")),
            HTML("<hr>"),
            Fieldset("Участие", "pilot", "partner_status"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        municipality = cleaned.get("municipality") or (self.instance.municipality_id and self.instance.municipality)
        if municipality and cleaned.get("kind") and not self._stays_within(municipality, cleaned["kind"]):
            self.add_error("kind", "Ваш доступ не распространяется на организации этого типа.")
        elif cleaned.get("kind"):
            self._ask_about_kind(cleaned)
        self._ask_about_founder(cleaned)
        return cleaned

    def _ask_about_kind(self, cleaned: dict[str, Any]) -> None:
        """The kind has no dates: figures of past days go over to the other kind with it."""
        if not self.instance.pk or "kind" not in self.changed_data or cleaned.get(KIND_CONFIRMED):
            return
        if not (numbers := self._people_and_pairs()):
            return
        self.fields[KIND_CONFIRMED].widget = forms.CheckboxInput()
        self.add_error(
            KIND_CONFIRMED,
            f"{numbers} Тип действует и на прошлые "
            "дни: отчёты по типам за прошлые дни изменятся. Если тип был указан неверно с самого начала, отметьте это. "
            "Если организацию преобразовали, оставьте прежний тип, а новую заведите отдельно и переведите в неё людей.",
        )

    def _ask_about_founder(self, cleaned: dict[str, Any]) -> None:
        """Nor has the founder any dates; one that nobody had named yet is filled in without a question."""
        if not self.instance.pk or "founder" not in self.changed_data or cleaned.get(FOUNDER_CONFIRMED):
            return
        if not self.initial.get("founder") or not (numbers := self._people_and_pairs()):
            return
        self.fields[FOUNDER_CONFIRMED].widget = forms.CheckboxInput()
        self.add_error(
            FOUNDER_CONFIRMED,
            f"{numbers} Учредитель действует и на прошлые дни: числа по учредителям за прошлые дни изменятся. Если "
            "учредитель был указан неверно с самого начала, отметьте это. Если организацию передали другому "
            "учредителю, оставьте прежнего, а новую организацию заведите отдельно и переведите в неё людей.",
        )

    def _people_and_pairs(self) -> str:
        """«В организации 12 человек, пар — 3.»; empty where there is nobody."""
        pairs = number_of_pairs_under(rows_of_organisation(self.instance), OLDEST_RECORD, None)
        people = count_people(self.instance)
        return f"В организации {plural(people, 'человек,человека,человек')}, пар — {pairs}." if pairs or people else ""

    def refuse_twin(self, twin: Any, field: str, besides: str = "") -> None:
        super().refuse_twin(twin, field, "Она в архиве, её можно вернуть." if twin.is_archived else besides)

    def address_of(self, twin: Organisation) -> str:
        return twin.get_absolute_url() if organisations_visible_to(self.user).filter(pk=twin.pk).exists() else ""

    def _may_set_kind(self) -> bool:
        """The kind is a boundary of access: inside an organisation nobody moves it over that boundary."""
        if self.instance.pk is None:
            return True
        return Access.of(self.user).in_organisation(Right.MANAGE_ORGANISATIONS, self.instance)

    def _stays_within(self, municipality: Municipality, kind: str) -> bool:
        """Nobody puts an organisation out of the own reach."""
        if self.fields["kind"].disabled:
            return True
        return Access.of(self.user).for_kind(Right.MANAGE_ORGANISATIONS, municipality.pk, kind)
