"""Asked where an act is an unlikely one for what rests on it."""

from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.utils.safestring import SafeString

from registry.models import Act
from registry.names.text_checks import check_reason
from registry.queries.acts import double_of

WHY_ACT = "why_act"


def why_act_field() -> forms.CharField:
    return forms.CharField(
        label="Почему именно этот акт",
        max_length=300,
        required=False,
        help_text="Останется в истории",
        validators=[check_reason],
    )


class WhyActMixin(forms.BaseForm):
    """A form that has the field WHY_ACT and asks it of an unlikely act."""

    #: the act is an unlikely one
    asks_why_act = False

    def ask_why(self, signs: list[str], advice: str = "Выберите другой акт или напишите, почему это он.") -> None:
        """To be called when the form is cleaned; without signs nothing is asked."""
        if not signs:
            return
        self.asks_why_act = True
        if not self.cleaned_data.get(WHY_ACT):
            self.add_error(WHY_ACT, " ".join([*signs, advice]))

    def ask_about_double(self, act: Act) -> None:
        """Of an act that is about to be entered without a number: whether the register has that paper already."""
        double = double_of(act)
        if double is None:
            return
        sign = f"Документ без номера за этот день уже внесён: {double}, «{double.title}»."
        advice = "Если это он же, выберите его, а если другой, напишите, чем он отличается."
        self.ask_why([sign], advice)
        vars(self).setdefault("links", {})[f"{sign} {advice}"] = double.get_absolute_url()

    @property
    def answer_about_act(self) -> str:
        """Empty where nothing was asked."""
        return str(self.cleaned_data.get(WHY_ACT) or "") if self.asks_why_act else ""


class WhyAct(LayoutObject):
    """Where the question stands; nothing while nothing is asked."""

    fields = (WHY_ACT,)

    def render(
        self, form: forms.BaseForm, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        if not (isinstance(form, WhyActMixin) and form.asks_why_act):
            return SafeString("")
        return self.get_rendered_fields(form, context, template_pack, **kwargs)
