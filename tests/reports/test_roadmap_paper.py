import io

import pytest
from pypdf import PdfReader

from mentoring.roadmaps.columns import columns_of_set
from registry.enums import RoadmapShape
from reports.documents.roadmap import RoadmapPaper
from reports.documents.stamps import BLANK_ACT, BLANK_DAY, act_is_to_approve
from reports.rendering import MARGIN, Sheets, render_paper
from russian.abbreviations import used_in
from tests.reports import papers
from tests.reports.printed_words import outside_their_sheet, overprinted

PAPER = RoadmapPaper()


def sheets_of(payload: dict, *, draft: bool = False) -> list[str]:
    reader = PdfReader(io.BytesIO(render_paper(PAPER, payload, draft=draft)))
    return [" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in reader.pages]


def text_of(payload: dict, *, draft: bool = False) -> str:
    return " ".join(sheets_of(payload, draft=draft))


@pytest.mark.requirement("H-RM")
def test_municipal_preset_prints_sixteen_items_in_six_stages():
    payload = papers.roadmap("holm-2023")
    assert [len(section["items"]) for section in payload["sections"]] == [3, 1, 1, 7, 2, 2]
    assert PAPER.gaps(payload) == []
    text = text_of(payload)
    for phrase in (
        "СОГЛАСОВАНО Управление образования",
        "УТВЕРЖДЕНО приказом МБОУ «Заречная СОШ № 2» от 25.08.2026 № 118",
        "с 1 сентября 2026 г. по 31 мая 2027 г.",
        "Наименование этапа",
        "Формирование базы наставников",
        "«Лучшая пара «Наставник+»",
        "ДПО — дополнительное профессиональное образование",
    ):
        assert phrase in text
    assert "Результат" not in text


@pytest.mark.requirement("H-RM")
def test_items_of_a_stage_keep_their_own_terms_and_responsible_people():
    items = papers.roadmap("holm-2023")["sections"][0]["items"]
    assert [item["term"] for item in items] == [
        "Исполнено",
        "В течение реализации целевой модели наставничества (до 2025 года)",
        "Март 2023 года",
    ]
    assert items[2]["responsible"] == "отдел образования администрации района"


@pytest.mark.requirement("H-RM", "K-RM", "S-numbers")
def test_numbers_of_items_are_texts_that_may_skip_and_lack_a_full_stop():
    payload = papers.roadmap("holm-2023")
    stage = payload["sections"][3]
    for item, number in zip(stage["items"], ("1.", "2.", "3.", "3.4", "5.", "8.", "20"), strict=True):
        item["number"] = number
    text = text_of({**payload, "sections": [stage]})
    for printed in ("3.4 Оказание помощи", "8. Организация работы", "20 Привлечение наставнических пар"):
        assert printed in text


@pytest.mark.requirement("K-RM")
def test_school_preset_prints_fifteen_items_in_five_sections():
    payload = papers.roadmap("kez-2022")
    assert [len(section["items"]) for section in payload["sections"]] == [5, 1, 6, 1, 2]
    text = text_of(payload, draft=True)
    for phrase in (
        "ПРОЕКТ",
        "Результат, вид документа",
        "3.3. Закрепление пар (групп) приказом руководителя",
        "Удостоверения о прохождении КПК",
        "КПК — курсы повышения квалификации",
    ):
        assert phrase in text


def test_gaps_are_asked_only_of_printed_columns():
    payload = papers.roadmap("kez-2022", approvals=[])
    item = payload["sections"][0]["items"][0]
    item.update(term="", result="")
    assert [gap.message for gap in PAPER.gaps(payload)] == [
        "Нет грифа утверждения: карта не утверждена актом и не согласована.",
        "Пункт 1.1: не указано — срок.",
        "Пункт 1.1: не указано — результат.",
    ]
    payload["columns"] = [column for column in payload["columns"] if column["code"] != "result"]
    assert [gap.field for gap in PAPER.gaps(payload)] == ["approvals", "items.term", "items.result"]


@pytest.mark.requirement("K-RM")
def test_what_the_columns_of_another_document_leave_out_is_told_before_printing():
    """The fifteen results of Кез were not printed under the columns of Холм, and nobody was told."""
    payload = papers.roadmap("kez-2022", columns=columns_of_set(RoadmapShape.HOLM))
    (unprinted,) = PAPER.gaps(payload)
    assert (unprinted.field, unprinted.doubtful, unprinted.blocks) == ("items.result", True, False)
    assert unprinted.message.startswith("Не напечатаются результаты 15\u00a0пунктов: такого столбца у карты нет.")


def test_empty_roadmap_cannot_be_issued():
    payload = papers.roadmap("kez-2022", sections=[{"number": "1.", "title": "Раздел", "items": []}])
    gaps = PAPER.gaps(payload)
    assert [gap.message for gap in gaps if gap.blocks] == ["В дорожной карте нет ни одного пункта."]
    assert "Раздел «Раздел» пуст." in [gap.message for gap in gaps]


def test_roadmap_without_a_period_prints_and_names_its_file():
    payload = papers.roadmap("kez-2022", starts_on="", ends_on="")
    assert " по 31 мая" not in text_of(payload)
    assert PAPER.file_name(payload) == "Дорожная карта МБОУ Заречная СОШ № 2.pdf"
    assert PAPER.file_name(papers.roadmap("kez-2022")) == "Дорожная карта МБОУ Заречная СОШ № 2 2026–2027.pdf"


def test_abbreviations_are_whole_words():
    assert [row["short"] for row in used_in(["КПК и ОО", "МОСТ"])] == ["КПК", "ОО"]
    own = {"ГБУ ДПО РО РИПК и ППРО": "институт", "ОО": "общеобразовательная организация"}
    assert [row["short"] for row in used_in(["ГБУ ДПО РО РИПК и ППРО"], own)] == ["ГБУ ДПО РО РИПК и ППРО"]
    assert used_in(["в ОО"], own) == [{"short": "ОО", "full": "общеобразовательная организация"}]


def test_a_stage_that_goes_over_to_another_sheet_is_named_there_again():
    payload = papers.roadmap("holm-2023")
    long = payload["sections"][3]
    long["items"] = [{**long["items"][0], "number": f"{number}."} for number in range(1, 31)]
    long["title"] = "Работа пар"
    sheets = [sheet for sheet in sheets_of(payload) if long["title"] in sheet]
    assert len(sheets) > 2
    assert "4. Работа пар" in sheets[0]
    assert all("4. Работа пар (продолжение)" in sheet for sheet in sheets[1:])


def test_a_nearly_empty_last_sheet_is_saved():
    """Fifteen items and one abbreviation went over to a third sheet with a single row."""
    assert len(sheets_of(papers.roadmap("kez-2022"))) == 2


def test_a_stamp_leaves_a_line_and_a_day_for_the_hand():
    head = {"word": "УТВЕРЖДАЮ", "lines": ["Директор"], "signature": "Г. Р. Стародубцев", "dated": BLANK_DAY}
    payload = papers.roadmap("kez-2022", approvals=[{**head, "by_hand": True}])
    assert "УТВЕРЖДАЮ Директор Г. Р. Стародубцев «____» ______________ 20___ г." in text_of(payload)
    assert [gap.message for gap in PAPER.gaps(payload)] == ["Гриф «УТВЕРЖДАЮ»: руководитель её ещё не утвердил."]


def test_every_blank_stamp_is_told_and_a_term_outside_the_period_is_no_blank():
    """An agreed roadmap without an act was issued with «УТВЕРЖДЁН» blank and not a word."""
    agreed = {"word": "СОГЛАСОВАНО", "lines": ["Отдел образования"], "signature": "Г. Д. Северьянова", "dated": "1"}
    blank = {"word": "УТВЕРЖДЁН", "lines": [*BLANK_ACT], "by_hand": True}
    payload = papers.roadmap("kez-2022", approvals=[agreed, blank])
    payload["sections"][0]["items"][0]["outside"] = True
    assert [(gap.message, gap.doubtful) for gap in PAPER.gaps(payload)] == [
        ("Гриф «УТВЕРЖДЁН»: акт не указан. Его укажет на странице карты муниципальный координатор.", False),
        ("Пункт 1.1: срок не входит в период карты.", True),
    ]


LONG = "А.\u00a0М.\u00a0Константинопольская-Преображенская-Заречная"


def test_four_stamps_stand_in_three_columns_and_no_name_leaves_its_column():
    minutes = [
        {"word": "ПРИНЯТО", "lines": [f"{body} советом МБОУ «Заречная СОШ № 2»"]} for body in ("одним", "другим")
    ]
    agreed = {"word": "СОГЛАСОВАНО", "lines": ["Отдел образования"], "signature": LONG, "dated": "25.08.2026"}
    approved = {"word": "УТВЕРЖДЕНА", "lines": ["приказом", f"Директор {LONG}"]}
    payload = papers.roadmap("kez-2022", approvals=[*minutes, agreed, approved])
    columns = PAPER.context(payload)["stamp_columns"]
    assert [[stamp["word"] for stamp in column] for column in columns] == [
        ["ПРИНЯТО", "ПРИНЯТО"], ["СОГЛАСОВАНО"], ["УТВЕРЖДЕНА"],
    ]  # fmt: skip
    assert outside_their_sheet(PAPER, payload) == []
    assert overprinted(PAPER, payload) == []


@pytest.mark.parametrize(("agreed_on", "told"), [("30.11.2026", True), ("20.11.2026", False), ("19.11.2026", False)])
def test_an_approval_before_the_agreement_is_told(agreed_on, told):
    agreed = {"word": "СОГЛАСОВАНО", "lines": ["Отдел образования"], "signature": "", "dated": agreed_on}
    approved = {"word": "УТВЕРЖДАЮ", "lines": ["Директор"], "signature": "", "dated": "20.11.2026"}
    gaps = PAPER.gaps(papers.roadmap("kez-2022", approvals=[agreed, approved]))
    messages = [gap.message for gap in gaps if gap.doubtful]
    assert [("сначала согласуют, потом утверждают" in message) for message in messages] == [True] * told


def test_an_owner_whom_the_title_names_is_not_named_again():
    payload = papers.roadmap("kez-2022")
    assert text_of(payload).count(payload["owner"]) == 1 + sum(
        payload["owner"] in line.replace("\u00a0", " ") for stamp in payload["approvals"] for line in stamp["lines"]
    )
    titled = {**payload, "title": f"Дорожная карта, {payload['owner']}"}
    assert text_of(titled).count(payload["owner"]) == text_of(payload).count(payload["owner"])
    assert PAPER.document_title(titled).count(payload["owner"]) == 1


@pytest.mark.parametrize("sample", ["holm-2023", "kez-2022", "salsk-2021", "ustyuzhna-2020"])
def test_no_sheet_before_the_last_is_left_more_than_a_quarter_empty(monkeypatch, sample):
    """The rows that go over to the last sheet, so that nothing stands there alone, are no more than that."""
    printed = []
    monkeypatch.setattr(Sheets, "pdf", lambda sheets: printed.append(sheets) or b"")
    render_paper(PAPER, papers.roadmap(sample, approvals=[act_is_to_approve("Дорожная карта")]), draft=True)
    *sheets, _last = printed[0].document.pages
    assert sheets
    for sheet in sheets:
        texts = [box for box in sheet._page_box.descendants() if type(box).__name__ == "TextBox"]
        lowest = max(box.position_y + box.height for box in texts if box.text.strip() not in ("", "ПРОЕКТ"))
        assert sheet.height - MARGIN - lowest <= 0.27 * (sheet.height - 2 * MARGIN)
