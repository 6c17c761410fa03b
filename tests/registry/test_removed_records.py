"""A form about a record that somebody has removed: who did it and when, and what was typed; to others a plain 404."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from mentoring.actions.roadmaps import add_section, delete_part
from mentoring.models import Roadmap, RoadmapSection
from registry.actions.acts import remove_act
from registry.actions.own_entries import remove_own_entry
from registry.enums import Role
from registry.models import CalendarException, Reason
from tests.factories import ActFactory, PairFactory, ProgrammeFactory, UserFactory, member
from tests.registry.conftest import signed_in
from tests.stories.desk import Desk, words_of

pytestmark = pytest.mark.django_db
PLAIN = "Такой страницы нет"


@pytest.fixture
def head(district):
    return district.member(Role.HEAD)


def test_a_form_about_a_removed_act_tells_who_removed_it_and_gives_back_what_was_typed(
    district, head, as_role, neighbour, stranger
):
    act, other = (ActFactory(organisation=district.school, title="О парах") for _ in range(2))
    path, curator = reverse("registry:act_edit", args=[act.pk]), Desk(district.member(Role.CURATOR))
    remove_act(act=act, reason="внесён дважды", by=head)
    sent = {
        "title": "О закреплении <пар>",
        "number": "17",
        "dated": "2026-09-01",
        "act": str(other.pk),
        "seen": "title=1f *=7a",
    }

    answer = curator.client.post(path, sent)
    page = words_of(answer)
    assert answer.status_code == 404
    name, at = head.short_name.replace("\u00a0", " "), localtime(act.history.first().history_date)
    assert f"Кто удалил запись «распорядительный акт»: {name}, {at:%d.%m.%Y в %H:%M}." in page
    assert [(text.label, text.text) for text in answer.context["texts"]] == [
        ("Заголовок", "О закреплении <пар>"), ("Номер", "17"), ("Дата", "01.09.2026")
    ]  # fmt: skip
    assert 'href="/acts/"' in answer.content.decode()
    assert "Что вы ввели" not in words_of(curator.client.get(path))
    assert "Кто удалил запись «распорядительный акт»" in words_of(curator.client.get(path))
    hurried = curator.client.post(path, sent, headers={"HX-Request": "true"})
    assert (hurried.status_code, hurried.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")

    for outsider in (neighbour, stranger):
        plain = outsider.post(path, sent)
        assert (plain.status_code, PLAIN in words_of(plain)) == (404, True)
    never = reverse("registry:act_edit", args=[other.pk + 1000])
    assert PLAIN in words_of(curator.client.post(never, sent))


def test_an_own_entry_and_a_part_of_a_roadmap_are_told_alike(district, as_role):
    admin = district.member(Role.ADMIN)
    entry = Reason.objects.create(municipality=district.municipality, title="призыв", for_early_end=True)
    path = reverse("registry:own_entry_edit", args=["reasons", entry.pk])
    remove_own_entry(entry=entry, by=admin)
    answer = signed_in(admin).post(path, {"title": "призыв в армию", "asked_by": ["mentee"], "position": "3"})
    assert [text.text for text in answer.context["texts"]] == ["призыв в армию", "3"]
    assert PLAIN in words_of(signed_in(district.member(Role.REGIONAL)).get(f"/acts/{entry.pk}/"))

    roadmap, another = (
        Roadmap.objects.create(
            municipality=district.municipality,
            organisation=district.school,
            title=f"Карта {year}",
            starts_on=f"{year}-09-01",
            ends_on=f"{year + 1}-05-31",
        )
        for year in (2025, 2026)
    )
    section = add_section(roadmap=roadmap, section=RoadmapSection(title="Первый"), by=admin)
    number = section.pk
    delete_part(part=section, by=admin)
    desk = Desk(district.member(Role.CURATOR))
    page = words_of(
        desk.client.post(reverse("mentoring:roadmap_section_edit", args=[roadmap.pk, number]), {"title": "Новый"})
    )
    assert "Кто удалил запись «раздел»" in page
    assert "Новый" in page
    # under another roadmap it has never been
    assert PLAIN in words_of(desk.client.get(reverse("mentoring:roadmap_section_edit", args=[another.pk, number])))


def test_a_mentor_who_comes_second_in_the_own_programme_hears_of_the_first(district):
    programme = ProgrammeFactory(pair=PairFactory(organisation=district.school))
    mentor, item = programme.pair.mentor.person, programme.items.create(position=1, title="Урок", section="work")
    client = signed_in(member(Role.MENTOR, person=mentor))
    path = reverse("mentoring:plan_item_done", args=[programme.pair_id, item.pk])
    assert client.get(path).status_code != 404
    item.delete()
    assert "Кто удалил запись" in words_of(client.post(path, {}))
    other = PairFactory(organisation=district.school).mentee.person
    stranger = signed_in(member(Role.MENTEE, person=other))
    assert "Кто удалил запись" not in words_of(stranger.post(path, {}))


def test_a_day_of_the_calendar_that_somebody_has_removed_leads_to_the_list(db):
    superuser = signed_in(UserFactory(is_superuser=True))
    day = CalendarException.objects.create(day=date(2027, 3, 9), title="Выходной", is_working=False)
    path = reverse("registry:calendar_day_remove", args=[day.pk])
    for words in ("Из календаря убрано", "кто-то успел раньше"):
        answer = superuser.post(path, follow=True)
        assert answer.redirect_chain == [(reverse("registry:dictionary", args=["calendar"]), 302)]
        assert words in words_of(answer)
