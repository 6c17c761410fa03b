"""Invented payloads of papers, from the plainest to the ugliest."""

import json
from datetime import date
from pathlib import Path

from django.conf import settings

from registry.enums import ConsentRule
from registry.models import Policy
from registry.models.word_rules import MENTEE_TERM, MENTOR_TERM
from registry.papers.act_cases import cases_of
from reports.documents.orders.details import TITLE
from reports.documents.orders.order_texts import OrderWords, usual_points, usual_preamble
from reports.documents.orders.pair_rows import DeclinablePerson
from russian.side_words import SideWords

WORDS = OrderWords(SideWords.of(MENTOR_TERM), SideWords.of(MENTEE_TERM))
MENTORS = (
    ("Лагунова Ольга Викторовна", "учитель математики"),
    ("Кузнец Илья Ильич", "учитель физики"),
    ("Черных Марина Петровна", "педагог-психолог"),
    ("Соловьёва-Заречная Александра Константиновна", "учитель русского языка и литературы"),
    ("Мамедов Рашид Али оглы", "учитель физической культуры"),
)
MENTEES = (
    ("Ёлкин Пётр Фёдорович", "учитель математики"),
    ("Щербакова Любовь Ильинична", "учитель физики"),
    ("Ким Ли", "обучающийся 9 «А» класса"),
    ("Воробей Анна-Мария Львовна", "учитель начальных классов"),
    ("Шмидт Эльвира", "обучающаяся 10 класса"),
)
LONG_POST = (
    "заместитель директора по учебно-воспитательной работе, учитель истории и обществознания высшей квалификационной "
    "категории, руководитель районного методического объединения"
)


