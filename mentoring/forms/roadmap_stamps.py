"""Which act a stamp of a roadmap names, and what is corrected about its stamps."""

from collections.abc import Callable
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from mentoring.actions.roadmap_stamps import NO_REASON
from mentoring.models import Roadmap
from mentoring.queries.roadmap_acts import (
    OF_APPROVING,
    acts_to_approve,
    describe_same_act,
    obstacles_to_approving,
    warnings_about_agreement_on,
    warnings_about_approving,
)
from registry.enums import ActKind
from registry.forms.act_choice import KNOWN_FILES, ActChoiceForm, ActField
from registry.forms.deed import DeedMixin
from registry.forms.portal_form import PortalForm, PortalModelForm
from registry.models import Act
from registry.models.act import TAKEN
from registry.pages.raw_parameters import whole_number
from registry.queries.acts import acts_visible_to


class _ApprovingActField(ActField):
    """An act of the register that cannot approve the roadmap is refused in words."""

    why_not: Callable[[str], list[str]]

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            if reasons := self.why_not(str(value)):
                raise ValidationError(reasons) from None
            raise


def _reason_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        **{"label": "Причина", "max_length": 300, "help_text": "Останется в истории дорожной карты", **kwargs}
    )


class ActBackForm(DeedMixin, PortalForm):
    """Why the stamp with the act goes; the page shows the act."""

    reason = _reason_field(max_length=1000)

    def __init__(self, *args: Any, act: Act, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.show(f"{act}, «{act.title}».")


class RoadmapActForm(ActChoiceForm):
    """The act that approves a roadmap, or the minutes that adopt it. An unlikely one is with_question about."""

    act_legend = "Каким актом утверждена"
    own_matter = OF_APPROVING

    act = _ApprovingActField(
        label="Акт из реестра",
        queryset=Act.objects.none(),
        required=False,
        empty_label="выберите",
        help_text=KNOWN_FILES,
    )
    reason = _reason_field(label="Почему другой акт", required=False)
    sure = forms.BooleanField(label="Это тот самый акт", required=False)

    def __init__(self, *args: Any, user: User, roadmap: Roadmap, **kwargs: Any) -> None:
        self.user, self.roadmap = user, roadmap
        super().__init__(
            *args,
            acts=acts_to_approve(user, roadmap),
            municipality=roadmap.municipality,
            organisation=roadmap.organisation,
            usual_title="Об утверждении дорожной карты",
            **kwargs,
        )
        if "act" in self.fields:
            self.fields["act"].why_not = self._why_not  # type: ignore[attr-defined]
        if not self._replaces_act:
            del self.fields["reason"]
        self._lay_out(with_question="sure" in self.data)

    @property
    def _replaces_act(self) -> bool:
        return self.roadmap.act is not None and self.roadmap.act.kind != ActKind.MINUTES

    def _why_not(self, value: str) -> list[str]:
        key = whole_number(value)
        act = acts_visible_to(self.user).filter(pk=key).first() if key is not None else None
        return obstacles_to_approving(act, self.roadmap) if act is not None else []

    def _lay_out(self, *, with_question: bool) -> None:
        before, after = ["sure"] * with_question, ["reason"] * self._replaces_act
        self.helper.layout = Layout(*before, self.act_fieldset(), *after)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        act = self.chosen_act
        if act is not None and TAKEN in self.errors.get("new_number", ()):
            self._say_where_it_stands(act)
        kind = act.kind if act is not None else self.data.get(self.add_prefix("new_kind"))
        if kind != ActKind.MINUTES and self._replaces_act and not cleaned.get("reason"):
            self.add_error("reason", f"Карта уже утверждена: {self.roadmap.act}. {NO_REASON}")
        if act is None or set(self.errors) - {"reason"}:
            return cleaned
        warnings = warnings_about_approving(act, self.roadmap)
        if warnings and not cleaned.get("sure"):
            self._lay_out(with_question=True)
            self.add_error("sure", [*warnings, "Если это он, отметьте."])
        return cleaned

    def _say_where_it_stands(self, new_act: Act) -> None:
        """Somebody has named the same paper meanwhile, or this user has pressed the button twice."""
        if words := describe_same_act(self.roadmap, new_act):
            self.add_error(None, words)


class AgreementForm(PortalModelForm):
    """When a roadmap was agreed, or that it was not."""

    withdrawn = forms.BooleanField(
        label="Отозвать согласование",
        required=False,
        help_text="Карта снова будет ждать решения координатора, утверждение руководителя останется",
    )
    reason = _reason_field()
    sure = forms.BooleanField(label="Дата верная", required=False)

    class Meta:
        model = Roadmap
        fields = ["agreed_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_on"].label = "Дата согласования"
        self.fields["agreed_on"].required = True
        self._lay_out(with_question="sure" in self.data)

    def _lay_out(self, *, with_question: bool) -> None:
        self.helper.layout = Layout(*["sure"] * with_question, "agreed_on", "withdrawn", "reason")

    def clean(self) -> dict[str, Any]:
        """An unlikely day is with_question about."""
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("agreed_on")
        if day is None or cleaned.get("withdrawn") or cleaned.get("sure") or self.errors:
            return cleaned
        if warnings := warnings_about_agreement_on(day, self.instance):
            self._lay_out(with_question=True)
            self.add_error("sure", [*warnings, "Если дата верная, отметьте."])
        return cleaned
