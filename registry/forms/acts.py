"""An act as a person enters it: what it is, who has issued it, its files and what it rests on."""

from collections.abc import Collection
from datetime import date
from typing import Any

from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet

from accounts.models import User
from registry.access import Right
from registry.enums import BODIES_OF_MINUTES, ActKind
from registry.extension_points import locks_of, questions_about_correcting_act
from registry.forms.act_title import OWN_NUMBER, ActTitleField, repeats_number_and_date
from registry.forms.bank_entries import forbid_future
from registry.forms.choice_fields import choice_field
from registry.forms.deed import DeedMixin
from registry.forms.number_field import NumberField
from registry.forms.portal_form import PortalForm, PortalModelForm
from registry.forms.signer_question import SIGNER, SignerAnswer, SignerQuestionMixin
from registry.forms.why_act import WhyAct, WhyActMixin, why_act_field
from registry.models import Act
from registry.models.act import TAKEN
from registry.pages.reader_messages import tell_reader
from registry.papers.numbers import is_without_number
from registry.papers.uploads import SIGNATURE_SUFFIXES, check_scan, check_signature
from registry.queries.acts import acts_offered_to, acts_on_which, links_to_same, municipalities_that_issue
from registry.queries.organisations import organisations_in_use, with_organisation


class ActNumberField(NumberField):
    """The number of an act, as its journal has it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": "Номер", "help_text": "Как в журнале: «135/1», «41-од»", **kwargs})


#: where the browser cannot hide the field while another kind is chosen (portal.css)
OWN_TITLE = "Нужно только для иного документа. Например, «решение педагогического совета»"


ANOTHER_TITLE = "Если это другой документ без номера, допишите в заголовке, о чём он: по нему их и различают."
#: acts to rest on that stand open
MOST_NEAR = 6
WHOSE_MINUTES = "Выберите, чей это протокол."


def considered_by_field(**kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        **{
            "label": "Кто рассматривал",
            "choices": [("", "выберите"), *BODIES_OF_MINUTES],
            "required": False,
            "help_text": "Нужно для протокола: по этому портал узнаёт, что пары или кандидатов рассмотрели",
            **kwargs,
        }
    )


def describe_act(act: Act) -> str:
    return f"{act}, «{act.title}»"


class ActsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, act: Act) -> str:
        return describe_act(act)


class _BasisField(ActsField):
    """Acts of several organisations often bear the same number and title."""

    def label_from_instance(self, act: Act) -> str:
        return f"{describe_act(act)}, {act.organisation or act.municipality}"


def scan_field(**kwargs: Any) -> forms.FileField:
    return forms.FileField(
        **{
            "label": "Скан",
            "validators": [check_scan],
            "help_text": "PDF, JPG или PNG, до 10 МБ",
            "widget": forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
            **kwargs,
        }
    )


def signature_field(**kwargs: Any) -> forms.FileField:
    return forms.FileField(
        **{
            "label": "Файл электронной подписи",
            "validators": [check_signature],
            "required": False,
            "help_text": "Отсоединённая подпись: SIG, SGN или P7S",
            "widget": forms.FileInput(attrs={"accept": ",".join(SIGNATURE_SUFFIXES)}),
            **kwargs,
        }
    )


def own_title(kind: str, title: str) -> str:
    """The name of a document of another kind; «Решение совета» is kept as «решение совета», other kinds have none."""
    if kind != ActKind.OTHER:
        return ""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def tell_what_is_dropped(kind: str, kind_title: str, considered_by: str) -> None:
    """What was filled in for a kind that has been changed since is not kept; the reader is told."""
    if kind_title and kind != ActKind.OTHER:
        tell_reader(f"Название «{kind_title}» не записано: своё название бывает только у иного документа.")
    if considered_by and kind != ActKind.MINUTES:
        body = dict(BODIES_OF_MINUTES).get(considered_by, considered_by)
        tell_reader(f"Кто рассматривал ({body}), не записано: это указывают только у протокола.")


class ActScanForm(SignerQuestionMixin, PortalModelForm):
    """The files of an act, also of one that nobody corrects any more."""

    scan = scan_field(required=False)
    signature = signature_field()

    class Meta:
        model = Act
        fields = ["scan", "signature"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_facts = self.instance.signature_facts
        self.is_undecided = self.instance.is_signer_doubtful(self.kept_facts)
        self.keeps_signatory = bool(locks_of(self.instance))
        self.add_signer_question()
        self.helper.layout = Layout("scan", "signature", SignerAnswer())

    def clean(self) -> dict[str, Any]:
        """An act that was signed electronically has no scan."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.is_undecided and not {"scan", "signature"} & set(self.changed_data):
            self.add_error("scan", "Приложите скан или файл электронной подписи.")
        if not self.errors:
            self.instance.signatory, self.instance.signer_confirmed = self.signer_confirmation(
                cleaned, file="signature", signatory="signatory", act=self.instance, stored=self.kept_facts
            )
        return cleaned

    def what_happened(self, *, had_scan: bool) -> str:
        """«Скан заменён», for the history and the user."""
        if "scan" in self.changed_data:
            return "Скан заменён" if had_scan else "Скан приложен"
        if "signature" in self.changed_data:
            return "Электронная подпись приложена"
        return "Решено, кто подписал" if self.cleaned_data.get(SIGNER) else "Файлы прежние"


