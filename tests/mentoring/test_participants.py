"""Whom the rules mentor (requirements A16-8): a new mentee, a pair; and what they call a programme (A16-14)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from mentoring.actions.endings import terminate
from mentoring.actions.programmes import save_programme, submit_programme
from mentoring.enums import DeadlineKind, LabourBasis, PairStatus
from mentoring.labels.changes import describe_change
from mentoring.models import PairChange
from mentoring.pairing.rules import validate_pair
from mentoring.queries.policies import programme_words_in, words_of
from registry.access import Access
from registry.deadlines import DueOfKind
from registry.enums import Role
from registry.models import Mentee
from registry.queries.rules import rules_in_force
from russian.side_words import SideWords
from tests.factories import PlanItemFactory, member, own_rules
from tests.mentoring.conftest import deadlines_for
from tests.stories.desk import words_of as words_of_page
from worklist.due.groups import task_groups
from worklist.reminder_letter import reminder_letter

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("A16-8")
def test_a_pair_with_somebody_whom_the_rules_do_not_mentor_is_refused(school):
    pair = school.pair()
    today = date(2026, 9, 1)

    def refusals() -> list[str]:
        rules = rules_in_force(school.organisation, today)
        return validate_pair(pair, list(pair.kinds.all()), rules).refusals.get("mentee", [])

    assert refusals() == []
    own_rules(school.organisation, participant_types=["pupil", "student"])
    assert refusals() == [
        "Наставляемый — педагог, а здесь наставляют только таких: обучающийся, студент — по правилам организации."
    ]


@pytest.mark.requirement("A16-8")
def test_nobody_else_is_entered_with_a_new_pair(school):
    client = Client()
    client.force_login(school.curator)
    own_rules(school.organisation, participant_types=["pupil"])
    typed = {
        "last_name": "Рожкова",
        "first_name": "Инна",
        "participant": "teacher",
        "organisation": school.organisation.pk,
    }
    before = Mentee.objects.count()
    offered = client.get(reverse("mentoring:pair_new")).content.decode()
    assert '<option value="pupil" selected>' in offered
    assert '<option value="student"' not in offered
    page = client.post(reverse("mentoring:pair_new"), typed)
    assert "здесь наставляют только таких: обучающийся" in str(page.context["form"].errors["participant"])
    assert Mentee.objects.count() == before


@pytest.mark.parametrize(
    ("term", "button"),
    [
        ("персонализированная программа наставничества", "Программа"),
        ("индивидуальный план развития", "Индивидуальный план развития"),
    ],
)
def test_the_page_of_a_pair_calls_the_programme_as_the_rules_do(school, term, button):
    client = Client()
    client.force_login(school.curator)
    own_rules(school.organisation, programme_term=term)
    pair = school.active_pair()
    page = client.get(pair.get_absolute_url())
    address = reverse("mentoring:programme", args=[pair.pk])
    assert f'<a class="btn btn-line" href="{address}">{button}</a>' in page.content.decode()


@pytest.mark.requirement("U-4.1-4", "A16-14")
def test_every_step_calls_the_programme_as_the_rules_do(school):
    """The deadline, the group of the worklist, the reminder, the page and the refusal, in the cases they take."""
    own_rules(school.organisation, programme_term="индивидуальный план развития")
    pair = school.active_pair()
    client = Client()
    client.force_login(school.curator)
    [deadline] = deadlines_for(school.curator)
    assert (deadline.title, deadline.why) == (
        f"Составить индивидуальный план развития: {pair}",
        "Индивидуальный план развития ещё не отправлен руководителю",
    )
    [group] = task_groups(Access.of(school.curator), [deadline], {deadline.kind: 1})
    assert group.title == "Составить индивидуальный план развития"
    letter = reminder_letter(
        organisation=school.organisation,
        curators=[],
        overdue={deadline.kind: DueOfKind(1, deadline.due_on)},
        page="",
        by=school.curator,
        programme=programme_words_in(school.organisation, date(2026, 9, 1)),
    )
    assert "– Составить индивидуальный план развития: 1, дольше всего" in letter.text
    refused = client.post(reverse("mentoring:programme_submit", args=[pair.pk]), follow=True).content.decode()
    assert "Внесите в индивидуальный план развития: цель, мероприятия." in refused
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "В индивидуальном плане развития нет цели" in page
    PlanItemFactory(programme=pair.programme)
    save_programme(programme=pair.programme, goal="Цель", by=school.curator)
    submit_programme(programme=pair.programme, by=school.curator)
    client.force_login(member(Role.HEAD, organisation=school.organisation))
    approved = client.post(reverse("mentoring:programme_approve", args=[pair.pk]), follow=True).content.decode()
    assert "Индивидуальный план развития утверждён." in approved


@pytest.mark.requirement("A16-19")
def test_deadlines_and_pages_call_the_sides_as_the_rules_do(school):
    own_rules(school.organisation, mentor_term="куратор-тьютор", mentee_term="стажёр")
    pair = school.active_pair(ends_on=date(2026, 12, 1), labour_basis=LabourBasis.ASSIGNMENT)
    [end] = [one for one in deadlines_for(school.curator) if one.kind == DeadlineKind.END]
    assert end.reason == (
        "Срок можно продлить при долгом отсутствии куратора-тьютора или стажёра по уважительной причине "
        "(Устюжна, п.\u00a03.8)."
    )
    client = Client()
    client.force_login(school.curator)
    page = client.get(reverse("mentoring:pair_extend", args=[pair.pk])).content.decode()
    assert "Место куратора-тьютора останется занятым до нового срока." in page
    assert '<option value="mentee">стажёр</option>' in page
    school.mentor()
    page = client.get(reverse("mentoring:pair_replace", args=[pair.pk])).content.decode()
    for label in ("Последний день прежнего куратора-тьютора", "Новый куратор-тьютор", "Выберите куратора-тьютора"):
        assert label in page, label
    with pytest.raises(ValidationError, match="Укажите, когда куратора-тьютора предупредили"):
        terminate(pair=pair, on=date(2026, 9, 20), end_reason="employer_cancelled", by=school.curator)
    change = PairChange(pair=pair, to_status=PairStatus.REPLACED, on=date(2020, 1, 1))
    assert describe_change(change, words_of(pair).mentor) == "Куратор-тьютор заменён, последний день — 01.01.2020"
    nanny = SideWords.of("опытная няня")
    assert describe_change(change, nanny) == "Опытная няня заменена, последний день — 01.01.2020"


def test_a_new_pair_and_its_payment_are_told_in_the_words_of_the_school(school):
    own_rules(
        school.organisation,
        mentor_term="шеф",
        mentee_term="подопечный",
        payment="incentive",
        payment_amount=1500,
        payment_measure="sum_each",
    )
    pair = school.active_pair(ends_on=date(2026, 12, 1), labour_basis=LabourBasis.ASSIGNMENT)
    client = Client()
    client.force_login(school.curator)
    first = words_of_page(client.get(reverse("mentoring:pair_new")))
    assert "Кому нужен шеф? Найти подопечного" in first
    second = words_of_page(client.get(reverse("mentoring:pair_new_for", args=[school.mentee().pk])))
    assert "Подопечный: " in second
    assert "Основание труда шефа" in second
    assert "аставляем" not in second.partition("Шаг 2 из 2.")[2].partition("Где ведётся")[0]
    own = words_of_page(client.get(pair.get_absolute_url()))
    assert "1500 рублей в месяц за каждого подопечного" in own


def test_a_definition_stands_in_no_sentence(school):
    own_rules(school.organisation, mentee_term="лицо, в отношении которого осуществляется наставничество")
    pair = school.active_pair(ends_on=date(2026, 12, 1))
    assert words_of(pair).mentee == SideWords.of("наставляемый")
