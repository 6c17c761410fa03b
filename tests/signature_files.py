"""Files of electronic signatures as programs write them: CMS SignedData with the certificate of the signer."""

import base64

SIGNED_DATA, DATA = "1.2.840.113549.1.7.2", "1.2.840.113549.1.7.1"
COMMON_NAME, SURNAME, GIVEN_NAMES = "2.5.4.3", "2.5.4.4", "2.5.4.42"
DIRECTOR = {COMMON_NAME: "МБОУ «Заречная СОШ»", SURNAME: "Дубровина", GIVEN_NAMES: "Ульяна Олеговна"}


def element(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def endless(tag: int, *parts: bytes) -> bytes:
    """The same whose length is not told beforehand, as long files are written."""
    return bytes([tag, 0x80]) + b"".join(parts) + b"\0\0"


def oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    body = [first * 40 + second]
    for number in rest:
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.insert(0, 0x80 | number & 0x7F)
        body += digits
    return element(0x06, bytes(body))


def name(**values: str) -> bytes:
    pairs = (element(0x30, oid(kind), element(0x0C, text.encode())) for kind, text in values.items())
    return element(0x30, *(element(0x31, pair) for pair in pairs))


def certificate(
    number: bytes = bytes.fromhex("00f1a2b3c4"),
    owner: dict[str, str] | None = None,
    first: str = "260115090000Z",
    last: str = "270415205959Z",
) -> bytes:
    gost = element(0x30, oid("1.2.643.7.1.1.3.2"))
    issuer = name(**{COMMON_NAME: "Удостоверяющий центр"})
    days = element(0x30, element(0x17, first.encode()), element(0x17, last.encode()))
    fields = (element(0xA0, b"\x02\x01\x02"), element(0x02, number), gost, issuer, days, name(**(owner or DIRECTOR)))
    return element(0x30, element(0x30, *fields), gost, element(0x03, b"\0signature"))


def signature(*certificates: bytes, number: bytes = bytes.fromhex("00f1a2b3c4"), wrap=element) -> bytes:
    """A detached signature by the certificate of the number; `wrap` tells lengths or leaves them open."""
    hashes = element(0x31, element(0x30, oid("1.2.643.7.1.1.2.2")))
    carried = [wrap(0xA0, *certificates)] if certificates else []
    issuer = name(**{COMMON_NAME: "Удостоверяющий центр"})
    signer = element(0x30, b"\x02\x01\x01", element(0x30, issuer, element(0x02, number)), element(0x04, b"signed"))
    signed = wrap(0x30, b"\x02\x01\x01", hashes, element(0x30, oid(DATA)), *carried, element(0x31, signer))
    return wrap(0x30, oid(SIGNED_DATA), wrap(0xA0, signed))


def as_text(data: bytes, *, pem: bool = False) -> bytes:
    lines = base64.encodebytes(data)
    return b"-----BEGIN PKCS7-----\n" + lines + b"-----END PKCS7-----\n" if pem else lines


SIGNATURE = signature(certificate())
