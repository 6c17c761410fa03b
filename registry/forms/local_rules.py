"""Rules of a region, of a kind of organisations, of one organisation: which are set there, and what they say."""

from collections.abc import Collection
from datetime import date
from typing import Any

from accounts.models import User
from registry import clock
from registry.enums import RuleLevel
from registry.forms.act_choice import AdoptingActForm
from registry.forms.change_confirmation import CONFIRMED, REASON, ChangeConfirmationMixin
from registry.forms.limit_warning import ANYWAY, LimitWarning
from registry.forms.policy import PolicyRulesForm, limit_warning_in
from registry.models import LocalRules
from registry.policies.labels import rule_title
from registry.policies.rules_in_force import Jurisdiction
from registry.queries.local_rules import acts_to_set_rules, rules_at, stored_rules
from registry.rules import RULES_BY_CODE, may_bound


class LocalRulesForm(ChangeConfirmationMixin, PolicyRulesForm):
    """One version: only the rules that it sets. A version that has begun keeps its day."""

    first_part = (REASON,)
    unversioned = (ANYWAY, REASON, CONFIRMED)

    class Meta(PolicyRulesForm.Meta):
        model = LocalRules
        fields = [*PolicyRulesForm.Meta.fields, "valid_to"]

    def __init__(self, *args: Any, codes: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, codes=codes, **kwargs)
        if not may_bound(RuleLevel(self.instance.level)):
            del self.fields["bounds"]
            self.helper.layout = self._layout()
        if self.instance.pk is not None:
            if self.instance.valid_from <= clock.today():
                self.fields["valid_from"].disabled = True
            self.add_version()

    def beside_fields(self) -> dict[str, str]:
        """The list of rules is chosen on the page before."""
        decided = (rule_title(RULES_BY_CODE[code]) for code in self.instance.decides if code in RULES_BY_CODE)
        return {"Какие правила заданы": "; ".join(decided)} if self.instance.pk else {}

    def clean_valid_from(self) -> date:
        """An act may be entered after its day: how many pairs that touches is shown before it is saved."""
        return self.cleaned_data["valid_from"]

    def limit_warning(self, cleaned: dict[str, Any]) -> LimitWarning:
        limit, rules = cleaned["mentee_limit"], self.instance
        if rules.level == RuleLevel.REGION:
            return LimitWarning()
        before = self.rules_before(cleaned["valid_from"]) if "valid_from" in cleaned else self._initial_rules
        if before is not None and limit >= before.mentee_limit:
            return LimitWarning()
        jurisdiction = (
            Jurisdiction.of(rules.organisation)
            if rules.organisation is not None
            else Jurisdiction(rules.municipality_id, rules.organisation_kind)
        )
        return limit_warning_in(jurisdiction, limit)

    def rules_before(self, day: date) -> Any:
        """What the form changes: the version as it is stored; of a new one, what holds on its first day without it."""
        if self.instance.pk is not None:
            return stored_rules(self.instance)
        return rules_at(self.instance, day)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.decides = self.codes
        return cleaned


class LocalRulesActForm(AdoptingActForm):
    """The act that has adopted a version."""

    act_legend = "Каким актом приняты"

    def __init__(self, *args: Any, user: User, rules: LocalRules, **kwargs: Any) -> None:
        organisation = rules.organisation
        municipality = organisation.municipality if organisation is not None else rules.municipality
        super().__init__(
            *args,
            acts=acts_to_set_rules(user, rules),
            municipality=municipality,
            organisation=organisation,
            # an act of a region is entered by a municipality that has received it
            may_enter=municipality is not None,
            usual_title="Об утверждении положения о наставничестве",
            adopted_by=rules.act,
            **kwargs,
        )
