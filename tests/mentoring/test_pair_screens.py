"""The path of a curator through the screens, and what others may open."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mentoring.enums import PairStatus, ProgrammeStatus
from mentoring.models import Pair, StageItem, StageItemTemplate
from registry.enums import Role
from registry.models import Form, Kind, Mentee, RoleModel
from tests.factories import OrganisationFactory, PlanItemFactory, PolicyFactory, UserFactory, member
from tests.mentoring.conftest import END, START, TODAY, agree
from tests.posting import post_as_shown, version_shown
from tests.scan_files import PDF
from worklist.first_page.page import worklist_of

NO_ACT_YET = {"act_way": "later"}


@pytest.fixture
def curator(school) -> Client:
    client = Client()
    client.force_login(school.curator)
    return client


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, name: str, *args, **query) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response
    return response.content.decode()


def form_of_pair(school, mentor, **changes) -> dict:
    return {
        "mentor": mentor.pk,
        "organisation": school.organisation.pk,
        "form": Form.objects.get(code="teacher-teacher").pk,
        "role_model": RoleModel.objects.get(code="experienced-young").pk,
        "kinds": [Kind.objects.get(code="traditional").pk],
        "starts_on": START.isoformat(),
        "ends_on": END.isoformat(),
        **changes,
    }


@pytest.mark.requirement("U-4.1-3")
def test_a_new_pair_takes_two_screens(school, curator):
    mentor, mentee = school.mentor(), school.mentee(agreed=False)
    first = page(curator, "mentoring:pair_new", who=mentee.person.last_name.lower())
    second = reverse("mentoring:pair_new_for", args=[mentee.pk])
    assert second in first
    assert mentor.person.full_name in curator.get(second).content.decode()
    response = curator.post(second, form_of_pair(school, mentor))
    pair = Pair.objects.get()
    assert response.url == pair.get_absolute_url()
    assert (pair.mentor, pair.mentee, pair.status) == (mentor, mentee, PairStatus.DRAFT)
    assert (pair.starts_on, pair.ends_on) == (START, END)
    shown = page(curator, "mentoring:pair", pair.pk)
    assert "Согласие наставляемого на участие" in shown
    assert reverse("registry:consent_add", args=[mentee.person.pk]) in shown
    assert "Согласовать пару" not in shown
    agree(mentee.person)
    assert "Согласовать пару" in page(curator, "mentoring:pair", pair.pk)
    post_as_shown(curator, reverse("mentoring:pair_agree", args=[pair.pk]), page=pair.get_absolute_url())
    shown = page(curator, "mentoring:pair", pair.pk)
    assert f"{reverse('reports:paper_sources', args=['orders'])}?pair={pair.pk}" in shown


@pytest.mark.requirement("H-6.4-6")
def test_a_mentee_is_added_on_the_first_screen(school, curator):
    fields = {
        "last_name": "Ёлкина",
        "first_name": "Алиса",
        "participant": "pupil",
        "organisation": school.organisation.pk,
        "grade": 7,
        "birth_date": "2013-05-06",
    }
    response = curator.post(reverse("mentoring:pair_new"), fields)
    mentee = Mentee.objects.get(person__last_name="Ёлкина")
    assert response.url == reverse("mentoring:pair_new_for", args=[mentee.pk])
    again = curator.post(reverse("mentoring:pair_new"), fields).content.decode()
    assert "Это она или он?" in again
    assert "уже в базе наставляемых" in again
    assert 'value="Ёлкина"' in again
    assert Mentee.objects.filter(person__last_name="Ёлкина").count() == 1


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(school, curator):
    mentor, mentee = school.mentor(), school.mentee()
    address = reverse("mentoring:pair_new_for", args=[mentee.pk])
    response = curator.post(address, form_of_pair(school, mentor, ends_on="2026-10-01", form_rationale="Так решили"))
    shown = response.content.decode()
    assert response.status_code == 200
    assert (
        "Срок не короче 3 месяцев — по политике муниципалитета (Сургут, п.\u00a01.3.7)."
        in response.context["form"].errors["ends_on"]
    )
    assert "Так решили" in shown
    assert not Pair.objects.exists()
    response = curator.post(address, form_of_pair(school, mentor, starts_on="31.02.2027"))
    assert "starts_on" in response.context["form"].errors


def test_the_fourth_mentee_is_refused_on_screen_with_the_three_named(school, curator):
    mentor = school.mentor()
    names = [school.pair(mentor).mentee.person.short_name for _ in range(3)]
    mentee = school.mentee()
    shown = curator.post(
        reverse("mentoring:pair_new_for", args=[mentee.pk]), form_of_pair(school, mentor)
    ).content.decode()
    assert all(name in shown for name in names)
    assert "Свободное место — с 01.06.2027" in shown


def test_a_second_click_on_save_makes_no_second_pair(school, curator):
    mentor, mentee = school.mentor(), school.mentee()
    address, fields = reverse("mentoring:pair_new_for", args=[mentee.pk]), form_of_pair(school, mentor)
    assert curator.post(address, fields).status_code == 302
    again = curator.post(address, fields)
    assert again.status_code == 200
    assert "Такая пара уже есть" in again.content.decode()
    assert Pair.objects.count() == 1


def test_showing_mentors_anew_saves_nothing_and_keeps_what_was_typed(school, curator):
    wanted, other, mentee = school.mentor(), school.mentor(), school.mentee()
    shown = curator.post(
        reverse("mentoring:pair_new_for", args=[mentee.pk]),
        {
            **form_of_pair(school, wanted, form_rationale="Так решили"),
            "mentor": "",
            "refresh": "yes",
            "mentor_search": wanted.person.last_name,
        },
    ).content.decode()
    assert wanted.person.full_name in shown
    assert other.person.full_name not in shown
    assert "Так решили" in shown
    assert "Не сохранено" not in shown
    assert not Pair.objects.exists()


def test_a_draft_is_corrected_and_a_stale_correction_is_noticed(school, curator):
    pair = school.pair(mentee=school.mentee(agreed=False))
    address = reverse("mentoring:pair_edit", args=[pair.pk])
    seen = curator.get(address).context["form"]["seen"].value()
    fields = form_of_pair(school, pair.mentor, ends_on="2027-04-30", seen=seen)
    assert curator.post(address, fields).status_code == 302
    late = curator.post(address, {**fields, "ends_on": "2027-03-31"})
    assert "изменил кто-то другой" in late.content.decode()
    pair.refresh_from_db()
    assert pair.ends_on == date(2027, 4, 30)


def test_a_draft_is_cancelled_once(school, curator):
    pair = school.pair(mentee=school.mentee(agreed=False))
    address = reverse("mentoring:pair_cancel", args=[pair.pk])
    assert "вернуть её в черновики нельзя" in curator.get(address).content.decode()
    curator.post(address)
    pair.refresh_from_db()
    assert pair.status == PairStatus.CANCELLED
    assert curator.post(address, follow=True).status_code == 200


@pytest.mark.requirement("H-5.1")
def test_a_stage_is_left_only_when_its_items_are_done(school, curator):
    pair = school.active_pair()
    address = reverse("mentoring:stage_advance", args=[pair.pk])
    shown = curator.post(address, {"from_stage": "preparatory"}, follow=True).content.decode()
    assert "не закончен" in shown
    for template in StageItemTemplate.objects.filter(stage__number=1, required=True, fulfilled_by="", only_forms=[]):
        response = curator.post(
            reverse("mentoring:stage_item", args=[pair.pk, template.pk]),
            {"done_on": TODAY.isoformat(), "evidence": "Протокол № 3"},
        )
        assert response.status_code == 302
    curator.post(address, {"from_stage": "preparatory"})
    curator.post(address, {"from_stage": "preparatory"})  # the second click of a double one
    moved = Pair.objects.get(pk=pair.pk)
    assert moved.stage.number == 2
    assert "Протокол № 3" in page(curator, "mentoring:pair", pair.pk)


@pytest.mark.requirement("H-6.4-2", "H-6.6-7", "D-4.6.2-4", "U-4.1-4", "U-3.11")
def test_a_programme_goes_from_draft_to_the_head_to_the_mentee(school, curator):
    pair = school.active_pair()
    head = signed_in(member(Role.HEAD, organisation=school.organisation))
    mentee = signed_in(member(Role.MENTEE, person=pair.mentee.person))
    edit = reverse("mentoring:programme_edit", args=[pair.pk])
    seen = curator.get(edit).context["form"]["seen"].value()
    fields = {
        "goal": "Уверенно вести урок",
        "seen": seen,
        "plan-TOTAL_FORMS": 2,
        "plan-INITIAL_FORMS": 0,
        "plan-0-section": "practice",
        "plan-0-title": "Открытый урок",
        "plan-0-due_on": "2027-02-01",
        "plan-1-section": "",
        "plan-1-title": "",
    }
    assert curator.post(edit, fields).status_code == 302
    assert "изменил кто-то другой" in curator.post(edit, fields).content.decode()
    assert pair.programme.items.get().title == "Открытый урок"
    curator.post(reverse("mentoring:programme_submit", args=[pair.pk]))
    assert curator.post(reverse("mentoring:programme_approve", args=[pair.pk])).status_code == 403
    assert mentee.get(edit).status_code == 403
    head.post(reverse("mentoring:programme_return", args=[pair.pk]), {"note": "Добавьте сроки"})
    assert "Добавьте сроки" in page(curator, "mentoring:programme", pair.pk)
    curator.post(reverse("mentoring:programme_submit", args=[pair.pk]))
    head.post(reverse("mentoring:programme_approve", args=[pair.pk]))
    mentee.post(reverse("mentoring:programme_acquaint", args=[pair.pk]), {"on": TODAY.isoformat()})
    pair.programme.refresh_from_db()
    assert (pair.programme.status, pair.programme.acquainted_on) == (ProgrammeStatus.APPROVED, TODAY)
    curator.post(reverse("mentoring:programme_correct", args=[pair.pk]), {"reason": "Новые затруднения"})
    pair.programme.refresh_from_db()
    assert (pair.programme.status, pair.programme.version) == (ProgrammeStatus.DRAFT, 2)


@pytest.mark.parametrize(
    ("name", "fields", "status"),
    [
        ("pair_complete", {"on": TODAY, "reason": "Цель достигнута раньше", **NO_ACT_YET}, PairStatus.COMPLETED),
        ("pair_terminate", {"on": TODAY, "end_reason": "mentee_failed", **NO_ACT_YET}, PairStatus.TERMINATED),
        (
            "pair_extend",
            {"why": "illness", "absentee": "mentee", "ends_on": "2027-08-31", **NO_ACT_YET},
            PairStatus.ACTIVE,
        ),
    ],
)
def test_an_active_pair_is_changed_on_its_page_and_only_once(school, curator, name, fields, status):
    pair = school.active_pair()
    address = reverse(f"mentoring:{name}", args=[pair.pk])
    assert curator.get(address).status_code == 200
    assert curator.post(address, {}).status_code == 200
    assert curator.post(address, fields).status_code == 302
    assert Pair.objects.get(pk=pair.pk).status == status
    assert curator.post(address, fields, follow=True).status_code == 200
    assert pair.changes.count() == 3
    assert page(curator, "mentoring:pair", pair.pk)


def test_a_mentor_is_replaced_and_the_new_pair_opens(school, curator):
    pair, other = school.active_pair(), school.mentor()
    address = reverse("mentoring:pair_replace", args=[pair.pk])
    assert curator.get(address).status_code == 200
    fields = {"on": TODAY, "end_reason": "transfer", "mentor": other.pk, "ends_on": END, **NO_ACT_YET}
    response = curator.post(address, fields)
    successor = Pair.objects.get(predecessor=pair)
    assert response.url == successor.get_absolute_url()
    assert (successor.mentor, successor.starts_on, successor.status) == (other, date(2026, 11, 21), PairStatus.AGREED)
    assert str(pair) in page(curator, "mentoring:pair", successor.pk)
    assert curator.post(address, fields).status_code == 200


@pytest.mark.requirement("H-6.6-4")
def test_the_worklist_shows_deadlines_figures_and_ones_own_pairs(school, curator):
    pair = school.active_pair()
    PlanItemFactory(programme=pair.programme, due_on=date(2026, 11, 1), title="Посетить урок")
    shown = page(curator, "home")
    assert "Посетить урок" in shown
    assert "на 19\u00a0дней" in shown
    listed = page(curator, "mentoring:pairs")
    for phrase in (pair.get_absolute_url(), "1. Подготовительный", f"{END:%d.%m.%Y}"):
        assert phrase in listed, phrase
    mentor = signed_in(member(Role.MENTOR, person=pair.mentor.person))
    shown = page(mentor, "home")
    assert "Мои пары" in shown
    assert "Посетить урок" in shown
    assert page(mentor, "mentoring:pair", pair.pk)
    assert pair.get_absolute_url() in page(mentor, "mentoring:pairs")


def test_whoever_sees_no_pairs_is_told_where_to_go(school):
    observer = signed_in(member(Role.REGIONAL, municipality=school.organisation.municipality))
    assert reverse("monitoring:dashboard") in page(observer, "home")
    assert "Доступ вам ещё не выдан" in page(signed_in(UserFactory()), "home")


def test_a_draft_without_policy_says_what_to_do(school, curator):
    pair = school.pair(mentee=school.mentee(agreed=False))
    school.organisation.municipality.policies.all().delete()
    assert "нет действующей политики" in page(curator, "mentoring:pair", pair.pk)
    response = curator.get(reverse("mentoring:pair_edit", args=[pair.pk]), follow=True)
    assert "нет действующей политики" in response.content.decode()
    response = curator.get(reverse("mentoring:pair_new_for", args=[pair.mentee.pk]), follow=True)
    assert "нет действующей политики" in response.content.decode()


def test_the_tiles_count_what_they_open(school):
    busy = school.mentor(personal_limit=2)
    school.active_pair(busy)
    school.pair(busy)
    school.mentor()
    school.mentee()
    school.pair(school.mentor(), school.mentee(agreed=False))
    numbers = worklist_of(school.curator).numbers
    assert (numbers.active_pairs, numbers.drafts) == (1, 1)
    assert (numbers.mentors, numbers.free_places) == (3, 0 + 3 + 3)
    assert numbers.mentees_alone == 2


def test_evidence_leaves_only_through_the_pair(school, curator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    pair = school.active_pair()
    template = StageItemTemplate.objects.get(code="h-5-2-7")
    scan = SimpleUploadedFile("скан.pdf", PDF)
    response = curator.post(
        reverse("mentoring:stage_item", args=[pair.pk, template.pk]), {"done_on": TODAY.isoformat(), "scan": scan}
    )
    assert response.status_code == 302
    address = reverse("mentoring:stage_item_scan", args=[pair.pk, template.pk])
    assert b"".join(curator.get(address).streaming_content) == PDF
    outsider = signed_in(member(Role.CURATOR, organisation=OrganisationFactory()))
    assert outsider.get(address).status_code == 404
    page_of_item = reverse("mentoring:stage_item", args=[pair.pk, template.pk])
    before = version_shown(curator, page_of_item)
    StageItem.objects.update(evidence="протокол № 3")
    unmark = reverse("mentoring:stage_item_unmark", args=[pair.pk, template.pk])
    assert "протокол № 3" in curator.post(unmark, before, follow=True).content.decode()
    assert StageItem.objects.exists()
    curator.post(unmark, version_shown(curator, page_of_item))
    assert not StageItem.objects.exists()
    assert curator.get(address).status_code == 404


def test_a_programme_is_called_what_the_policy_of_its_pair_calls_it(school, curator):
    pair, municipality = school.active_pair(), school.organisation.municipality
    assert "<h1>Персонализированная программа наставничества</h1>" in page(curator, "mentoring:programme", pair.pk)
    municipality.policies.update(programme_term="индивидуальный план развития")
    PolicyFactory(municipality=municipality, valid_from=TODAY, programme_term="маршрут")
    assert "<h1>Индивидуальный план развития</h1>" in page(curator, "mentoring:programme", pair.pk)
    assert "<h1>Изменить: индивидуальный план развития</h1>" in page(curator, "mentoring:programme_edit", pair.pk)
    assert "Индивидуальный план развития: " in page(curator, "mentoring:programme", pair.pk)
    assert "Персонализированная программа:" not in page(curator, "mentoring:programme", pair.pk)
    waiting = school.pair()  # its order is still to come (ADR 58)
    assert "<h1>Маршрут</h1>" in page(curator, "mentoring:programme", waiting.pk)
