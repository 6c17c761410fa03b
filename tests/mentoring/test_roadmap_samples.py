"""A roadmap begun on a ready sample, and what the coordinator sees of those of the schools."""

from datetime import date
from importlib import import_module

import pytest
from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.db import connection
from django.urls import reverse

from mentoring.actions.roadmaps import add_section
from mentoring.models import Roadmap, RoadmapPreset, RoadmapSection
from mentoring.queries.roadmaps import sections_of
from mentoring.roadmaps.terms import SampleTerms, terms_to_mend, with_years
from registry import clock
from registry.enums import Role
from registry.models import Organisation
from reports.documents.roadmap import RoadmapPaper, roadmap_payload
from tests.factories import OrganisationFactory, UserFactory, member
from tests.mentoring.test_roadmaps import new_roadmap, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> Organisation:
    return OrganisationFactory.create()


def test_years_in_titles_move_as_well(school: Organisation) -> None:
    roadmap = new_roadmap(municipality=school.municipality, preset="ustyuzhna-2020")
    third = roadmap.sections.all()[2]
    assert "в 2026-2027 учебном году" in third.title
    assert third.items.get(number="3.2.").title == "Формирование базы наставляемых в 2026-2027 учебном году"


def test_a_year_is_one_also_with_a_letter_behind_it(school: Organisation) -> None:
    plan = new_roadmap(municipality=school.municipality, preset="salsk-2021")
    [section] = plan.sections.all()
    terms = [item.term for item in section.items.all()[:4]]
    assert terms == ["до 01.12.2026 г.", "до 31.12.2026", "до конца 2026 года", "Ноябрь 2026 – январь 2027"]
    assert with_years("до 01.12.2021г", 5) == "до 01.12.2026г"


@pytest.mark.parametrize("begins", [date(2026, 9, 1), date(2027, 1, 11)])
def test_an_item_without_days_names_the_years_of_the_period(school: Organisation, begins: date) -> None:
    ends = begins + relativedelta(years=1, days=-1)
    plan = new_roadmap(municipality=school.municipality, preset="salsk-2021", starts_on=begins, ends_on=ends)
    [section] = plan.sections.all()
    items = {item.number: item.title for item in section.items.all()}
    assert "в 2026-2027 учебном году" in items["9."]
    assert f"«Учитель года {ends.year}»" in items["4."]


def test_an_item_whose_words_name_a_year_outside_the_period_does_not_fit() -> None:
    rows = [("1.", "Конкурс 2030 года", "", None), ("2.", "Отчёт", "май 2022", "2022-05-31"), ("3.", "Сбор", "", None)]
    items = [{"number": n, "title": title, "term": term, "due_to": due} for n, title, term, due in rows]
    items[1]["due_from"] = "2022-05-01"
    terms = SampleTerms(RoadmapPreset(content=[{"items": items}]), date(2026, 9, 1), date(2027, 8, 31))
    assert list(terms.outside()) == ["Пункт 1: Конкурс 2035 года"]


@pytest.mark.parametrize("begins", [date(2026, 9, 1), date(2026, 9, 15), date(2027, 1, 11)])
def test_every_term_of_the_schools_sample_falls_within_a_year_begun_on_any_day(school: Organisation, begins) -> None:
    ends = begins + relativedelta(years=1, days=-1)
    roadmap = new_roadmap(school, preset="kez-2022", starts_on=begins, ends_on=ends)
    items = {item.number: item for section in roadmap.sections.all() for item in section.items.all()}
    march, september = items["1.1."], items["1.3."]
    assert (march.term, march.due_to) == ("Март 2027 г.", date(2027, 3, 31))
    year = 2026 if begins.year == 2026 else 2027
    assert (september.term, september.due_to) == (f"Сентябрь {year} г.", date(year, 9, 30))


