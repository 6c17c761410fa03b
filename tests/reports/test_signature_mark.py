"""The mark of an electronic signature, on the copy of an order and in stamps of a roadmap, while its file is kept."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mentoring.actions.roadmap_stamps import approve_by_act
from mentoring.actions.roadmaps import agree_roadmap, approve_roadmap, submit_roadmap
from registry.enums import ActKind, Role
from registry.models import Act
from reports.documents.roadmap import RoadmapPaper, roadmap_payload
from reports.rendering import render_paper
from tests.factories import ActFactory, UserFactory, member
from tests.mentoring.test_roadmaps import new_roadmap
from tests.reports.paper_makers import issued_order, school_with_policy, signed_in
from tests.signature_files import SIGNATURE, signature
from tests.stories.desk import words_of_pdf

pytestmark = pytest.mark.django_db

CERTIFICATE = "Сертификат F1A2B3C4 Владелец Дубровина Ульяна Олеговна Действителен с 15.01.2026 по 15.04.2027"


@pytest.fixture
def school():
    return school_with_policy()


@pytest.fixture
def document(school):
    return issued_order(school)


def attach(act: Act, data: bytes = SIGNATURE) -> None:
    act.signature.save("order.sig", ContentFile(data))


def test_the_copy_of_an_order_bears_the_mark_in_place_of_the_line_and_the_issued_file_stays(school, document):
    head = signed_in(member(Role.HEAD, organisation=school))
    page, copy = document.get_absolute_url(), reverse("reports:document_signed", args=[document.pk])
    assert (copy in head.get(page).content.decode(), head.get(copy).status_code) == (False, 404)

    sent = {"signature": SimpleUploadedFile("приказ.pdf.sig", SIGNATURE)}
    head.post(reverse("registry:act_scan_add", args=[document.act.pk]), sent)

    assert copy in head.get(page).content.decode()
    text = words_of_pdf(head.get(copy).content)
    assert f"Директор Документ подписан электронной подписью {CERTIFICATE} У. О. Дубровина" in text
    assert document.verification_code in text
    kept = head.get(reverse("reports:document_pdf", args=[document.pk])).content
    assert kept == bytes(document.pdf)
    assert "электронной подписью" not in words_of_pdf(kept)


def test_a_file_that_is_lost_makes_no_mark_and_one_without_a_certificate_says_only_that_it_is_signed(school, document):
    head = signed_in(member(Role.HEAD, organisation=school))
    copy = reverse("reports:document_signed", args=[document.pk])
    attach(document.act, signature())
    text = words_of_pdf(head.get(copy).content)
    assert "Документ подписан электронной подписью У. О. Дубровина" in text
    assert "Сертификата в файле нет" in head.get(document.act.get_absolute_url()).content.decode()

    Path(document.act.signature.path).unlink()
    assert head.get(copy).status_code == 404
    assert "Файла в хранилище нет" in head.get(document.act.get_absolute_url()).content.decode()


def test_the_card_of_the_act_tells_the_certificate_and_that_it_was_not_valid_on_the_day(school):
    head = signed_in(member(Role.HEAD, organisation=school))
    for day in (date(2026, 1, 14), date(2027, 4, 16)):  # before its first day and after its last
        act = ActFactory(organisation=school, dated=day)
        attach(act)
        page = head.get(act.get_absolute_url()).content.decode()
        for phrase in ("F1A2B3C4", "Владелец: Дубровина Ульяна Олеговна", "этот сертификат не действовал"):
            assert phrase in page
    fitting = ActFactory(organisation=school, dated=date(2026, 1, 15), number="2")
    attach(fitting)
    assert "не действовал" not in head.get(fitting.get_absolute_url()).content.decode()


def test_the_stamps_of_a_roadmap_say_which_act_was_signed(school):
    by = UserFactory()
    roadmap = submit_roadmap(roadmap=new_roadmap(school, preset="kez-2022"), by=by)
    roadmap = approve_roadmap(roadmap=roadmap, by=member(Role.HEAD, organisation=school))
    roadmap = agree_roadmap(roadmap=roadmap, by=by)
    acts = [
        ActFactory(organisation=school, kind=kind, dated=date(2026, 8, 25), number=number, title=title)
        for kind, number, title in (
            (ActKind.MINUTES, "1", "Заседание педагогического совета"),
            (ActKind.ORDER, "118", "Об утверждении дорожной карты"),
        )
    ]
    for act in acts:
        roadmap = approve_by_act(roadmap=roadmap, act=act, by=by)
    assert not any("mark" in stamp for stamp in roadmap_payload(roadmap)["approvals"])

    attach(acts[1])
    roadmap.refresh_from_db()
    marks = {stamp["word"]: stamp.get("mark", [])[:1] for stamp in roadmap_payload(roadmap)["approvals"]}
    assert marks == {"ПРИНЯТО": [], "СОГЛАСОВАНО": [], "УТВЕРЖДЕНА": ["Приказ подписан электронной подписью"]}
    text = words_of_pdf(render_paper(RoadmapPaper(), roadmap_payload(roadmap), draft=True))
    assert text.count("подписан электронной подписью") == 1
    assert CERTIFICATE in text
