"""The page on which rules of any level are changed: the form, then «было → стало» with the pairs that it touches."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from accounts.requests import AuthenticatedRequest
from registry.actions.local_rules import save_rules
from registry.extension_points import number_of_pairs_under
from registry.forms.action_errors import add_errors
from registry.forms.local_rules import LocalRulesForm
from registry.forms.policy import FIELDS_OF_REFUSALS, PolicyForm
from registry.models import LocalRules, Policy
from registry.models.word_rules import USUAL_TERMS
from registry.policies.labels import (
    DAY_OF_VERSION,
    FROM_ABOVE,
    GROUND_OF_VERSION,
    RuleDescription,
    describe_rules,
    describe_version,
)
from registry.policies.rules_in_force import side_words
from registry.queries.local_rules import last_day_in_force, organisations_under, stored_version
from registry.rules import ENTRY_CODES, LABELLED, RULES_BY_CODE
from registry.side_sentences import other_phrases_of, sentences_of
from registry.side_texts import SidePair

#: what is no rule: in words, and the lines of the comparison
_NO_RULES = (
    ("дня", {DAY_OF_VERSION}),
    ("дня и основания", {DAY_OF_VERSION, GROUND_OF_VERSION}),
)


class TypedRules:
    """What a valid form says, asked like rules; what it no longer sets comes from above."""

    def __init__(self, form: PolicyForm | LocalRulesForm) -> None:
        self._form = form

    def __getattr__(self, code: str) -> Any:
        form = self._form
        if code not in RULES_BY_CODE:
            return getattr(form.instance, code)
        if code not in form.codes:
            return getattr(form.instance, code) if code in ENTRY_CODES and form.instance.pk else FROM_ABOVE
        return getattr(form.instance, code) if code in LABELLED else form.cleaned_data[code]


def save_confirmed(
    request: AuthenticatedRequest, form: PolicyForm | LocalRulesForm, page: dict[str, Any]
) -> HttpResponse:
    """Saves the form when it is valid and its change has been confirmed; the page with the form or with the change
    otherwise."""
    change: list[RuleDescription] = []
    saved = None
    # Which rules are compared is read before the form is checked: that writes into the instance.
    codes = set(form.codes) | set(getattr(form.instance, "decides", ()))
    if form.is_valid():
        if form.is_confirmed():
            saved = _saved(request, form)
        else:
            change = _change_of(form, codes)
    if saved is not None:
        return _led_on(saved)
    context = {**page, "form": form, "change": change, "is_asking": form.is_asking}
    if form.is_asking:
        unchanged = _unchanged_but(form, change)
        pairs = 0 if unchanged else _pairs_touched(form.instance)
        context |= _words_shown(form)
        context |= {"pairs": pairs, "unchanged_but": unchanged, "submit_label": "Подтвердить и сохранить"}
    return render(request, "registry/rules_form.html", context)


def _words_shown(form: PolicyForm | LocalRulesForm) -> dict[str, list[str]]:
    """Of a valid form that calls the two sides otherwise than before: the sentences in which the words would stand."""
    before = form.rules_before(form.cleaned_data["valid_from"])
    was = {side: getattr(before, f"{side}_term", usual) for side, usual in USUAL_TERMS.items()}
    now = {side: form.cleaned_data.get(f"{side}_term", was[side]) for side in was}
    if now == was:
        return {}
    words = SidePair(*(side_words(side, now[side]) for side in now))
    return {"sentences": sentences_of(words), "phrases": other_phrases_of(words)}


def _change_of(form: PolicyForm | LocalRulesForm, codes: set[str]) -> list[RuleDescription]:
    before = form.rules_before(form.cleaned_data["valid_from"])
    # rules put together from several levels are no version: the first own ones have no day before
    version = before if isinstance(before, Policy | LocalRules) else None
    was = [*describe_version(version), *describe_rules(before, codes=codes, own_names=False)]
    now = [*describe_version(form.instance), *describe_rules(TypedRules(form), codes=codes, own_names=False)]
    return list(_side_by_side(was, now))


def _unchanged_but(form: PolicyForm | LocalRulesForm, change: Iterable[RuleDescription]) -> str:
    """What a new version changes that is no rule: its day, or its ground too. Empty when it changes rules, and for a
    stored version, whose other day touches pairs."""
    if form.instance.pk is not None:
        return ""
    titles = {line.title for line in change if line.differs}
    return next((words for words, allowed in _NO_RULES if titles <= allowed), "")


def _saved(request: AuthenticatedRequest, form: PolicyForm | LocalRulesForm) -> Policy | LocalRules | None:
    entries = {**dict.fromkeys(ENTRY_CODES, ()), **form.chosen_entries}
    try:
        return save_rules(rules=form.instance, entries=entries, reason=form.cleaned_data["reason"], by=request.user)
    except ValidationError as refusal:
        add_errors(form, refusal, FIELDS_OF_REFUSALS)
        return None


def _led_on(saved: Policy | LocalRules) -> HttpResponseRedirect:
    return redirect("registry:policy_version" if isinstance(saved, Policy) else "registry:local_rules", saved.pk)


def _side_by_side(was: Iterable[RuleDescription], now: Iterable[RuleDescription]) -> Iterable[RuleDescription]:
    for one, other in zip(was, now, strict=True):
        yield RuleDescription(one.title, (*one.values, *other.values))


def _pairs_touched(rules: Policy | LocalRules) -> int:
    """Pairs that are judged by the version: what the old and the new day have between them counts too."""
    versions = [rules, *stored_version(rules)]
    ends = [last_day_in_force(one) for one in versions]
    last = None if None in ends else max(day for day in ends if day)
    return number_of_pairs_under(organisations_under(rules), min(one.valid_from for one in versions), last)
