from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from registry import clock
from registry.actions.consents import record_consents
from registry.enums import ConsentKind, Role
from registry.models import Consent
from tests.factories import ConsentFactory, PersonFactory, PupilFactory, UserFactory
from tests.scan_files import PDF


@pytest.fixture
def teacher(district):
    return PersonFactory(organisation=district.school)


@pytest.fixture
def pupil(district):
    return PupilFactory(organisation=district.school, representative_name="", representative_relation="")


def scan(content=PDF, name="скан согласия.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_several_papers_are_recorded_in_one_save(teacher, as_role):
    response = as_role(Role.CURATOR).post(
        f"/people/{teacher.pk}/consents/new/",
        {
            "participation-self": "on",
            "personal_data-self": "on",
            "scan-personal_data-self": scan(),
            "signed_on": "2026-09-01",
        },
    )
    assert response.headers["Location"] == f"/people/{teacher.pk}/"
    papers = {consent.kind: consent for consent in teacher.consents.all()}
    assert set(papers) == {ConsentKind.PARTICIPATION, ConsentKind.PERSONAL_DATA}
    with papers[ConsentKind.PERSONAL_DATA].scan.open() as kept:
        assert kept.read() == PDF
    assert "скан" not in papers[ConsentKind.PERSONAL_DATA].scan.name


def test_for_a_minor_the_representative_signs_and_is_named(pupil, as_role):
    url = f"/people/{pupil.pk}/consents/new/"
    curator = as_role(Role.CURATOR)
    data = {"personal_data-representative": "on", "signed_on": "2026-09-01"}
    errors = curator.post(url, data).context["form"].errors
    assert set(errors) == {"representative_name", "representative_relation"}
    named = {"representative_name": "Орлова Нина Васильевна", "representative_relation": "мать"}
    assert curator.post(url, data | named).status_code == 302
    consent = pupil.consents.get()
    assert (consent.by_representative, consent.representative_name) == (True, "Орлова Нина Васильевна")
    assert "personal_data-self" not in curator.get(url).context["form"].fields


def test_the_representative_of_a_consent_comes_onto_the_card_and_into_the_next_consent(pupil, as_role):
    url = f"/people/{pupil.pk}/consents/new/"
    curator = as_role(Role.CURATOR)
    data = {"personal_data-representative": "on", "signed_on": "2026-09-01"}
    named = {"representative_name": "Орлова Нина Васильевна", "representative_relation": "мать"}
    curator.post(url, data | named)

    pupil.refresh_from_db()
    assert (pupil.representative_name, pupil.representative_relation) == ("Орлова Нина Васильевна", "мать")
    assert pupil.history.first().history_change_reason == "Представитель указан в согласии"
    form = curator.get(url).context["form"]
    assert form["representative_name"].value() == "Орлова Нина Васильевна"
    assert form["representative_relation"].value() == "мать"


@pytest.mark.parametrize(
    ("on_card", "afterwards"),
    [
        (("Орлов Пётр Ильич", ""), ("Орлов Пётр Ильич", "")),
        (("Орлова Нина Васильевна", ""), ("Орлова Нина Васильевна", "мать")),
        (("Орлова Нина Васильевна", "опекун"), ("Орлова Нина Васильевна", "опекун")),
    ],
)
def test_what_the_card_says_of_the_representative_stays(on_card, afterwards, pupil, as_role):
    pupil.representative_name, pupil.representative_relation = on_card
    pupil.save()
    as_role(Role.CURATOR).post(
        f"/people/{pupil.pk}/consents/new/",
        {
            "personal_data-representative": "on",
            "signed_on": "2026-09-01",
            "representative_name": "Орлова Нина Васильевна",
            "representative_relation": "мать",
        },
    )

    pupil.refresh_from_db()
    assert (pupil.representative_name, pupil.representative_relation) == afterwards


def test_the_representative_is_taken_from_the_card(district, as_role):
    pupil = PupilFactory(organisation=district.school)
    page = as_role(Role.CURATOR).get(f"/people/{pupil.pk}/consents/new/").content.decode()
    assert 'value="Орлова Нина Васильевна"' in page


def test_a_paper_in_force_is_not_offered_again(teacher, as_role):
    """Its last day included."""
    ConsentFactory(person=teacher, kind=ConsentKind.PARTICIPATION, valid_until=clock.today())
    curator = as_role(Role.CURATOR)
    url = f"/people/{teacher.pk}/consents/new/"
    again = Consent(kind=ConsentKind.PARTICIPATION, signed_on=clock.today())
    with pytest.raises(ValidationError):
        record_consents(person=teacher, consents=[again], by=UserFactory())
    assert "participation-self" not in curator.get(url).context["form"].fields
    curator.post(url, {"participation-self": "on", "signed_on": "2026-09-01"})
    assert teacher.consents.count() == 1


def test_a_paper_out_of_its_term_makes_room_for_a_new_one(teacher, as_role):
    yesterday = clock.today() - timedelta(days=1)
    old = ConsentFactory(person=teacher, kind=ConsentKind.PARTICIPATION, valid_until=yesterday)
    as_role(Role.CURATOR).post(
        f"/people/{teacher.pk}/consents/new/", {"participation-self": "on", "signed_on": clock.today().isoformat()}
    )
    old.refresh_from_db()
    assert old.withdrawn_on == clock.today()
    assert teacher.consents.filter(withdrawn_on__isnull=True).count() == 1


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (scan(b"PK\x03\x04 a Word document", "согласие.pdf"), "это не PDF, JPG или PNG"),
        (scan(PDF + b"0" * (10 * 1024 * 1024), "согласие.pdf"), "больше 10 МБ"),
    ],
)
def test_a_scan_is_judged_by_its_content_and_size(file, message, teacher, as_role):
    file.seek(0)
    response = as_role(Role.CURATOR).post(
        f"/people/{teacher.pk}/consents/new/",
        {"participation-self": "on", "scan-participation-self": file, "signed_on": "2026-09-01"},
    )
    assert message in response.content.decode()
    assert not Consent.objects.exists()


