"""Papers «б/н»: two of one day, issuer and kind are told apart by title and body; the same one twice is refused."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from registry import clock
from registry.enums import ActKind, Role
from registry.migrations._unnumbered_keys import give_unnumbered_keys
from registry.models import Act
from registry.names.keys import marked
from registry.queries.acts import numbered_like
from tests.factories import ActFactory

DAY = date(2026, 9, 1)
MINUTES = {
    "kind": "minutes",
    "considered_by": "mentors",
    "number": "б/н",
    "dated": DAY.isoformat(),
    "title": "О кандидатах в наставники",
}


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(date(2026, 11, 20)):
        yield


def values(district, **changes) -> dict:
    return {**MINUTES, "issuer": f"o{district.school.pk}", **changes}


def row(district, **fields) -> Act:
    own = {"organisation": district.school, "municipality": district.municipality, "dated": DAY, "effective_on": DAY}
    return Act(**{**own, "kind": ActKind.MINUTES, "number": "б/н", "title": "О парах", **fields})


@pytest.mark.parametrize("of_school", [True, False])
def test_the_database_refuses_the_same_paper_twice_and_takes_another(district, of_school):
    owner = {} if of_school else {"organisation": None}
    first = row(district, considered_by="mentors", **owner)
    Act.objects.bulk_create([first])
    twice = row(district, considered_by="mentors", number="Без  номера", title="О  ПАРАХ", **owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.bulk_create([twice])
    Act.objects.bulk_create(
        [
            row(district, considered_by="mentors", title="О кандидатах", **owner),
            row(district, considered_by="methodical", **owner),
        ]
    )


def test_a_numbered_act_is_the_same_whatever_its_title_says(district):
    row(district, kind=ActKind.ORDER, number="7").save()
    with pytest.raises(IntegrityError), transaction.atomic():
        row(district, kind=ActKind.ORDER, number="7", title="О другом").save()


def test_a_second_paper_of_the_day_is_asked_about_and_entered(district, as_role):
    head = as_role(Role.HEAD)
    assert head.post("/acts/new/", values(district)).status_code == 302
    second = values(district, title="О наставнических парах", considered_by="methodical")
    page = head.post("/acts/new/", second)
    [question] = page.context["form"].errors["why_act"]
    assert "без номера за этот день уже внесён: протокол б/н от 01.09.2026, «О кандидатах в наставники»" in question
    assert f'href="{Act.objects.get().get_absolute_url()}"' in page.content.decode()
    assert head.post("/acts/new/", second | {"why_act": "Протокол другого совета"}).status_code == 302
    assert Act.objects.count() == 2
    assert "Протокол другого совета" in Act.history.latest("history_id").history_change_reason


def test_the_same_paper_is_refused_and_says_how_another_is_told_apart(district, as_role):
    head = as_role(Role.HEAD)
    head.post("/acts/new/", values(district))
    form = head.post("/acts/new/", values(district, number="без номера")).context["form"]
    assert "уже есть в реестре" in form.errors["number"][0]
    assert "допишите в заголовке" in form.errors["title"][0]


def test_an_act_entered_beside_what_it_cancels_is_asked_about_as_well(district, as_role):
    head = as_role(Role.HEAD)
    ActFactory(organisation=district.school, number="б/н", dated=DAY, title="О парах")
    cancelled = ActFactory(organisation=district.school, dated=date(2026, 8, 1), number="5")
    sent = {"act_way": "new", "new_kind": "order", "new_number": "б. н.", "new_dated": DAY.isoformat()}
    sent |= {"new_title": "Об отмене приказа"}
    form = head.post(f"/acts/{cancelled.pk}/cancel/", sent).context["form"]
    assert "без номера за этот день уже внесён" in form.errors["why_act"][0]
    same = head.post(f"/acts/{cancelled.pk}/cancel/", sent | {"new_title": "о парах"}).context["form"]
    assert "допишите в заголовке" in same.errors["new_title"][0]


def test_a_correction_of_something_else_is_not_asked(district, as_role):
    head = as_role(Role.HEAD)
    for title in ("О парах", "О кандидатах"):
        ActFactory(organisation=district.school, number="б/н", dated=DAY, title=title)
    act = Act.objects.latest("pk")
    sent = values(district, kind="order", title=act.title, signatory="Дубровина У. О.", considered_by="")
    page = head.get(f"/acts/{act.pk}/edit/").context["form"]
    response = head.post(f"/acts/{act.pk}/edit/", sent | {"seen": page["seen"].value()})
    assert response.status_code == 302


def test_the_search_finds_a_paper_without_number_however_it_is_called(district):
    act = ActFactory(number="Б. Н.")
    for typed in ("б/н", "без номера", "бн"):
        assert list(Act.objects.filter(numbered_like(typed))) == [act], typed


def test_papers_that_were_twins_by_number_alone_lose_the_mark(district):
    own = {"organisation": district.school, "dated": DAY, "kind": ActKind.ORDER}
    first, other, same = (ActFactory(**own, number="б/н", title=title) for title in ("О парах", "О другом", "О пара"))
    Act.objects.update(number_key=F("id"), unnumbered_key="")
    Act.objects.filter(pk=other.pk).update(number_key=marked("б/н", other.pk))
    Act.objects.filter(pk=same.pk).update(title="О парах")
    give_unnumbered_keys(apps, connection.schema_editor())
    keys = dict(Act.objects.values_list("pk", "number_key"))
    assert keys == {first.pk: "б/н", other.pk: "б/н", same.pk: marked("б/н", same.pk)}
    assert set(Act.objects.values_list("unnumbered_key", flat=True)) == {"опарах/", "одругом/"}
