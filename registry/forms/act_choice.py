"""Which act something rests on: one of the register, a new one entered on the spot, or one that is still to come."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, cast

from crispy_forms.layout import HTML, Div, Fieldset, Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from registry.enums import ActKind
from registry.forms.act_title import OWN_NUMBER, ActTitleField, repeats_number_and_date
from registry.forms.acts import (
    ANOTHER_TITLE,
    OWN_TITLE,
    WHOSE_MINUTES,
    ActNumberField,
    considered_by_field,
    describe_act,
    own_title,
    scan_field,
    signature_field,
    tell_what_is_dropped,
)
from registry.forms.bank_entries import forbid_future
from registry.forms.choice_fields import choice_field
from registry.forms.deed import DeedMixin
from registry.forms.edit_version import EditVersionMixin
from registry.forms.portal_form import PortalForm
from registry.forms.signer_question import SIGNER, SignerAnswer, SignerQuestionMixin
from registry.forms.why_act import WHY_ACT, WhyAct, WhyActMixin, why_act_field
from registry.models import Act, Municipality, Organisation
from registry.models.act import TAKEN
from registry.papers.act_cases import ActCases
from registry.papers.act_texts import act_text
from registry.papers.numbers import is_without_number
from registry.queries.act_titles import (
    OF_ADOPTING,
    signs_of_another_cancellation,
    speaks_of_another,
    warnings_about_ground,
)
from registry.queries.acts import links_to_same

KNOWN, NEW, LATER = "known", "new", "later"
NEW_FIELDS = ("kind", "kind_title", "considered_by", "number", "dated", "title", "signatory", "scan", "signature")
#: what an act cannot do without, each in its way; they bear the star, and `clean` asks for them
_STARRED = ("act", "new_kind", "new_kind_title", "new_considered_by", "new_number", "new_dated", "new_title")
ACT_FIELDS = ("act_way", "act", WHY_ACT, SIGNER, *(f"new_{name}" for name in NEW_FIELDS))
#: portal.js leads the link from the register to the act that is chosen
KNOWN_FILES = lazy(
    lambda: format_html(
        "Скан и файл подписи прикладывают на "
        '<a href="{}" target="_blank" data-leads-to-choice>странице самого акта</a> (откроется в новой вкладке)',
        reverse("registry:acts"),
    ),
    SafeString,
)()
#: over acts that were hardly meant
OTHER_ACTS = "Остальные: в них речь о другом"
_LABELS = {KNOWN: "Выбрать из реестра", NEW: "Внести новый"}


class _ActsByMatter(ModelChoiceIterator):
    """Acts whose title, or what rests on them, speaks of another matter stand after the others, under a heading."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        field = cast("ActField", self.field)
        fitting: list[tuple[Any, Any]] = []
        others: list[tuple[Any, Any]] = []
        for act in self.queryset:
            (others if field.is_of_another_matter(act) else fitting).append(self.choice(act))
        yield from fitting
        if others:
            yield OTHER_ACTS, others


class ActField(forms.ModelChoiceField):
    """Offers what suits first; what does not can be chosen too, and the form asks why."""

    iterator = _ActsByMatter
    #: set by the form
    is_of_another_matter: Callable[[Act], bool] = staticmethod(lambda act: False)

    def label_from_instance(self, act: Act) -> str:
        return describe_act(act)


