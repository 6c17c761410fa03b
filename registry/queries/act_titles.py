"""What the title of an act says it is about, and whether another act was meant.

Titles are free text: a sign is a question to whoever names the act, never a refusal.
"""

import re
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from registry.models import Act, Curator, LocalRules, Mentor, Policy
from russian.search_key import fold

_MATTERS = re.compile(
    r"закреплени|назначени|замен|прекращени|продлени|завершени|освобождени|отпуск|дорожн\w+ карт|положени",
    re.IGNORECASE,
)
#: words that any act about mentoring has one of
_OF_MENTORING = re.compile(
    r"наставни|\bпар(?:а|ы|у|е|ой|ам|ах|ами)?\b|изменени|куратор|кандидат|стаж[её]р|шефств|подшефн|подопечн|"
    r"молод\w+ (?:специалист|педагог)|сопровожден|адаптац|персонализирован|индивидуальн|целев\w+ модел",
    re.IGNORECASE,
)
#: an act that takes something back says nothing else by that, whatever it names
TAKES_BACK = re.compile(r"\bотмен|утративш\w+ силу|недействительн", re.IGNORECASE)
_WORDS_OF_TAKING_BACK = ("отмен", "утративш", "недействительн")
#: what the title of the act names that decides about candidates, appoints curators or adopts rules
OF_DECIDING = "кандидат|закреплени|назначени|замен|утвержд"
OF_APPOINTING = "куратор|назначени|ответственн|закреплени|организаци"
OF_ADOPTING = "положени|порядк|утвержд|политик|правил|изменени"
_WORDS_OF_DECIDING = ("кандидат", "закреп", "назнач", "замен", "утвержд")


#: subjects of acts: one that cancels another speaks of the same
_SUBJECTS = (
    "закреплени|назначени|замен|прекращени|продлени|завершени|освобождени",
    "положени|порядк|политик|правил",
    r"дорожн\w+ карт",
    "отпуск",
)


def names_matter(title: str, own_matter: str) -> bool:
    """`own_matter`: a pattern of what the title of an act names."""
    return re.search(own_matter, title, re.IGNORECASE) is not None


def warnings_about_ground(act: Act, own_matter: str) -> list[str]:
    """Signs that another act was meant; `own_matter`: a pattern of what its title would name."""
    is_own = names_matter(act.title, own_matter)
    if TAKES_BACK.search(act.title) or (act.pk and not is_own and act.cancels.exists()):
        return [f"Этот акт отменяет другой: «{act.title}»."]
    if _MATTERS.search(act.title) and not is_own:
        return [f"Заголовок акта говорит о другом: «{act.title}»."]
    if not is_own and not _OF_MENTORING.search(act.title):
        return [f"В заголовке акта нет ни слова о наставничестве: «{act.title}»."]
    return []


def signs_of_another_cancellation(canceller: Act, cancelled: Act) -> list[str]:
    """That another act was meant to cancel this one: its title speaks of another matter, or of no mentoring."""
    matters, own = _subjects_of(canceller.title), _subjects_of(cancelled.title)
    takes_back = TAKES_BACK.search(canceller.title) is not None
    if matters & own or (takes_back and not (matters and own)):
        return []
    if matters:
        return [
            f"Заголовок отменяющего акта говорит о другом: «{canceller.title}», а отменяемый — «{cancelled.title}»."
        ]
    if not _OF_MENTORING.search(canceller.title):
        return [f"В заголовке отменяющего акта ни слова ни об отмене, ни о наставничестве: «{canceller.title}»."]
    return []


def _subjects_of(title: str) -> frozenset[str]:
    return frozenset(pattern for pattern in _SUBJECTS if names_matter(title, pattern))


def speaks_of_another(title: str, own_matter: str) -> bool:
    """Whether the title alone is a sign that another act was meant."""
    if TAKES_BACK.search(title):
        return True
    return _MATTERS.search(title) is not None and not names_matter(title, own_matter)


def names_any(words: Iterable[str]) -> Q:
    """Acts whose title, kind or number holds one of the words."""
    condition = Q(pk__in=())
    for word in words:
        condition |= Q(search_key__contains=fold(word))
    return condition


def cancels_another() -> Exists:
    return Exists(Act.objects.filter(cancelled_by=OuterRef("pk")))


def merely_cancels() -> Q:
    """Acts that cancel others and say so: nothing is issued by virtue of them."""
    return Q(cancels_another()) & names_any(_WORDS_OF_TAKING_BACK)


def may_decide() -> Q:
    """Acts that cancel no other one, and those that speak of people too."""
    return Q(~cancels_another()) | names_any(_WORDS_OF_DECIDING)


def signs_of_another_decision(act: Act) -> list[str]:
    """That the act speaks of another matter than the candidates about whom it decides."""
    return warnings_about_ground(act, OF_DECIDING) if Mentor.objects.filter(decision_act=act).exists() else []


def signs_of_another_appointment(act: Act) -> list[str]:
    return warnings_about_ground(act, OF_APPOINTING) if Curator.objects.filter(act=act).exists() else []


def signs_of_other_rules(act: Act) -> list[str]:
    adopts = any(versions.objects.filter(act=act).exists() for versions in (Policy, LocalRules))
    return warnings_about_ground(act, OF_ADOPTING) if adopts else []
