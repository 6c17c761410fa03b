"""Taking a committed file back in the browser."""

import pytest
from django.contrib.messages import get_messages

from imports.actions import commit_batch, stage_import, undo_batch
from imports.enums import ImportJob, ImportStatus
from imports.models import ImportBatch
from imports.views import undo
from registry.enums import ConsentKind, Role
from registry.models import Mentor, Person
from tests.factories import ConsentFactory, member
from tests.imports.import_files import csv_file
from tests.registry.conftest import signed_in

pytestmark = pytest.mark.django_db
ROW = ("Ольхова Мария Сергеевна", "учитель")


@pytest.fixture
def admin(district):
    return district.member(Role.ADMIN)


@pytest.fixture
def desk(admin):
    return signed_in(admin)


@pytest.fixture
def bring_in(district, admin):
    def bring_in(*rows, name="банк.csv", organisation=None):
        data = csv_file(*((district.school.short_name, *row) for row in rows))
        batch = stage_import(
            data=data, filename=name, kind="mentors", municipality=district.municipality, organisation=organisation,
            by=admin,
        )  # fmt: skip
        return commit_batch(batch=batch, by=admin)

    return bring_in


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_page_of_a_written_file_tells_what_was_written_and_offers_to_take_it_back(desk, bring_in):
    bring_in(ROW)
    batch = bring_in(("Ольхова Мария Сергеевна", "директор"), ("Берестнева Анна Львовна",), ("Вязникова И.П.",))
    page = text_of(desk, batch.get_absolute_url())
    assert "<dt>Внесено</dt><dd>люди — 1, наставники — 1</dd>" in page
    assert "<dt>Изменено</dt><dd>люди — 1</dd>" in page
    assert "Разобрать оставшиеся: 1 строка" in page
    assert f'href="/imports/{batch.pk}/errors/"' in page
    assert f'href="/imports/{batch.pk}/undo/">Отменить запись' in page


def test_nothing_written_leaves_nothing_to_take_back(desk, bring_in):
    bring_in(ROW)
    page = text_of(desk, bring_in(ROW).get_absolute_url())
    assert "В реестре ничего не изменилось" in page
    assert "Отменить запись" not in page


def test_asking_changes_nothing_and_says_how_much_would_go(desk, bring_in):
    batch = bring_in(ROW, ("Берестнева Анна Львовна",))
    page = text_of(desk, f"/imports/{batch.pk}/undo/")
    assert "<dt>Будет удалено</dt><dd>люди — 2, наставники — 2</dd>" in page
    assert "Запомненные написания" in page
    assert Person.objects.count() == 2


def test_a_file_is_taken_back_and_its_page_stays(desk, admin, bring_in):
    batch = bring_in(ROW)
    response = desk.post(f"/imports/{batch.pk}/undo/")
    assert response.url == batch.get_absolute_url()
    assert said(response) == ["Запись файла отменена: новое удалено, прежние сведения возвращены."]
    assert not Mentor.objects.exists()
    page = text_of(desk, batch.get_absolute_url())
    assert "Запись отменена</h1>" in page
    assert "<dt>Удалено</dt><dd>люди — 1, наставники — 1</dd>" in page
    assert "Ольхова Мария Сергеевна" in page
    assert "/people/" not in page
    assert "Что внесено" in page
    assert "запись отменена" in text_of(desk, "/imports/")


def test_the_kept_file_is_read_once_more_and_written_again(desk, bring_in, admin):
    batch = undo_batch(batch=bring_in(ROW), by=admin)
    desk.post(f"/imports/{batch.pk}/again/")
    again = ImportBatch.objects.exclude(pk=batch.pk).get()
    assert again.status == ImportStatus.DRAFT
    desk.post(f"/imports/{again.pk}/commit/")
    assert Mentor.objects.get().person.full_name == "Ольхова Мария Сергеевна"


def test_what_stands_in_the_way_is_listed_with_links(desk, bring_in):
    batch = bring_in(ROW, ("Берестнева Анна Львовна",))
    later = bring_in(("Берестнева Анна Львовна", "завуч"), name="новый банк.csv")
    used = Person.objects.get(last_name="Ольхова")
    ConsentFactory(person=used, kind=ConsentKind.PARTICIPATION)
    page = text_of(desk, f"/imports/{batch.pk}/undo/")
    assert "Отменить запись нельзя" in page
    assert "2 строки файла" in page
    assert f'<a href="{used.get_absolute_url()}">Ольхова Мария Сергеевна</a>' in page
    assert "связано: согласия — 1" in page
    assert f'<a href="/imports/{later.pk}/">«новый банк.csv»</a>' in page
    assert "btn-danger" not in page


