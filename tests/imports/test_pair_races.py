"""Imports that together would break the cap, and imports against a curator: one is first, the other is told why."""

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from imports.actions import commit_batch
from mentoring.actions.pairs import agree_pair, create_pair
from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry import clock
from registry.models import Form
from tests.imports.pair_files import TERM, codes, pairs_file, staged
from tests.mentoring.conftest import END, START, TODAY, agree

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 4


def address_of_test_database() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def file_for(school, mentor, mentees):
    place = school.organisation.short_name
    return pairs_file(*((place, mentor.person.full_name, mentee.person.full_name, *TERM) for mentee in mentees))


def test_of_several_processes_one_takes_the_places_and_the_others_are_told_why(school):
    mentor = school.mentor()
    batches = []
    for _ in range(PROCESSES):
        data = file_for(school, mentor, [school.mentee(agreed=False) for _ in range(2)])
        batches.append(staged(data, school.organisation, school.curator))
    environment = {**os.environ, "DATABASE_URL": address_of_test_database()}
    processes = [
        subprocess.Popen(
            [
                sys.executable, "-m", "tests.imports.racing_import", str(batch.pk), str(school.curator.pk),
                TODAY.isoformat(),
            ],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for batch in batches
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = []
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        answers.append(out)
    assert Counter(answers) == {"new,new": 1, "review,error": PROCESSES - 1}
    assert mentor.pairs.count() == 2
    late = next(batch for batch, answer in zip(batches, answers, strict=True) if answer != "new,new")
    refused = late.rows.get(position=1)
    assert codes(refused) == {"cap_exceeded"}
    assert "в реестре уже" in refused.errors[0].message


def test_an_import_and_curators_agree_on_the_places_and_nobody_waits_in_a_circle(school):
    """Six mentors with two mentees each; a file brings one more to each while curators enter and agree another."""
    mentors = [school.mentor() for _ in range(6)]
    for mentor in mentors:
        for _ in range(2):
            school.pair(mentor, school.mentee())
    mine = [school.mentee(agreed=False) for _ in mentors]
    place = school.organisation.short_name
    data = pairs_file(
        *((place, m.person.full_name, e.person.full_name, *TERM) for m, e in zip(mentors, mine, strict=True))
    )
    batch = staged(data, school.organisation, school.curator)
    drafts = [school.pair(mentor, school.mentee(agreed=False)) for mentor in mentors[:3]]
    for draft in drafts:
        agree(draft.mentee.person)
    others = [school.mentee() for _ in mentors]
    form, together = Form.objects.get(code="teacher-teacher"), Barrier(3)

    def alone(work) -> list[str]:
        together.wait(timeout=30)
        try:
            with clock.as_at(TODAY):  # a thread begins in the real present
                return work()
        finally:
            connection.close()

    def bring_in() -> list[str]:
        commit_batch(batch=batch, by=school.curator)
        return []

    def enter() -> list[str]:
        return [
            tried(lambda m=mentor, e=mentee: create_pair(
                mentor=m, mentee=e, organisation=school.organisation, form=form, starts_on=START, ends_on=END,
                by=school.curator,
            ))
            for mentor, mentee in reversed(list(zip(mentors, others, strict=True)))
        ]  # fmt: skip

    def settle() -> list[str]:
        return [tried(lambda d=draft: agree_pair(pair=d, by=school.curator)) for draft in reversed(drafts)]

    with ThreadPoolExecutor(3) as threads:
        _, entered, settled = threads.map(alone, (bring_in, enter, settle))
    assert Counter(entered[:3]) == {"done": 3}  # of the three mentors without a draft
    assert Counter(entered[3:]) + Counter(settled) == {"done": 3, "refused": 3}
    for mentor in mentors:
        assert Pair.objects.place_holding().filter(mentor=mentor).count() == 3
    for row in batch.rows.all():
        brought = Pair.objects.filter(status=PairStatus.DRAFT, mentee__in=mine, pk=row.target_id).exists()
        assert brought == (row.status == "new")
        assert row.status == "new" or codes(row) == {"cap_exceeded"}


def tried(work) -> str:
    try:
        work()
    except ValidationError:
        return "refused"
    return "done"
