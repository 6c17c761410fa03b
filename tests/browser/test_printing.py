"""What the button «Печать» puts on paper: the sheet of nine marks, blank and filled in, and a programme."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pypdf import PdfReader

from monitoring.actions import approve_assessment
from monitoring.models import Assessment, Criterion, Indicator
from registry.enums import Role
from tests.factories import AssessmentFactory, OrganisationFactory, PlanItemFactory, UserFactory, member

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
