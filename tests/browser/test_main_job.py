"""The main job as people do it: a curator enters a pair and brings it to its order and its stages."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry.enums import ConsentKind, Role
from registry.models import Form, Mentee
from reports.models import IssuedDocument
from tests.factories import (
    PASSWORD,
    ConsentFactory,
    CuratorFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PairFactory,
    PersonFactory,
    PolicyFactory,
    member,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def school():
    school = OrganisationFactory(short_name="МБОУ «Заречная СОШ № 2»")
    PolicyFactory(municipality=school.municipality)
    CuratorFactory(organisation=school, person=PersonFactory(organisation=school, last_name="Лагунова"))
    return school


@pytest.fixture
def mentor(school):
    return MentorFactory(
        person=PersonFactory(organisation=school, last_name="Петрова", first_name="Мария", middle_name="Сергеевна")
    )


def test_from_the_mentee_to_the_second_stage(page: Page, school, mentor, axe):
    sign_in_by_form(page, member(Role.CURATOR, organisation=school))
    axe(page)
    make_the_pair_in_two_screens(page, axe)
    record_consents_of_both(page, axe)
    text = issue_the_order_and_read_it(page, axe)
    for phrase in ("№ 135/1", "ПРИКАЗЫВАЮ", "Петрова Мария Сергеевна", "Ёлкин Пётр Ильич", "педагог – педагог"):
        assert phrase in text, phrase
    fulfil_the_first_stage(page, axe)

    page.get_by_role("button", name="Перейти к этапу «Реализационный»").click()

    expect(page.get_by_role("heading", name="Этап 2. Проектировочный")).to_be_visible()
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("Самоанализ наставляемого")
    expect(refusal).to_contain_text("целеполаган")
    assert Pair.objects.get().stage.number == 2


def test_a_fourth_mentee_is_refused_with_the_three_named(page: Page, school, mentor, sign_in, axe):
    for name in ("Иванов", "Ким", "Захаров"):
        PairFactory(
            organisation=school,
            mentor=mentor,
            mentee=MenteeFactory(person=PersonFactory(organisation=school, last_name=name, first_name="Ян")),
            status=PairStatus.AGREED,
            form=Form.objects.get(code="teacher-teacher"),
        )
    fourth = MenteeFactory(person=PersonFactory(organisation=school, last_name="Рожков", first_name="Денис"))
    sign_in(page, member(Role.CURATOR, organisation=school))

    page.goto(f"/pairs/new/{fourth.pk}/")
    expect(page.get_by_text("мест нет")).to_be_visible()
    page.get_by_text("Петрова Мария Сергеевна").click()
    page.get_by_role("combobox", name="Форма", exact=True).select_option(label="педагог – педагог")
    page.get_by_role("button", name="Сохранить пару").click()

    summary = page.locator("#error-summary")
    expect(summary).to_contain_text("Одновременно не больше трёх")
    for name in ("Иванов", "Ким", "Захаров"):
        expect(summary).to_contain_text(name)
    expect(summary).to_contain_text("Свободное место — с")
    expect(page.get_by_role("combobox", name="Форма", exact=True)).to_have_value(
        str(Form.objects.get(code="teacher-teacher").pk)
    )
    axe(page)
    assert not Pair.objects.filter(mentee=fourth).exists()


def test_without_a_script_the_pair_is_made_all_the_same(page_without_script: Page, school, mentor, sign_in):
    page = page_without_script
    mentee = MenteeFactory(person=PersonFactory(organisation=school, last_name="Рожков", first_name="Денис"))
    for person in (mentor.person, mentee.person):
        for kind in (ConsentKind.PARTICIPATION, ConsentKind.PERSONAL_DATA):
            ConsentFactory(person=person, kind=kind)
    sign_in(page, member(Role.CURATOR, organisation=school))

    page.goto("/pairs/new/?who=рожков")
    page.get_by_role("link", name=re.compile(r"Выбрать\s*: Рожков Денис")).click()
    page.get_by_text("Петрова Мария Сергеевна").click()
    page.get_by_role("combobox", name="Форма", exact=True).select_option(label="педагог – педагог")
    page.get_by_role("button", name="Сохранить пару").click()

    expect(page.get_by_role("status")).to_contain_text("согласована")
    assert Pair.objects.get().status == PairStatus.AGREED


def test_the_coordinator_sees_the_pair_on_the_dashboard(page: Page, school, mentor, sign_in, axe):
    PairFactory(organisation=school, mentor=mentor, status=PairStatus.ACTIVE)
    sign_in(page, member(Role.COORDINATOR, municipality=school.municipality))

    page.goto("/monitoring/")
    axe(page)
    row = page.get_by_role("row", name=re.compile("Заречная СОШ № 2"))
    expect(row.get_by_role("cell").nth(3)).to_have_text("1")
    row.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Заречная СОШ № 2")
    axe(page)


def sign_in_by_form(page: Page, user) -> None:
    page.goto("/")
    page.get_by_label("Электронная почта").fill(user.email)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_role("heading", name="Что нужно сделать")).to_be_visible()


def fill_mentee(page: Page) -> None:
    page.get_by_role("textbox", name="Фамилия", exact=True).fill("Ёлкин")
    page.get_by_role("textbox", name="Имя", exact=True).fill("Пётр")
    page.get_by_label("Отчество").fill("Ильич")
    page.get_by_label("Кто это").select_option(label="педагог")
    page.get_by_role("textbox", name="Должность").fill("учитель физики")
    assert not Mentee.objects.filter(person__last_name="Ёлкин").exists()


def make_the_pair_in_two_screens(page: Page, axe) -> None:
    page.get_by_role("link", name="Новая пара").first.click()
    axe(page)
    fill_mentee(page)
    page.get_by_role("button", name="Добавить и выбрать наставника").click()
    expect(page.get_by_text("Шаг 2 из 2")).to_be_visible()
    axe(page)
    page.get_by_text("Петрова Мария Сергеевна").click()
    page.get_by_role("combobox", name="Форма", exact=True).select_option(label="педагог – педагог")
    page.get_by_role("button", name="Сохранить пару").click()
    expect(page.get_by_role("status").or_(page.get_by_role("alert"))).to_contain_text("не хватает согласий")
    axe(page)


def record_consents_of_both(page: Page, axe) -> None:
    """Each person's papers at once, then the pair is agreed."""
    for _ in range(2):
        page.get_by_role("link", name=re.compile(r"^Внести\s*:")).first.click()
        axe(page)
        for paper in ("Участие в наставничестве", "Обработка персональных данных"):
            page.get_by_role("checkbox", name=paper).check()
        page.get_by_role("button", name=re.compile("Сохранить|Внести")).click()
    page.get_by_role("button", name="Согласовать пару").click()


