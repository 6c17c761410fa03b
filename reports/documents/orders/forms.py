"""What is decided about an order: its pairs and details, and its text when it is edited by hand."""

from collections.abc import Collection
from datetime import date
from typing import Any, cast

from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mentoring.models import Pair
from mentoring.pairing.rules import describe_order_after_end
from mentoring.queries.pair_labels import labels_of_pairs
from mentoring.queries.policies import words_by_rules
from registry import clock
from registry.forms.acts import ActNumberField, ActsField
from registry.models import Act, Curator
from registry.names.text_checks import check_name, check_words
from registry.papers.act_cases import ActCases
from registry.papers.numbers import is_without_number
from registry.plausible_dates import check_act_day
from registry.queries.minutes import first_day_of_minutes, minutes_in_time, minutes_of
from registry.queries.rules import rules_or_none
from reports.documents.orders.details import TITLE, OrderDetails, day_for_programmes
from reports.documents.orders.gaps import (
    describe_later_citation,
    describe_order_before_replaced,
)
from reports.documents.orders.grounds import offered_grounds
from reports.forms import PaperForm
from reports.paper import Preparation
from reports.queries import (
    Readiness,
    act_to_be,
    agreed_pairs_of,
    bodies_that_consider,
    curators_in_office,
    readiness_of,
)
from russian import typography

#: minutes of other bodies and of other days
OTHER_MINUTES = "other_minutes"
#: the ground that the portal offers instead of what has been typed
PROPOSE_GROUNDS = "propose_grounds"


class PairsField(forms.MultipleChoiceField):
    """Agreed pairs as ticks; one with missing papers is shown, says why, and cannot be ticked."""

    def __init__(self, readiness: list[Readiness], act: ActCases, order_day: date, **kwargs: Any) -> None:
        self.act = act
        labels = labels_of_pairs((row.pair for row in readiness), order_day=order_day)
        choices = [(str(row.pair.pk), _label_of(row, labels[row.pair.pk].form)) for row in readiness if row.ready]
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple, **kwargs)
        self.unready = {str(row.pair.pk): row for row in readiness if not row.ready}

    def validate(self, value: list[str]) -> None:
        """A pair that was ready on another day says what it lacks on the day of the order."""
        for pk in value:
            if (row := self.unready.get(pk)) is not None:
                raise ValidationError(f"{row.pair}: на дату {self.act.genitive} {row.why}.")
        super().validate(value)

    def clean(self, value: Any) -> tuple[int, ...]:
        return tuple(int(pk) for pk in super().clean(value))


def _label_of(row: Readiness, form: str) -> SafeString:
    pair = row.pair
    return format_html(
        '{} → {} <span class="d-block small muted">{}, {} – {}</span>',
        pair.mentor.person.full_name,
        pair.mentee.person.full_name,
        form,
        f"{pair.starts_on:%d.%m.%Y}",
        f"{pair.ends_on:%d.%m.%Y}",
    )


class CuratorChoice(forms.ModelChoiceField):
    def label_from_instance(self, curator: Curator) -> str:
        person = curator.person
        return f"{person.full_name}, {person.position}" if person.position else person.full_name


