"""A mentee who is not in the register yet, entered on the way to a new pair."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from accounts.models import User
from mentoring.pairing.rules import describe_refused_participant
from registry import clock
from registry.access import Right
from registry.enums import Participant
from registry.forms.asked_field import AskedField
from registry.forms.bank_entries import forbid_future
from registry.forms.choice_fields import choice_field
from registry.forms.name_question import NAMES, NAMES_CONFIRMED, ask_about_names, names_confirmed_field
from registry.forms.portal_form import PortalForm
from registry.forms.who_one_is import (
    AGE_CONFIRMED,
    age_confirmed_field,
    check_age_of_place,
    check_class,
    check_class_letter_of_card,
    check_class_of_place,
    check_completed_card,
    check_place_in_bank,
)
from registry.models import Mentee, Organisation, Person
from registry.names.text_checks import check_name
from registry.queries.namesakes import Namesakes, hold_names, namesakes_of
from registry.queries.organisations import organisations_in_use
from registry.queries.people import may
from registry.queries.rules import rules_or_none
from registry.side_texts import side_text

ANOTHER = "another"


class QuickMenteeForm(PortalForm):
    """The least that a pair needs to know of a new mentee; the rest is filled in on the card."""

    last_name = forms.CharField(label="Фамилия", max_length=100, validators=[check_name])
    first_name = forms.CharField(label="Имя", max_length=100, validators=[check_name])
    middle_name = forms.CharField(label="Отчество", max_length=100, validators=[check_name], required=False)
    participant = forms.ChoiceField(label="Кто это", choices=Participant.choices, initial=Participant.TEACHER)
    organisation = forms.ModelChoiceField(
        label="Организация", queryset=Organisation.objects.none(), empty_label="Выберите организацию"
    )
    birth_date = forms.DateField(label="Дата рождения", required=False, help_text="Для обучающихся обязательна")
    position = forms.CharField(label="Должность", max_length=200, required=False)
    subject = forms.CharField(label="Предмет или направление", max_length=200, required=False)
    grade = forms.IntegerField(
        label="Класс", min_value=1, max_value=11, required=False, help_text="Для обучающихся обязателен"
    )
    grade_letter = forms.CharField(label="Буква класса", max_length=5, required=False)
    #: the key of a card, or that it is another person; shown when somebody bears the name
    namesake = forms.CharField(label="Кто это", required=False)
    names_confirmed = names_confirmed_field()
    age_confirmed = age_confirmed_field()
    namesakes: Namesakes | None = None

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = organisations_in_use(user, Right.EDIT_PEOPLE)
        choice_field(self, "organisation", forms.ModelChoiceField).queryset = organisations
        if organisations.count() == 1:
            self.fields["organisation"].initial = organisations.get()
            self._offer_participants(organisations.get())
        self.user, self.person = user, Person()
        check_class_letter_of_card(self)
        self.helper.layout = Layout(
            Div("last_name", "first_name", "middle_name", "birth_date", css_class="cols"),
            AskedField(NAMES_CONFIRMED),
            AskedField(AGE_CONFIRMED),
            Div("participant", "organisation", css_class="cols"),
            Div("position", "subject", css_class="cols for-worker"),
            Div("grade", "grade_letter", css_class="cols for-pupil"),
        )

    def _offer_participants(self, organisation: Organisation) -> None:
        """Those whom the only organisation mentors."""
        rules = rules_or_none(organisation, clock.today())
        if rules is None or not rules.participant_types:
            return
        offered = [choice for choice in Participant.choices if choice[0] in rules.participant_types]
        field = choice_field(self, "participant", forms.ChoiceField)
        field.widget = forms.Select(choices=offered)
        if field.initial not in rules.participant_types:
            field.initial = offered[0][0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("participant") == Participant.PUPIL:
            if not cleaned.get("grade"):
                self.add_error("grade", "Для обучающегося укажите класс.")
            if not cleaned.get("birth_date") and "birth_date" not in self.errors:
                self.add_error("birth_date", "Для обучающегося укажите дату рождения.")
        forbid_future(self, cleaned, "birth_date")
        check_age_of_place(self, "participant", cleaned.get("participant", ""), cleaned.get("birth_date"))
        check_class_of_place(self, "participant")
        check_class(self, self.person)
        if "organisation" in cleaned and "participant" in cleaned:
            self._keep_participants(cleaned["organisation"], cleaned["participant"])
        ask_about_names(self, {name: cleaned.get(name) or "" for name in NAMES})
        if not self.errors:
            self._ask_who_it_is(cleaned)
        return cleaned

    def _keep_participants(self, organisation: Organisation, participant: str) -> None:
        rules = rules_or_none(organisation, clock.today())
        if rules is None:
            return
        if participant not in rules.participant_types:
            self.add_error("participant", describe_refused_participant(rules, participant))

    def mentee(self) -> tuple[Person, Mentee]:
        """The chosen card or a new one, and the bank entry, which is not saved unless it was there already."""
        if self.person.pk is None:
            for name, value in self.details().items():
                setattr(self.person, name, value)
            self.person.municipality = self.cleaned_data["organisation"].municipality
        elif hasattr(self.person, "mentee"):
            return self.person, self.person.mentee
        return self.person, Mentee(participant=self.cleaned_data["participant"])

    def details(self) -> dict[str, Any]:
        """What was typed of the person, by the names of the card's fields."""
        answers = ("participant", "namesake", NAMES_CONFIRMED, AGE_CONFIRMED)
        return {name: value for name, value in self.cleaned_data.items() if name not in answers}

    def _ask_who_it_is(self, cleaned: dict[str, Any]) -> None:
        """Nobody is joined with a namesake in silence: the user chooses a card or says that this is another person."""
        names = {name: cleaned[name] for name in NAMES}
        municipality = cleaned["organisation"].municipality
        hold_names(municipality.pk)
        self.namesakes = namesakes_of(self.user, Person(municipality=municipality, **names))
        if not self.namesakes:
            return
        answer = cleaned.get("namesake", "")
        self._offer_answers()
        if person := next((other for other in self.namesakes.visible if str(other.pk) == answer), None):
            if refusal := self._refusal(person):
                self.add_error("namesake", refusal)
            elif not hasattr(person, "mentee"):
                check_place_in_bank(self, "participant", Mentee(), person)
            self._compare_with_card(person, cleaned)
            self.person = person
        elif answer != self._another():
            self.add_error(
                "namesake", "Человек с таким именем, нынешним или прежним, уже есть в реестре. Отметьте, кто это."
            )

    def _compare_with_card(self, person: Person, cleaned: dict[str, Any]) -> None:
        """What was typed fills in what the chosen card lacks: it may not speak of somebody else."""
        for name, show in (("birth_date", "дата рождения — {:%d.%m.%Y}"), ("grade", "класс — {}")):
            stored, entered = getattr(person, name), cleaned.get(name)
            if stored and entered and stored != entered:
                self.add_error(
                    "namesake",
                    f"В карточке другое: {show.format(stored)}, а введено: {show.format(entered)}. Проверьте, тот ли "
                    "это человек, или исправьте введённое.",
                )
        completed = Person(grade=person.grade or cleaned.get("grade"), pk=person.pk)
        completed.birth_date = person.birth_date or cleaned.get("birth_date")
        check_completed_card(self, person, completed)

    def _another(self) -> str:
        """The answer names the cards it was given about: one that has come since is asked about."""
        people = self.namesakes.visible if self.namesakes else ()
        return "-".join([ANOTHER, *sorted(str(person.pk) for person in people)])

    def _offer_answers(self) -> None:
        people = self.namesakes.visible if self.namesakes else ()
        answers = [(str(person.pk), _describe(person)) for person in people]
        answers.append((self._another(), "Это другой человек, внести ещё одну карточку"))
        self.fields["namesake"].widget = forms.RadioSelect(choices=answers)

    def _refusal(self, person: Person) -> str:
        if not may(self.user, Right.EDIT_PEOPLE, person):
            return "Эту карточку ведёт другая организация. Попросите муниципального координатора открыть её вам."
        if person.archived_on:
            return "Эта карточка в архиве. Верните её из архива, потом выберите человека здесь."
        entry = getattr(person, "mentee", None)
        if entry is not None and entry.is_archived:
            return side_text("Этот человек исключён из базы наставляемых. Верните его в базу, потом выберите здесь.")
        return ""


def _describe(person: Person) -> str:
    """What tells namesakes apart: where, who, when born."""
    born = f"дата рождения {person.birth_date:%d.%m.%Y}" if person.birth_date else ""
    entry = side_text("уже в базе наставляемых") if hasattr(person, "mentee") else ""
    archived = "в архиве" if person.archived_on else ""
    formerly = f"ранее {person.formerly}" if person.formerly else ""
    parts = (person.full_name, formerly, str(person.organisation or ""), person.occupation, born, entry, archived)
    return "Это он или она: " + ", ".join(part for part in parts if part)
