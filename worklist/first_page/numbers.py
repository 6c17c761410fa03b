"""Numbers of the reader's organisations that stand on the first page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import User
from mentoring.queries.capacity import count_free
from mentoring.queries.pairs_on_day import without_pair
from monitoring.figures.scope import FigureScope
from registry.access import Right
from registry.queries.all_days import LISTED
from registry.queries.people import mentees_visible_to, mentors_visible_to
from registry.side_texts import side_text
from russian.numbers import plural_form
from worklist.first_page.district import DistrictOfReader, pairs_in_states, people_in
from worklist.queries.pairs import count_pairs


@dataclass(frozen=True)
class FirstPageNumbers:
    active_pairs: int
    drafts: int
    mentors: int
    free_places: int
    mentees_alone: int

    @property
    def nouns(self) -> dict[str, str]:
        """The noun of each number in the form that the number requires; the tile shows the number apart."""
        forms = {
            "active_pairs": "действующая пара,действующие пары,действующих пар",
            "drafts": "черновик пары,черновика пар,черновиков пар",
            "mentors": side_text("наставник,наставника,наставников"),
            "mentees_alone": side_text("наставляемый,наставляемых,наставляемых"),
        }
        return {name: plural_form(getattr(self, name), noun_forms) for name, noun_forms in forms.items()}


def first_page_numbers_of(user: User, reader_district: DistrictOfReader, today: date) -> FirstPageNumbers:
    active, drafts = _pairs(user, reader_district.where(Right.VIEW_PAIRS), today)
    if people := reader_district.where(Right.VIEW_PEOPLE):
        mentors, free, alone = people_in(people)
        # Those of the municipality who belong to no organisation stand in no row of the district.
        condition = LISTED & Q(person__organisation__isnull=True)
    else:
        mentors, free, alone = 0, 0, 0
        condition = LISTED
    others = mentors_visible_to(user).filter(condition)
    if not people or others.exists():  # hardly anybody belongs nowhere
        elsewhere = count_free(others, today)
        mentors, free = mentors + elsewhere.mentors, free + elsewhere.free
    alone += without_pair(mentees_visible_to(user).filter(condition), today).count()
    return FirstPageNumbers(active, drafts, mentors, free, alone)


def _pairs(user: User, district: FigureScope | None, today: date) -> tuple[int, int]:
    """The numbers of active pairs and of drafts. With a district, which has all the organisations of the reader, pairs
    hosted elsewhere are counted apart."""
    active, drafts = count_pairs(user, today, elsewhere=district is not None)
    hosted = pairs_in_states(district) if district else (0, 0)
    return active + hosted[0], drafts + hosted[1]