class OrderForm(PaperForm):
    """What is decided about an order. Only the pairs are asked at once; the rest may be filled in later."""

    #: not obligatory here, but an order is not issued without them
    page_template = "reports/orders/details.html"
    unversioned = (PROPOSE_GROUNDS,)

    number = ActNumberField(
        required=False,
        help_text="Как в журнале: «135/1», «41-од». Можно вписать позже, перед изданием; без номера — «б/н»",
    )
    dated = forms.DateField(label="Дата", required=False)
    signatory_post = forms.CharField(label="Должность", max_length=200, required=False, validators=[check_words])
    signatory_name = forms.CharField(label="ФИО полностью", max_length=200, required=False, validators=[check_name])
    grounds = forms.CharField(
        label="В соответствии с чем",
        required=False,
        max_length=1000,
        widget=forms.Textarea,
        help_text="«Положением о системе наставничества, утверждённым приказом от 25.08.2026 № 118»",
    )
    purpose = forms.CharField(
        label="В целях чего", required=False, max_length=500, help_text="«профессионального становления педагогов»"
    )
    minutes = ActsField(
        label="Протоколы, которыми рассмотрены пары",
        queryset=Act.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Протоколы вносят в реестр актов",
    )
    programmes_by = forms.DateField(
        label="Программы разработать до",
        required=False,
        help_text="Если не менять, портал отсчитает две недели от даты документа или от первого дня пар, что позже",
    )
    curator = CuratorChoice(label="Куратор", queryset=Curator.objects.none(), required=False)
    control = CuratorChoice(
        label="Контроль", queryset=Curator.objects.none(), required=False, empty_label="Оставляю за собой"
    )
    annex_landscape = forms.BooleanField(
        label="Приложение на листах альбомной ориентации",
        required=False,
        help_text="Длинный список займёт на них на один-два листа больше, чем на книжных",
    )
    personnel = forms.BooleanField(
        label="Приказ по личному составу (левое поле 30 мм)", required=False, help_text="Хранится 50 лет"
    )

    def __init__(self, data: QueryDict | None, preparation: Preparation[Any, OrderDetails]) -> None:
        super().__init__(data, preparation)
        self.organisation = preparation.subject.organisation
        self._minutes: list[Act] = []
        self.replaces = preparation.predecessor is not None
        self.act = words_by_rules(rules_or_none(self.organisation, self._order_day())).act
        act = typography.upper_first(self.act.nominative)
        self.fields["personnel"].label = f"{act} по личному составу (левое поле 30 мм)"
        self.readiness = [] if self.replaces else readiness_of(agreed_pairs_of(self.organisation), self._order_day())
        for name in ("curator", "control"):
            cast(CuratorChoice, self.fields[name]).queryset = curators_in_office(self.organisation)
        if not self.act.is_in_first_person:
            cast(CuratorChoice, self.fields["control"]).empty_label = "Тот, кто подписывает"
        self._offer_grounds()
        self._offer_minutes()
        if not self.replaces:
            self.fields["pairs"] = PairsField(
                self.readiness,
                self.act,
                self._order_day(),
                label="Какие пары закрепить",
                error_messages={"required": "Отметьте хотя бы одну пару."},
            )
            self.initial["pairs"] = list(preparation.details.pairs)
        self.helper.layout = self._layout()

    def _offer_grounds(self) -> None:
        """What the portal offers moves with the date; what a person has typed stays, and the page says so."""
        details = self.preparation.details
        offered = offered_grounds(self.organisation, details.dated or clock.today())
        self._follows_date = _same_words(details.grounds, offered)
        if offered and self._follows_date:
            self.fields["grounds"].help_text = (
                "Предложил портал по правилам на дату документа. Если изменить дату, основание изменится вместе с ней. "
                "То, что впишете вы, останется"
            )
        elif offered:
            self.fields["grounds"].help_text = "Изменено вручную: с датой документа не меняется"
            self.fields[PROPOSE_GROUNDS] = forms.BooleanField(
                label="Вернуть основание, которое предлагает портал",
                required=False,
                help_text=f"На эту дату — {typography.full_stop(offered)} С датой документа оно изменится",
            )

    def _offer_minutes(self) -> None:
        """Those in time of a body that considers pairs; behind them the others in force. Those ticked before stay."""
        field, on = cast(ActsField, self.fields["minutes"]), self._order_day()
        minutes = field.queryset = minutes_of(self.organisation)
        if bodies := bodies_that_consider(self.organisation, on):
            self._split_minutes(minutes, minutes_in_time(self.organisation, bodies, on))
            names = ", ".join(str(body.label) for body in bodies)
            field.help_text = (
                f"Пары рассматривает {names}: без протокола {self.act.nominative} не издаётся. Годится протокол не "
                f"раньше {first_day_of_minutes(on):%d.%m.%Y}, в котором указано, кто рассматривал. Протоколы вносят "
                "в реестр актов"
            )
        elif not self.initial.get("minutes"):
            del self.fields["minutes"]

    def _split_minutes(self, minutes: QuerySet[Act], in_time: QuerySet[Act]) -> None:
        """Both fields take any of the minutes: the day of the order may be changed together with them."""
        field = cast(ActsField, self.fields["minutes"])
        usual = {str(act.pk) for act in in_time} | {str(key) for key in self["minutes"].value() or ()}
        rows = [(act.pk, field.label_from_instance(act)) for act in minutes]
        field.choices = [row for row in rows if str(row[0]) in usual]
        if others := [row for row in rows if str(row[0]) not in usual]:
            self.fields[OTHER_MINUTES] = other = ActsField(
                label="Другой протокол", queryset=minutes, required=False, widget=forms.CheckboxSelectMultiple
            )
            other.choices = others

    def _order_day(self) -> date:
        """The day typed so far; today while there is none."""
        try:
            day = self.fields["dated"].clean(self["dated"].value())
        except ValidationError:
            day = None
        return day or clock.today()

    def _layout(self) -> Layout:
        minutes = ["minutes"] if "minutes" in self.fields else []
        if OTHER_MINUTES in self.fields:
            summary = f"<summary>{self.fields[OTHER_MINUTES].label}</summary>"
            minutes += [HTML(f"<details>{summary}"), Field(OTHER_MINUTES), HTML("</details>")]
        proposal = [PROPOSE_GROUNDS] if PROPOSE_GROUNDS in self.fields else []
        pairs = [Field("pairs"), HTML("<hr>")] if "pairs" in self.fields else []
        return Layout(
            *pairs,
            Fieldset(typography.upper_first(self.act.nominative), Div("number", "dated", css_class="cols")),
            HTML("<hr>"),
            Fieldset("Кто подписывает", Div("signatory_post", "signatory_name", css_class="cols")),
            HTML("<hr>"),
            Fieldset("Основание", "grounds", *proposal, *minutes, "purpose"),
            HTML("<hr>"),
            Fieldset("Поручения", Div("curator", "control", css_class="cols"), "programmes_by"),
            HTML("<hr>"),
            Fieldset("Оформление", "annex_landscape", "personnel"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "minutes" in cleaned:
            self._minutes = list(dict.fromkeys([*cleaned["minutes"], *cleaned.get(OTHER_MINUTES, ())]))
            cleaned["minutes"] = tuple(act.pk for act in self._minutes)
        cleaned.pop(OTHER_MINUTES, None)
        number, dated = cleaned.get("number"), cleaned.get("dated")
        # an act without a number is told by its title, on the page of the text
        if number and dated and not is_without_number(number) and self._is_taken(number, dated):
            self.add_error("number", "Акт с таким номером и датой у организации уже есть.")
        if dated:
            self._check_day(dated, self._chosen_pairs(cleaned))
            self._check_minutes(dated)
        self._offer_grounds_anew(dated, cleaned)
        until = self._offer_programmes_day_anew(dated, cleaned)
        if dated and until and until < dated:
            self.add_error("programmes_by", f"Этот срок раньше даты {self.act.genitive}.")
        last_day = max((pair.ends_on for pair in self._chosen_pairs(cleaned)), default=None)
        if until and last_day and until > last_day:
            self.add_error("programmes_by", f"Этот срок позже последнего дня пар, {last_day:%d.%m.%Y}. Проверьте год.")
        return cleaned

    def _is_taken(self, number: str, dated: date) -> bool:
        return act_to_be(self.organisation, number, dated, TITLE).same_act() is not None

    def _offer_grounds_anew(self, dated: date | None, cleaned: dict[str, Any]) -> None:
        """What the portal has offered, and nobody has changed, becomes what it offers for the new date."""
        details = self.preparation.details
        is_untouched = (
            dated != details.dated and self._follows_date and _same_words(cleaned.get("grounds", ""), details.grounds)
        )
        if cleaned.pop(PROPOSE_GROUNDS, False) or is_untouched:
            cleaned["grounds"] = offered_grounds(self.organisation, dated or clock.today())

    def _offer_programmes_day_anew(self, dated: date | None, cleaned: dict[str, Any]) -> date | None:
        """The day offered moves with the date and the pairs; one that a person has set stays."""
        details, until = self.preparation.details, cast("date | None", cleaned.get("programmes_by"))
        if not dated or not until or not details.dated or until != details.programmes_by:
            return until
        before = [row.pair for row in self.readiness if row.pair.pk in details.pairs]
        if until == day_for_programmes(details.dated, before):
            cleaned["programmes_by"] = until = day_for_programmes(dated, self._chosen_pairs(cleaned))
        return until

    def _chosen_pairs(self, cleaned: dict[str, Any]) -> list[Pair]:
        if self.replaces:
            return list(self.preparation.subject.pairs)
        return [row.pair for row in self.readiness if row.pair.pk in cleaned.get("pairs", ())]

    def _check_day(self, dated: date, pairs: Collection[Pair]) -> None:
        over = [pair for pair in pairs if pair.ends_on < dated]
        if over:
            self.add_error("dated", "; ".join(describe_order_after_end(pair, self.act) for pair in over))
        try:
            check_act_day(dated)
        except ValidationError as error:
            self.add_error("dated", error)

    def _check_minutes(self, dated: date) -> None:
        """Minutes no later than the order, and the order not before the one that it replaces."""
        later = [
            describe_later_citation(act.issued_in_words, self.act.nominative)
            for act in self._minutes
            if act.dated > dated
        ]
        if later:
            self.add_error("minutes", later)
        replaced = self.preparation.subject.replaces
        if replaced is not None and dated < replaced.dated:
            self.add_error("dated", describe_order_before_replaced(replaced.dated, self.act))

    def _heading(self) -> str:
        new = f"{self.act.agreeing('Новый', 'Новое')} {self.act.nominative} о закреплении"
        return typography.upper_first(f"{self.act.nominative} взамен") if self.replaces else new

    def page_context(self) -> dict[str, Any]:
        return {
            **super().page_context(),
            "organisation": self.organisation,
            "heading": self._heading(),
            "act": self.act,
            "not_ready": [row for row in self.readiness if not row.ready],
            "nothing_agreed": not self.replaces and not any(row.ready for row in self.readiness),
        }


def _same_words(one: str, other: str) -> bool:
    """A field may give spaces back otherwise."""
    return one.split() == other.split()