class ActRemovalForm(DeedMixin, PortalForm):
    reason = forms.CharField(
        label="В чём ошибка",
        max_length=300,
        help_text="Например: «внесён дважды», «это акт другой школы». Останется в истории",
    )

    def __init__(self, *args: Any, act: Act, cancels: QuerySet[Act], **kwargs: Any) -> None:
        """`cancels`: what stands again when the act is taken out."""
        super().__init__(*args, **kwargs)
        self.show(describe_act(act), *(f"Отменяет: {cancelled}." for cancelled in cancels))


class CancellationErrorForm(DeedMixin, PortalForm):
    reason = forms.CharField(
        label="В чём ошибка",
        max_length=300,
        help_text="Например: «выбрали не тот отменяющий приказ», «отменён другой акт». Останется в истории",
    )

    def __init__(self, *args: Any, act: Act, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.show(describe_act(act), f"Отменён: {act.cancelled_by}.")


class ActForm(WhyActMixin, SignerQuestionMixin, PortalModelForm):
    """The issuer is one list: organisations where the user issues orders, and for its officers the municipality."""

    issuer = forms.ChoiceField(label="Кто издал")
    considered_by = considered_by_field()
    number = ActNumberField()
    title = ActTitleField(help_text="«О закреплении наставнических пар»")
    scan = scan_field(required=False)
    signature = signature_field()
    basis = _BasisField(
        label="На основании каких актов",
        queryset=Act.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Приказы и протоколы, на которые он ссылается",
    )

    why_act = why_act_field()
    required_when_shown = ("kind_title", "considered_by")

    class Meta:
        model = Act
        fields = [
            "kind", "kind_title", "considered_by", "number", "dated", "effective_on", "title", "signatory", "scan",
            "signature",
        ]  # fmt: skip
        help_texts = {
            "kind_title": OWN_TITLE,
            "effective_on": "Если не с даты акта. Раньше неё — если он распространяется на прошлое, до года",
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind_title"].label = "Название иного документа"
        self._issuers = self._offered_issuers(user)
        issuer = choice_field(self, "issuer", forms.ChoiceField)
        choices = [(key, str(issuer)) for key, issuer in self._issuers.items()]
        issuer.choices = choices if len(choices) == 1 else [("", "выберите"), *choices]
        basis = choice_field(self, "basis", forms.ModelMultipleChoiceField)
        basis.queryset = acts_offered_to(user, apart_from=self.instance)
        if self.instance.pk:
            self.initial["issuer"] = _key_of(self.instance)
            self.initial["basis"] = [act.pk for act in acts_on_which(self.instance, user)]
        if not basis.queryset.exists():
            del self.fields["basis"]
        if self.instance.cancelled_by_id:
            for name in _KEPT:
                self.fields[name].disabled = True
        self.add_signer_question()
        self.helper.layout = self._layout()

    def _offered_issuers(self, user: User) -> dict[str, Any]:
        organisations: QuerySet[Any] = organisations_in_use(user, Right.ISSUE_ORDERS)
        if self.instance.organisation_id:
            organisations = with_organisation(organisations, self.instance.organisation_id)
        issuers = {f"m{municipality.pk}": municipality for municipality in municipalities_that_issue(user)}
        return {
            **self._kept_issuer(),
            **issuers,
            **{f"o{organisation.pk}": organisation for organisation in organisations.order_by("sort_key")},
        }

    def _kept_issuer(self) -> dict[str, Any]:
        if self.instance.pk is None:
            return {}
        return {_key_of(self.instance): self.instance.organisation or self.instance.municipality}

    def _layout(self) -> Layout:
        choices = Field("basis", template="registry/_act_choices.html")
        basis = [HTML("<hr>"), Fieldset("Основание", choices)] if "basis" in self.fields else []
        return Layout(
            Fieldset(
                "Акт",
                Div("kind", "kind_title", "considered_by", css_class="cols act-kind"),
                Div("number", "dated", css_class="cols"),
                "title",
                WhyAct(),
                "effective_on",
            ),
            HTML("<hr>"),
            Fieldset("Кто издал", "issuer", "signatory"),
            HTML("<hr>"),
            Fieldset("Файлы", "scan", "signature", SignerAnswer()),
            *basis,
        )

    @property
    def basis_parts(self) -> dict[str, list[Any]]:
        """The acts that it may rest on, for the page: what is ticked and the closest at once, `others` folded. Those of
        its kind and issuer are the closest, the latest first."""
        ticked = {str(getattr(one, "pk", one)) for one in self["basis"].value() or []}
        kind, issuer = self["kind"].value(), self["issuer"].value()
        offered = list(self["basis"].subwidgets)
        ranks = {
            str(act.pk): (str(act.pk) not in ticked, act.kind != kind, _key_of(act) != issuer)
            for act in choice_field(self, "basis", forms.ModelMultipleChoiceField).queryset or ()
        }
        ranked = sorted(offered, key=lambda box: ranks[str(box.data["value"])])
        at_once = max(MOST_NEAR, len(ticked))
        return {"near": ranked[:at_once], "others": ranked[at_once:]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        forbid_future(self, cleaned, "dated")
        kind = cleaned.get("kind", "")
        if kind == ActKind.OTHER and not cleaned.get("kind_title"):
            self.add_error("kind_title", "Напишите, как называется документ.")
        self._beside_kind = (cleaned.get("kind_title") or "", cleaned.get("considered_by") or "")
        cleaned["kind_title"] = own_title(kind, cleaned.get("kind_title") or "")
        if kind != ActKind.MINUTES:
            cleaned["considered_by"] = ""
        elif not cleaned.get("considered_by"):
            self.add_error("considered_by", WHOSE_MINUTES)
        if issuer := self._issuers.get(cleaned.get("issuer", "")):
            is_municipality = cleaned["issuer"].startswith("m")
            self.instance.organisation = None if is_municipality else issuer
            self.instance.municipality = issuer if is_municipality else issuer.municipality
        if repeats_number_and_date(cleaned.get("title", ""), cleaned.get("number", ""), cleaned.get("dated")):
            self.add_error("title", OWN_NUMBER)
        if dated := cleaned.get("dated"):
            self._check_days(cleaned, dated)
        if not cleaned.get("effective_on"):
            self.instance.effective_on = cleaned.get("dated")
        if not self.errors:
            cleaned["signatory"], self.instance.signer_confirmed = self.signer_confirmation(
                cleaned,
                file="signature",
                signatory="signatory",
                act=self.instance,
                stored=self.instance.signature_facts,
            )
        return cleaned

    def _lead_to_same_act(self) -> None:
        """That the register has the act already is said at its number, with the way to it."""
        if TAKEN not in self.non_field_errors():
            return
        others = [message for message in self.errors.pop(NON_FIELD_ERRORS) if message != TAKEN]
        for message in others:
            self.add_error(None, message)
        self.add_error("number", TAKEN)
        if is_without_number(self.instance.number):
            self.add_error("title", ANOTHER_TITLE)
        self.links = links_to_same(self.instance)

    def _check_days(self, cleaned: dict[str, Any], dated: date) -> None:
        """A day of effect that nobody has chosen is that of the act, and follows it."""
        stored = self.initial.get("dated"), self.initial.get("effective_on")
        if self.instance.pk and stored[0] == stored[1] and cleaned.get("effective_on") in (None, stored[1]):
            cleaned["effective_on"] = dated
        if later := [act for act in cleaned.get("basis") or [] if act.dated > dated]:
            names = "; ".join(str(act) for act in later)
            self.add_error("basis", f"Акт не может основываться на том, что издано позже: {names}. Проверьте даты.")

    def _post_clean(self) -> None:
        """The instance is now the act as it would be: what rests on it may speak of another matter."""
        super()._post_clean()
        self._lead_to_same_act()
        if self.errors:
            return
        tell_what_is_dropped(self.instance.kind, *self._beside_kind)
        if _TELLS_APART.intersection(self.changed_data):
            self.ask_about_double(self.instance)
        if not self.instance.pk or not _ABOUT_MATTER.intersection(self.changed_data) or self.errors:
            return
        self.ask_why(questions_about_correcting_act(self.instance), "Исправьте или напишите, почему акт всё же этот.")

    @property
    def why_this_act(self) -> str:
        """What was answered about a correction that makes the act an unlikely one, for the history."""
        answer = self.answer_about_act
        return f"Почему акт всё же этот: {answer}" if answer else ""

    def chosen_basis(self) -> Collection[Act]:
        return list(self.cleaned_data.get("basis") or [])


#: fields that say what an act is about, and of which day it is
_ABOUT_MATTER = frozenset({"kind", "kind_title", "title", "dated", "effective_on"})
#: fields by which acts without a number are told apart
_TELLS_APART = frozenset({"kind", "kind_title", "number", "dated", "title", "considered_by", "issuer"})
#: fields of what a cancelled act stays
_KEPT = ("kind", "kind_title", "number", "dated", "effective_on", "issuer")


def _key_of(act: Act) -> str:
    return f"o{act.organisation_id}" if act.organisation_id else f"m{act.municipality_id}"
