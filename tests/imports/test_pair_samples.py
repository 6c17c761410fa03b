"""The sample files that name pairs, through the command: exactly what is expected of them, and nothing twice."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from imports.actions import commit_batch, decide
from imports.models import ImportBatch
from imports.row_data import Decision
from mentoring.models import Pair
from registry import clock
from registry.models import Mentee, Mentor, Municipality, Person
from tests.factories import MunicipalityFactory, PolicyFactory, UserFactory
from tests.imports.import_files import SAMPLES, expected
from tests.imports.pair_files import codes

pytestmark = pytest.mark.django_db
C2, C4, C6 = "c2-pairs-merged.xls", "c4-mentees-pupils.xlsx", "c6-one-cell.xlsx"
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def organisations():
    """The register holds the reference list and nothing else."""
    with clock.as_at(TODAY):
        MunicipalityFactory(slug="zarechny")
        bring_in("organisations.csv", kind="organisations", commit=True)
        yield


@pytest.fixture
def policy():
    return PolicyFactory(municipality=Municipality.objects.get())


def bring_in(name: str, **options: Any) -> dict[str, Any]:
    """The command's JSON; its exit status is in `status`."""
    out, status = StringIO(), 0
    try:
        call_command("import_bank", str(SAMPLES / name), municipality="zarechny", as_json=True, stdout=out, **options)
    except SystemExit as error:
        status = error.code
    return json.loads(out.getvalue()) | {"status": status}


def keys(findings: list[dict[str, Any]]) -> list[tuple]:
    return sorted((f["row"], f["column"] or "", f["code"]) for f in findings)


@pytest.mark.parametrize("name", [C2, C4, C6])
def test_a_file_gives_the_records_warnings_and_errors_that_are_expected(name):
    outcome, expectation = bring_in(name, records=True), expected(name)
    assert keys(outcome["errors"]) == keys(expectation["errors"])
    assert set(keys(outcome["warnings"])) == set(keys(expectation["warnings"]))
    assert [(r["row"], r["status"]) for r in outcome["records"]] == [
        (r["row"], r["status"]) for r in expectation["records"]
    ]
    assert [e.get("rows") for e in outcome["errors"]] == [e.get("rows") for e in expectation["errors"]]
    assert outcome["status"] == 1


@pytest.mark.parametrize("name", [C2, C4, C6])
def test_without_the_key_for_records_the_errors_and_warnings_are_the_same(name):
    outcome, expectation = bring_in(name), expected(name)
    assert keys(outcome["errors"]) == keys(expectation["errors"])
    assert set(keys(outcome["warnings"])) == set(keys(expectation["warnings"]))


@pytest.mark.parametrize(
    ("name", "new", "review", "people", "mentors", "mentees", "pairs"),
    [(C2, 26, 3, 41, 15, 26, 26), (C4, 23, 4, 28, 5, 23, 10), (C6, 3, 19, 6, 3, 3, 3)],
)
def test_a_file_is_written_once(policy, name, new, review, people, mentors, mentees, pairs):
    first = bring_in(name, commit=True)
    assert (first["new"], first["review"], first["changed"]) == (new, review, 0)
    counted = [model.objects.count() for model in (Person, Mentor, Mentee, Pair)]
    assert counted == [people, mentors, mentees, pairs]
    versions = [model.history.count() for model in (Person, Mentor, Mentee, Pair)]
    assert versions == counted
    second = bring_in(name, commit=True)
    assert (second["new"], second["changed"], second["unchanged"]) == (0, 0, new)
    assert [model.history.count() for model in (Person, Mentor, Mentee, Pair)] == versions


def test_pairs_of_one_mentor_stand_side_by_side_where_there_are_places(policy):
    bring_in(C2, commit=True)
    assert not Pair.objects.exclude(status="draft").exists()
    assert set(Pair.objects.values_list("form__code", flat=True)) == {"teacher-teacher"}
    assert max(mentor.pairs.count() for mentor in Mentor.objects.all()) == 4  # in two terms


def test_pupils_are_paired_with_pupils(policy):
    bring_in(C4, commit=True)
    assert set(Pair.objects.values_list("form__code", flat=True)) == {"pupil-pupil"}
    assert set(Mentor.objects.values_list("source", flat=True)) == {"pupil"}
    assert Mentee.objects.filter(categories__sensitive=True).exists()


def test_mentors_by_initials_are_found_in_the_bank_that_came_before(policy):
    bring_in("c1-bank-title-rows.xlsx", commit=True)
    bring_in(C6, commit=True)
    expectation = {record["row"]: record["mentor"]["candidates"] for record in expected(C6)["records"]
              if record["status"] == "review" and record["row"] != 20}  # fmt: skip
    batch, by = ImportBatch.objects.latest("pk"), UserFactory()
    waiting = [row for row in batch.rows.filter(status="review") if row.row in expectation]
    names = dict(Person.objects.values_list("pk", "last_name"))
    for row in waiting:
        people = [Person.objects.get(pk=c.person).full_name for c in row.candidates]
        assert sorted(people) == sorted(expectation[row.row])
        assert all(names[c.person] == people[0].split()[0] for c in row.candidates)
    assert "initials_only" in codes(waiting[0])
    ImportBatch.objects.filter(pk=batch.pk).update(status="draft", committed_at=None, committed_by=None)
    for row in waiting:
        if len(row.candidates) == 1:
            decision = {"mentor": {"person": row.candidates[0].person}}
            decide(batch=batch, row=row, revision=row.revision, decision=Decision.from_json(decision), by=by)
    people = Person.objects.count()
    commit_batch(batch=batch, by=by)
    chosen = sum(len(row.candidates) == 1 for row in waiting)
    assert Pair.objects.count() == 3 + chosen
    assert Person.objects.count() == people + chosen  # the mentees; every mentor is of the bank
    assert Pair.objects.filter(note__startswith="Приказ №\u00a056-ОД от 02.09.2026").count() == 1