def test_terms_that_fit_in_no_year_are_listed_before_saving_and_on_the_check_page(school: Organisation) -> None:
    coordinator = signed_in(member(Role.COORDINATOR, municipality=school.municipality))
    preset = RoadmapPreset.objects.get(code="holm-2023")
    sent = {
        "owner": f"municipality-{school.municipality_id}", "preset": preset.pk, "title": "Карта",
        "starts_on": "01.09.2026", "ends_on": "31.12.2026",
    }  # fmt: skip
    page = coordinator.post(reverse("mentoring:roadmap_add"), sent).content.decode()
    assert "Раздел 1, пункт 3: Разработка материалов анкетирования" in page
    assert "Раздел 2, пункт 1: Формирование электронной базы наставничества — Март 2027 года" in page
    assert page.count("Составить, сроки поправлю сам") == 2  # where it says what to do, and at the tick
    assert "В течение реализации" not in page
    assert not Roadmap.objects.exists()

    shown = coordinator.post(reverse("mentoring:roadmap_add"), {**sent, "terms_known": "on"}, follow=True)
    roadmap = Roadmap.objects.get()
    gaps = [gap.message for gap in RoadmapPaper().gaps(roadmap_payload(roadmap))]
    assert [gap for gap in gaps if "не входит в период" in gap] == [
        f"Раздел {number}: срок не входит в период карты." for number in ("1, пункт 3", "2, пункт 1", "6, пункт 1")
    ]
    with clock.as_at(date(2030, 1, 1)):
        shown = coordinator.get(roadmap.get_absolute_url())
    assert "срок прошёл" not in shown.content.decode()


def test_the_list_names_an_item_of_a_school_by_its_number_alone() -> None:
    preset = RoadmapPreset.objects.get(code="kez-2022")
    first = next(SampleTerms(preset, date(2027, 4, 1), date(2027, 6, 30)).outside())
    assert first.startswith("Пункт 1.1: Формирование команды")


#: sample → the numbers of its items that last as long as the roadmap
WHOLE_PERIOD = {
    "holm-2023": ["1. 2.", "3. 1.", *(f"4. {number}." for number in range(1, 8)), "5. 1.", "5. 2.", "6. 2."],
    "kez-2022": ["2. 2.1.", "3. 3.1.", "3. 3.5.", "4. 4.1."],
    "salsk-2021": [" 13.", " 17."],
}


@pytest.mark.requirement("H-RM", "K-RM-2.1", "K-RM-3.1", "K-RM-3.5", "K-RM-4.1", "S-terms")
@pytest.mark.parametrize("ends", [date(2027, 8, 31), date(2028, 12, 31), date(2029, 8, 31)])
@pytest.mark.parametrize("sample", WHOLE_PERIOD)
def test_what_lasts_as_long_as_the_programme_or_the_year_lasts_as_long_as_the_roadmap(
    school: Organisation, sample: str, ends: date
) -> None:
    owner = {"organisation": school} if sample == "kez-2022" else {"municipality": school.municipality}
    begins = date(ends.year - 1, 9, 1) if ends.month == 8 else date(ends.year, 1, 1)
    roadmap = new_roadmap(**owner, preset=sample, starts_on=begins, ends_on=ends)
    rows = {
        f"{section.number} {item.number}": item for section in roadmap.sections.all() for item in section.items.all()
    }
    lasting = {number: item for number, item in rows.items() if item.term.lower().startswith("в течение")}
    assert list(lasting) == WHOLE_PERIOD[sample]
    assert {(item.due_from, item.due_to) for item in lasting.values()} == {(begins, ends)}
    years = f"В течение реализации целевой модели наставничества (до {ends.year} года)"
    assert {item.term.lower() for item in lasting.values()} == {
        years.lower() if sample == "holm-2023" else "в течение года"
    }
    flagged = [
        term.item.number for term in terms_to_mend(roadmap, sections_of(roadmap)) if term.item in lasting.values()
    ]
    assert flagged == []


def test_nothing_of_holm_is_refused_for_one_year_or_two() -> None:
    preset = RoadmapPreset.objects.get(code="holm-2023")
    for begins, ends in (("2026-09-01", "2027-08-31"), ("2027-01-01", "2027-12-31"), ("2026-09-15", "2028-05-31")):
        assert list(SampleTerms(preset, date.fromisoformat(begins), date.fromisoformat(ends)).outside()) == []


