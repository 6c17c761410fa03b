"""What a file of an electronic signature says of itself: whose certificate it was made with, its number and days.

Such a file is a CMS SignedData (RFC 5652), as DER, as BER or as text. Nothing is proved by reading it: the portal has
no means to check a signature by ГОСТ Р 34.10-2012, and its pages say so.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.core.files import File
from django.utils import timezone

from russian.first_names import FIRST_NAMES
from russian.search_key import fold

SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
COMMON_NAME, SURNAME, GIVEN_NAMES = bytes.fromhex("550403"), bytes.fromhex("550404"), bytes.fromhex("55042a")
_OID, _BMP, _UTC_TIME, _SEQUENCE, _SET = 0x06, 0x1E, 0x17, 0x30, 0x31
_FIRST_OF_CHOICE = 0xA0  # [0], built of parts
_BUILT_OF_PARTS = 0x20
#: no signature is deeper or has more elements than this
_MOST_DEPTH, _MOST_ELEMENTS = 40, 50_000


#: words that may be parts of a name, initials apart
_NAME = re.compile(r"\b[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё]+)*\b(?!\.)")
_WORD = re.compile(r"[\w-]+")
_INITIAL = re.compile(r"\b([А-ЯЁ])\.")
#: a surname and initials; in Latin letters a name of two or three words
_SHORT_NAME = re.compile(r"[А-ЯЁ][а-яё-]+\s+[А-ЯЁ]\.|(?:[A-Z][a-z'-]+\s?){2,3}$")
_PATRONYMIC = re.compile(r"(?:вна|чна|вич|ьич|кич|мич|оглы|кызы)$")
_CAPITALISED = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)*"
_INITIALS = r"(?:[А-ЯЁ]\.\s*){1,2}"
#: how a line names a person: «И. И. Петрова», «Петрова И. И.», «Анна Ивановна Петрова», «Петрова Анна Ивановна»
_NAMES_IN_LINES = (
    re.compile(rf"{_INITIALS}{_CAPITALISED}"),
    re.compile(rf"{_CAPITALISED}\s+{_INITIALS}(?<!\s)"),
    re.compile(rf"{_CAPITALISED}\s+[А-ЯЁ][а-яё]+(?:вна|чна|вич|ьич|кич|мич)\s+{_CAPITALISED}"),
    re.compile(rf"{_CAPITALISED}\s+{_CAPITALISED}\s+[А-ЯЁ][а-яё]+(?:вна|чна|вич|ьич|кич|мич)\b"),
)
#: quotes, digits and abbreviations stand in names of organisations
_NOT_A_NAME = re.compile(r"[«»\"\d№]|\b[А-ЯЁ]{2,}\b")


def _names_somebody(signatory: str, name_parts: Sequence[str]) -> bool:
    """Not only a post: «Глава района», «Глава Заречного района»."""
    if _INITIAL.search(signatory) or any(_PATRONYMIC.search(word) or word in FIRST_NAMES for word in name_parts):
        return True
    return bool(name_parts) and all(word[:1].isupper() for word in signatory.split())


def _as_written(owner: str) -> str:
    """A person in capitals or small letters as names are written: «ПЕТРОВ ПЁТР ПЕТРОВИЧ», «ПЕТРОВ Пётр»."""
    name_parts = owner.split()
    is_person = any(_PATRONYMIC.search(word.lower()) or word.capitalize() in FIRST_NAMES for word in name_parts)
    return (
        " ".join(word.title() if word.isupper() or word.islower() else word for word in name_parts)
        if is_person
        else owner
    )


class _NoSignatureError(ValueError):
    """The bytes are not a CMS SignedData."""


@dataclass(frozen=True)
class SignatureFacts:
    """The certificate of the signer, as far as the file has it: its number as certificates print it, the owner, the
    first and the last day."""

    number: str = ""
    owner: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        """Whether the certificate may have been used on the day; without its days nothing speaks against it."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def names_another_than(self, signatory: str) -> bool:
        """Whether the owner is a person, and another one than a line such as «Иванова И. И., директор» names. An
        organisation's certificate, and a line that is only a post, contradict nobody."""
        owner = _as_written(self.owner)
        surname, *first_names = _NAME.findall(owner)[:3] or [""]
        name_parts = _NAME.findall(signatory)
        if not _names_somebody(signatory, name_parts) or _NOT_A_NAME.search(owner):
            return False
        if not first_names:
            return bool(_SHORT_NAME.match(owner)) and fold(surname) not in _WORD.findall(fold(signatory))
        if fold(surname) not in _WORD.findall(fold(signatory)):
            return True
        initials = [fold(letter) for letter in _INITIAL.findall(signatory)]
        if initials:
            return initials != [fold(name)[0] for name in first_names][: len(initials)]
        folded = [fold(word) for word in name_parts]
        if fold(surname) not in folded:
            return False
        index = folded.index(fold(surname))
        beside = name_parts[index + 1 : index + 3] or name_parts[max(index - 2, 0) : index]
        if any(fold(word) == fold(first_names[0]) for word in beside):
            return len(first_names) > 1 and any(
                _PATRONYMIC.search(word) and fold(word) != fold(first_names[1]) for word in beside
            )
        return any(_PATRONYMIC.search(word) for word in beside) or name_parts[index + 1 : index + 2] != []

    def owner_with_post_of(self, signatory: str) -> str:
        """The line with the owner in place of the person it names, so that the post stays: «Директор Петрова И. И.» →
        «Директор Дубровина Ульяна Олеговна». Only the owner where the line names nobody that can be told apart."""
        for pattern in _NAMES_IN_LINES:
            if len(names := pattern.findall(signatory)) == 1:
                line = signatory.replace(names[0], self.owner, 1)
                return self.owner if self.names_another_than(line) else line
        return self.owner


