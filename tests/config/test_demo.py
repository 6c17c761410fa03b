"""The demonstration: what a newcomer sees first must be there, alive and whole."""

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from config.demo.building import build, is_built
from config.demo.calendar import Calendar
from config.demo.district import LOGINS, PASSWORD, DemoDistrict
from imports.models import ImportBatch
from mentoring.models import MoveDecision, Pair, PairChange, PairRequest, ProgrammeComment
from monitoring.models import Assessment
from registry.models import Act, Affiliation, ClassTransfer, LocalRules, Mentee, Mentor, Organisation, Person
from registry.queries.local_rules import organisations_under
from reports.models import IssuedDocument
from tests.built_once import rows_of_module
from worklist.first_page.page import worklist_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[Path, DemoDistrict]]:
    """The folder of its files, and the district, built once: it takes longer than most modules of tests."""
    folder = tmp_path_factory.mktemp("demo")
    with rows_of_module(django_db_blocker):
        with django_db_blocker.unblock(), override_settings(DATA_DIR=folder, MEDIA_ROOT=folder):
            district = build(Calendar.now(), say=lambda text: None)
        yield folder, district


@pytest.fixture
def district(built, db, settings):
    settings.DATA_DIR = settings.MEDIA_ROOT = built[0]
    return deepcopy(built[1])


def test_the_district_is_whole_its_logins_open_the_portal_and_a_second_start_shows_the_same(district, settings):
    assert Organisation.objects.count() == 13
    assert 55 <= Mentor.objects.count() <= 70
    assert 85 <= Mentee.objects.count() <= 100
    assert 65 <= Pair.objects.count() <= 80
    assert set(Pair.objects.values_list("status", flat=True)) == {
        "draft",
        "agreed",
        "active",
        "completed",
        "replaced",
        "terminated",
        "cancelled",
    }
    stages = Counter(Pair.objects.filter(status="active").values_list("stage__number", flat=True))
    assert set(stages) == {1, 2, 3, 4, 5}
    assert len(set(Assessment.objects.filter(status="approved").values_list("school_year", flat=True))) == 2
    assert IssuedDocument.objects.filter(kind="pairing_order").exists()
    assert {"order", "minutes", "other"} <= set(Act.objects.values_list("kind", flat=True))
    assert "Внесён дважды" in Act.history.get(number="85-ОД", history_type="-").history_change_reason
    assert PairChange.objects.filter(act_awaited=True).exists()
    # one mentor has moved and the pair waits for a decision, another leads on from the new school
    assert Affiliation.objects.filter(until__isnull=False).count() == 2
    assert MoveDecision.objects.count() == 1
    # an end taken back, and a last day put right
    assert set(PairChange.objects.filter(corrects__isnull=False).values_list("from_status", "to_status")) == {
        ("terminated", "active"),
        ("terminated", "terminated"),
    }
    # a college leads a pair in the district's own form and has ended another for the district's own reason
    own = Pair.objects.filter(form__municipality__isnull=False)
    assert set(own.values_list("status", "end_reason__title")) == {
        ("active", None),
        ("terminated", "академический отпуск студента"),
    }
    assert Pair.objects.filter(notified_on__isnull=False).exists()
    # a surname has changed, and classes have moved up everywhere but in the school whose curator is to do it
    assert Person.objects.exclude(formerly="").count() == 1
    assert ClassTransfer.objects.count() >= 3
    assert not ClassTransfer.objects.filter(organisation=district.main_school).exists()
    assert {"open", "opinion", "accepted", "refused", "done"} == set(
        PairRequest.objects.values_list("status", flat=True)
    )
    assert ProgrammeComment.objects.filter(answered_on__isnull=True).exists()
    # organisations and teachers came through the portal's own import
    assert ImportBatch.objects.filter(status="committed").count() == 2
    assert worklist_of(district.admin).overdue.count

    _every_login_opens_the_portal()
    settings.DEMO = True
    told = StringIO()
    call_command("demo", "--no-serve", stdout=told)
    assert is_built()
    assert Organisation.objects.count() == 13, "a second start built a second district"
    assert all(login.email in told.getvalue() for login in LOGINS)


def _every_login_opens_the_portal():
    for login in LOGINS:
        client = Client()
        assert client.login(email=login.email, password=PASSWORD), login.email
        answer = client.get("/worklist/", follow=True)
        assert answer.status_code == 200, login.email


def test_the_head_has_signed_two_acts_electronically_and_a_third_bears_the_file_by_mistake(district):
    signed = [(act.signature_facts, act.dated) for act in Act.objects.exclude(signature="")]
    assert {certificate.owner for certificate, _ in signed} == {"Стародубцев Глеб Родионович"}
    assert [certificate.valid_on(day) for certificate, day in signed] == [True, True, True]
    doubtful = [act for act in Act.objects.exclude(signature="") if act.is_signer_doubtful(act.signature_facts)]
    assert [act.title for act in doubtful] == ["О закреплении наставнических пар"]
    assert doubtful[0].pairs.exists()


def test_a_pair_is_extended_and_the_act_of_another_extension_is_cancelled(district):
    extensions = PairChange.objects.filter(ends_on_after__isnull=False, act__isnull=False).order_by("pk")
    assert [change.act.cancelled_by is None for change in extensions] == [True, False]


def test_the_demonstration_never_touches_an_installation():
    with pytest.raises(CommandError, match="make demo"):
        call_command("demo", "--no-serve")


def test_rules_of_schools_begin_after_the_orders_that_the_policy_has_printed(district):
    """Otherwise the papers would contradict the rules that the pages show for their day."""
    for rules in LocalRules.objects.all():
        printed = IssuedDocument.objects.filter(kind="pairing_order", organisation__in=organisations_under(rules))
        assert printed.exists()
        assert not printed.filter(dated__gte=rules.valid_from).exists()
