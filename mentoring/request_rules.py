"""Which requests there are: who may make one, by which source, who decides and what follows."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from mentoring.enums import RequestAuthor, RequestKind
from registry.papers.act_texts import act_label
from registry.side_texts import side_label

#: letters of one text; what is longer comes as a scan
MOST_LETTERS = 4000

MENTOR, MENTEE = RequestAuthor.MENTOR, RequestAuthor.MENTEE
CURATOR, HEAD, COUNCIL = RequestAuthor.CURATOR, RequestAuthor.HEAD, RequestAuthor.COUNCIL


@dataclass(frozen=True)
class RequestRule:
    """What one kind of request means."""

    #: the heading: what is asked for
    title: str
    authors: tuple[RequestAuthor, ...]
    #: empty where only the matrix of rights has it
    source: str
    #: what to write
    hint: str
    #: what follows when it is accepted, told before the decision
    consequence: str
    #: the request is addressed to the curator, who may decide too
    curator_decides: bool = False
    #: the pair need not work any more
    after_the_end: bool = False
    #: asks for an end of the pair or for another mentor, so the end of the pair answers it
    answered_by_an_end: bool = False


REQUEST_RULES: dict[RequestKind, RequestRule] = {
    RequestKind.LAY_DOWN: RequestRule(
        side_label("Сложить обязанности наставника"),
        (MENTOR,),
        "Устюжна, п.\u00a05.1",
        "Почему вы не можете продолжать и что нужно успеть до передачи",
        side_label(
            "После решения куратор заменит наставника_вин или прекратит наставничество: программа и этап "
            "перейдут к преемнику."
        ),
        answered_by_an_end=True,
    ),
    RequestKind.REPLACE: RequestRule(
        side_label("Заменить наставника_вин"),
        (MENTEE, MENTOR, CURATOR, HEAD),
        "Устюжна, пп.\u00a03.7, 4.1, 6.1",
        side_label("Почему нужен другой наставник."),
        act_label(
            side_label(
                "После решения куратор выберет (нового/новую) наставника_вин: программа и этап перейдут к нему с "
                "приказом."
            )
        ),
        answered_by_an_end=True,
    ),
    RequestKind.CONDITIONS: RequestRule(
        "Создать условия для работы",
        (MENTOR,),
        "Устюжна, п.\u00a05.1",
        "Чего не хватает: кабинета, времени в расписании, техники, доступа к занятиям",
        "После решения куратор укажет, что сделано.",
        curator_decides=True,
    ),
    RequestKind.REWARD: RequestRule(
        "Поощрить",
        (MENTOR, HEAD),
        "Устюжна, пп.\u00a04.1, 5.1",
        "За что и как поощрить",
        act_label("После решения куратор укажет, каким приказом и как поощрили."),
        after_the_end=True,
    ),
    RequestKind.DISCIPLINE: RequestRule(
        "Наложить дисциплинарное взыскание",
        (MENTOR,),
        "Устюжна, п.\u00a05.1",
        "Что и когда нарушено, что вы уже сделали.",
        "После решения куратор укажет, чем дело кончилось. Само взыскание налагают приказом работодателя.",
    ),
    RequestKind.NEW_PAIR: RequestRule(
        "Предложить новую пару",
        (MENTOR, MENTEE),
        "",
        "С кем вы хотели бы работать, над чем и когда",
        "После решения куратор внесёт пару: обратившийся будет в ней уже выбран.",
        curator_decides=True,
    ),
    RequestKind.ARBITRATION: RequestRule(
        "Обратиться к совету наставников",
        (MENTOR, MENTEE, CURATOR, HEAD, COUNCIL),
        "Сургут, п.\u00a04.6.3.1",
        "В чём вопрос или разногласие и что просите решить",
        "Совет внесёт мнение. После решения куратор укажет, чем дело кончилось.",
    ),
}


def request_title(kind: str, author: str) -> str:
    """«Поощрить наставляемого», when the mentor asks for it."""
    title = REQUEST_RULES[RequestKind(kind)].title
    if kind == RequestKind.REWARD:
        return f"{title} {'наставляемого' if author == MENTOR else 'наставника'}"
    return title


def check_length(text: str) -> None:
    """Raises ValidationError for a text that nobody would read on a screen."""
    if len(text) > MOST_LETTERS:
        raise ValidationError(
            f"Слишком длинно: {len(text)} знаков, а помещается {MOST_LETTERS}. Напишите короче, а подробности "
            "расскажите при встрече."
        )
