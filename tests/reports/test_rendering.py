import hashlib
import io

import pytest
from pypdf import PdfReader

from reports.documents.roadmap import RoadmapPaper
from reports.rendering import (
    ForbiddenAddressError,
    StaticFilesFetcher,
    qr_data_uri,
    render_paper,
    sha256_of,
    static_root,
)


def pdf_of(title: str = "Дорожная карта № 5", *, draft: bool = False) -> bytes:
    payload = {
        "title": title, "owner": "МБОУ Ёлочка", "issuer": "МБОУ «Ёлочка»", "starts_on": "2026-09-01", "ends_on": "",
        "approvals": [], "columns": [], "sections": [], "abbreviations": {},
    }  # fmt: skip
    return render_paper(RoadmapPaper(), payload, draft=draft)


def test_the_same_payload_gives_the_same_bytes():
    first, second = pdf_of(), pdf_of()
    assert first == second
    assert sha256_of(first) == hashlib.sha256(first).hexdigest()


def test_another_payload_gives_other_bytes():
    assert pdf_of() != pdf_of("Дорожная карта № 6")


def test_pdf_says_its_language_title_and_structure_and_that_it_is_fit_to_be_kept():
    reader = PdfReader(io.BytesIO(pdf_of("План мероприятий № 5/1")))
    assert reader.metadata.title == "План мероприятий № 5/1, МБОУ Ёлочка, 2026"
    assert reader.metadata.author == "МБОУ «Ёлочка»"
    assert reader.root_object["/Lang"] == "ru"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    described = reader.xmp_metadata.stream.get_data().decode()
    assert 'pdfaid:part="3"' in described
    assert 'pdfaid:conformance="A"' in described
    assert reader.root_object["/OutputIntents"]


def test_only_the_vendored_font_is_used_and_embedded():
    reader = PdfReader(io.BytesIO(pdf_of(draft=True)))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descendant = font["/DescendantFonts"][0].get_object()
        assert "PT-Serif" in font["/BaseFont"]
        assert "/FontFile2" in descendant["/FontDescriptor"].get_object()


def test_draft_is_marked_on_every_sheet_and_an_issued_paper_is_not():
    draft = PdfReader(io.BytesIO(pdf_of(draft=True)))
    issued = PdfReader(io.BytesIO(pdf_of(draft=False)))
    assert all("ПРОЕКТ" in page.extract_text() for page in draft.pages)
    assert "ПРОЕКТ" not in issued.pages[0].extract_text()


def test_qr_code_needs_no_file():
    assert qr_data_uri("https://nastavnik.example.org/verify/AAAA/").startswith("data:image/svg+xml")


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/logo.png",
        "ftp://example.org/logo.png",
        "file:///etc/passwd",
        "file://fileserver/share/logo.png",
        "../config/settings.py",
        "vendor/%2e%2e/%2e%2e/manage.py",
    ],
)
def test_nothing_outside_the_static_files_can_be_opened(address):
    fetcher = StaticFilesFetcher(static_root())
    full = address if "://" in address else f"{static_root().as_uri()}/{address}"
    with pytest.raises(ForbiddenAddressError):
        fetcher.fetch(full)


def test_static_files_and_data_addresses_open():
    fetcher = StaticFilesFetcher(static_root())
    assert fetcher.fetch(f"{static_root().as_uri()}/vendor/pt-serif/pt-serif.css").read()
    assert fetcher.fetch("data:text/plain,ok").read() == b"ok"


def test_link_out_of_the_static_files_is_followed_before_it_is_judged(tmp_path):
    root, outside = tmp_path / "static", tmp_path / "secret.txt"
    root.mkdir()
    outside.write_text("secret", encoding="utf-8")
    (root / "link.txt").symlink_to(outside)
    with pytest.raises(ForbiddenAddressError):
        StaticFilesFetcher(root).fetch(f"{root.as_uri()}/link.txt")
