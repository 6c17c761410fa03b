import io
import json
from datetime import date
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from registry.enums import PRINTED_ACTS, ActKind, ConsentRule
from registry.models import Policy
from registry.models.word_rules import PROGRAMME_TERM
from registry.papers.act_cases import cases_of
from reports.documents.orders.order_texts import OrderWords, control_point, usual_points, usual_preamble
from reports.documents.orders.pair_rows import DeclinablePerson
from reports.documents.orders.pairing_order import PairingOrder
from reports.paper import PAPERS
from reports.rendering import render_paper
from russian.sex import Sex
from tests.reports import papers
from tests.reports.printed_words import outside_their_sheet, overprinted

PAPER = PairingOrder()
ORDER = cases_of(ActKind.ORDER)
MM = 72 / 25.4


def pages_of(payload: dict, *, draft: bool = False) -> list[str]:
    reader = PdfReader(io.BytesIO(render_paper(PAPER, payload, draft=draft)))
    return [" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in reader.pages]


def test_order_prints_every_requisite():
    first, annex = pages_of(papers.order(1))
    for phrase in (
        "Управление образования администрации Заречного муниципального района",
        "Муниципальное бюджетное общеобразовательное учреждение",
        "(МБОУ «Заречная СОШ № 2»)",
        "1 сентября 2026 г.",
        "№ 135/1",
        "п. Заречный",
        "О закреплении наставнических пар (групп)",
        "утверждённым приказом от 25.08.2026 № 118",
        "ПРИКАЗЫВАЮ:",
        "1. Закрепить наставническую пару на период с 1 сентября 2026 г. по 31 мая 2027 г.",
        "2.1. Разработать персонализированную программу",
        "3. Наставляемому представить итоговый отчёт в течение 10 дней по завершении программы, оценив в нём работу",
        "4. Куратору Белоконь И. Ю., заместителю директора по воспитательной работе:",
        "5. Контроль за исполнением настоящего приказа оставляю за собой.",
        "Приложение: сведения о наставнической паре на 1 л. в 1 экз.",
        "Директор",
        "У. О. Дубровина",
        "С приказом ознакомлены:",
        "П. Ф. Ёлкин",
        "https://nastavnik.example.org/verify/7KQ2-9FHM-XW3D-P4TA/",
    ):
        assert phrase in first
    assert "к приказу МБОУ «Заречная СОШ № 2» от 01.09.2026 № 135/1" in annex
    assert "Лагунова Ольга Викторовна, учитель математики" in annex
    assert "Ёлкин Пётр Фёдорович, учитель математики" in annex
    assert "01.09.2026 – 31.05.2027" in annex


@pytest.mark.requirement("A16-25")
@pytest.mark.parametrize(
    ("act_kind", "title", "decree", "cases"),
    [
        ("directive", "РАСПОРЯЖЕНИЕ", "ОБЯЗЫВАЮ:", ("распоряжению", "распоряжением", "распоряжения")),
        ("resolution", "ПОСТАНОВЛЕНИЕ", "ПОСТАНОВЛЯЕТ:", ("постановлению", "постановлением", "постановления")),
    ],
)
def test_paper_calls_itself_what_it_is_from_the_title_to_the_last_sheet(act_kind, title, decree, cases):
    payload = papers.order(25, act_kind=act_kind, preamble="На основании решения, в целях поддержки")
    whole = " ".join(pages_of(payload))
    dative, instrumental, genitive = cases
    for phrase in (
        title,
        decree,
        f"согласно приложению к настоящему {dative}",
        f"Ознакомить с настоящим {instrumental} наставников",
        f"Контроль за исполнением настоящего {genitive}",
        f"к {dative} МБОУ «Заречная СОШ № 2» от 01.09.2026 № 135/1",
        f"лист ознакомления с {instrumental}",
    ):
        assert phrase in whole
    assert "приказ" not in whole.lower()
    few = papers.order(1, act_kind=act_kind, preamble="", number="")
    assert f"С {instrumental} ознакомлены:" in pages_of(few)[0]
    assert [gap.message for gap in PAPER.gaps(few)] == [
        f"Не указан номер {genitive}.",
        f"Нет основания {genitive}. Заполните «В соответствии с чем».",
    ]
    assert PAPER.file_name(payload).startswith(f"{title.capitalize()} № 135-1 от")


def test_every_kind_a_policy_may_choose_has_its_words():
    assert [cases_of(kind).nominative for kind in PRINTED_ACTS] == [kind.label for kind in PRINTED_ACTS]


def test_the_representative_of_a_pupil_signs_under_a_short_order_or_in_its_annex_when_that_saves_a_sheet():
    payload = papers.order(1)
    pupil = {"name": "Ким Ли", "post": "обучающийся 9 «А» класса", "representative": "Ким Анна Львовна"}
    payload["pairs"][0]["mentee"] = pupil
    payload["acquaintance"] = [payload["pairs"][0]["mentor"], pupil]
    order_sheet, annex = pages_of(payload)
    _, mark, below = order_sheet.partition("Приложение: сведения")
    assert mark
    assert " о наставнической паре и лист ознакомления с приказом на 1 л." in below
    assert "С приказом ознакомлен" not in below
    assert "Сведения о наставнической паре и лист ознакомления с приказом" in annex
    assert "Ким Ли, обучающийся 9 «А» класса представитель: А. Л. Ким" in annex
    payload["acquaintance"] = [pupil]
    assert "А. Л. Ким, законный представитель" in pages_of(payload)[0]
    points = points_of(payload["pairs"][0])
    assert (
        "Ознакомить с настоящим приказом наставников, наставляемых и законного представителя несовершеннолетнего под "
        "подпись"
    ) in points[2]["subpoints"] + points[3]["subpoints"]


def words_of(rows: list[dict]) -> OrderWords:
    """Under rules with the usual words."""
    return OrderWords.of(rows, SimpleNamespace(words_for=lambda side: getattr(papers.WORDS, side)))


@pytest.mark.requirement("U-2-def4")
def test_the_words_of_a_form_stand_everywhere_and_in_their_cases():
    terms = {
        "mentor": "тренер", "mentor_genitive": "тренера", "mentor_dative": "тренеру",
        "mentor_instrumental": "тренером", "mentor_plural_genitive": "тренеров", "mentor_plural_dative": "тренерам",
        "mentee": "ученица", "mentee_genitive": "ученицы", "mentee_dative": "ученице",
        "mentee_instrumental": "ученицей", "mentee_plural_genitive": "учениц", "mentee_plural_dative": "ученицам",
    }  # fmt: skip
    rows = [papers.ordered_pair(number, terms=terms) for number in range(2)]
    preamble = usual_preamble(grounds="", purpose="", consents=list(ConsentRule), words=words_of(rows))
    assert preamble == "С письменного согласия тренеров и учениц"
    rules = {"mentee_report": True, "programme_term": "план"}
    points = points_of(*rows, rules=rules, words=words_of(rows))
    paper = " ".join(text for point in points for text in (point["text"], *point["subpoints"]))
    for printed in (
        "Тренерам:", "для каждой ученицы план и представить его", "Ученицам представить итоговый отчёт",
        "оценив в нём работу тренера",
        "Ознакомить с настоящим приказом тренеров и учениц под подпись",
    ):  # fmt: skip
        assert printed in paper, (printed, paper)
    assert "наставник" not in paper.lower()
    one = points_of(rows[0], rules={"mentee_report": True}, words=words_of(rows[:1]))
    assert (one[1]["text"], one[2]["text"][:8]) == ("Тренеру:", "Ученице ")
    mixed = [rows[0], papers.ordered_pair(1)]
    assert points_of(*mixed, words=words_of(mixed))[1]["text"] == "Наставникам:"


def test_very_long_names_stand_beside_their_lines_and_over_nothing():
    somebody = {"name": "Константинопольская-Преображенская-Заречная Александра-Мария Львовна", "post": "директор"}
    payload = papers.order(2, signatory=somebody, acquaintance=[somebody, *papers.order(1)["acquaintance"][:1]])
    for margin in ({}, {"signature_mark": ["Документ подписан электронной подписью", f"Сертификат {'0A' * 20}"]}):
        assert outside_their_sheet(PAPER, payload, **margin) == []
        assert overprinted(PAPER, payload, **margin) == []


def test_an_order_without_grounds_is_refused_and_leaves_a_long_blank():
    payload = papers.order(1, preamble="С письменного согласия наставников")
    [gap] = PAPER.gaps(payload)
    assert (gap.field, gap.blocks) == ("grounds", True)
    assert "В соответствии с на основании чего издан приказ , с письменного согласия" in pages_of(payload)[0]


def test_pages_are_numbered_from_the_second():
    reader = PdfReader(io.BytesIO(render_paper(PAPER, papers.order_of_many(50), draft=False)))
    alone = [{line.strip() for line in page.extract_text().splitlines()} for page in reader.pages]
    assert "1" not in alone[0]
    assert len(alone) > 3
    assert all(str(number) in lines for number, lines in enumerate(alone[1:], start=2))


def test_annex_lies_on_its_side_only_when_asked():
    wide = (
        PdfReader(io.BytesIO(render_paper(PAPER, papers.order(1, annex_landscape=True), draft=False))).pages[1].mediabox
    )
    tall = PdfReader(io.BytesIO(render_paper(PAPER, papers.order(1), draft=False))).pages[1].mediabox
    assert wide.width > wide.height
    assert tall.height > tall.width


@pytest.mark.parametrize(("personnel", "margin"), [(False, 20), (True, 30)])
def test_left_margin_is_wider_in_orders_on_personnel(personnel, margin):
    reader = PdfReader(io.BytesIO(render_paper(PAPER, papers.order(1, personnel=personnel), draft=False)))
    lefts: list[float] = []

    def note(text, _cm, tm, _font, _size):
        if text.strip().startswith("Директор"):
            lefts.append(tm[4] / MM)

    reader.pages[0].extract_text(visitor_text=note)
    # WeasyPrint draws in CSS pixels: 96 to the inch
    assert [round(left * 0.75) for left in lefts] == [margin]


def test_draft_says_so_and_carries_no_verification():
    pages = pages_of(papers.order(1), draft=True)
    assert all("ПРОЕКТ" in page for page in pages)
    assert "7KQ2" not in pages[0]


def test_complete_order_has_no_gaps():
    assert PAPER.gaps(papers.order(3)) == []


def test_what_is_missing_is_listed_and_printed_as_a_blank():
    payload = papers.order(2, number="", dated="", signatory={"name": "", "post": ""})
    payload["pairs"][0]["mentor"] = {"name": "Кузнец Илья", "post": ""}
    payload["pairs"][1].update(role_model="", kinds=[], ends_on="")
    gaps = {gap.field: gap for gap in PAPER.gaps(payload)}
    assert set(gaps) == {
        "number",
        "dated",
        "signatory.name",
        "signatory.post",
        "pairs.0.mentor.post",
        "pairs.1.role_model",
        "pairs.1.kinds",
        "pairs.1.period",
    }
    assert gaps["number"].blocks
    assert not gaps["pairs.0.mentor.post"].blocks
    assert gaps["pairs.0.mentor.post"].message == "Строка 1, Кузнец Илья: не указана должность наставника."
    text = " ".join(pages_of(payload, draft=True))
    for marker in ("номер", "дата", "инициалы, фамилия", "модель", "окончание"):
        assert marker in text


def test_form_without_role_models_needs_none():
    payload = papers.order(1)
    payload["pairs"][0].update(role_model="", needs_role_model=False)
    assert PAPER.gaps(payload) == []


def test_order_without_pairs_cannot_be_issued():
    assert [gap.field for gap in PAPER.gaps(papers.order(0)) if gap.blocks] == ["pairs"]


def test_text_of_a_payload_is_never_markup():
    payload = papers.order(1)
    payload["pairs"][0]["mentor"]["name"] = "<b>Кузнец</b>"
    assert "<b>Кузнец</b>" in pages_of(payload)[1]


def test_file_name_has_no_forbidden_signs():
    assert PAPER.file_name(papers.order(1)) == "Приказ № 135-1 от 01.09.2026 о закреплении наставнических пар.pdf"
    assert PAPER.file_name(papers.order(1, number="", dated="")) == "Приказ о закреплении наставнических пар.pdf"


NOTHING_ELSE = {"report_period": "", "mentee_report": False}


def points_of(*rows: dict, rules: dict | None = None, **changes) -> list[dict]:
    """The usual points with plain spaces."""
    points = usual_points(
        **{
            "act": ORDER,
            "pairs": list(rows),
            "curator": None,
            "programmes_by": None,
            "rules": Policy(**NOTHING_ELSE | (rules or {})),
            "words": papers.WORDS,
            "paid": {},
            "control": None,
            **changes,
        }
    )
    return json.loads(json.dumps(points, ensure_ascii=False).replace("\u00a0", " "))


def test_points_follow_the_pairs_and_the_policy():
    points = points_of(
        papers.ordered_pair(0),
        papers.ordered_pair(1, ends_on="2027-01-31"),
        curator=DeclinablePerson("Кузнец Илья Ильич", "Учитель физики"),
        rules={"final_report_days": 1},
        control=DeclinablePerson("Черных Марина Петровна", "заместитель директора"),
    )
    assert [point["text"] for point in points] == [
        "Закрепить наставнические пары (группы) согласно приложению к настоящему приказу на сроки, указанные в нём",
        "Наставникам:",
        "Куратору Кузнецу И. И., учителю физики:",
        "Контроль за исполнением настоящего приказа возложить на Черных М. П., заместителя директора",
    ]
    assert points[1]["subpoints"] == [
        "Разработать персонализированные программы наставничества и представить их на утверждение",
        "Представить итоговый отчёт в течение 1 дня по завершении программы",
    ]


def test_mentees_owe_a_final_report_only_where_the_policy_says_so():
    rows = papers.ordered_pair(0), papers.ordered_pair(1)

    def of_mentees(*rows, **changes) -> list[str]:
        return [point["text"] for point in points_of(*rows, **changes) if point["text"].startswith("Наставляем")]

    assert of_mentees(*rows, rules={"mentee_report": False}) == []
    assert of_mentees(*rows, rules={"mentee_report": True, "final_report_days": 14}) == [
        "Наставляемым представить итоговый отчёт в течение 14 дней по завершении программы, "
        "оценив в нём работу наставника"
    ]
    assert of_mentees(rows[0], rules={"mentee_report": True, "programme_term": "план"}) == [
        "Наставляемому представить итоговый отчёт в течение 10 дней по завершении наставничества, "
        "оценив в нём работу наставника"
    ]


def test_without_a_term_of_the_municipality_mentors_owe_no_final_report_and_mentees_theirs_by_no_day():
    rows = papers.ordered_pair(0), papers.ordered_pair(1)
    points = points_of(*rows, rules={"mentee_report": True, "final_report_days": 0})
    assert points[1]["subpoints"] == [
        "Разработать персонализированные программы наставничества и представить их на утверждение",
    ]
    assert points[2]["text"] == (
        "Наставляемым представить итоговый отчёт по завершении программы, оценив в нём работу наставника"
    )


def test_a_programme_of_another_name_is_declined_in_the_order():
    term = "индивидуальный план развития"
    rows = papers.ordered_pair(0), papers.ordered_pair(1)
    assert points_of(rows[0], programmes_by=date(2026, 9, 15), rules={"programme_term": term})[1]["subpoints"] == [
        "Разработать индивидуальный план развития и представить его на утверждение до 15 сентября 2026 г.",
        "Представить итоговый отчёт в течение 10 дней по завершении наставничества",
    ]
    assert points_of(*rows, rules={"programme_term": term})[1]["subpoints"][0] == (
        "Разработать для каждого наставляемого индивидуальный план развития и представить его на утверждение"
    )
    route = points_of(rows[0], rules={"programme_term": "траектория развития"})[1]["subpoints"][0]
    assert route == "Разработать траекторию развития и представить её на утверждение"
    assert points_of(*rows, rules={"programme_term": PROGRAMME_TERM.capitalize()}) == points_of(*rows)


def test_annex_is_headed_by_the_municipalitys_word_for_a_mentee():
    assert "Наставляемый (ФИО, должность)" in pages_of(papers.order(1))[1]
    own = "лицо, в отношении которого осуществляется наставничество"
    annex = pages_of(papers.order(1, mentee_term=own))[1].replace("- ", "")
    assert "Лицо, в отношении которого осуществляется наставничество (ФИО, должность)" in annex


def test_a_school_year_is_named_where_pairs_keep_within_it():
    rules = {"term_kind": "school_year"}
    [same, *_] = points_of(papers.ordered_pair(0), rules=rules)
    assert "на 2026/2027 учебный год, с 1 сентября 2026 г. по 31 мая 2027 г., согласно приложению" in same["text"]
    [other, *_] = points_of(papers.ordered_pair(0), papers.ordered_pair(1, ends_on="2027-01-31"), rules=rules)
    assert (
        "на 2026/2027 учебный год согласно приложению к настоящему приказу, на сроки, указанные в нём" in other["text"]
    )


@pytest.mark.requirement("A16-15")
def test_reports_are_asked_by_the_period_and_the_readers_of_the_rules():
    rules = {"report_period": "half_year", "report_readers": ["head"], "final_report_working": True}
    tasks = points_of(papers.ordered_pair(0), rules=rules)[1]["subpoints"]
    assert tasks[1:] == [
        "Представлять руководителю отчёт не реже одного раза в полугодие",
        "Представить итоговый отчёт в течение 10 рабочих дней по завершении программы",
    ]


def test_period_of_pairs_that_share_it_stands_in_the_first_point():
    points = points_of(papers.ordered_pair(0), papers.ordered_pair(1))
    assert "на период с 1 сентября 2026 г. по 31 мая 2027 г." in points[0]["text"]
    assert points[2]["text"] == "Куратору наставничества:"


def test_control_uses_the_known_sex_of_a_name_without_patronymic():
    someone = DeclinablePerson("Шмидт Карл", "", Sex.MALE)
    assert control_point(ORDER, someone).endswith("возложить на Шмидта\u00a0К.")


def test_papers_are_found_by_their_code():
    assert isinstance(PAPERS["pairing_order"], PairingOrder)
    assert {code: paper.code for code, paper in PAPERS.items()} == {code: code for code in PAPERS}
