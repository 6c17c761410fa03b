"""The spreadsheet that the demonstration brings in: a bank of mentors as a clerk would send it."""

from random import Random

from config.demo.calendar import Calendar
from config.demo.names import invented_names
from russian.numbers import plural_form
from spreadsheets.writing.laid_out_xlsx import ColumnSetup, LaidOutSheet, Look, RowLayout, laid_out_xlsx

FILE_NAME = "Банк наставников.xlsx"
#: short name as schools write it, and how many mentors it sends
SCHOOLS = (
    ("МБОУ «Заречная СОШ № 1»", 10),
    ("МБОУ «Заречная СОШ № 2»", 10),
    ("МАОУ «Заречная гимназия»", 7),
    ("МБОУ «Берёзовская СОШ»", 6),
    ("МБОУ «Верх-Камышинская СОШ»", 5),
    ("МКОУ «Нижнелуговская ООШ»", 3),
    ("МБДОУ «Детский сад № 5 «Ромашка»", 4),
    ("МБДОУ «Детский сад № 12 «Теремок»", 3),
    ("МБУ ДО «Заречный ДДТ»", 4),
)
_POSTS = (
    "учитель математики",
    "учитель русского языка и литературы",
    "учитель начальных классов",
    "учитель физики",
    "учитель истории",
    "учитель английского языка",
    "учитель биологии",
    "педагог-психолог",
    "заместитель директора по учебной работе",
)
_KINDERGARTEN_POSTS = ("воспитатель", "старший воспитатель", "музыкальный руководитель", "учитель-логопед")
_CLUB_POSTS = ("педагог дополнительного образования", "методист", "педагог-организатор")


def posts_of(school: str) -> tuple[str, ...]:
    if "Детский сад" in school:
        return _KINDERGARTEN_POSTS
    return _CLUB_POSTS if "ДДТ" in school else _POSTS


def bank_of_mentors(calendar: Calendar) -> bytes:
    """An xlsx with a title, merged names of organisations, a numbering row and a total."""
    random = Random(351)
    names = invented_names(random, share_of_women=0.8)
    headings = ["№ п/п", "Наименование ОО", "ФИО наставника", "Должность", "Стаж", "Категория", "Телефон"]
    about = f"педагогов, составляющих муниципальный банк наставников ({calendar.school_year} год)"
    rows = [RowLayout([text], Look.CENTRED, spans=len(headings)) for text in ("СПИСОК", about)]
    rows += [RowLayout(), RowLayout(headings, Look.BOLD), RowLayout(range(1, len(headings) + 1))]
    merged = []
    for school, count in SCHOOLS:
        merged.append((2, len(rows) + 1, len(rows) + count))
        posts = posts_of(school)
        for number in range(1, count + 1):
            years = random.randint(6, 34)
            rows.append(
                RowLayout(
                    [
                        number,
                        school if number == 1 else None,
                        str(next(names)),
                        posts[(number - 1) % len(posts)],
                        f"{years} {plural_form(years, 'год,года,лет')}",
                        "высшая" if years > 12 else "первая",
                        f"8 (912) 000-{random.randint(10, 99)}-{random.randint(10, 99)}",
                    ]
                )
            )
    rows.append(RowLayout(["ИТОГО", None, f"{sum(count for _, count in SCHOOLS)} человек"]))
    columns = [ColumnSetup(width) for width in (8, 36, 36, 38, 12, 14, 20)]
    return laid_out_xlsx([LaidOutSheet("Банк", rows, columns, merged)])
