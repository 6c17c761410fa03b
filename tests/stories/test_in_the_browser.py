"""All five documents as people click them today: the admin adopts the sample, the head appoints the curator, who fills
the banks and records the consents; whoever the document names proposes the pair; the first order is issued by the
portal or entered from paper."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry import clock
from registry.enums import ActKind, OrganisationKind, Role
from registry.models import Act, Curator
from tests.browser.test_main_job import issue_the_order_and_read_it, record_consents_of_both
from tests.factories import ActFactory, MunicipalityFactory, OrganisationFactory, member
from tests.scan_files import PDF

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, Any], None]


@dataclass(frozen=True)
class Source:
    """What differs between the documents on the way to the first order."""

    preset: str
    basis: str
    requirements: tuple[str, ...]
    #: words of the adopted policy
    rules: tuple[str, ...]
    #: words of the order, none where it stands on paper
    order: tuple[str, ...]
    kind: OrganisationKind = OrganisationKind.SCHOOL
    form: str = "педагог – педагог"
    post_of_curator: str = "заместитель директора"
    post: str = "учитель биологии"
    proposes: Role = Role.CURATOR


SOURCES = {
    "ustyuzhna": Source(
        "Устюжна-2020",
        "приказ от 27.10.2020 № 135/1",
        ("U-3.5", "U-4.1-1", "U-RM-1.4"),
        ("индивидуальный план прохождения наставничества", "учитель – учитель"),
        (
            "В соответствии с Положением о наставничестве, с письменного согласия наставника и наставляемого",
            "индивидуальный план прохождения наставничества и представить",
            "Представлять куратору и руководителю отчёт не реже одного раза в месяц",
            "итоговый отчёт в течение 10 дней по завершении наставничества",
            "Наставляемый — лицо, в отношении которого осуществляется наставничество (ФИО, должность или класс)",
            "Куратору Лагуновой О. В., заместителю директора",
            "Рожкова Вера Ильинична",
            "«учитель – учитель»",
        ),
        form="учитель – учитель",
        proposes=Role.HEAD,
    ),
    "holm": Source(
        "Холм-2023",
        "постановление от 23.01.2023 № 29",
        ("H-6.4-4",),
        ("персонализированная программа наставничества", "руководитель образовательной организации – педагог"),
        (
            "персонализированную программу наставничества и представить её на утверждение",
            "Куратору Лагуновой О. В., учителю физики",
            "«педагог – педагог»",
        ),
        post_of_curator="учитель физики",
    ),
    "kez": Source(
        "Кез-2022",
        "приказ от 29.08.2022 № 295",
        (),
        ("индивидуальный план развития", "ученик – ученик"),
        (),
        proposes=Role.COUNCIL,
    ),
    "salsk": Source(
        "Сальск-2021",
        "приказ от 15.11.2021 № 866",
        ("S-months",),
        ("индивидуальный образовательный маршрут", "январь, май, декабрь"),
        ("индивидуальный образовательный маршрут и", "«учитель – учитель»"),
        form="учитель – учитель",
    ),
    "surgut": Source(
        "Сургут-ДОУ-2022",
        "приказ от 15.09.2022 № ДС40-16-255/2",
        ("D-4.6",),
        ("руководитель образовательного учреждения – педагог", "работодатель – студент"),
        (
            "с письменного согласия наставника ПРИКАЗЫВАЮ",
            "Куратору Лагуновой О. В., заместителю заведующего",
            "Петрова Мария Сергеевна, воспитатель",
        ),
        kind=OrganisationKind.PRESCHOOL,
        post_of_curator="заместитель заведующего",
        post="воспитатель",
    ),
}


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(each, id=name, marks=[pytest.mark.requirement(*each.requirements)] if each.requirements else [])
        for name, each in SOURCES.items()
    ],
)
def test_from_the_preset_to_the_first_order(
    source: Source, page: Page, sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    municipality = MunicipalityFactory(name="Заречный район", place="с. Заречное")
    school = OrganisationFactory(municipality=municipality, kind=source.kind, short_name="МОУ «Заозёрное»")
    head, curator = member(Role.HEAD, organisation=school), member(Role.CURATOR, organisation=school)
    proposer = {Role.HEAD: head, Role.CURATOR: curator}.get(source.proposes)
    proposer = proposer or member(source.proposes, organisation=school)

    sign_in(page, member(Role.ADMIN, municipality=municipality))
    adopt_the_preset(page, source)
    axe(page)

    sign_in(page, head)
    appoint_the_curator(page, source)

    sign_in(page, curator)
    page.goto("/mentors/")
    page.get_by_role("link", name="Добавить наставника").first.click()
    fill_name(page, "Петрова", "Мария", "Сергеевна")
    page.get_by_role("textbox", name="Должность").fill(source.post)
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Петрова Мария Сергеевна")

    if source.proposes == Role.COUNCIL:
        add_the_mentee(page, source)
        sign_in(page, proposer)
        page.goto("/pairs/new/?who=Рожкова")
        page.get_by_role("link", name=re.compile("Выбрать")).first.click()
    else:
        sign_in(page, proposer)
        begin_with_a_new_mentee(page)
    page.get_by_text("Петрова Мария Сергеевна").click()
    page.get_by_role("combobox", name="Форма", exact=True).select_option(label=source.form)
    page.get_by_role("button", name="Сохранить пару").click()
    expect(page.get_by_role("alert").or_(page.get_by_role("status"))).to_contain_text("не хватает согласий")

    sign_in(page, curator)
    pair = Pair.objects.get()
    page.goto(pair.get_absolute_url())
    record_consents_of_both(page, axe)

    sign_in(page, head)
    page.goto(pair.get_absolute_url())
    if source.order:
        text = issue_the_order_and_read_it(page, axe)
        for phrase in source.order:
            assert phrase in text, (phrase, text)
    else:
        # the council has considered the pair: its minutes stand in the register before the order
        minutes = {"kind": ActKind.MINUTES, "dated": clock.today(), "organisation": pair.organisation}
        for number, body in enumerate(("pedagogical", "methodical"), 1):
            ActFactory(**minutes, number=str(number), considered_by=body, municipality=pair.organisation.municipality)
        enter_the_order_from_paper(page, axe)
    pair.refresh_from_db()
    assert pair.status == PairStatus.ACTIVE


def adopt_the_preset(page: Page, source: Source) -> None:
    page.goto("/settings/policy/")
    page.get_by_role("link", name=re.compile("Принять")).first.click()
    page.get_by_role("radio", name=source.preset).check()
    page.get_by_label("Основание").fill(source.basis)
    page.get_by_role("button", name="Принять").click()
    for phrase in source.rules:
        rule = page.get_by_text(re.compile(re.escape(phrase))).first
        if not rule.is_visible():
            page.locator("details", has=rule).first.locator("summary").click()
        expect(rule).to_be_visible()


def appoint_the_curator(page: Page, source: Source) -> None:
    page.goto("/curators/")
    page.get_by_role("link", name="Назначить куратора").first.click()
    fill_name(page, "Лагунова", "Ольга", "Викторовна")
    page.get_by_role("textbox", name="Должность").fill(source.post_of_curator)
    if source.post_of_curator.startswith("заместитель"):
        page.get_by_role("checkbox", name=re.compile("Заместитель", re.IGNORECASE)).check()
    page.get_by_label("Номер приказа о назначении").fill("41-од")
    page.get_by_label("Дата приказа").fill(clock.today().isoformat())
    page.get_by_role("button", name="Назначить").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Лагунова Ольга Викторовна")
    curator = Curator.objects.get()
    assert (curator.act.number, curator.appointed_on, curator.dismissed_on) == ("41-од", clock.today(), None)


def add_the_mentee(page: Page, source: Source) -> None:
    """The council pairs people who are in the banks already."""
    page.goto("/mentees/")
    page.get_by_role("link", name="Добавить наставляемого").first.click()
    fill_name(page, "Рожкова", "Вера", "Ильинична")
    page.get_by_label("Кто это").select_option(label="педагог")
    page.get_by_role("textbox", name="Должность").fill(source.post)
    page.get_by_role("button", name="Сохранить").click()


def begin_with_a_new_mentee(page: Page) -> None:
    page.goto("/pairs/new/")
    fill_name(page, "Рожкова", "Вера", "Ильинична")
    page.get_by_label("Кто это").select_option(label="педагог")
    page.get_by_role("button", name="Добавить и выбрать наставника").click()


def enter_the_order_from_paper(page: Page, axe: Callable[[Page], None]) -> None:
    """The head has signed it already: number, date and scan are entered, and the pair works on it."""
    page.get_by_role("link", name="Есть приказ на бумаге").click()
    axe(page)
    new = page.get_by_role("radio", name="Внести новый")
    if new.count():
        new.check()
    page.get_by_label("Номер").fill("302")
    page.locator("input[name=new_dated]").fill(clock.today().isoformat())
    page.locator("summary", has_text="Скан и файл подписи").click()
    page.get_by_label("Скан").set_input_files({"name": "приказ.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Закрепить пару").click()
    expect(page.get_by_role("status")).to_contain_text("Пара действует: приказ № 302")
    page.get_by_role("link", name=re.compile("приказ № 302")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Приказ № 302")
    expect(page.get_by_text("Петрова М. С. → Рожкова В. И.").first).to_be_visible()
    act = Act.objects.get(number="302")
    assert Path(act.scan.path).read_bytes() == PDF


def fill_name(page: Page, last: str, first: str, middle: str) -> None:
    page.get_by_role("textbox", name="Фамилия", exact=True).fill(last)
    page.get_by_role("textbox", name="Имя", exact=True).fill(first)
    page.get_by_label("Отчество").fill(middle)
