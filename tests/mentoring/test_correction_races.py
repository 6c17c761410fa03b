"""Corrections that race, and what the migration finds in an older register."""

from datetime import date
from importlib import import_module
from pathlib import Path
from threading import Barrier, Thread
from types import ModuleType

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

import mentoring
from mentoring.actions.corrections import correct_extension, reopen
from mentoring.actions.pairs import create_pair
from mentoring.models import PairChange
from registry.enums import Role
from registry.guards import installation
from registry.models import Act
from tests.factories import member
from tests.mentoring.conftest import END, TODAY
from tests.mentoring.test_corrections import address, client_of, extended, terminated


@pytest.fixture
def head(school):
    return member(Role.HEAD, organisation=school.organisation)


def race(*acts) -> list[str]:
    """What each of the acts, begun together in threads of their own, came to."""
    together, outcomes = Barrier(len(acts)), []

    def run(act) -> None:
        try:
            together.wait(timeout=30)
            act()
            outcomes.append("done")
        except ValidationError as refusal:
            outcomes.append(" ".join(refusal.messages))
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes, key=lambda outcome: outcome != "done")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_reopen_the_same_pair_one_is_told(school):
    pair = terminated(school)
    heads = [member(Role.HEAD, organisation=school.organisation) for _ in range(2)]

    outcomes = race(*(lambda by=by: reopen(pair=pair, reason="Не та пара", by=by) for by in heads))

    assert outcomes[0] == "done"
    assert "Исправлять уже нечего" in outcomes[1]
    assert PairChange.objects.filter(pair=pair, corrects__isnull=False).count() == 1


@pytest.mark.requirement("U-3.4")
@pytest.mark.django_db(transaction=True)
def test_a_reopened_pair_and_a_new_one_race_for_the_last_place(school, head):
    mentor = school.mentor()
    pair = terminated(school, school.active_pair(mentor))
    for _ in range(2):
        school.pair(mentor, starts_on=date(2026, 11, 1))
    mentee = school.mentee()

    def enter() -> None:
        values = {"organisation": school.organisation, "form": pair.form, "starts_on": TODAY, "ends_on": END}
        create_pair(mentor=mentor, mentee=mentee, by=school.curator, **values)

    outcomes = race(lambda: reopen(pair=pair, reason="Не та пара", by=head), enter)

    assert outcomes[0] == "done"
    assert "не больше трёх" in outcomes[1]


@pytest.mark.django_db(transaction=True)
def test_of_two_pages_that_correct_the_same_day_at_one_moment_one_is_told(school):
    pair, answers, together = terminated(school), [], Barrier(2)
    address_of_page = address("pair_last_day", pair)
    clients = [client_of(member(Role.ADMIN, municipality=school.organisation.municipality)) for _ in range(2)]
    seen = clients[0].get(address_of_page).context["form"]["seen"].value()

    def send(client: Client, on: str) -> None:
        try:
            together.wait(timeout=30)
            answer = client.post(address_of_page, {"seen": seen, "on": on, "reason": "Описка"})
            answers.append(answer.status_code)
        finally:
            connection.close()

    threads = [Thread(target=send, args=args) for args in zip(clients, ["2026-11-13", "2026-11-06"], strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [200, 302]
    assert PairChange.objects.filter(pair=pair, corrects__isnull=False).count() == 1


# what the migration finds in an older register


def migration() -> ModuleType:
    """By its name without the number."""
    [path] = Path(mentoring.__file__).parent.glob("migrations/*_corrections_of_ends.py")
    return import_module(f"mentoring.migrations.{path.stem}")


def test_an_extension_of_before_can_be_corrected(school, head):
    pair = extended(school)
    pair.changes.update(ends_on_before=None, ends_on_after=None)
    with pytest.raises(ValidationError, match="Исправлять уже нечего"):
        correct_extension(pair=pair, on=END, reason="Продлевали другую", by=head)

    migration().read_periods_of_extensions(apps, None)

    assert pair.changes.get(ends_on_after=date(2027, 12, 31)).ends_on_before == END
    assert correct_extension(pair=pair, on=END, reason="Продлевали другую", by=head).ends_on == END


def test_the_migration_names_pairs_that_were_ordered_after_their_end(school, capsys):
    pair = school.active_pair()
    school.active_pair()
    installation.drop(connection)
    try:
        Act.objects.filter(pk=pair.act_id).update(dated=date(2027, 6, 1))
    finally:
        installation.install(connection)

    migration().name_acts_after_ends(apps, None)

    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"Проверьте пару {pair.pk} ({school.organisation}): последний день 31.05.2027, а акт №")
    assert line.endswith("датирован 01.06.2027.")
