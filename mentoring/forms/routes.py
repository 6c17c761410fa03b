"""A mentee's individual educational route."""

from datetime import timedelta
from typing import Any

from crispy_forms.layout import Div, Layout
from dateutil.relativedelta import relativedelta
from django import forms

from mentoring.models import Route
from registry import clock
from registry.forms.portal_form import PortalModelForm
from registry.policies.rules_in_force import RulesInForce
from russian.numbers import plural

SURGUT_YEARS = "Сургут, п.\u00a01.3.8"
#: of a year of a source that says «4–5 лет»
_SOURCE_YEARS = {"route_min_years": 4, "route_max_years": 5}


class RouteForm(PortalModelForm):
    class Meta:
        model = Route
        fields = ["starts_on", "ends_on", "goal", "steps"]
        widgets = {"goal": forms.Textarea(attrs={"rows": 3}), "steps": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, rules: RulesInForce, **kwargs: Any) -> None:
        """`rules`: those of the mentee's organisation; a new route is offered their longest period."""
        super().__init__(*args, **kwargs)
        self._rules = rules
        if self.instance.pk is None:
            today = clock.today()
            last = today + relativedelta(years=rules.route_max_years) - timedelta(days=1)
            self.initial = {**self.initial, "starts_on": today, "ends_on": last}
        self.helper.layout = Layout(Div("starts_on", "ends_on", css_class="cols"), "goal", "steps")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on > starts_on:
            after = ends_on + timedelta(days=1)
            if after < starts_on + relativedelta(years=self._rules.route_min_years):
                self._refuse("route_min_years", "Маршрут не короче")
            elif after > starts_on + relativedelta(years=self._rules.route_max_years):
                self._refuse("route_max_years", "Маршрут не длиннее")
        return cleaned

    def _refuse(self, code: str, what: str) -> None:
        years = plural(getattr(self._rules, code), "года,лет,лет")
        by = self._rules.by_whom(code, SURGUT_YEARS, source_value=_SOURCE_YEARS[code])
        self.add_error("ends_on", f"{what} {years} — {by}. Исправьте начало или окончание.")
