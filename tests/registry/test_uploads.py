"""A scan is judged by what it is, not by what it is called."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from registry.uploads import MOST_BYTES, check_scan

PDF, JPEG, PNG = b"%PDF-1.7 scan", b"\xff\xd8\xff\xe0 scan", b"\x89PNG\r\n\x1a\n scan"


@pytest.mark.parametrize(
    ("name", "content", "kept"),
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
def test_a_file_of_an_allowed_kind_is_taken_and_its_ending_put_right(name, content, kept):
    file = SimpleUploadedFile(name, content)
    check_scan(file)
    assert file.name == kept
    assert file.read() == content


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("скан.pdf", b"PK\x03\x04 a Word document", "это не PDF, JPG или PNG"),
        ("скан.pdf", b"PK\x03\x04 with %PDF-1.7 inside", "это не PDF, JPG или PNG"),
        ("скан.pdf", b"<html>%PDF-1.7<script>", "это не PDF, JPG или PNG"),
        ("скан.pdf", b" " * 2000 + PDF, "это не PDF, JPG или PNG"),
        ("скан.pdf", b"", "Файл пустой"),
        ("скан.pdf", PDF + b" " * MOST_BYTES, "Файл больше 10 МБ"),
    ],
)
def test_a_refusal_tells_the_true_reason(name, content, words):
    with pytest.raises(ValidationError) as refusal:
        check_scan(SimpleUploadedFile(name, content))
    assert words in refusal.value.messages[0]
