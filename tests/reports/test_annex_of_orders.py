"""The annex of an order: the pairs, what they share, and the signatures of those who have read it."""

import io
import re

import pytest
from pypdf import PdfReader

from reports.documents.orders.annex import annex_context
from reports.documents.orders.annex_signs import signs_of
from reports.documents.orders.payload import signed_in_annex
from reports.rendering import render_paper
from tests.reports import papers
from tests.reports.printed_words import words_of
from tests.reports.test_pairing_order_paper import PAPER, pages_of


def test_long_annex_repeats_its_head_and_names_every_pair():
    payload = papers.order_of_many(40)
    annex_pages = [page for page in pages_of(payload) if "Наставник (ФИО, должность)" in page]
    assert len(annex_pages) > 1
    annex = " ".join(annex_pages)
    for number, pair in enumerate(payload["pairs"], start=1):
        assert f" {number} {pair['mentor']['name']}".replace("-", "- ") in annex.replace("-", "- ").replace("-  ", "- ")


def test_sixty_pairs_and_their_signatures_take_four_sheets():
    """What all of them share stands once above the table."""
    pages = pages_of(papers.order_of_many(60))
    assert len(pages) <= 4
    assert f"на {len(pages) - 1} л. в 1 экз." in pages[0]
    whole = " ".join(pages)
    assert whole.count("«опытный педагог – молодой специалист»") == 1
    assert whole.count("01.09.2026 – 31.05.2027") == 1
    assert "лист ознакомления с приказом" in whole
    assert pages[-1].count("И. Ю. Белоконь") == 1
    assert "в строке 1" in whole


def test_sixty_pairs_of_two_forms_stand_under_two_headings_and_parents_sign_too():
    payload = papers.order_of_many(60)
    for pair in payload["pairs"][30:]:
        pair.update(form="«педагог – ученик»", role_model="«учитель – ученик»")
        pair["mentee"] = {
            **pair["mentee"], "post": "обучающийся 9 «А» класса", "representative": "Скрытная Нина Васильевна",
        }  # fmt: skip
    pages = pages_of(payload)
    assert len(pages) <= 4
    whole = " ".join(pages)
    assert whole.count("Форма: «педагог – ученик»; ролевая модель: «учитель – ученик»") == 1
    assert whole.count("представитель: Н. В. Скрытная") == 30


@pytest.mark.parametrize(
    ("pupils", "mixed", "landscape", "personnel"),
    [(True, True, False, True), (True, False, True, True), (False, True, True, False)],
)
def test_sixty_pairs_take_four_sheets_whoever_they_are_and_however_they_differ(pupils, mixed, landscape, personnel):
    payload = papers.varied_order(60, pupils=pupils, mixed=mixed, annex_landscape=landscape, personnel=personnel)
    pages = pages_of(payload)
    assert len(pages) <= (6 if landscape else 4)
    annex = " ".join(pages[1:])
    for pair in payload["pairs"]:
        for person in (pair["mentor"], pair["mentee"]):
            assert person["name"] in annex.replace("- ", "-"), person
    if pupils:
        assert "Предст. — законный представитель несовершеннолетнего" in annex
    if mixed:
        assert "Форма и ролевая модель: 1 — «педагог – педагог», «опытный педагог – молодой специалист»; 2 —" in annex
        assert "Вид: а — традиционное («один на один»); б —" in annex
        assert "Срок: I — 01.09.2026 – 31.05.2027; II — 01.09.2026 – 31.12.2026; III —" in annex
        assert annex.count("реверсивное наставничество") == 1
        assert "1, а, I " in annex


def test_a_long_list_stands_across_the_sheet_where_the_draft_says_so():
    """The check page said so, and the sheets came out upright."""
    pdf = render_paper(PAPER, papers.order_of_many(60, annex_landscape=True), draft=False)
    first, *annex = [page.mediabox for page in PdfReader(io.BytesIO(pdf)).pages]
    assert first.height > first.width
    assert all(sheet.width > sheet.height for sheet in annex)


def test_signs_stand_for_what_a_row_has_and_many_periods_keep_their_column():
    rows = [
        papers.ordered_pair(number, ends_on=f"2027-0{1 + number % 9}-1{number // 9}", kinds=papers.KINDS[number % 4])
        for number in range(12)
    ]
    rows[1] |= {"role_model": "", "kinds": []}
    signs = signs_of(rows, ["role_model", "kinds", "period"])
    assert signs.columns == ["period"]
    assert signs.of_rows[:3] == ["1, а", "2, б", "1, в"]
    assert "2 — «педагог – педагог», ролевая модель ____________." in signs.legend[0].replace("\u00a0", " ")
    assert signs_of(rows[:9], ["period"]).of_rows == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]


def test_what_differs_from_pair_to_pair_keeps_its_column():
    payload = papers.order(3)
    payload["pairs"][1]["kinds"] = ["ситуационное"]
    annex = pages_of(payload)[1]
    assert "Форма: «педагог – педагог»; ролевая модель: «опытный педагог – молодой специалист»" in annex
    assert "срок: 01.09.2026 – 31.05.2027." in annex
    assert "Вид" in annex
    assert "ситуационное" in annex


