"""What paper templates say about text: gaps that are seen, words that stay together, dates in words."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from russian import typography

register = template.Library()


@register.filter
def or_gap(value: str, what: str) -> str | SafeString:
    """The value, or an underlined blank that names what is missing."""
    text = str(value or "").strip()
    return typography.keep_together(text) if text else format_html('<span class="gap">{}</span>', what)


@register.filter
def together(value: str) -> str:
    return typography.keep_together(str(value or ""))


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
def sentence(value: str) -> str:
    """Kept together and ended with one full stop."""
    return typography.full_stop(typography.keep_together(str(value or "")))
