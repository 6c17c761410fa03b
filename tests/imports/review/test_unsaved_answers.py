"""An answer given on a stale page to a row that has left the list: said above the list, with the way to the row."""

import pytest

from registry.enums import Role
from tests.imports.review.pages import answer, at, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(stage, district):
    return at(stage((district.school.short_name, "Иванова Ольга"), (district.school.short_name, "Сидорова М.С.")), 1)


def late_answer(client, row, **fields):
    """Of a page that was opened before the row was decided."""
    place = {"revision": 0, "show": "review"}
    response = client.post(f"/imports/{row.batch_id}/rows/{row.pk}/", place | fields)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"choice": "accept"}, "загрузить как есть"),
        ({"choice": "new", "first_name": "Анна"}, "новый человек — Анна"),
        ({"choice": "нечто"}, ""),
    ],
)
def test_the_second_answer_is_named_above_the_list(coordinator, as_role, row, fields, words):
    answer(as_role(Role.ADMIN), row.batch, row, choice="skip")
    page = late_answer(coordinator, row, **fields)
    assert f"Строку {row.row} уже разобрал(а)" in page
    assert "«пропустить»" in page
    assert f"Ваш ответ «{words}» не сохранён" in page if words else "Ваш ответ не сохранён" in page
    address = f"/imports/{row.batch_id}/?show=off#row-{row.pk}"
    assert f'href="{address}"' in page
    assert page.index("не сохранён") < page.index('id="rows"')
    assert f'id="row-{row.pk}"' in page_of(coordinator, row.batch, show="off")
    assert row.batch.rows.get(pk=row.pk).decision.skip is True


def test_another_organisation_is_named(coordinator, as_role, district, row):
    answer(as_role(Role.ADMIN), row.batch, row, choice="skip")
    page = late_answer(coordinator, row, organisation=district.other_school.pk)
    assert "Ваш ответ «организация — " in page


def test_a_row_that_is_still_listed_keeps_the_answer_on_its_card(coordinator, as_role, row):
    answer(as_role(Role.ADMIN), row.batch, row, choice="skip")
    answer(as_role(Role.ADMIN), row.batch, row, choice="undo", revision=1)
    page = late_answer(coordinator, row, choice="new", first_name="Анна")
    assert "уже разобрал(а)" not in page
    assert "уже разобрал другой человек" in page
