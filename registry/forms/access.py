"""Inviting people and accepting an invitation."""

from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from accounts.models import User
from registry import clock
from registry.access import Right
from registry.enums import (
    MUNICIPAL_ROLES,
    ORGANISATION_ROLES,
    PERSONAL_ROLES,
    ROLES_BY_KINDS,
    OrganisationKind,
    Role,
)
from registry.forms.choice_fields import choice_field
from registry.forms.curators import refusal_of_partner
from registry.forms.portal_form import PortalForm, PortalModelForm
from registry.models import Invitation, Membership, Municipality, Organisation, Person
from registry.models.membership import KINDS_ARE_ELSEWHERE
from registry.names.text_checks import check_name
from registry.queries.memberships import grantable_roles, has_access, is_invited
from registry.queries.municipalities import (
    known_regions,
    municipalities_reached,
    municipality_is_known,
    spelling_of_region,
)
from registry.queries.organisations import organisations_in_use
from registry.queries.rules import rules_or_none
from russian.transliteration import code_of

ALL_KINDS = (
    "Ничего не отмечено — все организации муниципалитета. Такими ролями пользуются методический центр и управление \
дошкольными организациями (Сургут, п. 4.8)."
)


def kinds_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Только организации типов",
        choices=OrganisationKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=ALL_KINDS,
    )


