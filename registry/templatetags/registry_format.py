"""How the register's values are shown on every page."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BoundField, CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from registry.papers.act_texts import act_text
from registry.papers.numbers import number_in_words
from registry.side_texts import side_text
from russian.agreement import agreeing as agreeing_word
from russian.hyphenation import soften
from russian.numbers import duration_in_months, plural, thousands_apart
from russian.phones import format_phone
from russian.school_year import school_year_label
from russian.typography import keep_together

register = template.Library()

register.filter(plural)
register.filter(side_text)
register.filter(act_text)
register.filter(thousands_apart)
register.filter("experience", duration_in_months)
register.filter("phone", format_phone)
register.filter("school_year", school_year_label)


@register.filter
def hyphenated(text: object) -> str:
    """With soft hyphens in long words: a browser without Russian rules would cut them anywhere, without a sign."""
    return soften(str(text), longer_than=8)


@register.filter
def unbroken(text: object) -> str:
    """With no-break spaces where a paper has them: «март 2027 г.», «1 сентября», «п. 5.2»."""
    return keep_together(str(text))


@register.filter
def worded(codes: Iterable[str], labels: Mapping[str, str]) -> str:
    """Codes in words; one without a word stands for itself."""
    return "; ".join(labels.get(code, code) for code in codes)


@register.filter
def in_summary(field: BoundField) -> list[str]:
    """What is wrong with a field, as the summary above the form says it: long texts stand beside the field alone."""
    errors = field.form.errors.as_data().get(field.name, [])
    return [text for error in errors for text in ([error.summary] if hasattr(error, "summary") else error.messages)]


@register.filter
def element_id(field: BoundField) -> str:
    """The id of what the summary leads to: of several boxes or buttons it is the first, the group has none."""
    if isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: object) -> str:
    """The present address's query with some values changed; None removes one."""
    request: HttpRequest = context["request"]
    query: QueryDict = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{urlencode(list(query.lists()), doseq=True)}" if query else "?"


@register.filter
def agreeing(person: Any, words: str) -> str:
    """Of a Person, «выбыл,выбыла,выбытие»: the word that agrees with the sex, the last one when it is not known."""
    masculine, feminine, unknown = words.split(",")
    return agreeing_word(masculine, feminine, unknown, sex=person.sex, patronymic=person.middle_name)


@register.inclusion_tag("components/places.html")
def places(busy: int, limit: int) -> dict[str, Any]:
    """Free places as dots and in words: ●●○ 2 из 3."""
    return {"dots": [number < busy for number in range(max(limit, busy))], "busy": busy, "limit": limit}


_NUMBER = re.compile("(№\u00a0[^\\s]*-[^\\s]*|№ [^\\s,;»)]+)")


@register.filter
def unbroken_number(text: object) -> SafeString:
    """«приказ № 91-ОД от …», «СОШ № 2»: the sign and the number stay on one line, though the number holds a hyphen."""
    first, *others = _NUMBER.split(str(text))
    pairs = zip(others[::2], others[1::2], strict=True)
    return format_html("{}{}", first, format_html_join("", '<span class="text-nowrap">{}</span>{}', pairs))


@register.filter
def with_number_sign(number: str) -> str:
    """«№ 12-ОД», or «б/н»; nothing where the number is not known."""
    return number_in_words(number or "")
