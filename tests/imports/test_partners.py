"""The bank of mentors from enterprises: the enterprise is found, or made when a person says so."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from imports.actions import commit_batch, decide, stage_import
from imports.enums import ImportRowStatus
from imports.importers.partners import partner_kind
from imports.row_data import Decision
from registry import clock
from registry.enums import MentorSource, OrganisationKind, PartnerStatus
from registry.models import Mentor, Organisation, Person
from tests.factories import MentorFactory, MunicipalityFactory, OrganisationFactory, PersonFactory, UserFactory
from tests.imports.import_files import csv_file, rows_in_tables, sample

pytestmark = pytest.mark.django_db
HEADINGS = ("№ п/п", "Предприятие", "ИНН", "ФИО", "Должность", "Опыт работы", "Договор", "Согласие", "Телефон")
FARM, FARM_INN = "ООО «Луговое»", "0299001223"
DAIRY = "АО «Молочный край»"
REVIEW, NEW, CHANGED = ImportRowStatus.REVIEW, ImportRowStatus.NEW, ImportRowStatus.CHANGED


@pytest.fixture(autouse=True)
def in_november():
    with clock.as_at(date(2026, 11, 20)):
        yield


@pytest.fixture
def municipality():
    return MunicipalityFactory()


@pytest.fixture
def clerk():
    return UserFactory()


@pytest.fixture
def stage(municipality, clerk):
    def stage(*rows, **options):
        data = csv_file(*((number, *row) for number, row in enumerate(rows, start=1)), headings=HEADINGS)
        return stage_import(
            data=data, filename="предприятия.csv", kind="partners", municipality=municipality, by=clerk, **options
        )

    return stage


def rows_of(batch):
    return list(batch.rows.order_by("position"))


def statuses(batch):
    return [row.status for row in rows_of(batch)]


def say(batch, position, decision, by, **options):
    row = batch.rows.get(position=position)
    decide(batch=batch, row=row, revision=row.revision, decision=Decision.from_json(decision), by=by, **options)


@pytest.mark.requirement("H-6.1-3", "H-6.3-3", "H-6.3-5c")
def test_the_sample_is_written_after_its_questions_and_asks_nothing_the_second_time(municipality, clerk):
    def bring_in(name, kind):
        return stage_import(data=sample(name), filename=name, kind=kind, municipality=municipality, by=clerk)

    commit_batch(batch=bring_in("organisations.csv", "organisations"), by=clerk)
    batch = bring_in("c7-partners-enterprise.xlsx", "auto")
    asking = [(row.row, row.issue_code) for row in rows_of(batch) if row.status == REVIEW]
    assert asking == [
        (4, "initials_only"), (13, "new_organisation"), (14, "new_organisation"), (15, "new_organisation"),
        (16, "new_organisation"), (17, "new_organisation"), (21, "new_organisation"),
    ]  # fmt: skip
    for number in (13, 15, 17):
        say(batch, batch.rows.get(row=number).position, {"new_organisation": True}, clerk)
    for number, names in ((4, ("Дина", "Ильинична")), (21, ("Галина", "Андреевна"))):
        row = batch.rows.get(row=number)
        assert (row.status, row.issue_code) == (REVIEW, "initials_only")
        decision = {"person": "new", "names": dict(zip(("first_name", "middle_name"), names, strict=True))}
        say(batch, row.position, decision, clerk, remember=True)
    assert set(statuses(batch)) == {NEW}
    commit_batch(batch=batch, by=clerk)
    assert Mentor.objects.filter(source=MentorSource.PARTNER).count() == 17
    kept = dict(Organisation.objects.values_list("short_name", "partner_status"))
    assert (kept["ГБУЗ «Заречная ЦРБ»"], kept["ООО «Тропинка-Агро»"]) == ("signed", "planned")
    museum = Organisation.objects.get(short_name="МБУК «Заречный краеведческий музей»")
    assert (museum.kind, museum.inn, museum.partner_status, museum.people.count()) == (
        OrganisationKind.CULTURE, "0299001216", PartnerStatus.FINISHED, 2,
    )  # fmt: skip
    assert museum.history.get().history_change_reason == (
        "Импорт: «c7-partners-enterprise.xlsx», лист «Предприятия», строка 15"
    )
    tailor = Organisation.objects.get(short_name="ИП Вотинцева Лилия Маратовна")
    assert (tailor.kind, tailor.inn) == (OrganisationKind.ENTREPRENEUR, "029900013097")
    before = rows_in_tables()
    again = bring_in("c7-partners-enterprise.xlsx", "auto")
    assert set(statuses(again)) == {ImportRowStatus.UNCHANGED}
    commit_batch(batch=again, by=clerk)
    after = rows_in_tables()
    assert {name for name in after if after[name] != before[name]} == {"imports.ImportBatch", "imports.ImportRow"}


def test_an_unknown_enterprise_waits_for_a_person(stage, clerk):
    batch = stage((FARM, FARM_INN, "Ольхова Мария Сергеевна", "агроном"))
    row = rows_of(batch)[0]
    assert (row.status, row.issue_code) == (REVIEW, "new_organisation")
    commit_batch(batch=batch, by=clerk)
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()


def test_one_answer_makes_the_enterprise_for_all_rows_of_its_inn_or_its_name(stage, clerk):
    batch = stage(
        (FARM, FARM_INN, "Ольхова Мария Сергеевна"),
        ("Хозяйство Луговое", FARM_INN, "Сапегина Анна Олеговна"),
        ('ООО "Луговое"', "", "Вязникова Вера Павловна"),
        (DAIRY, "", "Истомина Нина Юрьевна"),
    )
    say(batch, 2, {"new_organisation": True}, clerk)
    assert statuses(batch) == [NEW, NEW, NEW, REVIEW]
    commit_batch(batch=batch, by=clerk)
    farm = Organisation.objects.get()
    assert (farm.short_name, farm.inn, farm.kind) == (FARM, FARM_INN, OrganisationKind.ENTERPRISE)
    assert farm.people.count() == 3


def test_a_known_enterprise_may_be_chosen_instead_and_its_spelling_is_remembered(stage, municipality, clerk):
    dairy = OrganisationFactory(municipality=municipality, short_name=DAIRY)
    rows = [("Сырзавод", "", "Истомина Нина Юрьевна"), ("Сырзавод", "", "Ольхова Мария Сергеевна")]
    batch = stage(*rows)
    say(batch, 0, {"organisation": dairy.pk}, clerk, all_alike=True, remember=True)
    commit_batch(batch=batch, by=clerk)
    assert dairy.people.count() == 2
    assert Organisation.objects.count() == 1
    assert statuses(stage(*rows)) == [ImportRowStatus.UNCHANGED] * 2


def test_an_enterprise_is_found_by_its_inn_whatever_it_is_called(stage, municipality):
    OrganisationFactory(municipality=municipality, short_name=FARM, inn=FARM_INN)
    assert statuses(stage(("Хозяйство у реки", FARM_INN, "Ольхова Мария Сергеевна"))) == [NEW]


def test_everything_that_the_file_says_is_kept(stage, municipality, clerk):
    OrganisationFactory(municipality=municipality, short_name=DAIRY)
    row = (DAIRY, "", "Истомина Нина Юрьевна (по согласованию)", "технолог", "с 2010 года", "№ 12 от 01.02.2026",
           "да", "89120000001")  # fmt: skip
    batch = stage(row)
    commit_batch(batch=batch, by=clerk)
    mentor = Mentor.objects.get()
    person = mentor.person
    assert (person.position, person.phone, person.working_since, person.experience_note) == (
        "технолог", "+79120000001", date(2010, 9, 1), "с 2010 года",
    )  # fmt: skip
    assert (mentor.source, mentor.note) == (
        MentorSource.PARTNER, "Договор: № 12 от 01.02.2026; Согласие: да; по согласованию",
    )  # fmt: skip
    assert statuses(stage(row)) == [ImportRowStatus.UNCHANGED]


def test_a_later_agreement_takes_the_place_of_the_earlier_one_and_a_note_by_hand_stays(stage, municipality, clerk):
    OrganisationFactory(municipality=municipality, short_name=DAIRY)
    commit_batch(batch=stage((DAIRY, "", "Истомина Нина Юрьевна", "", "", "планируется")), by=clerk)
    mentor = Mentor.objects.get()
    mentor.note = f"звонить утром; {mentor.note}"
    mentor.save()
    commit_batch(batch=stage((DAIRY, "", "Истомина Нина Юрьевна", "", "", "№ 5 от 03.03.2026")), by=clerk)
    mentor.refresh_from_db()
    assert mentor.note == "звонить утром; Договор: № 5 от 03.03.2026"


@pytest.mark.requirement("H-6.1-3")
def test_a_partnership_is_told_only_where_the_register_says_nothing(stage, municipality, clerk):
    silent = OrganisationFactory(municipality=municipality, short_name=DAIRY)
    told = OrganisationFactory(municipality=municipality, short_name=FARM, partner_status=PartnerStatus.FINISHED)
    rows = [
        (DAIRY, "", "Истомина Нина Юрьевна", "", "", "планируется"),
        (DAIRY, "", "Ольхова Мария Сергеевна", "", "", "№ 12 от 01.02.2026"),
        (FARM, "", "Сапегина Анна Олеговна", "", "", "№ 13 от 01.02.2026"),
    ]
    commit_batch(batch=stage(*rows), by=clerk)
    silent.refresh_from_db()
    told.refresh_from_db()
    assert (silent.partner_status, told.partner_status) == (PartnerStatus.SIGNED, PartnerStatus.FINISHED)
    assert silent.history.count() == 2
    Organisation.objects.filter(pk=silent.pk).update(partner_status="")
    again = stage(*rows)
    assert statuses(again) == [CHANGED, CHANGED, ImportRowStatus.UNCHANGED]
    assert rows_of(again)[0].changes == {"partner_status": ("не партнёр", "соглашение заключено")}
    commit_batch(batch=again, by=clerk)
    silent.refresh_from_db()
    assert (silent.partner_status, silent.history.count()) == (PartnerStatus.SIGNED, 3)


@pytest.mark.parametrize("is_known", [True, False])
def test_a_teacher_of_the_bank_stays_one_person_at_their_school(stage, municipality, clerk, is_known):
    school = OrganisationFactory(municipality=municipality, short_name="МБОУ «Луговая СОШ»")
    if is_known:
        OrganisationFactory(municipality=municipality, short_name=FARM, inn=FARM_INN)
    teacher = PersonFactory(
        organisation=school, last_name="Ольхова", first_name="Мария", middle_name="Сергеевна", position="учитель",
        phone="+79120000001",
    )  # fmt: skip
    MentorFactory(person=teacher)
    line = (FARM, FARM_INN, "Ольхова Мария Сергеевна", "агроном", "", "", "", "89120000001")
    batch = stage(line)
    if not is_known:
        say(batch, 0, {"new_organisation": True}, clerk)
    row = rows_of(batch)[0]
    assert (row.issue_code, [candidate.person for candidate in row.candidates]) == ("maybe_known", [teacher.pk])
    say(batch, 0, {"person": teacher.pk}, clerk, remember=True)
    commit_batch(batch=batch, by=clerk)
    teacher.refresh_from_db()
    assert (teacher.organisation, teacher.position) == (school, "учитель")
    assert (teacher.mentor.source, teacher.mentor.note) == (
        MentorSource.TEACHER, f"Работает: {FARM}, агроном",
    )  # fmt: skip
    assert Person.objects.count() == 1
    assert statuses(stage(line)) == [ImportRowStatus.UNCHANGED]


def test_the_file_of_one_school_makes_no_organisations(stage, municipality, clerk):
    school = OrganisationFactory(municipality=municipality)
    batch = stage((FARM, FARM_INN, "Ольхова Мария Сергеевна"), organisation=school)
    row = rows_of(batch)[0]
    assert (row.status, row.issue_code) == (ImportRowStatus.ERROR, "foreign_organisation")
    with pytest.raises(ValidationError):
        say(batch, 0, {"new_organisation": True}, clerk)


def test_two_enterprises_of_one_name_are_told_apart_by_their_inn(stage, clerk):
    batch = stage((FARM, FARM_INN, "Ольхова Мария Сергеевна"), (FARM, "0299001216", "Сапегина Анна Олеговна"))
    for position in (0, 1):
        say(batch, position, {"new_organisation": True}, clerk)
    commit_batch(batch=batch, by=clerk)
    assert sorted(Organisation.objects.values_list("short_name", "inn")) == [
        (FARM, FARM_INN), (f"{FARM} (ИНН 0299001216)", "0299001216"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ИП Кожемякин А. П.", OrganisationKind.ENTREPRENEUR),
        ("БУЗ ВО «Луговская ЦРБ»", OrganisationKind.HEALTH),
        ("Районная больница", OrganisationKind.HEALTH),
        ("ООО «Школа вкуса»", OrganisationKind.ENTERPRISE),
        ("Пожарная часть № 3", OrganisationKind.ENTERPRISE),
        ("Дом культуры п. Луговой", OrganisationKind.CULTURE),
        ("Луговой техникум", OrganisationKind.COLLEGE),
    ],
)
def test_the_kind_of_an_enterprise_is_told_by_its_name(name, kind):
    assert partner_kind(name) == kind


def test_an_enterprise_written_otherwise_is_the_known_one(stage, municipality, clerk):
    known = OrganisationFactory(municipality=municipality, short_name="ООО «Луговая-Нива»", kind="enterprise")
    batch = stage(("ООО Луговая Нива", "", "Ольхова Мария Сергеевна", "агроном"))
    assert [row.record.organisation for row in rows_of(batch)] == [known.pk]
    commit_batch(batch=batch, by=clerk)
    assert Organisation.objects.filter(municipality=municipality).get() == known
