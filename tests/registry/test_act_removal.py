"""An act that was entered by mistake leaves the register; one on which anything rests does not."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ForeignKey, ProtectedError

from registry.actions.acts import cancel_act, remove_act
from registry.enums import CandidateApproval, MentorReadiness, Role
from registry.models import Act, FormerName
from registry.queries.acts import kinds_resting_on
from tests.factories import (
    ActFactory,
    CuratorFactory,
    FormerNameFactory,
    MentorFactory,
    PairFactory,
    PersonFactory,
    UserFactory,
)
from tests.posting import post_as_shown, version_shown
from tests.stories.desk import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(district):
    return ActFactory(organisation=district.school, number="12-ОД", title="О закреплении пар")


def approved_by(act, school):
    decision = {
        "proposed_on": act.dated,
        "approval": CandidateApproval.APPROVED,
        "decided_on": act.dated,
        "decision_act": act,
    }
    return MentorFactory(person__organisation=school, readiness=MentorReadiness.READY, **decision)


def test_an_act_entered_by_mistake_is_taken_out_and_the_history_tells_why(act, district, as_role, neighbour):
    head, address = as_role(Role.HEAD), f"/acts/{act.pk}/remove/"
    assert address in head.get(act.get_absolute_url()).content.decode()
    assert "reason" in head.post(address, {"reason": " "}).context["form"].errors

    assert head.post(address, {"reason": "внесён дважды"}).status_code == 302

    assert not Act.objects.exists()
    told = head.get("/acts/removed/").content.decode()
    assert "12-ОД" in told
    assert "внесён дважды" in told
    assert "12-ОД" not in neighbour.get("/acts/removed/").content.decode()
    ActFactory(organisation=district.school, number="12-ОД")  # the number is free again


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        (lambda act, school: PairFactory(organisation=school, act=act), "пары"),
        (lambda act, school: CuratorFactory(organisation=school, act=act), "кураторы"),
        (lambda act, school: ActFactory(organisation=school).basis.add(act), "акты, изданные на его основании"),
        (lambda act, school: approved_by(act, school), "решения о кандидатах"),
    ],
)
def test_what_something_rests_on_stays_and_the_page_leads_to_it(rest, message, act, district, as_role):
    rest(act, district.school)
    head, address = as_role(Role.HEAD), f"/acts/{act.pk}/remove/"

    assert message in head.get(address).content.decode()
    refused = head.post(address, {"reason": "внесён дважды"})

    assert message in refused.context["obstacles"][0]
    assert Act.objects.filter(pk=act.pk).exists()


def test_what_an_act_entered_by_mistake_has_cancelled_stands_again(act, district, as_role):
    old = ActFactory(organisation=district.school, number="3-ОД", dated=act.dated)
    head, address = as_role(Role.HEAD), f"/acts/{act.pk}/remove/"
    before = version_shown(head, address)
    cancel_act(act=old, by_act=act, by=district.member(Role.HEAD))

    # the page of before did not say that something will stand again
    page = head.post(address, {**before, "reason": "внесён дважды"})
    assert "снова будут действовать: приказ № 3-ОД" in words_of(page)
    assert Act.objects.filter(pk=act.pk).exists()

    assert post_as_shown(head, address, {"reason": "внесён дважды"}).status_code == 302
    old.refresh_from_db()
    assert old.cancelled_by is None
    assert old.history.first().history_change_reason == f"Снова действует: {act} внесён по ошибке"
    assert "Отменён" not in words_of(head.get(old.get_absolute_url())).partition("История")[0]


def test_the_page_links_what_rests_on_the_act(act, district, as_role):
    pair = PairFactory(organisation=district.school, act=act)
    mentor = approved_by(act, district.school)
    other = ActFactory(organisation=district.school, cancelled_by=act)

    page = as_role(Role.HEAD).get(f"/acts/{act.pk}/remove/").content.decode()

    for record in (pair, mentor.person, other):
        assert f'href="{record.get_absolute_url()}"' in page


def test_the_database_refuses_too(act, district):
    PairFactory(organisation=district.school, act=act)
    with pytest.raises(ProtectedError):
        act.delete()
    with pytest.raises(IntegrityError):
        _delete_past_django(act)


def _delete_past_django(act: Act) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM registry_act WHERE id = %s", [act.pk])
        connection.check_constraints()


def test_every_reference_to_an_act_is_protected_and_asked_about():
    asked_about = {relation.field for relation in Act._meta.related_objects}
    fields = [field for model in apps.get_models() for field in model._meta.fields if isinstance(field, ForeignKey)]
    references = [field for field in fields if field.related_model is Act and field.db_constraint]
    assert len(references) > 7
    for field in references:
        assert field in asked_about, field
        assert field.remote_field.on_delete.__name__ == "PROTECT", field


def test_an_act_that_the_portal_has_issued_stays(act, monkeypatch):
    monkeypatch.setattr("registry.actions.acts.locks_of", lambda _: ["Акт издан порталом."])
    with pytest.raises(ValidationError, match="издан порталом"):
        remove_act(act=act, reason="внесён дважды", by=UserFactory())
    assert kinds_resting_on(act) == []


def test_an_act_that_is_removed_while_it_is_chosen_to_cancel_another_is_told_beside_the_field(district):
    act, other = (ActFactory(organisation=district.school, number=number) for number in ("50", "51"))
    Act.objects.filter(pk=other.pk).delete()

    with pytest.raises(ValidationError, match="только что убрали из реестра") as refusal:
        cancel_act(act=act, by_act=other, by=UserFactory())

    assert "act" in refusal.value.message_dict


def test_an_act_that_is_removed_before_it_is_read_anew_is_told_in_words(act, as_role, monkeypatch):
    def while_it_is_removed(**_named: object) -> None:
        Act.objects.get(pk=0)

    monkeypatch.setattr("registry.views.acts.cancel_act", while_it_is_removed)
    head = as_role(Role.HEAD)
    head.raise_request_exception = False
    typed = {"act_way": "new", "new_number": "7", "new_dated": act.dated, "new_title": "Об отмене", "new_kind": "order"}

    answer = head.post(f"/acts/{act.pk}/cancel/", typed)

    assert answer.status_code == 409
    assert "другой пользователь убрал" in answer.content.decode()


def test_an_act_that_was_corrected_meanwhile_is_not_removed_from_an_old_page(act, as_role):
    head, address = as_role(Role.HEAD), f"/acts/{act.pk}/remove/"
    seen = version_shown(head, address)
    act.title = "Совсем другой приказ"
    act.save()

    page = head.post(address, {**seen, "reason": "внесён дважды"})

    assert "Совсем другой приказ" in page.content.decode()
    assert page.context["form"].newer
    assert 'value="внесён дважды"' in page.content.decode()
    assert Act.objects.exists()
    assert head.post(address, {**version_shown(head, address), "reason": "внесён дважды"}).status_code == 302


def test_a_page_that_only_asks_knows_what_it_has_shown(district, as_role):
    former = FormerNameFactory(person=PersonFactory(organisation=district.school), last_name="Сидорова")
    curator, address = as_role(Role.CURATOR), f"/people/{former.person_id}/names/{former.pk}/remove/"
    seen = version_shown(curator, address)
    former.last_name = "Рябова"
    former.save()

    page = curator.post(address, seen)

    assert "Рябова" in page.content.decode()
    assert FormerName.objects.exists()
    assert post_as_shown(curator, address).status_code == 302
    assert not FormerName.objects.exists()


@pytest.mark.parametrize("reason", [".", "123", "—"])
def test_a_reason_says_something(reason, act, as_role):
    page = post_as_shown(as_role(Role.HEAD), f"/acts/{act.pk}/remove/", {"reason": reason})
    assert "Напишите причину словами" in page.context["form"].errors["reason"][0]
    assert Act.objects.exists()
