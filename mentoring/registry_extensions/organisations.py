"""Which pairs keep an organisation out of the archive."""

from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from mentoring.enums import PairStatus
from mentoring.models.pair import COMING, in_state
from mentoring.queries.pairs import open_pairs
from registry import clock
from registry.extension_points import Tie
from registry.models import Organisation

_TITLES = {
    PairStatus.ACTIVE.value: "Действующие пары",
    COMING: "Пары, которые ещё не начались",
    PairStatus.AGREED.value: "Согласованные пары",
    PairStatus.DRAFT.value: "Черновики пар",
}


def open_pairs_led_by(organisation: Organisation) -> list[Tie]:
    """Pairs of the organisation that are not over, by their state; one whose last day is today keeps it no more than it
    keeps a person."""
    today = clock.today()
    pairs = open_pairs(today + timedelta(days=1)).filter(organisation=organisation)
    numbers = [(state, title, pairs.filter(in_state(state, today)).count()) for state, title in _TITLES.items()]
    address = reverse("mentoring:pairs")
    return [
        Tie(f"{title} — {number}", f"{address}?{urlencode({'organisation': organisation.pk, 'status': state})}")
        for state, title, number in numbers
        if number
    ]