class _Files(LayoutObject):
    """The files of a new act, closed until one of them is refused or asked about."""

    def __init__(self, *names: str) -> None:
        self.fields = list(names)

    def render(
        self, form: forms.BaseForm, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        self.opened = any(form.errors.get(name) for name in self.fields) or getattr(form, "asks_signer", False)
        fields = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string("components/act_files.html", {"files": self, "fields": fields})


class _WayField(forms.ChoiceField):
    """Bears the star. Who ticks nothing is asked by the form, which knows what was filled in."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class ActChoiceForm(WhyActMixin, SignerQuestionMixin, PortalForm):
    """Asks for an act. Children say what is offered; without `act_way` what is filled in decides.

    Where an act may come later nothing is ticked beforehand: that there is none yet is said by a person.

    What was typed becomes `act`, a new one not saved yet or None, and `act_awaited`, when it is to come later.

    `usual_act` is what the rules call the act; without it the word of the reader is taken.

    A new act is of the organisation, or of the municipality when the organisation is None.
    """

    act_legend = "Приказ"
    #: a pattern of what the title of such an act names
    own_matter = ""
    required_when_shown: ClassVar[tuple[str, ...]] = _STARRED
    #: what the way without an act is called
    later_label = "Приказ будет позже"
    act_way = _WayField(label="Какой документ", required=False, widget=forms.RadioSelect)
    act = ActField(
        label="Акт из реестра",
        queryset=Act.objects.none(),
        required=False,
        empty_label="выберите",
        help_text=KNOWN_FILES,
    )
    new_kind = forms.ChoiceField(label="Вид", choices=ActKind, required=False, initial=ActKind.ORDER)
    new_kind_title = forms.CharField(
        label="Название иного документа",
        max_length=100,
        required=False,
        help_text=OWN_TITLE,
    )
    new_considered_by = considered_by_field()
    new_number = ActNumberField(required=False)
    new_dated = forms.DateField(label="Дата", required=False)
    new_title = ActTitleField(required=False)
    new_signatory = forms.CharField(label="Подписал", max_length=300, required=False)
    why_act = why_act_field()
    new_scan = scan_field(required=False)
    new_signature = signature_field()

    def __init__(
        self,
        *args: Any,
        acts: QuerySet[Act],
        municipality: Municipality | None,
        organisation: Organisation | None,
        may_enter: bool = True,
        may_wait: bool = False,
        usual_title: str = "",
        usual_act: ActCases | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.act_legend, self.later_label = (act_text(text, usual_act) for text in (self.act_legend, self.later_label))
        if usual_act is not None:
            self.initial.setdefault("new_kind", usual_act.kind)
        self.owner_values = {"municipality": municipality, "organisation": organisation}
        act_field = choice_field(self, "act", ActField)
        act_field.is_of_another_matter = self.is_of_another_matter
        act_field.queryset = acts
        ways = [KNOWN] * acts.exists() + [NEW] * may_enter + [LATER] * may_wait
        self._ways = ways
        self._why = ""
        way = choice_field(self, "act_way", forms.ChoiceField)
        way.choices = [(name, _LABELS.get(name, self.later_label)) for name in ways]
        way.required = may_wait
        if KNOWN not in ways:
            way.help_text = "Выбрать из реестра нельзя: подходящего акта этой организации в нём пока нет"
        if not may_wait:
            self.initial.setdefault("act_way", next(iter(ways), ""))
        self.initial.setdefault("new_title", usual_title)
        self.add_signer_question()
        self._leave_out_what_is_not_offered()

    def _leave_out_what_is_not_offered(self) -> None:
        if KNOWN not in self._ways:
            del self.fields["act"]
        if NEW not in self._ways:
            for name in NEW_FIELDS:
                del self.fields[f"new_{name}"]
            del self.fields[SIGNER]
        if len(self._ways) < 2:
            del self.fields["act_way"]

    def act_fieldset(self) -> Fieldset:
        """What of the form is about the act; portal.css shows the part that is chosen."""
        act_field = [Div("act", css_class="act-known")] if "act" in self.fields else []
        new = [
            Div(
                Div("new_kind", "new_kind_title", "new_considered_by", css_class="cols act-kind"),
                Div("new_number", "new_dated", css_class="cols"),
                "new_title",
                "new_signatory",
                _Files("new_scan", "new_signature"),
                SignerAnswer(),
                css_class="act-new",
            )
        ]
        way = ["act_way"] if "act_way" in self.fields else []
        parts = [*way, *act_field, *(new if NEW in self._ways else []), WhyAct()]
        return Fieldset(self.act_legend, *parts, css_class="act-choice")

    def layout_with(self, *fields: Any) -> Layout:
        """The form's own fields first, then those of the act."""
        return Layout(*fields, HTML("<hr>"), self.act_fieldset()) if fields else Layout(self.act_fieldset())

    def add_error(self, field: str | None, error: Any) -> None:
        """What is refused about an act that was entered on the spot does not stand beside the choice of another."""
        if field == "act" and self.cleaned_data.get("act_way") == NEW:
            field = "act_way"
        super().add_error(field, error)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        way = self._way(cleaned)
        self._act: Act | None = None
        self._is_new = way == NEW
        if not way and self.asks_for_act(cleaned) and "act_way" not in self.errors:
            self.add_error("act_way", self._what_to_choose())
        if way == KNOWN:
            self._act = cleaned.get("act")
            if self._act is None and "act" not in self.errors:
                self.add_error("act", "Выберите акт.")
        elif way == NEW:
            self._act = self._new_act(cleaned)
        elif way == LATER and LATER not in self._ways:
            self.add_error(None, "Выберите акт или внесите новый.")
        if self._act is not None:
            self.ask_why(self.warnings_about(self._act))
            self._why = self.answer_about_act
        own = {name: value for name, value in cleaned.items() if name not in ACT_FIELDS}
        return {**own, "act": self._act, "act_awaited": way == LATER}

    def warnings_about(self, act: Act) -> list[str]:
        """Signs that another act was meant, in words; then it is asked why it is this one."""
        return []

    def is_of_another_matter(self, act: Act) -> bool:
        """Whether the act is offered after the others. Asks the database nothing about each of them."""
        return bool(self.own_matter) and speaks_of_another(act.title, self.own_matter)

    @property
    def why_this_act(self) -> str:
        """What was answered about an unlikely act, as a sentence; empty of any other."""
        return f"Почему {self._act}: {self._why}" if self.asks_why_act and self._why else ""

    def _way(self, cleaned: dict[str, Any]) -> str:
        if cleaned.get("act_way"):
            return cleaned["act_way"]
        if cleaned.get("act"):
            return KNOWN
        if cleaned.get("new_number") or self._ways == [NEW]:
            return NEW
        return "" if "act_way" in self.fields and LATER in self._ways else LATER

    def asks_for_act(self, cleaned: dict[str, Any]) -> bool:
        """Whether what was answered takes an act at all."""
        return True

    def _what_to_choose(self) -> str:
        deeds = {KNOWN: "выберите документ из реестра", NEW: "внесите новый", LATER: f"отметьте «{self.later_label}»"}
        *before, last = (deeds[way] for way in self._ways)
        return f"Решите, что с документом: {', '.join(before)} или {last}."

    def _check_new(self, cleaned: dict[str, Any], kind: str) -> None:
        """What each kind cannot do without, and what stands in the wrong field."""
        for name, message in (
            ("new_number", "Напишите номер."),
            ("new_dated", "Укажите дату."),
            ("new_title", "Напишите заголовок, как в самом документе."),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)
        forbid_future(self, cleaned, "new_dated")
        if kind == ActKind.OTHER and not cleaned.get("new_kind_title"):
            self.add_error("new_kind_title", "Напишите, как называется документ.")
        if kind == ActKind.MINUTES and not cleaned.get("new_considered_by"):
            self.add_error("new_considered_by", WHOSE_MINUTES)
        title, number = cleaned.get("new_title", ""), cleaned.get("new_number", "")
        if repeats_number_and_date(title, number, cleaned.get("new_dated")):
            self.add_error("new_title", OWN_NUMBER)

    def _new_act(self, cleaned: dict[str, Any]) -> Act | None:
        kind = cleaned.get("new_kind") or ActKind.ORDER
        self._check_new(cleaned, kind)
        if any(f"new_{name}" in self.errors for name in NEW_FIELDS):
            return None
        signatory, confirmed = self.signer_confirmation(cleaned, file="new_signature", signatory="new_signatory")
        if SIGNER in self.errors or "new_signature" in self.errors:
            return None
        values = {name: cleaned[f"new_{name}"] or "" for name in NEW_FIELDS}
        values["considered_by"] = values["considered_by"] if kind == ActKind.MINUTES else ""
        values |= {"signatory": signatory, "signer_confirmed": confirmed}
        values |= {"kind": kind, "kind_title": own_title(kind, values["kind_title"])}
        act = Act(**self.owner_values, **values)
        act.set_derived()
        try:
            act.full_clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                beside = "new_number" if TAKEN in messages else "new_dated"
                self.add_error(f"new_{name}" if f"new_{name}" in self.fields else beside, messages)
            if TAKEN in error.messages:
                vars(self)["links"] = links_to_same(act)
                if is_without_number(act.number):
                    self.add_error("new_title", ANOTHER_TITLE)
        else:
            tell_what_is_dropped(kind, cleaned["new_kind_title"] or "", cleaned["new_considered_by"] or "")
            self.ask_about_double(act)
        return act

    @property
    def error_fields(self) -> Mapping[str, str]:
        """What an action refuses about a new act is its date: issuer, kind and state are as the form has set them."""
        return {"act": "new_dated"} if self._is_new else {}

    @property
    def chosen_act(self) -> Act | None:
        """Of a valid form: the act, not saved yet when it is new; None when it is to come later."""
        return self._act


class AdoptingActForm(EditVersionMixin, ActChoiceForm):
    """The act that has adopted a version of rules. It knows which act its page showed."""

    own_matter = OF_ADOPTING

    def __init__(self, *args: Any, adopted_by: Act | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adopted_by = adopted_by
        offered = choice_field(self, "act", forms.ModelChoiceField).queryset if "act" in self.fields else None
        self._is_offered = adopted_by is not None and offered is not None and offered.filter(pk=adopted_by.pk).exists()
        if adopted_by is not None and self._is_offered:
            self.initial.setdefault("act", adopted_by.pk)
        self.helper.layout = self.layout_with()
        self.add_version()

    def warnings_about(self, act: Act) -> list[str]:
        return warnings_about_ground(act, OF_ADOPTING)

    def beside_fields(self) -> dict[str, str]:
        """An act may be named that this user is not offered."""
        if self.adopted_by is None or self._is_offered:
            return {}
        return {"Какой акт указан": describe_act(self.adopted_by)}


class CancellingActForm(DeedMixin, ActChoiceForm):
    act_legend = "Каким актом отменён"

    def __init__(self, *args: Any, cancelled: Act, **kwargs: Any) -> None:
        self._cancelled = cancelled
        super().__init__(*args, **kwargs)
        self.show(describe_act(cancelled))
        self.helper.layout = self.layout_with()

    def warnings_about(self, act: Act) -> list[str]:
        return signs_of_another_cancellation(act, self._cancelled)

    def is_of_another_matter(self, act: Act) -> bool:
        return bool(signs_of_another_cancellation(act, self._cancelled))
