"""Pairs that an act on paper secures."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from mentoring.forms.pair_acts import PairActForm
from mentoring.models import Pair
from mentoring.queries.acts import (
    OF_SECURING,
    act_of_replacement,
    acts_to_secure,
    pairs_named,
    signs_about_securing,
    signs_of_long_before,
)
from mentoring.queries.pair_labels import labels_of
from mentoring.queries.policies import words_of
from registry.forms.choice_fields import choice_field
from registry.forms.edit_version import SEEN, EditVersionMixin, Newer, digest, parts_of
from registry.forms.portal_form import PortalForm
from registry.forms.why_act import WhyAct, WhyActMixin, why_act_field
from registry.models import Act
from registry.side_texts import side_text

USUAL_TITLE = "О закреплении наставнических пар (групп)"


class PaperActForm(EditVersionMixin, PairActForm):
    """The act on which one agreed pair begins to work: the pair that the page showed."""

    own_matter = OF_SECURING

    def __init__(self, *args: Any, user: User, pair: Pair, **kwargs: Any) -> None:
        acts = acts_to_secure(user, pair)
        of_replacement = act_of_replacement(pair)
        self.act_of_replacement = of_replacement if of_replacement and acts.filter(pk=of_replacement.pk) else None
        if self.act_of_replacement is not None:
            kwargs["initial"] = {"act": self.act_of_replacement.pk, **(kwargs.get("initial") or {})}
        super().__init__(
            *args,
            acts=acts,
            municipality=pair.organisation.municipality,
            organisation=pair.organisation,
            usual_act=words_of(pair).act,
            usual_title=USUAL_TITLE,
            **kwargs,
        )
        self.pair = pair
        self.helper.layout = self.layout_with()
        self.add_version()

    def warnings_about(self, act: Act) -> list[str]:
        return [*signs_about_securing(act), *signs_of_long_before(act, [self.pair])]

    def beside_fields(self) -> dict[str, str]:
        pair = self.pair
        return {
            side_text("Наставник"): pair.mentor.person.full_name,
            side_text("Наставляемый"): pair.mentee.person.full_name,
            "Форма": labels_of(pair).form,
            "Период": f"{pair.starts_on:%d.%m.%Y} – {pair.ends_on:%d.%m.%Y}",
        }


def _signs_of(pair: Pair) -> list[str]:
    return [pair.mentor.person.full_name, pair.mentee.person.full_name, _description_of(pair)]


class _PairsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, pair: Pair) -> SafeString:
        return format_html(
            '{} → {} <span class="d-block small muted">{}, {} – {}, {}</span>',
            pair.mentor.person.full_name,
            pair.mentee.person.full_name,
            pair.organisation,
            f"{pair.starts_on:%d.%m.%Y}",
            f"{pair.ends_on:%d.%m.%Y}",
            _state_of(pair),
        )


def _state_of(pair: Pair) -> str:
    return pair.state_label if pair.act is None else f"сейчас по акту: {pair.act}"


def _description_of(pair: Pair) -> str:
    """What the page shows of a pair beside its two names."""
    return f"{pair.form}, {pair.organisation}, {pair.starts_on:%d.%m.%Y} – {pair.ends_on:%d.%m.%Y}, {_state_of(pair)}"


class PairsOfActForm(WhyActMixin, EditVersionMixin, PortalForm):
    """The version tells what was shown of each pair: one that is other by now, or rests on another act, is not secured
    unseen. Pairs that nobody has ticked hinder nobody."""

    overtaken_message = (
        "Пока страница была открыта, отмеченные пары изменил кто-то другой. Ни одна ещё не закреплена. Проверьте, что "
        "изменилось, и нажмите ещё раз. Пара, которой этот акт больше не нужен, из списка ушла."
    )
    pairs = _PairsField(
        label="Какие пары закрепить",
        queryset=Pair.objects.none(),
        error_messages={"required": "Отметьте хотя бы одну пару."},
    )
    why_act = why_act_field()

    def __init__(self, *args: Any, act: Act, pairs: QuerySet[Pair], user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.act = act
        self.helper.layout = Layout("pairs", WhyAct())
        choice_field(self, "pairs", forms.ModelMultipleChoiceField).queryset = pairs
        self.offered = {str(pair.pk): pair for pair in pairs}
        self.user = user
        self.add_version()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        signs = [*signs_about_securing(self.act), *signs_of_long_before(self.act, cleaned.get("pairs") or [])]
        self.ask_why(signs, "Вернитесь к другому акту или напишите, почему это он.")
        return cleaned

    @property
    def why_this_act(self) -> str:
        return f"Почему {self.act}: {self.answer_about_act}" if self.answer_about_act else ""

    def current_version(self) -> str:
        return " ".join(f"{key}={digest(_signs_of(pair))}" for key, pair in self.offered.items())

    def compare_with_stored(self) -> None:
        version, now = str(self[SEEN].data or ""), self.current_version()
        if version == now:
            return
        self.has_version = bool(version)
        versions, current = parts_of(version), parts_of(now)
        ticked = list(self["pairs"].data or [])
        changed = [key for key in ticked if versions.get(key) != current.get(key)]
        if not changed:
            return
        newer = {str(pair.pk): pair for pair in pairs_named(self.user, changed)}
        self.newer = tuple(Newer(str(newer[key]), _description_of(newer[key])) for key in changed if key in newer) or (
            Newer("Пары", "часть отмеченных пар больше не ждёт акта"),
        )
        sent_data: Any = self.data
        data = sent_data.copy()
        data.setlist(self.add_prefix("pairs"), [key for key in ticked if key in self.offered])
        data[self.add_prefix(SEEN)] = now
        self.data = data
