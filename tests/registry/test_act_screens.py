"""The register of acts as people see it: list, card, entering, correcting, cancelling."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import clock
from registry.actions.acts import save_act
from registry.enums import ActKind, Role
from registry.models import Act
from registry.templatetags.registry_format import unbroken_number
from tests.factories import ActFactory, CuratorFactory
from tests.scan_files import PDF
from tests.signature_files import SIGNATURE

ORDER = {"kind": "order", "number": "№ 12-ОД", "dated": "2026-09-01", "title": "О закреплении наставнических пар"}


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(date(2026, 11, 20)):
        yield


@pytest.fixture
def act(district):
    return ActFactory(organisation=district.school, number="12/А-ОД", title="О закреплении пар")


def titles(response) -> list[str]:
    return [row.record.title for row in response.context["table"].rows]


def values(district, **changes) -> dict:
    return {**ORDER, "issuer": f"o{district.school.pk}", **changes}


def test_a_paper_order_is_entered_with_its_files(district, as_role):
    head = as_role(Role.HEAD)
    files = {
        "scan": SimpleUploadedFile("приказ.pdf", PDF),
        "signature": SimpleUploadedFile("приказ.pdf.sig", SIGNATURE),
    }

    response = head.post("/acts/new/", values(district, signatory="Дубровина У. О., директор", **files))

    act = Act.objects.get()
    assert response.headers["Location"] == f"/acts/{act.pk}/"
    assert (act.organisation, act.municipality, act.number) == (district.school, district.municipality, "12-ОД")
    assert act.effective_on == date(2026, 9, 1)
    page = head.get(f"/acts/{act.pk}/").content.decode()
    assert "подписан электронной подписью" in page
    assert b"".join(head.get(f"/acts/{act.pk}/signature/").streaming_content) == SIGNATURE
    assert b"".join(head.get(f"/acts/{act.pk}/scan/").streaming_content) == PDF


def test_another_document_of_local_acts_needs_a_name(district, as_role):
    head = as_role(Role.HEAD)

    refused = head.post("/acts/new/", values(district, kind="other"))
    assert refused.context["form"].errors["kind_title"] == ["Напишите, как называется документ."]
    head.post("/acts/new/", values(district, kind="other", kind_title="Решение педагогического совета"))

    assert Act.objects.get().kind_label == "решение педагогического совета"


def test_the_name_of_another_document_stands_where_it_can_be_hidden_and_says_when_it_is_needed(district, act, as_role):
    """portal.css hides it while another kind is chosen."""
    head = as_role(Role.HEAD)
    for address in ("/acts/new/", f"/acts/{act.pk}/edit/", f"/acts/{act.pk}/cancel/"):
        page = head.get(address).content.decode()
        part = page[page.index("act-kind") :]
        assert "Нужно только для иного документа" in part[: part.index("number")], address


def test_beside_a_known_act_stands_the_way_to_the_page_of_its_files(district, act, as_role):
    ActFactory(organisation=district.school, dated=act.dated)
    page = as_role(Role.HEAD).get(f"/acts/{act.pk}/cancel/").content.decode()
    assert '<a href="/acts/" target="_blank" data-leads-to-choice>странице самого акта</a>' in page


def test_the_mark_of_a_signature_stands_only_where_there_is_one(act, as_role):
    curator = as_role(Role.CURATOR)

    assert "электронной подписью" not in curator.get(f"/acts/{act.pk}/").content.decode()
    assert curator.get(f"/acts/{act.pk}/signature/").status_code == 404


@pytest.mark.parametrize("wrong", [("приказ.sig", b"MZ\x90"), ("приказ.pdf", SIGNATURE)])
def test_only_a_signature_is_taken(wrong, district, as_role):
    response = as_role(Role.HEAD).post("/acts/new/", values(district, signature=SimpleUploadedFile(*wrong)))

    assert "signature" in response.context["form"].errors
    assert not Act.objects.exists()


def test_the_same_act_is_not_entered_twice(district, as_role):
    head = as_role(Role.HEAD)
    head.post("/acts/new/", values(district))

    response = head.post("/acts/new/", values(district, number="12-ОД"))

    form = response.context["form"]
    assert "уже есть в реестре" in form.errors["number"][0]
    assert not form.non_field_errors()
    assert f'<a href="{Act.objects.get().get_absolute_url()}">Открыть</a>' in response.content.decode()


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("signatory", "---", "ни одной буквы"),
        ("signatory", "<b>Иванова</b>", "угловых скобок"),
        ("title", "2026", "ни одной буквы"),
        ("number", "---", "ни букв, ни цифр"),
        ("number", "<b>5</b>", "угловых скобок"),
    ],
)
def test_what_says_nothing_is_refused_on_every_form_of_an_act(field, text, message, district, act, as_role):
    head = as_role(Role.HEAD)
    entered = head.post("/acts/new/", values(district, **{field: text})).context["form"]
    beside = {f"new_{name}": value for name, value in {**ORDER, field: text}.items()}
    cancelling = head.post(f"/acts/{act.pk}/cancel/", {"act_way": "new", **beside}).context["form"]

    assert message in entered.errors[field][0]
    assert message in cancelling.errors[f"new_{field}"][0]


def test_an_act_of_the_municipality_is_entered_by_its_officers(district, as_role):
    own = values(district, issuer=f"m{district.municipality.pk}")

    assert as_role(Role.ADMIN).post("/acts/new/", own).status_code == 302
    assert Act.objects.get().organisation is None
    assert "issuer" in as_role(Role.CURATOR).post("/acts/new/", own).context["form"].errors


@pytest.mark.requirement("U-0-2")
def test_the_order_that_names_the_coordinator_stands_in_the_register_with_number_and_day(district, as_role):
    title = "О назначении муниципальным координатором Северьяновой Г. Д."
    own = values(district, issuer=f"m{district.municipality.pk}", number="135/1", dated="2026-10-27", title=title)
    assert as_role(Role.ADMIN).post("/acts/new/", own).status_code == 302
    coordinator = as_role(Role.COORDINATOR)
    [act] = [row.record for row in coordinator.get("/acts/?q=координатор").context["table"].rows]
    page = coordinator.get(act.get_absolute_url()).content.decode().replace("\u00a0", " ")
    assert "приказ № 135/1 от 27.10.2026" in page.casefold()
    assert "Северьяновой Г. Д." in page


@pytest.mark.requirement("U-0-4.1")
def test_the_coordinator_sees_which_organisations_have_adopted_their_regulation(district, as_role):
    ActFactory(organisation=district.school, title="Об утверждении Положения о программе наставничества")
    ActFactory(organisation=district.other_school, title="О внедрении наставничества")
    rows = as_role(Role.COORDINATOR).get("/acts/?q=положения").context["table"].rows
    assert [row.record.organisation for row in rows] == [district.school]


def test_nobody_enters_an_act_of_a_foreign_organisation(district, as_role, neighbour):
    response = neighbour.post("/acts/new/", values(district))

    assert "issuer" in response.context["form"].errors
    assert as_role(Role.COORDINATOR).get("/acts/new/").status_code == 403


def test_an_act_of_a_day_to_come_is_refused(district, as_role):
    response = as_role(Role.HEAD).post("/acts/new/", values(district, dated="2026-11-21"))

    assert response.context["form"].errors["dated"] == ["Дата ещё не наступила."]


def test_the_list_finds_by_number_and_title_and_narrows(district, act, as_role):
    minutes = ActFactory(
        organisation=district.school, kind=ActKind.MINUTES, number="3", dated=date(2025, 5, 5), title="Заседание Совета"
    )
    minutes.cancelled_by = act
    minutes.save()
    curator = as_role(Role.CURATOR)

    assert titles(curator.get("/acts/?q=№ 12/а-од")) == ["О закреплении пар"]
    assert titles(curator.get("/acts/?q=СОВЕТА")) == ["Заседание Совета"]
    assert titles(curator.get("/acts/?kind=minutes")) == ["Заседание Совета"]
    assert titles(curator.get("/acts/?year=2026")) == ["О закреплении пар"]
    assert titles(curator.get("/acts/?state=out")) == ["Заседание Совета"]
    assert titles(curator.get(f"/acts/?organisation={district.school.pk}")) == ["О закреплении пар", "Заседание Совета"]


def test_the_list_holds_only_acts_of_the_reader_s_places(district, act, as_role, neighbour, stranger):
    own = ActFactory(organisation=None, municipality=district.municipality, title="Акт управления")

    assert titles(as_role(Role.COUNCIL).get("/acts/")) == [act.title]
    assert set(titles(as_role(Role.COORDINATOR).get("/acts/"))) == {act.title, own.title}
    for outsider in (neighbour, stranger):
        assert titles(outsider.get("/acts/")) == []
        assert outsider.get(f"/acts/{act.pk}/").status_code == 404
    assert as_role(Role.REGIONAL).get("/acts/").status_code == 403


def test_list_and_card_cost_the_same_for_one_row_and_for_three(district, act, as_role):
    coordinator = as_role(Role.COORDINATOR)
    save_act(act=act, basis=[ActFactory(organisation=district.school)], by=district.member(Role.HEAD))

    def enter():
        other = ActFactory(organisation=district.school)
        other.basis.add(act)
        ActFactory(organisation=district.school, cancelled_by=act)
        CuratorFactory(organisation=district.school, act=act)

    enter()
    addresses = ("/acts/", "/acts/?export=xlsx", f"/acts/{act.pk}/")
    counts = []
    for _ in range(2):
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert coordinator.get(address).status_code == 200
            counts.append(len(queries))
        enter()
        enter()
    assert counts[:3] == counts[3:]


def test_an_act_is_corrected_and_the_change_is_told(act, district, as_role):
    head = as_role(Role.HEAD)

    assert head.post(f"/acts/{act.pk}/edit/", values(district, number="13-ОД")).status_code == 302

    act.refresh_from_db()
    assert act.number == "13-ОД"
    assert "номер: 12/А-ОД → 13-ОД" in head.get(f"/acts/{act.pk}/").content.decode()


def test_an_act_rests_on_minutes_but_never_in_a_circle(act, district, as_role):
    minutes = ActFactory(organisation=district.school, kind=ActKind.MINUTES, title="Протокол совета")
    head = as_role(Role.HEAD)

    assert head.post(f"/acts/{act.pk}/edit/", values(district, basis=[minutes.pk])).status_code == 302
    assert list(act.basis.all()) == [minutes]
    assert "Протокол совета" in head.get(f"/acts/{act.pk}/").content.decode()
    for days in ({"dated": "2026-08-01"}, {"effective_on": "2062-01-01"}):
        wrong = head.post(f"/acts/{act.pk}/edit/", values(district, basis=[minutes.pk], **days))
        assert "Проверьте" in wrong.content.decode()
    protocol = values(district, number="3", kind="minutes", title="Заседание")
    assert "Выберите, чей это протокол." in head.post(f"/acts/{minutes.pk}/edit/", protocol).content.decode()
    assert head.post(f"/acts/{minutes.pk}/edit/", {**protocol, "considered_by": "mentors"}).status_code == 302
    assert "совет наставников" in head.get(f"/acts/{minutes.pk}/").content.decode()
    round_about = head.post(f"/acts/{minutes.pk}/edit/", values(district, number="3", basis=[act.pk]))
    assert "круг" in round_about.content.decode()
    assert not minutes.basis.exists()


def test_an_act_is_cancelled_by_one_of_the_register(act, district, as_role):
    later = ActFactory(organisation=district.school, dated=date(2026, 10, 1))
    earlier = ActFactory(organisation=district.school, dated=date(2026, 8, 1))
    head = as_role(Role.HEAD)
    offered = head.get(f"/acts/{act.pk}/cancel/").context["form"].fields["act"].queryset
    assert set(offered) == {later}
    refused = head.post(f"/acts/{act.pk}/cancel/", {"act_way": "known", "act": earlier.pk})
    assert "act" in refused.context["form"].errors

    assert head.post(f"/acts/{act.pk}/cancel/", {"act_way": "known", "act": later.pk}).status_code == 302

    act.refresh_from_db()
    assert act.cancelled_by == later
    assert "Отменён" in head.get(f"/acts/{act.pk}/").content.decode()
    again = head.post(f"/acts/{act.pk}/cancel/", {"act_way": "known", "act": later.pk}, follow=True)
    assert "уже отменён" in again.content.decode()


def test_an_act_is_cancelled_by_a_new_one(act, as_role):
    new = {"new_number": "№ 90", "new_dated": "2026-11-01", "new_title": "Об отмене приказа"}

    assert as_role(Role.HEAD).post(f"/acts/{act.pk}/cancel/", {"act_way": "new", **new}).status_code == 302

    act.refresh_from_db()
    assert (act.cancelled_by.number, act.cancelled_by.organisation) == ("90", act.organisation)


def test_without_a_document_nothing_is_cancelled(act, as_role):
    response = as_role(Role.HEAD).post(f"/acts/{act.pk}/cancel/", {"act_way": "new"})

    assert {"new_number", "new_dated", "new_title"} <= set(response.context["form"].errors)
    act.refresh_from_db()
    assert act.cancelled_by is None


def test_the_menu_leads_to_the_acts(as_role):
    assert 'href="/acts/"' in as_role(Role.COUNCIL).get("/acts/").content.decode()
    assert 'href="/acts/"' not in as_role(Role.REGIONAL).get("/organisations/").content.decode()


@pytest.mark.parametrize(
    ("text", "stored"),
    [("№ 12-ОД", "12-ОД"), ("№№ 5", "5"), ("N 7", "7"), ("No. 8", "8"), ("Н-1", "Н-1"), ("NK-1", "NK-1")],
)
def test_the_sign_before_a_number_is_not_kept(text, stored, district, as_role):
    as_role(Role.HEAD).post("/acts/new/", values(district, number=text))

    assert Act.objects.get().number == stored


def test_grounds_that_the_corrector_does_not_see_stay(district, as_role):
    """The municipality's own act, which the school does not read, is no longer lost with a correction."""
    act = ActFactory(organisation=district.school, number="12-ОД", title="О закреплении пар")
    unseen = ActFactory(organisation=None, municipality=district.municipality, title="О развитии наставничества")
    minutes = ActFactory(organisation=district.school, kind=ActKind.MINUTES, number="3")
    act.basis.set([unseen, minutes])
    head = as_role(Role.HEAD)

    page = head.get(f"/acts/{act.pk}/edit/")
    assert "О развитии наставничества" not in page.content.decode()
    assert page.context["form"]["basis"].value() == [minutes.pk]
    assert head.post(f"/acts/{act.pk}/edit/", values(district, title="О парах")).status_code == 302

    act.refresh_from_db()
    assert (act.title, list(act.basis.all())) == ("О парах", [unseen])