def test_terms_keep_their_order_where_the_period_has_room_for_all_of_them(school: Organisation) -> None:
    """A calendar period of two years: September, then June of the next year, not June first."""
    plan = new_roadmap(
        municipality=school.municipality,
        preset="ustyuzhna-2020",
        starts_on=date(2027, 1, 1),
        ends_on=date(2028, 12, 31),
    )
    items = {item.number: item for section in plan.sections.all() for item in section.items.all()}
    assert (items["3.2."].term, items["2.1."].term) == ("Сентябрь 2027 г.", "До 1 июня 2028 г.")
    assert items["3.2."].title.endswith("в 2027-2028 учебном году")
    assert plan.sections.all()[2].title.endswith("в 2027-2028 учебном году")


def test_only_a_roadmap_of_that_sample_explains_the_abbreviations_of_a_document(school: Organisation) -> None:
    begun = new_roadmap(municipality=school.municipality, preset="salsk-2021")
    empty = new_roadmap(municipality=school.municipality, title="Своя карта")
    section = add_section(roadmap=empty, section=RoadmapSection(title="МБУ ИМЦ и КПК"), by=UserFactory())
    assert begun.sample == "salsk-2021"
    own = {row["short"]: row["full"] for row in RoadmapPaper().context(roadmap_payload(begun))["abbreviations"]}
    assert own["МБУ ИМЦ"].endswith("«Информационно-методический центр образовательных учреждений»")
    assert {"ОУ", "ФР ДПП"} <= own.keys()
    assert "ОВЗ" not in own
    printed = RoadmapPaper().context(roadmap_payload(section.roadmap))["abbreviations"]
    assert [row["short"] for row in printed] == ["КПК"]


def test_roadmaps_made_before_know_their_sample_and_drafts_the_whole_title(school: Organisation) -> None:
    migration = import_module("mentoring.migrations.0015_samples_of_roadmaps")
    begun = new_roadmap(municipality=school.municipality, preset="ustyuzhna-2020")
    other = new_roadmap(municipality=school.municipality, title="Своя карта")
    first = begun.sections.first()
    assert first is not None
    assert first.title == migration.WHOLE
    Roadmap.objects.update(sample="")
    RoadmapSection.objects.filter(pk=first.pk).update(title=migration.CUT)

    migration.name_samples(apps, connection.schema_editor())

    assert dict(Roadmap.objects.values_list("pk", "sample")) == {begun.pk: "ustyuzhna-2020", other.pk: ""}
    first.refresh_from_db()
    assert first.title == migration.WHOLE


@pytest.mark.requirement("U-0-4.2")
def test_the_coordinator_sees_in_which_schools_a_roadmap_is_approved(school: Organisation) -> None:
    other = OrganisationFactory(municipality=school.municipality)
    approved = new_roadmap(school, preset="kez-2022", title="Карта первой школы")
    new_roadmap(other, preset="kez-2022", title="Карта второй школы")
    signed_in(member(Role.HEAD, organisation=school)).post(reverse("mentoring:roadmap_submit", args=[approved.pk]))
    coordinator = signed_in(member(Role.COORDINATOR, municipality=school.municipality))
    coordinator.post(reverse("mentoring:roadmap_agree", args=[approved.pk]))
    rows = {
        row.record.organisation: row.record.get_status_display()
        for row in coordinator.get(reverse("mentoring:roadmaps")).context["table"].rows
    }
    assert rows == {school: "согласована", other: "составляется"}
    page_text = coordinator.get(approved.get_absolute_url()).content.decode()
    assert "Утверждена руководителем" in page_text


OF_ROSTOV = [
    "ММРЦ", "профессиональный клуб «Призвание»", "ГБУ ДПО РО РИПК и ППРО", "ЦНППМПР", "Минобразование РО", "ШМСиН",
]  # fmt: skip


