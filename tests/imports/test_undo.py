"""A committed file taken back as a whole."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from imports.actions import StaleDecision, UndoRefused, commit_batch, decide, stage_import, undo_batch
from imports.enums import ImportStatus
from imports.models import ImportBatch
from imports.queries.undo import obstacles_to_undo, references_to, written_counts
from imports.row_data import Decision
from registry.enums import ConsentKind, Role
from registry.models import Category, Consent, Mentee, Mentor, Organisation, OrganisationAlias, Person
from tests.factories import (
    ConsentFactory,
    CuratorFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PairFactory,
    PersonFactory,
    PupilFactory,
    UserFactory,
    member,
)
from tests.imports.import_files import csv_file, rows_in_tables

pytestmark = pytest.mark.django_db
LIST = ("Краткое наименование", "Полное наименование", "ИНН", "Адрес")


@pytest.fixture
def school():
    return OrganisationFactory(short_name="МБОУ «Приреченская СОШ»")


@pytest.fixture
def clerk():
    return UserFactory(last_name="Заозёрная", first_name="Инна", middle_name="Павловна")


def bring_in(school, by, *rows, name="банк.csv", kind="mentors", **options):
    data = csv_file(*(rows if options else ((school.short_name, *row) for row in rows)), **options)
    batch = stage_import(data=data, filename=name, kind=kind, municipality=school.municipality, by=by)
    return commit_batch(batch=batch, by=by)


def person(name: str) -> Person:
    return Person.objects.get(last_name=name)


#: what is stored of figures, and what is stale in it, follows the rows and is none of them
MARKS = "monitoring.St"


def table_counts() -> dict[str, int]:
    return {
        name: count
        for name, count in rows_in_tables().items()
        if not name.startswith(("imports.", "registry.Historical", "accounts.", "admin.", "contenttypes.", MARKS))
    }


def test_everything_made_is_deleted_and_everything_changed_is_as_it_was(school, clerk):
    known = MentorFactory(
        person=PersonFactory(organisation=school, last_name="Ольхова", first_name="Мария", phone="+79120000001")
    )
    before = Person.objects.filter(pk=known.person_id).values().get(), Mentor.objects.filter(pk=known.pk).values().get()
    counts = table_counts()
    batch = bring_in(
        school, clerk, ("Ольхова Мария Сергеевна", "директор", "", "8 912 000-00-02"), ("Берестнева Анна Львовна",)
    )
    assert person("Ольхова").position == "директор"

    undone = undo_batch(batch=batch, by=clerk)

    assert table_counts() == counts
    assert Person.objects.filter(pk=known.person_id).values().get() == before[0]
    assert Mentor.objects.filter(pk=known.pk).values().get() == before[1]
    assert (undone.status, undone.undone_by, undone.committed_at) == (ImportStatus.UNDONE, clerk, batch.committed_at)
    assert undone.rows.count() == 2
    assert undone.records.exists()


def test_history_tells_who_has_undone_and_what(school, clerk):
    MentorFactory(person=PersonFactory(organisation=school, last_name="Ольхова", first_name="Мария"))
    batch = bring_in(school, clerk, ("Ольхова Мария Сергеевна", "директор"), ("Берестнева Анна Львовна",))
    made = person("Берестнева").pk
    another = UserFactory()

    undo_batch(batch=batch, by=another, reason="не тот файл")

    reason = "Отмена импорта «банк.csv»: не тот файл"
    deleted = Person.history.filter(pk=None) | Person.history.filter(id=made).order_by("history_id")
    assert [version.history_type for version in deleted] == ["+", "-"]
    for history in (Person.history, Mentor.history):
        last = history.filter(history_type="-").get()
        assert (last.history_user, last.history_change_reason) == (another, reason)
    last = person("Ольхова").history.first()
    assert (last.history_type, last.history_user, last.history_change_reason) == ("~", another, reason)
    assert last.position == "учитель математики"


def test_search_finds_what_was_put_back(school, clerk):
    PersonFactory(organisation=school, last_name="Ольхова", first_name="Мария", position="учитель физики")
    batch = bring_in(school, clerk, ("Ольхова Мария Сергеевна", "директор"))
    undo_batch(batch=batch, by=clerk)
    assert "физики" in person("Ольхова").search_key
    assert "директор" not in person("Ольхова").search_key


def test_someone_already_known_loses_only_the_place_in_the_bank(school, clerk):
    PersonFactory(organisation=school, last_name="Ольхова", first_name="Мария", middle_name="Сергеевна")
    batch = bring_in(school, clerk, ("Ольхова Мария Сергеевна", "учитель математики"))
    assert Mentor.objects.count() == 1
    undo_batch(batch=batch, by=clerk)
    assert Mentor.objects.count() == 0
    assert person("Ольхова")


def test_the_same_file_can_be_brought_in_again(school, clerk):
    row = ("Ольхова Мария Сергеевна", "учитель", "12 лет")
    undo_batch(batch=bring_in(school, clerk, row), by=clerk)
    again = bring_in(school, clerk, row)
    assert [r.status for r in again.rows.all()] == ["new"]
    assert person("Ольхова").mentor
    undo_batch(batch=again, by=clerk)
    assert not Person.objects.exists()


def test_organisations_are_taken_back(school, clerk):
    batch = bring_in(
        school, clerk,
        ("МБДОУ «Ромашка»", "Детский сад «Ромашка»", "", "ул. Луговая, 1"),
        (school.short_name, school.full_name, "", "ул. Новая, 2"),
        kind="organisations", headings=LIST,
    )  # fmt: skip
    assert [(c.name, c.created, c.changed) for c in written_counts(batch)] == [("организации", 1, 1)]
    undo_batch(batch=batch, by=clerk)
    school.refresh_from_db()
    assert school.address == ""
    assert not Organisation.objects.filter(short_name="МБДОУ «Ромашка»").exists()


PUPILS = ("Школа", "ФИО обучающегося", "Класс", "Категория")


def test_categories_of_mentees_are_taken_back(school, clerk):
    known = MenteeFactory(
        person=PupilFactory(organisation=school, last_name="Родников", first_name="Глеб", middle_name="Ильич"),
        participant="pupil",
    )
    talented, other = Category.objects.filter(participant="pupil", sensitive=False)[:2]
    known.categories.add(talented)
    batch = bring_in(
        school, clerk,
        (school.short_name, "Родников Глеб Ильич", "7 «Б»", other.title),
        (school.short_name, "Ручьёва Злата Ильинична", "7 «Б»", talented.title),
        kind="mentees", headings=PUPILS,
    )  # fmt: skip
    assert {(c.name, c.created, c.changed) for c in written_counts(batch)} >= {("наставляемые", 1, 1)}
    assert set(known.categories.all()) == {talented, other}

    undo_batch(batch=batch, by=clerk)

    assert list(known.categories.all()) == [talented]
    assert [entry.category for entry in known.history.first().categories.all()] == [talented]
    assert Mentee.objects.count() == Mentee.categories.through.objects.count() == 1


def test_a_repeated_undo_is_refused(school, clerk):
    batch = bring_in(school, clerk, ("Ольхова Мария Сергеевна",))
    undo_batch(batch=batch, by=clerk)
    with pytest.raises(StaleDecision, match="уже отменена"):
        undo_batch(batch=batch, by=clerk)


def test_a_draft_has_nothing_to_undo(school, clerk):
    data = csv_file((school.short_name, "Ольхова Мария Сергеевна"))
    batch = stage_import(data=data, filename="банк.csv", kind="mentors", municipality=school.municipality, by=clerk)
    with pytest.raises(StaleDecision, match="не внесён"):
        undo_batch(batch=batch, by=clerk)


def refusal(batch, by):
    """The obstacles that the undo gives; nothing may have changed."""
    counts = rows_in_tables()
    with pytest.raises(UndoRefused) as refused:
        undo_batch(batch=batch, by=by)
    assert rows_in_tables() == counts
    assert ImportBatch.objects.get(pk=batch.pk).status == ImportStatus.COMMITTED
    return refused.value.obstacles


def test_a_card_changed_since_keeps_the_batch(school, clerk):
    batch = bring_in(school, clerk, ("Ольхова Мария Сергеевна",), ("Берестнева Анна Львовна",))
    changed = person("Берестнева")
    changed.position = "завуч"
    changed._history_user = UserFactory(last_name="Озёрная", first_name="Яна", middle_name="")
    changed.save()
    obstacles = refusal(batch, clerk)
    assert obstacles.rows == 1
    (obstacle,) = obstacles.first
    assert (obstacle.what, obstacle.address, obstacle.row.row) == (changed.full_name, changed.get_absolute_url(), 3)
    assert "изменено" in obstacle.whys[0]
    assert "Озёрная" in obstacle.whys[0]


def test_a_place_in_the_bank_changed_since_keeps_the_batch(school, clerk):
    batch = bring_in(school, clerk, ("Ольхова Мария Сергеевна",))
    mentor = Mentor.objects.get()
    mentor.personal_limit = 2
    mentor.save()
    assert refusal(batch, clerk).first[0].what == "Ольхова Мария Сергеевна"


USES = {
    "a paper": lambda mentor: ConsentFactory(person=mentor.person, kind=ConsentKind.PARTICIPATION),
    "a pair": lambda mentor: PairFactory(
        mentor=mentor,
        organisation=mentor.person.organisation,
        mentee=MenteeFactory(person=PersonFactory(organisation=mentor.person.organisation)),
    ),
    "a curator": lambda mentor: CuratorFactory(person=mentor.person, organisation=mentor.person.organisation),
    "an account": lambda mentor: member(Role.MENTOR, person=mentor.person),
    "a place among mentees": lambda mentor: MenteeFactory(person=mentor.person),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_what_later_records_use_keeps_the_batch(school, clerk, use):
    batch = bring_in(school, clerk, ("Ольхова Мария Сергеевна",), ("Берестнева Анна Львовна",))
    use(Mentor.objects.get(person__last_name="Ольхова"))
    obstacles = refusal(batch, clerk)
    assert [obstacle.what for obstacle in obstacles.first] == ["Ольхова Мария Сергеевна"]
    assert any("связано" in why for why in obstacles.first[0].whys)


def test_an_organisation_with_people_or_files_stays(school, clerk):
    batch = bring_in(school, clerk, ("МБДОУ «Ромашка»", "Детский сад «Ромашка»"), kind="organisations", headings=LIST)
    garden = Organisation.objects.get(short_name="МБДОУ «Ромашка»")
    stage_import(
        data=csv_file((garden.short_name, "Ольхова Мария Сергеевна")), filename="сад.csv", kind="mentors",
        municipality=school.municipality, organisation=garden, by=clerk,
    )  # fmt: skip
    (obstacle,) = refusal(batch, clerk).first
    assert (obstacle.what, obstacle.whys) == (garden.short_name, ("связано: загрузки\u00a0— 1",))


def test_a_later_file_with_the_same_person_is_named_and_goes_first(school, clerk):
    first = bring_in(school, clerk, ("Ольхова Мария Сергеевна", "учитель"))
    second = bring_in(school, clerk, ("Ольхова Мария Сергеевна", "директор"), name="новый банк.csv")
    (obstacle,) = refusal(first, clerk).first
    assert obstacle.later == second
    undo_batch(batch=second, by=clerk)
    assert person("Ольхова").position == "учитель"
    undo_batch(batch=first, by=clerk)
    assert not Person.objects.exists()


def test_a_file_that_changed_nothing_does_not_stand_in_the_way(school, clerk):
    first = bring_in(school, clerk, ("Ольхова Мария Сергеевна", "учитель"))
    same = bring_in(school, clerk, ("Ольхова Мария Сергеевна", "учитель"))
    assert not same.records.exists()
    undo_batch(batch=first, by=clerk)
    assert not Person.objects.exists()


def test_an_undone_file_does_not_hide_what_a_person_has_changed(school, clerk):
    first = bring_in(school, clerk, ("Ольхова Мария Сергеевна", "учитель"))
    by_hand = person("Ольхова")
    by_hand.position = "завуч"
    by_hand.save()
    undo_batch(batch=bring_in(school, clerk, ("Ольхова Мария Сергеевна", "директор")), by=clerk)
    assert person("Ольхова").position == "завуч"
    assert refusal(first, clerk).rows == 1


def test_what_is_deleted_already_does_not_stand_in_the_way(school, clerk):
    batch = bring_in(school, clerk, ("Ольхова Мария Сергеевна",), ("Берестнева Анна Львовна",))
    person("Берестнева").delete()
    undo_batch(batch=batch, by=clerk)
    assert not Person.objects.exists()


def test_what_history_does_not_know_is_not_put_back_blindly(school, clerk):
    known = MentorFactory(person=PersonFactory(organisation=school, last_name="Ольхова", first_name="Мария"))
    Person.history.filter(id=known.person_id).delete()
    batch = bring_in(school, clerk, ("Ольхова Мария Сергеевна", "директор"))
    (obstacle,) = refusal(batch, clerk).first
    assert "до загрузки" in obstacle.whys[0]


def test_prior_values_that_are_taken_now_are_refused_in_words(school, clerk):
    garden = OrganisationFactory(municipality=school.municipality, short_name="МБДОУ «Ромашка»", inn="")
    batch = bring_in(
        school, clerk, ("МБДОУ «Ромашка» № 1", "МБДОУ «Ромашка»"), kind="organisations", headings=LIST
    )  # fmt: skip
    if batch.records.count() == 0 or batch.records.get().created:
        pytest.skip("the register does not rename by this file")
    OrganisationFactory(municipality=school.municipality, short_name=garden.short_name)
    with pytest.raises(UndoRefused, match="мешают"):
        undo_batch(batch=batch, by=clerk)


def test_spellings_learned_in_the_review_stay(school, clerk):
    other = OrganisationFactory(municipality=school.municipality, short_name="МБОУ «Гимназия»")
    data = csv_file(("вторая гимназия на горе", "Ольхова Мария Сергеевна"))
    batch = stage_import(data=data, filename="банк.csv", kind="mentors", municipality=school.municipality, by=clerk)
    row = batch.rows.get()
    decide(
        batch=batch, row=row, revision=row.revision, decision=Decision(organisation=other.pk), remember=True, by=clerk
    )
    undo_batch(batch=commit_batch(batch=batch, by=clerk), by=clerk)
    assert OrganisationAlias.objects.filter(organisation=other, name="вторая гимназия на горе").exists()


def test_a_spelling_goes_with_the_organisation_it_is_of(school, clerk):
    batch = bring_in(school, clerk, ("МБДОУ «Ромашка»", "Детский сад «Ромашка»"), kind="organisations", headings=LIST)
    OrganisationAlias.objects.create(organisation=Organisation.objects.get(short_name="МБДОУ «Ромашка»"), name="садик")
    undo_batch(batch=batch, by=clerk)
    assert not OrganisationAlias.objects.exists()


def surnames(count: int) -> list[str]:
    """Such that nobody is taken for anybody else."""
    pairs = [(a, b) for a in "бвгджзклмнпрст" for b in "аеиоуыюя"]
    return [f"{a}{b}льх{b}{a}овская".capitalize() for a, b in pairs][:count]


def test_no_more_than_a_hundred_rows_are_told(school, clerk):
    batch = bring_in(school, clerk, *((f"{name} Мария Сергеевна",) for name in surnames(110)))
    Consent.objects.bulk_create(
        Consent(person=obstacle, kind=ConsentKind.PARTICIPATION) for obstacle in Person.objects.order_by("pk")
    )
    obstacles = obstacles_to_undo(batch)
    assert obstacles.rows == 110
    assert len(obstacles.first) == 100


def _queries(function) -> int:
    with CaptureQueriesContext(connection) as captured:
        function()
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_rows(school, clerk):
    few, many = [], []
    for names, counts in ((surnames(2), few), (surnames(96)[2:], many)):
        rows = [(f"{name} Мария Сергеевна",) for name in names]
        made = bring_in(school, clerk, *rows)
        assert Person.objects.count() == len(names)
        changed = bring_in(school, clerk, *((*row, "директор") for row in rows))
        counts.append(_queries(lambda batch=made: obstacles_to_undo(batch)))
        counts.append(_queries(lambda batch=changed: undo_batch(batch=batch, by=clerk)))
        counts.append(_queries(lambda batch=made: undo_batch(batch=batch, by=clerk)))
    assert few == many


def test_every_reference_to_a_person_is_known(db):
    """Where a new room begins to refer to people, the undo looks there by itself."""
    named = {f"{key.model.__name__}.{key.name}" for key in references_to(Person)}
    assert named >= {
        "Mentor.person",
        "Mentee.person",
        "Curator.person",
        "Consent.person",
        "Membership.person",
        "Invitation.person",
        "Person.merged_into",
        "PersonMerge.survivor",
        "PersonSpelling.person",
    }
    assert not any(name.startswith("Historical") for name in named)


def test_a_person_whom_a_file_has_moved_belongs_again_where_they_were(school, clerk):
    """The move is dated by the day of the import; taken back, it never was."""
    other = OrganisationFactory(municipality=school.municipality, short_name="МБОУ «Заозёрная СОШ»")
    known = MentorFactory(person=PersonFactory(organisation=school, last_name="Ольхова", first_name="Мария")).person
    data = csv_file((other.short_name, "Ольхова Мария Сергеевна"))
    batch = stage_import(data=data, filename="банк.csv", kind="mentors", municipality=school.municipality, by=clerk)
    row = batch.rows.get()
    decide(batch=batch, row=row, revision=row.revision, decision=Decision(person=known.pk), by=clerk)
    batch = commit_batch(batch=ImportBatch.objects.get(pk=batch.pk), by=clerk)
    today = timezone.localdate()
    stays = known.affiliations.values_list("organisation", "since", "until")
    assert list(stays) == [(school.pk, None, today - timedelta(days=1)), (other.pk, today, None)]
    # as if the file had come earlier
    known.affiliations.filter(organisation=school).update(until=today - timedelta(days=11))
    known.affiliations.filter(organisation=other).update(since=today - timedelta(days=10))

    undo_batch(batch=batch, by=clerk)

    assert list(stays.all()) == [(school.pk, None, None)]
    assert person("Ольхова").organisation == school