class InvitationForm(PortalModelForm):
    """Role and its scope within what the inviter may give. For a mentor or a mentee the person comes from the card."""

    organisation_kinds = kinds_field()
    #: where the role chosen above has none, the field is not shown (portal.css)
    required_when_shown = ("organisation",)

    class Meta:
        model = Invitation
        fields = ["email", "role", "municipality", "organisation", "organisation_kinds"]
        help_texts = {
            "email": "На этот адрес придёт личная ссылка; он же станет именем для входа",
            "organisation": "Для куратора, оператора, руководителя и члена совета наставников",
        }

    def __init__(self, *args: Any, user: User, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        municipalities = municipalities_reached(user, Right.MANAGE_ACCESS)
        if person is not None:
            municipalities = municipalities.filter(pk=person.municipality_id)
        self._offer_municipalities(municipalities)
        choice_field(self, "role", forms.ChoiceField).choices = self._roles(user, municipalities)
        if person is not None:
            del self.fields["organisation"]
            self.initial.setdefault("email", person.email)
        else:
            field = choice_field(self, "organisation", forms.ModelChoiceField)
            field.queryset, field.label = organisations_in_use(user, Right.MANAGE_ACCESS), "Организация"
        places = [] if person is not None else [Div("organisation", css_class="of-organisation")]
        if not self.grantable.intersection(ROLES_BY_KINDS) or person is not None:
            del self.fields["organisation_kinds"]
        else:
            places.append(Div("organisation_kinds", css_class="of-kinds"))
        self.helper.layout = Layout(Fieldset("Кого и куда", "role", "municipality", *places, "email"))

    def _offer_municipalities(self, municipalities: Any) -> None:
        field = choice_field(self, "municipality", forms.ModelChoiceField)
        field.queryset = municipalities
        if len(municipalities) == 1:
            field.initial, field.disabled, field.widget = municipalities[0], True, forms.HiddenInput()

    def _roles(self, user: User, municipalities: Any) -> list[tuple[str, str]]:
        grantable = {role for municipality in municipalities for role in grantable_roles(user, municipality.pk)}
        if self.person is None:
            offered = [role for role in Role if role in grantable and role not in PERSONAL_ROLES]
        else:
            offered = [role for role in PERSONAL_ROLES if role in grantable and hasattr(self.person, role.value)]
        self.grantable = grantable
        return [("", "Выберите"), *((role.value, role.label.capitalize()) for role in offered)]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role, municipality, organisation = (cleaned.get(n) for n in ("role", "municipality", "organisation"))
        if role in ORGANISATION_ROLES and not organisation and "organisation" not in self.errors:
            self.add_error("organisation", "Для этой роли укажите организацию.")
        if role in MUNICIPAL_ROLES and organisation:
            self.add_error("organisation", "Эта роль выдаётся на весь муниципалитет: организацию не указывают.")
        if cleaned.get("organisation_kinds") and role and role not in ROLES_BY_KINDS:
            self.add_error("organisation_kinds", KINDS_ARE_ELSEWHERE)
        if organisation and municipality and organisation.municipality_id != municipality.pk:
            self.add_error("organisation", "Организация другого муниципалитета.")
        if role == Role.CURATOR and organisation:
            self._refuse_partner(organisation)
        if role and municipality and not self.errors:
            self._refuse_repeated(dict(cleaned))
        return cleaned

    def _refuse_partner(self, organisation: Organisation) -> None:
        rules = rules_or_none(organisation, clock.today())
        if rules and (refusal := refusal_of_partner(rules, organisation, organisation)):
            self.add_error("organisation", refusal)

    def _refuse_repeated(self, cleaned: dict[str, Any]) -> None:
        grant = {
            "role": cleaned["role"],
            "municipality": cleaned["municipality"],
            "organisation": cleaned.get("organisation"),
            "person": self.person,
        }
        if has_access(cleaned["email"], **grant):
            self.add_error("email", "У этого человека такой доступ уже есть.")
        if is_invited(cleaned["email"], **grant):
            self.add_error("email", "Такое приглашение уже отправлено. Его можно отправить повторно.")

    def _post_clean(self) -> None:
        self.instance.person = self.person
        super()._post_clean()

    def validate_constraints(self) -> None:
        """Left to `invite`: an invitation out of date is no hindrance."""


class MembershipForm(PortalModelForm):
    """For which kinds of organisations a municipal role is good."""

    organisation_kinds = kinds_field()

    class Meta:
        model = Membership
        fields = ["organisation_kinds"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("organisation_kinds")


class NewcomerForm(PortalForm):
    """Name and password of a person who accepts an invitation without an account."""

    last_name = forms.CharField(label="Фамилия", max_length=100, validators=[check_name])
    first_name = forms.CharField(label="Имя", max_length=100, validators=[check_name])
    middle_name = forms.CharField(label="Отчество", max_length=100, validators=[check_name], required=False)
    password = forms.CharField(
        label="Пароль",
        strip=False,
        help_text="От 10 до 128 знаков. Не подойдут имя, почта, слова портала, частые пароли и ряды клавиш",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label="Пароль ещё раз", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if not password:
            return cleaned
        if cleaned.get("password_again") and cleaned["password_again"] != password:
            self.add_error("password_again", "Пароли не совпадают.")
        try:
            password_validation.validate_password(password, User(email=self.email, **self.names()))
        except ValidationError as error:
            self.add_error("password", error)
        return cleaned

    def names(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in ("last_name", "first_name", "middle_name")}


class MunicipalityForm(PortalModelForm):
    """Only what pages and papers use: names and place in heads of papers, the region in rules, the body and its head in
    grounds and stamps. A new municipality gets its code from its name."""

    class Meta:
        model = Municipality
        fields = [
            "name",
            "name_genitive",
            "region",
            "place",
            "authorised_body",
            "authorised_body_genitive",
            "authorised_head",
            "authorised_head_position",
        ]
        help_texts = {
            "name_genitive": "кого? чего? — в заголовках политики",
            "region": "Полностью: по нему действуют правила региона. Если регион уже есть, выберите его из подсказки",
            "place": "например, п. Заречный — под шапкой документов",
            "authorised_body": "например, отдел образования администрации Заречного района",
            "authorised_body_genitive": "в ссылках на его приказы: «приказом отдела образования …»",
            "authorised_head": "в грифах «Согласовано» и «Утверждено»",
        }

    def __init__(self, *args: Any, may_set_region: bool, **kwargs: Any) -> None:
        """The region brings its rules with it, so only who stands above all municipalities sets it."""
        super().__init__(*args, **kwargs)
        if not may_set_region:
            self.fields["region"].disabled = True
            self.fields["region"].help_text = "Меняет администратор всех муниципалитетов: с регионом меняются правила"
        else:
            self.known_regions = known_regions(but=self.instance.pk)
            self.fields["region"].widget.attrs["list"] = "known-regions"
        names = self.Meta.fields
        self.helper.layout = Layout(
            Fieldset("Муниципалитет", *names[:4]),
            HTML('{% include "registry/_known_regions.html" %}'),
            Fieldset("Уполномоченный орган", *names[4:]),
        )

    def clean_region(self) -> str:
        return spelling_of_region(self.cleaned_data["region"], but=self.instance.pk)

    @property
    def respelt_region(self) -> str:
        """Of a valid form: the region as it is stored, where it was typed otherwise; empty where it was not."""
        region = self.cleaned_data["region"]
        is_typed = not self.fields["region"].disabled and "region" in self.data
        return region if is_typed and self.data["region"].strip() != region else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk is None and cleaned.get("name"):
            self.instance.slug = code_of(cleaned["name"])
            if not self.instance.slug:
                self.add_error("name", "Напишите название словами.")
            elif municipality_is_known(self.instance.slug):
                self.add_error("name", "Муниципалитет с таким названием уже есть.")
        return cleaned
