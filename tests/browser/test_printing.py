"""What the button «Печать» puts on paper: the sheet of nine marks, blank and filled in, and a programme."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pypdf import PdfReader

from mentoring.enums import PairStatus
from monitoring.actions import approve_assessment
from monitoring.models import Assessment, Criterion, Indicator
from registry.enums import Role
from tests.factories import AssessmentFactory, OrganisationFactory, PairFactory, PlanItemFactory, UserFactory, member

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, Any], None]


def solid(text: str) -> str:
    """Without blanks and soft hyphens: the sheets of a browser tear words and signs apart."""
    return "".join(text.replace("\u00ad", "").split())


def printed(page: Page, address: str) -> str:
    """The text of the sheets that the browser prints of the page."""
    page.goto(address)
    assert page.locator("[data-print]").count() == 1
    return solid("".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf())).pages))


@pytest.mark.requirement("K-6-blank")
def test_the_sheet_of_nine_marks_is_printed_blank_and_filled_in(page: Page, sign_in: SignIn) -> None:
    school = OrganisationFactory.create(head_name="Дубровина Ульяна Олеговна")
    sign_in(page, member(Role.CURATOR, organisation=school))
    assessment: Assessment = AssessmentFactory.create(organisation=school)
    address = reverse("monitoring:assessment", args=[assessment.pk])
    blank = printed(page, address)
    for heading in (*Criterion.objects.values_list("title", flat=True), *map(str, Indicator.objects.all())):
        assert solid(heading) in blank, (heading, blank)
    for manifestation in ("проявляется в полной мере", "частично проявляется", "не проявляется"):
        assert blank.count(solid(manifestation)) >= 9, (manifestation, blank)
    for level in assessment.scale.levels.all():
        assert solid(f"{level.lowest}–{level.highest} {level.title}") in blank, (level, blank)
    assert solid("Дубровина Ульяна Олеговна") in blank

    filled = AssessmentFactory.create(organisation=school, period="end", total=15)
    approve_assessment(assessment=filled, by=UserFactory.create())
    sheet = printed(page, reverse("monitoring:assessment", args=[filled.pk]))
    assert solid("Итог 15") in sheet


@pytest.mark.requirement("H-5.3-8")
def test_a_programme_is_printed_with_its_goal_and_plan(page: Page, sign_in: SignIn) -> None:
    school = OrganisationFactory.create()
    sign_in(page, member(Role.CURATOR, organisation=school))
    programme = PlanItemFactory.create(
        programme__pair__organisation=school,
        programme__goal="Уверенно вести урок",
        title="Открытый урок",
        due_on=date(2027, 2, 1),
    ).programme
    sheet = printed(page, reverse("mentoring:programme", args=[programme.pair_id]))
    for phrase in ("Уверенно вести урок", "Открытый урок", "01.02.2027", str(programme.pair)):
        assert solid(phrase) in sheet, (phrase, sheet)
    assert not any(heading in sheet for heading in ("История", "Замечания"))  # of the portal, not of the programme


def test_a_long_plan_begins_beneath_the_programme_and_goes_on_over_the_sheets(page: Page, sign_in: SignIn) -> None:
    school = OrganisationFactory.create()
    sign_in(page, member(Role.CURATOR, organisation=school))
    first = PlanItemFactory.create(programme__pair__organisation=school, title="Первое дело")
    for number in range(30):
        PlanItemFactory.create(programme=first.programme, title=f"Дело {number}")
    page.goto(reverse("mentoring:programme", args=[first.programme.pair_id]))
    sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf())).pages]
    assert solid("Первое дело") in solid(sheets[0])
    assert len(sheets) > 1


@pytest.mark.parametrize("address", ["monitoring:dashboard", "mentoring:pairs", "registry:mentors", "registry:mentees"])
def test_every_column_of_a_wide_table_stands_on_the_sheet(page: Page, sign_in: SignIn, address: str) -> None:
    name = "МБОУ «Верхнекамышинская средняя общеобразовательная школа имени Константинопольской»"
    pair = PairFactory.create(organisation=OrganisationFactory.create(short_name=name), status=PairStatus.ACTIVE)
    sign_in(page, member(Role.COORDINATOR, municipality=pair.organisation.municipality))
    page.goto(reverse(address))
    page.set_viewport_size({"width": 1040, "height": 720})  # A4 across without its margins, 96 pixels an inch
    page.emulate_media(media="print")
    tables = page.locator("table.grid").evaluate_all(
        "all => all.map(table => [table.rows[0].cells.length, table.getBoundingClientRect().right])"
    )
    assert all(right <= 1040 for _, right in tables), tables
    [width, height] = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages[0].mediabox[2:]
    assert width > height or not any(columns > 5 for columns, _ in tables)
