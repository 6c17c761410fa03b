"""Which set of stages a municipality has chosen for which forms, as at a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from mentoring.models import StageAssignment
from registry.models import Municipality


@dataclass(frozen=True)
class DatedChoice:
    assignment: StageAssignment
    #: «now», «future» or «past»
    state: str


@dataclass
class StageChoices:
    municipality: Municipality
    choices: list[DatedChoice] = field(default_factory=list)

    @property
    def has_choice_for_the_rest(self) -> bool:
        """Now; otherwise the rest goes through the portal's stages."""
        return any(choice.assignment.form is None and choice.state == "now" for choice in self.choices)


def choices_on(
    day: date, municipalities: Iterable[Municipality], assignments: Iterable[StageAssignment]
) -> list[StageChoices]:
    """`assignments` of a form come newest first."""
    choices: Mapping[int, StageChoices] = {each.pk: StageChoices(each) for each in municipalities}
    in_force: set[tuple[int, int | None]] = set()
    for assignment in assignments:
        key = (assignment.municipality_id, assignment.form_id)
        state = "future" if assignment.valid_from > day else "past" if key in in_force else "now"
        if state == "now":
            in_force.add(key)
        choices[assignment.municipality_id].choices.append(DatedChoice(assignment, state))
    return list(choices.values())
