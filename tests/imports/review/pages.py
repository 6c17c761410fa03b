"""What the tests of the review do in a browser: look, answer, put a cell right."""

from imports.models import ImportBatch, ImportRow

BORN = "Дата рождения"
NAME = "ФИО наставника"


def page_of(browser, batch, **query):
    response = browser.get(f"/imports/{batch.pk}/", query)
    assert response.status_code == 200
    return response.content.decode()


def cards_of(browser, batch, **query):
    return browser.get(f"/imports/{batch.pk}/", query).context["cards"]


def answer(browser, batch, row, **fields):
    return browser.post(f"/imports/{batch.pk}/rows/{row.pk}/", {"revision": row.revision} | fields)


def cell_of(row: ImportRow) -> str:
    return f"/imports/{row.batch_id}/rows/{row.pk}/cell/"


def fix(browser, row, heading, value, **fields):
    place = {"sheet": row.sheet, "row": row.row, "part": row.part}
    shown_text = {"shown_text": row.cells.get(heading) or ""}
    return browser.post(cell_of(row), {"heading": heading, "value": value} | shown_text | place | fields, follow=True)


def statuses(batch: ImportBatch) -> list[str]:
    return list(batch.rows.order_by("position").values_list("status", flat=True))


def at(batch: ImportBatch, position: int) -> ImportRow:
    return batch.rows.get(position=position)


def with_birth(school, name, born):
    return (school.short_name, name, "учитель", "12", "", born)
