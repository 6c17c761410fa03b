"""Roadmaps: composing, moving, agreeing, and who may do it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring.actions.roadmaps import (
    add_item,
    add_section,
    agree_roadmap,
    create_roadmap,
    delete_part,
    move_item,
    return_roadmap,
    submit_roadmap,
)
from mentoring.enums import RoadmapItemStatus, RoadmapStatus
from mentoring.models import Roadmap, RoadmapItem, RoadmapPreset, RoadmapSection
from mentoring.roadmaps.columns import COLUMN_SETS, column_set_of, columns_of_set
from registry import clock
from registry.enums import Role
from tests.factories import MunicipalityFactory, OrganisationFactory, UserFactory, member

pytestmark = pytest.mark.django_db

PERIOD = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 8, 31)}


def new_roadmap(organisation=None, municipality=None, preset: str = "", **changes) -> Roadmap:
    return create_roadmap(
        **{
            "municipality": organisation.municipality if organisation else municipality,
            "organisation": organisation,
            "title": "Дорожная карта наставничества",
            **PERIOD,
            "columns": columns_of_set("kez"),
            "preset": RoadmapPreset.objects.get(code=preset) if preset else None,
            "by": UserFactory(),
            **changes,
        }
    )


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def school():
    return OrganisationFactory()


@pytest.fixture
def head(school):
    return member(Role.HEAD, organisation=school)


@pytest.fixture
def roadmap(school) -> Roadmap:
    return new_roadmap(school, preset="kez-2022")


# --- actions --------------------------------------------------------------------------------------------------------


def test_preset_fills_sections_and_items_in_their_order(roadmap):
    assert [section.items.count() for section in roadmap.sections.all()] == [5, 1, 6, 1, 2]
    numbers = [item.number for item in roadmap.sections.all()[2].items.all()]
    assert numbers == ["3.1.", "3.2.", "3.3.", "3.4.", "3.5.", "3.6."]


def test_years_of_a_preset_move_to_the_new_period(roadmap):
    first = RoadmapItem.objects.get(section__roadmap=roadmap, number="1.1.")
    assert (first.term, first.due_from, first.due_to) == ("Март 2027 г.", date(2027, 3, 1), date(2027, 3, 31))


def test_what_the_presets_owner_had_done_is_planned_again(school):
    municipal = new_roadmap(municipality=school.municipality, preset="holm-2023", columns=columns_of_set("holm"))
    assert set(RoadmapItem.objects.filter(section__roadmap=municipal).values_list("status", flat=True)) == {"planned"}
    first = municipal.sections.first().items.first()
    assert (first.term, first.done_on) == ("", None)


def test_history_tells_who_made_a_roadmap_and_from_what(school):
    author = UserFactory()
    roadmap = new_roadmap(school, preset="kez-2022", by=author)
    entry = roadmap.history.get()
    assert entry.history_user == author
    assert entry.history_change_reason == "Создана по образцу «Дорожная карта организации (Кез, 2022)»"


def test_added_parts_stand_last(roadmap):
    user = UserFactory()
    section = add_section(roadmap=roadmap, section=RoadmapSection(number="6.", title="Новый"), by=user)
    item = add_item(section=section, item=RoadmapItem(number="6.1", title="Дело"), by=user)
    assert list(roadmap.sections.all())[-1] == section
    assert item.position == 0
    assert add_item(section=section, item=RoadmapItem(title="Ещё"), by=user).position == 1


def test_item_moves_within_its_section_and_stops_at_the_edges(roadmap):
    user, section = UserFactory(), roadmap.sections.first()
    first, second = section.items.all()[:2]
    move_item(item=second, up=True, by=user)
    assert list(section.items.all())[:2] == [second, first]
    move_item(item=second, up=True, by=user)
    assert list(section.items.all())[:2] == [second, first]
    move_item(item=second, up=False, by=user)
    assert list(section.items.all())[:2] == [first, second]


def test_removed_section_stays_in_history_with_its_items(roadmap):
    section = roadmap.sections.first()
    items = list(section.items.values_list("pk", flat=True))
    delete_part(part=section, by=UserFactory())
    assert roadmap.sections.count() == 4
    assert RoadmapItem.history.filter(history_type="-", id__in=items).count() == 5


def test_agreement_goes_by_the_table_and_names_who_and_when(roadmap, head):
    coordinator = UserFactory()
    with pytest.raises(ValidationError, match="составляется"):
        agree_roadmap(roadmap=roadmap, by=coordinator)
    with clock.as_at(date(2026, 8, 20)):
        submit_roadmap(roadmap=roadmap, by=head)
        agreed = agree_roadmap(roadmap=roadmap, by=coordinator)
    assert (agreed.status, agreed.agreed_by, agreed.agreed_on) == (
        RoadmapStatus.AGREED,
        coordinator,
        date(2026, 8, 20),
    )
    with pytest.raises(ValidationError, match="согласована"):
        submit_roadmap(roadmap=roadmap, by=coordinator)


def test_returned_roadmap_keeps_the_comment_and_can_be_written_and_sent_again(roadmap, head):
    submit_roadmap(roadmap=roadmap, by=UserFactory())
    returned = return_roadmap(roadmap=roadmap, comment="Добавьте сроки", by=UserFactory())
    assert (returned.status, returned.comment) == (RoadmapStatus.RETURNED, "Добавьте сроки")
    add_section(roadmap=returned, section=RoadmapSection(title="Новый"), by=UserFactory())
    assert submit_roadmap(roadmap=returned, by=head).status == RoadmapStatus.SUBMITTED


def test_empty_roadmap_is_not_sent(school):
    with pytest.raises(ValidationError, match="нет ни одного пункта"):
        submit_roadmap(roadmap=new_roadmap(school), by=UserFactory())


def test_submitted_roadmap_is_not_changed_even_by_a_page_opened_before(roadmap):
    section = roadmap.sections.first()
    submit_roadmap(roadmap=Roadmap.objects.get(pk=roadmap.pk), by=UserFactory())
    with pytest.raises(PermissionDenied):
        add_item(section=section, item=RoadmapItem(title="Поздно"), by=UserFactory())


def test_columns_know_their_set():
    assert {code: column_set_of(columns_of_set(code)) for code in COLUMN_SETS} == {code: code for code in COLUMN_SETS}
    assert column_set_of([{"code": "title", "heading": "Своё"}]) == ""


# --- who sees what --------------------------------------------------------------------------------------------------


def test_list_shows_the_schools_own_roadmaps_and_agreed_municipal_ones(school, roadmap):
    new_roadmap(OrganisationFactory(municipality=school.municipality), title="Чужая школа")
    new_roadmap(municipality=school.municipality, title="Муниципальный черновик")
    municipal = new_roadmap(municipality=school.municipality, preset="holm-2023", title="Муниципальная")
    submit_roadmap(roadmap=municipal, by=UserFactory())
    agree_roadmap(roadmap=municipal, by=UserFactory())
    stranger = new_roadmap(municipality=MunicipalityFactory(), preset="holm-2023", title="Другой район")
    submit_roadmap(roadmap=stranger, by=UserFactory())
    agree_roadmap(roadmap=stranger, by=UserFactory())

    page = signed_in(member(Role.CURATOR, organisation=school)).get(reverse("mentoring:roadmaps"))

    assert {row.title for row in page.context["table"].data} == {"Дорожная карта наставничества", "Муниципальная"}


def test_list_filters_by_level_and_state(school, roadmap):
    new_roadmap(municipality=school.municipality, title="Муниципальная")
    client = signed_in(member(Role.COORDINATOR, municipality=school.municipality))
    address = reverse("mentoring:roadmaps")
    by_level = client.get(address, {"level": "municipal"}).context["table"].data
    assert [row.title for row in by_level] == ["Муниципальная"]
    assert not len(client.get(address, {"status": "agreed"}).context["table"].data)


def test_list_counts_what_is_done_without_what_was_dropped(school, roadmap):
    items = list(RoadmapItem.objects.filter(section__roadmap=roadmap)[:2])
    RoadmapItem.objects.filter(pk=items[0].pk).update(status=RoadmapItemStatus.DONE, done_on=date(2026, 9, 5))
    RoadmapItem.objects.filter(pk=items[1].pk).update(status=RoadmapItemStatus.DROPPED)
    page = signed_in(member(Role.CURATOR, organisation=school)).get(reverse("mentoring:roadmaps"))
    assert "1 из 14" in page.content.decode()


def test_list_and_page_cost_the_same_for_one_and_for_three(school, roadmap):
    user = member(Role.CURATOR, organisation=school)

    def queries_of(address: str) -> int:
        client = signed_in(user)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    small = new_roadmap(school, title="Короткая")
    section = add_section(roadmap=small, section=RoadmapSection(title="Раздел"), by=user)
    add_item(section=section, item=RoadmapItem(title="Дело"), by=user)
    assert queries_of(small.get_absolute_url()) == queries_of(roadmap.get_absolute_url())
    two = queries_of(reverse("mentoring:roadmaps"))
    new_roadmap(school, preset="kez-2022", title="Вторая")
    new_roadmap(school, preset="kez-2022", title="Третья")
    assert queries_of(reverse("mentoring:roadmaps")) == two


# --- pages ----------------------------------------------------------------------------------------------------------


def changing_addresses(roadmap: Roadmap) -> list[tuple[str, str]]:
    section = roadmap.sections.first()
    item = section.items.first()
    return [
        ("get", reverse("mentoring:roadmap_edit", args=[roadmap.pk])),
        ("get", reverse("mentoring:roadmap_section_add", args=[roadmap.pk])),
        ("get", reverse("mentoring:roadmap_section_edit", args=[roadmap.pk, section.pk])),
        ("post", reverse("mentoring:roadmap_section_move", args=[roadmap.pk, section.pk])),
        ("post", reverse("mentoring:roadmap_section_delete", args=[roadmap.pk, section.pk])),
        ("get", reverse("mentoring:roadmap_item_add", args=[roadmap.pk, section.pk])),
        ("get", reverse("mentoring:roadmap_item_edit", args=[roadmap.pk, item.pk])),
        ("get", reverse("mentoring:roadmap_item_progress", args=[roadmap.pk, item.pk])),
        ("post", reverse("mentoring:roadmap_item_move", args=[roadmap.pk, item.pk])),
        ("post", reverse("mentoring:roadmap_item_delete", args=[roadmap.pk, item.pk])),
        ("post", reverse("mentoring:roadmap_submit", args=[roadmap.pk])),
    ]


def test_colleague_without_the_right_is_refused_and_a_stranger_finds_nothing(school, roadmap):
    colleague = signed_in(member(Role.OPERATOR, organisation=school))
    stranger = signed_in(member(Role.CURATOR, organisation=OrganisationFactory(municipality=school.municipality)))
    foreigner = signed_in(member(Role.COORDINATOR, municipality=MunicipalityFactory()))
    for method, address in changing_addresses(roadmap):
        assert getattr(colleague, method)(address).status_code == 403, address
        assert getattr(stranger, method)(address).status_code == 404, address
        assert getattr(foreigner, method)(address).status_code == 404, address
        anonymous = getattr(Client(), method)(address)
        assert anonymous.status_code == 302
        assert anonymous.url.startswith(reverse("account_login"))
    assert colleague.get(roadmap.get_absolute_url()).status_code == 200
    assert roadmap.sections.count() == 5


def test_parts_of_another_roadmap_are_not_reached_through_ones_own(school, roadmap):
    foreign = new_roadmap(OrganisationFactory(), preset="kez-2022")
    client = signed_in(member(Role.CURATOR, organisation=school))
    section, item = foreign.sections.first(), foreign.sections.first().items.first()
    for address in (
        reverse("mentoring:roadmap_section_delete", args=[roadmap.pk, section.pk]),
        reverse("mentoring:roadmap_item_delete", args=[roadmap.pk, item.pk]),
        reverse("mentoring:roadmap_item_move", args=[roadmap.pk, item.pk]),
    ):
        assert client.post(address).status_code == 404
    assert RoadmapItem.objects.filter(pk=item.pk).exists()


def test_curator_makes_a_roadmap_from_a_preset(school):
    client = signed_in(member(Role.CURATOR, organisation=school))
    preset = RoadmapPreset.objects.get(code="kez-2022")
    answer = client.post(
        reverse("mentoring:roadmap_add"),
        {
            "owner": f"organisation-{school.pk}",
            "preset": preset.pk,
            "title": "Карта школы",
            "starts_on": "2026-09-01",
            "ends_on": "2027-08-31",
        },
    )
    made = Roadmap.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.organisation, made.columns, made.sections.count()) == (school, preset.columns, 5)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": "2026-08-31"}, "ends_on"),
        ({"preset": "holm-2023"}, "preset"),
        ({"owner": "municipality-1000000"}, "owner"),
        ({"title": ""}, "title"),
    ],
)
def test_wrong_roadmap_is_refused_beside_the_field(school, changes, field):
    if "preset" in changes:
        changes = {"preset": RoadmapPreset.objects.get(code=changes["preset"]).pk}
    data = {
        "owner": f"organisation-{school.pk}",
        "title": "Карта",
        "starts_on": "2026-09-01",
        "ends_on": "2027-05-31",
        **changes,
    }
    page = signed_in(member(Role.CURATOR, organisation=school)).post(reverse("mentoring:roadmap_add"), data)
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert not Roadmap.objects.exists()


def test_curator_cannot_choose_another_school(school):
    other = OrganisationFactory(municipality=school.municipality)
    page = signed_in(member(Role.CURATOR, organisation=school)).get(reverse("mentoring:roadmap_add"))
    assert f"organisation-{other.pk}" not in dict(page.context["form"].fields["owner"].choices)
    assert f"municipality-{school.municipality_id}" not in dict(page.context["form"].fields["owner"].choices)


@pytest.mark.requirement("H-6.2-2", "D-4.8.1")
def test_curator_edits_head_approves_and_coordinator_returns_then_agrees(school, roadmap):
    head = signed_in(member(Role.HEAD, organisation=school))
    curator = signed_in(member(Role.CURATOR, organisation=school))
    coordinator = signed_in(member(Role.COORDINATOR, municipality=school.municipality))
    section = roadmap.sections.first()
    curator.post(
        reverse("mentoring:roadmap_item_add", args=[roadmap.pk, section.pk]),
        {"number": "1.6", "title": "Анкетирование", "term": "октябрь", "responsible": "куратор", "result": "справка"},
    )
    assert section.items.last().title == "Анкетирование"
    curator.post(
        reverse("mentoring:roadmap_edit", args=[roadmap.pk]),
        {"title": "Новое имя", "starts_on": "2026-09-01", "ends_on": "2027-08-31", "column_set": "salsk"},
    )
    roadmap.refresh_from_db()
    assert (roadmap.title, roadmap.columns) == ("Новое имя", columns_of_set("salsk"))
    assert curator.post(reverse("mentoring:roadmap_agree", args=[roadmap.pk])).status_code == 403
    curator.post(reverse("mentoring:roadmap_submit", args=[roadmap.pk]))
    assert curator.get(reverse("mentoring:roadmap_edit", args=[roadmap.pk])).status_code == 403
    assert curator.post(reverse("mentoring:roadmap_approve", args=[roadmap.pk])).status_code == 403
    assert "Утвердить дорожную карту" in head.get(reverse("home")).content.decode()
    head.post(reverse("mentoring:roadmap_approve", args=[roadmap.pk]))
    assert "Согласовать дорожную карту" in coordinator.get(reverse("home")).content.decode()

    empty = coordinator.post(reverse("mentoring:roadmap_return", args=[roadmap.pk]), {"comment": " "})
    assert "comment" in empty.context["form"].errors
    coordinator.post(reverse("mentoring:roadmap_return", args=[roadmap.pk]), {"comment": "Уточните сроки"})
    assert "Уточните сроки" in curator.get(roadmap.get_absolute_url()).content.decode()

    assert "Утвердить и отправить" in head.get(roadmap.get_absolute_url()).content.decode()
    head.post(reverse("mentoring:roadmap_submit", args=[roadmap.pk]))
    page = coordinator.post(reverse("mentoring:roadmap_agree", args=[roadmap.pk]), follow=True)
    assert "Дорожная карта согласована." in page.content.decode()
    roadmap.refresh_from_db()
    assert roadmap.status == RoadmapStatus.AGREED


@pytest.mark.requirement("H-6.4-1")
def test_progress_is_marked_after_agreement_with_date_and_evidence(school, roadmap, head):
    submit_roadmap(roadmap=roadmap, by=head)
    agree_roadmap(roadmap=roadmap, by=UserFactory())
    client = signed_in(member(Role.CURATOR, organisation=school))
    item = roadmap.sections.first().items.first()
    address = reverse("mentoring:roadmap_item_progress", args=[roadmap.pk, item.pk])
    assert "done_on" in client.post(address, {"status": "done"}).context["form"].errors
    assert "done_on" in client.post(address, {"status": "planned", "done_on": "2026-09-05"}).context["form"].errors
    client.post(address, {"status": "done", "done_on": "2026-09-05", "evidence": "приказ № 5"})
    item.refresh_from_db()
    assert (item.status, item.done_on, item.evidence) == ("done", date(2026, 9, 5), "приказ № 5")


def test_overdue_item_of_an_agreed_roadmap_is_named_in_words(school, roadmap, head):
    client = signed_in(member(Role.CURATOR, organisation=school))
    submit_roadmap(roadmap=roadmap, by=head)
    agree_roadmap(roadmap=roadmap, by=UserFactory())
    with clock.as_at(date(2026, 10, 1)):
        assert "срок прошёл" in client.get(roadmap.get_absolute_url()).content.decode()
    with clock.as_at(date(2026, 9, 30)):
        assert "срок прошёл" not in client.get(roadmap.get_absolute_url()).content.decode()


def test_removal_is_asked_about_first(school, roadmap):
    client = signed_in(member(Role.CURATOR, organisation=school))
    section = roadmap.sections.first()
    address = reverse("mentoring:roadmap_section_delete", args=[roadmap.pk, section.pk])
    assert "вместе со своими пунктами" in client.get(address).content.decode()
    assert roadmap.sections.count() == 5
    client.post(address)
    assert roadmap.sections.count() == 4


def test_arrows_move_a_section_and_come_back_to_it(school, roadmap):
    client = signed_in(member(Role.CURATOR, organisation=school))
    first, second = roadmap.sections.all()[:2]
    answer = client.post(reverse("mentoring:roadmap_section_move", args=[roadmap.pk, first.pk]), {"direction": "down"})
    assert answer.url == f"{roadmap.get_absolute_url()}#section-{first.pk}"
    assert list(roadmap.sections.all())[:2] == [second, first]
