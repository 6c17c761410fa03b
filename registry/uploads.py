"""Scans and electronic signatures of papers: what may be uploaded and under which name it is stored."""

from pathlib import Path
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models import Model

MOST_BYTES = 10 * 1024 * 1024
MOST_BYTES_OF_SIGNATURE = 1024 * 1024
SIGNATURE_SUFFIXES = (".sig", ".sgn", ".p7s")
#: a sequence in DER, the same in Base64, and with the lines of PEM around it
_STARTS_OF_SIGNATURES = (b"\x30\x80", b"\x30\x81", b"\x30\x82", b"\x30\x83", b"MI", b"-----BEGIN ")
#: folder of the spreadsheets that were brought in
IMPORTS = "imports"
#: first bytes of the kinds of files that a scan may be
_SIGNATURES = {".pdf": (b"%PDF-",), ".jpg": (b"\xff\xd8\xff",), ".jpeg": (b"\xff\xd8\xff",), ".png": (b"\x89PNG\r\n",)}


def check_scan(file: File) -> None:
    """Raises ValidationError unless the file is a PDF, JPEG or PNG of at most 10 MB, recognised by its content."""
    if file.size > MOST_BYTES:
        raise ValidationError("Файл больше 10 МБ. Отсканируйте с меньшим разрешением или сохраните как PDF.")
    expected = _SIGNATURES.get(Path(file.name or "").suffix.lower())
    if expected is None:
        raise ValidationError("Подходят файлы PDF, JPG или PNG.")
    if getattr(file, "closed", False):
        return
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    if not start.startswith(expected):
        raise ValidationError("Содержимое файла не похоже на PDF, JPG или PNG. Сохраните скан заново.")


def check_signature(file: File) -> None:
    """Raises ValidationError unless the file is a detached electronic signature, as DER or as text, of at most 1 MB."""
    if file.size > MOST_BYTES_OF_SIGNATURE:
        raise ValidationError("Файл подписи больше 1 МБ. Нужна отсоединённая подпись, без самого документа.")
    if Path(file.name or "").suffix.lower() not in SIGNATURE_SUFFIXES:
        raise ValidationError("Подходят файлы подписи SIG, SGN или P7S.")
    if getattr(file, "closed", False):
        return
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    if not start.lstrip().startswith(_STARTS_OF_SIGNATURES):
        raise ValidationError("Содержимое файла не похоже на электронную подпись. Сохраните файл подписи заново.")


def consent_path(_instance: Model, filename: str) -> str:
    return _private_path("consents", filename)


def act_path(_instance: Model, filename: str) -> str:
    return _private_path("acts", filename)


def evidence_path(_instance: Model, filename: str) -> str:
    return _private_path("evidence", filename)


def import_path(_instance: Model, filename: str) -> str:
    return _private_path(IMPORTS, filename)


def _private_path(folder: str, filename: str) -> str:
    """A name that does not reveal the person and cannot be guessed."""
    return f"{folder}/{uuid4().hex}{Path(filename).suffix.lower()[:10]}"
