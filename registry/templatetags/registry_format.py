"""How the register's values are shown on every page."""

from urllib.parse import urlencode

from django import template
from django.http import HttpRequest, QueryDict

from registry.school_year import school_year_label

register = template.Library()

FIVE_DIGITS = 10_000


@register.filter
def plural(number: int, forms: str) -> str:
    """`{{ 3|plural:"пара,пары,пар" }}` → «3 пары» with a no-break space."""
    one, few, many = forms.split(",")
    tail, tens = abs(number) % 10, abs(number) % 100
    if tail == 1 and tens != 11:
        word = one
    elif 2 <= tail <= 4 and not 12 <= tens <= 14:
        word = few
    else:
        word = many
    return f"{grouped(number)}\u00a0{word}"


@register.filter
def grouped(number: int) -> str:
    """«20 000»: thousands apart by a no-break space, from five digits on."""
    return f"{number:,}".replace(",", "\u00a0") if abs(number) >= FIVE_DIGITS else str(number)


@register.filter
def experience(months: int | None) -> str:
    """Months as people say them: 150 → «12 лет 6 мес.»."""
    if months is None:
        return "не указан"
    years, rest = divmod(months, 12)
    parts = [plural(years, "год,года,лет")] if years else []
    if rest or not years:
        parts.append(f"{rest}\u00a0мес." if rest or years else "менее месяца")
    return " ".join(parts)


@register.filter
def phone(number: str) -> str:
    """«+79123456789» → «+7 912 345-67-89»; anything else as it is."""
    if len(number) != 12 or not number.startswith("+7"):
        return number
    return f"+7\u00a0{number[2:5]}\u00a0{number[5:8]}-{number[8:10]}-{number[10:]}"


@register.filter
def school_year(start: int) -> str:
    return school_year_label(start)


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


@register.inclusion_tag("components/places.html")
def places(taken: int, limit: int) -> dict:
    """Free places as dots and in words: ●●○ 2 из 3."""
    return {"dots": [number < taken for number in range(max(limit, taken))], "taken": taken, "limit": limit}