def facts_of(file: File) -> SignatureFacts | None:
    """None when the file is no electronic signature; empty facts when it carries no certificate of its signer."""
    file.seek(0)
    data = file.read()
    file.seek(0)
    try:
        return _facts(_ElementReader(_binary(data)).read())
    except (_NoSignatureError, IndexError, ValueError):
        return None


@dataclass(frozen=True)
class _Element:
    tag: int
    content: bytes
    parts: Sequence["_Element"] = ()


class _ElementReader:
    """Elements of DER and of BER, lengths that are not told beforehand included."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at, self._elements = data, 0, 0

    def read(self, depth: int = 0) -> _Element:
        self._elements += 1
        if depth > _MOST_DEPTH or self._elements > _MOST_ELEMENTS:
            raise _NoSignatureError
        tag = self._byte()
        length = self._length()
        begins = self._at
        if length is None:
            parts = list(self._until_mark(depth))
            return _Element(tag, self._data[begins : self._at - 2], parts)
        ends = begins + length
        if ends > len(self._data):
            raise _NoSignatureError
        if not tag & _BUILT_OF_PARTS:
            self._at = ends
            return _Element(tag, self._data[begins:ends])
        parts = []
        while self._at < ends:
            parts.append(self.read(depth + 1))
        return _Element(tag, self._data[begins:ends], parts)

    def _until_mark(self, depth: int) -> Iterator[_Element]:
        while self._data[self._at : self._at + 2] != b"\0\0":
            yield self.read(depth + 1)
        self._at += 2

    def _byte(self) -> int:
        byte = self._data[self._at]
        self._at += 1
        return byte

    def _length(self) -> int | None:
        first = self._byte()
        if first < 0x80:
            return first
        if first == 0x80:
            return None
        count = first & 0x7F
        length = int.from_bytes(self._data[self._at : self._at + count], "big")
        self._at += count
        return length


def _binary(data: bytes) -> bytes:
    """The same out of text: Base64, alone or between the lines of PEM."""
    stripped = data.lstrip()
    if stripped[:1] == b"\x30":
        return stripped
    lines = [line.strip() for line in stripped.splitlines() if not line.startswith(b"-----")]
    try:
        return base64.b64decode(b"".join(lines), validate=True)
    except binascii.Error as error:
        raise _NoSignatureError from error


def _facts(content_info: _Element) -> SignatureFacts:
    kind, explicit = content_info.parts[0], content_info.parts[1]
    if content_info.tag != _SEQUENCE or (kind.tag, kind.content) != (_OID, SIGNED_DATA):
        raise _NoSignatureError
    signed = explicit.parts[0].parts
    certificates = [part for choice in signed[3:] if choice.tag == _FIRST_OF_CHOICE for part in choice.parts]
    signers = signed[-1].parts if signed[-1].tag == _SET else ()
    if not signers:
        raise _NoSignatureError
    number = _number_named_by(signers[0])
    certificate_facts = (_facts_of_certificate(certificate) for certificate in certificates)
    return next(
        (certificate for certificate in certificate_facts if certificate.number and number in ("", certificate.number)),
        SignatureFacts(),
    )


def _number_named_by(signer: _Element) -> str:
    """The number of the certificate by which the signer is named; empty where it is named by a key."""
    identifier = signer.parts[1]
    return _number(identifier.parts[1]) if identifier.tag == _SEQUENCE else ""


def _facts_of_certificate(certificate: _Element) -> SignatureFacts:
    """Empty when it is no certificate that can be read."""
    try:
        fields = list(certificate.parts[0].parts)
        if fields[0].tag == _FIRST_OF_CHOICE:
            fields = fields[1:]
        first, last = (_day(moment) for moment in fields[3].parts)
        return SignatureFacts(_number(fields[0]), _owner(fields[4]), first, last)
    except (IndexError, ValueError):
        return SignatureFacts()


def _number(element: _Element) -> str:
    """Without the zero byte that tells a big number from a negative one."""
    number = element.content
    return (number[1:] if len(number) > 1 and number[0] == 0 else number).hex().upper()


def _owner(subject: _Element) -> str:
    """Surname and given names where the certificate has them, as those of organisations do; otherwise its name."""
    names = {pair.parts[0].content: _text(pair.parts[1]) for group in subject.parts for pair in group.parts}
    full = f"{names.get(SURNAME, '')} {names.get(GIVEN_NAMES, '')}".strip()
    return full if SURNAME in names and GIVEN_NAMES in names else names.get(COMMON_NAME, full)


def _text(element: _Element) -> str:
    text = element.content.decode("utf-16-be" if element.tag == _BMP else "utf-8", errors="replace")
    return " ".join("".join(sign for sign in text if sign.isprintable()).split())


def _day(moment: _Element) -> date:
    """The day here of a moment that is written in universal time: «261231235959Z», or with four figures of the year."""
    year, length = ("%y", 12) if moment.tag == _UTC_TIME else ("%Y", 14)
    digits = moment.content.decode("ascii")[:length]
    return timezone.localtime(datetime.strptime(digits, f"{year}%m%d%H%M%S").replace(tzinfo=UTC)).date()
