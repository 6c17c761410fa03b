"""Short ways to requests about pairs."""

from django.test import Client
from django.urls import reverse

from accounts.models import User
from mentoring.actions.requests import decide_request, make_request
from mentoring.enums import RequestAuthor, RequestKind
from mentoring.models import Pair, PairRequest
from tests.factories import UserFactory

WORDS = "С января беру классное руководство и не смогу уделять столько времени, сколько нужно."
REASON = "Нагрузка подтверждена расписанием."


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(pair: Pair, kind: RequestKind = RequestKind.LAY_DOWN, author=RequestAuthor.MENTOR, **fields) -> PairRequest:
    by = fields.pop("by", None) or UserFactory()
    request = PairRequest(pair=pair, kind=kind, author=author, **{"text": WORDS, **fields})
    return make_request(request=request, by=by)


def accepted(request: PairRequest) -> PairRequest:
    return decide_request(request=request, accepted=True, reason=REASON, by=UserFactory())


def send(client: Client, pair: Pair, **fields):
    return client.post(reverse("mentoring:pair_request", args=[pair.pk]), {"text": WORDS, **fields})


def decide(client: Client, request: PairRequest, verdict: str = "accept", **fields):
    address = reverse("mentoring:request_decide", args=[request.pk])
    seen = client.get(address).context["form"]["seen"].value()
    return client.post(address, {"verdict": verdict, "reason": REASON, "seen": seen, **fields})
