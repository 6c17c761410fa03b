"""What a file of an electronic signature says of itself, and what is no signature."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from registry.papers.signature_files import SignatureFacts, facts_of
from registry.papers.uploads import check_signature
from tests.signature_files import COMMON_NAME, SIGNATURE, as_text, certificate, endless, signature

DIRECTOR = SignatureFacts("F1A2B3C4", "Дубровина Ульяна Олеговна", date(2026, 1, 15), date(2027, 4, 15))


@pytest.mark.parametrize(
    "data",
    [
        SIGNATURE,
        b"\r\n" + SIGNATURE,
        as_text(SIGNATURE),
        as_text(SIGNATURE, pem=True),
        signature(certificate(), wrap=endless),
        signature(certificate(b"\x01", {COMMON_NAME: "Удостоверяющий центр"}), certificate()),
    ],
    ids=["der", "line before", "base64", "pem", "ber", "chain"],
)
def test_the_certificate_of_the_signer_is_read_however_the_file_is_written(data):
    assert facts_of(ContentFile(data)) == DIRECTOR


def test_a_person_s_certificate_names_its_owner_and_a_file_without_one_nobody():
    own = signature(certificate(owner={COMMON_NAME: "Кочнева Алла Юрьевна"}, last="261231210000Z"))
    details = facts_of(ContentFile(own))
    assert details is not None
    # 21:00 of universal time is the next day in Moscow
    assert (details.owner, details.valid_to) == ("Кочнева Алла Юрьевна", date(2027, 1, 1))
    assert (details.valid_on(date(2027, 1, 1)), details.valid_on(date(2027, 1, 2))) == (True, False)
    assert facts_of(ContentFile(signature())) == SignatureFacts()
    assert facts_of(ContentFile(signature(certificate(b"\x07")))) == SignatureFacts()
    assert SignatureFacts().valid_on(date(2026, 1, 1))


@pytest.mark.parametrize(
    "data",
    [b"", b"\x30\x82\x01\x0a and more", SIGNATURE[:-40], certificate(), b"MZ\x90", b"\x30\x80" * 500, as_text(b"no")],
    ids=["empty", "start only", "cut", "certificate", "program", "deep", "text"],
)
def test_what_is_no_signature_is_refused(data):
    with pytest.raises(ValidationError, match="не похоже на электронную подпись"):
        check_signature(SimpleUploadedFile("приказ.sig", data))