@pytest.mark.parametrize("personnel", [False, True])
@pytest.mark.parametrize("pairs", [3, 30])
def test_the_dash_of_a_period_stays_with_its_first_day(pairs, personnel):
    payload = papers.order(pairs, personnel=personnel)
    for number, row in enumerate(payload["pairs"]):
        row.update(ends_on=f"2027-05-{number % 28 + 1:02}", kinds=["традиционное", "ситуационное"][: number % 2 + 1])
    words = words_of(PAPER, payload)
    assert "–" not in words
    assert sum(word.endswith("–") for word in words) >= pairs


def test_a_long_word_is_broken_with_a_hyphen_only():
    payload = papers.order(2, annex_landscape=False)
    payload["pairs"][0]["kinds"] = ["самоорганизующеесявзаимообучающееся"]
    annex = pages_of(payload)[1]
    assert "самоорганизующеесявзаимообучающееся" not in annex
    assert "самоорганизующеесявзаимообучающееся" in re.sub("[‐-] ", "", annex)


def test_the_annex_names_its_organisation_in_the_genitive():
    payload = papers.order(1)
    payload["organisation"]["short_name"] = "Детский сад № 4 «Солнышко»"
    assert "к приказу Детского сада № 4 «Солнышко»" in pages_of(payload)[1]


@pytest.mark.parametrize("pairs", [7, 16, 17, 26, 27, 60])
def test_no_sheet_is_printed_for_a_few_pairs(pairs):
    """Sixteen pairs had two on a sheet of their own."""
    annex = [page for page in pages_of(papers.order_of_many(pairs)) if "Наставник (ФИО, должность)" in page]
    assert len(re.findall(r"(?:^| )\d+ [А-ЯЁ][а-яё-]+ [А-ЯЁ]", annex[-1])) >= 4


def test_an_annex_of_one_pair_speaks_of_one():
    one, several = (" ".join(pages_of(papers.order(pairs))) for pairs in (1, 2))
    assert "Сведения о наставнической паре" in one
    assert "Приложение: сведения о наставнической паре на" in one
    assert "Список наставнических пар" not in one
    assert "Список наставнических пар (групп)" in several
    assert "Приложение: список наставнических пар (групп) и лист ознакомления с приказом на" in several


@pytest.mark.parametrize("landscape", [True, False])
def test_no_word_of_the_annex_is_torn_without_a_hyphen_nor_with_one_where_it_fits(landscape):
    kinds = ["виртуальное (дистанционное) наставничество", "реверсивное наставничество"]
    rows = [papers.ordered_pair(0, kinds=kinds), papers.ordered_pair(1)]
    payload = {**papers.order(2, annex_landscape=landscape), "pairs": rows}
    words = {word.strip("(),;:«».") for row in rows for kind in row["kinds"] for word in kind.split()}
    lines = [line.replace("\u00a0", " ").replace("\u00ad", "") for line in words_of(PAPER, payload)]
    annex = lines[lines.index("Приложение") :]
    pieces = {piece.strip("(),;:«».") for line in annex for piece in line.split()}
    assert words <= pieces


def test_a_word_that_no_line_holds_is_broken_with_a_hyphen_and_begins_a_line():
    rows = [papers.ordered_pair(0, kinds=["это высококвалифицированноенаставничество"]), papers.ordered_pair(1)]
    payload = {**papers.order(2, annex_landscape=False), "pairs": rows}
    lines = [line.replace("\u00ad", "") for line in words_of(PAPER, payload)]
    first = next(number for number, line in enumerate(lines) if line.startswith("высоко"))
    assert lines[first].endswith(("\u2010", "-"))
    assert lines[first - 1] == "это"


def test_a_line_that_fits_is_not_broken():
    lines = words_of(PAPER, papers.order_of_many(60), **signed_in_annex(papers.order_of_many(60)))
    assert "Ким Ли, обучающийся 9 «А» класса" in [line.replace("\u00a0", " ") for line in lines]


@pytest.mark.parametrize(
    ("posts", "heading"),
    [
        (("обучающийся 9 «А» класса", "обучающаяся 10 класса"), "Наставляемый (ФИО, класс)"),
        (("обучающийся 9 класса", "учитель физики"), "Наставляемый (ФИО, должность или класс)"),
        (("студентка", "студент 2 курса"), "Наставляемый (ФИО)"),
        (("", ""), "Наставляемый (ФИО, должность или класс)"),
    ],
)
def test_the_heading_of_a_side_says_what_its_rows_tell(posts, heading):
    payload = papers.order(2)
    for row, post in zip(payload["pairs"], posts, strict=True):
        row["mentee"] = {**row["mentee"], "post": post}
    headings = [column["heading"] for column in annex_context(payload, signed_here=False)["annex_columns"]]
    assert heading in [each.replace("\u00a0", " ") for each in headings]


def test_numbers_of_rows_and_names_of_representatives_are_not_torn():
    """A narrow column broke «12» in two, and «Константинопольский» without a hyphen."""
    payload = papers.varied_order(12, pupils=True, mixed=True)
    words = words_of(PAPER, payload, **signed_in_annex(payload))
    assert "12" in words
    assert "ий" not in words