def test_what_came_in_the_way_since_the_question_is_shown_instead(desk, bring_in):
    batch = bring_in(ROW)
    ConsentFactory(person=Person.objects.get())
    response = desk.post(f"/imports/{batch.pk}/undo/")
    assert response.url == f"/imports/{batch.pk}/undo/"
    assert "часть записей" in said(response)[0]
    assert ImportBatch.objects.get().status == ImportStatus.COMMITTED


def test_many_records_are_taken_back_outside_the_request(desk, bring_in, monkeypatch):
    batch = bring_in(ROW)
    asked = []
    monkeypatch.setattr(undo, "UNDONE_AT_ONCE", 1)
    monkeypatch.setattr(undo, "in_background", lambda **job: asked.append(job["job"]) or job["batch"])
    desk.post(f"/imports/{batch.pk}/undo/")
    assert asked == [ImportJob.UNDO]


def test_the_background_does_it_too(desk, bring_in, monkeypatch):
    batch = bring_in(ROW)
    monkeypatch.setattr(undo, "UNDONE_AT_ONCE", 1)
    desk.post(f"/imports/{batch.pk}/undo/")
    batch.refresh_from_db()
    assert (batch.status, batch.job) == (ImportStatus.UNDONE, "")


def test_pressed_twice_it_says_that_it_is_done(desk, bring_in):
    batch = bring_in(ROW)
    desk.post(f"/imports/{batch.pk}/undo/")
    response = desk.post(f"/imports/{batch.pk}/undo/")
    assert response.url == batch.get_absolute_url()
    assert said(response)[-1] == "Отменять здесь нечего."


def test_a_curator_takes_back_the_school_s_own_file_only(district, bring_in):
    curator = signed_in(member(Role.CURATOR, organisation=district.school))
    of_district, own = bring_in(ROW), bring_in(("Берестнева Анна Львовна",), organisation=district.school)
    assert curator.post(f"/imports/{of_district.pk}/undo/").status_code == 404
    assert curator.post(f"/imports/{own.pk}/undo/").status_code == 302
    assert [person.last_name for person in Person.objects.all()] == ["Ольхова"]


def test_who_may_not_import_may_not_undo(district, bring_in, as_role, stranger, neighbour):
    batch = bring_in(ROW, organisation=district.school)
    assert as_role(Role.HEAD).post(f"/imports/{batch.pk}/undo/").status_code == 403
    for client in (stranger, neighbour):
        assert client.post(f"/imports/{batch.pk}/undo/").status_code == 404
    assert Person.objects.exists()


def test_a_draft_that_counts_on_what_was_taken_back_asks_anew(desk, district, admin):
    """Another file was read while the organisation and the person of this one were there."""
    lists = csv_file(
        ("МБДОУ «Ромашка»", "Детский сад «Ромашка»"), headings=("Краткое наименование", "Полное наименование")
    )

    def stage(data, kind):
        return stage_import(data=data, filename="f.csv", kind=kind, municipality=district.municipality, by=admin)

    organisations = commit_batch(batch=stage(lists, "organisations"), by=admin)
    people = commit_batch(batch=stage(csv_file((district.school.short_name, *ROW)), "mentors"), by=admin)
    draft = stage(
        csv_file(("МБДОУ «Ромашка»", "Берестнева Анна Львовна"), (district.school.short_name, ROW[0], "завуч")),
        "mentors",
    )
    for batch in (organisations, people):
        undo_batch(batch=batch, by=admin)
    assert desk.get(draft.get_absolute_url()).status_code == 200
    response = desk.post(f"/imports/{draft.pk}/commit/")
    assert response.status_code == 302
    assert not Person.objects.filter(last_name="Берестнева").exists()
    statuses = dict(draft.rows.values_list("row", "status"))
    assert statuses[2] in ("review", "error")
    assert statuses[3] == "review"
    assert desk.get(draft.get_absolute_url()).status_code == 200
    assert desk.get(draft.get_absolute_url(), {"show": "review"}).status_code == 200