def issue_the_order_and_read_it(page: Page, axe) -> str:
    """Text of the downloaded PDF, which is the very one that was frozen. The register knows no act it could rest on."""
    page.get_by_role("link", name="Издать приказ").click()
    axe(page)
    page.get_by_label("Номер").fill("135/1")
    page.get_by_label("В соответствии с чем").fill("Положением о наставничестве")
    page.get_by_role("button", name="Дальше: проверить").click()
    expect(page.get_by_role("heading", name="Проверьте перед изданием")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Издать").click()
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать PDF").click()
    pdf = Path(download.value.path()).read_bytes()
    assert bytes(IssuedDocument.objects.get().pdf) == pdf
    text = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages)
    return " ".join(text.replace("\u00a0", " ").split())


def fulfil_the_first_stage(page: Page, axe) -> None:
    page.goto(f"/pairs/{Pair.objects.get().pk}/")
    expect(page.get_by_role("heading", name="Этап 1. Подготовительный")).to_be_visible()
    axe(page)
    required = page.locator("#stage .task b")
    while left := required.count():
        title = required.first.inner_text()
        page.get_by_role("button", name=re.compile(rf"Отметить: {re.escape(title)}$")).click()
        expect(required).to_have_count(left - 1)
    page.get_by_role("button", name="Перейти к этапу «Проектировочный»").click()
    expect(page.get_by_role("heading", name="Этап 2. Проектировочный")).to_be_visible()
