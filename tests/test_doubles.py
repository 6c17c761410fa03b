"""Two requests at one moment make one record: the database decides, and the loser reads why."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentoring.actions.requests import decide_request, make_request
from mentoring.enums import PairStatus
from mentoring.models import PairRequest, ProgrammeComment, RequestOpinion, Roadmap, RoadmapItem
from monitoring.actions import approve_assessment, start_assessment, withdraw_approval
from monitoring.models import Assessment
from registry import clock
from registry.actions.access import invite
from registry.actions.bank import appoint_curator
from registry.actions.candidates import approve_candidates
from registry.actions.policy_proposals import proposal_of, propose_policy
from registry.enums import Role
from registry.models import (
    Act,
    ClassTransfer,
    Consent,
    Curator,
    Invitation,
    Mentee,
    Mentor,
    Organisation,
    Person,
    Policy,
    PolicyProposal,
)
from russian.school_year import first_day, school_year_of
from tests.factories import (
    AssessmentFactory,
    MentorFactory,
    OrganisationFactory,
    PairFactory,
    PersonFactory,
    PolicyFactory,
    ProgrammeFactory,
    PupilFactory,
    UserFactory,
    member,
)
from tests.posting import version_shown
from tests.writing_views import made_by, routes_by_name, takes_post

ALREADY_INVITED = "Такое приглашение уже отправлено"
RACERS = 2


def at_once(work: Callable[[], object]) -> list[object]:
    """What each of two threads got: the result, or the exception."""
    together, results = Barrier(RACERS), []

    def run() -> None:
        try:
            together.wait(timeout=30)
            results.append(work())
        except (ValidationError, IntegrityError) as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(RACERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def posted_at_once(user, address: str, fields: dict) -> list[int]:
    def post() -> int:
        client = Client()
        client.force_login(user)
        return client.post(address, fields).status_code

    return sorted(at_once(post))


@pytest.fixture
def school(transactional_db) -> Organisation:
    school = OrganisationFactory()
    PolicyFactory(municipality=school.municipality)
    return school


@pytest.fixture
def coordinator(school):
    return member(Role.COORDINATOR, municipality=school.municipality)


def invitation(school: Organisation) -> Invitation:
    return Invitation(
        email="new@school.example", role=Role.CURATOR, municipality=school.municipality, organisation=school
    )


def test_of_two_invitations_at_once_one_is_sent(school, coordinator, mailoutbox):
    results = at_once(lambda: invite(invitation=invitation(school), portal="https://x.example/", by=coordinator))
    assert Invitation.objects.count() == 1
    refusal = next(result for result in results if isinstance(result, ValidationError))
    assert ALREADY_INVITED in " ".join(refusal.messages)


def test_the_page_of_invitations_says_that_one_is_open(school, coordinator, monkeypatch):
    monkeypatch.setattr("registry.forms.access.is_invited", lambda *_args, **_place: False)
    invite(invitation=invitation(school), portal="https://x.example/", by=coordinator)
    client = Client()
    client.force_login(coordinator)
    fields = {"email": "new@school.example", "role": "curator", "organisation": school.pk}
    assert ALREADY_INVITED in client.post(reverse("registry:invite"), fields).content.decode()


def test_an_invitation_out_of_date_makes_room(school, coordinator):
    old = invite(invitation=invitation(school), portal="https://x.example/", by=coordinator)
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=1))
    invite(invitation=invitation(school), portal="https://x.example/", by=coordinator)
    old.refresh_from_db()
    assert old.revoked_at is not None


def test_of_two_drafts_of_one_period_one_is_begun(school, coordinator):
    today = clock.today()
    place = {"organisation": school, "school_year": school_year_of(today), "period": "start"}
    results = at_once(lambda: start_assessment(**place, held_on=today, by=coordinator))
    assert Assessment.objects.count() == 1
    refusal = next(result for result in results if isinstance(result, ValidationError))
    assert "Черновик оценки за этот период уже есть" in " ".join(refusal.messages)


def test_two_who_open_one_form_of_assessment_write_in_one(school, coordinator):
    today = clock.today()
    fields = {
        "organisation": school.pk, "school_year": school_year_of(today), "period": "start", "held_on": today,
        "period_right": "on",
    }  # fmt: skip
    curator = member(Role.CURATOR, organisation=school)
    assert posted_at_once(curator, reverse("monitoring:assessment_add"), fields) == [302, 302]
    assert Assessment.objects.count() == 1


def test_an_approval_is_not_withdrawn_beside_a_new_draft(school, coordinator):
    approved = approve_assessment(assessment=AssessmentFactory(organisation=school, total=15), by=coordinator)
    AssessmentFactory(organisation=school, school_year=approved.school_year, period=approved.period)
    with pytest.raises(ValidationError, match="новый черновик"):
        withdraw_approval(assessment=approved, reason="ошибка", by=coordinator)


def test_of_two_appointments_of_one_curator_one_is_made(school, coordinator):
    person = PersonFactory(organisation=school)

    def appoint() -> Curator:
        return appoint_curator(person=person, curator=Curator(organisation=school), by=coordinator)

    results = at_once(appoint)
    assert Curator.objects.count() == 1
    refusal = next(result for result in results if isinstance(result, ValidationError))
    assert "уже куратор" in " ".join(refusal.messages)


@pytest.mark.parametrize("model", [Mentor, Mentee])
def test_the_database_keeps_one_place_of_a_person(school, model):
    person = PersonFactory(organisation=school)
    model.objects.create(person=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(person=person)


def test_of_two_proposals_for_one_day_one_waits(school, coordinator):
    policy = Policy.objects.get(municipality=school.municipality)

    def propose() -> object:
        proposal = proposal_of(policy)
        proposal.valid_from, proposal.reason = clock.today() + timedelta(days=30), "Меньше нагрузка"
        return propose_policy(proposal=proposal, entries={}, by=coordinator)

    refused = [result for result in at_once(propose) if isinstance(result, ValidationError)]
    assert ["На эту дату уже есть предложение" in str(refusal) for refusal in refused] == [True]
    assert PolicyProposal.objects.count() == 1


def test_of_two_decisions_about_one_candidate_the_second_is_refused(school):
    mentor, head = MentorFactory(organisation=school), member(Role.HEAD, organisation=school)

    def approve() -> object:
        return approve_candidates(mentors=[mentor], on=clock.today(), by=head)

    refused = [result for result in at_once(approve) if isinstance(result, ValidationError)]
    assert ["Решение уже внесено" in str(refusal) for refusal in refused] == [True]
    assert mentor.history.count() == 2


def test_of_two_transfers_of_classes_at_once_one_moves_the_pupils(school):
    person = PupilFactory(organisation=school, grade=7)
    curator = member(Role.CURATOR, organisation=school)
    fields = {"day": first_day(school_year_of(clock.today())), "class_7_Б": "up", f"pupil_{person.pk}": ""}
    client, address = Client(), reverse("registry:classes", args=[school.pk])
    client.force_login(curator)
    assert posted_at_once(curator, address, {**fields, **version_shown(client, address)}) == [302, 302]
    person.refresh_from_db()
    assert (person.grade, ClassTransfer.objects.count(), person.class_moves.count()) == (8, 1, 1)


PERSON = {
    "last_name": "Двойникова", "first_name": "Анна", "middle_name": "Петровна", "included_on": "2026-09-01",
    "working_since_precision": "year", "participant": "teacher", "source": "teacher", "readiness": "candidate",
}  # fmt: skip


@pytest.mark.parametrize("address", ["registry:mentor_add", "registry:mentee_add", "mentoring:pair_new"])
def test_a_form_sent_twice_at_once_makes_one_card(school, address):
    curator = member(Role.CURATOR, organisation=school)
    assert posted_at_once(curator, reverse(address), {**PERSON, "organisation": school.pk}) == [200, 302]
    assert Person.objects.filter(last_name="Двойникова").count() == 1


def test_no_other_page_enters_a_person():
    """Each of the four asks about namesakes: of two that are sent at once the second does."""
    asking = {"registry:mentor_add", "registry:mentee_add", "registry:curator_add", "mentoring:pair_new"}
    entering = {name for name, route in routes_by_name().items() if takes_post(route) and "Person" in made_by(route)}
    assert "mentoring:pair_new" in entering
    assert entering <= asking | {"registry:merge_undo"}, "merge_undo brings a card back"


def test_a_new_curator_sent_twice_at_once_is_one_card(school):
    fields = {**PERSON, "organisation": school.pk, "appointed_on": "2026-09-01"}
    head = member(Role.HEAD, organisation=school)
    assert posted_at_once(head, reverse("registry:curator_add"), fields) == [200, 302]
    assert Person.objects.filter(last_name="Двойникова").count() == 1


PAPER = {"kind": "order", "number": "14-ОД", "dated": "2026-09-01", "title": "О наставничестве"}
ROADMAP = {"title": "Дорожная карта", "starts_on": "2026-09-01", "ends_on": "2027-05-31"}


def test_papers_sent_twice_at_once_are_entered_once(school):
    person = MentorFactory(organisation=school).person
    curator = member(Role.CURATOR, organisation=school)
    act = {**PAPER, "issuer": f"o{school.pk}"}
    assert posted_at_once(curator, reverse("registry:act_add"), act) == [200, 302]
    consent = {"participation-self": "on", "signed_on": "2026-09-01"}
    assert posted_at_once(curator, reverse("registry:consent_add", args=[person.pk]), consent) == [200, 302]
    assert (Act.objects.count(), Consent.objects.count()) == (1, 1)


def test_a_roadmap_its_section_and_its_item_sent_twice_at_once_are_one(school):
    curator = member(Role.CURATOR, organisation=school)
    fields = {**ROADMAP, "owner": f"organisation-{school.pk}"}
    assert posted_at_once(curator, reverse("mentoring:roadmap_add"), fields) == [200, 302]
    roadmap = Roadmap.objects.get()
    section = {"number": "1", "title": "Подготовка"}
    assert posted_at_once(curator, reverse("mentoring:roadmap_section_add", args=[roadmap.pk]), section) == [200, 302]
    item = {"number": "1.1", "title": "Назначить куратора", "term": "сентябрь", "responsible": "директор"}
    address = reverse("mentoring:roadmap_item_add", args=[roadmap.pk, roadmap.sections.get().pk])
    assert posted_at_once(curator, address, item) == [200, 302]
    assert RoadmapItem.objects.count() == 1


def test_a_comment_sent_twice_at_once_is_one(school):
    pair = PairFactory(organisation=school, status=PairStatus.ACTIVE)
    ProgrammeFactory(pair=pair)
    mentee = member(Role.MENTEE, person=pair.mentee.person)
    address = reverse("mentoring:comment_add", args=[pair.pk])
    assert posted_at_once(mentee, address, {"author": "mentee", "text": "Добавьте открытый урок."}) == [200, 302]
    assert ProgrammeComment.objects.count() == 1


def test_of_two_requests_of_a_kind_at_once_one_is_made_and_the_other_reads_why(school):
    pair = PairFactory(organisation=school, status=PairStatus.ACTIVE)
    mentor = member(Role.MENTOR, person=pair.mentor.person)
    address = reverse("mentoring:pair_request", args=[pair.pk])
    assert posted_at_once(mentor, address, {"kind": "lay_down", "text": "Прошу сложить обязанности."}) == [200, 302]
    assert PairRequest.objects.count() == 1


def test_of_two_wishes_for_a_pair_at_once_one_is_made(school):
    person = MentorFactory(organisation=school).person
    mentor = member(Role.MENTOR, person=person)
    fields = {"person": person.pk, "author": "mentor", "text": "Готов работать ещё с одним молодым учителем."}
    assert posted_at_once(mentor, reverse("mentoring:request_wish"), fields) == [200, 302]
    assert PairRequest.objects.count() == 1


def test_of_two_decisions_at_once_one_stands(school):
    pair = PairFactory(organisation=school, status=PairStatus.ACTIVE)
    asked = PairRequest(pair=pair, kind="lay_down", author="mentor", text="Прошу сложить обязанности.")
    asked = make_request(request=asked, by=UserFactory())
    head = member(Role.HEAD, organisation=school)
    results = at_once(lambda: decide_request(request=asked, accepted=True, reason="Нагрузка велика", by=head))
    refusal = next(result for result in results if isinstance(result, ValidationError))
    assert "кто-то успел раньше" in " ".join(refusal.messages)
    assert asked.history.filter(status="accepted").count() == 1


def test_of_two_opinions_of_the_council_at_once_one_is_kept(school):
    pair = PairFactory(organisation=school, status=PairStatus.ACTIVE)
    asked = PairRequest(pair=pair, kind="arbitration", author="mentor", text="Прошу решить спор.")
    asked = make_request(request=asked, by=UserFactory())
    council = member(Role.COUNCIL, organisation=school)
    address = reverse("mentoring:request_opinion", args=[asked.pk])
    answers = posted_at_once(council, address, {"text": "Встречаться по средам."})
    assert RequestOpinion.objects.count() == 1
    assert answers in ([200, 302], [302, 302])  # the second may come when the first is there, and corrects it