@pytest.mark.parametrize(
    ("sample", "body", "names"),
    [
        ("ustyuzhna-2020", "отдел образования администрации района", ["управление образования"]),
        ("ustyuzhna-2020", "Управление образования администрации района", []),
        ("ustyuzhna-2020", "комитет образования администрации района", ["управление образования"]),
        ("holm-2023", "управление образования", ["отдел образования", "«РИПР»"]),
        ("holm-2023", "комитет по образованию", ["отдел образования", "«РИПР»"]),
        ("holm-2023", "МКУ «Отдел образования»", ["«РИПР»"]),
        ("salsk-2021", "управление образования", OF_ROSTOV),
        ("salsk-2021", "отдел образования", ["УО (управление образования)", *OF_ROSTOV]),
        ("salsk-2021", "комитет по образованию", ["УО (управление образования)", *OF_ROSTOV]),
    ],
)
def test_executors_of_a_sample_that_another_district_does_not_have_are_listed(
    school: Organisation, sample: str, body: str, names: list[str]
) -> None:
    district = school.municipality
    district.name, district.authorised_body = "Заречный район", body
    district.save()
    OrganisationFactory(municipality=district, short_name="МБУ ИМЦ")
    roadmap = new_roadmap(municipality=district, preset=sample)
    coordinator = signed_in(member(Role.COORDINATOR, municipality=district))
    shown = coordinator.get(roadmap.get_absolute_url())
    assert [executor.name for executor in shown.context["executors_to_check"]] == names
    for executor in shown.context["executors_to_check"]:
        for item in executor.items:
            assert reverse("mentoring:roadmap_item_edit", args=[roadmap.pk, item.pk]) in shown.content.decode()
    gaps = [gap.message for gap in RoadmapPaper().gaps(roadmap_payload(roadmap)) if gap.field == "items.responsible"]
    assert len([message for message in gaps if message.startswith("Исполнитель из образца")]) == len(names)


def test_a_municipality_that_is_no_district_is_told_where_a_sample_calls_it_one(school: Organisation) -> None:
    town = school.municipality
    town.name, town.authorised_body = "Заречный городской округ", "отдел образования"
    town.save()
    coordinator = signed_in(member(Role.COORDINATOR, municipality=town))
    numbers = {
        sample: len(coordinator.get(roadmap.get_absolute_url()).context["executors_to_check"][-1].items)
        for sample in ("holm-2023", "ustyuzhna-2020", "salsk-2021")
        for roadmap in [new_roadmap(municipality=town, preset=sample, title=sample)]
    }
    assert numbers == {"holm-2023": 16, "ustyuzhna-2020": 5, "salsk-2021": 1}
    of_school = new_roadmap(school, preset="kez-2022")
    shown = signed_in(member(Role.CURATOR, organisation=school)).get(of_school.get_absolute_url())
    assert [(one.name, len(one.items)) for one in shown.context["executors_to_check"]] == [("район", 1)]


def test_an_executor_put_right_is_listed_no_more(school: Organisation) -> None:
    roadmap = new_roadmap(municipality=school.municipality, preset="salsk-2021")
    [section] = roadmap.sections.all()
    section.items.update(title="Конкурс", responsible="отдел образования", result="", term="")
    coordinator = signed_in(member(Role.COORDINATOR, municipality=school.municipality))
    assert coordinator.get(roadmap.get_absolute_url()).context["executors_to_check"] == []


def test_executors_of_a_sample_are_listed_by_numbers_alone(school: Organisation) -> None:
    roadmap = new_roadmap(municipality=school.municipality, preset="salsk-2021")
    items = [item for section in roadmap.sections.all() for item in section.items.all()]
    items[1].number = items[0].number
    items[1].save()
    coordinator = signed_in(member(Role.COORDINATOR, municipality=school.municipality))
    response = coordinator.get(roadmap.get_absolute_url())
    executor = response.context["executors_to_check"][0]
    assert {number for _item, number in executor.rows} <= {str(place + 1) for place in range(len(items))}
    assert executor.rows_word in ("строка", "строки")
    page = response.content.decode()
    listed = page[page.index('id="executors"') :].partition("</ul>")[0]
    assert not [item.title for item in items if f">{item.title}" in listed or f"</span> {item.title}" in listed]


def test_a_post_that_the_head_does_not_hold_is_listed(school: Organisation) -> None:
    school.head_position = "Заведующий"
    school.save()
    roadmap = new_roadmap(school, preset="kez-2022")
    curator = signed_in(member(Role.CURATOR, organisation=school))
    listed = curator.get(roadmap.get_absolute_url()).context["executors_to_check"]
    [named] = [one for one in listed if one.name.startswith("директор")]
    assert named.name == "директор (должность вашего руководителя — заведующий)"
    assert [item.number for item in named.items] == ["1.1.", "1.2.", "1.5.", "3.3.", "5.2."]
    school.head_position = "И. о. директора"
    school.save()
    listed = curator.get(roadmap.get_absolute_url()).context["executors_to_check"]
    assert not [one for one in listed if one.name.startswith("директор")]