def test_nothing_ticked_and_a_future_date_are_refused(teacher, as_role):
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    form = as_role(Role.CURATOR).post(f"/people/{teacher.pk}/consents/new/", {"signed_on": tomorrow}).context["form"]
    assert form.errors["signed_on"] == ["Дата подписания ещё не наступила."]
    assert form.non_field_errors() == ["Отметьте хотя бы одно согласие."]


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/pairs/1/", "/pairs/1/"),
        ("https://evil.example/", None),
        ("//evil.example", None),
        ("javascript:alert(1)", None),
    ],
)
def test_the_way_back_stays_inside_the_portal(wanted, leads_to, teacher, as_role):
    url = f"/people/{teacher.pk}/consents/new/"
    curator = as_role(Role.CURATOR)
    response = curator.post(f"{url}?next={wanted}", {"participation-self": "on", "signed_on": "2026-09-01"})
    assert response.headers["Location"] == (leads_to or f"/people/{teacher.pk}/")


def test_a_kind_in_the_address_is_ticked_beforehand(teacher, as_role):
    form = as_role(Role.CURATOR).get(f"/people/{teacher.pk}/consents/new/?kind=publication").context["form"]
    ticked = [name for name in form.fields if form.fields[name].initial is True]
    assert ticked == ["publication-self"]


def test_from_the_card_nothing_is_ticked_beforehand(teacher, as_role):
    form = as_role(Role.CURATOR).get(f"/people/{teacher.pk}/consents/new/").context["form"]
    assert [name for name in form.fields if form.fields[name].initial is True] == []


@pytest.mark.parametrize(
    ("asked", "ticked"),
    [("", ["participation-self"]), ("&by_representative=1", ["participation-representative"])],
)
def test_of_two_signatures_under_one_paper_only_the_asked_one_is_ticked(asked, ticked, pupil, as_role):
    url = f"/people/{pupil.pk}/consents/new/?kind=participation{asked}"
    form = as_role(Role.CURATOR).get(url).context["form"]
    assert [name for name in form.fields if form.fields[name].initial is True] == ticked


def test_withdrawing_says_what_follows_and_keeps_the_reason(teacher, as_role):
    consent = ConsentFactory(person=teacher, kind=ConsentKind.PARTICIPATION)
    curator = as_role(Role.CURATOR)
    url = f"/consents/{consent.pk}/withdraw/"
    assert "новые пары с этим человеком не согласовать" in curator.get(url).content.decode()
    early = curator.post(url, {"on": "2020-01-01"}).context["form"].errors
    assert "on" in early
    curator.post(url, {"on": "2026-10-01", "reason": "по заявлению"})
    consent.refresh_from_db()
    assert (consent.withdrawn_on, consent.withdrawal_reason) == (date(2026, 10, 1), "по заявлению")


def test_a_scan_is_given_only_to_those_who_keep_the_papers(teacher, as_role, neighbour, stranger, client):
    consent = ConsentFactory(person=teacher, scan=scan())
    url = f"/consents/{consent.pk}/scan/"
    response = as_role(Role.CURATOR).get(url)
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert teacher.last_name not in response.headers["Content-Disposition"]
    assert as_role(Role.COORDINATOR).get(url).status_code == 403
    assert as_role(Role.COUNCIL).get(url).status_code == 403
    for outsider in (neighbour, stranger):
        assert outsider.get(url).status_code == 404
        assert outsider.post(f"/consents/{consent.pk}/withdraw/").status_code == 404
    assert client.get(url).status_code == 302
    unscanned = ConsentFactory(person=PersonFactory(organisation=teacher.organisation))
    assert as_role(Role.CURATOR).get(f"/consents/{unscanned.pk}/scan/").status_code == 404
