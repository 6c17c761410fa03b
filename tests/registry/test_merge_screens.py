"""The pages of joining: likely duplicates, two cards side by side, the check, the record, the undoing."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.actions.bank import held_card
from registry.actions.merging import merge_people
from registry.enums import Role
from registry.merging.plan import plan_merge
from registry.models import Category, DistinctPeople, Person, PersonMerge
from registry.queries.duplicates import likely_duplicates
from tests.factories import ConsentFactory, MenteeFactory, MentorFactory, PersonFactory, PupilFactory, member
from tests.joined_cards import again, everything

pytestmark = pytest.mark.django_db
LIST = "/people/duplicates/"


def compare_url(one, other) -> str:
    return reverse("registry:merge", args=[one.pk, other.pk])


def check_url(one, other) -> str:
    return reverse("registry:merge_check", args=[one.pk, other.pk])


def found_for(user) -> set[tuple[int, int, str]]:
    return {(likeness.one, likeness.other, likeness.reason) for likeness in likely_duplicates(user)}


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"birth_date": None}, "same"),
        ({"last_name": "Берёзкина"}, "spelling"),
        ({"first_name": "Mapия"}, "spelling"),  # Latin M, a, p
        ({"middle_name": "", "birth_date": None}, "middle_name"),
        ({"last_name": "Березкинна"}, "one_letter"),
    ],
)
def test_cards_of_one_school_are_found_by_their_names(district, other, reason):
    fields = {"organisation": district.school, "last_name": "Березкина"}
    one, two = PersonFactory(**fields), PersonFactory(**fields | other)
    assert found_for(district.member(Role.CURATOR)) == {(one.pk, two.pk, reason)}


@pytest.mark.parametrize(
    ("own", "reason"),
    [
        ({"birth_date": date(1985, 5, 17)}, "same_birth_date_elsewhere"),
        ({"birth_date": None, "phone": "+79120000001"}, "same_phone_elsewhere"),
        ({"birth_date": None}, None),
        ({"birth_date": date(1985, 5, 18), "phone": "+79120000001"}, None),
    ],
)
def test_namesakes_of_two_schools_are_asked_about_only_with_a_sign(district, own, reason):
    one = PersonFactory(organisation=district.school, last_name="Березкина", phone="+79120000001")
    two = PersonFactory(organisation=district.other_school, last_name="Березкина", **own)
    assert found_for(member(Role.COORDINATOR, municipality=district.municipality)) == (
        {(one.pk, two.pk, reason)} if reason else set()
    )
    assert found_for(district.member(Role.CURATOR)) == set()


def test_who_is_surely_another_is_not_asked_about(district):
    fields = {"organisation": district.school, "last_name": "Березкин", "first_name": "Пётр", "middle_name": "Ильич"}
    PersonFactory(**fields)
    PupilFactory(**fields | {"birth_date": None})
    PersonFactory(**fields | {"birth_date": date(1990, 1, 1)})
    PersonFactory(**fields | {"archived_on": date(2026, 1, 1)})
    PersonFactory(last_name="Березкин", first_name="Пётр", middle_name="Ильич")  # another municipality
    superuser = member(Role.ADMIN, municipality=district.municipality)
    superuser.is_superuser = True
    assert found_for(superuser) == set()


def test_the_list_leads_to_the_comparison_and_costs_the_same_for_one_and_for_many(district, as_role):
    client = as_role(Role.CURATOR)

    def enter(name):
        people = [PersonFactory(organisation=district.school, last_name=name, phone=f"+791200000{n}1") for n in (1, 2)]
        MentorFactory(person=people[0])
        return people

    one, two = enter("Березкина")
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page = client.get(LIST)
    assert compare_url(one, two) in page.content.decode()
    for name in ("Ольхова", "Вязникова", "Сосновская"):
        enter(name)
    with CaptureQueriesContext(connection) as many:
        page = client.get(LIST)
    assert len(page.context["rows"]) == 4
    assert len(many) == len(few)


def test_the_list_is_narrowed_to_a_reason(district, as_role):
    for name in ("Березкина", "Берёзкина", "Березкинна"):
        PersonFactory(organisation=district.school, last_name=name)
    page = as_role(Role.CURATOR).get(LIST + "?why=spelling")
    assert {likeness.reason for likeness, _, _ in page.context["rows"]} == {"spelling"}
    assert {code for code, _, _ in page.context["chips"]} == {"spelling", "one_letter"}


def test_lists_of_mentors_and_mentees_lead_to_it_for_those_who_may(as_role):
    for url in ("/mentors/", "/mentees/"):
        assert LIST in as_role(Role.CURATOR).get(url).content.decode()
        assert LIST not in as_role(Role.COUNCIL).get(url).content.decode()
    assert as_role(Role.COUNCIL).get(LIST).status_code == 403


def test_the_other_card_is_found_by_search_within_the_own_organisations(district, as_role, twins):
    survivor, absorbed = twins
    foreign = PersonFactory(organisation=district.other_school, last_name="Березкинская")
    url = reverse("registry:merge_with", args=[survivor.pk])
    assert url in as_role(Role.CURATOR).get(survivor.get_absolute_url()).content.decode()

    page = as_role(Role.CURATOR).get(url, {"q": "берёзк"})
    assert [other for _, other in page.context["likely"]] == [absorbed]
    assert list(page.context["people"]) == [absorbed]
    page = as_role(Role.COORDINATOR).get(url, {"q": "берёзк"})
    assert set(page.context["people"]) == {absorbed, foreign}


def test_the_comparison_marks_what_is_fuller_and_keeps_what_was_chosen(twins, as_role):
    survivor, absorbed = twins
    client = as_role(Role.CURATOR)

    def chosen(**query):
        page = client.get(compare_url(survivor, absorbed), query)
        [section] = page.context["sections"]
        return page.context["keep"], {
            row["comparison"].name: side["owner"]
            for row in section["rows"]
            for side in row["sides"]
            if side["is_chosen"]
        }

    ours, theirs = survivor.pk, absorbed.pk
    assert chosen() == (
        ours,
        {"person-last_name": ours, "person-position": theirs, "person-phone": theirs, "person-email": ours},
    )
    keep, choices = chosen(keep=theirs, **{"person-position": ours})
    assert (keep, choices["person-position"]) == (theirs, ours)


def test_joining_in_the_browser(twins, as_role):
    survivor, absorbed = twins
    consent = ConsentFactory(person=absorbed)
    client = as_role(Role.CURATOR)
    before = everything()

    check = client.get(check_url(survivor, absorbed), {"keep": survivor.pk, "person-position": survivor.pk})
    assert everything() == before
    page_text = check.content.decode()
    assert "участие в наставничестве, от 01.09.2025" in page_text
    assert '<span class="was">учитель физики</span>' in page_text

    fields = {**check.context["hidden"], "shown_fingerprint": check.context["plan"].fingerprint}
    result = client.post(check_url(survivor, absorbed), fields, follow=True)

    assert result.redirect_chain[0][0] == reverse("registry:merge_record", args=[PersonMerge.objects.get().pk])
    record = result.content.decode()
    assert "участие в наставничестве, от 01.09.2025" in record
    assert "+7\u00a0912\u00a0000-00-01" in record
    assert again(consent).person_id == survivor.pk
    assert (again(survivor).position, again(survivor).phone) == ("учитель математики", "+79120000001")


def test_the_second_of_two_who_press_the_button_is_told(twins, as_role, district):
    survivor, absorbed = twins
    client = as_role(Role.CURATOR)
    check = client.get(check_url(survivor, absorbed), {"keep": survivor.pk})
    fields = {**check.context["hidden"], "shown_fingerprint": check.context["plan"].fingerprint}
    merge_people(survivor=absorbed, absorbed=survivor, choices={}, by=district.member(Role.HEAD))

    page = client.post(check_url(survivor, absorbed), fields)

    assert page.status_code == 200
    assert "уже объединена с карточкой" in page.content.decode()
    assert PersonMerge.objects.count() == 1


def test_a_plan_that_has_changed_is_shown_again(twins, as_role):
    survivor, absorbed = twins
    client = as_role(Role.CURATOR)
    check = client.get(check_url(survivor, absorbed), {"keep": survivor.pk})
    fields = {**check.context["hidden"], "shown_fingerprint": check.context["plan"].fingerprint}
    ConsentFactory(person=absorbed)

    page = client.post(check_url(survivor, absorbed), fields)

    assert "Пока вы проверяли" in page.content.decode()
    assert "участие в наставничестве" in page.content.decode()
    assert not PersonMerge.objects.exists()


def test_without_the_seen_plan_nothing_is_joined(twins, as_role):
    survivor, absorbed = twins
    as_role(Role.CURATOR).post(check_url(survivor, absorbed), {"keep": survivor.pk})
    assert not PersonMerge.objects.exists()


def test_nonsense_in_the_address_leads_back_to_the_comparison(twins, as_role):
    survivor, absorbed = twins
    for query in ({}, {"keep": "0"}, {"keep": survivor.pk, "person-position": "7"}):
        answer = as_role(Role.CURATOR).get(check_url(survivor, absorbed), query)
        assert answer.url == compare_url(survivor, absorbed)
    assert as_role(Role.CURATOR).get(compare_url(survivor, survivor)).status_code == 200


def test_cards_of_two_schools_are_joined_from_above_only(district, as_role, neighbour, stranger):
    one, two = PersonFactory(organisation=district.school), PersonFactory(organisation=district.other_school)
    for url in (compare_url(one, two), compare_url(two, one), check_url(one, two)):
        answers = {as_role(Role.CURATOR).get(url).status_code, neighbour.get(url).status_code}
        assert answers == {404}
        assert stranger.get(url).status_code == 404
        assert as_role(Role.COUNCIL).get(url).status_code in (403, 404)
    for role in (Role.COORDINATOR, Role.ADMIN):
        assert as_role(role).get(compare_url(one, two)).status_code == 200
        assert as_role(role).get(check_url(one, two), {"keep": one.pk}).status_code == 200


def test_the_absorbed_card_says_where_it_went_and_cannot_be_changed(twins, as_role, district):
    survivor, absorbed = twins
    MentorFactory(person=survivor)
    MentorFactory(person=absorbed)
    MenteeFactory(person=absorbed)
    merge = merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=district.member(Role.CURATOR))
    record = reverse("registry:merge_record", args=[merge.pk])
    client = as_role(Role.CURATOR)

    page = client.get(absorbed.get_absolute_url()).content.decode()
    assert f'объединена с карточкой <a href="{survivor.get_absolute_url()}">' in page
    assert "Карточка объединена с карточкой «Берёзкина Мария Сергеевна»" in page  # in its history
    assert "личная подпись" not in page  # nothing is missing on a card that is history
    for name in ("person_edit", "person_archive", "merge_with"):
        assert reverse(f"registry:{name}", args=[absorbed.pk]) not in page
    assert client.get(reverse("registry:person_edit", args=[absorbed.pk])).status_code == 403
    assert client.post(reverse("registry:person_archive", args=[absorbed.pk])).status_code == 403
    assert client.get(reverse("registry:mentor_edit", args=[absorbed.mentor.pk])).status_code == 404

    page = client.get(survivor.get_absolute_url()).content.decode()
    assert absorbed.get_absolute_url() in page
    assert record in page


def test_an_absorbed_card_is_in_no_list_and_no_search(twins, as_role, district):
    survivor, absorbed = twins
    for person in twins:
        MentorFactory(person=person)
    merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=district.member(Role.CURATOR))
    client = as_role(Role.CURATOR)
    for url in ("/mentors/?archive=all", "/search/?q=березкина", LIST, "/organisations/"):
        page = client.get(url).content.decode()
        assert absorbed.get_absolute_url() not in page, url
    assert [row.record.person for row in client.get("/mentors/?archive=all").context["table"].rows] == [survivor]
    assert client.get("/organisations/").context["table"].rows[0].record.mentors == 1


def test_undoing_in_the_browser(twins, as_role, district):
    survivor, absorbed = twins
    ConsentFactory(person=absorbed)
    client, by = as_role(Role.CURATOR), district.member(Role.CURATOR)
    before = everything()
    merge = merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=by)
    url = reverse("registry:merge_undo", args=[merge.pk])
    assert url in client.get(reverse("registry:merge_record", args=[merge.pk])).content.decode()
    assert client.get(url).context["obstacles"] == []

    page = client.post(url, follow=True)

    assert everything() == before
    assert "Объединение отменено: снова две карточки." in page.content.decode()
    assert url not in page.content.decode()
    assert survivor.get_absolute_url() not in client.get(absorbed.get_absolute_url()).content.decode()


def test_undoing_that_is_impossible_names_what_has_changed(twins, as_role, district):
    survivor, absorbed = twins
    merge = merge_people(
        survivor=survivor, absorbed=absorbed, choices={"person-phone": absorbed.pk}, by=district.member(Role.CURATOR)
    )
    Person.objects.filter(pk=survivor.pk).update(phone="+79120000009")
    url = reverse("registry:merge_undo", args=[merge.pk])
    client = as_role(Role.CURATOR)
    assert "поле «телефон» изменено после объединения" in client.get(url).content.decode()
    page = client.post(url, follow=True)
    assert "Отменить объединение нельзя" in page.content.decode()
    assert again(absorbed).merged_into_id == survivor.pk


def test_the_record_and_the_undoing_are_for_those_who_see_both_cards(twins, as_role, district, neighbour, stranger):
    survivor, absorbed = twins
    merge = merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=district.member(Role.CURATOR))
    for name in ("merge_record", "merge_undo"):
        url = reverse(f"registry:{name}", args=[merge.pk])
        assert {neighbour.get(url).status_code, stranger.get(url).status_code} == {404}
        assert neighbour.post(url).status_code in (404, 405)
    assert as_role(Role.COUNCIL).get(reverse("registry:merge_undo", args=[merge.pk])).status_code == 403
    assert as_role(Role.COUNCIL).get(reverse("registry:merge_record", args=[merge.pk])).status_code == 200


def test_sensitive_categories_are_named_on_no_page_of_joining(twins, as_role):
    survivor, absorbed = twins
    sensitive = Category.objects.filter(sensitive=True).first()
    MenteeFactory(person=survivor)
    MenteeFactory(person=absorbed).categories.add(sensitive)
    client = as_role(Role.COORDINATOR)
    pages = [
        client.get(compare_url(survivor, absorbed)),
        client.get(check_url(survivor, absorbed), {"keep": survivor.pk}),
    ]
    fields = {**pages[1].context["hidden"], "shown_fingerprint": pages[1].context["plan"].fingerprint}
    pages.append(client.post(check_url(survivor, absorbed), fields, follow=True))
    pages.append(client.get(survivor.get_absolute_url()))
    assert PersonMerge.objects.exists()
    for page in pages:
        assert sensitive.title not in page.content.decode()


def test_two_people_who_look_alike_are_asked_about_no_more(twins, as_role, district):
    survivor, absorbed = twins
    client, curator = as_role(Role.CURATOR), district.member(Role.CURATOR)
    url = reverse("registry:merge_distinct", args=[absorbed.pk, survivor.pk])
    assert url in client.get(compare_url(absorbed, survivor)).content.decode()
    assert len(likely_duplicates(curator)) == 1

    page = client.post(url, follow=True)
    client.post(url)

    assert "разные люди" in page.content.decode()
    assert likely_duplicates(curator) == []
    [(likeness, one, other)] = client.get(LIST + "?why=distinct").context["rows"]
    assert (one, other, likeness.why) == (survivor, absorbed, "отмечены как разные люди")
    assert "отмечено, что это карточки разных людей" in client.get(compare_url(survivor, absorbed)).content.decode()
    assert "карточки разных людей" in plan_merge(survivor, absorbed, {}).warnings[0]

    client.post(url, {"forget": "1"})
    assert len(likely_duplicates(curator)) == 1


def test_who_may_not_join_cards_may_not_tell_them_apart(district, as_role, neighbour, twins):
    survivor, absorbed = twins
    other_school = PersonFactory(organisation=district.other_school)
    for url, who, answer in (
        (reverse("registry:merge_distinct", args=[survivor.pk, absorbed.pk]), neighbour, 404),
        (reverse("registry:merge_distinct", args=[survivor.pk, other_school.pk]), as_role(Role.CURATOR), 404),
        (reverse("registry:merge_distinct", args=[survivor.pk, absorbed.pk]), as_role(Role.COUNCIL), 403),
        (reverse("registry:merge_distinct", args=[survivor.pk, survivor.pk]), as_role(Role.CURATOR), 404),
    ):
        assert who.post(url).status_code == answer
    assert not DistinctPeople.objects.exists()


@pytest.mark.parametrize("what", ["person_edit", "mentor_edit"])
def test_a_form_that_was_on_its_way_does_not_part_the_cards_again(twins, as_role, district, monkeypatch, what):
    """The other user joins the cards between the reading of this request's records and their saving."""
    survivor, absorbed = twins
    place = MentorFactory(person=absorbed)
    url = reverse(f"registry:{what}", args=[absorbed.pk if what == "person_edit" else place.pk])
    client, by = as_role(Role.CURATOR), district.member(Role.HEAD)
    form = client.get(url).context["form"]
    fields = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}

    def joined_meanwhile(person):
        merge_people(survivor=survivor, absorbed=Person.objects.get(pk=absorbed.pk), choices={}, by=by)
        return held_card(person)

    monkeypatch.setattr("registry.views.held_card.held_card", joined_meanwhile)
    page = client.post(url, fields, follow=True)

    assert "Вносите сведения туда" in page.content.decode()
    assert again(absorbed).merged_into_id == survivor.pk
    assert again(place).person_id == survivor.pk