def ordered_pair(index: int = 0, **changes) -> dict:
    mentor, mentee = MENTORS[index % len(MENTORS)], MENTEES[(index * 3 + index // 5) % len(MENTEES)]
    return {
        "mentor": {"name": mentor[0], "post": mentor[1]},
        "mentee": {"name": mentee[0], "post": mentee[1]},
        "form": "«педагог – педагог»",
        "needs_role_model": True,
        "role_model": "«опытный педагог – молодой специалист»",
        "kinds": ["традиционное («один на один»)"],
        "group": "",
        "starts_on": "2026-09-01",
        "ends_on": "2027-05-31",
        **changes,
    }


def order(pairs: int = 1, *, act_kind: str = "order", **changes) -> dict:
    rows = [ordered_pair(index) for index in range(pairs)]
    curator = {
        "name": "Белоконь Инна Юрьевна",
        "post": "Заместитель директора по воспитательной работе",
    }
    readers = {row["mentor"]["name"]: row["mentor"] for row in rows}
    readers |= {row["mentee"]["name"]: row["mentee"] for row in rows if "учитель" in row["mentee"]["post"]}
    return {
        "act_kind": act_kind,
        "issuer": "МБОУ «Заречная СОШ № 2»",
        "organisation": {
            "founder": "Управление образования администрации Заречного муниципального района",
            "full_name": "Муниципальное бюджетное общеобразовательное учреждение "
            "«Заречная средняя общеобразовательная школа № 2»",
            "short_name": "МБОУ «Заречная СОШ № 2»",
            "place": "п. Заречный",
        },
        "number": "135/1",
        "dated": "2026-09-01",
        "title": TITLE,
        "preamble": usual_preamble(
            grounds="Положением о системе наставничества в МБОУ «Заречная СОШ № 2», утверждённым приказом "
            "от 25.08.2026 № 118",
            purpose="профессионального становления молодых педагогов и поддержки обучающихся",
            consents=list(ConsentRule),
            words=WORDS,
        ),
        "points": usual_points(
            act=cases_of(act_kind),
            pairs=rows,
            curator=DeclinablePerson(**curator),
            programmes_by=date(2026, 9, 15),
            rules=Policy(),
            words=WORDS,
            paid={},
            control=None,
        ),
        "signatory": {"name": "Дубровина Ульяна Олеговна", "post": "директор"},
        "mentee_term": MENTEE_TERM,
        "pairs": rows,
        "acquaintance": [*readers.values(), curator],
        "annex_landscape": False,
        "personnel": False,
        "grounds": "",
        "purpose": "",
        "verification": {
            "code": "7KQ2-9FHM-XW3D-P4TA",
            "url": "https://nastavnik.example.org/verify/7KQ2-9FHM-XW3D-P4TA/",
        },
        **changes,
    }


def order_of_many(count: int, **changes) -> dict:
    """An order of so many pairs of different people; a mentor has two mentees."""
    payload = order(count, **changes)
    for number, pair in enumerate(payload["pairs"]):
        pair["mentor"] = {**pair["mentor"], "person": 1 + number // 2}
        pair["mentee"] = {**pair["mentee"], "person": 1001 + number}
    payload["acquaintance"] = [
        *{each["person"]: each for pair in payload["pairs"] for each in (pair["mentor"], pair["mentee"])}.values(),
        {"name": "Белоконь Инна Юрьевна", "post": "заместитель директора", "person": 9999},
    ]
    return payload


SURNAMES = (
    "Лагунов", "Берёзкин", "Орлов", "Соловьёв-Заречный", "Константинопольский", "Ким", "Щербаков", "Преображенский",
)  # fmt: skip
GIVEN = ("Александр Константинович", "Илья Ильич", "Кирилл Андреевич", "Пётр Фёдорович", "Всеволод Вячеславович")
POSTS = ("учитель математики", "учитель русского языка и литературы", "преподаватель-организатор ОБЗР")
FORMS = (
    ("«педагог – педагог»", "«опытный педагог – молодой специалист»"),
    ("«ученик – ученик»", "«успевающий – неуспевающий»"),
    ("«руководитель образовательной организации – педагог»", "«лидер педагогического сообщества – новичок»"),
    ("«работодатель – ученик»", "«работодатель – будущий сотрудник»"),
)
KINDS = (
    ["традиционное («один на один»)"],
    ["ситуационное наставничество", "виртуальное (дистанционное) наставничество"],
    ["наставничество в группе"],
    ["краткосрочное или целеполагающее наставничество", "реверсивное наставничество"],
)


def _somebody(number: int, *, is_pupil: bool) -> dict:
    name = f"{SURNAMES[number % 8]} {GIVEN[(number * 3 + number // 8) % 5]}"
    if not is_pupil:
        return {"name": name, "post": POSTS[number % 3]}
    representative = f"{SURNAMES[(number + 3) % 8]} {GIVEN[(number * 2) % 5]}"
    return {"name": name, "post": f"обучающийся {5 + number % 7} «Б» класса", "representative": representative}


def varied_order(count: int, *, pupils: bool, mixed: bool, **changes) -> dict:
    """Many pairs of people with long names. `pupils`: all are minors, whose representatives sign; `mixed`: four forms,
    four kinds and three periods in every combination."""
    payload = order_of_many(count, **changes)
    for number, pair in enumerate(payload["pairs"]):
        pair["mentor"] = {**_somebody(number // 2, is_pupil=pupils), "person": 1 + number // 2}
        pair["mentee"] = {**_somebody(number + 5, is_pupil=pupils), "person": 1001 + number}
        if mixed:
            pair["form"], pair["role_model"] = FORMS[number * 7 % 4]
            pair["kinds"] = KINDS[(number * 3 + number // 4) % 4]
            pair["ends_on"] = ("2027-05-31", "2026-12-31", "2027-03-31")[number % 3]
    people = {each["person"]: each for pair in payload["pairs"] for each in (pair["mentor"], pair["mentee"])}
    payload["acquaintance"] = [*people.values(), payload["acquaintance"][-1]]
    return payload


def roadmap(preset: str, **changes) -> dict:
    """A payload made of one of the shipped presets."""
    presets = json.loads((Path(settings.BASE_DIR) / "fixtures" / "roadmap_presets.json").read_text(encoding="utf-8"))
    fields = next(row["fields"] for row in presets if row["fields"]["code"] == preset)
    return {
        "issuer": "Управление образования",
        "title": "Дорожная карта (план мероприятий) по реализации целевой модели наставничества",
        "owner": "МБОУ «Заречная СОШ № 2»",
        "starts_on": "2026-09-01",
        "ends_on": "2027-05-31",
        "approvals": [
            {"word": "СОГЛАСОВАНО", "lines": ["Управление образования", "20.08.2026"]},
            {"word": "УТВЕРЖДЕНО", "lines": ["приказом МБОУ «Заречная СОШ № 2»", "от 25.08.2026 № 118"]},
        ],
        "columns": fields["columns"],
        "sections": fields["content"],
        "abbreviations": fields["abbreviations"],
        "verification": {
            "code": "7KQ2-9FHM-XW3D-P4TA",
            "url": "https://nastavnik.example.org/verify/7KQ2-9FHM-XW3D-P4TA/",
        },
        **changes,
    }