def test_the_number_of_an_act_stays_on_one_line(district, as_role):
    act = ActFactory(organisation=district.school, municipality=district.municipality, number="91-ОД")
    assert unbroken_number(f"<b> {act}") == (
        f'&lt;b&gt; {act.kind_label} <span class="text-nowrap">№\u00a091-ОД</span> от {act.dated:%d.%m.%Y}'
    )
    page = as_role(Role.CURATOR).get(act.get_absolute_url()).content.decode()
    assert '<span class="text-nowrap">№\u00a091-ОД</span>' in page[page.index("<h1") : page.index("</h1>")]


@pytest.mark.parametrize(("text", "stored"), [("№ 102 - ОД", "102-ОД"), ("135 / 1", "135/1"), ("41 – од", "41–од")])
def test_a_number_has_no_blanks_around_its_hyphen(text, stored, district, as_role):
    as_role(Role.HEAD).post("/acts/new/", values(district, number=text))
    assert Act.objects.get().number == stored


def test_the_number_of_a_school_stays_beside_its_sign():
    assert unbroken_number("МБОУ «СОШ № 2»") == 'МБОУ «СОШ <span class="text-nowrap">№ 2</span>»'


def test_of_many_acts_to_rest_on_the_ticked_and_the_closest_stand_open_and_the_others_folded(district, as_role):
    """The closest are of the kind and the issuer of the act, the latest first."""
    head, issuer = as_role(Role.HEAD), f"o{district.school.pk}"
    acts = [
        ActFactory(organisation=district.school, number=f"{day}-ОД", dated=date(2026, 9, day)) for day in range(1, 10)
    ]
    minutes = ActFactory(organisation=district.school, kind=ActKind.MINUTES, number="5", dated=date(2026, 10, 1))

    def parts(page) -> tuple[list[int], list[int]]:
        basis = page.context["form"].basis_parts
        return tuple([box.data["value"].value for box in basis[part]] for part in ("near", "others"))

    near, others = parts(head.get("/acts/new/"))
    assert near == [act.pk for act in acts[:2:-1]]
    assert set(others) == {*(act.pk for act in acts[:3]), minutes.pk}
    refused = head.post("/acts/new/", {**ORDER, "title": "", "issuer": issuer, "basis": [acts[0].pk, minutes.pk]})
    near, _ = parts(refused)
    assert set(near[:2]) == {acts[0].pk, minutes.pk}
    page = refused.content.decode().replace("\u00a0", " ")
    assert page.count('name="basis"') == 10
    assert page.index("Ещё 4 акта") < page.index(f'value="{acts[2].pk}"')
    assert (
        head.post("/acts/new/", values(district, dated="2026-10-02", basis=[minutes.pk, acts[0].pk])).status_code == 302
    )
    assert set(Act.objects.get(number="12-ОД").basis.all()) == {minutes, acts[0]}
