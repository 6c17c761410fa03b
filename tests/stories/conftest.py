"""A district at work: its officers, its organisations as the coordinator enters them, the day that the portal takes
for today.

Each story stands in the months of its own document. Organisations and people are invented.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from mentoring.models import Roadmap, RoadmapPreset
from registry import clock
from registry.enums import Role
from registry.models import Form, Kind, Municipality, Organisation, Policy, PolicyPreset, RoleModel
from tests.browser.conftest import (  # noqa: F401  # the stories that are clicked through
    axe,
    base_url,
    browser_context_args,
    browser_type_launch_args,
    new_context,
    phone,
    sign_in,
)
from tests.factories import MunicipalityFactory, member
from tests.stories.desk import Desk

TurnTo = Callable[[date], None]


@pytest.fixture
def turn_to() -> Iterator[TurnTo]:
    """`turn_to(day)`: from here on it is that day."""
    with ExitStack() as days:
        yield lambda day: days.enter_context(clock.as_at(day))


@dataclass
class StoryDistrict:
    municipality: Municipality
    admin: Desk
    coordinator: Desk

    def adopts(self, preset: str, *, valid_from: date, basis: str) -> str:
        """The words of the page of the new policy."""
        return self.admin.sends(
            "registry:policy_adopt",
            municipality=self.municipality,
            preset=PolicyPreset.objects.get(code=preset),
            valid_from=valid_from,
            basis=basis,
        )

    @property
    def policy(self) -> Policy:
        return Policy.objects.get(municipality=self.municipality)

    def enters(self, short_name: str, *, kind: str = "school", **fields: Any) -> Organisation:
        """The coordinator enters an organisation."""
        self.coordinator.sends(
            "registry:organisation_add",
            municipality=self.municipality,
            kind=kind,
            short_name=short_name,
            **{"full_name": f"Муниципальное образовательное учреждение {short_name}", **fields},
        )
        return Organisation.objects.get(municipality=self.municipality, short_name=short_name)


@pytest.fixture
def district(db: None) -> StoryDistrict:
    municipality = MunicipalityFactory(
        name="Заречный район",
        name_genitive="Заречного района",
        place="с. Заречное",
        authorised_body="отдел образования администрации Заречного района",
    )
    return StoryDistrict(
        municipality,
        Desk(member(Role.ADMIN, municipality=municipality)),
        Desk(member(Role.COORDINATOR, municipality=municipality)),
    )


def desk_of(role: Role, organisation: Organisation) -> Desk:
    return Desk(member(role, organisation=organisation))


def terms(form: str, model: str = "", *kinds: str, **fields: Any) -> dict[str, Any]:
    """The form of a pair by the codes of the dictionaries."""
    return {
        "form": Form.objects.get(code=form),
        "role_model": RoleModel.objects.get(code=model) if model else "",
        "kinds": list(Kind.objects.filter(code__in=kinds or ("traditional",))),
        **fields,
    }


def pupil(grade: int, born: date, **fields: Any) -> dict[str, Any]:
    """What is asked of a pupil beside the name; the mother signs what the pupil may not."""
    return {
        "first_name": "Кирилл",
        "middle_name": "Андреевич",
        "birth_date": born,
        "grade": grade,
        "representative_name": "Орлова Нина Васильевна",
        "representative_relation": "мать",
        **fields,
    }


def begun_roadmap(desk: Desk, owner: Municipality | Organisation, *, preset: str, **fields: Any) -> Roadmap:
    """A roadmap on the ready sample; its page is read by whoever writes it."""
    kind = "organisation" if isinstance(owner, Organisation) else "municipality"
    desk.sends(
        "mentoring:roadmap_add",
        owner=f"{kind}-{owner.pk}",
        terms_known="on",
        preset=RoadmapPreset.objects.get(code=preset),
        **fields,
    )
    return Roadmap.objects.latest("pk")
