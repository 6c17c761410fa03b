"""Every sample spreadsheet gives exactly the records, warnings and errors that its expectation states."""

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from imports.parsing import KnownOrganisation, KnownPerson, ParsedFile, parse_file

SAMPLES = Path(__file__).parents[2] / "data" / "spreadsheets"
TODAY = dt.date(2026, 11, 20)
FILES = [
    "c1-bank-title-rows.xlsx",
    "c2-pairs-merged.xls",
    "c3-cp1251.csv",
    "c4-mentees-pupils.xlsx",
    "c5-many-sheets-hidden.xlsx",
    "c6-one-cell.xlsx",
    "c7-partners-enterprise.xlsx",
    "c8-latin-duplicates.xlsx",
]
#: Told by the expectations in prose, not by keys; left out of the comparison of issues.
PROSE = {"about", "or_warning"}


def known_organisations() -> list[KnownOrganisation]:
    with (SAMPLES / "organisations.csv").open(encoding="utf-8") as file:
        return [
            KnownOrganisation(number, row["Краткое наименование"], row["Полное наименование"], (), row["ИНН"])
            for number, row in enumerate(csv.DictReader(file), start=1)
        ]


def parse(name: str, **options) -> ParsedFile:
    options = {"organisations": known_organisations(), "today": TODAY} | options
    return parse_file((SAMPLES / name).read_bytes(), filename=name, **options)


def expected(name: str) -> dict:
    return json.loads((SAMPLES / f"{name}.expected.json").read_text(encoding="utf-8"))


def people_of(name: str) -> list[KnownPerson]:
    """The register after the file *name* was imported."""
    return [
        KnownPerson(number, f["last_name"], f["first_name"], f["middle_name"] or "", record.organisation.id)
        for number, record in enumerate(parse(name).records)
        if (f := record.fields)["first_name"] and record.organisation
    ]


def comparable(record: dict) -> dict:
    """A record with the position in lower case; its case is nobody's concern."""
    return {
        key: comparable(value)
        if isinstance(value, dict)
        else value.casefold()
        if key == "position" and value
        else value
        for key, value in record.items()
    }


def issue_key(issue: dict) -> tuple:
    return issue.get("sheet"), issue["row"], issue["column"], issue["code"]


@pytest.fixture(scope="module", params=FILES)
def case(request):
    expectation = expected(request.param)
    known = people_of(expectation["candidates_from"]) if "candidates_from" in expectation else []
    return expectation, parse(request.param, people=known).as_json()


def test_the_table_is_found_where_it_is(case):
    expectation, got = case
    for key in ("kind", "sheets_to_read", "header_row", "data_rows", "declared_total"):
        assert got[key] == expectation[key], key
    for key in ("encoding", "delimiter", "school_year", "organisation_from", "ignored_sheets"):
        if key in expectation:
            assert got[key] == expectation[key], key
    assert got["skipped_rows"] == expectation["skipped_rows"]


def test_the_records_are_exactly_those_expected(case):
    expectation, got = case
    records = [comparable(record) for record in got["records"]]
    assert len(records) == len(expectation["records"])
    for found, record in zip(records, expectation["records"], strict=True):
        assert found == comparable(record)


def test_the_warnings_and_errors_are_exactly_those_expected(case):
    expectation, got = case
    for kind in ("warnings", "errors"):
        found = {issue_key(issue): issue for issue in got[kind]}
        for issue in expectation[kind]:
            stated = {key: value for key, value in issue.items() if key not in PROSE}
            assert issue_key(issue) in found, (kind, issue)
            if kind == "warnings" and "candidates" in stated and issue["code"] == "initials_only":
                same = [i["candidates"] for i in got[kind] if issue_key(i) == issue_key(issue)]
                assert stated["candidates"] in same
                continue
            assert stated.items() <= found[issue_key(issue)].items()
        assert sorted(map(str, found)) == sorted({str(issue_key(issue)) for issue in expectation[kind]})


def test_duplicates_and_spellings_are_those_expected(case):
    expectation, got = case
    assert got["duplicates"] == expectation["duplicates"]
    assert expectation["organisation_spellings"].items() <= got["organisation_spellings"].items()
