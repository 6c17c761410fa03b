"""Steps of a request about a pair: who sends what to each, so that it can be sent twice at one moment."""

from typing import Any

from mentoring.actions.requests import decide_request, make_request
from mentoring.enums import PairStatus
from mentoring.models import PairRequest
from registry.enums import Role
from registry.models import Organisation
from tests.factories import PairFactory, UserFactory, member

#: every step of a request leaves one version of it
RequestHistory = PairRequest.history.model


def _request(school: Organisation, **fields: Any) -> PairRequest:
    pair = PairFactory(organisation=school, status=PairStatus.ACTIVE)
    fields = {"kind": "lay_down", "author": "mentor", "text": "Прошу сложить обязанности наставника.", **fields}
    return make_request(request=PairRequest(pair=pair, **fields), by=UserFactory())


def withdraw(school: Organisation) -> tuple:
    made = _request(school)
    return member(Role.MENTOR, person=made.pair.mentor.person), [made.pk], {}


def close(school: Organisation) -> tuple:
    made = decide_request(request=_request(school), accepted=True, reason="Нагрузка велика", by=UserFactory())
    return member(Role.CURATOR, organisation=school), [made.pk], {"outcome": "Обязанности переданы другому наставнику."}


def ask_the_council(school: Organisation) -> tuple:
    return member(Role.CURATOR, organisation=school), [_request(school).pk], {}
