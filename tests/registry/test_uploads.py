"""A scan is judged by what it is, not by what it is called."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver

from registry.forms.portal_form import PortalFormMixin
from registry.papers.uploads import MOST_BYTES, check_scan
from tests.scan_files import JPEG, PDF, PNG, image
from tests.writing_views import forms_below


@pytest.mark.parametrize(
    ("name", "content", "stored"),
    [
        ("скан.pdf", PDF, "скан.pdf"),
        ("скан.PDF", PDF, "скан.PDF"),
        ("скан.jpeg", JPEG, "скан.jpeg"),
        ("скан.png", JPEG, "скан.jpg"),
        ("скан.jpg", PNG, "скан.png"),
        ("скан.pdf", PNG, "скан.png"),
        ("скан.pdf", b"\r\n\x00 printer says hello\r\n" + PDF, "скан.pdf"),
        ("согласие", PDF, "согласие.pdf"),
        ("согласие.docx", PDF, "согласие.docx.pdf"),
    ],
)
def test_a_file_of_an_allowed_kind_is_taken_and_its_ending_put_right(name, content, stored):
    file = SimpleUploadedFile(name, content)
    check_scan(file)
    assert file.name == stored
    assert file.read() == content


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("скан.pdf", b"PK\x03\x04 a Word document", "это не PDF, JPG или PNG"),
        ("скан.pdf", b"PK\x03\x04 with %PDF-1.7 inside", "это не PDF, JPG или PNG"),
        ("скан.pdf", b"<html>%PDF-1.7<script>", "это не PDF, JPG или PNG"),
        ("скан.pdf", b" " * 2000 + PDF, "это не PDF, JPG или PNG"),
        ("скан.pdf", b"", "Файл пустой"),
        ("скан.pdf", b"%PDF-1.7\n", "сохранён не до конца"),
        ("скан.pdf", PDF[:-20], "сохранён не до конца"),
        ("скан.pdf", PDF[:-6], "сохранён не до конца"),
        ("скан.pdf", b"%PDF-1.7 startxref %%EOF", "сохранён не до конца"),
        ("скан.jpg", JPEG[:20] + b"scan", "сохранён не до конца"),
        ("скан.jpg", JPEG[:-100], "сохранён не до конца"),
        ("скан.png", PNG[:-12], "сохранён не до конца"),
        ("скан.png", PNG[:45] + b"?" + PNG[46:], "сохранён не до конца"),
        ("скан.png", image("PNG", size=(10_000, 9_000)), "слишком много точек"),
        ("скан.pdf", PDF + b" " * MOST_BYTES, "Файл больше 10 МБ"),
    ],
)
def test_a_refusal_tells_the_true_reason(name, content, message):
    with pytest.raises(ValidationError) as refusal:
        check_scan(SimpleUploadedFile(name, content))
    assert message in refusal.value.messages[0]


#: files that are no scans have judges of their own
NO_SCANS = {"signature", "new_signature", "file"}


def test_every_form_with_a_scan_tells_the_same_truth():
    assert get_resolver().url_patterns  # every view, and so every form, is read by now
    fields = {
        f"{form.__name__}.{name}": (field, checks_of(form, name))
        for form in forms_below(PortalFormMixin)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.FileField) and name not in NO_SCANS
    }
    assert len(fields) > 8
    for where, (field, checks) in fields.items():
        for name, content, message in (
            ("скан.png", JPEG, ""),
            ("скан.pdf", b"\r\n printer says hello\r\n" + PDF, ""),
            ("скан.pdf", b"", "пуст"),
            ("скан.pdf", b"%PDF-1.7\n", "сохранён не до конца"),
            ("скан.pdf", b"plain text", "это не PDF, JPG или PNG"),
        ):
            told = _told(field, checks, SimpleUploadedFile(name, content))
            assert message in told if message else not told, (where, name, told)


def checks_of(form: type, name: str) -> list:
    """Of the column that a form of a model fills."""
    columns = {column.name: column for column in form._meta.model._meta.fields} if hasattr(form, "_meta") else {}
    return columns[name].validators if name in columns else []


def _told(field: forms.FileField, checks: list, file: SimpleUploadedFile) -> str:
    try:
        field.clean(file, None)
        for check in checks:
            check(file)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""
