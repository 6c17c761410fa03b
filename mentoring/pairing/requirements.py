"""What the form of a pair asks of its two sides: years of work, a category, ages (Устюжна, п. 3.3.4)."""

from collections.abc import Iterable
from datetime import date

from dateutil.relativedelta import relativedelta

from mentoring.models import Pair
from mentoring.pairing.validation import PairValidation
from registry.enums import Qualification, RequirementMeasure
from registry.models import Person, SideRequirement
from registry.policies.rules_in_force import RulesInForce
from russian.numbers import plural

#: from the lowest; the last two are above the highest (приказ Минпросвещения России от 24.03.2023 № 196)
_CATEGORIES = list(Qualification.values)
_OF_MENTEE = (RequirementMeasure.MENTEE_AGE_FROM, RequirementMeasure.MENTEE_AGE_TO)


def check_requirements(
    pair: Pair, requirements: Iterable[SideRequirement], rules: RulesInForce, validation: PairValidation
) -> None:
    """A bar refuses the side that does not meet it; what nobody knows is only told."""
    for requirement in requirements:
        side = "mentee" if requirement.measure in _OF_MENTEE else "mentor"
        person = getattr(pair, side).person
        source = f" ({requirement.source})" if requirement.source else ""
        demand = f"{_words(requirement)}{source}"
        words = rules.words_for(side, pair.form)
        met = _is_met(requirement, person, pair)
        if met is None:
            validation.warn(f"{person.short_name}: {_unknown(requirement)}, а от {words.genitive} требуется {demand}.")
        elif not met:
            form = rules.form_label(pair.form)
            message = f"{person.short_name}: от {words.genitive} требуется {demand} — форма «{form}»."
            if requirement.is_bar:
                validation.refuse(side, message)
            else:
                validation.warn(message)


def _is_met(requirement: SideRequirement, person: Person, pair: Pair) -> bool | None:
    """None while the register does not know."""
    years, on = requirement.years or 0, pair.starts_on
    match requirement.measure:
        case RequirementMeasure.CATEGORY:
            if not person.qualification:
                return None
            return _CATEGORIES.index(person.qualification) >= _CATEGORIES.index(requirement.category)
        case RequirementMeasure.EXPERIENCE:
            months = person.experience_months_on(on)
            return None if months is None else months >= years * 12
        case RequirementMeasure.YEARS_HERE:
            since = _since_when_here(person, pair)
            return None if since is None else since + relativedelta(years=years) <= on
    age = person.age_on(on)
    if age is None:
        return None
    is_least = requirement.measure in (RequirementMeasure.MENTOR_AGE_FROM, RequirementMeasure.MENTEE_AGE_FROM)
    return age >= years if is_least else age <= years


def _since_when_here(person: Person, pair: Pair) -> date | None:
    """The first day in the organisation of the pair; None where it is not known or the person is elsewhere."""
    places = person.affiliations.filter(organisation=pair.organisation_id, until__isnull=True)
    return places.values_list("since", flat=True).first()


def _words(requirement: SideRequirement) -> str:
    """«стаж от 5 лет»"""
    years = plural(requirement.years or 0, "года,лет,лет")
    return {
        RequirementMeasure.EXPERIENCE: f"стаж от {years}",
        RequirementMeasure.YEARS_HERE: f"работа в этой организации от {years}",
        RequirementMeasure.CATEGORY: f"категория не ниже: {requirement.get_category_display()}",
        RequirementMeasure.MENTOR_AGE_FROM: f"возраст от {years}",
        RequirementMeasure.MENTOR_AGE_TO: f"возраст до {years}",
        RequirementMeasure.MENTEE_AGE_FROM: f"возраст от {years}",
        RequirementMeasure.MENTEE_AGE_TO: f"возраст до {years}",
    }[RequirementMeasure(requirement.measure)]


def _unknown(requirement: SideRequirement) -> str:
    return {
        RequirementMeasure.EXPERIENCE: "стаж не указан",
        RequirementMeasure.YEARS_HERE: "не известно, с какого дня в этой организации",
        RequirementMeasure.CATEGORY: "категория не указана",
    }.get(RequirementMeasure(requirement.measure), "дата рождения не указана")
