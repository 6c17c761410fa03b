"""What mentors and mentees of the main school ask for, what is said to it, and comments on a programme."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import cycle

from config.demo.district import DemoDistrict
from mentoring.actions.comments import answer_comment, comment_on_programme
from mentoring.actions.requests import decide_request, finish_request, give_opinion, make_request
from mentoring.enums import CommentAuthor, OpinionGiver, PairStatus, RequestAuthor, RequestKind
from mentoring.models import Pair, PairRequest, Programme, RequestOpinion
from registry import clock
from registry.enums import Participant, Role
from registry.models import Membership


def make_requests(district: DemoDistrict) -> None:
    """After the logins of mentor and mentee are given; nothing where the district is too small."""
    pairs = list(_pairs(district))
    if not pairs:
        return
    _answer_request(district, pairs[0])
    _to_the_council(district, pairs[0])
    _comments(district, pairs[0])
    if len(pairs) > 1:
        for make, pair in zip((_lay_down, _replace, _discipline), cycle(pairs[1:]), strict=False):
            make(district, pair)


def _pairs(district: DemoDistrict) -> Iterator[Pair]:
    """That of the logins, then the others of the school's teachers."""
    mentor = Membership.objects.filter(user=district.users[Role.MENTOR], role=Role.MENTOR).first()
    pairs = Pair.objects.filter(
        organisation=district.main_school, status=PairStatus.ACTIVE, mentee__participant=Participant.TEACHER
    ).select_related("organisation", "mentor__person", "mentee__person")
    own = pairs.filter(mentor__person=mentor.person_id, stage__number=3).order_by("pk").first() if mentor else None
    if own is not None:
        yield own
        yield from pairs.exclude(pk=own.pk).order_by("pk")


def _answer_request(district: DemoDistrict, pair: Pair) -> None:
    request = _ask(district, pair, RequestKind.CONDITIONS, days=16, text="Нужен кабинет с проектором раз в неделю.")
    _decide(district, request, "Кабинет свободен по средам после пятого урока.", days=14, by=Role.CURATOR)
    with _days_ago(district, 13):
        finish_request(request=request, outcome="Кабинет 214 по средам, 14:30", by=district.users[Role.CURATOR])
    _ask(
        district,
        pair,
        RequestKind.REWARD,
        days=0,
        text="Первое место в районном конкурсе открытых уроков. Прошу отметить благодарностью.",
    )


def _to_the_council(district: DemoDistrict, pair: Pair) -> None:
    """Of the mentee with a login: waits for the council."""
    _ask(
        district,
        pair,
        RequestKind.ARBITRATION,
        author=RequestAuthor.MENTEE,
        days=3,
        text="Не получается договориться, сколько уроков посещать в месяц. Прошу совет предложить порядок.",
    )


def _lay_down(district: DemoDistrict, pair: Pair) -> None:
    """On paper, with both opinions; waits for the head longer than a week."""
    request = _ask(
        district,
        pair,
        RequestKind.LAY_DOWN,
        days=9,
        on_paper=True,
        wished_on=district.calendar.today + timedelta(days=27),
        text="С января беру классное руководство в двух классах и не смогу уделять паре столько времени, сколько "
        "нужно. Прошу сложить с меня обязанности.",
    )
    _say(district, request, OpinionGiver.CURATOR, "Поддерживаю. Двое коллег с тем же предметом готовы заменить.")
    _say(district, request, OpinionGiver.COUNCIL, "Поддержать. Провести две встречи до передачи.", minutes="№ 3")


def _replace(district: DemoDistrict, pair: Pair) -> None:
    """Accepted; the curator is still to replace the mentor."""
    request = _ask(
        district,
        pair,
        RequestKind.REPLACE,
        author=RequestAuthor.MENTEE,
        days=12,
        on_paper=True,
        text="Мы не совпадаем по расписанию: за месяц одна встреча.",
    )
    _decide(district, request, "Расписание до конца года не изменить. Подобрать наставника из той же смены.", days=2)


def _discipline(district: DemoDistrict, pair: Pair) -> None:
    request = _ask(
        district,
        pair,
        RequestKind.DISCIPLINE,
        days=30,
        on_paper=True,
        text="Дважды без причины не пришли на согласованное занятие.",
    )
    _decide(district, request, "Достаточно беседы, сроки плана сдвинуты.", days=28, accepted=False)


def _comments(district: DemoDistrict, pair: Pair) -> None:
    programme = Programme.objects.filter(pair=pair).select_related("pair").first()
    if programme is None:
        return
    with _days_ago(district, 20):
        comment = comment_on_programme(
            programme=programme,
            author=CommentAuthor.MENTEE,
            text="Прошу добавить разбор родительского собрания: оно у меня первое.",
            by=district.users[Role.MENTEE],
        )
    with _days_ago(district, 19):
        answer_comment(comment=comment, answer="Разберём вместе в марте, до собрания.", by=district.users[Role.MENTOR])
    with _days_ago(district, 4):
        comment_on_programme(
            programme=programme,
            author=CommentAuthor.COUNCIL,
            text="Открытый урок лучше перенести на неделю молодого педагога.",
            by=district.users[Role.COUNCIL],
        )


def _ask(
    district: DemoDistrict,
    pair: Pair,
    kind: RequestKind,
    *,
    days: int,
    text: str,
    author: RequestAuthor = RequestAuthor.MENTOR,
    on_paper: bool = False,
    **fields: object,
) -> PairRequest:
    by = district.users[Role.CURATOR if on_paper else Role(author.value)]
    with _days_ago(district, days):
        request = PairRequest(pair=pair, kind=kind, author=author, text=text, on_paper=on_paper, **fields)
        return make_request(request=request, by=by)


def _say(district: DemoDistrict, request: PairRequest, giver: OpinionGiver, text: str, *, minutes: str = "") -> None:
    with _days_ago(district, 6):
        opinion = RequestOpinion(request=request, giver=giver, text=text, minutes=minutes)
        give_opinion(opinion=opinion, by=district.users[Role(giver.value)])


def _decide(
    district: DemoDistrict,
    request: PairRequest,
    reason: str,
    *,
    days: int,
    by: Role = Role.HEAD,
    accepted: bool = True,
) -> None:
    with _days_ago(district, days):
        decide_request(request=request, accepted=accepted, reason=reason, by=district.users[by])


def _days_ago(district: DemoDistrict, days: int) -> AbstractContextManager[None]:
    return clock.as_at(district.calendar.today - timedelta(days=days))
