"""Asked where an act is an unlikely one for what rests on it."""

from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.utils.safestring import SafeString

WHY_ACT = "why_act"


def why_act_field() -> forms.CharField:
    return forms.CharField(
        label="Почему именно этот акт", max_length=300, required=False, help_text="Останется в истории"
    )


class WhyAct(LayoutObject):
    """Where the question stands; nothing while nothing is asked."""

    fields = (WHY_ACT,)

    def render(
        self, form: forms.BaseForm, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        if not getattr(form, "asks_why_act", False):
            return SafeString("")
        return self.get_rendered_fields(form, context, template_pack, **kwargs)
