"""Numbers with their words: plural forms, thousands, decimal fractions, durations."""

from decimal import Decimal

FIVE_DIGITS = 10_000
#: «не больше трёх»
GENITIVE_NUMBERS = {1: "одного", 2: "двух", 3: "трёх"}


def plural(number: int, forms: str) -> str:
    """`{{ 3|plural:"пара,пары,пар" }}` → «3 пары» with a no-break space."""
    return f"{thousands_apart(number)}\u00a0{plural_form(number, forms)}"


def plural_form(number: int, forms: str) -> str:
    """The words that agree with the number, without it: (3, "пара,пары,пар") → «пары»."""
    one, few, many = forms.split(",")
    tail, tens = abs(number) % 10, abs(number) % 100
    if tail == 1 and tens != 11:
        return one
    return few if 2 <= tail <= 4 and not 12 <= tens <= 14 else many


def thousands_apart(number: int) -> str:
    """«20 000»: thousands apart by a no-break space, from five digits on."""
    return f"{number:,}".replace(",", "\u00a0") if abs(number) >= FIVE_DIGITS else str(number)


def decimal_figures(amount: Decimal) -> str:
    """«1500», «12,5», «20 000»: no zeros after the comma."""
    whole = int(amount)
    return thousands_apart(whole) if amount == whole else f"{amount.normalize():f}".replace(".", ",")


def duration_in_months(months: int | None) -> str:
    """Months as people say them: 150 → «12 лет 6 мес.»."""
    if months is None:
        return "не указан"
    years, rest = divmod(months, 12)
    parts = [plural(years, "год,года,лет")] if years else []
    if rest or not years:
        parts.append(f"{rest}\u00a0мес." if rest or years else "менее месяца")
    return " ".join(parts)
