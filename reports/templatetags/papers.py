"""What paper templates say about text: gaps that are seen, words that stay together, dates in words."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from russian import typography
from russian.agreement import agreeing
from russian.hyphenation import SOFT_HYPHEN, soften

register = template.Library()
#: «О. В. Лагунова», «Лагунова О. В.» with a hyphen
_INITIALS_AND_NAME = re.compile(
    r"((?:[А-ЯЁ]\.[-\u00a0]?){1,4}[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)+|[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)+(?:[-\u00a0][А-ЯЁ]\.)+)"
)
#: a longer name with initials does not fit beside the line where it is signed
LONGEST_WHOLE_NAME = 24
#: a surname of so many letters has a line of its own
LONGEST_WHOLE_SURNAME = 30
#: «Верх-Камышинская», «Ростов-на-Дону»
_HYPHENATED = re.compile(r"((?<![А-ЯЁа-яё-])[А-ЯЁ][а-яё]+(?:-[а-яё]{1,3})?(?:-[А-ЯЁ][а-яё]+)+)")
#: where a line may be broken after a hyphen, which then never begins the next one
_AFTER_HYPHEN = re.compile(r"(?<=[а-яё]-)(?=[А-ЯЁ])")


@register.filter
def or_gap(value: str, what: str) -> str | SafeString:
    """The value, or an underlined blank that names what is missing."""
    if isinstance(value, SafeString) and value.strip():
        return value
    text = str(value or "").strip()
    return together(text) if text else format_html('<span class="gap">{}</span>', what)


@register.filter
def acquainted(people: Sequence[Mapping[str, str]]) -> str:
    """How many have read the order, and of one, whether it is a man or a woman; «ознакомлен(а)» where the patronymic
    does not show it: that is what such a line says on paper."""
    if len(people) != 1:
        return "ознакомлены"
    patronymic = " ".join(people[0]["name"].split()[2:])
    return agreeing("ознакомлен", "ознакомлена", "ознакомлен(а)", patronymic=patronymic)


@register.filter
def workplace_beside(person: Mapping[str, str], missing: str = "") -> str:
    """«ведущий специалист ГБУЗ «Заречная ЦРБ»» of who is not of the issuer; `missing` stands for an unknown post."""
    return " ".join(part for part in (person["post"] or missing, person.get("workplace", "")) if part)


@register.filter
def together(value: str) -> SafeString:
    """Kept together, and no name is broken at its hyphen where a line has room for it."""
    parts = _HYPHENATED.split(typography.keep_together(str(value or "")))
    return format_html_join(
        "",
        "{}",
        (
            (_in_one_line(part) if index % 2 and len(part) <= LONGEST_WHOLE_SURNAME else part,)
            for index, part in enumerate(parts)
        ),
    )


@register.filter
def softened(value: str, longer_than: int) -> SafeString:
    """Kept together, with soft hyphens in words that a narrow column may not hold.

    Such a word begins a line of its own before it is broken: beside others it might be torn without a hyphen.
    """
    text = soften(typography.keep_together(str(value or "")), longer_than=longer_than)
    words = text.split(" ")
    return format_html_join(
        " ", "{}", ((format_html('<span class="word">{}</span>', w) if SOFT_HYPHEN in w else w,) for w in words)
    )


@register.filter
def names_whole(value: str) -> SafeString:
    """Kept together, and a name with its initials not broken at its hyphen either, unless it is too long for a line:
    then after the initials and behind the hyphen, nowhere else."""
    parts = _INITIALS_AND_NAME.split(typography.keep_together(str(value or "")))
    return format_html_join(
        "", "{}", ((part if index % 2 == 0 else _unbroken(part),) for index, part in enumerate(parts))
    )


def _unbroken(name: str) -> str | SafeString:
    if len(name) > LONGEST_WHOLE_NAME:
        initials, _space, surname = name.rpartition(typography.NBSP)
        if "-" not in surname:
            surname, _space, initials = name.partition(typography.NBSP)
            return format_html("{} {}", _broken_behind_hyphen(surname), initials)
        return format_html("{} {}", initials, _broken_behind_hyphen(surname))
    return _in_one_line(name)


def _in_one_line(text: str) -> SafeString:
    return format_html('<span class="whole">{}</span>', text)


def _broken_behind_hyphen(surname: str) -> SafeString:
    if len(surname) <= LONGEST_WHOLE_SURNAME:
        return _in_one_line(surname)
    parts = _AFTER_HYPHEN.split(surname)
    return format_html_join("", '<span class="whole">{}</span><wbr>', ((part,) for part in parts))


@register.filter
def long_date(value: str) -> str:
    """An ISO date of a payload as «1 сентября 2026 г.»; anything empty stays empty."""
    return typography.date_in_words(date.fromisoformat(value)) if value else ""


@register.filter
def short_date(value: str) -> str:
    """An ISO date of a payload as «01.09.2026»."""
    return typography.date_in_figures(date.fromisoformat(value)) if value else ""


@register.filter
def capitalised(value: str) -> str:
    return typography.upper_first(str(value or ""))


@register.filter
def inside_text(value: str) -> str:
    """A post after a name begins with a small letter."""
    return typography.lower_first(str(value or ""))


@register.filter
def sentence(value: str) -> SafeString:
    """Kept together, begun with a capital letter and ended with one full stop, whatever was typed at its end."""
    text = str(value or "").strip().rstrip(",;").rstrip()
    return together(typography.full_stop(typography.upper_first(text)))
