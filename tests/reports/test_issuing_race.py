"""Two clicks and two people at once, on a database that really commits."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections
from django.db.utils import DatabaseError

from mentoring.models import Pair
from registry.enums import Role
from registry.models import Act
from reports.actions import issue
from reports.documents.orders.pairing_order import PairingOrder, PairsForOrder
from reports.documents.roadmap import RoadmapPaper
from reports.models import IssuedDocument, PaperDraft
from tests.factories import UserFactory, member
from tests.mentoring.test_roadmaps import new_roadmap
from tests.reports.paper_makers import (
    SITE,
    agreed_pair,
    begun_order,
    details,
    issued_order,
    order_in_place_of,
    school_with_policy,
    signed_in,
)

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 3


def raced(calls: list) -> list:
    """Runs the calls together; returns what each returned or raised."""
    barrier, outcomes = threading.Barrier(len(calls)), [None] * len(calls)

    def run(index: int) -> None:
        barrier.wait()
        try:
            outcomes[index] = calls[index]()
        except (ValidationError, DatabaseError) as error:
            outcomes[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_many_clicks_on_one_draft_issue_one_order():
    school = school_with_policy()
    pair, head = agreed_pair(school), member(Role.HEAD, organisation=school)

    def click():
        return issue(
            PairingOrder(),
            PairsForOrder(school, [pair]),
            details=details(),
            site=SITE,
            by=head,
            code="7KQ2-9FHM-XW3D-P4TA",
        )

    outcomes = raced([click] * AT_ONCE)
    issued = IssuedDocument.objects.get()
    assert Act.objects.count() == 1
    # Whoever came second got the paper of the first or was stopped by the database; the page then shows that paper.
    assert all(outcome == issued or isinstance(outcome, ValidationError | IntegrityError) for outcome in outcomes)


def test_two_orders_over_one_pair_cannot_both_be_issued():
    school = school_with_policy()
    pair, head = agreed_pair(school), member(Role.HEAD, organisation=school)

    def issuing(number: str):
        return lambda: issue(
            PairingOrder(), PairsForOrder(school, [pair]), details=details(number=number), site=SITE, by=head
        )

    outcomes = raced([issuing(str(number)) for number in range(1, AT_ONCE + 1)])
    assert IssuedDocument.objects.count() == Act.objects.count() == 1
    assert sum(isinstance(outcome, IssuedDocument) for outcome in outcomes) == 1
    assert all("действует" in str(error) for error in outcomes if not isinstance(error, IssuedDocument))
    assert Pair.objects.get().act == Act.objects.get()


def test_of_two_papers_that_replace_one_at_once_one_is_issued():
    school = school_with_policy()
    document, head = issued_order(school), member(Role.HEAD, organisation=school)

    outcomes = raced(
        [lambda number=number: order_in_place_of(document, number=number, by=head) for number in ("135/2", "135/3")]
    )

    [issued] = [outcome for outcome in outcomes if isinstance(outcome, IssuedDocument)]
    [refused] = [outcome for outcome in outcomes if outcome != issued]
    assert "Документ уже заменён" in str(refused)
    document.refresh_from_db()
    assert (document.superseded_by, IssuedDocument.objects.count(), Pair.objects.get().act) == (issued, 2, issued.act)


def test_many_clicks_of_one_person_on_the_page_issue_one_order():
    school = school_with_policy()
    user = member(Role.CURATOR, organisation=school)
    client = signed_in(user)
    check = begun_order(client, school, agreed_pair(school))
    fingerprint = client.get(check).context["fingerprint"]
    clients = [signed_in(user) for _ in range(AT_ONCE)]

    answers = raced(
        [lambda client=client: client.post(f"{check}issue/", {"fingerprint": fingerprint}) for client in clients]
    )

    document = IssuedDocument.objects.get()
    assert {answer.url for answer in answers} == {document.get_absolute_url()}
    assert Act.objects.count() == 1
    assert not PaperDraft.objects.exists()


def test_many_clicks_on_a_roadmap_issue_one_document():
    school = school_with_policy()
    roadmap, user = new_roadmap(school, preset="kez-2022"), UserFactory()

    outcomes = raced([lambda: issue(RoadmapPaper(), roadmap, site=SITE, by=user)] * AT_ONCE)

    assert set(outcomes) == {IssuedDocument.objects.get()}
